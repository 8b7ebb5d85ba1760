"""`replylint serve`: the check over HTTP, on loopback."""

from __future__ import annotations

import argparse
import json
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from replylint import __version__, schema, wire
from replylint.document import InputError, parse_json
from replylint.faces import options as given_options
from replylint.faces.fault import REPORT, where
from replylint.faces.schemas import conversation_schema
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_BYTES = 1024 * 1024


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """An answer of RFC 9457: `status`, one line of `detail`, and the `field` it is about."""

    def __init__(self, status: int, title: str, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.field = status, title, detail, field

    def response(self) -> Response:
        """The problem document."""
        body = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        if self.field:
            body["field"] = self.field
        return JSONResponse(body, self.status, media_type="application/problem+json")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    if options.host not in LOOPBACK:
        raise InputError(f"--host {options.host}: only loopback ({', '.join(LOOPBACK)}) is served without keys")
    if options.workers != 1:
        raise InputError(f"--workers {options.workers}: one process serves for now; start several on ports of their own")
    rules, settings = given_options.rules_and_settings(options)
    uvicorn.run(app(rules, settings), host=options.host, port=options.port, log_level="warning", access_log=False)
    return 0


def app(rules: Ruleset, settings: Settings) -> FastAPI:
    """The application over one ruleset."""
    served = FastAPI(title="replylint", version=__version__, redoc_url=None)

    @served.exception_handler(Problem)
    async def problem(_: Request, fault: Problem) -> Response:
        return fault.response()

    @served.middleware("http")
    async def local_only(request: Request, proceed: Any) -> Response:
        """Refuse what a web page sends here: a foreign Host is DNS rebinding, a web Origin another site's script."""
        refusal = _refusal(request)
        return refusal.response() if refusal else await proceed(request)

    schema_of_body = {"requestBody": {"content": {"application/json": {"schema": conversation_schema()}}, "required": True}}

    @served.post("/v1/check", openapi_extra=schema_of_body)
    async def check(request: Request) -> Response:
        """Judge the draft of a conversation (or of the short form)."""
        body = await _body(request)
        result = await run_in_threadpool(_checked, body, rules, settings)
        return Response(result, media_type="application/json")

    @served.get("/health/live")
    async def live() -> dict[str, str]:
        """The process runs."""
        return {"status": "live"}

    @served.get("/health/ready")
    async def ready() -> dict[str, Any]:
        """The rules are compiled."""
        return {"status": "ready", "rules": len(rules.rules)}

    return served


def _refusal(request: Request) -> Problem | None:
    """Why a request is not answered; None when it is."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if _host_name(host) not in LOOPBACK:
        return Problem(403, "Forbidden", "this server answers only to a loopback Host")
    own = f"{request.url.scheme}://{host}"
    if origin and origin != own and not origin.startswith(("chrome-extension://", "moz-extension://")):
        return Problem(403, "Forbidden", "this server does not answer to other web pages")
    return None


def _host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name.strip("[]").lower()


async def _body(request: Request) -> bytes:
    """The body of a request; a problem when it is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Problem(413, "Content Too Large", f"the limit is {MOST_BYTES:,} bytes")
    return body


def _checked(body: bytes, rules: Ruleset, settings: Settings) -> bytes:
    """The result of one check as JSON."""
    try:
        told = wire.conversation(parse_json(body.decode("utf-8"), "body"))
        result = lint(told, rules, settings)
    except UnicodeDecodeError as error:
        raise Problem(400, "Bad Request", f"byte {error.start} is not UTF-8") from None
    except schema.ShapeError as error:
        raise Problem(422, "Unprocessable Content", error.reason, schema.dotted(error.path)) from None
    except InputError as error:
        raise Problem(400, "Bad Request", str(error)) from None
    except Exception as error:  # its message could hold a customer's words, and would be logged
        raise Problem(500, "Internal Server Error", f"{where(error)}; {REPORT}") from None
    return json.dumps(wire.encode(result, told), ensure_ascii=False).encode()
