"""Who let a held draft go, and why. Of the draft only a key is kept, which tells nobody its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import or_, select

from replylint.finding import Override
from replylint.late import late
from replylint.store import Overridden
from replylint.store.database import Database
from replylint.store.tables import OVERRIDES, as_instant, iso, keepable, microseconds, name

_KEY = late(r"[0-9a-f]{64}")
_AT_ONCE = 500  # rows fetched together


class Overrides:
    """A row for each finding that was let go in a draft; the last word on a finding counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, key: str, findings: Collection[str], override: Override, at: datetime) -> None:
        """Let these findings (by their ids) go in the draft of a key: 64 hexadecimal digits, an HMAC of its words.

        What was said of them before is replaced. What was said of other findings of the draft stands, by whom and until
        when it was said: nobody answers for a finding that someone else let go. The same twice changes nothing. Raises
        `ValueError` for another key, so that no text is ever kept in its place.
        """
        if not _KEY.fullmatch(key):
            raise ValueError("a key is 64 hexadecimal digits in lower case")
        said = {
            "key": key,
            "by": keepable(override.by),
            "reason": keepable(override.reason),
            "until": iso(override.until),
            "until_us": None if override.until is None else microseconds(override.until),
            "recorded_at": at.isoformat(),
            "recorded_us": microseconds(at),
        }
        rows = [said | {"finding": finding} for finding in sorted({name(each, "a finding") for each in findings})]
        if not rows:
            return
        old, insert = OVERRIDES.c, self._database.insert(OVERRIDES)
        new = insert.excluded
        differs = or_(old.by != new.by, old.reason != new.reason, old.until_us.is_distinct_from(new.until_us))
        replaced = {column: new[column] for column in said if column != "key"}
        with self._database.writing() as connection:
            connection.execute(
                insert.on_conflict_do_update(index_elements=["key", "finding"], set_=replaced, where=differs), rows
            )

    def find(self, key: str, at: datetime) -> tuple[frozenset[str], Override] | None:
        """The findings of a draft that are let go at an instant, and the last word on any of them; None when none is."""
        column = OVERRIDES.c
        lasts = or_(column.until_us.is_(None), column.until_us > microseconds(at))
        wanted = select(OVERRIDES).where(column.key == key, lasts).order_by(column.recorded_us.desc(), column.finding)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).mappings().all()
        return (frozenset(row["finding"] for row in rows), _override(rows[0])) if rows else None

    def all(self) -> Iterator[Overridden]:
        """Every override that is kept, the last one first."""
        column = OVERRIDES.c
        wanted = select(OVERRIDES).order_by(
            column.recorded_us.desc(), column.key, column.recorded_at, column.by, column.reason, column.until, column.finding
        )
        with self._database.reading() as connection:
            rows = connection.execution_options(yield_per=_AT_ONCE).execute(wanted).mappings()
            for (key, recorded, override), of_it in groupby(rows, lambda row: (row["key"], row["recorded_at"], _override(row))):
                findings = frozenset(row["finding"] for row in of_it)
                yield Overridden(key, findings, override, datetime.fromisoformat(recorded))


def _override(row: Mapping[Any, Any]) -> Override:
    return Override(row["by"], row["reason"], as_instant(row["until"]))
