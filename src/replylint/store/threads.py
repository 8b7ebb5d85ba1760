"""Whole conversations, which are kept only where webhooks were switched on: what a vendor sends, put together again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from replylint import schema, wire
from replylint.conversation import Conversation, Turn
from replylint.store.database import Database
from replylint.store.tables import THREADS, microseconds, name

_AT_ONCE = 50  # rows fetched together
Keys = tuple[str | None, ...]


class Threads:
    """Conversations by their ids. Of those who change one, one does so at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, conversation: Conversation, at: datetime) -> None:
        """Keep a conversation as it is now, in the place of what was kept of it; a turn that is there again is still known
        by its key. One that is as of an earlier instant (`now`) than what is kept came late, and changes nothing.

        Raises `ValueError` (`ShapeError`) for one without an id, or that could not be read again.
        """
        if conversation.id is None:
            raise ValueError("a conversation that is kept has an id")
        schema.decode(Conversation, wire.told(conversation))
        with self._database.writing(THREADS) as connection:
            old = _read(connection, conversation.id)
            if old and old[0].now and conversation.now and conversation.now < old[0].now:
                return
            keys = _known_again(*old, conversation.turns) if old else (None,) * len(conversation.turns)
            self._write(connection, conversation, keys, at)

    def append(self, id: str, turn: Turn, key: str, at: datetime) -> None:
        """Add a turn to a conversation, where its instant puts it (without one: at the end). One that is not kept begins
        with it.

        Nothing is added when a turn of this key, the vendor's id of the comment, is there; one that was put without a key
        and is the same to the instant is that turn. Raises `ShapeError` for a turn that could not be read again.
        """
        schema.decode(Turn, schema.encode(turn))
        with self._database.writing(THREADS) as connection:
            kept, keys = _read(connection, id) or (Conversation((), id=id), ())
            if key in keys:
                return
            turns = kept.turns
            same = (n for n, other in enumerate(turns) if turn.at and keys[n] is None and other == turn)
            place = next(same, None)
            if place is not None:
                self._write(connection, kept, (*keys[:place], key, *keys[place + 1 :]), at)
                return
            later = (n for n, other in enumerate(turns) if turn.at and other.at and other.at > turn.at)
            place = next(later, len(turns))
            longer = replace(kept, turns=(*turns[:place], turn, *turns[place:]))
            self._write(connection, longer, (*keys[:place], key, *keys[place:]), at)

    def get(self, id: str) -> Conversation | None:
        """A conversation as it was last kept, None when it is not."""
        with self._database.reading() as connection:
            found = _read(connection, id)
        return found and found[0]

    def all(self) -> Iterator[Conversation]:
        """Every conversation that is kept, in the order of their ids."""
        wanted = select(THREADS.c.told).order_by(THREADS.c.conversation)
        with self._database.reading() as connection:
            for (told,) in connection.execution_options(yield_per=_AT_ONCE).execute(wanted):
                yield schema.decode(Conversation, json.loads(told))

    def _write(self, connection: Connection, conversation: Conversation, keys: Keys, at: datetime) -> None:
        told, known = json.dumps(wire.told(conversation)), json.dumps(keys)
        row = {"told": told, "turn_keys": known, "changed_us": microseconds(at)}
        insert = self._database.insert(THREADS).values(conversation=name(conversation.id or ""), **row)
        connection.execute(insert.on_conflict_do_update(index_elements=["conversation"], set_=row))


def _read(connection: Connection, id: str) -> tuple[Conversation, Keys] | None:
    """A conversation with the key of each turn, None for one that has none."""
    wanted = select(THREADS.c.told, THREADS.c.turn_keys).where(THREADS.c.conversation == name(id))
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    told, keys = map(json.loads, row)
    return schema.decode(Conversation, told), tuple(keys)


def _known_again(old: Conversation, keys: Keys, turns: Sequence[Turn]) -> Keys:
    """The keys of turns, which they had before."""
    known = defaultdict[Turn, list[str]](list)
    for turn, key in zip(old.turns, keys, strict=True):
        if key is not None:
            known[turn].append(key)
    return tuple(known[turn].pop(0) if known[turn] else None for turn in turns)
