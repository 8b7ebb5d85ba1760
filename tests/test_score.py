"""The trainer's number, from findings made by hand."""

from __future__ import annotations

import pytest

from replylint import packs
from replylint.conversation import Conversation, Span, Turn
from replylint.finding import Finding, Gate, Score, Severity
from replylint.lint import lint
from replylint.score import score
from replylint.settings import Settings

WEIGHTS = {
    "commitments": 18,
    "structure": 16,
    "apology": 14,
    "clarity": 12,
    "tone": 12,
    "priming": 10,
    "personalisation": 10,
    "history": 8,
    "incident": 14,
}
JUDGED = {"commitments", "structure", "apology", "clarity", "tone", "priming", "personalisation"}
APPLIED = [f"{category}/any" for category in JUDGED]


def finding(
    rule: str,
    severity: Severity = "warning",
    start: int = 0,
    end: int = 4,
    *,
    gate: Gate | None = None,
    confidence: float = 0.9,
) -> Finding:
    return Finding("x", rule, severity, gate, "words", Span(0, start, end), "text", "m", "a", "s", confidence)


def scored(*findings: Finding, opportunities: set[str] = JUDGED, words: int = 40) -> Score:
    return score(findings, APPLIED, WEIGHTS, opportunities, words)


def test_a_reply_with_faults_in_many_categories_needs_work() -> None:
    result = scored(
        finding("commitments/vague-commitment", start=60, end=80),
        finding("commitments/vague-timeframe", start=100, end=104),
        finding("structure/question-unanswered", start=0, end=5),
        finding("structure/question-unanswered", start=6, end=9),
        finding("structure/abrupt-closing", "suggestion", start=200, end=210),
        finding("apology/evasive-passive", start=30, end=50),
        finding("apology/inconvenience-boilerplate", "suggestion", start=120, end=150),
        finding("priming/negative-priming", start=15, end=28),
        finding("personalisation/generic-greeting", "suggestion", start=0, end=13),
    )
    assert result.categories["commitments"] == 30
    assert result.categories["structure"] == 40.5
    assert result.categories["apology"] == 58
    assert (result.total, result.band, result.passed) == (65, "needs work", False)


def test_a_reply_without_findings_has_all_its_marks() -> None:
    result = scored()
    assert (result.total, result.band, result.passed) == (100, "excellent", True)
    assert result.categories["history"] is None


def test_one_promise_without_a_time_is_one_lesson() -> None:
    result = scored(finding("commitments/vague-timeframe"))
    assert (result.total, result.passed) == (93, True)


def test_the_same_check_again_costs_half_and_then_nothing() -> None:
    thrice = [finding("tone/condescending", start=n, end=n + 4) for n in (0, 10, 20)]
    assert scored(*thrice).categories["tone"] == 100 - 35 - 17.5


def test_words_shared_by_two_findings_of_a_category_are_charged_once() -> None:
    both = [finding("tone/dismissive", start=0, end=10), finding("tone/condescending", "suggestion", start=5, end=12)]
    assert scored(*both).categories["tone"] == 65


def test_style_alone_leaves_eighty() -> None:
    many = [finding(f"clarity/check-{n}", "suggestion", start=n * 10, end=n * 10 + 4) for n in range(9)]
    assert scored(*many).categories["clarity"] == 80


def test_what_is_not_sure_costs_nothing() -> None:
    assert scored(finding("tone/dismissive", confidence=0.65)).total == 100


def test_an_autofail_shows_nought_and_keeps_the_number_for_coaching() -> None:
    result = scored(finding("safety/card-number-in-reply", "error", gate="autofail"))
    assert (result.total, result.computed, result.passed) == (0, 100, False)
    assert result.gates == ("safety/card-number-in-reply",)


def test_an_unfilled_blank_costs_the_section_it_belongs_to() -> None:
    result = scored(finding("safety/unfilled-placeholder", "error", gate="section-fail"))
    assert result.categories["personalisation"] == 0
    assert result.passed is False


@pytest.mark.parametrize(("opportunities", "words"), [(JUDGED, 14), ({"tone", "clarity", "priming"}, 40)])
def test_too_little_to_judge_is_not_scored(opportunities: set[str], words: int) -> None:
    result = scored(opportunities=opportunities, words=words)
    assert result.total is None
    assert result.why_not


@pytest.mark.parametrize(("draft", "gate"), [("You are a liar.", "autofail"), ("I couldn't care less about the lid.", None)])
def test_what_is_only_suspected_fails_no_reply(draft: str, gate: Gate | None) -> None:
    told = Conversation((Turn("agent", draft, draft=True),))
    assert [f.gate for f in lint(told, packs.load(), Settings()).findings if f.rule == "tone/hostile-language"] == [gate]
