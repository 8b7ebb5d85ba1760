"""`/v1/feedback`: what people say of findings, counted a rule."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from replylint import schema
from replylint.faces.server import body, described, told
from replylint.faces.server.access import Holder, Reader, Serving
from replylint.faces.server.problem import Problem

router = APIRouter(tags=["answers"])


@router.post("/v1/feedback", status_code=204, **described.FEEDBACK)
async def answer_a_finding(request: Request, holder: Holder, service: Serving) -> Response:
    """Answer a finding: not here, never this phrase, or it is wrong. Only a count for its rule is kept."""
    given = told.shaped(told.Answer, await body.read(request, service))
    known = [rule.id for rule in holder.tenant.rules.rules]
    if given.rule not in known:
        raise Problem(422, f"no such rule{schema.nearest(given.rule, known)}", "rule")
    today = datetime.now(UTC).date()
    await service.stored(holder.tenant, lambda store: store.feedback.add({(given.rule, given.answer): 1}, today))
    service.measures.answered(given.rule, given.answer)
    return Response(status_code=204)


@router.get("/v1/feedback", **described.FEEDBACK_TABLE)
async def count_answers(reader: Reader, service: Serving) -> dict[str, Any]:
    """How often the findings of each rule were shown, dismissed and called wrong."""
    await service.keep_counts(reader.tenant)
    rows = await service.stored(reader.tenant, lambda store: store.feedback.table())
    return {"rules": [row._asdict() for row in rows]}
