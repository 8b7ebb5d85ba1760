"""Which words of a reply are a time, what kind of time, and what they leave open."""

from __future__ import annotations

import pytest

from replylint.reading.times import Time, find

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
