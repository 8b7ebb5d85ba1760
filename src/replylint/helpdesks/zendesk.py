"""Zendesk's ticket events, as its webhooks bring them.

Follows https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events, `zendesk_event_version` 2022-11-06.

- A conversation has the id of its ticket as plain text ("35436"): what an export, a hook or the extension calls it too.
- Of `ticket.created` the description is the first message. Its author is the submitter, who is the requester unless someone
  of ours opened the ticket for her.
- Zendesk may send the first message as `ticket.comment_added`, too. It is known by its words, which are the description, and
  by its time.
- A comment has no time of its own, so the event's is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from replylint import schema
from replylint.conversation import Role, Turn
from replylint.helpdesks.event import Deleted, Event, Said

FIRST = "description"  # the key of the first message, whichever event brings it
_TYPE = "zen:event-type:ticket."
_SYSTEM = "-1"  # the author of what Zendesk itself writes
_AT_ONCE = timedelta(minutes=1)  # between a ticket and the event of its first message
_Id = str | int


@dataclass(frozen=True)
class _Author:
    id: _Id
    is_staff: bool
    name: str | None = None


@dataclass(frozen=True)
class _Comment:
    id: _Id
    body: str
    is_public: bool
    author: _Author


@dataclass(frozen=True)
class _Happened:
    comment: _Comment


@dataclass(frozen=True)
class _Ticket:
    id: _Id
    created_at: datetime
    is_public: bool = True
    description: str | None = None
    requester_id: _Id | None = None
    submitter_id: _Id | None = None


@dataclass(frozen=True)
class _Created:
    """`ticket.created`."""

    detail: _Ticket


@dataclass(frozen=True)
class _CommentAdded:
    """`ticket.comment_added`."""

    time: datetime
    detail: _Ticket
    event: _Happened


@dataclass(frozen=True)
class _Named:
    id: _Id


@dataclass(frozen=True)
class _Gone:
    """`ticket.permanently_deleted`."""

    detail: _Named


@dataclass(frozen=True)
class _Envelope:
    id: str
    type: str


def identity(data: Any) -> str:
    """The id of an event, the same however often it is sent; raises `schema.ShapeError`."""
    return _read(_Envelope, data).id


def event(data: Any) -> Event | None:
    """What an event tells; None for a private comment and for events of other types. Raises `schema.ShapeError`."""
    kind = _read(_Envelope, data).type
    if kind == _TYPE + "created":
        return _created(_read(_Created, data).detail)
    if kind == _TYPE + "comment_added":
        return _added(_read(_CommentAdded, data))
    if kind == _TYPE + "permanently_deleted":
        return Deleted(str(_read(_Gone, data).detail.id))
    return None


def _read(shape: type[schema.T], data: Any) -> schema.T:
    return schema.decode(shape, schema.known(shape, data))


def _created(ticket: _Ticket) -> Said | None:
    text = ticket.description or ""
    if not (ticket.is_public and text.strip()):
        return None
    role: Role = "customer" if ticket.submitter_id in (None, ticket.requester_id) else "agent"
    return Said(str(ticket.id), Turn(role, text, ticket.created_at), FIRST)


def _added(told: _CommentAdded) -> Said | None:
    ticket, comment = told.detail, told.event.comment
    if not (comment.is_public and comment.body.strip()):
        return None
    author = comment.author
    role: Role = "system" if str(author.id) == _SYSTEM else "agent" if author.is_staff else "customer"
    first = _is_first(comment.body, told.time, ticket)
    at = ticket.created_at if first else told.time
    return Said(str(ticket.id), Turn(role, comment.body, at, author.name), FIRST if first else str(comment.id))


def _is_first(body: str, at: datetime, ticket: _Ticket) -> bool:
    return at - ticket.created_at <= _AT_ONCE and body.split() == (ticket.description or "").split()
