"""What a time expression says, before any clock is asked what it means.

A `Time` is a bundle of parts: "Mon 23 Nov at 14:00 GMT" has a `day`, a `date`, a `clock` and a `zone`. A part that the
words do not name is None. Every offset is a code point into the text that was read, half-open.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "clock",
    "day",
    "date",
    "part-of-day",
    "duration",
    "business-duration",
    "end-of",
    "range",
    "event",
    "vague",
    "placeholder",
]
GovernorWord = Literal["by", "within", "in", "before", "on", "at", "until", "after", "from", "during", "for", "since", "between"]
Modifier = Literal["this", "next", "last"]
Part = Literal["first thing", "morning", "lunchtime", "afternoon", "evening", "night", "overnight"]
Edge = Literal["start", "early", "mid", "late", "end"]
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Stretch = Literal["day", "week", "weekend", "month", "quarter", "year", "shift"]
Holiday = Literal[
    "new year",
    "new year's eve",
    "good friday",
    "easter",
    "easter monday",
    "memorial day",
    "independence day",
    "labor day",
    "thanksgiving",
    "black friday",
    "cyber monday",
    "christmas eve",
    "christmas",
    "boxing day",
    "bank holiday",
]


class Governor(NamedTuple):
    """The preposition that binds a time to its sentence; `word` is its plain form ("no later than" is `by`)."""

    word: GovernorWord
    start: int
    end: int


class Clock(NamedTuple):
    """A time of day. `hour` is 0 to 24; when not `certain`, it is as written and the half of the day is left open.

    `certain` means that am or pm, noon, a part of the day or the 24-hour clock settles it.
    """

    hour: int
    minute: int = 0
    certain: bool = True


class Day(NamedTuple):
    """One day. `offset` counts days from today (tomorrow is 1); `weekday` is 0 for Monday; both may be stated.

    `modifier` is None for a bare weekday; `weeks` are whole weeks to add ("tomorrow week" is offset 1, weeks 1).
    """

    offset: int | None = None
    weekday: int | None = None
    modifier: Modifier | None = None
    weeks: int = 0


class Period(NamedTuple):
    """A stretch of the calendar: "next week", "the weekend", "Q1" (`number` 1). A bare one has no `modifier`."""

    unit: Stretch
    modifier: Modifier | None = None
    number: int | None = None


class Date(NamedTuple):
    """A calendar date, as far as it was written; months are 1 to 12.

    `pair` holds two numbers in the order written when that order alone cannot tell day from month (both 12 or less
    and different); `day` and `month` are then None. A `holiday` is named instead of numbered.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    pair: tuple[int, int] | None = None
    holiday: Holiday | None = None


class Amount(NamedTuple):
    """A length of time in `unit`s, from `low` to `high`. "Up to 3 days" has low 0, "at least 3" and "3+" no high.

    `business` amounts count only working days or open hours; `approximate` ones came with "about" or "a couple of".
    """

    low: float
    high: float | None
    unit: Unit
    business: bool = False
    approximate: bool = False


class Event(NamedTuple):
    """What has to happen first. `connective` is folded ("as soon as"); `start` and `end` hold the words after it."""

    connective: str
    start: int
    end: int


class Time(NamedTuple):
    """One time expression, without the preposition that governs it.

    `kind` is that of the finest part. `until` is the far end of a range, and lacks what it shares with the near end
    (the day, the zone). `latest` is the outer bound of "4 pm, or 4:30 at the latest". An `event` beside an `amount`
    is what the amount counts from; `dated` is the time that an event itself mentions. `edge` narrows a period, a month
    or a part of the day ("early next week"). `zone` and `slot` are as written. `ambiguous` says why a deadline could
    be read in two ways. `past` is what the words show by themselves: a date may be past without it. `habitual` times
    recur ("every Monday", opening hours).
    """

    start: int
    end: int
    kind: Kind
    governor: Governor | None = None
    clock: Clock | None = None
    day: Day | None = None
    period: Period | None = None
    date: Date | None = None
    part: Part | None = None
    edge: Edge | None = None
    end_of: Stretch | None = None
    amount: Amount | None = None
    zone: str | None = None
    until: Time | None = None
    latest: Time | None = None
    event: Event | None = None
    dated: Time | None = None
    slot: str | None = None
    past: bool = False
    habitual: bool = False
    ambiguous: tuple[str, ...] = ()

    @property
    def specific(self) -> bool:
        """Whether a customer can hold the agent to it: no vague word, and no event without a date."""
        return self.kind != "vague" and (self.kind != "event" or self.dated is not None)
