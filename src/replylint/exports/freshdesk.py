"""Tickets of Freshdesk with their conversations.

Follows https://developers.freshdesk.com/api/#tickets (API v2: a ticket with `include=conversations,requester`), and of v1
(https://developers.freshdesk.com/api/v1, `helpdesk_ticket` with `notes`) the same under other names.

- The description is the first message: the requester's, or ours when the ticket began with an outbound mail.
- A public note is read by the customer as a reply is. A private one is not, and a ticket that was forwarded went to others.
- A message names its author by id. Names come from `agents` and `contacts` that stand beside the tickets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from replylint.conversation import Channel, Conversation, Customer, Role, Turn
from replylint.exports.thread import Id, People, Ticket, body, conversation, decoded, key, named

LISTS = ("tickets",)
ASIDE = ("agents", "contacts", "groups")
_OUTBOUND = 10  # the source of a ticket that we opened with a mail
_SURVEY, _FORWARDED = 6, 8  # the source of what is no message to or from the customer
_CHANNELS: dict[int, Channel] = {
    1: "email",
    2: "email",
    3: "phone",
    4: "forum",
    5: "social",
    6: "social",
    7: "chat",
    8: "chat",
    9: "email",
    10: "email",
    13: "chat",
}


@dataclass(frozen=True)
class _Person:
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None


@dataclass(frozen=True)
class _File:
    name: str | None = None
    content_file_name: str | None = None


@dataclass(frozen=True)
class _Message:
    body: str | None = None
    body_text: str | None = None
    incoming: bool = False
    private: bool = False
    deleted: bool = False
    source: int = 0
    user_id: Id | None = None
    created_at: datetime | None = None
    attachments: tuple[_File, ...] = ()


@dataclass(frozen=True)
class _Ticket:
    id: Id
    conversations: tuple[_Message, ...]
    description: str | None = None
    description_text: str | None = None
    source: int | None = None
    created_at: datetime | None = None
    deleted: bool = False
    spam: bool = False
    requester_id: Id | None = None
    responder_id: Id | None = None
    group_id: Id | None = None
    requester: _Person = _Person()
    attachments: tuple[_File, ...] = ()


def looks(record: dict[str, Any]) -> bool:
    """Whether a record is one of these."""
    return "helpdesk_ticket" in record or ("conversations" in record and "requester_id" in record) or "responder_id" in record


def read(record: Any, beside: dict[str, People]) -> Conversation | None:
    """The conversation of a ticket, None when nothing is left of it; raises `ShapeError`."""
    names: dict[str, str] = {}
    if isinstance(record, dict) and isinstance(record.get("helpdesk_ticket"), dict):
        record, names = _newer(record["helpdesk_ticket"])
    ticket = decoded(_Ticket, record)
    if ticket.deleted or ticket.spam:
        return None
    for told in beside.get("agents", {}).values():
        contact = told.get("contact")
        if name := named((contact if isinstance(contact, dict) else told).get("name")):
            names[key(told.get("id"))] = name
    if name := named(ticket.requester.name):
        names[key(ticket.requester_id)] = name
    turns = [_opening(ticket, names)]
    ids = {turns[0].author or "": key(ticket.responder_id)}
    for message in ticket.conversations:
        if not message.private and not message.deleted and message.source not in (_SURVEY, _FORWARDED):
            turns.append(_turn(message, names))
            ids[turns[-1].author or ""] = key(message.user_id)
    known = decoded(_Person, beside.get("contacts", {}).get(key(ticket.requester_id), {}))
    asking = ticket.requester
    about = Ticket(
        key(ticket.id),
        _CHANNELS.get(ticket.source or 0),
        Customer(
            name=names.get(key(ticket.requester_id)) or named(known.name),
            email=named(asking.email) or named(known.email),
            phone=named(asking.mobile or asking.phone),
        ),
        named(beside.get("groups", {}).get(key(ticket.group_id), {}).get("name")) or key(ticket.group_id) or None,
        {"forwarded": True} if any(message.source == _FORWARDED for message in ticket.conversations) else None,
    )
    return conversation(about, turns, ids)


def _newer(old: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A ticket of v1 as v2 has it, and the names of its people by id."""
    notes = old.get("notes")
    if isinstance(notes, list):
        inner = [note.get("note", note) if isinstance(note, dict) else note for note in notes]
        notes = [{**n, "body": n.get("body_html"), "body_text": n.get("body")} if isinstance(n, dict) else n for n in inner]
    words = {"description": old.get("description_html"), "description_text": old.get("description")}
    pairs = ((old.get(f"{who}_id"), named(old.get(f"{who}_name"))) for who in ("requester", "responder"))
    told = {**old, **words, "id": old.get("display_id", old.get("id")), "conversations": notes or []}
    return told, {key(id): name for id, name in pairs if id is not None and name}


def _opening(ticket: _Ticket, names: dict[str, str]) -> Turn:
    text, format = body(ticket.description, ticket.description_text)
    role: Role = "agent" if ticket.source == _OUTBOUND else "customer"
    by = key(ticket.responder_id) if role == "agent" else key(ticket.requester_id)
    name = names.get(by) or (by or None if role == "agent" else None)
    return Turn(role, text, ticket.created_at, name, _files(ticket.attachments), format=format)


def _turn(message: _Message, names: dict[str, str]) -> Turn:
    """A message; one that goes out and that nobody wrote is the system's."""
    text, format = body(message.body, message.body_text)
    by = key(message.user_id)
    role: Role = "customer" if message.incoming else "agent" if by else "system"
    name = names.get(by) or (by or None if role == "agent" else None)
    return Turn(role, text, message.created_at, name, _files(message.attachments), format=format)


def _files(attached: tuple[_File, ...]) -> tuple[str, ...]:
    return tuple(name for file in attached if (name := file.name or file.content_file_name))
