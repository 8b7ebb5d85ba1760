"""What every helpdesk's export comes down to: messages, put together as a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from replylint import schema
from replylint.conversation import Agent, Channel, Conversation, Customer, Format, Turn
from replylint.late import late

Id = str | int
People = dict[str, dict[str, Any]]  # id -> what stands of a person or a team beside the records
_MARKUP = late(r"<(?!img\b)[^>]*>|&nbsp;|&#160;|&zwnj;|[\s\u200b-\u200d\u2060\ufeff]")
_REDACTED = late(r"[▇█\s]+")  # what Zendesk and others put in the place of words that were taken out


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is told of a conversation besides its messages. `team` and `customer` as far as they are known."""

    id: str | None
    channel: Channel | None = None
    customer: Customer | None = None
    team: str | None = None
    meta: Any = None


def conversation(ticket: Ticket, turns: Iterable[Turn], ids: dict[str, str] | None = None) -> Conversation | None:
    """The conversation of these messages by their time, None when no message is left of it.

    Messages that say nothing are left out. The agent is named when only one wrote: of several, each turn has its author.
    `ids`: author -> the helpdesk's own id of that agent.
    """
    kept = [turn for turn in turns if says_something(turn) or turn.attachments]
    if not kept:
        return None
    if all(turn.at for turn in kept):
        kept.sort(key=lambda turn: turn.at or datetime.max)
    writers = list(dict.fromkeys(turn.author for turn in kept if turn.role == "agent" and turn.author))
    alone = writers[0] if len(writers) == 1 else None
    id = (ids or {}).get(alone) if alone else None
    agent = Agent(id=id, name=alone if alone != id else None, team=ticket.team)
    return Conversation(
        tuple(kept),
        id=ticket.id,
        channel=ticket.channel,
        customer=ticket.customer if ticket.customer != Customer() else None,
        agent=agent if agent != Agent() else None,
        meta=ticket.meta or None,
    )


def says_something(turn: Turn) -> bool:
    """Whether a message has words, and not only markup or the bars that stand where words were taken out."""
    said = _MARKUP.sub("", turn.text) if turn.format == "html" else turn.text.strip()
    return bool(said) and not _REDACTED.fullmatch(said)


def body(html: str | None, plain: str | None) -> tuple[str, Format]:
    """A message's words and their format: its HTML when there is any, else its plain text."""
    return (html, "html") if html and _MARKUP.sub("", html) else (plain or "", "plain")


def decoded(shape: type[schema.T], data: Any) -> schema.T:
    """A record as a dataclass of the keys that are read; a key with null is as if it were absent. Raises `ShapeError`."""
    return schema.decode(shape, schema.known(shape, _present(data)))


def _present(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _present(value) for key, value in data.items() if value is not None}
    return [_present(item) for item in data] if isinstance(data, list) else data


def epoch(seconds: float | None) -> datetime | None:
    """The instant of a number of seconds since 1970; raises `ShapeError` when it is none."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise schema.ShapeError((), f"{schema.quotable(seconds)} is no number of seconds since 1970") from None


def zoned(moment: Any, zone: tzinfo | None) -> Any:
    """An instant as a table has it: one without an offset is of this zone, when there is one."""
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment.strip())
        except ValueError:
            return moment
    if isinstance(moment, datetime) and moment.tzinfo is None and zone is not None:
        return moment.replace(tzinfo=zone)
    return moment


def named(value: Any) -> str | None:
    """A name as an export has it, None when it is blank."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def key(id: Id | None) -> str:
    """An id as text, so that 17 and "17" are one; "" for none."""
    return "" if id is None else str(id)
