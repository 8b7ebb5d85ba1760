"""What results tell of the customer's questions: which they are, what became of each, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest

from conftest import Run, posted
from replylint import packs
from replylint.conversation import Conversation, Turn
from replylint.finding import Question, Result
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings

STRICT = Settings(profile="strict", parser="never")
RULE = "structure/question-unanswered"


@cache
def rules() -> Ruleset:
    return packs.load()


def judged(*said: str, **known: object) -> Result:
    """The result for a thread that begins with the customer; the last text is the draft."""
    turns = [Turn("agent" if n % 2 else "customer", text, draft=n == len(said) - 1) for n, text in enumerate(said)]
    return lint(Conversation(tuple(turns), **known), rules(), STRICT)  # type: ignore[arg-type]


def told(*said: str, **known: object) -> list[tuple[str, str]]:
    """Each question and what became of it."""
    return [(asked.text, asked.answer) for asked in judged(*said, **known).questions]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Does the kiln reach 1200 degrees?", ["Does the kiln reach 1200 degrees?"]),
        ("when will the kiln come", ["when will the kiln come"]),
        ("I'd like to know whether the kiln is insulated.", ["I'd like to know whether the kiln is insulated."]),
        ("Can I rent the kiln, and what does a shelf cost?", ["Can I rent the kiln", "what does a shelf cost?"]),
        ("Could you tell me who fires it and if glaze is included?", 2),
        ("Do I collect it or does a van bring it?", 1),
        ("Are you kidding me? The kiln is cracked.", []),
        ("How are you? The kiln is cracked.", []),
        ("The kiln is cracked, isn't it?", []),
        ("Thank you for the kiln.", []),
        ("Nobody wrote to me. What's that for?", ["What's that for?"]),
        ("my son shares the kiln, does he need a key", 1),
        ("Who would have thought that a kiln could sing?", []),
        ("Will the kiln... wait no, I found it on the box.", []),
        ("> Is the kiln for you?\n\nThe kiln is cracked.", []),
    ],
)
def test_which_words_ask(message: str, asked: list[str] | int) -> None:
    found = [text for text, _ in told(message, "The shelf is made of cordierite.")]
    assert (len(found) if isinstance(asked, int) else found) == asked


@pytest.mark.parametrize(
    ("message", "draft", "answers"),
    [
        ("Is the shelf glazed? And when do I get it?", "It is, and it reaches you on Friday.", ["answered", "answered"]),
        ("Is the shelf heavy? And where was the clay dug?", "The shelf weighs 9 kg.", ["answered", "open"]),
        ("What does the shelf cost, and who cuts it?", "It's £9. On the cutting: I'll ask today.", ["answered", "deferred"]),
        ("Can you cancel the shelf?", "Cancelled.", ["answered"]),
        ("Which shelf fits, and is clay sold by weight?", "Shelf 4. We'll ask about the clay.", ["answered", "deferred"]),
        ("Is it dear, and can I pay in parts?", "Yes to both.", ["answered", "answered"]),
        # what seems to answer is about something else
        ("Is the glaze safe? Please post the clay to 4 Mill Row.", "I've changed the post to 4 Mill Row.", ["open"]),
        ("Can you carry it, and on which side is the lid?", "Yes, we carry it. It's £450 in all.", ["answered", "open"]),
        ("How long is it away? And is it insured?", "It's insured, and the fee is £9 from 2 May.", ["open", "answered"]),
        ("Does it ship to Malta?", "We ship to over 40 countries worldwide!", ["open"]),
        ("What is the price, and do your vans have lifts? The yard has no ramp.", "It's £30.", ["answered", "open"]),
        ("Does it fold flat-packed? And is it heavy?", "It folds flat and weighs 9 kg.", ["answered", "answered"]),
    ],
)
def test_what_became_of_each(message: str, draft: str, answers: list[str]) -> None:
    assert [answer for _, answer in told(message, draft)] == answers


def test_the_words_that_answer_are_pointed_at() -> None:
    result = judged("Hi,\n\nIs the shelf glazed, and how much is a second one?", "The shelf is glazed. A second one is £9.")
    assert [(asked.text, asked.answer) for asked in result.questions] == [
        ("Is the shelf glazed", "answered"),
        ("how much is a second one?", "answered"),
    ]
    first: Question = result.questions[0]
    assert (first.span.turn, [by.turn for by in first.by]) == (0, [1])
    assert [result.questions[1].by[0].start] == [len("The shelf is glazed. ")]


def test_each_open_question_is_a_finding_of_its_own() -> None:
    message = "Is the shelf glazed? Does a fourth tile fit on it? And is breakage insured?"
    result = judged(message, "The shelf is glazed on both sides.")
    found = [f for f in result.findings if f.rule == RULE]
    assert [message[f.evidence[0].start : f.evidence[0].end] for f in found] == [
        "Does a fourth tile fit on it?",
        "And is breakage insured?",
    ]
    assert len({f.id for f in found}) == len(found)


THREAD = (
    "Is the bench sturdy, and does the cushion come in velvet?",
    "The bench is sturdy, it carries 300 kg.",
    "Good, I take it.",
)


def test_a_question_of_an_earlier_letter_waits_until_a_reply_answers_it() -> None:
    draft = "You take the bench: it leaves us on Monday."
    assert told(*THREAD, draft, channel="email") == [("does the cushion come in velvet?", "open")]
    assert told(THREAD[0], "The bench is sturdy. The cushion comes in linen.", THREAD[2], draft) == []
    assert told(*THREAD, draft, channel="chat") == []


def test_a_question_taken_back_is_none() -> None:
    message = "Does the bench come in oak?"
    assert told(message, "I'll look.", "Never mind, found it on the page. How wide is it?", "It's 90 cm wide.") == [
        ("How wide is it?", "answered")
    ]


def test_nothing_is_told_where_the_customer_wrote_nothing() -> None:
    assert judged("Is it sturdy?").questions == ()


@pytest.mark.parametrize("format", ["plain", "html"])
def test_the_places_are_those_of_the_message_as_given(format: str) -> None:
    text = (
        "<p>Hello &amp; thanks!</p><p>Is the <b>bench</b> oiled?</p>" if format == "html" else "Hello!\r\n\r\nIs the bench oiled?"
    )
    turns = (Turn("customer", text, format=format), Turn("agent", "The bench is oiled.", draft=True))  # type: ignore[arg-type]
    (asked,) = lint(Conversation(turns), rules(), STRICT).questions
    assert asked.text == text[asked.span.start : asked.span.end]
    assert asked.text.startswith("Is the")
    assert asked.text.endswith("oiled?")


def test_the_faces_tell_them_in_json(run_cli: Callable[..., Run]) -> None:
    message = {"text": "The bench is oiled.", "customer_message": "🙂 Is the bench oiled, and does it fold?"}
    run = run_cli("check", "--input", "json", "--format", "json", stdin=json.dumps(message))
    found = json.loads(run.out)["questions"]
    assert [(q["text"], q["answer"], q["turn"]) for q in found] == [
        ("Is the bench oiled", "answered", 0),
        ("does it fold?", "open", 0),
    ]
    assert found[0]["by"][0]["text"] == "The bench is oiled."
    body = json.dumps(message).encode()
    assert posted(body, **{"content-type": "application/json"}).json()["questions"] == found
