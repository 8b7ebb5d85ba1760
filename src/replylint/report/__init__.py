"""The report of a score sheet: figures, tables for a spreadsheet, and one HTML file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from replylint.document import InputError
from replylint.report import cases, page, sheets
from replylint.report.charts import percent
from replylint.report.sentences import Sentences
from replylint.report.summary import Summary
from replylint.scorecard import Scorecard
from replylint.scoresheet import UNUSABLE, Place, at, scored

SUMMARY, REPORT = "summary.json", "report.html"
_TOP, _LISTED = 10, 100  # sentences; records that could not be used
Dear = list[tuple[Place, dict[str, Any]]]
Feedback = Mapping[str, Mapping[str, int]]


def write(folder: Path, card: Scorecard, facts: Mapping[str, Any], unusable: int, feedback: Feedback | None) -> str:
    """Write the report of the score sheet in a folder beside it; a line or two for the terminal.

    `facts` is what the numbers rest on (version, ruleset, model, names of the exports), `feedback` what agents said of each
    rule, None when nobody keeps it. Raises `InputError` when the folder cannot be written.
    """
    try:
        figures, page_text = _made(folder, card, facts, unusable, feedback)
        (folder / SUMMARY).write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        (folder / REPORT).write_text(page_text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", str(folder)) from None
    return _told(figures, folder)


def _made(
    folder: Path, card: Scorecard, facts: Mapping[str, Any], unusable: int, feedback: Feedback | None
) -> tuple[dict[str, Any], str]:
    summary, worst = Summary(card), cases.Worst()
    with Sentences() as sentences:
        with ExitStack() as opened:
            tables = [opened.enter_context(sheets.table(folder / sheets.CSV, card))]
            if sheets.can_write_workbooks():
                tables.append(opened.enter_context(sheets.workbook(folder / sheets.XLSX, card)))
            else:
                (folder / sheets.XLSX).unlink(missing_ok=True)  # that of an earlier run
            for each in scored(folder):
                summary.add(each.rows)
                worst.add(each)
                for row in each.rows:
                    sentences.add(row, each.place)
                    for add in tables:
                        add(row)
        costliest = sentences.top(_TOP)
    figures = {
        "schema": 1,
        **facts,
        "scorecard": {**asdict(card), "autofail": card.autofail},
        "unusable": unusable,
        **summary.told(feedback or {}),
        "costliest": [sentence for _, sentence in costliest],
    }
    return figures, _page(folder, figures, worst, costliest, feedback is not None)


def _page(folder: Path, figures: dict[str, Any], worst: cases.Worst, costliest: Dear, kept: bool) -> str:
    places = worst.places()
    held = set(places)
    places += dict.fromkeys(place for place, _ in costliest if place not in held)
    shown = list(cases.cases(at(folder, places)))
    by_place = {case["place"]: case for case in shown}
    with (folder / UNUSABLE).open(encoding="utf-8") as lines:
        refused = [line.rstrip("\n") for line in islice(lines, _LISTED)]
    sees = [cases.link(by_place[place], sentence["turn"], sentence["finding"]) for place, sentence in costliest]
    return page.filled(figures, shown, {"refused": refused, "with_findings": worst.all, "sees": sees, "kept": kept})


def _told(figures: Mapping[str, Any], folder: Path) -> str:
    replies, passed = figures["replies"], figures["share"]
    value, low, high = (percent(passed[name]) if passed else "–" for name in ("value", "low", "high"))
    shares = f"passed: {value} (95 % interval: {low} to {high})"
    lines = [f"{replies:,} replies, {figures['scored']:,} scored, {shares}", f"the report: {folder / REPORT}"]
    if not sheets.can_write_workbooks():
        lines.append(f"no {sheets.XLSX}: needs the package XlsxWriter: pip install 'replylint[trainer]'")
    return "\n".join(lines)
