"""Time expressions to instants. The reading rules are written up for users in docs/times.md."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import NamedTuple

from replylint.reading.clock import days
from replylint.reading.clock.moment import Moment
from replylint.reading.clock.office import DAY, Office, later
from replylint.reading.times import Amount, Clock, Time

Extent = tuple[datetime | None, datetime | None]
_MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60, "day": DAY, "week": 7 * DAY}
_NOON, _ONE, _MIDDLE, _EVENING = 12 * 60, 13 * 60, 15 * 60, 19 * 60
# Where the opening hours bear on the answer; morning, lunch and night are the same everywhere.
_BY_THE_CLOCK = frozenset(("morning", "lunchtime", "evening", "night"))


class Window(NamedTuple):
    """From when to when something is due, both None where nobody can say. `assumed` names what was taken for granted;
    `disagrees` marks a weekday and a date that are not the same day."""

    earliest: datetime | None = None
    latest: datetime | None = None
    assumed: tuple[str, ...] = ()
    disagrees: bool = False


def resolve(time: Time, at: Moment) -> Window:
    """The instants between which a time falls that is said at a moment, in the zone that it names."""
    if time.slot or time.past or time.habitual or time.kind == "vague":
        return Window()
    here = at.within(_zone(time))
    if here is None:
        return Window()
    try:
        if days.disagree(time, here):
            return Window(disagrees=True)
        first, last = _governed(time, here)
    except (ValueError, OverflowError):  # "in 9999 years": no calendar goes so far
        return Window()
    if first is not None and last is not None and first > last:
        first = last
    return Window(first, last, _assumed(time, here)) if last is not None else Window()


def _zone(time: Time) -> str | None:
    return time.zone or (time.until.zone if time.until else None) or (time.latest.zone if time.latest else None)


def _governed(time: Time, at: Moment) -> Extent:
    """The extent of an expression with what its preposition makes of it."""
    word = time.governor.word if time.governor else None
    if time.amount:
        first, last = _counted(time, time.amount, at)
        return (at.now if word in ("by", "within", "before", "until", "during") else first), last
    if time.event:
        return _dated(time, at)
    first, last = _range(time, at) if time.until else _extent(time, at)
    if time.latest:
        last = _extent(_completed(time.latest, time), at)[1]
    if word == "before" and not time.until:
        return at.now, _before(time, at, first, last)
    if word == "after" and last is not None:
        same_day = time.clock or time.part
        return (first if time.clock else last), at.office.closing(last.date(), last.tzinfo) if same_day else None
    return (at.now if word in ("by", "until", "within") else first), last


def _before(time: Time, at: Moment, first: datetime | None, last: datetime | None) -> datetime | None:
    """The latest instant before an expression: a time of day bounds itself, a day or a longer stretch ends the one before."""
    if time.clock or time.end_of or first is None:
        return last
    if time.part:
        return first
    day = first.date() - timedelta(days=1)
    if time.period and time.period.unit in ("week", "weekend"):
        day = days.last_open(at.office, day - timedelta(days=day.weekday()), day)
    return at.office.closing(day, first.tzinfo)


def _dated(time: Time, at: Moment) -> Extent:
    """After an event that has a time of its own: by the end of its day."""
    if time.dated is None:
        return None, None
    first, last = _governed(time.dated, at)
    if last is None or (time.governor and time.governor.word in ("before", "until", "by")):
        return at.now, last
    return first, max(last, at.office.closing(last.date(), last.tzinfo))


def _range(time: Time, at: Moment) -> Extent:
    """From the beginning of the near end to the end of the far one, which comes after it."""
    far = time.until or time
    first, near_last = _extent(time._replace(until=None, latest=None), at)
    if first is None or near_last is None:
        return None, None
    if far.clock and not (far.day or far.date or far.part):
        last = _extent(far, at, first.date())[1]
        return first, last + timedelta(days=1) if last and last < first else last
    fixed = far.period or (far.day and (far.day.offset is not None or far.day.modifier))
    return first, _extent(_completed(far, time), at if fixed else at._replace(now=near_last))[1]


def _completed(far: Time, near: Time) -> Time:
    """The far end of a range with what it shares with the near one: the day, when it is only a time of day."""
    if far.day or far.date or far.period or far.part:
        return far
    return far._replace(day=near.day, date=near.date, period=near.period)


def _extent(time: Time, at: Moment, day: date | None = None) -> Extent:
    """Where an expression begins and ends by itself; `day` is the one it falls on when it names none."""
    found = days.extent(time, at, lambda first: _ends(time, at, first)) if day is None else (day, day)
    if time.end_of and time.end_of not in ("day", "shift"):
        last = days.end_of(time, at, time.end_of)
        return (at.office.opening(last, at.now.tzinfo), _close(at, last)) if last else (None, None)
    if found is None:
        return _next(time, at) if time.clock or time.part or time.end_of else (None, None)
    first, last = found
    if time.clock or time.part or time.end_of:
        return _on(time, at, last)
    zone, today = at.now.tzinfo, at.now.date()
    begin = at.now if first == today else at.office.opening(first, zone)
    return begin, _close(at, last)


def _close(at: Moment, day: date) -> datetime:
    """When a day ends; today, after closing time, it is over at midnight."""
    closing = at.office.closing(day, at.now.tzinfo)
    return closing if closing > at.now or day != at.now.date() else at.office.at(day, DAY, at.now.tzinfo)


def _ends(time: Time, at: Moment, day: date) -> datetime | None:
    """When an expression ends on a day that is still to be chosen."""
    if time.clock or time.part or time.end_of:
        return _on(time, at, day)[1]
    return at.office.closing(day, at.now.tzinfo)


def _on(time: Time, at: Moment, day: date) -> Extent:
    """A time of day, a part of a day or its end, on a given day."""
    zone, office = at.now.tzinfo, at.office
    if time.clock:
        minute = clock_minute(time.clock, office, day)
        moment = office.at(day + timedelta(days=1), 0, zone) if minute == DAY else office.at(day, minute, zone)
        return moment, moment
    if time.end_of:
        return office.opening(day, zone), _close(at, day) if time.day else office.closing(day, zone)
    if time.part == "overnight":
        following = office.add_days(day, 1)
        return office.closing(day, zone), office.opening(following, zone) if following else None
    first, last = _part(time, office, day)
    return office.at(day, first, zone), office.at(day, last, zone)


def _next(time: Time, at: Moment) -> Extent:
    """The next such time of day, part of a day or end of a day."""
    by = time.governor is not None and time.governor.word in ("by", "before", "until")
    today = at.now.date()
    for day in (today, *at.office.days(today)):
        if (time.end_of or time.part == "first thing") and at.office.hours(day) is None:
            continue
        if time.clock and not time.clock.certain and not _in_hours(time.clock, at.office, day):
            continue
        first, last = _on(time, at, day)
        begins = last if by or time.clock or time.end_of or time.part in ("first thing", "overnight", "night") else first
        if begins is not None and begins > at.now:
            return first, last
    return _on(time, at, today)


def _in_hours(clock: Clock, office: Office, day: date) -> bool:
    """Whether an hour without am or pm falls in the opening hours of a day; of one that never does any day is as good."""
    hours = office.hours(day)
    usual = office.usual_hours()
    never = not any(usual[0] <= minute <= usual[1] for minute in _halves(clock))
    return never or (hours is not None and hours[0] <= clock_minute(clock, office, day) <= hours[1])


def _halves(clock: Clock) -> tuple[int, int]:
    hour = clock.hour % 12
    return hour * 60 + clock.minute, (hour + 12) * 60 + clock.minute


def clock_minute(clock: Clock, office: Office, day: date) -> int:
    """The minute of the day; of an hour without am or pm, the one that falls in opening hours or is nearest to them."""
    if clock.certain:
        return clock.hour * 60 + clock.minute
    opens, closes = office.hours(day) or office.usual_hours()
    return min(reversed(_halves(clock)), key=lambda minute: max(opens - minute, minute - closes, 0))


def _part(time: Time, office: Office, day: date) -> tuple[int, int]:
    """The minutes at which a part of a day begins and ends."""
    opens, closes = office.hours(day) or office.usual_hours()
    first, last = {
        "first thing": (opens, opens),
        "morning": (min(opens, _NOON), _NOON),
        "lunchtime": (_NOON, _ONE),
        "afternoon": (_NOON, closes if closes > _NOON else 17 * 60),
        "evening": (min(max(closes, 17 * 60), _EVENING), DAY),
        "night": (_EVENING, DAY),
    }[time.part or "morning"]
    if time.edge in ("start", "early") and last > first:
        return first, {"morning": 10 * 60, "afternoon": 14 * 60}.get(time.part or "", last)
    if time.edge == "mid":
        return first, {"morning": 11 * 60, "afternoon": 16 * 60}.get(time.part or "", last)
    return first, last


def _counted(time: Time, amount: Amount, at: Moment) -> Extent:
    """The extent of "in 2-3 days": from the low count to the high one; unknown where it counts from an event."""
    if time.event and time.dated:
        said = _governed(time.dated._replace(governor=None), at)[1]
        at = at._replace(now=said) if said else at
    if amount.high is None or (time.event and not time.dated):
        return None, None
    first = at.now if amount.low == 0 else _ahead(amount, amount.low, at, begin=True)
    return first, _ahead(amount, amount.high, at)


def _ahead(amount: Amount, count: float, at: Moment, begin: bool = False) -> datetime | None:
    """The instant so many units ahead: hours pass, days end at closing time or begin at opening."""
    office, zone, unit = at.office, at.now.tzinfo, amount.unit
    if amount.business and unit in ("minute", "hour", "second"):
        found = office.add_time(at.now, count * _MINUTES[unit])
        return found.astimezone(zone) if found else None
    if unit in ("second", "minute", "hour") or (count % 1 and unit == "day"):
        return later(at.now, timedelta(minutes=count * _MINUTES[unit]))
    today = at.now.date()
    if amount.business and unit in ("day", "week"):
        day = office.add_days(today, math.ceil(count * (5 if unit == "week" else 1)))
    elif unit in ("day", "week"):
        day = today + timedelta(days=math.ceil(count * (7 if unit == "week" else 1)))
    else:
        day = days.add_months(today, math.ceil(count * (12 if unit == "year" else 1)))
    if day is None:
        return None
    return office.opening(day, zone) if begin else office.closing(day, zone)


def _assumed(time: Time, at: Moment) -> tuple[str, ...]:
    """What was taken for granted: the hours of a team that told none, the order of day and month, am or pm."""
    found: list[str] = []
    elapsed = time.amount and not time.amount.business and time.amount.unit in ("second", "minute", "hour")
    settled = (time.clock and time.clock.certain) or time.part in _BY_THE_CLOCK or elapsed
    if at.office.assumed and not settled:
        found.append("weekdays 09:00-17:00")
    if time.date and time.date.pair and not (time.day and time.day.weekday is not None):
        found.append("month before day" if at.month_first else "day before month")
    if time.clock and not time.clock.certain:
        found.append("am or pm by opening hours")
    return tuple(found)
