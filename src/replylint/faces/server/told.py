"""What a request tells: JSON to the shapes of replylint, within the limits of the one who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from replylint import schema, wire
from replylint.conversation import Conversation
from replylint.document import InputError, parse_json
from replylint.faces.server import body
from replylint.faces.server.problem import Problem
from replylint.faces.server.tenants import Tenant

T = TypeVar("T")
LONGEST = 500  # code points of a name, a reason or the id of a finding
MOST = 200  # findings that are let go at once
_SAID = {"bounds": {"pattern": schema.SAID, "maxLength": LONGEST}}


@dataclass(frozen=True)
class Letting:
    """A held draft let go: the conversation (long or short form), the ids of the findings, by whom and why."""

    conversation: dict[str, Any]
    findings: tuple[str, ...] = field(
        metadata={"bounds": {"items": {"type": "string", "maxLength": LONGEST}, "minItems": 1, "maxItems": MOST}}
    )
    by: str = field(metadata=_SAID)
    reason: str = field(metadata=_SAID)


@dataclass(frozen=True)
class Answer:
    """What a person says of a finding: not here, never this phrase, or it is wrong. No text."""

    rule: str = field(metadata={"bounds": {"pattern": "^[a-z-]+/[a-z0-9-]+$"}})
    finding: str
    answer: Literal["not-here", "never", "wrong"]


def data(given: bytes) -> Any:
    """A body as JSON; raises a `Problem`."""
    try:
        return parse_json(body.text(given), "body")
    except InputError as error:
        raise Problem(400, str(error)) from None


def shaped(shape: type[T], given: bytes) -> T:
    """A body as a dataclass; raises a `Problem` that names the field."""
    try:
        return schema.decode(shape, data(given))
    except schema.ShapeError as error:
        raise misshapen(error) from None


def conversation(told: Any, tenant: Tenant, *path: str) -> Conversation:
    """The conversation that stands at a path of a body; raises a `Problem` that names the field."""
    try:
        made = wire.conversation(told)
    except schema.ShapeError as error:
        raise misshapen(schema.ShapeError((*path, *error.path), error.reason)) from None
    within_limits(made, tenant, *path)
    return made


def within_limits(told: Conversation, tenant: Tenant, *path: str) -> None:
    """Raise a `Problem` when there is more to read at a path of a body than the settings allow."""
    most, field = tenant.settings.server, schema.dotted((*path, "turns"))
    if len(told.turns) > most.turns:
        raise Problem(422, f"{len(told.turns):,} turns; the limit is {most.turns:,}", field)
    length = sum(len(turn.text) for turn in told.turns)
    if length > most.text:
        raise Problem(422, f"{length:,} characters in all turns; the limit is {most.text:,}", field)


def misshapen(error: schema.ShapeError) -> Problem:
    """Data that does not fit: the field and what is wrong with it."""
    return Problem(422, error.reason, schema.dotted(error.path) or None)
