"""Tickets of Zendesk Support with their comments, as its full JSON export and its API give them.

Follows https://support.zendesk.com/hc/en-us/articles/4408886165402 (a ticket a line, with `comments`, `requester`, `submitter`,
`assignee` and `group` in it) and https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments (API v2, with
side-loaded `users` and `groups`), both as of 2026.

- A comment tells its author's id alone. Whose it is: the role of that user when the file holds it, else the requester and
  those in copy are customers, and whoever else wrote a public comment is an agent, unless it came in by mail.
- The API's list of tickets has no comments: such a ticket is an error that says so.
- Merged: the comment that a merge adds repeats another ticket, so nobody wrote it as an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from replylint.conversation import Channel, Conversation, Customer, Role, Turn
from replylint.exports.thread import Id, People, Ticket, body, conversation, decoded, key, named
from replylint.schema import ShapeError

LISTS = ("tickets",)
ASIDE = ("users", "groups")
_SYSTEM = "-1"  # the author of what Zendesk itself writes
_BY_ITSELF = frozenset(
    "rule trigger automation system merge user_merge answer_bot automatic_solution_suggestions chat_transcript 8 19 22 25".split()
)  # channels of comments that nobody typed as an answer
_ANSWERED: dict[Channel, str] = {
    "email": "email mail web web_form closed_ticket 0 4 17 27",
    "chat": "chat native_messaging web_messaging web_widget whatsapp line sms text_message 29 37",
    "social": "twitter twitter_dm twitter_favorite facebook facebook_post facebook_message instagram instagram_dm 23 26 30 38 41",
    "phone": "voice voicemail phone_call_inbound phone_call_outbound 33 34 35",
    "forum": "forum topic 24",
}
_CHANNELS: dict[str, Channel] = {name: channel for channel, names in _ANSWERED.items() for name in names.split()}
_TYPED = ("Comment", "comment")  # VoiceComment and ChatTranscript are written by Zendesk


@dataclass(frozen=True)
class _Person:
    id: Id | None = None
    name: str | None = None
    email: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class _Via:
    channel: Id | None = None
    source: Any = None

    @property
    def origin(self) -> dict[str, Any]:
        told = self.source if isinstance(self.source, dict) else {}
        return {"rel": told.get("rel"), "from": told.get("from") if isinstance(told.get("from"), dict) else {}}


@dataclass(frozen=True)
class _File:
    file_name: str | None = None


@dataclass(frozen=True)
class _Comment:
    author_id: Id | None = None
    author: _Person | None = None
    type: str = "Comment"
    public: bool = True
    body: str | None = None
    html_body: str | None = None
    plain_body: str | None = None
    created_at: datetime | None = None
    attachments: tuple[_File, ...] = ()
    via: _Via = _Via()


@dataclass(frozen=True)
class _Ticket:
    id: Id
    comments: tuple[_Comment, ...]
    status: str | None = None
    via: _Via = _Via()
    requester_id: Id | None = None
    requester: _Person | None = None
    submitter: _Person | None = None
    assignee: _Person | None = None
    group_id: Id | None = None
    group: _Person | None = None
    collaborator_ids: tuple[Id, ...] = ()
    email_cc_ids: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def asking(self) -> str:
        """The requester's id."""
        return key(self.requester_id) or (key(self.requester.id) if self.requester else "")


def looks(record: dict[str, Any]) -> bool:
    """Whether a record is one of these."""
    return "requester_id" in record and ("comments" in record or "submitter_id" in record)


def read(record: Any, beside: dict[str, People]) -> Conversation | None:
    """The conversation of a ticket, None when nothing is left of it; raises `ShapeError`."""
    if isinstance(record, dict) and "comments" not in record:
        raise ShapeError((), "'comments' is missing: a list of tickets from the API has none (docs/exports.md tells what has)")
    ticket = decoded(_Ticket, record)
    if ticket.status == "deleted":
        return None
    people = _people(ticket, beside.get("users", {}))
    asking = people.get(ticket.asking, _Person())
    turns, ids = [], {}
    for comment in ticket.comments:
        if comment.public:
            turn = _turn(comment, ticket, people)
            turns.append(turn)
            ids[turn.author or ""] = key(comment.author_id)
    team = ticket.group.name if ticket.group else beside.get("groups", {}).get(key(ticket.group_id), {}).get("name")
    about = Ticket(
        key(ticket.id),
        _CHANNELS.get(key(ticket.via.channel)),
        Customer(name=named(asking.name), email=named(asking.email)),
        named(team) or key(ticket.group_id) or None,
        _noted(ticket),
    )
    return conversation(about, turns, ids)


def _people(ticket: _Ticket, users: People) -> dict[str, _Person]:
    """Those of a ticket by id: what it says of them itself, and what the file knows besides."""
    own = (ticket.submitter, ticket.assignee, ticket.requester)
    told = {key(person.id): person for person in own if person and person.id is not None}
    found = {}
    for id in {*told, ticket.asking, *(key(comment.author_id) for comment in ticket.comments)}:
        known, here = decoded(_Person, users.get(id, {})), told.get(id, _Person())
        found[id] = _Person(known.id, here.name or known.name, here.email or known.email, known.role)
    return found


def _turn(comment: _Comment, ticket: _Ticket, people: dict[str, _Person]) -> Turn:
    author = comment.author or people.get(key(comment.author_id), _Person())
    text, format = body(comment.html_body, comment.plain_body or comment.body)
    role = _role(comment, author, ticket)
    name = named(author.name) or (key(comment.author_id) or None if role == "agent" else None)
    files = tuple(file.file_name for file in comment.attachments if file.file_name)
    return Turn(role, text, comment.created_at, name, files, format=format)


def _role(comment: _Comment, author: _Person, ticket: _Ticket) -> Role:
    by, came = key(comment.author_id), key(comment.via.channel)
    if by == _SYSTEM or came in _BY_ITSELF or comment.type not in _TYPED or comment.via.origin["rel"] in ("merge", "trigger"):
        return "system"
    if by and by == ticket.asking:
        return "customer"
    if author.role:
        return "customer" if author.role == "end-user" else "agent"
    if by and by in (key(person.id) for person in (ticket.assignee, ticket.submitter) if person):
        return "agent"
    copied = by in map(key, (*ticket.collaborator_ids, *ticket.email_cc_ids))
    return "customer" if copied or not by or came in ("mail", "email", "4") else "agent"


def _noted(ticket: _Ticket) -> dict[str, Any]:
    """Where a ticket came from or went to."""
    noted: dict[str, Any] = {}
    origin = ticket.via.origin
    if origin["rel"] == "follow_up" and "ticket_id" in origin["from"]:
        noted["follows"] = key(origin["from"]["ticket_id"])
    sources = [comment.via.origin["from"] for comment in ticket.comments if comment.via.origin["rel"] == "merge"]
    if merged := [key(told["ticket_id"]) for told in sources if "ticket_id" in told]:
        noted["merged"] = merged
    if "closed_by_merge" in ticket.tags:
        noted["closed_by_merge"] = True
    return noted
