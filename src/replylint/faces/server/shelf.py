"""A tenant's store, as a server uses it: it may be switched off, and it may be away for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from replylint import store
from replylint.faces.server.problem import Problem

if TYPE_CHECKING:
    from replylint.store import Store

T = TypeVar("T")
WAIT = 2  # seconds for a store to answer
AGAIN = 3  # seconds after which one that did not answer is asked again


class Shelf:
    """Opens the store when it is first needed, and leaves it alone for a moment when it does not answer."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        self._opened: Store | None = None
        self._away: float | None = None
        self._lock = Lock()

    def use(self, work: Callable[[Store], T]) -> T:
        """What `work` gives back; raises a `Problem` when no store is switched on, `store.Unavailable` when it is away."""
        try:
            return work(self._store())
        except store.Unavailable:
            self._away = time.monotonic()
            raise

    def _store(self) -> Store:
        if self.url is None:
            raise Problem(409, "no store is switched on: set url under [store] in the settings of this key")
        if self._away is not None and time.monotonic() - self._away < AGAIN:
            raise store.Unavailable("store: did not answer a moment ago")
        with self._lock:
            if self._opened is None:
                self._opened = store.open(self.url, wait=WAIT)
            return self._opened

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None
