"""Tables with a row a message: CSV, and Parquet (pyarrow lives here alone, imported when a Parquet file is read).

    conversation,role,text,at,author,format,attachments,channel,customer,customer_email,agent,team
    T-4471,customer,When does order 4471 ship?,2026-11-18T09:02:00-05:00,Ana Ruiz,,,email,Ana Ruiz,ana@example.com,,Orders
    T-4471,agent,"Hi Ana, we'll look into it.",2026-11-18T09:30:00-05:00,Tim,,,,,,,

Only `conversation`, `role` and `text` must be there. The rows of a conversation stand together; what is of the conversation
(`channel` and what follows it) is taken from the first row that tells it. `attachments` are names with "|" between them, in
Parquet a list, too. A CSV without the column `role` has a row a draft, as `replylint check` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from replylint import schema, transcripts, wire
from replylint.conversation import LONGEST, Agent, Conversation, Customer, Turn
from replylint.document import InputError
from replylint.exports.records import opened
from replylint.exports.thread import zoned
from replylint.transcripts import Given, Told, situated

COLUMNS = "conversation role text at author format attachments channel customer customer_email agent team".split()
_NEEDED = COLUMNS[:3]
_OF_TURN = ("role", "author", "format")
_BATCH = 1000  # rows of a Parquet file in memory
_HALF = {chr(code): f"{code - 0xDC00:#04x}" for code in range(0xDC80, 0xDD00)}  # what stands for a byte that is not UTF-8


class Row(NamedTuple):
    """One row: its line in a CSV, its number in a Parquet file; an error when its fields do not fit the columns."""

    number: int
    cells: dict[str, Any]
    error: str = ""


def from_csv(path: Path, given: Given) -> Iterator[Told]:
    """The conversations of a CSV; raises `InputError` for columns that are not known."""
    import csv

    csv.field_size_limit(10 * LONGEST)
    opened(path).close()
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        try:
            names = [name.strip() for name in next(csv.reader(file), [])]
        except csv.Error as error:
            raise InputError(f"not CSV: {error}", str(path), 1, 1) from None
        if "role" not in names and "text" in names:
            file.seek(0)
            for line, told in transcripts.rows(file, str(path), given):
                yield _utf8(told, str(path), line)
            return
        _check(names, str(path))
        reader = csv.reader(file, strict=True)
        yield from conversations(_csv_rows(reader, names), str(path), given)


def _csv_rows(reader: Any, names: list[str]) -> Iterator[Row]:
    import csv

    cells: list[str] = []
    while True:
        line = reader.line_num + 2  # the names stand on the first line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # more of the conversation before it may be lost, too
            yield Row(line, dict(zip(names, cells, strict=False)), f"not CSV from here on: {error}")
            return
        if not cells:
            continue
        row = Row(line, dict(zip(names, cells, strict=False)))
        bad = next((_HALF[char] for cell in cells if not cell.isascii() for char in cell if char in _HALF), None)
        if bad:
            row = row._replace(error=f"byte {bad} is not UTF-8; save it as UTF-8")
        elif len(cells) != len(names):
            row = row._replace(error=f"{len(cells)} fields, and {len(names)} columns")
        yield row


def from_parquet(path: Path, given: Given) -> Iterator[Told]:
    """The conversations of a Parquet file; raises `InputError` when it is none, or pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise InputError("Parquet needs pyarrow: pip install 'replylint[parquet]'", str(path)) from None
    opened(path).close()
    try:
        with parquet.ParquetFile(path) as file:
            _check(file.schema_arrow.names, str(path))
            batches = file.iter_batches(_BATCH)
            rows = (cells for batch in batches for cells in batch.to_pylist())
            yield from conversations((Row(number, cells) for number, cells in enumerate(rows, 1)), str(path), given)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError("not Parquet, or damaged: " + str(error).partition("\n")[0], str(path)) from None


def _check(names: list[str], file: str) -> None:
    for name in names:
        if name not in COLUMNS:
            raise InputError(f"unknown column {name!r:.40}{schema.nearest(name, COLUMNS)}", file, 1, 1)
    for name in _NEEDED:
        if name not in names:
            raise InputError(f"no column {name!r}; the columns found are {', '.join(map(repr, names)) or 'none'}", file, 1, 1)


def conversations(rows: Iterable[Row], file: str, given: Given) -> Iterator[Told]:
    """The conversations of rows; one with a bad row is yielded as the error of that row, and one that goes on after another
    began as an error, too."""
    seen: set[str] = set()
    zone = _zone(given.time_zone)
    for id, group in groupby(rows, key=lambda row: _text(row.cells.get("conversation")).strip()):
        first, *more = group
        if not id:
            for row in (first, *more):
                yield InputError(row.error or "no conversation is named", file, row.number)
        elif id in seen:
            what = f"conversation {schema.quotable(id)} goes on after another began; sort the rows by conversation"
            yield InputError(what, file, first.number)
        else:
            seen.add(id)
            yield _told(id, [first, *more], file, given, zone)


def _told(id: str, rows: list[Row], file: str, given: Given, zone: tzinfo | None) -> Told:
    turns = []
    for row in rows:
        try:
            if row.error:
                raise schema.ShapeError((), row.error)
            turns.append(_turn(row.cells, zone))
        except schema.ShapeError as error:
            return InputError(str(error), file, row.number)
    if all(turn.at for turn in turns):
        turns.sort(key=lambda turn: turn.at)  # type: ignore[arg-type, return-value]
    told = {name: next((_text(row.cells[name]) for row in rows if row.cells.get(name)), None) for name in COLUMNS[7:]}
    customer = Customer(name=told["customer"], email=told["customer_email"])
    agent = Agent(name=told["agent"], team=told["team"])
    data = {"id": id, "channel": told["channel"], "turns": turns}
    try:
        made = wire.thread(data)
    except schema.ShapeError as error:
        return InputError(str(error), file, rows[0].number)
    return situated(
        replace(made, customer=None if customer == Customer() else customer, agent=None if agent == Agent() else agent), given
    )


def _turn(cells: dict[str, Any], zone: tzinfo | None) -> Turn:
    data = {name: cells[name] for name in _OF_TURN if cells.get(name)}
    data["text"] = _text(cells.get("text"))
    if "role" not in data:
        raise schema.ShapeError(("role",), "is missing")
    if cells.get("at"):
        data["at"] = zoned(cells["at"], zone)
    names = cells.get("attachments") or ()
    data["attachments"] = [name for name in (names.split("|") if isinstance(names, str) else names) if name]
    return schema.decode(Turn, data)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _utf8(told: Told, file: str, line: int) -> Told:
    """What a row a draft tells, an error when a byte of it is not UTF-8."""
    texts = [turn.text for turn in told.turns] if isinstance(told, Conversation) else []
    bad = next((_HALF[char] for text in texts if not text.isascii() for char in text if char in _HALF), None)
    return InputError(f"byte {bad} is not UTF-8; save it as UTF-8", file, line) if bad else told
