"""A first reply that takes up nothing of the customer's message, and words that could mean anything."""

from __future__ import annotations

import pytest

from replylint import packs
from replylint.finding import Finding, Result
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings
from replylint.wire import conversation

STRICT = Settings(profile="strict")
ASKED = (
    "Dear all, the sewing machine I bought from you in May skips every third stitch, I changed the needle and the thread, "
    "and I need the curtains by Sunday. What now?"
)


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


def judged(rules: Ruleset, draft: str, **more: object) -> Result:
    turns = [{"role": "customer", "text": ASKED}, {"role": "agent", "text": draft, "draft": True}]
    return lint(conversation({"turns": turns, **more}), rules, STRICT)


def only(result: Result, rule: str) -> Finding:
    (found,) = (finding for finding in result.findings if finding.rule == rule)
    return found


def test_an_opening_for_anyone_shows_what_it_passed_over(rules: Ruleset) -> None:
    found = only(judged(rules, "Thanks for your message.\nA ticket has been opened."), "personalisation/missing-acknowledgement")
    words = [ASKED[span.start : span.end] for span in found.evidence]
    assert {span.turn for span in found.evidence} == {0}
    assert words[:2] == ["sewing", "machine"]
    assert all(word in found.message for word in words)
    assert found.about == "absence"


def test_generic_words_point_at_what_was_named(rules: Ruleset) -> None:
    found = only(judged(rules, "Sorry about the issue. A part for the item is in the post."), "personalisation/not-concrete")
    (span,) = found.evidence
    assert found.text == "the issue"
    assert ASKED[span.start : span.end].startswith("sewing machine")


@pytest.mark.parametrize("name", ["personalisation/missing-acknowledgement", "personalisation/not-concrete"])
def test_neither_applies_to_a_macro(rules: Ruleset, name: str) -> None:
    result = judged(rules, "Thanks for your message about the issue with the item.", template=True)
    assert name in result.not_applicable["customer"]
    assert name not in {finding.rule for finding in result.findings}


def test_the_name_of_the_agent_or_the_customer_is_no_answer(rules: Ruleset) -> None:
    draft = "Hi Tamar,\n\nMy name is Odile and I am happy to help. Thank you for your patience, Tamar.\n\nOdile"
    result = judged(rules, draft, customer={"name": "Tamar Levi"}, agent={"name": "Odile"})
    assert only(result, "personalisation/missing-acknowledgement").severity == "warning"
