"""What is linted: a conversation, its turns, and what else is known about the situation.

A draft is the unsent turn of a conversation; a lone reply is a conversation of one turn. Every offset in replylint is a
code point into `Turn.text` as it was given, whatever its format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

Role = Literal["customer", "agent", "system"]
Format = Literal["plain", "html", "markdown"]
Channel = Literal["email", "chat", "social", "forum", "phone"]
Audience = Literal["consumer", "business", "developer", "internal-it"]
Incident = Literal["open", "resolved"]
MOST = 1_000  # names, terms, holidays, teams: each may be sought in all of the text
DURATION = (
    "P(?=T?[0-9])(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,6})M)?)?"  # ISO 8601, to two centuries
)
_LIST, _TABLE = {"bounds": {"maxItems": MOST}}, {"bounds": {"maxProperties": MOST}}
_LENGTHS = {"bounds": {"maxProperties": MOST, "additionalProperties": {"type": "string", "pattern": f"^{DURATION}$"}}}
_REPLY = {"properties": {"role": {"const": "agent"}}}
LONGEST = 200_000  # code points of one turn: three times what a helpdesk stores


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` to `end`, in the text of turn number `turn`."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One message. `at` is the instant it was sent; the draft has none, or the instant it is about to be."""

    role: Role
    text: str = field(metadata={"bounds": {"maxLength": LONGEST}})
    at: datetime | None = None
    author: str | None = None
    attachments: tuple[str, ...] = ()
    draft: bool = False
    format: Format = "plain"


@dataclass(frozen=True, slots=True)
class Customer:
    """The person written to. `names` is for several people at once; `time_zone` is an IANA name."""

    name: str | None = None
    names: tuple[str, ...] = field(default=(), metadata=_LIST)
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    handle: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """The person (or program) writing. `time_zone` is an IANA name."""

    id: str | None = None
    name: str | None = None
    team: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the team works: `hours` maps days or ranges of days (`mon-fri`) to `09:00-18:00`; `holidays` are ISO dates."""

    time_zone: str | None = None
    hours: dict[str, str] | None = None
    holidays: tuple[str, ...] = field(default=(), metadata=_LIST)
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Sla:
    """What was agreed: `due` is an instant, `hand_over` maps a team to an ISO 8601 duration."""

    due: datetime | None = None
    hand_over: dict[str, str] = field(default_factory=dict, metadata=_LENGTHS)


@dataclass(frozen=True, slots=True)
class Glossary:
    """A company's own words: `allowed` are never jargon, `banned` maps a term to the plain words to use instead."""

    allowed: tuple[str, ...] = field(default=(), metadata=_LIST)
    banned: dict[str, str] = field(default_factory=dict, metadata=_TABLE)


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that one lint reads. Only `turns` is required; `template` marks a macro; `meta` is never read."""

    turns: tuple[Turn, ...] = field(metadata={"bounds": {"minItems": 1, "contains": _REPLY}})
    id: str | None = None
    channel: Channel | None = None
    customer: Customer | None = None
    agent: Agent | None = None
    now: datetime | None = None
    calendar: Calendar | None = None
    sla: Sla | None = None
    incident: Incident | None = None
    audience: Audience | None = None
    glossary: Glossary | None = None
    template: bool = False
    meta: Any = None

    @property
    def time_zone(self) -> str | None:
        """The zone in which we say times that name none: the calendar's, else the agent's; None when neither is told."""
        return (self.calendar and self.calendar.time_zone) or (self.agent and self.agent.time_zone) or None

    @property
    def draft(self) -> int | None:
        """The number of the turn to judge: the one marked `draft`, else the last agent turn, else None."""
        agent_turns = [number for number, turn in enumerate(self.turns) if turn.role == "agent"]
        marked = [number for number, turn in enumerate(self.turns) if turn.draft]
        return marked[-1] if marked else agent_turns[-1] if agent_turns else None

    def replies(self) -> Iterator[Conversation]:
        """The conversation once for each reply of an agent: as it stood when that one was sent, and at that instant."""
        for number, turn in enumerate(self.turns):
            if turn.role == "agent" and turn.text.strip():
                before = (replace(earlier, draft=False) for earlier in self.turns[:number])
                last = number == len(self.turns) - 1
                yield replace(self, turns=(*before, replace(turn, draft=True)), now=turn.at or (self.now if last else None))
