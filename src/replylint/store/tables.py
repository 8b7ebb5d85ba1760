"""The table of promises, and what an entry is as a row of it.

An instant is kept as it was given, with its offset, in ISO 8601. Beside those that are compared stands the same in
microseconds since 1970, so that SQLite and PostgreSQL sort and compare alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer, MetaData, Table, Text

from replylint.conversation import Span
from replylint.document import InputError
from replylint.finding import Due, Entry, Promise
from replylint.store import Kept

VERSION = "replylint_version"  # the table that alembic keeps its revision in; a database may be shared with others
HEAD = "0001"  # the newest revision, told here so that opening a store which has it need not import alembic
LONGEST_NAME = 500  # of a conversation: PostgreSQL's index takes 2,704 bytes
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
# Names are compared byte by byte, as SQLite does, whatever the language of a PostgreSQL database.
_NAME = Text().with_variant(Text(collation="C"), "postgresql")

PROMISES = Table(
    "replylint_promises",
    MetaData(),
    Column("conversation", _NAME, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("end", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("strength", Text, nullable=False),
    Column("due_text", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("due_us", BigInteger),
    Column("assumed", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("made", Text),
    Column("made_by", Text),
    Column("recorded_at", Text, nullable=False),
    Column("recorded_us", BigInteger, nullable=False),
)


def keepable(text: str) -> str:
    """A text without what a database cannot keep: NUL and half characters become U+FFFD."""
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def name(conversation: str) -> str:
    """The name of a conversation as it is kept; raises `InputError` for one that is too long to look up."""
    if len(conversation) > LONGEST_NAME:
        raise InputError(f"store: the id of a conversation has {len(conversation):,} characters; the limit is {LONGEST_NAME}")
    return keepable(conversation)


def microseconds(instant: datetime) -> int:
    """Since 1970; raises `ValueError` for a time without an offset, which is no instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant has an offset")
    return (instant - _1970) // timedelta(microseconds=1)


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def as_row(conversation: str, entry: Entry, at: datetime) -> dict[str, Any]:
    """An entry, recorded at an instant, as a row."""
    promise, due = entry.promise, entry.promise.due or Due("")
    by = due.latest or due.earliest
    return {
        "conversation": conversation,
        "turn": promise.span.turn,
        "start": promise.span.start,
        "end": promise.span.end,
        "text": keepable(promise.text),
        "actor": promise.actor,
        "action": keepable(promise.action),
        "strength": promise.strength,
        "due_text": None if promise.due is None else keepable(due.text),
        "earliest": _iso(due.earliest),
        "latest": _iso(due.latest),
        "due_us": None if by is None else microseconds(by),
        "assumed": list(due.assumed),
        "status": entry.status,
        "evidence": [{"turn": span.turn, "start": span.start, "end": span.end} for span in entry.evidence],
        "made": _iso(entry.made),
        "made_by": None if entry.by is None else keepable(entry.by),
        "recorded_at": at.isoformat(),
        "recorded_us": microseconds(at),
    }


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def as_kept(row: Mapping[Any, Any]) -> Kept:
    """A row as what was recorded."""
    due = None
    if row["due_text"] is not None:
        due = Due(row["due_text"], _instant(row["earliest"]), _instant(row["latest"]), tuple(row["assumed"]))
    span = Span(row["turn"], row["start"], row["end"])
    promise = Promise(span, row["text"], row["actor"], row["action"], row["strength"], due)
    evidence = tuple(Span(**told) for told in row["evidence"])
    entry = Entry(promise, _instant(row["made"]), row["made_by"], row["status"], evidence)
    return Kept(row["conversation"], entry, datetime.fromisoformat(row["recorded_at"]))
