"""When a team works: opening hours, holidays, business days, and the arithmetic on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from replylint.conversation import DURATION, Calendar
from replylint.late import late
from replylint.reading.clock.holidays import public
from replylint.reading.clock.zones import zone
from replylint.schema import Path, ShapeError, nearest, quotable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
# What is taken where a calendar tells no hours: weekdays 09:00 to 17:00.
_USUAL: tuple[tuple[int, int] | None, ...] = (*((9 * 60, 17 * 60),) * 5, None, None)
_RANGE = late(r"(\d{1,2})(?::?(\d\d))?\s*[-–]\s*(\d{1,2})(?::?(\d\d))?")
_COUNTRY = late(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_LENGTH = late(DURATION)
_FARTHEST = 400  # days that are looked through for an open one


@dataclass(frozen=True)
class Office:
    """`week` holds the opening and closing minute of each weekday from Monday on, None for a closed one; a closing
    past midnight is more than 1,440. `assumed` marks hours that no calendar told."""

    zone: tzinfo
    week: tuple[tuple[int, int] | None, ...] = _USUAL
    holidays: frozenset[date] = frozenset()
    country: str | None = None
    assumed: bool = True

    def hours(self, day: date) -> tuple[int, int] | None:
        """Opening and closing minute of a day; None when it is closed."""
        usual = self.week[day.weekday()]
        return None if usual is None or self.holiday(day) else usual

    def holiday(self, day: date) -> bool:
        """Whether a day is one of the team's holidays or a public one of its country."""
        return day in self.holidays or (self.country is not None and day in public(self.country, day.year))

    def business_day(self, day: date) -> bool:
        """Whether a day counts as a business day: open, and not on the weekend even where the shop is."""
        sunday_to_thursday = self.week[6] is not None and self.week[4] is None
        weekend = (4, 5) if sunday_to_thursday else (5, 6)
        return day.weekday() not in weekend and self.hours(day) is not None

    def at(self, day: date, minute: int, zone: tzinfo | None = None) -> datetime:
        """The instant of a minute of a day; the last minute of a day that ends at midnight is 23:59:59."""
        if minute == DAY:
            return _real(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone or self.zone))
        day += timedelta(days=minute // DAY)
        hour, rest = divmod(minute % DAY, 60)
        return _real(datetime(day.year, day.month, day.day, hour, rest, tzinfo=zone or self.zone))

    def usual_hours(self) -> tuple[int, int]:
        """The hours of the first open weekday, for a time of day on a closed one."""
        return next((hours for hours in self.week if hours), (9 * 60, 17 * 60))

    def opening(self, day: date, zone: tzinfo | None = None) -> datetime:
        """When a day begins for the team: its opening, else that of other days."""
        return self.at(day, (self.hours(day) or self.usual_hours())[0], zone)

    def closing(self, day: date, zone: tzinfo | None = None) -> datetime:
        """When a day ends for the team: its closing time, else 23:59:59."""
        hours = self.hours(day)
        return self.at(day, hours[1] if hours else DAY, zone)

    def days(self, after: date) -> Iterator[date]:
        """The days after one, in order, as many as are worth looking through."""
        return (after + timedelta(days=n) for n in range(1, _FARTHEST))

    def add_days(self, start: date, count: int) -> date | None:
        """The business day that is `count` after `start`; the first is the next one. None where none is near."""
        if count <= 0:
            return start
        ahead = (day for day in self.days(start) if self.business_day(day))
        return next((day for number, day in enumerate(ahead, 1) if number == count), None)

    def intervals(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches in which the team is at work from an instant on."""
        today = start.astimezone(self.zone).date()
        for day in self.days(today - timedelta(days=2)):
            hours = self.hours(day)
            if hours:
                opens, closes = self.at(day, hours[0]), self.at(day, hours[1])
                if closes > start:
                    yield max(opens, start), closes

    def add_time(self, start: datetime, minutes: float) -> datetime | None:
        """The instant after so many minutes at work; None where the team hardly ever works."""
        left = timedelta(minutes=minutes)
        for opens, closes in self.intervals(start):
            length = elapsed(opens, closes)
            if left <= length:
                return later(opens, left)
            left -= length
        return None

    def works_between(self, first: datetime, last: datetime) -> bool:
        """Whether the team is at work at some instant from `first` to `last`, both included."""
        found = next(self.intervals(first - timedelta(seconds=1)), None)
        return found is not None and found[0] <= last


def later(moment: datetime, length: timedelta) -> datetime:
    """An instant so much elapsed time later, in the zone of the first: over a DST change the clock jumps."""
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)


def elapsed(first: datetime, last: datetime) -> timedelta:
    """The time that passes between two instants, which within one zone is not the difference of their clocks."""
    return last.astimezone(UTC) - first.astimezone(UTC)


def _real(moment: datetime) -> datetime:
    """A wall time that a DST change leaves out, as the clock shows it: 02:30 is 03:30 that night."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)


@lru_cache(maxsize=64)
def _office(zone: tzinfo, hours: tuple[tuple[str, str], ...] | None, holidays: tuple[str, ...], country: str | None) -> Office:
    week = _week(dict(hours), ()) if hours is not None else _USUAL
    return Office(zone, week, frozenset(map(date.fromisoformat, holidays)), country, hours is None)


def office(calendar: Calendar | None, where: tzinfo) -> Office:
    """The office of a calendar; `where` is its zone. Raises `ShapeError`."""
    if calendar is None:
        return Office(where)
    hours = tuple(calendar.hours.items()) if calendar.hours is not None else None
    return _office(where, hours, calendar.holidays, calendar.country)


def check(calendar: Calendar, path: Path) -> None:
    """Raise `ShapeError` when the words of a calendar do not say what they should; `path` leads to it."""
    _week(calendar.hours or {}, (*path, "hours"))
    for number, day in enumerate(calendar.holidays):
        try:
            date.fromisoformat(day)
        except ValueError:
            raise ShapeError((*path, "holidays", number), f"{quotable(day)} is not a date such as 2026-12-25") from None
    if calendar.country is not None and not _COUNTRY.fullmatch(calendar.country):
        raise ShapeError((*path, "country"), f"{quotable(calendar.country)} is not a country code such as GB or GB-SCT")
    if calendar.time_zone is not None:
        check_zone(calendar.time_zone, (*path, "time_zone"))


def check_zone(name: str, path: Path) -> None:
    """Raise `ShapeError`, with the nearest name that is one, when a time zone does not exist."""
    if zone(name) is None:
        from zoneinfo import available_timezones

        raise ShapeError(path, f"no zone {quotable(name)}{nearest(name, available_timezones())}")


def duration(text: str) -> float | None:
    """The minutes of an ISO 8601 duration such as PT4H or P1DT30M; None when it is none."""
    found = _LENGTH.fullmatch(text)
    if not found:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes) / timedelta(minutes=1)


def _week(hours: Mapping[str, str], path: Path) -> tuple[tuple[int, int] | None, ...]:
    """The hours of the seven weekdays."""
    week: list[tuple[int, int] | None] = [None] * 7
    for names, text in hours.items():
        span = _hours(text, (*path, names))
        for day in _days(names, path):
            week[day] = span
    return tuple(week)


def _days(names: str, path: Path) -> Iterator[int]:
    """The weekdays of "mon-fri", "sat" or "mon,wed"."""
    for part in names.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        for name in (first, last or first):
            if name[:3] not in DAYS or not (name in DAYS or name.endswith("day")):
                hint = nearest(name, DAYS)
                raise ShapeError((*path, names), f"{quotable(name)} is not a weekday{hint}", at_key=True)
        start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
        yield from ((start + n) % 7 for n in range((end - start) % 7 + 1))


def _hours(text: str, path: Path) -> tuple[int, int] | None:
    """Opening and closing minute of "09:00-18:00"; None for "closed"."""
    if text.strip().lower() in ("closed", ""):
        return None
    found = _RANGE.fullmatch(text.strip())
    numbers = [int(part or 0) for part in found.groups()] if found else []
    if not found or max(numbers[0], numbers[2]) > 24 or max(numbers[1], numbers[3]) > 59:
        raise ShapeError(path, f"{quotable(text)} is not a range of hours such as 09:00-18:00, nor closed")
    opens, closes = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    return opens, closes if closes > opens else closes + DAY
