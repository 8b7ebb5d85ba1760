"""Replies that are hard to read: which sentence is marked, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from replylint import packs
from replylint.finding import Finding
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings
from replylint.wire import conversation

STRICT = Settings(profile="strict")
HEAVY = (
    "Immediate notification accelerates subsequent administrative verification considerably.",
    "Independent authorities coordinate comprehensive evaluation procedures.",
    "Unsatisfactory documentation necessitates additional correspondence.",
    "Alternative arrangements require managerial authorisation and independent verification.",
    "Disproportionate expenditure invalidates reimbursement eligibility immediately.",
)
CHAIN = (
    "The lamp that you saw on the shelf that we keep for the shop that is by the lake that they drained "
    "is sold at the end of May."
)


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


def found(rules: Ruleset, draft: str, rule: str = "clarity/hard-to-read") -> list[Finding]:
    told = conversation({"turns": [{"role": "agent", "text": draft, "draft": True}]})
    return [finding for finding in lint(told, rules, STRICT).findings if finding.rule == rule]


def test_a_heavy_reply_is_marked_at_its_heaviest_sentence_not_at_the_greeting(rules: Ruleset) -> None:
    (one,) = found(rules, "Hi Eva,\n\n" + " ".join(HEAVY) + "\n\nSincerely")
    assert one.text == HEAVY[-1]
    assert "the heaviest sentence of a reply of reading grade" in one.message


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (CHAIN, "4 clauses in a chain"),
        ("You can " + "get at the hose and the cart and " * 5 + "go home.", "a sentence of 44 words"),
    ],
    ids=["clauses", "words"],
)
def test_what_makes_a_sentence_heavy_is_said(rules: Ruleset, draft: str, said: str) -> None:
    (one,) = found(rules, draft)
    assert said in one.message


def test_a_long_line_that_no_editor_wrapped_ends_its_sentence(rules: Ruleset) -> None:
    air = "For fresh air you can open the small door by the lamp in the hall and the one at the end of the path by the gate"
    hours = "are by the lake and the hall is open from nine to five on each day of the week but one"
    assert not found(rules, f"{air}\nWe {hours}")
    assert found(rules, f"{air} and\nwe {hours}")


def test_a_stop_after_a_bracket_ends_a_sentence(rules: Ruleset) -> None:
    once = "You need to make a folder with the name red in the box of the lamp (the name is all in small letters)."
    assert not found(rules, f"{once} {once} {once}")


def test_a_wall_of_text_is_marked_at_its_longest_sentence(rules: Ruleset) -> None:
    longest = "It was put on the wrong shelf there by the men of the night team."
    draft = (
        f"Hi Ana! I looked at your lamp today. It left us on Monday at noon. It came to York that night. {longest} "
        "It was found when they counted. It is on the van to you now. It stops at your door at noon today."
    )
    (one,) = found(rules, draft, "structure/wall-of-text")
    assert one.text == longest


@pytest.mark.parametrize(("limit", "hit"), [("over: 6", True), ("over: 9", False), ("under: 9", True), ("under: 6", False)])
def test_a_rule_of_ones_own_may_ask_for_any_grade(limit: str, hit: bool, make_pack: Callable[[dict[str, str]], Path]) -> None:
    rule = f"message: m\nadvice: a\nseverity: suggestion\nsource: s\nlimit: {{of: grade, {limit}}}\n"
    rules = packs.load((str(make_pack({"mill/grade": rule})),))
    draft = (
        "The mechanic will replace the broken wheel of your mill on Monday morning. "
        "Please remember to remove the wooden cover before the visit. "
        "Afterwards the mechanic will explain how the new wheel is cleaned and oiled."
    )
    assert bool(found(rules, draft, "mill/grade")) is hit
