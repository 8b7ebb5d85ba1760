"""Holidays: the public ones of a country, and those that customers are told by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from replylint.document import InputError
from replylint.reading.times import Holiday
from replylint.schema import quotable

# Where hardly a holiday is kept in all parts of a country, its largest part stands for it.
_LARGEST = {"GB": "GB-ENG", "CA": "CA-ON", "AU": "AU-NSW"}


@lru_cache(maxsize=128)
def public(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country ("GB") or a part of it ("GB-SCT") in a year; raises `InputError`."""
    from holidays import country_holidays

    name, _, part = _LARGEST.get(country, country).partition("-")
    try:
        return frozenset(country_holidays(name, subdiv=part or None, years=year))
    except NotImplementedError:
        raise InputError(f"calendar.country: no holidays are known for {quotable(country)}; write GB, US or GB-SCT") from None


def named(holiday: Holiday, year: int, country: str | None) -> date | None:
    """The day of a holiday in a year; None where it depends on a country that is not known."""
    if holiday == "thanksgiving":
        return _nth(year, 10, 0, 2) if (country or "")[:2] == "CA" else _nth(year, 11, 3, 4)
    if holiday == "labor day":
        return _nth(year, 9, 0, 1) if (country or "US")[:2] in ("US", "CA") else date(year, 5, 1)
    if holiday in _MOVING:
        return _MOVING[holiday](year)
    return date(year, *_FIXED[holiday]) if holiday in _FIXED else None


def next_public(country: str, after: date) -> date | None:
    """The first public holiday on a weekday from a day on: "after the bank holiday"."""
    ahead = sorted(day for year in (after.year, after.year + 1) for day in public(country, year))
    return next((day for day in ahead if day >= after and day.weekday() < 5), None)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    """The first, second … such weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _easter(year: int) -> date:
    from dateutil.easter import easter

    return date.fromisoformat(easter(year).isoformat())


_FIXED: dict[Holiday, tuple[int, int]] = {
    "new year": (1, 1),
    "new year's eve": (12, 31),
    "independence day": (7, 4),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
}
_MOVING: dict[Holiday, Callable[[int], date]] = {
    "good friday": lambda year: _easter(year) - timedelta(days=2),
    "easter": _easter,
    "easter monday": lambda year: _easter(year) + timedelta(days=1),
    "memorial day": lambda year: _nth(year, 6, 0, 1) - timedelta(days=7),
    "black friday": lambda year: _nth(year, 11, 3, 4) + timedelta(days=1),
    "cyber monday": lambda year: _nth(year, 11, 3, 4) + timedelta(days=4),
}
