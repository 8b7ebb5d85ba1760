"""`/v1/webhooks`: what a helpdesk tells after a message was sent. It feeds the ledger, and holds nothing back.

A webhook is checked and laid into the inbox of the store, and answered; `postroom` works it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import Headers

from replylint import schema
from replylint.faces.server import body, described, signature, told
from replylint.faces.server.access import Caller, Serving
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant
from replylint.helpdesks import READERS, Event, Told, zendesk

router = APIRouter(tags=["webhooks"])
Of = Annotated[str, Query(description="The name of the tenant; without it the installation's own.")]


@router.post("/v1/webhooks/zendesk", status_code=202, **described.ZENDESK)
async def take_from_zendesk(request: Request, service: Serving, tenant: Of = "") -> Response:
    """A ticket event of Zendesk. Public messages go into the conversation of the ticket; other events are ignored."""
    return await _counted("zendesk", request, service, tenant)


@router.post("/v1/webhooks/standard", status_code=202, **described.STANDARD)
async def take_from_any_sender(request: Request, service: Serving, tenant: Of = "") -> Response:
    """An event of any system, signed as Standard Webhooks are: `conversation.updated`, `conversation.deleted`."""
    return await _counted("standard", request, service, tenant)


async def _counted(vendor: str, request: Request, service: Service, name: str) -> Response:
    try:
        outcome = await _received(vendor, request, service, name)
    except Problem as problem:
        if problem.status < 500:
            service.measures.webhook(vendor, "refused")
        raise
    service.measures.webhook(vendor, outcome)
    return JSONResponse({"status": outcome}, 202 if outcome == "accepted" else 200)


async def _received(vendor: str, request: Request, service: Service, name: str) -> str:
    """What became of a webhook; raises a `Problem`. Nothing of a body is read before its signature is known to be right."""
    given = await body.read(request, service)
    tenant = _signed(vendor, request, service, name, given)
    request.state.caller = Caller(tenant, False)  # the journal names the tenant
    event, id = await service.linted(_read, vendor, given, request.headers, tenant)
    if event is None:
        return "ignored"
    now = datetime.now(UTC)
    if not await service.stored(tenant, lambda store: store.inbox.put(vendor, id, given, now)):
        return "seen before"
    tenant.woken.set()
    return "accepted"


def _signed(vendor: str, request: Request, service: Service, name: str, given: bytes) -> Tenant:
    """The tenant whose secret signed; raises a `Problem`, the same for a tenant that there is not."""
    tenant = service.tenants.get(name)
    secrets: Mapping[Any, str] = tenant.settings.server.webhooks if tenant else {}
    if tenant is None or vendor not in secrets:
        raise Problem(404, "no webhooks of this vendor are taken here: the settings of the tenant name no secret of it")
    if not signature.genuine(vendor, secrets[vendor], request.headers, given):
        what = "the signature is not of this body, or its time is more than five minutes off"
        raise Problem(401, what, WWW_Authenticate="Signature")
    return tenant


def _read(vendor: str, given: bytes, headers: Headers, tenant: Tenant) -> tuple[Event | None, str]:
    """What a webhook tells, and its id, which the signature covers; raises a `Problem` that names the field."""
    data = told.data(given)
    try:
        event = READERS[vendor](data)
        id = zendesk.identity(data) if vendor == "zendesk" else headers["webhook-id"]
    except schema.ShapeError as error:
        raise told.misshapen(error) from None
    if isinstance(event, Told):
        told.within_limits(event.conversation, tenant, "data")
    return event, id
