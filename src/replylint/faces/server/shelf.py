"""A tenant's store, as a server uses it: it may be switched off, and it may be away for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from replylint import store
from replylint.faces.server.problem import Problem

if TYPE_CHECKING:
    from replylint.store import Store

T = TypeVar("T")
THREADS = 4  # of each, so that one that hangs holds up no other tenant
WAIT = 2  # seconds for a store to answer
LIMIT = 4.0  # seconds after which it is away, whatever it does: a server that hangs says nothing
OPENING = 20.0  # the same at the start, when packages are imported and tables are made
AGAIN = 3  # seconds after which one that did not answer is asked again
_SOON = 0.5  # seconds; one that refuses sooner keeps nobody waiting, and what it refuses to write it may yet read


class Shelf:
    """Opens the store when it is first needed, and leaves it alone for a moment when it does not answer."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        self._opened: Store | None = None
        self._opening = Lock()
        self._threads = ThreadPoolExecutor(THREADS, "store")
        self._asked: set[Future[Any]] = set()
        self._away: float | None = None

    async def use(self, work: Callable[[Store], T], within: float = LIMIT) -> T:
        """What `work` gives back; raises a `Problem` when no store is switched on, `store.Unavailable` when it is away.

        It is away after so many seconds, too. The thread goes on until the database lets it.
        """
        if self.url is None:
            raise Problem(409, "no store is switched on: set url under [store] in the settings of this key")
        if self._left_alone():
            raise store.Unavailable("store: did not answer a moment ago")
        began, asked = time.monotonic(), self._threads.submit(self._done, work)
        self._asked.add(asked)
        asked.add_done_callback(self._asked.discard)
        try:
            done = await asyncio.wait_for(asyncio.wrap_future(asked), within)
        except (TimeoutError, store.Unavailable):
            if time.monotonic() - began > _SOON:
                self._away = time.monotonic()
            raise store.Unavailable("store: does not answer or cannot be written") from None
        self._away = None
        return done

    def _left_alone(self) -> bool:
        """Whether it did not answer: after a while one asks again, and until that one is answered the others go without."""
        if self._away is None:
            return False
        return bool(self._asked) or time.monotonic() - self._away < AGAIN

    def _done(self, work: Callable[[Store], T]) -> T:
        assert self.url is not None
        with self._opening:
            if self._opened is None:
                self._opened = store.open(self.url, wait=WAIT)
        return work(self._opened)

    def close(self) -> None:
        """Let go of it; who hangs in it is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()
