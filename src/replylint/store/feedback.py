"""What agents say of findings, as counts of a rule and a day. No text is kept, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from replylint.store import Tally
from replylint.store.database import Database
from replylint.store.tables import FEEDBACK, name

_COLUMNS = {"shown": "shown", "not-here": "not_here", "never": "never", "wrong": "wrong"}


class Feedback:
    """A row for each rule and day (UTC)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Mapping[tuple[str, str], int], day: date) -> None:
        """Add counts to those of a day: of a rule, and of how often it was `shown` or answered `not-here`, `never` or
        `wrong`. All of them are added, or none when this raises.

        One that raises because the server went away just then may have been added all the same. Raises `ValueError` for
        another answer.
        """
        rows: dict[str, dict[str, Any]] = {}
        for (rule, answer), number in counts.items():
            if answer not in _COLUMNS:
                raise ValueError(f"an answer is one of {', '.join(_COLUMNS)}")
            known = name(rule, "a rule")
            row = rows.setdefault(known, dict.fromkeys(_COLUMNS.values(), 0) | {"rule": known, "day": day})
            row[_COLUMNS[answer]] += number
        if not rows:
            return
        insert = self._database.insert(FEEDBACK)
        added = {column: FEEDBACK.c[column] + insert.excluded[column] for column in _COLUMNS.values()}
        with self._database.writing() as connection:  # in one order, or two could wait for each other's rows
            ordered = [rows[rule] for rule in sorted(rows)]
            connection.execute(insert.on_conflict_do_update(index_elements=["rule", "day"], set_=added), ordered)

    def table(self, since: date | None = None) -> list[Tally]:
        """The counts of each rule, of all days or of one day and those after it, in the order of the rules' names."""
        sums = [func.sum(FEEDBACK.c[column]) for column in _COLUMNS.values()]
        wanted = select(FEEDBACK.c.rule, *sums).group_by(FEEDBACK.c.rule).order_by(FEEDBACK.c.rule)
        if since is not None:
            wanted = wanted.where(FEEDBACK.c.day >= since)
        with self._database.reading() as connection:
            return [Tally(rule, *map(int, numbers)) for rule, *numbers in connection.execute(wanted)]
