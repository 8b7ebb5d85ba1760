"""Promises recorded, listed and forgotten. Each change is one transaction: all of it is kept, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select

from replylint.finding import Entry, Status
from replylint.store import Kept
from replylint.store.database import Database
from replylint.store.tables import PROMISES, as_kept, as_row, microseconds, name

_AT_ONCE = 500  # rows fetched together


def _place(row: Mapping[Any, Any]) -> tuple[int, int, int]:
    return row["turn"], row["start"], row["end"]


class Store:
    """The promises kept at an address. Threads and processes may share it: there is one writer at a time.

    Every method raises `InputError` when the database cannot be reached, or stays busy for longer than it waits.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)

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
        with self._database.writing() as connection:
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

    def promises(self, statuses: Collection[Status] = (), conversation: str | None = None) -> Iterator[Kept]:
        """What is kept, those due first at the head and those without a time at the end: all of it, or only what
        has one of these statuses or is of this conversation."""
        column = PROMISES.c
        wanted = select(PROMISES)
        if statuses:
            wanted = wanted.where(column.status.in_(sorted(statuses)))
        if conversation is not None:
            wanted = wanted.where(column.conversation == name(conversation))
        due = column.due_us.asc().nulls_last()
        wanted = wanted.order_by(due, column.conversation, column.turn, column.start, column.end)
        with self._database.reading() as connection:
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(wanted).mappings():
                yield as_kept(row)

    def purge(self, before: datetime) -> int:
        """Delete all that was first recorded before an instant, whatever became of it; returns how many promises."""
        return self._delete(PROMISES.c.recorded_us < microseconds(before))

    def forget(self, conversation: str) -> int:
        """Delete all that is kept of a conversation; returns how many promises."""
        return self._delete(PROMISES.c.conversation == name(conversation))

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            gone = connection.execute(delete(PROMISES).where(which)).rowcount
        if gone:
            self._database.scrub()
        return gone
