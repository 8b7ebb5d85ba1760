"""What the grammar can print, it reads again: the same words, the same parts."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from replylint.reading.times import Amount, Clock, Date, Day, Period, Time, find

clocks = st.tuples(st.integers(1, 12), st.sampled_from([0, 5, 30, 45]), st.sampled_from(["am", "pm"])).map(
    lambda t: (f"{t[0]}:{t[1]:02} {t[2]}", {"clock": Clock(t[0] % 12 + (12 if t[2] == "pm" else 0), t[1])})
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
days = st.one_of(
    st.sampled_from([("today", {"day": Day(0)}), ("tomorrow", {"day": Day(1)}), ("the day after tomorrow", {"day": Day(2)})]),
    st.tuples(st.integers(0, 6), st.sampled_from(["", "this ", "next "])).map(
        lambda t: (t[1] + WEEKDAYS[t[0]], {"day": Day(weekday=t[0], modifier=t[1].strip() or None)})
    ),
    st.dates(date(2026, 1, 1), date(2029, 12, 31)).map(
        lambda d: (f"{d.day} {MONTHS[d.month - 1]} {d.year}", {"date": Date(d.year, d.month, d.day)})
    ),
    st.dates(date(2026, 1, 1), date(2029, 12, 31)).map(
        lambda d: (f"{MONTHS[d.month - 1]} {d.day}, {d.year}", {"date": Date(d.year, d.month, d.day)})
    ),
    st.dates(date(2026, 1, 1), date(2029, 12, 31)).map(lambda d: (d.isoformat(), {"date": Date(d.year, d.month, d.day)})),
)
lengths = st.tuples(
    st.integers(2, 40), st.integers(0, 9), st.sampled_from(["minute", "hour", "day", "week", "month"]), st.booleans()
).map(
    lambda t: (
        f"{t[0]}{f'-{t[0] + t[1]}' if t[1] else ''} {'business ' if t[3] and t[2] in ('hour', 'day') else ''}{t[2]}s",
        {"amount": Amount(t[0], t[0] + t[1], t[2], t[3] and t[2] in ("hour", "day"))},
    )
)  # type: ignore[arg-type]
ends = st.sampled_from(
    [("the end of the week", {"end_of": "week"}), ("EOD", {"end_of": "day"}), ("the end of the month", {"end_of": "month"})]
)
both = st.tuples(clocks, days).map(lambda t: (f"{t[1][0]} at {t[0][0]}", {**t[0][1], **t[1][1]}))


plain = (
    st.tuples(st.integers(0, 23), st.integers(0, 59))
    .map(lambda t: (f"{t[0]:02}:{t[1]:02}", t))
    .map(lambda t: (t[0], {"clock": Clock(*t[1], certain=t[1][0] > 12 or t[0][0] == "0")}))
)
spoken = st.sampled_from(
    [("noon", {"clock": Clock(12)}), ("midnight", {"clock": Clock(24)}), ("half past two", {"clock": Clock(2, 30, False)}),
     ("quarter to five", {"clock": Clock(4, 45, False)}), ("ten past four", {"clock": Clock(4, 10, False)})]
)  # fmt: skip
zoned = st.tuples(clocks, st.sampled_from(["GMT", "CET", "PT", "Eastern time", "London time", "your time", "GMT+2"])).map(
    lambda t: (f"{t[0][0]} {t[1]}", {**t[0][1], "zone": t[1]})
)
parts = st.sampled_from(
    [("tomorrow morning", {"day": Day(1), "part": "morning"}), ("Friday afternoon", {"day": Day(weekday=4), "part": "afternoon"}),
     ("first thing Monday", {"day": Day(weekday=0), "part": "first thing"}),
     ("lunchtime tomorrow", {"day": Day(1), "part": "lunchtime"}),
     ("this evening", {"day": Day(0), "part": "evening"})]
)  # fmt: skip
periods = st.tuples(
    st.sampled_from(["", "early ", "mid-", "later "]), st.sampled_from(["this", "next"]), st.sampled_from(["week", "month"])
).map(
    lambda t: (
        f"{t[0]}{t[1]} {t[2]}",
        {"period": Period(t[2], t[1])} | ({"edge": {"early ": "early", "mid-": "mid", "later ": "late"}[t[0]]} if t[0] else {}),
    )
)  # type: ignore[arg-type]
holidays = st.sampled_from(
    [
        ("Christmas", "christmas"),
        ("Thanksgiving", "thanksgiving"),
        ("Good Friday", "good friday"),
        ("New Year's Eve", "new year's eve"),
    ]
).map(lambda t: (t[0], {"date": Date(holiday=t[1])}))  # type: ignore[arg-type]
ordinals = st.integers(1, 31).map(lambda n: (f"the {n}{_ending(n)}", {"date": Date(day=n)}))
compound = st.tuples(st.integers(1, 9), st.sampled_from(["hour", "day", "week"])).map(
    lambda t: (f"{t[0]} and a half {t[1]}s", {"amount": Amount(t[0] + 0.5, t[0] + 0.5, t[1])})
)  # type: ignore[arg-type]


def _ending(number: int) -> str:
    return "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


instants_of_day = clocks | plain | spoken | zoned
by_then = st.tuples(
    st.sampled_from(["by", "before", "until"]), instants_of_day | days | ends | both | parts | holidays | ordinals
)
in_time = st.tuples(st.sampled_from(["in", "within"]), lengths | compound)
during = st.tuples(st.just("by"), periods)
FIELDS = ("clock", "day", "date", "amount", "end_of", "part", "period", "edge", "zone")


@given(st.one_of(by_then, in_time, during))
@settings(max_examples=1000, deadline=None)
def test_every_expression_that_can_be_printed_is_read_again(printed: tuple[str, tuple[str, dict[str, object]]]) -> None:
    governor, (words, expected) = printed
    text = f"You will have it {governor} {words}."
    (time,) = find(text)
    assert text[time.start : time.end] == words
    assert time.governor is not None
    assert time.governor.word == governor
    assert {name: value for name in FIELDS if (value := getattr(time, name)) is not None} == expected
    assert isinstance(time, Time)


@given(plain, plain, st.sampled_from(["tomorrow", "on Monday", "on 3 May 2027"]))
@settings(max_examples=200, deadline=None)
def test_every_range_that_can_be_printed_is_read_again(
    near: tuple[str, dict[str, Clock]], far: tuple[str, dict[str, Clock]], day: str
) -> None:
    text = f"We ring between {near[0]} and {far[0]} {day}."
    (time,) = find(text)
    assert text[time.start : time.end] == f"{near[0]} and {far[0]} {day}"
    assert time.kind == "range"
    assert time.until is not None
    assert (time.clock.minute, time.until.clock.minute) == (near[1]["clock"].minute, far[1]["clock"].minute)  # type: ignore[union-attr]
