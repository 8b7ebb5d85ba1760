"""Results in the forms that other programs take in: SARIF 2.1.0 and the annotations of GitHub's workflow log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from replylint import __version__
from replylint.conversation import Conversation
from replylint.document import line_and_column
from replylint.finding import Edit, Finding, Result, Severity
from replylint.rule import Rule

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "note"}
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "suggestion": "notice"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Judged:
    """A result and where its draft stood: in `file`, of which `where` tells the line and column of each character of the
    draft when it holds more than that."""

    result: Result
    told: Conversation
    file: str
    where: Callable[[int], tuple[int, int]] | None = None

    def text(self, found: Finding) -> str:
        """The text that the offsets of a finding count in."""
        return self.told.turns[found.span.turn].text

    def place(self, found: Finding) -> tuple[int, int, int, int]:
        """Line and column where a finding begins and ends, in the file; both the same when only the line is known."""
        where = self.where or partial(line_and_column, self.text(found))
        return *where(found.span.start), *where(found.span.end)


def github(judged: Iterable[Judged]) -> Iterator[str]:
    """One annotation a finding: `::warning file=draft.txt,line=1,col=3,…::message`."""
    for one in judged:
        for found in one.result.findings:
            line, column, last, end = one.place(found)
            where: dict[str, Any] = {"file": one.file, "line": line, "endLine": last}
            if line == last and column != end:  # over several lines GitHub takes no columns
                where |= {"col": column, "endColumn": end - 1}
            where["title"] = found.rule
            properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in where.items())
            yield f"::{_COMMANDS[found.severity]} {properties}::{_escaped(f'{found.message} {found.advice}')}"


def _escaped(text: str, more: str = "") -> str:
    """A text as a workflow command takes it."""
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" or char in more else char for char in text)


def sarif(judged: Sequence[Judged], rules: Iterable[Rule]) -> dict[str, Any]:
    """A SARIF log with one run. Offsets and columns count code points."""
    described = [_rule(rule) for rule in rules]
    numbers = {rule["id"]: number for number, rule in enumerate(described)}
    driver = {"name": "replylint", "version": __version__, "semanticVersion": __version__, "rules": described}
    results = [_result(one, found, numbers[found.rule]) for one in judged for found in one.result.findings]
    run: dict[str, Any] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    rulesets = sorted({one.result.ruleset for one in judged})
    if rulesets:
        run["properties"] = {"ruleset": rulesets[0]}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.advice},
        "fullDescription": {"text": f"{rule.advice} Source: {rule.source}"},
        "help": {"text": f"{rule.advice}\n\nSource: {rule.source}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"category": rule.category, "confidence": rule.confidence},
    }


def _result(one: Judged, found: Finding, number: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": number,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message} {found.advice}"},
        "locations": [_location(one, found)],
        "partialFingerprints": {"replylint/v1": found.id},
    }
    fixes = [way for way in found.fixes if way.applies == "automatic"]
    if fixes and one.where is None:
        artifact = {"artifactLocation": {"uri": _uri(one.file)}}
        told["fixes"] = [
            {
                "description": {"text": way.label},
                "artifactChanges": [{**artifact, "replacements": [_replacement(edit) for edit in way.edits]}],
            }
            for way in fixes
        ]
    return told


def _location(one: Judged, found: Finding) -> dict[str, Any]:
    line, column, last, end = one.place(found)
    region: dict[str, Any] = {"startLine": line}
    if (line, column) != (last, end):
        region |= {"startColumn": column, "endLine": last, "endColumn": end}
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}, "region": region}
    if one.where is None:
        region |= {"charOffset": found.span.start, "charLength": found.span.end - found.span.start}
        region["snippet"] = {"text": found.text}
        return {"physicalLocation": place}
    name = {"name": one.told.id or f"line {line}", "fullyQualifiedName": f"turns[{found.span.turn}].text"}
    span = {"turn": found.span.turn, "start": found.span.start, "end": found.span.end}
    return {"physicalLocation": place, "logicalLocations": [name], "properties": {**span, "text": found.text}}


def _replacement(edit: Edit) -> dict[str, Any]:
    region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _uri(file: str) -> str:
    """A file as a URI reference."""
    from urllib.parse import quote

    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().strip("<>"))
