"""Which words of a reply are a time, what kind of time, and what they leave open."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replylint.reading.times import Amount, Clock, Date, Day, Period, Time, find

# The sentence, with the expression in double brackets; its kind; what governs it.
FOUND = [
    # clock
    ("The courier rings at [[3 pm]].", "clock", "at"),
    ("We switch over at [[15:00]] sharp.", "clock", "at"),
    ("Expect the form by [[half past two]].", "clock", "by"),
    ("I ring you at [[half five]].", "clock", "at"),
    ("It is live by [[quarter to six]].", "clock", "by"),
    ("She is back at [[ten past four]].", "clock", "at"),
    ("You have it by [[noon]].", "clock", "by"),
    ("The link dies at [[midnight]].", "clock", "at"),
    ("We finish by [[5.30pm]].", "clock", "by"),
    ("We finish by [[5.30]].", "clock", "by"),
    ("We finish by [[17h]].", "clock", "by"),
    ("We finish by [[17h30]].", "clock", "by"),
    ("Downtime starts at [[1500 GMT]].", "clock", "at"),
    ("The patch lands at [[noon PT]].", "clock", "at"),
    ("I write by [[9 a.m.]] with the result", "clock", "by"),
    ("You hear from me by [[3]].", "clock", "by"),
    ("You hear from me by [[three]].", "clock", "by"),
    ("Our fitter comes around [[3 pm]].", "clock", "at"),
    ("Please ring before [[7 o'clock]].", "clock", "before"),
    # several parts, one expression
    ("My answer comes by [[3 pm tomorrow]].", "clock", "by"),
    ("I ring you [[Thursday at 2 pm]].", "clock", None),
    ("The van leaves [[Mon 23 Nov at 14:00 GMT]].", "clock", None),
    ("Your slot is [[Wednesday, Nov. 25 at 9:15 am PST]].", "clock", None),
    ("You get it [[Friday by noon]].", "clock", None),
    ("He visits on [[Friday 12 June, between 8 and 10 am]].", "range", "on"),
    ("I call at [[4 pm, or 4:30 at the latest]].", "clock", "at"),
    ("She comes [[tomorrow between 9 and 11 a.m.]]", "range", None),
    ("I'll pick it up by [[6 pm today, Tuesday (London time)]].", "clock", "by"),
    ("The lab rings at [[4:30 this afternoon]].", "clock", "at"),
    # day
    ("The label goes out [[today]].", "day", None),
    ("The label goes out by [[Friday]].", "day", "by"),
    ("The label goes out [[next Tuesday]].", "day", None),
    ("Count on it [[the day after tomorrow]].", "day", None),
    ("Count on it [[tomorrow week]].", "day", None),
    ("Count on it [[Friday week]].", "day", None),
    ("The fair is [[a week on Monday]].", "day", None),
    ("The stand reopens [[this weekend]].", "day", None),
    ("We count stock over [[the weekend]].", "day", "during"),
    ("It restocks [[early next week]].", "day", None),
    ("It restocks [[mid-next week]].", "day", None),
    ("It restocks [[Tuesday of next week]].", "day", None),
    ("I'll write again [[later today]].", "day", None),
    ("The colour returns in [[Q1]].", "day", "in"),
    # date
    ("It ships on [[3 May]].", "date", "on"),
    ("It ships by [[May 3rd]].", "date", "by"),
    ("It ships on [[Tuesday 24 November]].", "date", "on"),
    ("It ships on [[2026-12-01]].", "date", "on"),
    ("It ships on [[24.11.2026]].", "date", "on"),
    ("It ships by [[11/24]].", "date", "by"),
    ("It ships by [[03/04]].", "date", "by"),
    ("It ships by [[the 30th]].", "date", "by"),
    ("It ships on [[Tuesday the 24th]].", "date", "on"),
    ("It ships by [[Nov. 25 2026]].", "date", "by"),
    ("It ships on [[the first of May]].", "date", "on"),
    ("It ships in [[mid-November]].", "date", "in"),
    ("It ships before [[Thanksgiving]].", "date", "before"),
    ("It ships by [[May]].", "date", "by"),
    # part of the day
    ("I'll ring [[this afternoon]].", "part-of-day", None),
    ("I'll ring [[tonight]].", "part-of-day", None),
    ("I'll ring [[tomorrow morning]].", "part-of-day", None),
    ("I'll ring [[first thing Monday]].", "part-of-day", None),
    ("The index is rebuilt [[overnight]].", "part-of-day", None),
    ("I'll ring at [[lunchtime]].", "part-of-day", "at"),
    ("I'll ring in [[the morning]].", "part-of-day", "in"),
    # duration
    ("It is up in [[20 minutes]].", "duration", "in"),
    ("It is up within [[24 hours]].", "duration", "within"),
    ("That takes [[an hour and a half]].", "duration", None),
    ("Allow [[24-48 hours]] for this.", "duration", None),
    ("It arrives in [[3 weeks]].", "duration", "in"),
    ("It takes [[half an hour]].", "duration", None),
    ("I answer within [[the hour]].", "duration", "within"),
    ("Give us [[a couple of hours]].", "duration", None),
    ("It arrives in [[two weeks' time]].", "duration", "in"),
    ("It arrives in [[a day or two]].", "duration", "in"),
    ("It is up within [[the next 15 minutes]].", "duration", "within"),
    ("It is up in [[about two hours]].", "duration", "in"),
    ("You have it within [[24 hours of delivery]].", "duration", "within"),
    ("You have it [[2 days after the bank confirms]].", "duration", None),
    # business time
    ("The bank needs [[two business days]].", "business-duration", None),
    ("You have it in [[the next two working days]].", "business-duration", "in"),
    ("Plan with [[3-5 business days]].", "business-duration", None),
    ("We reply within [[4 business hours]].", "business-duration", "within"),
    ("We reply within [[two (2) working days]].", "business-duration", "within"),
    ("We reply [[the next working day]].", "business-duration", None),
    # ends
    ("You have it by [[EOD]].", "end-of", "by"),
    ("You have it by [[end of day]].", "end-of", "by"),
    ("You have it by [[close of business Friday]].", "end-of", "by"),
    ("You have it by [[COB]].", "end-of", "by"),
    ("You have it by [[end of play]].", "end-of", "by"),
    ("You have it by [[the end of the week]].", "end-of", "by"),
    ("You have it by [[month end]].", "end-of", "by"),
    ("You have it by [[EOD tomorrow]].", "end-of", "by"),
    ("You have it by [[the end of March]].", "end-of", "by"),
    # ranges
    ("He comes between [[8 and 10 am]].", "range", "between"),
    ("He comes from [[4 to 6 pm]].", "range", "from"),
    ("He is away [[Monday to Wednesday]].", "range", None),
    ("He comes [[8-10 am tomorrow]].", "range", None),
    ("He comes on [[23-25 November]].", "range", "on"),
    ("He comes [[today or tomorrow]].", "range", None),
    # events
    ("You get a mail [[once the box leaves]].", "event", None),
    ("It opens [[as soon as the transfer lands]], not before.", "event", None),
    ("He texts you [[when the fitter sets off]].", "event", None),
    ("I'll write after [[the 4 pm restart window]].", "event", "after"),
    ("I'll hold it until [[the spare part turns up]].", "event", "until"),
    # vague
    *(
        (f"We'll be in touch [[{words}]].", "vague", None)
        for words in (
            "soon",
            "shortly",
            "ASAP",
            "as soon as possible",
            "as soon as we can",
            "as soon as we have news",
            "in due course",
            "in a timely manner",
            "at the earliest",
            "promptly",
            "in the near future",
            "in the coming days",
            "in the coming weeks",
            "in a bit",
            "later",
            "when we can",
            "right away",
            "immediately",
            "quickly",
        )
    ),
    ("We'll be in touch in [[a few days]].", "vague", "in"),
    ("New colours follow in [[upcoming months]].", "vague", "in"),
    # macros
    ("I'll write by [[{timeframe}]].", "placeholder", "by"),
    ("I'll write within **[[{{time}}]]**.", "placeholder", "within"),
    ("It is there in [[<n> days]].", "placeholder", "in"),
]


def marked(sentence: str) -> tuple[str, str]:
    """The sentence without its brackets, and the words between them."""
    words = sentence.split("[[")[1].split("]]", maxsplit=1)[0]
    return sentence.replace("[[", "").replace("]]", ""), words


def only(text: str) -> Time:
    (found,) = find(text)
    return found


@pytest.mark.parametrize(("sentence", "kind", "governor"), FOUND)
def test_an_expression_is_found_whole_with_its_kind_and_its_preposition(sentence: str, kind: str, governor: str | None) -> None:
    text, words = marked(sentence)
    found = only(text)
    assert text[found.start : found.end] == words
    assert found.kind == kind
    assert (found.governor.word if found.governor else None) == governor
    assert found.specific == (kind != "vague" and (kind != "event" or "4 pm" in words))


@pytest.mark.parametrize("text", ["It is there in [X] days.", "It is there by [DATE].", "By [delivery_date] at the latest"])
def test_a_slot_in_square_brackets_stands_for_a_time(text: str) -> None:
    assert only(text).kind == "placeholder"
    assert only(text).specific


@pytest.mark.parametrize(
    "text",
    [
        "Click Today in the toolbar.",
        "May I ask which one it was?",
        "You may keep it.",
        "Please march to the desk on your left.",
        "The second parcel and a second one are lost; in a second attempt it worked.",
        "Support is there 24/7.",
        "It is order 2024 and costs $42.10.",
        "The gap is 3/4 inch.",
        "The board on Monday.com is shared.",
        "Hi April, thanks.",
        "Hello June! Thanks.",
        "The Sat nav broke; the cat sat in the sun and wed a mar.",
        "Update to version 5.2 or 10.30.1.",
        "Ring 0800 123 4567, 555-1234 or +44 20 7946 0018.",
        "It is 1 of 3.",
        "It runs at 80 megabits, at 8 megabits too.",
        "Enjoy happy hour and have a great day.",
        "One day you will laugh about these days.",
        "It is a 5 minute walk.",
        "The 2-year guarantee and the 30-day refund window apply.",
        "We cut it by 3.",
        "It is held by three people, or by one of us.",
        "Please go to room 4 at 8 Market Street.",
        "Once a week it was charged once, or more than once.",
        "At the end of the day, we are people too.",
        "Good morning! What a night.",
        "I cannot say when it will be back.",
        "Write to {agent_name} on {platform} by {channel}.",
        "The next time, this time, at the moment, in the meantime.",
        "How soon is too soon?",
        "",
    ],
)
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("You hear from me by 3.", ("no am or pm",)),
        ("You hear from me tomorrow at 3.", ()),
        ("You hear from me by 3 pm.", ()),
        ("You hear from me by 15:00.", ()),
        ("You hear from me by EOD.", ("end of day",)),
        ("You hear from me by close of business.", ("end of day",)),
        ("You hear from me by the end of the week.", ()),
        ("He comes next Friday.", ("which Friday",)),
        ("He comes on Friday.", ()),
        ("He comes next Friday, 27 November.", ()),
        ("He comes this weekend.", ("which weekend",)),
        ("It ships by 03/04.", ("day or month first",)),
        ("It ships by 04/04.", ()),
        ("It ships by 11/24.", ()),
        ("It ships by 2026-03-04.", ()),
        ("You have it within 24-48 hours.", ("working days or not",)),
        ("You have it within 3 days.", ("working days or not",)),
        ("You have it within 3 working days.", ()),
        ("You have it within 24 hours.", ()),
        ("It takes 2-3 minutes.", ()),
    ],
)
def test_what_can_be_read_in_two_ways_says_why(text: str, reasons: tuple[str, ...]) -> None:
    assert only(text).ambiguous == reasons


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("It left yesterday.", True),
        ("It left last week.", True),
        ("It left 3 days ago.", True),
        ("It left the other day.", True),
        ("You wrote to us since Monday.", True),
        ("You have been waiting for 3 days.", True),
        ("I'll hold it for 3 days.", False),
        ("Your parcel is 12 days old.", True),
        ("We sold 40 of them in the last 12 months.", True),
        ("It left on 3 May 2019.", False),
        ("It leaves tomorrow.", False),
        ("After you called us we looked into it.", True),
        ("After you call us we look into it.", False),
    ],
)
def test_the_past_is_told_by_the_words(text: str, past: bool) -> None:
    assert only(text).past is past


@pytest.mark.parametrize(
    "text",
    [
        "The desk is manned every day.",
        "We clean it daily.",
        "The shop rests on weekdays.",
        "The shop rests on Mondays.",
        "Our opening hours are 9 to 5.",
        "We're open from 9 am to 5 pm.",
        "The line is free 24 hours a day.",
        "The shop closes at 6 pm.",
        "Our team works Monday-Friday 9am-5pm.",
        "Change it every 90 days.",
    ],
)
def test_what_recurs_is_habitual(text: str) -> None:
    assert only(text).habitual


@pytest.mark.parametrize("text", ["I'm here until 6 pm today.", "There is an opening at 7pm.", "I'll open it by 3 pm."])
def test_a_single_appointment_is_not_habitual(text: str) -> None:
    assert not any(found.habitual for found in find(text))


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
