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
AGAIN = 20  # seconds after which a store that was away is asked again
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
            pause = EVERY
            try:
                await self._empty()
            except Exception as fault:
                pause = AGAIN
                if not _away(fault):  # which the journal has already
                    journal.write("webhooks not worked", logging.ERROR, tenant=self._tenant.name, fault=where(fault))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._tenant.woken.wait(), pause)

    def end(self) -> None:
        """Begin nothing more."""
        self._ended = True
        self._tenant.woken.set()

    async def _empty(self) -> None:
        """Work what lies in the inbox, each after all that came before it: until it is empty, one fails, or another process
        is at it and quicker."""
        while not self._ended:
            found = await self._service.stored(self._tenant, lambda store: store.inbox.oldest(1))
            if not (found and await self._worked(found[0])):
                return

    async def _worked(self, item: Webhook) -> bool:
        """Whether a webhook was worked here; raises a `Problem` when the store is away."""
        try:
            return await self._work(item)
        except Exception as fault:
            if _away(fault):
                raise
            kind, name = type(fault).__name__, self._tenant.name
            journal.write("webhook not worked", logging.ERROR, tenant=name, vendor=item.vendor, fault=where(fault))
            await self._service.stored(self._tenant, lambda store: store.inbox.failed(item.vendor, item.id, kind))
            return False

    async def _work(self, item: Webhook) -> bool:
        tenant, stored, now = self._tenant, self._service.stored, datetime.now(UTC)
        event = await self._service.linted(_read, item)
        if not await stored(tenant, partial(_kept, item, event, now)):
            return False
        if not isinstance(event, Deleted):
            await self._note(event.conversation if isinstance(event, Said) else str(event.conversation.id), now)
        return await stored(tenant, lambda store: store.inbox.done(item.vendor, item.id))

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


def _away(fault: Exception) -> bool:
    """Whether the store is, and nothing else is wrong."""
    return isinstance(fault, Problem) and fault.status == 503


def _read(item: Webhook) -> Event:
    event = READERS[item.vendor](parse_json(item.body.decode(), "body"))
    assert event is not None, "what is ignored is not laid into the inbox"
    return event


def _kept(item: Webhook, event: Event, now: datetime, store: Store) -> bool:
    """Keep what a webhook tells; False when another process has worked it meanwhile, and perhaps what came after it."""
    if not store.inbox.waits(item.vendor, item.id):
        return False
    if isinstance(event, Said):
        store.threads.append(event.conversation, event.turn, event.key, now)
    elif isinstance(event, Told):
        store.threads.put(event.conversation, now)
    else:
        store.forget(event.conversation)
    return True


def _record(id: str, entries: tuple[Entry, ...], now: datetime, store: Store) -> Conversation | None:
    """Record promises; the conversation as it is kept afterwards."""
    store.record(id, entries, now)
    return store.threads.get(id)
