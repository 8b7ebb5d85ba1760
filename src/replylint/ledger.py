"""The promises of a thread: who promised what by when, and what became of it. A pure function, like `lint`."""

from __future__ import annotations

from datetime import datetime

from replylint.conversation import Conversation
from replylint.finding import Entry
from replylint.lint import completed, promise
from replylint.reading import Reading
from replylint.reading.ledger import standings
from replylint.reading.syntax import installed
from replylint.ruleset import Ruleset
from replylint.settings import Settings


def ledger(conversation: Conversation, ruleset: Ruleset, settings: Settings) -> tuple[Entry, ...]:
    """The entries of a conversation in the order of its turns; `now` is its own, or its last turn's when that is later."""
    told = completed(conversation, settings)
    unsent = next((number for number, turn in enumerate(told.turns) if turn.draft), None)
    reading = Reading(told, unsent, ruleset.lexicon, settings.parser == "auto" and installed())
    found = []
    for standing in standings(reading, _now(told)):
        turn = told.turns[standing.turn]
        made = promise(reading, reading.view(standing.turn), standing.made, standing.window)
        found.append(Entry(made, turn.at, turn.author, standing.status, standing.evidence))
    return tuple(found)


def _now(told: Conversation) -> datetime | None:
    instants = [turn.at for turn in told.turns if turn.at is not None]
    return max((*instants, *([told.now] if told.now else ())), default=None)
