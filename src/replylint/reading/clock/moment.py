"""The circumstances in which a time is said: the clock, whose zones, whose calendar."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from replylint.conversation import Conversation
from replylint.reading.clock.office import Office, office
from replylint.reading.clock.zones import american, spoken, zone


class Moment(NamedTuple):
    """`now` is in the zone in which a time that names none is meant; `theirs` is the customer's zone, None if unknown."""

    now: datetime
    office: Office
    theirs: tzinfo | None = None
    month_first: bool = False

    def within(self, words: str | None) -> Moment | None:
        """The same seen from the zone that `words` name ("PT", "your time"); None when nobody knows which."""
        if words is None:
            return self
        owner = words.lower().split()[0]
        if owner in ("your", "local"):
            found = self.theirs if owner == "your" else self.theirs or self.now.tzinfo
        else:
            found = self.now.tzinfo if owner in ("our", "my") else spoken(words)
        return None if found is None else self._replace(now=self.now.astimezone(found))


def moment(told: Conversation, now: datetime) -> Moment:
    """The circumstances of a conversation at an instant. Times are in the calendar's zone, else the agent's, else at the
    offset of `now`; the names of zones have been checked. A
    customer's zone is the one told, else that of the address."""
    where = (zone(told.time_zone) if told.time_zone else None) or now.tzinfo or UTC
    theirs = zone(told.customer.time_zone) if told.customer and told.customer.time_zone else None
    if theirs is None and told.customer and told.customer.address:
        from replylint.reading.clock.places import placed

        theirs = placed(told.customer.address)
    country = told.calendar.country if told.calendar else None
    month_first = country[:2] == "US" if country else american(where)
    return Moment(now.astimezone(where), office(told.calendar, where), theirs, month_first)
