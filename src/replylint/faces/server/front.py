"""What every request passes on its way in and out: a number, whom we answer, how long it took, and how it ended."""

from __future__ import annotations

import logging
import re
import time
import uuid
from http import HTTPMethod
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from replylint.faces.server import access, journal
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.fault import REPORT, where

_METHODS = frozenset(HTTPMethod)  # any word may be sent as one
_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET = ("/health/live", "/health/ready", "/metrics")  # asked every few seconds, and of no interest when they go well
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; "
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": _POLICY + "base-uri 'none'; frame-ancestors 'none'",
}


class Front:
    """The outermost part of the application. An exception ends here: its message could hold a text."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; anything else (the lifespan) goes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        visit = _Visit(self._service, scope, send, given if _NUMBER.fullmatch(given) else uuid.uuid4().hex)
        self._service.measures.begun()
        try:
            scope.setdefault("state", {})["caller"] = access.admitted(headers, self._service)
            await self._app(scope, receive, visit.send)
        except Problem as problem:
            await problem.response()(scope, receive, visit.send)
        except Exception as fault:
            visit.fault = where(fault)
            if visit.status:
                raise _CutShort from None
            await Problem(500, f"{visit.fault}; {REPORT}").response()(scope, receive, visit.send)
        finally:
            self._service.measures.ended(visit.route, visit.status, visit.seconds)
            visit.write_down()


class _CutShort(Exception):  # noqa: N818 - it says what happened
    """An answer that had begun and could not be ended; the connection is closed."""


class _Visit:
    """One request on its way through."""

    def __init__(self, service: Service, scope: Scope, send: Send, number: str) -> None:
        self._service, self._scope, self._send, self._number = service, scope, send, number
        self._began = time.perf_counter()
        self.status = 0
        self.fault: str | None = None

    @property
    def route(self) -> str:
        """The route as it is written down: never the path as it was asked, which may hold anything."""
        route = self._scope.get("route")
        return getattr(route, "path", None) or "other"

    @property
    def seconds(self) -> float:
        """Since it came in."""
        return time.perf_counter() - self._began

    async def send(self, message: Message) -> None:
        """Pass on what goes out, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = self._number
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if self._service.leaving:
                headers["connection"] = "close"
        await self._send(message)

    def write_down(self) -> None:
        """The line of this request in the journal."""
        if self.route in _QUIET and self.status < 400:
            return
        level = logging.ERROR if self.fault else logging.INFO
        caller: Any = self._scope.get("state", {}).get("caller")
        journal.write(
            "request",
            level,
            request=self._number,
            method=self._scope["method"] if self._scope["method"] in _METHODS and self.route != "other" else None,
            route=self.route,
            status=self.status or None,
            ms=round(self.seconds * 1000, 1),
            tenant=(caller.tenant.name or None) if caller else None,
            fault=self.fault,
        )
