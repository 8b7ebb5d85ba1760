"""A trainer's number for a reply: a pure function of what was found (the scale and its reasons: docs/scoring.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from replylint.finding import Finding, Score
from replylint.reading import Reading

CHECKS = 62


def score(findings: Iterable[Finding], applied: Sequence[str], reading: Reading) -> Score:
    """The score of one reply."""
    return Score(None, None, None, None, "not yet", (), {}, len(applied), CHECKS)
