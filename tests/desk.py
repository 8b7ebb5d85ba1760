"""Helpdesks of the tests' own: they sign what they send, and a service takes it in.

Standard Webhooks are signed by their own package. No message that Zendesk really sent is at hand: its signatures are made
here, from its documentation.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from standardwebhooks import Webhook

from replylint import packs, store
from replylint.faces.server.app import app
from replylint.faces.server.service import Service
from replylint.settings import Serving, Settings, Storage

ZENDESK, STANDARD = "the secret of a helpdesk", "whsec_" + base64.b64encode(b"the secret of another one").decode()
SECRETS = {"zendesk": ZENDESK, "standard": STANDARD}
CREATED, TOLD = "2026-06-08T09:00:00Z", "My lamp flickers."
_PATIENCE = 90  # seconds for an inbox to be worked; this machine may be busy


@dataclass(frozen=True)
class Sent:
    """A request of a helpdesk."""

    path: str
    body: bytes
    headers: dict[str, str]


def zendesk(event: Any, secret: str = ZENDESK, late: float = 0, tenant: str = "") -> Sent:
    """An event (or a body as it is) as Zendesk sends it, signed so many seconds ago."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    at = f"{datetime.now(UTC) - timedelta(seconds=late):%Y-%m-%dT%H:%M:%SZ}"
    signature = base64.b64encode(hmac.digest(secret.encode(), at.encode() + body, hashlib.sha256)).decode()
    headers = {"x-zendesk-webhook-signature": signature, "x-zendesk-webhook-signature-timestamp": at}
    return Sent(path("zendesk", tenant), body, headers)


def standard(event: Any, id: str = "msg_1", secret: str = STANDARD, late: float = 0, tenant: str = "") -> Sent:
    """An event (or a body as it is) signed by the package of Standard Webhooks, so many seconds ago."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    at = datetime.now(UTC) - timedelta(seconds=late)
    signature = Webhook(secret).sign(id, at, body.decode())
    headers = {"webhook-id": id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
    return Sent(path("standard", tenant), body, headers)


def path(vendor: str, tenant: str = "") -> str:
    return f"/v1/webhooks/{vendor}" + (f"?tenant={tenant}" if tenant else "")


def ticket(kind: str, id: str, at: str = CREATED, event: Any = None, **detail: Any) -> dict[str, Any]:
    """A ticket event of Zendesk with more in it than is read."""
    return {
        "account_id": 22129848,
        "id": id,
        "type": f"zen:event-type:ticket.{kind}",
        "time": at,
        "zendesk_event_version": "2022-11-06",
        "subject": "zen:ticket:35436",
        "detail": {
            "actor_id": "8447",
            "created_at": CREATED,
            "custom_status": None,
            "description": TOLD,
            "id": "35436",
            "is_public": True,
            "requester_id": "8446",
            "submitter_id": "8446",
            "tags": ["lamp"],
            "via": {"channel": "email"},
            **detail,
        },
        "event": event or {},
    }


def comment(id: str, body: str, at: str, staff: bool = True, public: bool = True, **more: Any) -> dict[str, Any]:
    """A comment on the ticket; its event has the comment's id with an "e-" before it."""
    author = {"id": "8447" if staff else "8446", "is_staff": staff, "name": "Tim" if staff else "Ana Ruiz"}
    said = {"author": author, "body": body, "id": id, "is_public": public, **more}
    return ticket("comment_added", f"e-{id}", at, {"comment": said})


def conversation(id: str = "T-1", *texts: str, **more: Any) -> dict[str, Any]:
    """An event of Standard Webhooks with a conversation in which the agent has said these texts, an hour apart."""
    first = datetime.fromisoformat(CREATED)
    turns = [{"role": "customer", "text": TOLD, "at": CREATED}]
    for n, text in enumerate(texts, 1):
        turns.append({"role": "agent", "text": text, "at": (first + n * timedelta(hours=1)).isoformat()})
    return {"type": "conversation.updated", "data": {"id": id, "turns": turns}} | more


def service(folder: Path, webhooks: dict[Any, str] | None = None, stored: bool = True, **server: Any) -> Service:
    """A service that takes webhooks, with a store in a folder."""
    chosen = Settings(
        parser="never",
        store=Storage(url(folder)) if stored else None,
        server=Serving(keys=str(folder / "keys.json"), webhooks=SECRETS if webhooks is None else webhooks, **server),
    )
    return Service(packs.load(), chosen)


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'ledger.db'}"


def worked(service: Service, sent: Sequence[Sent], *addresses: str) -> list[httpx.Response]:
    """The answers of a service to what is sent, one after the other; it is ended when its inboxes are worked."""

    async def ask() -> list[httpx.Response]:
        served = app(service)
        async with served.router.lifespan_context(served):
            through = httpx.ASGITransport(served)
            async with httpx.AsyncClient(transport=through, base_url="http://localhost:8817") as client:
                answers = [await client.post(each.path, content=each.body, headers=each.headers) for each in sent]
            for address in addresses:
                await asyncio.to_thread(until_worked, address)
        return answers

    return asyncio.run(ask())


def until_worked(address: str) -> None:
    """Wait until nothing waits in an inbox."""
    deadline = time.monotonic() + _PATIENCE
    with store.open(address) as kept:
        while kept.inbox.oldest(1):
            assert time.monotonic() < deadline, "the inbox was not worked"
            time.sleep(0.02)
