"""Mails of a team, in an mbox file or a folder of .eml, put together as threads.

A thread is what its mails say that they answer: Message-ID, In-Reply-To and References (RFC 5322, 3.6.4). A first pass reads
heads alone, so that only ids, dates and places are in memory; the mails of one thread at a time are read in a second.

- A mail is an agent's when its sender's address, or its domain, is among those named as the team's.
- What a mail quotes stays in its text and is not made into turns again, unless the mail it answers is not in the box.
- What a form or a group of the team's sends on is the message of whom it is to be answered to (Reply-To).
- Answering machines and notices of failed delivery are turns of the system. Mails among the team, and a mail that was
  passed on to somebody else, are left out.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from replylint.conversation import Agent, Conversation, Customer, Role, Turn
from replylint.document import InputError
from replylint.exports.records import opened
from replylint.exports.thread import Ticket, conversation
from replylint.mail import conversation_of, passes_on
from replylint.mail.head import looks_like_mail
from replylint.mail.message import automatic, date, ids, parsed, words
from replylint.mail.people import Person, people
from replylint.schema import ShapeError
from replylint.transcripts import Given, Told, situated

_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_RECIPIENTS = ("To", "Cc")


class _Kept(NamedTuple):
    """A mail of the box: its place in it, the name that an error gives it, its ids and its instant."""

    place: int
    name: str
    id: str
    answers: tuple[str, ...]
    at: datetime | None


class _Letter(NamedTuple):
    """A mail that is read: whose it is, None for one that is no part of the conversation."""

    message: EmailMessage
    raw: bytes
    by: Person
    role: Role | None
    to: dict[str, Person]


def from_mbox(path: Path, given: Given, agents: Collection[str]) -> Iterator[Told]:
    """The threads of an mbox file; raises `InputError`."""
    with opened(path) as file:
        if not file.read(5) == b"From ":
            raise InputError("not an mbox: it begins with no line 'From …'", str(path))
    with closing(mailbox.mbox(str(path), create=False)) as box:
        places = dict(enumerate(box.iterkeys()))

        def raw(place: int) -> bytes:
            return _ESCAPED.sub(rb"\1", box.get_bytes(places[place]))

        names = [f"{path}: mail {number + 1}" for number in places]
        yield from _threads(names, raw, given, _Team(agents, str(path)))


def from_folder(path: Path, given: Given, agents: Collection[str]) -> Iterator[Told]:
    """The threads of a folder of .eml, with the folders in it, or of one such file; raises `InputError`."""
    files = sorted(path.rglob("*.eml")) if path.is_dir() else [path]
    if not files:
        raise InputError("no .eml in this folder", str(path))

    def raw(place: int) -> bytes:
        with opened(files[place]) as file:
            return file.read()

    yield from _threads([str(file) for file in files], raw, given, _Team(agents, str(path)))


class _Team:
    """Addresses and domains that are ours."""

    def __init__(self, agents: Collection[str], file: str) -> None:
        told = {agent.strip().lower().removeprefix("@") for agent in agents} - {""}
        if not told:
            raise InputError("whose mails are the team's? Name its addresses or domains: --agents support.example", file)
        self._addresses = {one for one in told if "@" in one}
        self._domains = told - self._addresses

    def has(self, person: Person) -> bool:
        return person.address in self._addresses or person.domain in self._domains


def _threads(names: list[str], raw: Callable[[int], bytes], given: Given, team: _Team) -> Iterator[Told]:
    kept: list[_Kept] = []
    for place, name in enumerate(names):
        content = raw(place)
        if looks_like_mail(content):
            head = parsed(content, head=True)
            own = next(iter(ids(head, "Message-ID")), f"<{place}>")
            kept.append(_Kept(place, name, own, tuple(ids(head, "References", "In-Reply-To")), date(head)))
        else:
            yield InputError("not a mail: it has no head", name)
    known = {mail.id for mail in kept}
    for thread in _grouped(kept):
        try:
            told = _conversation(thread, raw, known, team)
        except InputError as error:
            yield error
        except ShapeError as error:
            yield InputError(str(error), thread[0].name)
        else:
            if told:
                yield situated(told, given)


def _grouped(kept: list[_Kept]) -> Iterator[list[_Kept]]:
    """Mails by thread, each once, in the order in which the threads begin; those of a thread by their time."""
    parents: dict[str, str] = {}

    def root(id: str) -> str:
        while parents.get(id, id) != id:
            parents[id] = parents.get(parents[id], parents[id])
            id = parents[id]
        return id

    for mail in kept:
        for answered in mail.answers:
            parents[root(mail.id)] = root(answered)
    threads: dict[str, dict[str, _Kept]] = {}
    for mail in kept:
        threads.setdefault(root(mail.id), {}).setdefault(mail.id, mail)  # in the inbox and in the sent mail it is one
    for thread in threads.values():
        mails = list(thread.values())
        yield sorted(mails, key=lambda mail: mail.at or datetime.max) if all(mail.at for mail in mails) else mails


def _conversation(thread: list[_Kept], raw: Callable[[int], bytes], known: set[str], team: _Team) -> Conversation | None:
    letters = [_letter(raw(mail.place), mail, team) for mail in thread]
    customer = _customer(letters, team)
    turns: list[Turn] = []
    ours, passed = {}, False
    for mail, letter in zip(thread, letters, strict=True):
        if letter.role is None:
            continue
        if letter.role == "agent" and passes_on(letter.message) and not (customer and customer.address in letter.to):
            passed = True
            continue
        alone = not turns and not known.intersection(mail.answers)
        if letter.role == "agent" and alone and _has_words(letter.message):
            turns += conversation_of(letter.raw, mail.name).turns[:-1]
        turns.append(_turn(letter, mail))
        if letter.role == "agent":
            ours[letter.by] = True
    about = Ticket(
        thread[0].id.strip("<>"),
        "email",
        Customer(name=customer.name, email=customer.address) if customer else None,
        meta={"forwarded": True} if passed else None,
    )
    told = conversation(about, turns)
    if told is None:
        return None
    writer = next(iter(ours)) if len(ours) == 1 else None
    agent = Agent(id=writer.address, name=writer.name) if writer else None
    return replace(told, agent=agent)


def _letter(raw: bytes, mail: _Kept, team: _Team) -> _Letter:
    message = parsed(raw)
    by = _sender(message, team)
    if by is None:
        raise InputError("a mail without a sender", mail.name)
    to = {person.address: person for field in _RECIPIENTS for person in people(message, field)}
    ours = team.has(by)
    role: Role | None = "system" if automatic(message) else "agent" if ours else "customer"
    if ours and to and all(map(team.has, to.values())):
        role = None
    return _Letter(message, raw, by, role, to)


def _sender(message: EmailMessage, team: _Team) -> Person | None:
    """Who wrote a mail. A form or a group of ours sends what somebody else wrote, who is then the one to answer."""
    by = next(people(message, "From"), None)
    others = [person for person in people(message, "Reply-To") if not team.has(person)]
    return others[0] if by and others and team.has(by) else by


def _customer(letters: list[_Letter], team: _Team) -> Person | None:
    """Who wrote to us first, else to whom we wrote."""
    wrote = (letter.by for letter in letters if letter.role == "customer")
    addressed = (person for letter in letters for person in letter.to.values() if letter.role == "agent" and not team.has(person))
    return next(wrote, None) or next(addressed, None)


def _has_words(message: EmailMessage) -> bool:
    """Whether a mail is more than what is attached to it."""
    return message.get_body(preferencelist=("plain", "html")) is not None


def _turn(letter: _Letter, mail: _Kept) -> Turn:
    text, format = words(letter.message, mail.name) if _has_words(letter.message) else ("", "plain")
    names = (part.get_filename() for part in letter.message.iter_attachments())
    files = tuple(name for name in names if name)
    assert letter.role is not None
    return Turn(letter.role, text, mail.at, letter.by.name or letter.by.address, files, format=format)
