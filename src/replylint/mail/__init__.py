"""A mail (RFC 5322) to the draft in it, and to the conversation that it is a part of."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage

from replylint.conversation import Agent, Conversation, Customer, Format, Turn
from replylint.late import late
from replylint.mail.head import looks_like_mail, value
from replylint.mail.message import date, parsed, words
from replylint.mail.people import Parties, Person, decoded, parties, raw_fields
from replylint.mail.thread import Said, Situation, said

__all__ = ["conversation_of", "draft_of", "looks_like_mail", "override_reason", "passes_on"]

OVERRIDE = "X-Replylint-Override"
_ANSWERS = late(r"\s*(?:re|aw|sv|antw|antwort|odp|res|rif|vs)(?:\[\d+\])?\s*:", re.I)
_PASSES_ON = late(r"\s*(?:fwd?|wg|tr|rv|i|doorst|vl)\s*:", re.I)


def conversation_of(raw: bytes, file: str, history: bool = True) -> Conversation:
    """A mail as the conversation that it is a part of: what it quotes as earlier turns, then its own words as the draft.

    The draft's text is that of `draft_of`. The writer is the agent, and her mail's date the draft's instant. A quoted
    message becomes a turn when it is known whose it is: the writer's address and domain are ours, the one whom the mail
    answers is the customer. `history`: whether quoted messages are wanted. Raises `InputError` as `draft_of` does.
    """
    message = parsed(raw)
    text, format = words(message, file)
    who, at = parties(message), date(message)
    earlier = said(text, format, _situation(message, who, at)) if history else []
    writer = who.writer
    return Conversation(
        (*(one.turn() for one in earlier), Turn("agent", text, at, writer and writer.name, draft=True, format=format)),
        channel="email",
        customer=_customer(who, earlier),
        agent=Agent(id=writer.address, name=writer.name) if writer else None,
    )


def draft_of(raw: bytes, file: str) -> tuple[str, Format]:
    """The words of a mail and their format: its plain part, else its HTML; raises `InputError` when it has neither."""
    return words(parsed(raw), file)


def override_reason(raw: bytes) -> str:
    """Why a mail is to go although it is held, as its own head says; "" when it does not."""
    return decoded(value(raw, OVERRIDE)).strip()


def passes_on(message: EmailMessage) -> bool:
    """Whether a mail passes on another one, as its subject says."""
    return _PASSES_ON.match(_subject(message)) is not None


def _subject(message: EmailMessage) -> str:
    return decoded(" ".join(raw_fields(message, "Subject")))


def _situation(message: EmailMessage, who: Parties, at: datetime | None) -> Situation:
    answers = bool(raw_fields(message, "In-Reply-To") or _ANSWERS.match(_subject(message)))
    return Situation(who, answers, passes_on(message), at)


def _customer(who: Parties, earlier: list[Said]) -> Customer | None:
    """Whom a mail is written to. Within one company it is not told apart from a desk unless the mail answers that person."""
    people: tuple[Person, ...] = who.recipients
    if who.within:
        people = tuple(one.by for one in earlier if one.role == "customer" and one.level == 1 and one.by.address)[-1:]
    if not people:
        return None
    if len(people) == 1:
        return Customer(name=people[0].name, email=people[0].address)
    return Customer(names=tuple(person.name for person in people if person.name), email=people[0].address)
