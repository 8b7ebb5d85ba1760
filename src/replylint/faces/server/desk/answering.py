"""What a person may say of a reply, read from a form; raises a `Problem` that says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast, get_args

from replylint.faces.server.desk.visitor import Visitor
from replylint.faces.server.problem import Problem
from replylint.review import OVERRIDES, Kind, Review, Said, Step

LONGEST = 1_000
"""Characters of a reason."""
STEP, NOT_APPLICABLE = "step:", "na"
_OF_A_TRAINER: tuple[Kind, ...] = ("confirmed", *OVERRIDES, "restored", "upheld", "finished")
_WITH_A_REASON = (*OVERRIDES, "upheld", "disputed")


def score(fields: Mapping[str, str], review: Review, visitor: Visitor) -> Said:
    """A trainer's score: every criterion that is a person's, and the others as far as they were judged."""
    given = {name.removeprefix(STEP): value for name, value in fields.items() if name.startswith(STEP)}
    known = {each.name for each in review.card.criteria}
    steps = {name: _step(value) for name, value in given.items() if name in known}
    missing = [each.name for each in review.card.human if each.name not in steps]
    if missing:
        raise Problem(422, f"Not answered yet: {', '.join(missing)}. Choose N/A where there is nothing to judge.", "steps")
    passes = {"yes": True, "no": False}.get(fields.get("passes", ""))
    return Said("scored", visitor.name, _now(), reason=_reason(fields), steps=steps, passes=passes)


def as_form(given: Said) -> dict[str, str]:
    """The form of a score that was given."""
    told = {f"{STEP}{name}": NOT_APPLICABLE if one is None else str(one) for name, one in given.steps.items()}
    return {**told, "passes": {True: "yes", False: "no", None: ""}[given.passes], "reason": given.reason}


def answer(fields: Mapping[str, str], review: Review, visitor: Visitor) -> Said:
    """A word on a finding or on the whole reply."""
    allowed: tuple[Kind, ...] = _OF_A_TRAINER if visitor.role == "trainer" else ("disputed",)
    kind = next((each for each in allowed if each == fields.get("kind")), None)
    finding = fields.get("finding") or None
    if kind is None:
        raise Problem(422, "That cannot be said here.", "kind")
    if visitor.role == "trainer" and visitor.name not in review.scores:
        raise Problem(409, "Score the reply first: what replylint found is shown after that.", "kind")
    if finding is not None and all(each["finding"] != finding for each in review.found):
        raise Problem(422, "There is no such finding in this reply.", "finding")
    if finding is None and kind not in ("upheld", "disputed", "finished"):
        raise Problem(422, "Say which finding it is about.", "finding")
    reason = _reason(fields)
    if kind in _WITH_A_REASON and not reason:
        raise Problem(422, "Give a reason: it is what the other side reads.", "reason")
    return Said(kind, visitor.name, _now(), finding, reason)


def _step(value: str) -> Step | None:
    if value == NOT_APPLICABLE:
        return None
    if value not in map(str, get_args(Step)):
        raise Problem(422, "A criterion is given 0 to 3, or N/A.", "steps")
    return cast(Step, int(value))


def _reason(fields: Mapping[str, str]) -> str:
    reason = fields.get("reason", "").strip()
    if len(reason) > LONGEST:
        raise Problem(422, f"The reason has {len(reason):,} characters; the limit is {LONGEST:,}.", "reason")
    return reason


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
