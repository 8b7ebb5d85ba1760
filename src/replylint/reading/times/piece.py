"""A time expression under construction: the parts found so far, and which words they take up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from replylint.reading.times.expression import (
    Amount,
    Clock,
    Date,
    Day,
    Edge,
    Event,
    Governor,
    Kind,
    Part,
    Period,
    Stretch,
    Time,
)
from replylint.reading.times.lexicon import LATE_PARTS, WEEKDAYS
from replylint.reading.times.words import Words

WEEKDAY_NAMES: Final = tuple(name.capitalize() for name in WEEKDAYS)


_DAYS_IN_HOURS = (36, 48, 72, 96)  # "within 48 hours": on a Friday too?


@dataclass(slots=True)
class Piece:
    """`first` and `last` are word indexes, half-open; the other fields are those of `Time`, or on the way there.

    `needs_governor` marks what is a time only after a preposition (a bare hour, a month alone).
    """

    first: int
    last: int
    clock: Clock | None = None
    day: Day | None = None
    period: Period | None = None
    date: Date | None = None
    part: Part | None = None
    edge: Edge | None = None
    end_of: Stretch | None = None
    amount: Amount | None = None
    zone: str | None = None
    until: Piece | None = None
    latest: Piece | None = None
    event: Event | None = None
    dated: Time | None = None
    slot: str | None = None
    vague: bool = False
    past: bool = False
    habitual: bool = False
    needs_governor: bool = False

    def kind(self) -> Kind:
        """The kind of the finest part."""
        if self.amount:
            return "business-duration" if self.amount.business else "duration"
        if self.slot or self.vague:
            return "placeholder" if self.slot else "vague"
        if self.event or self.until:
            return "event" if self.event else "range"
        if self.clock or self.end_of:
            return "clock" if self.clock else "end-of"
        if self.part:
            return "part-of-day"
        return "date" if self.date else "day"

    def settle(self) -> None:
        """Let a part of the day say which half of it the hour is in: "4:30 this afternoon"."""
        clock = self.clock
        if clock and not clock.certain and self.part and self.part != "first thing":
            hour = clock.hour % 12 + 12 if self.part in LATE_PARTS else clock.hour
            self.clock = Clock(hour, clock.minute)

    def reasons(self, governor: Governor | None) -> tuple[str, ...]:
        """Why the expression could be read in two ways."""
        found: list[str] = []
        dated = self.day or self.date or self.part or self.period
        if self.clock and not self.clock.certain and not dated:
            found.append("no am or pm")
        if self.end_of == "day" and not self.clock:
            found.append("end of day")
        if self.day and self.day.modifier == "next" and self.day.weekday is not None and not self.date:
            found.append(f"which {WEEKDAY_NAMES[self.day.weekday]}")
        if self.period == Period("weekend", "this") or self.period == Period("weekend", "next"):
            found.append("which weekend")
        if self.date and self.date.pair and not (self.day and self.day.weekday is not None):
            found.append("day or month first")
        if self.amount and self._unclear_days(self.amount, governor):
            found.append("working days or not")
        return tuple(found)

    def _unclear_days(self, amount: Amount, governor: Governor | None) -> bool:
        if amount.business or self.past or self.habitual or self.event:
            return False
        if amount.unit == "day":
            return amount.low != amount.high or (governor is not None and governor.word in ("within", "in"))
        if amount.unit == "hour" and amount.low == amount.high and amount.high in _DAYS_IN_HOURS:
            return governor is not None and governor.word in ("within", "in")
        # "1-2 hours" is the same on any day; "24-48 hours" is not.
        return amount.unit == "hour" and amount.low != amount.high and (amount.high or amount.low) >= 12

    def time(self, words: Words, governor: Governor | None = None) -> Time:
        """The finished expression."""
        self.settle()
        return Time(
            words.starts[self.first],
            words.ends[self.last - 1],
            self.kind(),
            governor,
            self.clock,
            self.day,
            self.period,
            self.date,
            self.part,
            self.edge,
            self.end_of,
            self.amount,
            self.zone,
            self.until.time(words) if self.until else None,
            self.latest.time(words) if self.latest else None,
            self.event,
            self.dated,
            self.slot,
            self.past,
            self.habitual,
            self.reasons(governor),
        )


def merge(left: Piece, right: Piece) -> bool:
    """Make the two one expression in `left` ("Thursday" and "2 pm"), unless they say the same part twice."""
    if right.slot or right.amount or right.event or right.vague:
        return False
    twice = (left.clock and right.clock) or (left.period and right.period) or (left.date and right.date)
    if twice or (left.end_of and right.end_of) or (left.until and right.until):
        return False
    day = _same_day(left.day, right.day)
    if day is None and left.day and right.day:
        return False
    if left.part and right.part and "first thing" not in (left.part, right.part):
        return False
    left.part = "first thing" if "first thing" in (left.part, right.part) else left.part or right.part
    left.day = day
    left.clock = left.clock or right.clock
    left.period = left.period or right.period
    left.date = left.date or right.date
    left.end_of = left.end_of or right.end_of
    left.until = left.until or right.until
    left.latest = left.latest or right.latest
    left.zone = left.zone or right.zone
    left.edge = left.edge or right.edge
    left.past = left.past or right.past
    left.habitual = left.habitual or right.habitual
    left.needs_governor = False
    left.last = right.last
    return True


def _same_day(left: Day | None, right: Day | None) -> Day | None:
    """Both as one day: "tomorrow (Thursday)". None when they cannot be the same."""
    if left is None or right is None:
        return left or right
    named, counted = (left, right) if left.offset is None else (right, left)
    if named.offset is not None or counted.weekday is not None or named.modifier or named.weeks:
        return None
    return counted._replace(weekday=named.weekday)
