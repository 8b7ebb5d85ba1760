"""So many requests a second, whether the server keeps up or not: what a steady stream of callers waits.

wrk asks again when it was answered, so that a server that stalls is asked less. Here each request has its instant, and its
time runs from then on, also while it waits for a free connection or for this program.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

MOST = 256  # connections


class Stream:
    """Requests over as many connections as they need."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self._port, self._requests = port, requests
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._room = asyncio.Semaphore(MOST)
        self.ms: list[float] = []
        self.errors = 0

    async def run(self, rate: float, seconds: float) -> None:
        """Ask at that rate for so long, and wait until all are answered."""
        began, waiting = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(due - time.perf_counter())
            waiting.append(asyncio.create_task(self._ask(self._requests[number % len(self._requests)], due)))
        await asyncio.gather(*waiting)
        for _, writer in self._idle:
            writer.close()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():  # else the server has tired of it
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)

    async def _ask(self, request: bytes, due: float) -> None:
        async with self._room:
            try:
                reader, writer = await self._connection()
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
            except (OSError, EOFError, ValueError):
                self.errors += 1
                return
            self._idle.append((reader, writer))
        self.errors += not head.startswith(b"HTTP/1.1 200 ")
        self.ms.append((time.perf_counter() - due) * 1000)


def streamed(port: int, bodies: Sequence[bytes], rate: float, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of each request at a rate, sorted, and how many were not answered well."""

    async def run() -> Stream:
        head = "POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
        stream = Stream(port, [head.format(len(body)).encode() + body for body in bodies])
        await stream.run(rate, seconds)
        return stream

    done = asyncio.run(run())
    return sorted(done.ms), done.errors
