"""`/health/live`, `/health/ready`, `/metrics`: for whoever runs the server."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from replylint.faces.server import described
from replylint.faces.server.access import Anyone, Serving
from replylint.faces.server.problem import Problem

router = APIRouter(tags=["running it"])


@router.get("/health/live", **described.LIVE)
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@router.get("/health/ready", **described.READY)
async def ready(service: Serving) -> Response:
    """The rules are compiled and the parser is loaded, so that the first request is as quick as the next."""
    told: dict[str, Any] = {"status": "ready" if service.ready else "starting", "rules": len(service.own.rules.rules)}
    return JSONResponse(told, 200 if service.ready else 503)


@router.get("/metrics", **described.METRICS)
async def metrics(caller: Anyone, service: Serving) -> Response:
    """Counts and times for Prometheus, of all tenants together; so a tenant's key does not open it."""
    if caller.tenant is not service.own:
        raise Problem(403, "the counts are of all tenants together; ask with a key of the installation's own")
    return Response(service.measures.page(), media_type=CONTENT_TYPE_LATEST)
