"""A server that answers as a test wants, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


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

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.bodies.append(json.loads(body))
            kept.heads.append({"path": self.path, **dict(self.headers)})
            kept.answer(self)

        def log_message(self, *_: object) -> None:
            """Test output is not for a web server's lines."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{web.server_port}", kept
        finally:  # also when the test fails: the thread would keep the process alive
            web.shutdown()
            thread.join()
