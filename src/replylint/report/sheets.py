"""Scores for a spreadsheet: a row a reply as CSV, and a workbook with a second sheet that has a row for what took marks."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from replylint.feed import guarded
from replylint.scorecard import Scorecard

CSV, XLSX = "scores.csv", "scores.xlsx"
_ABOUT = ("conversation", "turn", "agent", "team", "channel", "at", "words", "angry")
_SCORE = ("total", "computed", "band", "passed", "why_not", "failed_by")
_COUNTS = ("checks", "deductions", "to_confirm")
_FINDING = ("rule", "severity", "text", "sentence", "message", "advice", "instead")
_FINDINGS = ("conversation", "turn", "agent", "kind", "criterion", "marks", "of_total", *_FINDING)
_KINDS = {"deductions": "took marks", "failings": "failed", "to_confirm": "please look"}
_MADE = datetime(2000, 1, 1)  # the same in every workbook, or two of the same scores would differ
Add = Callable[[Mapping[str, Any]], None]
Cells = Sequence[Any]


def can_write_workbooks() -> bool:
    """Whether the package is there that writes them."""
    return find_spec("xlsxwriter") is not None


@contextmanager
def table(file: Path, card: Scorecard) -> Iterator[Add]:
    """Write rows as CSV, one after the other. What a spreadsheet would take for a formula begins with an apostrophe."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream, lineterminator="\n").writerow

        def add(cells: Cells) -> None:
            write(guarded(cell) if isinstance(cell, str) else cell for cell in cells)

        add(_columns(card))
        yield lambda row: add(_cells(row))


@contextmanager
def workbook(file: Path, card: Scorecard) -> Iterator[Add]:
    """Write rows into a workbook, one after the other; no cell of it is a formula or a link."""
    from xlsxwriter import Workbook

    with Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Scores of replies", "created": _MADE})
        bold = book.add_format({"bold": True})
        sheets = [book.add_worksheet("Replies"), book.add_worksheet("Findings")]
        lines = [0, 0]

        def write(number: int, cells: Cells, style: Any = None) -> None:
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheets[number].write_string(lines[number], column, cell, style)
                elif cell is not None:
                    sheets[number].write_number(lines[number], column, cell, style)
            lines[number] += 1

        for number, columns in enumerate((_columns(card), _FINDINGS)):
            sheets[number].freeze_panes(1, 0)
            sheets[number].set_column(0, len(columns) - 1, 14)
            write(number, columns, bold)

        def add(row: Mapping[str, Any]) -> None:
            write(0, _cells(row))
            for cells in _findings(row):
                write(1, cells)

        yield add


def _columns(card: Scorecard) -> Cells:
    return [*_ABOUT, *_SCORE, *(criterion.name for criterion in card.criteria), *_COUNTS]


def _cells(row: Mapping[str, Any]) -> Cells:
    """The cells of a reply; a criterion that nobody judged yet is empty."""
    about = [*(row[name] for name in (*_ABOUT, *_SCORE[:-1])), ", ".join(row["failed_by"])]
    counts = (row["coverage"]["applied"], len(row["deductions"]), len(row["to_confirm"]))
    return [*map(_plain, about), *(line["marks"] for line in row["criteria"]), *counts]


def _findings(row: Mapping[str, Any]) -> Iterator[Cells]:
    for name, kind in _KINDS.items():
        for found in row[name]:
            of = (found.get("criterion"), found.get("marks"), found.get("of_total"))
            yield [row["conversation"], row["turn"], row["agent"], kind, *of, *(found[each] for each in _FINDING)]


def _plain(cell: Any) -> Any:
    return ("yes" if cell else "no") if isinstance(cell, bool) else cell
