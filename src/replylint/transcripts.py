"""Files and streams to conversations, each error with its file, line and column."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from replylint import schema, wire
from replylint.conversation import LONGEST, Agent, Channel, Conversation, Format, Turn
from replylint.document import InputError, json_place, misfit, parse_json

Input = Literal["text", "markdown", "html", "eml", "json", "jsonl", "csv"]
SUFFIXES: dict[str, Input] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".eml": "eml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
}
_FORMATS: dict[str, Format] = {"text": "plain", "markdown": "markdown", "html": "html"}
_COLUMNS = ("text", "id", "customer", "channel", "now")
Told = Conversation | InputError


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller adds to what a file or a conversation says itself."""

    customer: str | None = None
    now: datetime | None = None
    template: bool = False
    time_zone: str | None = None
    channel: Channel | None = None


def kind_of(file: str) -> Input:
    """How a file is read, by its ending; raises `InputError` for an ending that says nothing."""
    suffix = "." + file.rpartition(".")[2].lower() if "." in file else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    what = f"what is in it? Its ending says nothing; use --input {'|'.join(get_args(Input))}"
    raise InputError(what, file)


def read(text: str, kind: Input, file: str, given: Given) -> Iterator[Told]:
    """The conversations of a text in their order; of JSON lines and CSV a bad one is yielded as its error."""
    return (told for _, told in numbered(text, kind, file, given))


def numbered(text: str, kind: Input, file: str, given: Given) -> Iterator[tuple[int, Told]]:
    """The same, each with the line on which it begins."""
    if kind == "jsonl":
        for number, line in enumerate(text.rstrip().split("\n") if text.strip() else (), 1):
            yield number, one_line(line, file, number, given)
    elif kind == "csv":
        yield from rows(io.StringIO(text, newline=""), file, given)
    elif kind == "json":
        yield 1, situated(_from_json(text, file, 1), given)
    elif kind == "eml":
        yield 1, mail(text.encode("utf-8", "surrogateescape"), file, given)
    else:
        draft = Turn("agent", _judgeable(text, file), draft=True, format=_FORMATS[kind])
        yield 1, situated(Conversation((draft,)), given)


def mail(raw: bytes, file: str, given: Given) -> Conversation:
    """The conversation that a mail is a part of; a customer's message that is given goes before what it quotes. Raises
    `InputError`."""
    from replylint.mail import conversation_of

    told = conversation_of(raw, file, history=not given.customer)
    _judgeable(told.turns[-1].text, file)
    return situated(told, given)


def one_line(line: str, file: str, number: int, given: Given) -> Told:
    """The conversation of one line of JSON lines, or its error."""
    if not line.strip():
        return InputError("an empty line", file, number, 1)
    try:
        return situated(_from_json(line, file, number), given)
    except InputError as error:
        return error


def _from_json(text: str, file: str, line: int) -> Conversation:
    data = parse_json(text, file, line)
    try:
        return wire.conversation(data)
    except schema.ShapeError as error:
        raise misfit(error, file, json_place(text, line)) from None


def rows(lines: Iterable[str], file: str, given: Given) -> Iterator[tuple[int, Told]]:
    """The conversations of a CSV with a row a draft, each with its line; raises `InputError` for columns that are not known."""
    import csv

    csv.field_size_limit(10 * LONGEST)
    rows = csv.DictReader(lines, strict=True)
    try:
        names = [name.strip() for name in rows.fieldnames or ()]
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", file, 1, 1) from None
    if "text" not in names:
        found = ", ".join(map(repr, names)) or "none"
        raise InputError(f"no column 'text'; the columns found are {found}", file, 1, 1)
    unknown = [name for name in names if name not in _COLUMNS]
    if unknown:
        raise InputError(f"unknown column {unknown[0]!r}{schema.nearest(unknown[0], _COLUMNS)}", file, 1, 1)
    rows.fieldnames = names
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, InputError(f"not CSV: {error}", file, line, 1)
            return
        yield line, _row(row, file, line, given)


def _row(row: dict[str, str], file: str, line: int, given: Given) -> Told:
    data = {key: value for key, value in row.items() if value and key in ("text", "id", "channel", "now")}
    if row.get("customer"):
        data["customer_message"] = row["customer"]
    if None in row:
        return InputError("more fields than columns", file, line, 1)
    try:
        return situated(wire.conversation({"text": "", **data}), given)
    except schema.ShapeError as error:
        return InputError(str(error), file, line, 1)


def _judgeable(text: str, file: str) -> str:
    """The text of a draft; raises `InputError` when there is nothing or too much of it."""
    if not text.strip():
        raise InputError("the draft is empty", file)
    if len(text) > LONGEST:
        raise InputError(f"{len(text):,} characters; the limit of one draft is {LONGEST:,}", file)
    return text


def situated(told: Conversation, given: Given) -> Conversation:
    """The conversation with what is given besides; what it says itself stands."""
    turns = told.turns
    if given.customer is not None and not any(turn.role == "customer" for turn in turns):
        turns = (Turn("customer", given.customer), *turns)
    agent = told.agent
    if given.time_zone and not (agent and agent.time_zone):
        agent = replace(agent or Agent(), time_zone=given.time_zone)
    channel, template = told.channel or given.channel, told.template or given.template
    return replace(told, turns=turns, now=told.now or given.now, agent=agent, channel=channel, template=template)
