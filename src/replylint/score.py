"""A trainer's number for a reply: a pure function of what was found.

Every category that applies starts with 100 marks, and each finding takes some off: an error all, a warning 35, a
suggestion 7 (20 at the most in a category). The same check again costs half, a third time nothing; words that two findings
of a category share are charged once, the dearest. Findings under confidence 0.7, and those of a kind that was not shown to
be right nine times in ten and fails no reply, are to be looked at and cost nothing until a person confirms them. The total
weighs the categories; it passes at 80 when no gate fell and no category lies under 50.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple

from replylint.finding import RANK, Finding, Score

CHECKS = 62  # that the catalogue of checks holds; coverage is counted against it
COST = {"error": 100.0, "warning": 35.0, "suggestion": 7.0}
MOST_FOR_STYLE, PASS_MARK, FLOOR, SURE = 20.0, 80, 50.0, 0.7
FEWEST_WORDS, FEWEST_CATEGORIES = 15, 4
Band = Literal["excellent", "good", "needs work", "not ready"]
BANDS: tuple[tuple[int, Band], ...] = (
    (90, "excellent"),
    (80, "good"),
    (60, "needs work"),
    (0, "not ready"),
)
_STEPS = (50, 80, 95)
FAILS_SECTION = {"history/missed-commitment-ignored": "commitments", "safety/unfilled-placeholder": "personalisation"}


def score(
    findings: Iterable[Finding],
    applied: Sequence[str],
    weights: Mapping[str, int],
    opportunities: AbstractSet[str],
    words: int,
) -> Score:
    """The score of one reply.

    `applied` are the ids of the rules that could be applied, `opportunities` the categories in which the reply had
    something to do (the others are left out of the sum), `words` the agent's own words.
    """
    findings = list(findings)
    judged = {rule.partition("/")[0] for rule in applied} & opportunities
    marks: dict[str, float | None] = {
        category: marks_left(charges(f for f in findings if f.category == category)) if category in judged else None
        for category in weights
    }
    for found in findings:
        section = FAILS_SECTION.get(found.rule) if found.gate == "section-fail" else None
        if section and marks.get(section) is not None:
            marks[section] = 0.0
    counted = {category: mark for category, mark in marks.items() if mark is not None}
    unconfirmed = tuple(found.id for found in findings if not takes_marks(found))
    why_not = _why_not(words, len(counted))
    if why_not:
        return Score(None, None, None, None, why_not, _gates(findings), marks, len(applied), CHECKS, unconfirmed)
    total = sum(weights[c] * mark for c, mark in counted.items()) / sum(weights[c] for c in counted)
    computed = rounded(total)
    failed = any(found.gate == "autofail" for found in findings)
    shown = 0 if failed else computed
    passed = shown >= PASS_MARK and not failed and all(mark >= FLOOR for mark in counted.values())
    return Score(shown, computed, band(shown), passed, None, _gates(findings), marks, len(applied), CHECKS, unconfirmed)


def _why_not(words: int, categories: int) -> str | None:
    """Why a reply gets no score."""
    if words < FEWEST_WORDS:
        return f"not scored: under {FEWEST_WORDS} words"
    if categories < FEWEST_CATEGORIES:
        return f"not scored: only {categories} categories to judge"
    return None


def _gates(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({found.rule for found in findings if found.gate}))


def takes_marks(found: Finding) -> bool:
    """Whether a finding costs marks before a person has looked at it; one that fails the reply does."""
    return (found.proven or found.gate is not None) and found.confidence >= SURE


class Charge(NamedTuple):
    """What a finding costs, of the 100 marks of its category or criterion."""

    finding: Finding
    marks: float


def marks_left(charged: Iterable[Charge]) -> float:
    """Of 100, what the charges of one category or criterion leave."""
    return max(0.0, 100.0 - sum(charge.marks for charge in charged))


def charges(findings: Iterable[Finding]) -> list[Charge]:
    """What the findings of one category or criterion cost, the gravest first; those that cost nothing are left out."""
    mine = sorted(filter(takes_marks, findings), key=lambda f: (RANK[f.severity], f.span))
    taken: list[tuple[int, int]] = []
    times: dict[str, int] = {}
    charged: list[Charge] = []
    style = MOST_FOR_STYLE
    for found in mine:
        if found.about == "words" and not _free(taken, found):
            continue
        times[found.rule] = times.get(found.rule, 0) + 1
        marks = COST[found.severity] * {1: 1.0, 2: 0.5}.get(times[found.rule], 0.0)
        if found.severity == "suggestion":
            marks = min(marks, style)
            style -= marks
        if marks:
            charged.append(Charge(found, marks))
    return charged


def rounded(total: float) -> int:
    """Half up."""
    return int(total + 0.5)


def band(total: int) -> Band:
    """The name of a total."""
    return next(name for least, name in BANDS if total >= least)


def step(marks: float) -> int:
    """The marks of a category as people give them: 0 poor, 1 needs work, 2 good, 3 excellent."""
    return bisect_right(_STEPS, marks)


def _free(taken: list[tuple[int, int]], found: Finding) -> bool:
    """Whether no charged words overlap those of a finding; they are charged then. `taken` stays in order."""
    place = (found.span.start, found.span.end)
    at = bisect_left(taken, place)
    before, after = taken[at - 1] if at else (0, 0), taken[at] if at < len(taken) else (place[1], 0)
    if before[1] > place[0] or after[0] < place[1]:
        return False
    taken.insert(at, place)
    return True
