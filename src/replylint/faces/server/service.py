"""What one process serves with: the tenants, the keys, the threads that lint, and for how long a request may take."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from replylint import keys, store
from replylint.document import InputError
from replylint.faces.server import journal, tenants
from replylint.faces.server.measured import Measures
from replylint.faces.server.problem import Problem
from replylint.faces.server.sample import SAMPLE
from replylint.faces.server.shelf import OPENING
from replylint.faces.server.tenants import Tenant
from replylint.fault import where
from replylint.finding import Result
from replylint.lint import lint
from replylint.reading import syntax
from replylint.ruleset import Ruleset
from replylint.settings import Settings

if TYPE_CHECKING:
    from replylint.store import Store

T = TypeVar("T")
LINTING = 4  # threads; a long draft holds one of them, and short ones get past it


class Service:
    """All that the routes share. `ready`: the first request is as quick as the next; `leaving`: no more are let in; `desk`:
    the secret that signs for who is at the desk, "" when there is none."""

    def __init__(self, rules: Ruleset, settings: Settings, host: str = "127.0.0.1", desk: str | None = None) -> None:
        self.host, self.desk = host, desk or ""
        self.settings = settings.server
        self.tenants = tenants.load(tenants.tenant("", rules, settings))
        self.measures = Measures()
        self.ready = False
        self.leaving = False
        self._keys = KeyFile(Path(self.settings.keys) if self.settings.keys else keys.home())
        self._linting = ThreadPoolExecutor(LINTING, "lint")

    @property
    def own(self) -> Tenant:
        """The installation's own tenant."""
        return self.tenants[""]

    @property
    def keys(self) -> keys.Keys:
        """The keys as they are now."""
        return self._keys.read()

    async def linted(self, work: Callable[..., T], *arguments: object) -> T:
        """What `work` gives back, done in a thread; raises a `Problem` when that takes too long.

        The thread goes on to its end, which the limits on what is taken in keep near.
        """
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._linting, work, *arguments), self.settings.seconds)
        except TimeoutError:
            raise Problem(504, f"this took longer than {self.settings.seconds:g} seconds") from None

    async def stored(self, tenant: Tenant, work: Callable[[Store], T]) -> T:
        """What `work` does with a tenant's store; raises a `Problem` when there is none or it is away."""
        try:
            return await tenant.shelf.use(work)
        except store.Unavailable:
            journal.write("store unavailable", tenant=tenant.name)
            raise Problem(503, "the store does not answer or cannot be written", Retry_After="5") from None
        except InputError as error:
            raise Problem(422, str(error)) from None

    def judged(self, result: Result, tenant: Tenant, kept: bool) -> None:
        """Count a result; for the store too, when a key was given and one is switched on."""
        self.measures.judged(result)
        if kept and tenant.shelf.url is not None:
            tenant.shown.add(result)

    async def keep_counts(self, tenant: Tenant) -> None:
        """Add to a tenant's store what was counted since the last time; a store that is away gets it later."""
        counts = tenant.shown.take()
        if counts:
            try:
                await self.stored(tenant, partial(_add, counts, datetime.now(UTC).date()))
            except Problem:
                tenant.shown.put_back(counts)

    async def warm(self) -> None:
        """Do once what every first request would wait for: rules compiled, the parser loaded, the stores opened."""
        try:
            once = asyncio.get_running_loop().run_in_executor(self._linting, self._once)
            await asyncio.gather(once, *(self._open(each) for each in self.tenants.values() if each.shelf.url is not None))
        except Exception as fault:  # a server that cannot do its work is not ready, and says why
            journal.write("not ready", logging.ERROR, fault=where(fault))
        else:
            self.ready = True

    def _once(self) -> None:
        for each in self.tenants.values():
            lint(SAMPLE.long(), each.rules, each.settings)
        if syntax.installed() and any(each.settings.parser == "auto" for each in self.tenants.values()):
            syntax.parse("We will see.")

    async def _open(self, tenant: Tenant) -> None:
        """Open a store; one that cannot be opened keeps nothing from being ready, and is tried again when it is needed."""
        try:
            await tenant.shelf.use(lambda _: None, within=OPENING)
        except InputError:
            journal.write("store unavailable", tenant=tenant.name)

    def close(self) -> None:
        """Finish what is under way and let go of everything."""
        self._linting.shutdown(wait=True, cancel_futures=True)
        for each in self.tenants.values():
            each.shelf.close()


def _add(counts: dict[tuple[str, str], int], day: date, kept: Store) -> None:
    kept.feedback.add(counts, day)


class KeyFile:
    """The keys of a file, read again when it changes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, int, int] | None = None
        self._kept = keys.read(file)

    def read(self) -> keys.Keys:
        """The keys now. A file that cannot be read any more admits nobody."""
        try:
            now = self._file.stat()
        except OSError:
            seen = (0, 0, 0)
        else:
            seen = (now.st_mtime_ns, now.st_size, now.st_ino)
        if seen != self._seen:
            try:
                self._kept = keys.read(self._file)
            except InputError:
                journal.write("keys unreadable")
                self._kept = keys.Keys(self._kept.secret)
            self._seen = seen
        return self._kept
