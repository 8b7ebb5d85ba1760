"""Events of any system that sends Standard Webhooks (https://www.standardwebhooks.com), with a conversation of the contract.

{"type": "conversation.updated", "timestamp": "2026-11-18T10:30:00Z", "data": {"id": "T-4471", "turns": […]}}
{"type": "conversation.deleted", "timestamp": "2026-11-18T10:30:00Z", "data": {"id": "T-4471"}}
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from replylint import schema, wire
from replylint.helpdesks.event import Deleted, Event, Told

LONGEST_ID = 500  # code points: what a store can look up


@dataclass(frozen=True)
class _Envelope:
    type: str
    timestamp: datetime | None = None
    data: Any = None


@dataclass(frozen=True)
class _Named:
    id: str


def event(data: Any) -> Event | None:
    """What an event tells; None for events of other types. Raises `schema.ShapeError`.

    A conversation is as of its `now`, or of the event's timestamp. Its `meta`, which is the sender's own, is left out.
    """
    told = schema.decode(_Envelope, schema.known(_Envelope, data))
    if told.type not in ("conversation.updated", "conversation.deleted"):
        return None
    try:
        if told.type == "conversation.deleted":
            return Deleted(_checked(schema.decode(_Named, schema.known(_Named, told.data)).id))
        made = wire.thread(told.data)
        return Told(replace(made, id=_checked(made.id), now=made.now or told.timestamp, meta=None))
    except schema.ShapeError as error:
        raise schema.ShapeError(("data", *error.path), error.reason, error.at_key) from None


def _checked(id: str | None) -> str:
    if not id:
        raise schema.ShapeError(("id",), "is missing; a conversation that is kept has an id")
    if len(id) > LONGEST_ID:
        raise schema.ShapeError(("id",), f"{len(id):,} characters; the limit is {LONGEST_ID}")
    return id
