"""A server that answers as a test wants, and keeps what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from web import Quiet, answered


class Stub:
    """The bodies and heads of the requests, and the answer to the next ones: a result without findings, unless told."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = self.says({"verdict": "pass", "findings": []})

    def says(self, told: Any, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
        """An answer in JSON."""
        return self.writes(json.dumps(told).encode(), status)

    def writes(self, body: bytes, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
        """An answer of these bytes."""

        def write(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Length", str(len(body)))
            request.send_header("Location", "/elsewhere")
            request.end_headers()
            request.wfile.write(body)

        return write


@contextmanager
def stub() -> Iterator[tuple[str, Stub]]:
    """Such a server, and its URL."""
    kept = Stub()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.bodies.append(json.loads(body))
            kept.heads.append({"path": self.path, **dict(self.headers)})
            kept.answer(self)

    with answered(Handler) as url:
        yield url, kept
