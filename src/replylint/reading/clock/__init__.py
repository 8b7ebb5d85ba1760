"""What a time expression comes to: against a clock, a zone and a team's opening hours."""

from replylint.reading.clock.moment import Moment, moment
from replylint.reading.clock.office import Office
from replylint.reading.clock.resolution import Window, resolve

__all__ = ["Moment", "Office", "Window", "moment", "resolve"]
