"""What the pages of the desk show of a review: never a score of replylint's, a mark or another trainer's word before the
trainer has scored the reply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from replylint.faces.server.desk.visitor import Visitor
from replylint.report import cases
from replylint.review import Review, apart, compared
from replylint.score import step
from replylint.scoresheet import Place, Scored

_FIRST = Place(0, 0)  # a reply on the desk stands in no sheet


def blind(review: Review, visitor: Visitor) -> bool:
    """Whether a trainer has not scored it yet."""
    return visitor.role == "trainer" and visitor.name not in review.scores


def listed(reviews: Iterable[Review], visitor: Visitor) -> list[dict[str, Any]]:
    """The rows of a list."""
    return [_listed(review, visitor) for review in reviews]


def _listed(review: Review, visitor: Visitor) -> dict[str, Any]:
    hidden = blind(review, visitor)
    told = {key: review.row[key] for key in ("agent", "team", "channel", "at")}
    told |= {"id": review.id, "name": review.name, "state": review.state, "blind": hidden, "round": review.round}
    told["trainers"] = len(review.scores)
    if hidden:
        return told
    mine = visitor.name in review.blind
    return {
        **told,
        "total": review.now.total,
        "passed": review.now.passed,
        "compared": len(compared(review, visitor.name)) if mine else 0,
        "apart": len(apart(review, visitor.name)) if mine else 0,
    }


def bare(review: Review) -> dict[str, Any]:
    """A reply with its conversation, and nothing of what was found or said."""
    return _conversation(review, [])


def shown(review: Review, visitor: Visitor) -> dict[str, Any]:
    """A reply with its conversation, what was found marked in it, the scorecard, and what was said."""
    told = _conversation(review, [dict(each) for each in review.found])
    charged = {each.finding.id: each.marks for line in review.now.lines for each in line.charged}
    return {
        **told,
        "lines": _lines(review, visitor),
        "found": [_found(each, review, charged) for each in told["case"]["replies"][0]["found"]],
        "apart": apart(review, visitor.name) if visitor.name in review.blind else {},
        "whole_dispute": review.disputes.get(None),
    }


def _conversation(review: Review, found: list[dict[str, Any]]) -> dict[str, Any]:
    row = {"turn": review.row["turn"], "total": None, "passed": None, "deductions": found, "failings": [], "to_confirm": []}
    case = next(cases.cases([Scored(_FIRST, dict(review.thread), [row])]))
    return {"review": review, "case": case, "turn": f"{case['id']}-t{row['turn']}"}


def _found(each: dict[str, Any], review: Review, charged: dict[str, float]) -> dict[str, Any]:
    id = each["finding"]
    fails = each["rule"] in review.now.failed_by
    said = [said for said in review.said if said.finding == id]
    answer, dispute = review.answers.get(id), review.disputes.get(id)
    return {**each, "marks": charged.get(id), "fails": fails, "said": said, "answer": answer, "dispute": dispute}


def _lines(review: Review, visitor: Visitor) -> list[dict[str, Any]]:
    """The scorecard, a line a criterion: what replylint gave, what it comes to now, and what the trainer gave."""
    first = {each["name"]: each["marks"] for each in review.row["criteria"]}
    mine = review.blind.get(visitor.name)
    return [
        {
            "name": line.criterion.name,
            "asks": line.criterion.asks,
            "points": line.criterion.points,
            "human": line.criterion.human,
            "first": first.get(line.criterion.name),
            "now": line.marks,
            "step": None if line.marks is None else step(line.marks),
            "mine": mine.steps.get(line.criterion.name, "") if mine else "",
        }
        for line in review.now.lines
    ]
