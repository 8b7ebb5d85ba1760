"""The processes that serve, and how they end: who was let in is answered, who comes later is refused at once."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator

import uvicorn
from prometheus_client.multiprocess import mark_process_dead
from uvicorn.supervisors import multiprocess

BACKLOG = 2048  # how many may wait to be taken
_LAST_WORDS = 1.0  # seconds for a request that is on its way when nothing new is let in any more
_FILTER = 26  # SO_ATTACH_FILTER, which Python does not name
_NOTHING = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))  # a socket filter: "return 0", nothing passes


def serve(config: uvicorn.Config, listening: socket.socket) -> None:
    """Serve in this process, or in as many as the configuration says, until stopped."""
    if config.workers == 1:
        _Server(config).run([listening])
    else:
        multiprocess.Process = _Worker  # type: ignore[misc]  # the one place where uvicorn says what a worker is
        _Watch(config, [listening]).run()


class _Server(uvicorn.Server):
    """One process. uvicorn's own would drop whoever waits to be let in, and what comes over a connection that was kept."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to take connections; of several processes each takes one at a time.

        asyncio takes as many at once as it is told may wait, and the first process to wake would have them all, for as
        long as they are kept.
        """
        if self.config.workers > 1:
            self.config.backlog = 1
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody new in, answer the others and tell them to leave; then end as usual."""
        self.config.loaded_app.state.service.leaving = True
        if self.config.workers == 1:
            _connect_nobody(sockets or ())
        waiting = [each for listening in sockets or () for each in _waiting(listening)]
        for server in self.servers:
            server.close()
        for each in waiting:
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, each)
        until = time.monotonic() + _LAST_WORDS
        while self.server_state.connections and time.monotonic() < until and not self.force_exit:
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        made: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        return made(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


def _connect_nobody(listening: Iterable[socket.socket]) -> None:
    """Let the system connect nobody more, so that none comes between the last one who is taken and the end of the socket.

    Linux alone knows how; elsewhere that moment stays, less than a millisecond. Those who ask meanwhile ask again after a
    second, and are refused. It holds for all who share the socket, so several workers leave it to the one who watches.
    """
    if sys.platform == "linux":
        for each in listening:
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, _FILTER, struct.pack("HL", 1, ctypes.addressof(_NOTHING)))


def _waiting(listening: socket.socket) -> Iterator[socket.socket]:
    """Those whom the system has connected and nobody has taken yet; they may have sent a request already."""
    with contextlib.suppress(OSError):  # nobody is left, or there is no room for more
        while True:
            yield listening.accept()[0]


class _Worker(multiprocess.Process):
    """One of several processes."""

    @property
    def server(self) -> uvicorn.Server:
        """What serves in it."""
        if self._server is None:
            self._server = _Server(self.config)
        return self._server

    def is_alive(self, timeout: float = 0) -> bool:  # noqa: ARG002
        """Whether it runs. uvicorn would also end one that does not answer for seconds, as at the start on a busy machine."""
        return self.process.is_alive()

    def join(self) -> None:
        """Wait until it has ended; what it was doing is no more under way."""
        super().join()
        mark_process_dead(self.pid)  # type: ignore[no-untyped-call]


class _Watch(multiprocess.Multiprocess):
    """Starts several, and another one for one that is lost."""

    def terminate_all(self) -> None:
        """End all. If this process went on listening, whoever connects would wait for nobody."""
        _connect_nobody(self.sockets)
        for listening in self.sockets:
            listening.close()
        super().terminate_all()
