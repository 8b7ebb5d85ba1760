"""What the parts of a time expression keep of its words, and that any text can be read."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replylint.reading.times import Amount, Clock, Date, Day, Period, find
from test_times import only


@pytest.mark.parametrize(
    ("text", "clock", "zone"),
    [
        ("at 3 pm", Clock(15), None),
        ("at 12 am", Clock(0), None),
        ("at 12 noon", Clock(12), None),
        ("by 5.30", Clock(5, 30, certain=False), None),
        ("by 17h30", Clock(17, 30), None),
        ("at half five", Clock(5, 30, certain=False), None),
        ("at half past two", Clock(2, 30, certain=False), None),
        ("at quarter to one", Clock(12, 45, certain=False), None),
        ("at 1500 GMT", Clock(15), "GMT"),
        ("at 09:30 CET", Clock(9, 30), "CET"),
        ("at noon PT", Clock(12), "PT"),
        ("at 4 pm London time", Clock(16), "London time"),
        ("at 4 pm your time", Clock(16), "your time"),
        ("at 4 pm Eastern", Clock(16), "Eastern"),
        ("at 4 pm UTC+2", Clock(16), "UTC+2"),
        ("at 4:30 this afternoon", Clock(16, 30), None),
        ("tomorrow at 10 in the morning", Clock(10), None),
        ("tonight at 8", Clock(20), None),
    ],
)
def test_a_clock_keeps_hour_minute_and_zone(text: str, clock: Clock, zone: str | None) -> None:
    assert (only(text).clock, only(text).zone) == (clock, zone)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("between 8 and 10 am", Clock(8), Clock(10)),
        ("from 11 to 2 pm", Clock(11), Clock(14)),
        ("from 9 am to 5", Clock(9), Clock(17)),
        ("between 16:00 and 16:30", Clock(16), Clock(16, 30)),
        ("from 9 to 5", Clock(9, certain=False), Clock(5, certain=False)),
        ("8am-10pm", Clock(8), Clock(22)),
    ],
)
def test_the_ends_of_a_range_share_what_one_of_them_says(text: str, near: Clock, far: Clock) -> None:
    found = only(text)
    assert found.until is not None
    assert (found.clock, found.until.clock) == (near, far)


def test_the_outer_bound_is_kept() -> None:
    found = only("I'll call at 4 pm, or 4:30 at the latest.")
    assert found.latest is not None
    assert (found.clock, found.latest.clock) == (Clock(16), Clock(16, 30))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", Day(1)),
        ("the day before yesterday", Day(-2)),
        ("by Friday", Day(weekday=4)),
        ("this Friday", Day(weekday=4, modifier="this")),
        ("next Fri", Day(weekday=4, modifier="next")),
        ("tomorrow week", Day(1, weeks=1)),
        ("two weeks from Friday", Day(weekday=4, weeks=2)),
        ("tomorrow (Thursday)", Day(1, weekday=3)),
        ("on Sun 3 May", Day(weekday=6)),
    ],
)
def test_a_day_keeps_its_distance_or_its_name(text: str, day: Day) -> None:
    assert only(text).day == day


@pytest.mark.parametrize(
    ("text", "period", "edge"),
    [
        ("next week", Period("week", "next"), None),
        ("early next week", Period("week", "next"), "early"),
        ("at the start of next month", Period("month", "next"), "start"),
        ("later this week", Period("week", "this"), "late"),
        ("in Q3", Period("quarter", number=3), None),
        ("over the weekend", Period("weekend"), None),
    ],
)
def test_a_stretch_of_the_calendar_keeps_its_edge(text: str, period: Period, edge: str | None) -> None:
    assert (only(text).period, only(text).edge) == (period, edge)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 3 May", Date(month=5, day=3)),
        ("on May the 3rd, 2027", Date(2027, 5, 3)),
        ("on 2026-12-01", Date(2026, 12, 1)),
        ("on 24/11/2026", Date(2026, 11, 24)),
        ("by 11/24", Date(month=11, day=24)),
        ("by 03/04", Date(pair=(3, 4))),
        ("by 03/04/2027", Date(2027, pair=(3, 4))),
        ("by the 30th", Date(day=30)),
        ("in November 2026", Date(2026, 11)),
        ("before Boxing Day", Date(holiday="boxing day")),
    ],
)
def test_a_date_keeps_what_was_written(text: str, date: Date) -> None:
    assert only(text).date == date


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("in 20 minutes", Amount(20, 20, "minute")),
        ("an hour and a half", Amount(1.5, 1.5, "hour")),
        ("in one and a half hours", Amount(1.5, 1.5, "hour")),
        ("in 2.5 hours", Amount(2.5, 2.5, "hour")),
        ("in 1 hour and 20 minutes", Amount(80, 80, "minute")),
        ("in an hour or two", Amount(1, 2, "hour")),
        ("in twenty-four hours", Amount(24, 24, "hour")),
        ("24/48 hours", Amount(24, 48, "hour")),
        ("3–5 business days", Amount(3, 5, "day", business=True)),
        ("within two to three (2-3) business days", Amount(2, 3, "day", business=True)),
        ("up to 5 days", Amount(0, 5, "day")),
        ("at least 3 weeks", Amount(3, None, "week")),
        ("10+ working days", Amount(10, None, "day", business=True)),
        ("in roughly 2 hrs", Amount(2, 2, "hour", approximate=True)),
        ("in a fortnight", Amount(2, 2, "week")),
        ("within 48h", Amount(48, 48, "hour")),
    ],
)
def test_an_amount_keeps_its_bounds_and_its_unit(text: str, amount: Amount) -> None:
    assert only(text).amount == amount


def test_an_event_keeps_its_words_and_the_time_in_them() -> None:
    text = "I'll write once the swap on Friday is through."
    found = only(text)
    assert found.event is not None
    assert found.dated is not None
    assert text[found.event.start : found.event.end] == "the swap on Friday is through"
    assert (found.event.connective, found.dated.day, found.specific) == ("once", Day(weekday=4), True)


def test_the_clause_that_follows_an_event_keeps_its_own_time() -> None:
    text = "Once you send the scan I'll reply within an hour."
    event, reply = find(text)
    assert text[event.start : event.end] == "Once you send the scan"
    assert text[reply.start : reply.end] == "an hour"


@pytest.mark.parametrize("phrase", ["no later than", "on or before", "by", "by around"])
def test_long_prepositions_are_read_as_by(phrase: str) -> None:
    text = f"You have it {phrase} Friday at 5pm."
    found = only(text)
    assert found.governor is not None
    assert found.governor.word == "by"
    assert text[found.governor.start : found.governor.end] in phrase
    assert found.governor.end <= found.start


@pytest.mark.parametrize("gap", [" ", "\xa0", "\u202f", "\n", "\r\n", "  "])
def test_any_single_gap_may_stand_between_the_words(gap: str) -> None:
    text = gap.join(["You", "have", "it", "by", "3", "pm", "tomorrow."])
    assert text[only(text).start : only(text).end] == gap.join(("3", "pm", "tomorrow"))


@pytest.mark.parametrize("gap", ["\n\n", " \ufffc ", "         "])
def test_no_expression_crosses_an_empty_line_or_what_was_masked(gap: str) -> None:
    text = f"It is ready on Friday{gap}at 3 pm."
    assert [text[found.start : found.end] for found in find(text)] == ["Friday", "3 pm"]


def test_curly_apostrophes_emoji_and_letters_that_grow_keep_offsets() -> None:
    text = "İ 🎉 I’ll be back in two weeks’ time. Ring at 7 o’clock."
    assert [text[found.start : found.end] for found in find(text)] == ["two weeks’ time", "7 o’clock"]


WORDS = st.sampled_from(
    [
        "by",
        "in",
        "on",
        "at",
        "the",
        "a",
        "an",
        "next",
        "this",
        "last",
        "3",
        "10",
        "24",
        "48",
        "2026",
        "03/04",
        "-",
        "–",
        "/",
        ":",
        ".",
        ",",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "pm",
        "am",
        "p.m.",
        "noon",
        "half",
        "past",
        "quarter",
        "to",
        "and",
        "or",
        "between",
        "from",
        "hours",
        "days",
        "business",
        "week",
        "weekend",
        "month",
        "end",
        "of",
        "close",
        "EOD",
        "Friday",
        "Mon.",
        "may",
        "May",
        "3rd",
        "tomorrow",
        "today",
        "morning",
        "first",
        "thing",
        "soon",
        "as",
        "possible",
        "once",
        "when",
        "after",
        "the",
        "until",
        "ago",
        "old",
        "few",
        "couple",
        "time",
        "later",
        "PT",
        "GMT",
        "+",
        "every",
        "latest",
        "￼",
        "\n\n",
        "{{x}}",
        "[DATE]",
        "🎉",
        "İ",
        "ß",
        "’s",
    ]
)
SOUP = st.lists(WORDS, max_size=40).map(" ".join) | st.lists(WORDS, max_size=40).map("".join)


@given(st.text() | SOUP)
@settings(max_examples=400, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = find(text)
    assert found == find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for each in found:
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        assert each.governor is None or 0 <= each.governor.start < each.governor.end
        for inner in (each.until, each.latest, each.dated):
            assert inner is None or each.start <= inner.start < inner.end <= each.end


@given(SOUP, st.integers(0, 300))
@settings(max_examples=200, deadline=None)
def test_what_is_found_does_not_depend_on_how_far_in_it_stands(text: str, blanks: int) -> None:
    shifted = find("x\n\n" * blanks + text)
    assert [(each.start - 3 * blanks, each.kind) for each in shifted] == [(each.start, each.kind) for each in find(text)]


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "1-",
        "12:",
        "1/",
        "3 to ",
        " ",
        "\n",
        "\n ",
        "at ",
        "the ",
        "once the ",
        "Monday to ",
        "3 pm, ",
        "[",
        "{x",
    ],
)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.perf_counter()
    find(text)
    assert time.perf_counter() - began < 8
