"""What a draft is held to by the thread: nothing asked twice, no step twice, no other figure than before."""

from __future__ import annotations

import pytest

from replylint import packs
from replylint.conversation import Conversation, Customer, Turn
from replylint.finding import Finding
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


def found(rules: Ruleset, rule: str, told: Conversation) -> list[Finding]:
    result = lint(told, rules, Settings(profile="strict"))
    return [f for f in result.findings if f.rule == rule]


def said(turns: tuple[Turn, ...], draft: str, customer: Customer | None = None) -> Conversation:
    return Conversation((*turns, Turn("agent", draft, draft=True)), customer=customer)


def test_the_evidence_of_an_asking_is_the_number_that_was_given(rules: Ruleset) -> None:
    asked = Turn("customer", "The tap drips.\n\nOrder 55-2031, if it helps.")
    (finding,) = found(rules, "history/asks-again", said((asked,), "Hello Ana,\n\nCould you send your order number?"))
    (span,) = finding.evidence
    assert (span.turn, asked.text[span.start : span.end]) == (0, "55-2031")
    assert "55-2031" in finding.message


def test_what_the_form_knows_need_not_be_asked(rules: Ruleset) -> None:
    asked = (Turn("customer", "The tap drips."),)
    draft = "What's your e-mail address?"
    assert found(rules, "history/asks-again", said(asked, draft, Customer(email="ana@example.org")))
    assert not found(rules, "history/asks-again", said(asked, draft, Customer(name="Ana")))


@pytest.mark.parametrize(("name", "raised"), [("drip.jpg", True), ("drip.pdf", False)])
def test_an_attached_picture_is_a_picture(rules: Ruleset, name: str, raised: bool) -> None:
    asked = (Turn("customer", "The tap drips.", attachments=(name,)),)
    assert bool(found(rules, "history/asks-again", said(asked, "Please send us a photo of the tap."))) is raised


def test_what_the_customer_quotes_from_us_was_not_given_by_them(rules: Ruleset) -> None:
    asked = (Turn("customer", "Where is it?\n\nOn 3 May 2026, Maya wrote:\n> Your order number is 552031."),)
    assert not found(rules, "history/asks-again", said(asked, "Could you send your order number?"))


def test_a_step_repeated_points_at_who_tried_it(rules: Ruleset) -> None:
    turns = (
        Turn("agent", "Please turn the dial to zero and press the green key."),
        Turn("customer", "Did that, no change."),
    )
    (finding,) = found(
        rules, "history/repeats-failed-advice", said(turns, "Please turn the dial to zero and press the green key.")
    )
    assert finding.evidence[0].turn == 0


def test_the_newest_word_of_ours_counts(rules: Ruleset) -> None:
    turns = (
        Turn("agent", "The skip costs £80."),
        Turn("customer", "Fine."),
        Turn("agent", "I gave you the wrong price: the skip costs £95."),
    )
    assert not found(rules, "history/contradicts-earlier", said(turns, "The skip costs £95."))
    (finding,) = found(rules, "history/contradicts-earlier", said(turns, "The skip costs £120."))
    assert finding.evidence[0].turn == 2


def test_without_a_thread_nothing_is_contradicted(rules: Ruleset) -> None:
    told = said((Turn("customer", "I read that the skip is £80."),), "The skip costs £120.")
    assert "history/contradicts-earlier" in lint(told, rules, Settings()).not_applicable["thread"]


@pytest.mark.parametrize(
    ("draft", "cold"),
    [
        ("I've passed this to our loans team.", True),
        ("I've passed this to our loans team because the fee is theirs.", True),
        ("I've passed this to Orla in our loans team because the fee is theirs.", False),
    ],
)
def test_a_hand_over_is_cold_unless_it_says_who_and_why(rules: Ruleset, draft: str, cold: bool) -> None:
    findings = found(rules, "history/cold-handoff", said((Turn("customer", "The fee is wrong."),), draft))
    assert bool(findings) is cold


def test_a_question_without_a_slot_shows_where_it_was_answered(rules: Ruleset) -> None:
    asked = Turn("customer", "We went from Ghent to Bruges, and the heating was off.")
    (finding,) = found(rules, "history/asks-again", said((asked,), "I'm sorry. Which route did you take?"))
    (span,) = finding.evidence
    assert (finding.severity, asked.text[span.start : span.end]) == ("suggestion", "from Ghent to Bruges")
