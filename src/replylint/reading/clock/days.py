"""The days that an expression names, counted from a moment."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from replylint.reading.clock import holidays
from replylint.reading.clock.moment import Moment
from replylint.reading.clock.office import Office
from replylint.reading.times import Date, Day, Period, Time

Days = tuple[date, date]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def extent(time: Time, at: Moment, ends: Callable[[date], datetime | None]) -> Days | None:
    """The first and the last day that an expression names, None when it names none; `ends` tells when it would end on
    a day, which decides whether "by Friday" said on a Friday is today."""
    if time.date:
        return _date(time, time.date, at)
    if time.day and time.period and time.day.weekday is not None:  # "Monday next week"
        first = _period(time.period, at)[0]
        return _single(first - timedelta(days=first.weekday()) + timedelta(days=time.day.weekday))
    if time.day:
        return _single(_day(time, time.day, at, ends))
    if time.period:
        return _edged(time, at, _period(time.period, at))
    return None


def disagree(time: Time, at: Moment) -> bool:
    """Whether a weekday stands beside a date (or "tomorrow") that is another day."""
    if any(disagree(part, at) for part in (time.until, time.latest, time.dated) if part):
        return True
    if time.day is None or time.day.weekday is None:
        return False
    if time.day.offset is not None:
        return (at.now.date() + timedelta(days=time.day.offset)).weekday() != time.day.weekday
    if time.date is None:
        return False
    found = _date(time, time.date, at)
    return found is not None and found[0] == found[1] and found[0].weekday() != time.day.weekday


def _single(day: date | None) -> Days | None:
    return None if day is None else (day, day)


def _day(time: Time, day: Day, at: Moment, ends: Callable[[date], datetime | None]) -> date:
    """The day of "tomorrow", "Friday", "next Tuesday", "Friday week"."""
    today = at.now.date()
    if day.offset is not None:
        return today + timedelta(days=day.offset, weeks=day.weeks)
    ahead = ((day.weekday or 0) - today.weekday()) % 7
    if day.modifier == "next":
        return today + timedelta(days=7 - today.weekday() + (day.weekday or 0), weeks=day.weeks)
    if ahead == 0 and not day.weeks:
        word = time.governor.word if time.governor else None
        end = ends(today) if word in ("by", "until", "within") else None
        ahead = 0 if end is not None and end > at.now else 7
    return today + timedelta(days=ahead, weeks=day.weeks)


def _date(time: Time, date_: Date, at: Moment) -> Days | None:
    """The day of a date, or the days of a month or a year that is all it names."""
    today = at.now.date()
    if date_.holiday:
        return _single(_holiday(date_, at))
    month, day = date_.month, date_.day
    if date_.pair:
        month, day = _ordered(time, date_, at)
    if day is None:
        return _edged(time, at, _whole(date_.year, month, today))
    if month is None:
        return _single(_day_of_month(time, day, at))
    if date_.year is not None:
        return _single(_made(date_.year, month, day))
    if time.day and time.day.weekday is not None:  # "Tuesday 2 June" names one day, be it past
        years = [found for year in (-1, 0, 1) if (found := _made(today.year + year, month, day))]
        return _single(min(years, key=lambda found: abs((found - today).days), default=None))
    ahead = (found for year in range(9) if (found := _made(today.year + year, month, day)) and found >= today)
    return _single(next(ahead, None))


def _ordered(time: Time, date_: Date, at: Moment) -> tuple[int, int]:
    """Month and day of two numbers: as the country writes them, or as the weekday beside them tells."""
    first, second = date_.pair or (1, 1)
    usual = (first, second) if at.month_first else (second, first)
    if time.day and time.day.weekday is not None:
        year = date_.year or at.now.year
        for month, day in (usual, usual[::-1]):
            found = _made(year, month, day)
            if found and found.weekday() == time.day.weekday:
                return month, day
    return usual


def _holiday(date_: Date, at: Moment) -> date | None:
    """The next such holiday, or the one of the year that is named."""
    today, country = at.now.date(), at.office.country
    if date_.holiday is None:
        return None
    if date_.holiday == "bank holiday":
        return holidays.next_public(country, today) if country else None
    years = (date_.year,) if date_.year else (today.year, today.year + 1)
    found = (holidays.named(date_.holiday, year, country) for year in years)
    return next((day for day in found if day and (day >= today or date_.year)), None)


def _whole(year: int | None, month: int | None, today: date) -> Days:
    """The days of a month or a year."""
    if month is None:
        year = year or today.year
        return date(year, 1, 1), date(year, 12, 31)
    year = year or (today.year if month >= today.month else today.year + 1)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _day_of_month(time: Time, day: int, at: Moment) -> date | None:
    """ "The 30th": of the month that is named, else of the first month in which it is not past."""
    today = at.now.date()
    first = today.replace(day=1)
    if time.period and time.period.unit == "month":
        first = _period(time.period, at)[0]
        return _made(first.year, first.month, day)
    for count in range(13):
        month = add_months(first, count)
        found = _made(month.year, month.month, day)
        weekday = time.day.weekday if time.day else None
        if found and (found >= today or (weekday is not None and found.weekday() == weekday)):
            return found
    return None


def _made(year: int, month: int, day: int) -> date | None:
    """A date, unless there is none: 29 February 2027."""
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def add_months(day: date, count: int) -> date:
    """The same day so many months later, or the last of that month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _period(period: Period, at: Moment) -> Days:
    """The first and the last day of "next week", "this month", "Q1"; a bare one is the present one."""
    today = at.now.date()
    step = {"next": 1, "last": -1}.get(period.modifier or "", 0)
    if period.unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return (monday + timedelta(days=5) if period.unit == "weekend" else monday), monday + timedelta(days=6)
    if period.unit not in _MONTHS:
        return today + timedelta(days=step), today + timedelta(days=step)
    size = _MONTHS[period.unit]
    first = today.replace(month=(today.month - 1) // size * size + 1, day=1)
    if period.number is not None:
        first = first.replace(month=3 * period.number - 2)
        step = 1 if add_months(first, size) <= today else 0
        size = 12 if step else 3
        first = add_months(first, size * step)
        return first, add_months(first, 3) - timedelta(days=1)
    first = add_months(first, size * step)
    return first, add_months(first, size) - timedelta(days=1)


def _edged(time: Time, at: Moment, whole: Days) -> Days:
    """The part of a stretch that "early", "mid-" or "the end of" leaves, a working week ending with its last open day."""
    first, last = whole
    length = (last - first).days + 1
    if length == 7:
        friday = last_open(at.office, first, last)
        last = friday if at.office.closing(friday, at.now.tzinfo) > at.now else last
        marks = {"start": first, "early": first + timedelta(days=1), "mid": first + timedelta(days=2)}
        return first, min(marks.get(time.edge or "", last), last)
    if time.period and time.period.unit == "weekend" and time.governor and time.governor.word == "by":
        return first - timedelta(days=1), first - timedelta(days=1)
    if time.edge in ("start", "early"):
        return first, first + timedelta(days=(length + 2) // 3 - 1)
    if time.edge == "mid":
        return first + timedelta(days=length // 3), first + timedelta(days=2 * length // 3 - 1)
    return first, last


def last_open(office: Office, first: date, last: date) -> date:
    """The last business day of a stretch: a Friday, mostly; its last day when the team is closed throughout."""
    found = last
    while found >= first:
        if office.business_day(found):
            return found
        found -= timedelta(days=1)
    return last


def end_of(time: Time, at: Moment, unit: str) -> date | None:
    """The last day of the week, month, quarter or year that an expression ends with; a week that is over is the next."""
    if time.date and time.date.month:
        found = _date(time, time.date, at)
        return found[1] if found else None
    named = time.period or Period("week" if unit == "week" else "month")
    if not time.period and unit in ("quarter", "year"):
        named = Period("quarter" if unit == "quarter" else "year")
    first, last = _period(named, at)
    if unit != "week":
        return last
    friday = last_open(at.office, first, last)
    if not time.period and at.office.closing(friday, at.now.tzinfo) <= at.now:
        return last_open(at.office, first + timedelta(weeks=1), last + timedelta(weeks=1))
    return friday
