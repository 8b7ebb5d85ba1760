"""The sentences that cost most, over all replies: counted in a file of SQLite's own that goes away, not in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from replylint.scoresheet import Place

_TABLE = """
CREATE TABLE sentences (
    rule TEXT, sentence TEXT, cents INTEGER, times INTEGER, found TEXT, at_row INTEGER, at_thread INTEGER,
    PRIMARY KEY (rule, sentence)
) WITHOUT ROWID
"""
_ADD = """
INSERT INTO sentences VALUES (?, ?, ?, 1, ?, ?, ?)
ON CONFLICT DO UPDATE SET cents = cents + excluded.cents, times = times + 1
"""
_TOP = "SELECT cents, times, found, at_row, at_thread FROM sentences ORDER BY cents DESC, sentence, rule LIMIT ?"
_SHOWN = ("rule", "sentence", "text", "message", "advice", "instead", "finding")


class Sentences:
    """A context manager; each sentence is counted once for each rule, with the first place where it stood."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute(_TABLE)

    def __enter__(self) -> Sentences:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, row: Mapping[str, Any], place: Place) -> None:
        """Count the sentences of a reply that took points off its total."""
        if row["total"] is None:
            return
        for found in row["deductions"]:
            if found["about"] == "words" and found["of_total"]:
                told = json.dumps({"turn": row["turn"], **{name: found[name] for name in _SHOWN}})
                cents = round(found["of_total"] * 100)
                self._database.execute(_ADD, (found["rule"], found["sentence"], cents, told, *place))

    def top(self, count: int) -> list[tuple[Place, dict[str, Any]]]:
        """So many of them, the dearest first, each with its place: what it cost in points of totals, and how often."""
        return [
            (Place(row, thread), {**json.loads(found), "times": times, "cost": cents / 100})
            for cents, times, found, row, thread in self._database.execute(_TOP, (count,))
        ]
