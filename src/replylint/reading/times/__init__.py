"""Time expressions in support English, recognised apart from any clock. What they come to is not decided here."""

from replylint.reading.times.expression import (
    Amount,
    Clock,
    Date,
    Day,
    Event,
    Governor,
    Holiday,
    Kind,
    Period,
    Time,
)
from replylint.reading.times.grammar import find

__all__ = ["Amount", "Clock", "Date", "Day", "Event", "Governor", "Holiday", "Kind", "Period", "Time", "find"]
