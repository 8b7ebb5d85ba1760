"""Conversations of Intercom, as its API and the exports that are made with it give them.

Follows https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations (Intercom-Version 2.16; of the
versions before 2.0 `conversation_message` is read in the place of `source`).

- `source` is the first message, `conversation_parts` what came after it, at most the last 500.
- What the customer sees is a part of one of the types in `_SEEN` that has a body. Notes are a team's own, and of all other
  types (a tag, a rating, an attribute) a body is no message.
- Fin, other bots, workflows, teams and what was sent to many at once are no agent's answer: they are turns of the system.
  Operator is an admin to the API, and is known by its address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from replylint.conversation import Channel, Conversation, Customer, Role, Turn
from replylint.exports.thread import Id, People, Ticket, conversation, decoded, epoch, key, named
from replylint.late import late
from replylint.schema import ShapeError

LISTS = ("conversations",)
ASIDE = ("contacts", "admins", "teams")
_SEEN = frozenset("comment open close assignment assign_and_reopen assign_and_unsnooze quick_reply".split())
_CUSTOMERS = ("user", "lead", "contact", "visitor")
_TO_MANY = ("automated", "campaigns_initiated", "operator_initiated")
_OPERATOR = late(r"operator\+[^@]*@intercom\.io", 2)
_TAKEN_OUT = "We've removed this part of the conversation to comply with Twitter's terms"
_CHANNELS: dict[str, Channel] = {
    "conversation": "chat",
    "email": "email",
    "facebook": "social",
    "instagram": "social",
    "phone_call": "phone",
    "phone_switch": "phone",
    "sms": "chat",
    "twitter": "social",
    "whatsapp": "chat",
}


@dataclass(frozen=True)
class _Author:
    type: str = ""
    id: Id | None = None
    name: str | None = None
    email: str | None = None
    from_ai_agent: bool = False
    is_ai_answer: bool = False


@dataclass(frozen=True)
class _File:
    name: str | None = None


@dataclass(frozen=True)
class _Source:
    type: str | None = None
    delivered_as: str | None = None
    body: str | None = None
    author: _Author = _Author()
    attachments: tuple[_File, ...] = ()
    redacted: bool = False


@dataclass(frozen=True)
class _Part:
    part_type: str = ""
    body: str | None = None
    created_at: float | None = None
    author: _Author = _Author()
    attachments: tuple[_File, ...] = ()
    redacted: bool = False


@dataclass(frozen=True)
class _Parts:
    conversation_parts: tuple[_Part, ...] = ()
    total_count: int = 0


@dataclass(frozen=True)
class _Contacts:
    contacts: tuple[_Author, ...] = ()


@dataclass(frozen=True)
class _Talk:
    id: Id
    conversation_parts: _Parts
    created_at: float | None = None
    source: _Source | None = None
    conversation_message: _Source | None = None
    contacts: _Contacts = _Contacts()
    team_assignee_id: Id | None = None


def looks(record: dict[str, Any]) -> bool:
    """Whether a record is one of these."""
    return "conversation_parts" in record or record.get("type") == "conversation"


def read(record: Any, beside: dict[str, People]) -> Conversation | None:
    """The conversation of a record, None when nothing is left of it; raises `ShapeError`."""
    if isinstance(record, dict):
        if "conversation_parts" not in record:
            what = "'conversation_parts' is missing: a list of conversations has none (docs/exports.md tells what has)"
            raise ShapeError((), what)
        record = {**record, **{name: {name: record[name]} for name in _WRAPPED if isinstance(record.get(name), list)}}
    talk = decoded(_Talk, record)
    first, parts = talk.source or talk.conversation_message, talk.conversation_parts
    turns, ids = [], {}
    if first and not _gone(first):
        many = first.delivered_as in _TO_MANY and first.author.type not in _CUSTOMERS
        turns.append(_turn(first, "system" if many else _role(first.author), talk.created_at))
    for number, part in enumerate(parts.conversation_parts):
        if part.part_type in _SEEN and not _gone(part):
            try:
                turns.append(_turn(part, _role(part.author), part.created_at))
            except ShapeError as error:
                raise ShapeError(("conversation_parts", number, "created_at"), error.reason) from None
            ids[turns[-1].author or ""] = key(part.author.id)
    team = named(beside.get("teams", {}).get(key(talk.team_assignee_id), {}).get("name")) or key(talk.team_assignee_id)
    about = Ticket(
        key(talk.id),
        _CHANNELS.get(first.type or "") if first else None,
        _customer(talk, first, beside.get("contacts", {})),
        team if team not in ("", "0") else None,
        {"incomplete": True} if parts.total_count > len(parts.conversation_parts) else None,
    )
    return conversation(about, turns, ids)


_WRAPPED = ("conversation_parts", "contacts")


def _gone(message: _Source | _Part) -> bool:
    return message.redacted or _TAKEN_OUT in (message.body or "")


def _turn(message: _Source | _Part, role: Role, at: float | None) -> Turn:
    by = message.author
    name = named(by.name) or (key(by.id) or None if role == "agent" else None)
    files = tuple(file.name for file in message.attachments if file.name)
    return Turn(role, message.body or "", epoch(at), name, files, format="html")


def _role(by: _Author) -> Role:
    if by.type in _CUSTOMERS:
        return "customer"
    bot = by.from_ai_agent or by.is_ai_answer or _OPERATOR.fullmatch(by.email or "")
    return "agent" if by.type == "admin" and not bot else "system"


def _customer(talk: _Talk, first: _Source | None, contacts: People) -> Customer:
    """The customer who wrote first, with what the file knows besides."""
    wrote = (message.author for message in (first, *talk.conversation_parts.conversation_parts) if message)
    told = next((by for by in wrote if by.type in _CUSTOMERS), None) or next(iter(talk.contacts.contacts), _Author())
    known = contacts.get(key(told.id), {})
    return Customer(name=named(told.name) or named(known.get("name")), email=named(told.email) or named(known.get("email")))
