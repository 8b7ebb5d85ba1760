"""Rows of CSV or JSON lines as dataclasses; a bad one is its own error with file, line and column, and the others go on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from replylint import schema
from replylint.document import InputError, json_place, misfit, parse_json

T = TypeVar("T")
_FIELD = r'"(?:[^"]|"")*"|[^{0}]*'


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A row, and where its fields stand."""

    told: T
    file: str
    place: Callable[[str], tuple[int, int]]

    def error(self, key: str, what: str) -> InputError:
        """An error at a field of this row."""
        return InputError(f"{key}: {what}", self.file, *self.place(key))


def rows(shape: type[T], text: str, kind: Literal["csv", "jsonl"], file: str) -> Iterator[Row[T] | InputError]:
    """The rows of a text, each as a `shape` whose fields are its columns; raises `InputError` for a bad first line."""
    return _of_csv(shape, text, file) if kind == "csv" else _of_lines(shape, text, file)


def _of_lines(shape: type[T], text: str, file: str) -> Iterator[Row[T] | InputError]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield Row(_decoded(shape, line, file, number), file, _in_json(line, number))
            except InputError as error:
                yield error


def _decoded(shape: type[T], line: str, file: str, number: int) -> T:
    data = parse_json(line, file, number)
    try:
        return schema.decode(shape, data)
    except schema.ShapeError as error:
        raise misfit(error, file, json_place(line, number)) from None


def _in_json(line: str, number: int) -> Callable[[str], tuple[int, int]]:
    return lambda key: json_place(line, number)((key,), False)


def _of_csv(shape: type[T], text: str, file: str) -> Iterator[Row[T] | InputError]:
    lines = list(io.StringIO(text, newline=""))
    first = lines[0] if lines else ""
    between = max(",;\t", key=first.count)  # a spreadsheet writes the one that its country's numbers leave free
    reader = csv.reader(lines, delimiter=between, strict=True)
    names: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield InputError(f"not CSV from here on: {error}", file, line, 1)
            return
        if not names:
            names = _columns(shape, cells, file)
        elif any(cell.strip() for cell in cells):
            raw = lines[line - 1].rstrip("\r\n") if line == reader.line_num else ""
            place = _in_csv(names, raw, line, between)
            if len(cells) > len(names):
                yield InputError("more fields than columns", file, line, 1)
            else:
                yield Row(_filled(shape, dict(zip(names, cells, strict=False))), file, place)
    if not names:
        raise InputError("is empty", file, 1, 1)


def _columns(shape: Any, cells: list[str], file: str) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    known = schema.fields(shape)
    for at, name in enumerate(names):
        if name not in known:
            raise InputError(f"unknown column {schema.quotable(name)}{schema.nearest(name, known)}", file, 1, 1)
        if name in names[:at]:
            raise InputError(f"the column {name!r} stands here twice", file, 1, 1)
    for name, (_, _, required) in known.items():
        if required and name not in names:
            raise InputError(f"no column {name!r}; the columns found are {', '.join(names)}", file, 1, 1)
    return names


def _filled(shape: Any, cells: dict[str, str]) -> Any:
    """A row of CSV as a shape; a field that must be there and is not is empty."""
    missing = {name: "" for name, (_, _, required) in schema.fields(shape).items() if required}
    return schema.decode(shape, {**missing, **{key: cell.strip() for key, cell in cells.items()}})


def _in_csv(names: list[str], raw: str, line: int, between: str) -> Callable[[str], tuple[int, int]]:
    """Where a field stands in a line of CSV; the start of the line when a row runs over several."""

    def place(key: str) -> tuple[int, int]:
        column = 0
        field = re.compile(_FIELD.format(re.escape(between)))
        for name in names:
            found = field.match(raw, column)
            if name == key or found is None:
                break
            column = found.end() + 1
        return line, min(column, len(raw)) + 1

    return place
