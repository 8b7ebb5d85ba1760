"""Files and streams to conversations, each error with its file, line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from replylint import schema, wire
from replylint.conversation import Conversation, Format, Turn
from replylint.document import InputError, json_place, parse_json

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
MOST = 1_000_000  # code points of one draft


@dataclass(frozen=True, slots=True)
class Given:
    """What a command line adds to what a file says."""

    customer: str | None = None
    now: datetime | None = None
    template: bool = False


def kind_of(file: str) -> Input:
    """How a file is read, by its ending; raises `InputError` for an ending that says nothing."""
    suffix = "." + file.rpartition(".")[2].lower() if "." in file else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    what = f"what is in it? Its ending says nothing; use --input {'|'.join(get_args(Input))}"
    raise InputError(what, file)


def read(text: str, kind: Input, file: str, given: Given) -> Iterator[Conversation | InputError]:
    """The conversations of a text in their order; of JSON lines and CSV a bad one is yielded as its error."""
    if kind == "jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield _guarded(line, file, number, given)
    elif kind == "csv":
        yield from _rows(text, file, given)
    elif kind == "json":
        yield _with(_from_json(text, file, 1), given)
    elif kind == "eml":
        from replylint.mail import draft_of

        yield _plain(*draft_of(text.encode("utf-8", "surrogateescape"), file), file, given)
    else:
        yield _plain(text, _FORMATS[kind], file, given)


def _guarded(line: str, file: str, number: int, given: Given) -> Conversation | InputError:
    try:
        return _with(_from_json(line, file, number), given)
    except InputError as error:
        return error


def _from_json(text: str, file: str, line: int) -> Conversation:
    data = parse_json(text, file, line)
    try:
        return wire.conversation(data)
    except schema.ShapeError as error:
        where = schema.dotted(error.path[:-1] if error.at_key else error.path)
        row, column = json_place(text, line)(error.path, error.at_key)
        raise InputError(f"{where}: {error.reason}" if where else error.reason, file, row, column) from None


def _rows(text: str, file: str, given: Given) -> Iterator[Conversation | InputError]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    names = [name.strip() for name in rows.fieldnames or ()]
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
            yield InputError(f"not CSV: {error}", file, line, 1)
            return
        yield _row(row, file, line, given)


def _row(row: dict[str, str], file: str, line: int, given: Given) -> Conversation | InputError:
    data = {key: value for key, value in row.items() if value and key in ("text", "id", "channel", "now")}
    if row.get("customer"):
        data["customer_message"] = row["customer"]
    if None in row:
        return InputError("more fields than columns", file, line, 1)
    try:
        return _with(wire.conversation({"text": "", **data}), given)
    except schema.ShapeError as error:
        return InputError(str(error), file, line, 1)


def _plain(text: str, format: Format, file: str, given: Given) -> Conversation:
    if not text.strip():
        raise InputError("the draft is empty", file)
    if len(text) > MOST:
        raise InputError(f"{len(text):,} characters; the limit of one draft is {MOST:,}", file)
    return _with(Conversation((Turn("agent", text, draft=True, format=format),), id=None), given)


def _with(told: Conversation, given: Given) -> Conversation:
    """The conversation with what the command line adds; what it says itself stands."""
    turns = told.turns
    if given.customer is not None and not any(turn.role == "customer" for turn in turns):
        turns = (Turn("customer", given.customer), *turns)
    now = told.now or given.now or turns[Conversation(turns).draft or 0].at
    return replace(told, turns=turns, now=now, template=told.template or given.template)
