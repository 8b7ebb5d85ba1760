"""The tables, and what an entry of the ledger is as a row.

An instant is kept as it was given, with its offset, in ISO 8601. Beside those that are compared stands the same in
microseconds since 1970, so that SQLite and PostgreSQL sort and compare alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, MetaData, Table, Text

from replylint.conversation import Span
from replylint.document import InputError
from replylint.finding import Due, Entry, Promise
from replylint.store import Kept

VERSION = "replylint_version"  # the table that alembic keeps its revision in; a database may be shared with others
HEAD = "0003"  # the newest revision, told here so that opening a store which has it need not import alembic
LONGEST_NAME = 500  # of a conversation and all else that is looked up: PostgreSQL's index takes 2,704 bytes, two share one
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
# Names are compared byte by byte, as SQLite does, whatever the language of a PostgreSQL database.
_NAME = Text().with_variant(Text(collation="C"), "postgresql")

# Who writes to several tables does so in this order, or two writers could wait for each other in PostgreSQL.
TABLES = MetaData()
PROMISES = Table(
    "replylint_promises",
    TABLES,
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
THREADS = Table(
    "replylint_threads",
    TABLES,
    Column("conversation", _NAME, primary_key=True),
    Column("told", Text, nullable=False),
    Column("turn_keys", Text, nullable=False),
    Column("changed_us", BigInteger, nullable=False),
)
OVERRIDES = Table(
    "replylint_overrides",
    TABLES,
    Column("key", _NAME, primary_key=True),
    Column("finding", _NAME, primary_key=True),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", Text),
    Column("until_us", BigInteger),
    Column("recorded_at", Text, nullable=False),
    Column("recorded_us", BigInteger, nullable=False),
)
FEEDBACK = Table(
    "replylint_feedback",
    TABLES,
    Column("rule", _NAME, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("shown", BigInteger, nullable=False),
    Column("not_here", BigInteger, nullable=False),
    Column("never", BigInteger, nullable=False),
    Column("wrong", BigInteger, nullable=False),
)
SEEN = Table(
    "replylint_seen",
    TABLES,
    Column("vendor", _NAME, primary_key=True),
    Column("id", _NAME, primary_key=True),
    Column("received_us", BigInteger, nullable=False),
)
INBOX = Table(
    "replylint_inbox",
    TABLES,
    Column("vendor", _NAME, primary_key=True),
    Column("id", _NAME, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("why", Text),
)
REVIEWS = Table(
    "replylint_reviews",
    TABLES,
    Column("id", _NAME, primary_key=True),
    Column("round", _NAME, nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("conversation", _NAME, index=True),
    Column("agent", _NAME, index=True),
    Column("row", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("queued_us", BigInteger, nullable=False),
)
SAID = Table(
    "replylint_said",
    TABLES,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("review", _NAME, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("finding", Text),
    Column("reason", Text, nullable=False),
    Column("steps", JSON, nullable=False),
    Column("passes", Boolean),
)


def keepable(text: str) -> str:
    """A text without what a database cannot keep: NUL and half characters become U+FFFD."""
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def name(given: str, of: str = "a conversation") -> str:
    """The name or id of something as it is kept; raises `InputError` for one that is too long to look up."""
    if len(given) > LONGEST_NAME:
        raise InputError(f"store: the id of {of} has {len(given):,} characters; the limit is {LONGEST_NAME}")
    return keepable(given)


def microseconds(instant: datetime) -> int:
    """Since 1970; raises `ValueError` for a time without an offset, which is no instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant has an offset")
    return (instant - _1970) // timedelta(microseconds=1)


def iso(instant: datetime | None) -> str | None:
    """An instant as it is kept."""
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
        "earliest": iso(due.earliest),
        "latest": iso(due.latest),
        "due_us": None if by is None else microseconds(by),
        "assumed": list(due.assumed),
        "status": entry.status,
        "evidence": [{"turn": span.turn, "start": span.start, "end": span.end} for span in entry.evidence],
        "made": iso(entry.made),
        "made_by": None if entry.by is None else keepable(entry.by),
        "recorded_at": at.isoformat(),
        "recorded_us": microseconds(at),
    }


def as_instant(text: str | None) -> datetime | None:
    """An instant as it was given."""
    return None if text is None else datetime.fromisoformat(text)


def as_kept(row: Mapping[Any, Any]) -> Kept:
    """A row as what was recorded."""
    due = None
    if row["due_text"] is not None:
        due = Due(row["due_text"], as_instant(row["earliest"]), as_instant(row["latest"]), tuple(row["assumed"]))
    span = Span(row["turn"], row["start"], row["end"])
    promise = Promise(span, row["text"], row["actor"], row["action"], row["strength"], due)
    evidence = tuple(Span(**told) for told in row["evidence"])
    entry = Entry(promise, as_instant(row["made"]), row["made_by"], row["status"], evidence)
    return Kept(row["conversation"], entry, datetime.fromisoformat(row["recorded_at"]))
