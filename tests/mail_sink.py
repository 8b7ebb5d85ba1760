"""A mail server of the tests' own, which keeps what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conftest import free_port

Inbox = list[bytes]


@contextmanager
def receiving() -> Iterator[tuple[int, Inbox]]:
    """A mail server: its port, and the mails that it took, byte for byte."""
    from aiosmtpd.controller import Controller

    got: Inbox = []

    class Sink:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
            got.append(envelope.original_content)
            return "250 OK"

    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port, got
    finally:
        controller.stop()
