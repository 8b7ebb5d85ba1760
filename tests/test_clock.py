"""What times come to: against a clock, in a zone, by a team's calendar."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import child
from replylint.conversation import Calendar, Conversation, Customer
from replylint.reading.clock import Window, moment, resolve
from replylint.reading.clock.office import office
from replylint.reading.times import Clock, find

WEDNESDAY = "2026-11-18T10:30"
FRIDAY = "2026-11-20T10:30"
NEW_YORK = Calendar("America/New_York", {"mon-fri": "09:00-18:00"}, ("2026-11-26",), "US")
LONDON = Calendar("Europe/London", {"mon-fri": "09:00-17:30", "sat": "10:00-14:00"}, country="GB")
BARE = Calendar("Europe/London")


def window(words: str, now: str, calendar: Calendar = NEW_YORK, customer: str | None = None) -> Window:
    """What the only time of a sentence comes to, said at a wall time of the calendar's zone."""
    (time,) = find(f"I write {words}.")
    return resolve(time, at(now, calendar, customer))


def at(now: str, calendar: Calendar = NEW_YORK, customer: str | None = None):
    told = Conversation((), calendar=calendar, customer=Customer(time_zone=customer))
    return moment(told, datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(calendar.time_zone or "UTC")))


def wall(instant: datetime | None) -> str | None:
    return instant.strftime("%Y-%m-%d %H:%M") if instant else None


# Said on Wednesday 18 November 2026 at 10:30 in New York, open Monday to Friday 9 to 18, closed on Thanksgiving.
COMES_TO = [
    # a time of day is the next one; a bare hour falls in opening hours
    ("by 3 pm", "2026-11-18 15:00"),
    ("at 9 am", "2026-11-19 09:00"),
    ("by 3", "2026-11-18 15:00"),
    ("at 10", "2026-11-19 10:00"),
    ("by half past two", "2026-11-18 14:30"),
    ("by quarter to five", "2026-11-18 16:45"),
    ("by 7", "2026-11-18 19:00"),
    ("by noon", "2026-11-18 12:00"),
    ("by midnight", "2026-11-19 00:00"),
    ("at 4 pm, or 4:30 at the latest", "2026-11-18 16:30"),
    ("after 3 pm", "2026-11-18 18:00"),
    # a day ends at closing time, else at its last second
    ("today", "2026-11-18 18:00"),
    ("later today", "2026-11-18 18:00"),
    ("tomorrow", "2026-11-19 18:00"),
    ("by Saturday", "2026-11-21 23:59"),
    ("by 3 pm tomorrow", "2026-11-19 15:00"),
    ("tomorrow at 2", "2026-11-19 14:00"),
    ("the day after tomorrow", "2026-11-20 18:00"),
    # weekdays
    ("by Friday", "2026-11-20 18:00"),
    ("on Wednesday", "2026-11-25 18:00"),
    ("by Wednesday", "2026-11-18 18:00"),
    ("this Friday", "2026-11-20 18:00"),
    ("this Monday", "2026-11-23 18:00"),
    ("next Friday", "2026-11-27 18:00"),
    ("next Monday", "2026-11-23 18:00"),
    ("Friday week", "2026-11-27 18:00"),
    ("a week on Monday", "2026-11-30 18:00"),
    ("before Friday", "2026-11-19 18:00"),
    # dates
    ("by 11/24", "2026-11-24 18:00"),
    ("by 03/04", "2027-03-04 18:00"),
    ("by the 30th", "2026-11-30 18:00"),
    ("by the 15th", "2026-12-15 18:00"),
    ("by the 3rd of next month", "2026-12-03 18:00"),
    ("on 2 December", "2026-12-02 18:00"),
    ("by 3 May", "2027-05-03 18:00"),
    ("by 29 February", "2028-02-29 18:00"),
    ("by 1 June 2026", "2026-06-01 18:00"),
    ("by Monday 16 November", "2026-11-16 18:00"),
    ("by Friday 8 January", "2027-01-08 18:00"),
    ("Wednesday, Nov. 25 at 9:15 am PST", "2026-11-25 09:15"),
    ("in March", "2027-03-31 18:00"),
    ("before Thanksgiving", "2026-11-25 18:00"),
    ("before Christmas", "2026-12-24 18:00"),
    ("by Good Friday", "2027-03-26 18:00"),
    ("by Labor Day", "2027-09-06 23:59"),
    # lengths of time
    ("within 24 hours", "2026-11-19 10:30"),
    ("in an hour and a half", "2026-11-18 12:00"),
    ("within 20 minutes", "2026-11-18 10:50"),
    ("within the hour", "2026-11-18 11:30"),
    ("in 3 days", "2026-11-21 23:59"),
    ("in two weeks", "2026-12-02 18:00"),
    ("in a month", "2026-12-18 18:00"),
    ("within 2 business days", "2026-11-20 18:00"),
    ("in 2-3 business days", "2026-11-23 18:00"),
    ("within 7 working days", "2026-11-30 18:00"),  # Thanksgiving is none
    ("the next business day", "2026-11-19 18:00"),
    ("within 4 business hours", "2026-11-18 14:30"),
    ("within 9 business hours", "2026-11-19 10:30"),
    # ends and parts
    ("by EOD", "2026-11-18 18:00"),
    ("by COB Friday", "2026-11-20 18:00"),
    ("by close of play tomorrow", "2026-11-19 18:00"),
    ("by the end of the week", "2026-11-20 18:00"),
    ("by the end of next week", "2026-11-27 18:00"),
    ("by the end of the month", "2026-11-30 18:00"),
    ("by the end of January", "2027-01-31 23:59"),
    ("by the end of the year", "2026-12-31 18:00"),
    ("by Q1", "2027-03-31 18:00"),
    ("this week", "2026-11-20 18:00"),
    ("next week", "2026-11-27 18:00"),
    ("early next week", "2026-11-24 18:00"),
    ("mid-next week", "2026-11-25 18:00"),
    ("before the weekend", "2026-11-20 18:00"),
    ("over the weekend", "2026-11-22 23:59"),
    ("mid-December", "2026-12-20 23:59"),
    ("tomorrow morning", "2026-11-19 12:00"),
    ("in the morning", "2026-11-19 12:00"),
    ("by lunchtime tomorrow", "2026-11-19 13:00"),
    ("this afternoon", "2026-11-18 18:00"),
    ("tonight", "2026-11-18 23:59"),
    ("overnight", "2026-11-19 09:00"),
    ("first thing tomorrow", "2026-11-19 09:00"),
    ("first thing in the morning", "2026-11-19 09:00"),
    # ranges end at their end
    ("between 9 and 11 tomorrow", "2026-11-19 11:00"),
    ("tomorrow from 11 to 2", "2026-11-19 14:00"),
    ("Monday to Wednesday", "2026-11-25 18:00"),
    ("on 23-25 November", "2026-11-25 18:00"),
    ("tonight between 10 pm and 1 am", "2026-11-19 01:00"),
    # zones
    ("by noon PT", "2026-11-18 12:00"),
    ("by 17:00 CET", "2026-11-18 17:00"),
    ("by 5 pm London time", "2026-11-18 17:00"),
    ("by 8 pm GMT+2", "2026-11-18 20:00"),
]


@pytest.mark.parametrize(("words", "latest"), COMES_TO, ids=[words for words, _ in COMES_TO])
def test_a_time_comes_to_its_deadline(words: str, latest: str) -> None:
    found = window(words, WEDNESDAY)
    assert wall(found.latest) == latest
    assert found.earliest is not None
    assert found.earliest <= found.latest


def test_a_zone_moves_the_instant() -> None:
    assert window("by noon PT", WEDNESDAY).latest == datetime(2026, 11, 18, 20, tzinfo=UTC)
    assert window("by 5 pm your time", WEDNESDAY, customer="Asia/Tokyo").latest == datetime(2026, 11, 19, 8, tzinfo=UTC)
    assert window("by 5 pm our time", WEDNESDAY, customer="Asia/Tokyo").latest == datetime(2026, 11, 18, 22, tzinfo=UTC)


def test_nobody_knows_when_it_is_in_a_zone_that_is_not_told() -> None:
    assert window("by 5 pm your time", WEDNESDAY) == Window()


@pytest.mark.parametrize("words", ["by Tuesday 19 November", "by tomorrow (Friday)", "by Monday, 1 December 2026"])
def test_a_weekday_and_a_date_that_disagree_have_no_instants(words: str) -> None:
    assert window(words, WEDNESDAY) == Window(disagrees=True)


@pytest.mark.parametrize("words", ["within 2 days of delivery", "in at least 3 days", "by {date}", "soon"])
def test_what_counts_from_nowhere_has_no_instants(words: str) -> None:
    assert window(words, WEDNESDAY).latest is None


@pytest.mark.parametrize(
    ("words", "now", "calendar", "latest"),
    [
        ("by Friday", "2026-11-20T17:00", NEW_YORK, "2026-11-20 18:00"),
        ("by Friday", "2026-11-20T18:30", NEW_YORK, "2026-11-27 18:00"),
        ("on Friday", FRIDAY, NEW_YORK, "2026-11-27 18:00"),
        ("by Friday at 3 pm", FRIDAY, NEW_YORK, "2026-11-20 15:00"),
        ("by Friday at 9 am", FRIDAY, NEW_YORK, "2026-11-27 09:00"),
        ("by 3 pm today", "2026-11-20T15:10", NEW_YORK, "2026-11-20 15:00"),
        ("by EOD", "2026-11-20T19:00", NEW_YORK, "2026-11-23 18:00"),
        ("by the end of the week", "2026-11-21T12:00", NEW_YORK, "2026-11-27 18:00"),
        ("in the morning", "2026-11-20T07:00", NEW_YORK, "2026-11-20 12:00"),
        ("by 3", "2026-11-20T16:00", NEW_YORK, "2026-11-23 15:00"),
        ("within 2 business hours", "2026-11-20T17:00", NEW_YORK, "2026-11-23 10:00"),
        ("within 2 business days", "2026-11-24T17:00", NEW_YORK, "2026-11-27 18:00"),
        ("by Saturday", WEDNESDAY, LONDON, "2026-11-21 14:00"),
        ("in 3 business days", WEDNESDAY, LONDON, "2026-11-23 17:30"),  # the shop's Saturday is no business day
        ("by 03/04", WEDNESDAY, LONDON, "2027-04-03 14:00"),
        ("after the bank holiday", "2026-12-20T09:00", LONDON, None),
        ("by 25 December", WEDNESDAY, LONDON, "2026-12-25 23:59"),
        ("by Friday", WEDNESDAY, BARE, "2026-11-20 17:00"),
        ("by the 31st", "2026-11-18T10:30", BARE, "2026-12-31 17:00"),
        ("tomorrow", "2027-12-31T09:00", BARE, "2028-01-01 23:59"),
        ("in a year", "2028-02-29T09:00", BARE, "2029-02-28 17:00"),
    ],
)
def test_the_clock_and_the_calendar_decide(words: str, now: str, calendar: Calendar, latest: str | None) -> None:
    assert wall(window(words, now, calendar).latest) == latest


@pytest.mark.parametrize(
    ("words", "assumed"),
    [
        ("by Friday", ("weekdays 09:00-17:00",)),
        ("by 3 pm tomorrow", ()),
        ("within 24 hours", ()),
        ("tomorrow morning", ()),
        ("by 03/04", ("weekdays 09:00-17:00", "day before month")),
        ("by 3", ("weekdays 09:00-17:00", "am or pm by opening hours")),
    ],
)
def test_what_was_taken_for_granted_is_told(words: str, assumed: tuple[str, ...]) -> None:
    assert window(words, WEDNESDAY, BARE).assumed == assumed


ZONES = [
    "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/St_Johns", "Europe/London", "Europe/Berlin",
    "Africa/Cairo", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland",
]  # fmt: skip
zones = st.sampled_from(ZONES).map(ZoneInfo)
# Two years of instants; the nights on which each of these zones changes its clocks are among them.
instants = st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
hours = st.sampled_from(
    [{"mon-fri": "09:00-18:00"}, {"mon-sat": "08:00-20:00"}, {"sun-thu": "10:00-16:00"}, {"mon-sun": "00:00-24:00"}]
)


def circumstances(zone: ZoneInfo, now: datetime, open_hours: dict[str, str] | None = None):
    return moment(Conversation((), calendar=Calendar(str(zone), open_hours, ("2027-12-27",))), now)


@given(zones, instants, st.integers(1, 96), st.sampled_from(["hour", "minute"]))
@settings(max_examples=300, deadline=None)
def test_hours_and_minutes_pass_whatever_the_clocks_do(zone: ZoneInfo, now: datetime, count: int, unit: str) -> None:
    (time,) = find(f"It is done within {count} {unit}s.")
    latest = resolve(time, circumstances(zone, now)).latest
    assert latest is not None
    assert latest.astimezone(UTC) - now == timedelta(**{f"{unit}s": count})


@given(zones, instants, st.integers(0, 23), st.integers(0, 59))
@settings(max_examples=300, deadline=None)
def test_a_time_of_day_is_the_next_one_by_the_clock_on_the_wall(zone: ZoneInfo, now: datetime, hour: int, minute: int) -> None:
    (time,) = find(f"It is done by {hour:02}:{minute:02} today.")
    latest = resolve(time._replace(day=None, clock=Clock(hour, minute)), circumstances(zone, now)).latest
    assert latest is not None
    assert now < latest <= now + timedelta(hours=26)
    shown = latest.astimezone(zone)
    assert (shown.hour, shown.minute) == (hour, minute) or _skipped(zone, shown.date(), hour, minute)


def _skipped(zone: ZoneInfo, day: date, hour: int, minute: int) -> bool:
    """Whether the clocks jump over a time on a day."""
    naive = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return naive.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive.replace(tzinfo=None)


@given(zones, instants, hours, st.integers(1, 30))
@settings(max_examples=300, deadline=None)
def test_business_days_are_open_and_end_when_the_team_goes_home(
    zone: ZoneInfo, now: datetime, open_hours: dict[str, str], count: int
) -> None:
    here = circumstances(zone, now, open_hours)
    (time,) = find(f"It is done within {count} business days.")
    latest = resolve(time, here).latest
    assert latest is not None
    day = (latest - timedelta(seconds=1)).astimezone(zone).date()
    today = here.now.date()
    assert here.office.business_day(day)
    assert latest == here.office.closing(day)
    between = [today + timedelta(days=n) for n in range(1, (day - today).days + 1)]
    assert sum(map(here.office.business_day, between)) == count


@given(zones, instants, hours, st.integers(1, 60))
@settings(max_examples=300, deadline=None)
def test_business_hours_run_only_while_open(zone: ZoneInfo, now: datetime, open_hours: dict[str, str], count: int) -> None:
    here = circumstances(zone, now, open_hours)
    (time,) = find(f"It is done within {count} business hours.")
    latest = resolve(time, here).latest
    assert latest is not None
    at_work = timedelta()
    for opens, closes in here.office.intervals(now):
        if opens >= latest:
            break
        at_work += min(closes, latest).astimezone(UTC) - opens.astimezone(UTC)
    # A day that ends at 24:00 ends with its last second, so a night loses one.
    assert abs(at_work - timedelta(hours=count)) <= timedelta(seconds=count)


AHEAD = st.sampled_from(
    ["tomorrow", "by Friday", "next Tuesday", "this week",
     "by the end of the month", "by the 31st", "in 3 weeks", "by 29 February",
     "by EOD", "first thing tomorrow", "overnight", "in the morning", "by 5", "before Christmas", "within 2 working weeks",
     "today",
     "between 9 and 11 tomorrow", "early next week", "by the end of the year", "on Monday 3 January"]
)  # fmt: skip


@given(zones, instants, hours, AHEAD)
@settings(max_examples=400, deadline=None)
def test_what_is_to_come_is_ahead_in_every_zone_and_season(
    zone: ZoneInfo, now: datetime, open_hours: dict[str, str], words: str
) -> None:
    (time,) = find(f"It is done {words}.")
    found = resolve(time, circumstances(zone, now, open_hours))
    if found.latest is None:
        assert found.disagrees
    elif "3 January" not in words:
        assert found.latest > now
        assert found.earliest is not None
        assert found.earliest <= found.latest


SOUP = st.lists(
    st.sampled_from(
        "by before within in on at until after from during for since between next this last coming the a an one two 3 9 12 24 31 "
        "99 9999 2400 1430 15:00 5.30 pm am noon midnight half past quarter to hours minutes days week weeks month years "
        "business working Monday Friday tomorrow today tonight morning afternoon first thing overnight end of early mid late "
        "January May "
        "2026 02/29 31/02 30/02/2027 2026-02-30 32 31st 29th EOD COB EOW EOQ Q4 Christmas Thanksgiving bank holiday weekend PT "
        "GMT+99 London time your or latest - , . and several most least".split()
    ),
    max_size=9,
).map(" ".join)


@given(SOUP, zones, instants, hours)
@settings(max_examples=1500, deadline=None)
def test_whatever_is_said_the_earliest_is_not_after_the_latest(
    words: str, zone: ZoneInfo, now: datetime, open_hours: dict[str, str]
) -> None:
    here = circumstances(zone, now, open_hours)
    for time in find(f"I write {words}."):
        found = resolve(time, here)
        assert found.latest is None or found.earliest is None or found.earliest <= found.latest


def test_a_day_without_a_calendar_of_its_own_is_closed_on_public_holidays() -> None:
    assert not office(LONDON, UTC).business_day(date(2026, 12, 25))
    assert office(LONDON, UTC).business_day(date(2026, 12, 24))
    assert office(Calendar(country="GB-SCT"), UTC).holiday(date(2026, 11, 30))
    assert not office(Calendar(country="GB-ENG"), UTC).holiday(date(2026, 11, 30))


def test_holidays_are_imported_only_when_one_is_asked_for() -> None:
    code = (
        "import sys\nfrom datetime import datetime\nfrom replylint.conversation import *\n"
        "from replylint.reading.times import find\nfrom replylint.reading.clock import moment, resolve\n"
        "told = Conversation((), calendar=Calendar('Europe/London', {'mon-fri': '09:00-17:00'}, (), 'GB'))\n"
        "at = moment(told, datetime.fromisoformat('2026-11-18T10:30:00+00:00'))\n"
        "resolve(find('It is here by 3 pm on 2 December.')[0], at)\n"
        "assert 'holidays' not in sys.modules and 'spacy' not in sys.modules\n"
        "resolve(find('It is here within 2 business days.')[0], at)\n"
        "assert 'holidays' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=child(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
