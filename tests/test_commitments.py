"""What the draft undertakes, read through the public way in."""

from __future__ import annotations

from typing import Any

import pytest

from replylint import packs, wire
from replylint.lint import lint
from replylint.settings import Settings

NO_PARSER = Settings(profile="strict", parser="never")


def commitments(draft: str, settings: Settings = NO_PARSER, **known: Any) -> list[dict[str, Any]]:
    told = wire.conversation({**known, "turns": [{"role": "agent", "text": draft, "draft": True}]})
    found: list[dict[str, Any]] = wire.encode(lint(told, packs.load(), settings), told)["commitments"]
    return found


@pytest.mark.parametrize(
    ("draft", "actor", "action"),
    [
        ("I'll look into the fee.", "i", "look into"),
        ("We will certainly check the seal.", "we", "check"),
        ("Our fitters and the depot team will trace it.", "team", "trace"),
        ("Someone will call you.", "someone", "call"),
        ("They will be in touch.", "someone", "be in touch"),
        ("One of our engineers will be reaching out.", "someone", "reach out"),
        ("Your claim will be reviewed.", "nobody", "review"),
        ("Necessary measures will be taken.", "nobody", "take"),
        ("Let me check the stock.", "i", "check"),
        ("We're looking into the noise.", "we", "look into"),
        ("We are actively working on a fix.", "we", "work on"),
        ("I'm going to refund it.", "i", "refund"),
        ("Will look into this.", "we", "look into"),
        ("We have noted the noise and will address it.", "we", "address"),
        ("I've asked a colleague to call you.", "someone", "call"),
        ("You'll hear from me.", "i", "hear"),
        ("Go ahead and rest; I will be sure to pass it along.", "i", "pass it along"),
        ("We promise to repair the gate.", "we", "repair"),
        ("We are committed to fixing the gate.", "we", "fix"),
    ],
)
def test_who_is_to_do_what(draft: str, actor: str, action: str) -> None:
    (made,) = commitments(draft)
    assert (made["actor"], made["action"]) == (actor, action)


@pytest.mark.parametrize(
    "draft",
    [
        "I've looked into the fee.",
        "We will never ask for your PIN.",
        "I won't look into it.",
        "Will Grace be there?",
        "Of her own free will she left.",
        "We look forward to your visit, and we will always value you.",
        "Here is what we'll do next.",
        "You will find it in the drawer.",
        "Shall I look into it?",
        "The lights will change to green.",
        "You said that you will call us.",
        "I'll explain the two ways below.",
        'You wrote "I\'ll get back to you", so I waited.',
        "A new house rule will be shown at the door.",
    ],
)
def test_what_is_no_promise(draft: str) -> None:
    assert [made for made in commitments(draft) if made["strength"] in ("promise", "expectation")] == []


@pytest.mark.parametrize(
    ("draft", "due"),
    [
        ("I'll look into it by 3 pm tomorrow.", "3 pm tomorrow"),
        ("Within two hours we'll call you.", "two hours"),
        ("I'll ask the depot. You'll hear from me by Friday noon.", "Friday noon"),
        ("I'll ask the depot. By 4 pm today at the latest.", "4 pm today"),
        ("I'll look into it soon.", None),
        ("I'll look into the fee of 3 May.", None),
        ("I'll find out why it was late on Monday.", None),
        ("I'll update you as soon as we know more.", None),
        ("The train left at 9. I'll look into it.", None),
        ("We'll refund you within {days} days.", "{days} days"),
    ],
)
def test_by_when(draft: str, due: str | None) -> None:
    found = commitments(draft)
    assert {made["due"]["text"] if made["due"] else None for made in found} == {due}


@pytest.mark.parametrize(
    ("draft", "strength"),
    [
        ("Once you send the photo, we'll check it.", "offer"),
        ("Please reply with the number and we'll look into it.", "offer"),
        ("Send us your number. We'll take a look.", "offer"),
        ("If that fails, I'll call the maker.", "offer"),
        ("If I find it, I'll write to you.", "promise"),
        ("We'll be happy to help.", "offer"),
        ("You'll receive an e-mail.", "expectation"),
        ("I'll look into it.", "promise"),
    ],
)
def test_how_binding_it_is(draft: str, strength: str) -> None:
    assert commitments(draft)[0]["strength"] == strength


def test_two_promises_of_which_one_is_vague_are_told_apart() -> None:
    found = commitments("We'll look into it and get back to you soon.")
    assert [made["text"] for made in found] == ["We'll look into it", "get back to you soon"]


@pytest.mark.slow
def test_the_parser_settles_a_verb_that_no_list_knows() -> None:
    draft = "We will sand the edge of the door."
    with_parser = Settings(profile="strict")
    told = wire.conversation({"turns": [{"role": "agent", "text": draft}]})
    rules = packs.load()
    assert [f.rule for f in lint(told, rules, NO_PARSER).findings] == []
    found = [(f.rule, f.severity) for f in lint(told, rules, with_parser).findings]
    assert found == [("commitments/vague-commitment", "suggestion")]
    assert lint(told, rules, NO_PARSER).engine["syntax"] is None


@pytest.mark.parametrize(
    ("draft", "due", "strength"),
    [
        ("The fitter comes on Friday.", "Friday", "promise"),
        ("It ships tomorrow.", "tomorrow", "expectation"),
        ("The money will be in your account by noon.", "noon", "expectation"),
        ("Your lamp will be rewired by Friday.", "Friday", "expectation"),
        ("Kim from the depot is ringing you at 3 pm.", "3 pm", "promise"),
        ("By Friday the new shade will be with you.", "Friday", "expectation"),
        ("Tomorrow, our driver will drop it off at 10:15.", "10:15", "promise"),
        ("Give me until noon and I'll have an answer.", "noon", "promise"),
        ("I've got a plumber coming at 8.30 tomorrow.", "8.30 tomorrow", "promise"),
        ("Next update: 10:45 UTC.", "10:45 UTC", "expectation"),
        ("Should be with you by 8 tonight.", "8 tonight", "expectation"),
        ("It's being paid back on the 30th.", "the 30th", "expectation"),
        ("Mr Lund, the surveyor, will visit on Monday.", "Monday", "promise"),
        ("Expect our decision within three weeks.", "three weeks", "expectation"),
        ("You'll see £86.40 back on your card by Friday.", "Friday", "expectation"),
        ("I'll find out whether it fits and write by noon.", "noon", "promise"),
        ("I'll ask him today and write to you by Friday.", "Friday", "promise"),
    ],
)
def test_what_is_said_to_happen_at_a_time_is_undertaken(draft: str, due: str, strength: str) -> None:
    found = [made for made in commitments(draft) if made["due"]]
    assert found
    assert (found[0]["due"]["text"], found[0]["strength"]) == (due, strength)


@pytest.mark.parametrize(
    "draft",
    [
        "The offer ends on Friday.",
        "We'll be closed on Monday.",
        "You will need to send it by Friday.",
        "If it hasn't arrived by Friday, tell us.",
        "The line is down until noon.",
        "It was sent on 3 May and came by Friday.",
        "You asked for an answer by 6 pm.",
        "We won't charge you on Friday.",
        "Please send the form by Friday.",
        "The course runs for two days.",
        "We'd knock three days' rent off.",
        "Which van comes on Friday?",
        "I have 4 pm free.",
    ],
)
def test_a_time_alone_makes_no_undertaking(draft: str) -> None:
    assert [made for made in commitments(draft) if made["due"] and made["strength"] != "offer"] == []


def test_the_object_of_a_promise_is_told() -> None:
    found = commitments("I'll send you the corrected invoice by Monday. We'll look into the double charge. I'll write soon.")
    assert [made["object"] for made in found] == ["the corrected invoice", "the double charge", None]
