"""The trainer's desk: replies that are reviewed, in rounds, and all that people say of them. What is said is only added."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from replylint import schema
from replylint.review import Review, Said
from replylint.scorecard import Scorecard
from replylint.store import Round
from replylint.store.database import Database
from replylint.store.tables import REVIEWS, SAID, keepable, microseconds, name

_AT_ONCE = 500  # names in one statement


class Desk:
    """Reviews by id, in rounds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def queue(
        self,
        round: str,
        replies: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
        card: Scorecard,
        basis: Mapping[str, Any],
        at: datetime,
    ) -> int:
        """Put scored replies (the row and the thread of each) on the desk; how many were not there yet. One that is there
        stays as it was queued."""
        known, told = name(round, "a round"), {"card": _text(schema.encode(card)), "basis": _text(basis)}
        shared = {"round": known, **told, "queued_us": microseconds(at)}
        rows = [shared | _row(known, row, thread) for row, thread in replies]
        added = 0
        with self._database.writing(REVIEWS) as connection:
            last = connection.execute(select(func.max(REVIEWS.c.place)).where(REVIEWS.c.round == known)).scalar()
            place = 0 if last is None else last + 1
            for row in rows:
                put = self._database.insert(REVIEWS).on_conflict_do_nothing().values(**row, place=place + added)
                added += connection.execution_options(preserve_rowcount=True).execute(put).rowcount
        return added

    def rounds(self) -> list[Round]:
        """The rounds with the number of their replies, the newest first."""
        newest = func.max(REVIEWS.c.queued_us)
        wanted = select(REVIEWS.c.round, func.count()).group_by(REVIEWS.c.round).order_by(newest.desc(), REVIEWS.c.round)
        with self._database.reading() as connection:
            return [Round(*row) for row in connection.execute(wanted)]

    def reviews(self, round: str | None = None, agent: str | None = None) -> list[Review]:
        """The reviews of a round, or those of an agent's replies, in their order."""
        wanted = select(REVIEWS).order_by(REVIEWS.c.queued_us.desc(), REVIEWS.c.round, REVIEWS.c.place)
        if round is not None:
            wanted = wanted.where(REVIEWS.c.round == name(round, "a round"))
        if agent is not None:
            wanted = wanted.where(REVIEWS.c.agent == keepable(agent))
        with self._database.reading() as connection:
            rows = connection.execute(wanted).mappings().all()
            said = _said(connection, [row["id"] for row in rows])
        return [_review(row, said[row["id"]]) for row in rows]

    def review(self, id: str) -> Review | None:
        """The one of an id."""
        with self._database.reading() as connection:
            row = connection.execute(select(REVIEWS).where(REVIEWS.c.id == keepable(id))).mappings().one_or_none()
            return None if row is None else _review(row, _said(connection, [row["id"]])[row["id"]])

    def say(self, id: str, said: Said) -> bool:
        """Add what was said of a reply; False when the reply is no more on the desk."""
        row: dict[str, Any] = {"kind": said.kind, "by": keepable(said.by), "at": said.at.isoformat(), "finding": said.finding}
        row |= {"reason": keepable(said.reason), "steps": said.steps, "passes": said.passes, "review": keepable(id)}
        with self._database.writing(REVIEWS, SAID) as connection:
            if connection.execute(select(REVIEWS.c.id).where(REVIEWS.c.id == row["review"])).scalar() is None:
                return False
            connection.execute(insert(SAID), row)
        return True


def remove(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete reviews with all that was said of them; returns how many."""
    connection.execute(delete(SAID).where(SAID.c.review.in_(select(REVIEWS.c.id).where(which))))
    return connection.execute(delete(REVIEWS).where(which)).rowcount


def _row(round: str, row: Mapping[str, Any], thread: Mapping[str, Any]) -> dict[str, Any]:
    """A scored reply as it is kept. Its id is made of what names it in its round, and of its words where nothing does."""
    told, conversation, agent = _text(row), row["conversation"], row["agent"]
    named = json.dumps([round, conversation, row["turn"]] if conversation else [round, told])
    return {
        "id": hashlib.sha256(named.encode()).hexdigest()[:24],
        "conversation": None if conversation is None else name(conversation),
        "agent": None if agent is None else keepable(agent),
        "row": told,
        "thread": _text(thread),
    }


def _text(data: Any) -> str:
    """Plain data as JSON in ASCII, in which every text can be kept as it is."""
    return json.dumps(data)


def _said(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[Said]]:
    """What was said of each, in order."""
    found: dict[str, list[Said]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        wanted = select(SAID).where(SAID.c.review.in_(ids[start : start + _AT_ONCE])).order_by(SAID.c.number)
        for row in connection.execute(wanted).mappings():
            at = datetime.fromisoformat(row["at"])
            said = Said(row["kind"], row["by"], at, row["finding"], row["reason"], row["steps"], row["passes"])
            found[row["review"]].append(said)
    return found


def _review(row: Mapping[Any, Any], said: Sequence[Said]) -> Review:
    card = schema.decode(Scorecard, json.loads(row["card"]))
    told, thread, basis = (json.loads(row[key]) for key in ("row", "thread", "basis"))
    return Review(row["id"], row["round"], told, thread, card, basis, tuple(said))
