"""A web server of a test's own, which ends when the block does."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"


class Quiet(BaseHTTPRequestHandler):
    """Answers without a word on standard error."""

    def log_message(self, *_: object) -> None:
        """Test output is not for a web server's lines."""


class _Files(Quiet, SimpleHTTPRequestHandler):
    """The files of a folder."""


@contextmanager
def answered(handler: Callable[..., Any]) -> Iterator[str]:
    """The URL under which a handler answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{web.server_port}"
        finally:  # also when the test fails: the thread would keep the process alive
            web.shutdown()
            thread.join()


def served(folder: Path = PAGES) -> AbstractContextManager[str]:
    """The URL under which a folder is served; for a `with` block."""
    return answered(functools.partial(_Files, directory=folder))
