"""Works the webhooks that lie in a tenant's inbox: into the conversation, and its promises into the ledger.

A webhook is taken from the inbox when it is worked and not before, so nothing is lost when the process ends. Two processes
may work the same one: all that is done twice comes to the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from replylint.document import parse_json
from replylint.faces.server import journal
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant
from replylint.fault import where
from replylint.helpdesks import READERS, Deleted, Event, Said, Told
from replylint.ledger import ledger

if TYPE_CHECKING:
    from replylint.conversation import Conversation
    from replylint.finding import Entry
    from replylint.store import Store, Webhook

EVERY = 3  # seconds after which it looks for what other processes have laid into the inbox
_AT_ONCE = 20  # webhooks that are looked at for the next one to work
_TRIES = 10  # to note the promises of a conversation that others change meanwhile


class Postroom:
    """The one who works a tenant's inbox in this process."""

    def __init__(self, tenant: Tenant, service: Service) -> None:
        self._tenant, self._service = tenant, service
        self._ended = False

    async def run(self) -> None:
        """Work until `end`; what is under way then is finished."""
        while not self._ended:
            self._tenant.woken.clear()
            try:
                await self._empty()
            except Problem:
                pass  # the store is away, which the journal knows
            except Exception as fault:
                journal.write("webhooks not worked", logging.ERROR, tenant=self._tenant.name, fault=where(fault))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._tenant.woken.wait(), EVERY)

    def end(self) -> None:
        """Begin nothing more."""
        self._ended = True
        self._tenant.woken.set()

    async def _empty(self) -> None:
        """Work what lies in the inbox, the oldest first; what fails is passed over until the next time."""
        failed: set[tuple[str, str]] = set()
        while not self._ended:
            oldest = await self._service.stored(self._tenant, lambda store: store.inbox.oldest(_AT_ONCE))
            item = next((each for each in oldest if (each.vendor, each.id) not in failed), None)
            if item is None:
                return
            if not await self._worked(item):
                failed.add((item.vendor, item.id))

    async def _worked(self, item: Webhook) -> bool:
        """Whether a webhook could be worked; raises a `Problem` when the store is away."""
        stored = self._service.stored
        try:
            event = await self._service.linted(_event, item)
            if event is not None:
                await self._take(event)
        except Exception as fault:
            if isinstance(fault, Problem) and fault.status == 503:
                raise
            kind = f"Problem.{fault.status}" if isinstance(fault, Problem) else type(fault).__name__
            journal.write("webhook not worked", logging.ERROR, tenant=self._tenant.name, vendor=item.vendor, fault=where(fault))
            await stored(self._tenant, lambda store: store.inbox.failed(item.vendor, item.id, kind))
            return False
        await stored(self._tenant, lambda store: store.inbox.done(item.vendor, item.id))
        return True

    async def _take(self, event: Event) -> None:
        now = datetime.now(UTC)
        await self._service.stored(self._tenant, lambda store: _keep(store, event, now))
        if not isinstance(event, Deleted):
            await self._note(event.conversation if isinstance(event, Said) else str(event.conversation.id), now)

    async def _note(self, id: str, now: datetime) -> None:
        """Record the promises of a conversation as it is kept, and again when it was changed meanwhile: so the last one to
        record has seen all of it, whoever works beside us."""
        tenant, stored = self._tenant, self._service.stored
        thread = await stored(tenant, lambda store: store.threads.get(id))
        for _ in range(_TRIES):
            entries = await self._service.linted(ledger, thread, tenant.rules, tenant.settings) if thread else ()
            seen, thread = thread, await stored(tenant, partial(_record, id, entries, now))
            if thread == seen:
                return
        raise TimeoutError


def _event(item: Webhook) -> Event | None:
    return READERS[item.vendor](parse_json(item.body.decode(), "body"))


def _keep(store: Store, event: Event, now: datetime) -> None:
    if isinstance(event, Said):
        store.threads.append(event.conversation, event.turn, event.key, now)
    elif isinstance(event, Told):
        store.threads.put(event.conversation, now)
    else:
        store.forget(event.conversation)


def _record(id: str, entries: tuple[Entry, ...], now: datetime, store: Store) -> Conversation | None:
    """Record promises; the conversation as it is kept afterwards."""
    store.record(id, entries, now)
    return store.threads.get(id)
