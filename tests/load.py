"""Clients that press a server over sockets of their own, so that what was lost and when is known; and what it takes of the
machine meanwhile."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
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
        lengths = [int(line.partition(":")[2]) for line in head.split("\r\n") if line.startswith("content-length:")]
        return Answer(int(head.split()[1]), head, await reader.readexactly(sum(lengths)))


class Pressed:
    """What became of the requests of clients who each ask again as soon as they are answered, until they are refused.

    `kept`: over one connection as long as the server keeps it, else each over a new one.
    """

    def __init__(self, port: int, asked: Callable[[int], bytes]) -> None:
        self._port, self._request = port, asked
        self.asked = 0
        self.statuses: Counter[int] = Counter()
        self.lost: list[str] = []
        self.refused = 0

    async def press(self, kept: bool) -> None:
        """One client."""
        while True:
            try:
                async with connected(self._port) as (reader, writer):
                    while await self._ask(reader, writer) and kept:
                        pass
            except ConnectionRefusedError:
                self.refused += 1
                return

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Ask once; whether one may ask again over this connection."""
        self.asked += 1
        writer.write(self._request(self.asked))
        try:
            got = await answer(reader)
        except (OSError, EOFError, TimeoutError) as error:
            self.lost.append(type(error).__name__)
            return False
        self.statuses[got.status] += 1
        return "connection: close" not in got.head


@asynccontextmanager
async def connected(port: int, receives: int | None = None) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection, closed in the end; `receives`: the bytes that the system keeps for it unread."""
    own = socket.socket()
    if receives:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    own.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(own, ("127.0.0.1", port))
    except BaseException:
        own.close()
        raise
    reader, writer = await asyncio.open_connection(sock=own)
    try:
        yield reader, writer
    finally:
        writer.close()


async def drip(port: int) -> None:
    """Send a body a byte now and then."""
    body = b'{"text": "It ships today."}'
    async with connected(port) as (_, writer):
        writer.write(request("/v1/check", body)[: -len(body)])
        for byte in body:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.3)


async def be_silent(port: int) -> None:
    """Connect and send nothing."""
    async with connected(port):
        await asyncio.sleep(PATIENCE)


async def dawdle(port: int) -> None:
    """Ask for much, and read it a few bytes at a time."""
    async with connected(port, receives=4096) as (reader, writer):
        writer.write(request("/v1/rules") * 20)
        while True:
            await reader.read(100)
            await asyncio.sleep(0.3)


async def timed(port: int, asked: bytes, times: int) -> list[float]:
    """Seconds that each of so many requests took, one after the other over one connection; sorted."""
    took = []
    async with connected(port) as (reader, writer):
        for _ in range(times):
            began = time.perf_counter()
            writer.write(asked)
            assert (await answer(reader)).status == 200
            took.append(time.perf_counter() - began)
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


@contextmanager
def at_most(process: int, size: int) -> Iterator[None]:
    """While this lasts no file of that process grows beyond so many bytes, as on a disk that is full."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.prlimit(process, resource.RLIMIT_FSIZE, before)
