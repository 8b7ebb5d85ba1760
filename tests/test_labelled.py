"""How often times, promises and what became of them are read right, on labelled replies of our own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from replylint import packs, wire
from replylint.conversation import Conversation
from replylint.finding import Result
from replylint.ledger import ledger
from replylint.lint import lint
from replylint.settings import Settings

FOLDER = Path(__file__).parent / "labelled"
DOCUMENT = Path(__file__).parent.parent / "docs" / "accuracy.md"
STRICT = Settings(profile="strict", parser="never")
RULES = packs.load()
Place = tuple[int, int, int]

pytestmark = pytest.mark.slow


def rows(name: str) -> Iterator[tuple[Conversation, dict[str, Any]]]:
    for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield wire.conversation(row["conversation"]), row


def judged(told: Conversation) -> Result:
    return lint(told, RULES, STRICT)


def place(told: Conversation, label: dict[str, Any]) -> Place:
    number = label.get("turn", told.draft)
    start = told.turns[number].text.index(label["text"])
    return number, start, start + len(label["text"])


def meets(one: Place, other: Place) -> bool:
    """Whether a finding stands for a label: in the same turn, overlapping, and at most three times as long."""
    long = max(160, 3 * (other[2] - other[1]))
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2] and one[2] - one[1] <= long


def table() -> dict[str, str]:
    """The figures of the document: what is measured -> the figure."""
    text = DOCUMENT.read_text("utf-8").partition("## Times and promises")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([\d.]+) \|", text, re.MULTILINE))


def test_deadlines() -> None:
    right = total = 0
    for told, row in rows("times"):
        found = [made.due.latest for made in judged(told).commitments if made.due]
        wanted = datetime.fromisoformat(row["latest"]) if row["latest"] else None
        right += wanted in found if wanted else not any(found)
        total += 1
    assert f"{right / total:.2f}" == table()["right deadline"]


def test_no_deadlines() -> None:
    clean = [not any(made.due for made in judged(told).commitments) for told, _ in rows("none")]
    assert f"{sum(clean) / len(clean):.2f}" == table()["none where there is none"]


def test_promises_of_drafts() -> None:
    found = right = labels = hit = timed = 0
    for told, row in rows("drafts"):
        made = [m for m in judged(told).commitments if m.strength in ("promise", "expectation")]
        spans = [(m.span.turn, m.span.start, m.span.end) for m in made]
        wanted = [place(told, label) for label in row["promises"]]
        found += len(spans)
        right += sum(any(meets(span, label) for label in wanted) for span in spans)
        free = list(range(len(spans)))
        for label, told_of in zip(wanted, row["promises"], strict=True):
            number = next((n for n in free if meets(spans[n], label)), None)
            labels += 1
            if number is not None:
                free.remove(number)
                hit += 1
                timed += (made[number].due is not None) == told_of["dated"]
    precision, recall = right / found, hit / labels
    assert f"{precision:.2f}" == table()["promises of drafts, precision"]
    assert f"{recall:.2f}" == table()["promises of drafts, recall"]
    assert f"{2 * precision * recall / (precision + recall):.2f}" == table()["promises of drafts, F1"]
    assert f"{timed / hit:.2f}" == table()["whether it has a time"]


def test_statuses_of_threads() -> None:
    right = labels = 0
    false_broken = 0
    for told, row in rows("threads"):
        entries = [
            ((e.promise.span.turn, e.promise.span.start, e.promise.span.end), e.status) for e in ledger(told, RULES, STRICT)
        ]
        for label in row["promises"]:
            entry = next((e for e in entries if meets(e[0], place(told, label))), None)
            labels += 1
            right += entry is not None and entry[1] == label["status"]
            false_broken += entry is not None and entry[1] == "broken" != label["status"]
            if entry:
                entries.remove(entry)
    assert f"{right / labels:.2f}" == table()["status of a promise in its thread"]
    assert f"{false_broken / labels:.2f}" == table()["of all promises, wrongly called broken"]


def test_missed_promises() -> None:
    right = raised = wanted = 0
    for told, row in rows("threads"):
        if "missed" in row:
            found = any(f.rule == "history/missed-commitment-ignored" for f in judged(told).findings)
            raised += found
            wanted += row["missed"]
            right += found and row["missed"]
    assert f"{right / raised:.2f}" == table()["missed-commitment-ignored, precision"]
    assert f"{right / wanted:.2f}" == table()["missed-commitment-ignored, recall"]
