"""The earlier turns of a mail, from what it quotes: each with the side it is of, its author and its instant.

A message whose side is not known is left out with all that it quotes: nobody is said to have written what another did.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from replylint.conversation import Format, Role, Turn
from replylint.late import late
from replylint.mail.attribution import author, author_line, instant
from replylint.mail.people import Parties, Person
from replylint.mail.quoted import Message, marked, of_draft, opened, split
from replylint.reading.voice import HISTORY_HINTS
from replylint.source import visible

_YOU_WROTE = late(r"\b[Yy]ou (?:wrote|said|asked|told us|mentioned)\b")
_TOLD = late(r"\b(?:I|[Ww]e|[Oo]ur|my|[Yy]ou|[Yy]our)\b")  # a sentence of the writer's, and not a mail program's
_CLOCK = late(r"\d{1,2}[:.h]\d\d\b")
_MOST_LEVELS = 12


class Situation(NamedTuple):
    """What of a mail's head bears on whose the quoted words are: whether it answers a mail or passes one on, and its date."""

    parties: Parties
    answers: bool
    passes_on: bool
    at: datetime | None


class Said(NamedTuple):
    """A quoted message whose side is known; `level` 1 is the one that the mail answers."""

    level: int
    role: Role
    by: Person
    text: str
    at: datetime | None

    def turn(self) -> Turn:
        """The same as a turn of a conversation."""
        return Turn(self.role, self.text, self.at, self.by.name)


def said(draft: str, format: Format, situation: Situation) -> list[Said]:
    """What a draft quotes, oldest first."""
    if format == "plain" and not any(hint in draft for hint in HISTORY_HINTS):
        return []
    quoted = of_draft(marked(visible(draft, format)))
    if format == "html":  # a block quotation that nothing introduces may be anybody's
        quoted = tuple(message for message in map(opened, quoted) if message.head or message.above)
    found = sorted(_known(quoted, 1, situation), key=lambda one: -one.level)
    if all(one.at for one in found):
        found.sort(key=lambda one: one.at or datetime.max)
    return found


def _known(quoted: tuple[Message, ...], level: int, situation: Situation) -> Iterator[Said]:
    """These messages and those that they quote, as far as their side is known."""
    opened_all = tuple(map(opened, quoted))
    authors = [author(message.head or message.above) for message in opened_all]
    # the one answered may write under an address that the mail does not go to, when no other is here who does
    alone = level == 1 and not any(situation.parties.addressed(by.address) for by in authors)
    bare = level == 1 and not any(message.head for message in opened_all)
    for message, by in zip(opened_all, authors, strict=True):
        role = _side(message, by, situation, alone, bare)
        if role is None:
            continue
        own, inner = split(message.text)
        at = instant(message.head, situation.at.tzinfo if situation.at else None)
        if at is not None and situation.at is not None and at > situation.at:
            at = None  # nobody answers what is not written yet: its zone is another
        known = _completed(by, role, situation.parties)
        if own.strip():
            yield Said(level, role, known, own, at)
        if level < _MOST_LEVELS:
            yield from _known(inner, level + 1, _acquainted(situation, role, known))


def _side(message: Message, by: Person, situation: Situation, alone: bool, bare: bool) -> Role | None:
    """The side of a message, None when nothing tells it. `alone`: an address that nobody knows may be the one answered;
    `bare`: so may be what only ">" marks."""
    parties, line = situation.parties, author_line(message.head or message.above)
    if situation.passes_on or message.forwarded:
        return "customer" if parties.addressed(by.address) else None
    if not line:
        return "customer" if bare and situation.answers else None
    if _TOLD.search(line) and not (message.head and by.address):
        return "customer" if alone and _YOU_WROTE.search(line) else None
    if by.address:
        if parties.addressed(by.address):
            return "customer"
        ours = parties.ours(by.address)
        if ours or ours is None:
            return "agent" if ours else None
        return "customer" if alone and message.head and _may_be_addressed(by, parties) else None
    if not message.head and not _CLOCK.search(line):
        return None
    us = parties.writer is not None and parties.writer.called(by.name or line)
    them = any(person.called(by.name or line) for person in parties.recipients)
    return None if us == them else "agent" if us else "customer"


def _may_be_addressed(by: Person, parties: Parties) -> bool:
    """Whether one with an unknown address goes by the name of a recipient, or no name speaks against it."""
    names = [person for person in parties.recipients if person.name]
    return parties.within or not by.name or not names or any(person.called(by.name) for person in names)


def _completed(by: Person, role: Role, parties: Parties) -> Person:
    """An author with the name and address that the mail's head knows."""
    known = parties.recipients if role == "customer" else (parties.writer,) if parties.writer else ()
    for person in known:
        if by.address == person.address or (not by.address and by.name and person.called(by.name)):
            return Person(person.name or by.name, person.address)
    return known[0] if by == Person(None) and role == "customer" and len(known) == 1 else by


def _acquainted(situation: Situation, role: Role, by: Person) -> Situation:
    """The same with one more of the customer's side."""
    parties = situation.parties
    if role != "customer" or not by.address or parties.addressed(by.address):
        return situation
    return situation._replace(parties=parties._replace(recipients=(*parties.recipients, by)))
