"""The application: the routes, what is done beside them, and what stands in front of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.routing import iter_route_contexts
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from replylint import __version__
from replylint.faces.server import (
    access,
    checking,
    commitments,
    feedback,
    health,
    languagetool,
    openapi,
    overrides,
    rules,
    webhooks,
)
from replylint.faces.server.front import Front
from replylint.faces.server.postroom import Postroom
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service

ROUTERS = (checking, overrides, feedback, commitments, webhooks, rules, languagetool, health)
_SWAGGER = Path(fastapi_offline.__file__).parent / "static"  # its page would fetch its parts from elsewhere
_PAGE = Path(__file__).parent / "page"
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'"
)
_NO_TELEMETRY: TelemetryConfig = {  # where a process has OpenTelemetry, it would be sent paths and exceptions as they are
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
_EVERY = 10  # seconds between what is added to the store


def app(service: Service) -> FastAPI:
    """The application over a service."""
    served = FastAPI(
        title="replylint", version=__version__, docs_url=None, redoc_url=None, lifespan=_lifespan, telemetry=_NO_TELEMETRY
    )
    served.state.service = service
    for module in ROUTERS:
        served.include_router(module.router)
    _documents(served)
    _show_page(served)
    if service.desk:
        _show_desk(served)
    served.openapi = lambda: openapi.document(served, service)  # type: ignore[method-assign]
    served.add_exception_handler(Problem, _problem)
    served.add_exception_handler(RequestValidationError, _misfit)
    served.add_exception_handler(HTTPException, _refused)
    served.add_middleware(
        CORSMiddleware,
        allow_origins=access.origins(service),
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", "x-request-id"],
        max_age=600,
    )
    served.add_middleware(Front, service=service)
    return served


@asynccontextmanager
async def _lifespan(served: FastAPI) -> AsyncIterator[None]:
    """Warm up beside the first requests and work the webhooks; at the end finish the one under way, keep what was counted
    and let go of everything."""
    service: Service = served.state.service
    tasks = [asyncio.create_task(service.warm()), asyncio.create_task(_now_and_then(service))]
    rooms = [Postroom(each, service) for each in service.tenants.values() if each.shelf.url and each.settings.server.webhooks]
    working = [asyncio.create_task(room.run()) for room in rooms]
    try:
        yield
    finally:
        for room in rooms:
            room.end()
        await asyncio.gather(*working)
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await _keep_counts(service)
        service.close()


async def _now_and_then(service: Service) -> None:
    while True:
        await asyncio.sleep(_EVERY)
        await _keep_counts(service)


async def _keep_counts(service: Service) -> None:
    for tenant in service.tenants.values():
        await service.keep_counts(tenant)


def _documents(served: FastAPI) -> None:
    """The page about the routes, from parts that are here."""
    served.mount("/docs/parts", StaticFiles(directory=_SWAGGER), name="parts of /docs")

    @served.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        page = get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="replylint: the API",
            swagger_js_url="/docs/parts/swagger-ui-bundle.js",
            swagger_css_url="/docs/parts/swagger-ui.css",
            swagger_favicon_url="/docs/parts/favicon.png",
        )
        page.headers["content-security-policy"] = _DOCS_POLICY
        return page


def _show_page(served: FastAPI) -> None:
    """The page for people: a draft checked as they type, through the same routes that a program asks."""
    served.mount("/page", StaticFiles(directory=_PAGE), name="parts of the page")

    @served.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(_PAGE / "index.html")


def _show_desk(served: FastAPI) -> None:
    """The trainer's desk, which needs packages that only an extra installs."""
    from replylint.faces.server import desk

    served.mount("/desk/parts", StaticFiles(directory=desk.PARTS), name="parts of the desk")
    served.include_router(desk.router)


async def _problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem.response()


async def _misfit(_: Request, error: Exception) -> Response:
    """A parameter that does not fit; what was given is not repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return Problem(422, str(first["msg"]), ".".join(map(str, first["loc"]))).response()


async def _refused(request: Request, error: Exception) -> Response:
    """No such route, or not by that method."""
    assert isinstance(error, HTTPException)
    known = {404: "no such route; /docs lists them", 405: "not by that method; /docs lists the routes"}
    headers = {**(error.headers or {}), **(_allowed(request) if error.status_code == 405 else {})}
    return Problem(error.status_code, known.get(error.status_code, "refused"), **headers).response()


def _allowed(request: Request) -> dict[str, str]:
    """All methods that a path is there for; the router tells only those of the first route that has the path."""
    path = getattr(request.scope.get("route"), "path", "")
    methods = sorted(
        method for route in iter_route_contexts(request.app.routes) if route.path == path for method in route.methods or ()
    )
    return {"Allow": ", ".join(methods)} if methods else {}
