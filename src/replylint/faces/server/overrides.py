"""`/v1/overrides`: a held draft is let go with a reason, and every gate that asks afterwards sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request

from replylint.conversation import Conversation
from replylint.faces.server import body, described, told
from replylint.faces.server.access import Holder, Serving
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant
from replylint.finding import Override, Result
from replylint.override import overridden, own_words

router = APIRouter(tags=["answers"])


@router.post("/v1/overrides", status_code=201, **described.OVERRIDES)
async def let_a_held_draft_go(request: Request, holder: Holder, service: Serving) -> dict[str, Any]:
    """Let a held draft go. It covers the findings that are listed: another one that holds, holds again."""
    letting = told.shaped(told.Letting, await body.read(request, service))
    _check(letting)
    tenant, now = holder.tenant, datetime.now(UTC).replace(microsecond=0)
    conversation = await service.linted(told.conversation, letting.conversation, tenant, "conversation")
    override = Override(letting.by, letting.reason, now + timedelta(hours=tenant.settings.server.override_hours))
    key = await service.linted(_key, conversation, tenant, service)
    await service.stored(tenant, lambda store: store.overrides.record(key, letting.findings, override, now))
    service.measures.overridden()
    return {**described_override(override), "findings": sorted(set(letting.findings))}


async def applied(result: Result, conversation: Conversation, tenant: Tenant, service: Service) -> Result:
    """The result as an override changes it. When the store is away it stays as it is: held."""
    key = await service.linted(_key, conversation, tenant, service)
    now = datetime.now(UTC)
    try:
        found = await service.stored(tenant, lambda store: store.overrides.find(key, now))
    except Problem:
        return result
    return overridden(result, *found, tenant.settings) if found else result


def described_override(override: Override) -> dict[str, Any]:
    """An override as a result tells it."""
    return {"by": override.by, "reason": override.reason, "until": override.until and override.until.isoformat()}


def _key(conversation: Conversation, tenant: Tenant, service: Service) -> str:
    return service.keys.digest(tenant.name, own_words(conversation, tenant.rules))


def _check(letting: told.Letting) -> None:
    for field in ("by", "reason"):
        said = getattr(letting, field)
        if not said.strip():
            raise Problem(422, "is empty; an override says by whom and why", field)
        if len(said) > told.LONGEST:
            raise Problem(422, f"{len(said):,} characters; the limit is {told.LONGEST}", field)
    if not letting.findings:
        raise Problem(422, "is empty; name the ids of the findings that are let go", "findings")
    if len(letting.findings) > told.MOST or any(len(each) > told.LONGEST for each in letting.findings):
        raise Problem(422, f"at most {told.MOST} ids of findings of {told.LONGEST} characters", "findings")
