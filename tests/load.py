"""Clients that press a server over sockets of their own, so that what was lost and when is known; and what it takes of the
machine meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PATIENCE = 60  # seconds; this machine may be busy


class Answer(NamedTuple):
    """What came back: the head as it came, in lower case, and the whole body."""

    status: int
    head: str
    body: bytes


def request(path: str, body: bytes | None = None, *headers: str) -> bytes:
    """A request as it goes over the wire: a POST of a body, or a GET without one."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


async def answer(reader: asyncio.StreamReader) -> Answer:
    """The next answer, whole; raises `asyncio.IncompleteReadError` or `OSError` when it does not come."""
    async with asyncio.timeout(PATIENCE):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(int(line.partition(":")[2]) for line in head.split("\r\n") if line.startswith("content-length:"))
        return Answer(int(head.split()[1]), head, await reader.readexactly(length))


class Pressed:
    """What became of the requests of clients who each ask again as soon as they are answered, until they are refused.

    `kept`: over one connection as long as the server keeps it, else each over a new one.
    """

    def __init__(self, port: int, asked: Callable[[int], bytes]) -> None:
        self._port, self._asked = port, asked
        self.statuses: Counter[int] = Counter()
        self.lost: list[str] = []
        self.refused = 0

    async def press(self, kept: bool) -> None:
        """One client."""
        number = 0
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                self.refused += 1
                return
            stays = True
            while stays:
                number += 1
                writer.write(self._asked(number))
                try:
                    got = await answer(reader)
                except (OSError, EOFError, TimeoutError) as error:
                    self.lost.append(f"{type(error).__name__} after {number} requests, {'kept' if kept else 'new'}")
                    break
                self.statuses[got.status] += 1
                stays = kept and "connection: close" not in got.head
            writer.close()


async def timed(port: int, asked: bytes, times: int) -> list[float]:
    """Seconds that each of so many requests took, one after the other over one connection; sorted."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    for _ in range(times):
        began = time.perf_counter()
        writer.write(asked)
        assert (await answer(reader)).status == 200
        took.append(time.perf_counter() - began)
    writer.close()
    return sorted(took)


class Taken(NamedTuple):
    """What a process takes of the machine."""

    megabytes: float
    threads: int
    files: int


def taken(process: int) -> Taken:
    """The same as the system tells it now."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines())
    files = len(list(Path(f"/proc/{process}/fd").iterdir()))
    return Taken(int(told["VmRSS"].split()[0]) / 1024, int(told["Threads"]), files)


def children(process: int) -> set[int]:
    """The processes that one has started and that run."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return {int(each) for each in found}
