"""What is kept at an address: promises recorded and listed, and all that is kept purged and forgotten.

Each change is one transaction: all of it is kept, or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy import delete, distinct, func, insert, select

from replylint.finding import Entry, Status
from replylint.store import Gone, Kept, desk
from replylint.store.database import Database
from replylint.store.feedback import Feedback
from replylint.store.inbox import Inbox
from replylint.store.overrides import Overrides
from replylint.store.tables import (
    FEEDBACK,
    INBOX,
    OVERRIDES,
    PROMISES,
    REVIEWS,
    SAID,
    SEEN,
    TABLES,
    THREADS,
    as_kept,
    as_row,
    microseconds,
    name,
)
from replylint.store.threads import Threads

_AT_ONCE = 500  # rows fetched together


def _place(row: Mapping[Any, Any]) -> tuple[int, int, int]:
    return row["turn"], row["start"], row["end"]


class Store:
    """What is kept at an address: promises by its methods, all else by those of its attributes.

    Threads and processes may share it: there is one writer of promises at a time.

    Every method raises `Unavailable` when the database cannot be reached or written, or stays busy for longer than it
    waits. One that was away is used again once it is back.
    """

    def __init__(self, url: str, wait: int) -> None:
        self._database = Database(url, wait)
        self.desk = desk.Desk(self._database)
        self.feedback = Feedback(self._database)
        self.inbox = Inbox(self._database)
        self.overrides = Overrides(self._database)
        self.threads = Threads(self._database)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def record(self, conversation: str, entries: Iterable[Entry], at: datetime) -> None:
        """Keep these promises of a conversation and no other of it. When this returns they are on the disk.

        The same thread recorded twice changes nothing: a promise keeps the instant at which its words were first
        recorded. Of two entries of the same place the last counts.
        """
        known = name(conversation)
        after = {_place(row): row for row in (as_row(known, entry, at) for entry in entries)}
        of_it = PROMISES.c.conversation == known
        with self._database.writing(PROMISES) as connection:
            found = connection.execute(select(PROMISES).where(of_it)).mappings()
            before = {_place(row): dict(row) for row in found}
            for place, row in after.items():
                old = before.get(place)
                if old is not None and old["text"] == row["text"]:
                    row |= {key: old[key] for key in ("recorded_at", "recorded_us")}
            if after == before:
                return
            connection.execute(delete(PROMISES).where(of_it))
            if after:
                connection.execute(insert(PROMISES), list(after.values()))

    def promises(
        self, statuses: Collection[Status] = (), conversation: str | None = None, offset: int = 0, limit: int | None = None
    ) -> Iterator[Kept]:
        """What is kept, those due first at the head and those without a time at the end: all of it, or only what
        has one of these statuses or is of this conversation; of these, `limit` after the first `offset`."""
        column = PROMISES.c
        wanted = select(PROMISES)
        if statuses:
            wanted = wanted.where(column.status.in_(sorted(statuses)))
        if conversation is not None:
            wanted = wanted.where(column.conversation == name(conversation))
        due = column.due_us.asc().nulls_last()
        wanted = wanted.order_by(due, column.conversation, column.turn, column.start, column.end).offset(offset).limit(limit)
        with self._database.reading() as connection:
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(wanted).mappings():
                yield as_kept(row)

    def purge(self, before: datetime) -> Gone:
        """Delete all that is older than an instant, whatever became of it, worked or not; returns how much.

        A promise, an override and a webhook are as old as their first record, a count of feedback as the end of its day
        (UTC), a whole conversation as its last change, a reply on the desk as its queueing.
        """
        then, today = microseconds(before), before.astimezone(UTC).date()
        overridden = OVERRIDES.c.recorded_us < then
        with self._database.writing(*TABLES.tables.values()) as connection:
            promises = connection.execute(delete(PROMISES).where(PROMISES.c.recorded_us < then)).rowcount
            threads = connection.execute(delete(THREADS).where(THREADS.c.changed_us < then)).rowcount
            drafts = connection.execute(select(func.count(distinct(OVERRIDES.c.key))).where(overridden)).scalar_one()
            connection.execute(delete(OVERRIDES).where(overridden))
            counts = connection.execute(delete(FEEDBACK).where(FEEDBACK.c.day < today)).rowcount
            webhooks = connection.execute(delete(SEEN).where(SEEN.c.received_us < then)).rowcount
            connection.execute(delete(INBOX).where(INBOX.c.received_us < then))
            reviews = desk.remove(connection, REVIEWS.c.queued_us < then)
        self._database.scrub()
        return Gone(promises, threads, drafts, counts, webhooks, reviews)

    def forget(self, conversation: str) -> Gone:
        """Delete all that is kept of a conversation: its promises, the whole of it, its replies on the desk; returns how much.

        A webhook that is not worked yet, and would bring it back, is not known to be of it.
        """
        known = name(conversation)
        with self._database.writing(PROMISES, THREADS, REVIEWS, SAID) as connection:
            promises = connection.execute(delete(PROMISES).where(PROMISES.c.conversation == known)).rowcount
            threads = connection.execute(delete(THREADS).where(THREADS.c.conversation == known)).rowcount
            reviews = desk.remove(connection, REVIEWS.c.conversation == known)
        self._database.scrub()
        return Gone(promises, threads, 0, 0, 0, reviews)
