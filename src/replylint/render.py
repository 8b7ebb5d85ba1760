"""Results for people: text as a good compiler prints it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from replylint import fix
from replylint.conversation import Conversation, Span
from replylint.document import line_and_column
from replylint.finding import Due, Edit, Entry, Finding, Result, Status
from replylint.late import late
from replylint.lint import shown

_COLOURS = {"error": "31;1", "warning": "33;1", "suggestion": "36;1", "note": "2", "fix": "32", "bold": "1"}
_STATUS: dict[Status, str] = {"kept": "fix", "open": "suggestion", "due-soon": "warning", "broken": "error", "unknown": "note"}
_WIDTH = 100
_MOST_EVIDENCE = 3  # words of the customer under one finding
_STOP = late(r"[.!?] |\n")


class Painter:
    """Paints words for a terminal, or leaves them as they are."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, kind: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if self._colour else text


def text(result: Result, told: Conversation, name: str, colour: bool = False, everything: bool = False) -> str:
    """A result as a person reads it in a terminal."""
    paint = Painter(colour)
    first = shown(result.findings) if not everything else list(result.findings)
    blocks = ["\n".join(_finding(found, told, name, paint)) for found in first]
    if result.near:
        blocks.append("\n".join(_near(result, told, name, paint)))
    more = len(result.findings) - len(first)
    tail = _summary(result, name, paint)
    if more:
        tail = f"and {more} more: --all shows them\n{tail}"
    return "\n\n".join([*blocks, tail])


def _finding(found: Finding, told: Conversation, name: str, paint: Painter) -> Iterator[str]:
    source = told.turns[found.span.turn].text
    line, column = line_and_column(source, found.span.start)
    message = paint(_one_line(found.message), "bold")
    yield f"{paint(found.severity, found.severity)}: {message}  {paint(found.rule, 'note')}"
    yield f"  {paint('-->', 'note')} {name}:{line}:{column}"
    yield from _excerpt(source, found.span, line, found.severity, paint)
    margin = " " * len(str(line))
    yield f" {margin} {paint('=', 'note')} {found.advice}"
    for way in found.fixes[:1]:
        yield f" {margin} {paint('+', 'fix')} {paint(_after(source, found, way.edits), 'fix')}"
    choices = [way.label.partition(": ")[2] for way in found.fixes if way.applies == "fill-in" and ": " in way.label]
    if choices:
        yield f" {margin} {paint('=', 'note')} for example {', or '.join(choices)}"
    for span in found.evidence[:_MOST_EVIDENCE]:
        words = _one_line(told.turns[span.turn].text[span.start : span.end])
        yield f" {margin} {paint('=', 'note')} the {told.turns[span.turn].role} wrote: “{words}”"


def _excerpt(source: str, span: Span, line: int, severity: str, paint: Painter) -> Iterator[str]:
    """The line with its words underlined, cut to the width of a terminal around them."""
    start, end = span.start, span.end
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", start)
    last = len(source) if last < 0 else last
    end = min(end, last)
    if last - first > _WIDTH:
        first = max(first, min(start - 30, last - _WIDTH))
        last = min(last, max(first + _WIDTH, end))
    excerpt = _flat(source[first:last])
    lead, words = _flat(source[first:start]), _flat(source[start:end])
    margin = " " * len(str(line))
    bar = paint("|", "note")
    yield f" {margin} {bar}"
    yield f" {paint(str(line), 'note')} {bar} {excerpt}".rstrip()
    yield f" {margin} {bar} {' ' * width(lead)}{paint('^' * max(1, width(words)), severity)}"


def _flat(text: str) -> str:
    """Each white space as one space, and nothing that a terminal would obey or not show."""
    return "".join(" " if char.isspace() else char for char in text if char.isprintable() or char.isspace())


def _one_line(text: str) -> str:
    return " ".join(_flat(text).split())


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _after(source: str, found: Finding, edits: tuple[Edit, ...]) -> str:
    """The sentence around a fix as it reads afterwards."""
    start = min(found.span.start, *(edit.start for edit in edits))
    end = max(found.span.end, *(edit.end for edit in edits))
    ends = [match.end() for match in _STOP.finditer(source, 0, start)]
    stop = _STOP.search(source, end)
    first, last = ends[-1] if ends else 0, stop.end() if stop else len(source)
    moved = tuple(edit._replace(start=edit.start - first, end=edit.end - first) for edit in edits)
    return _one_line(fix.applied(source[first:last], moved))


def line(entry: Entry, conversation: str) -> str:
    """A promise in one line: when it is due, what became of it, whose it is and its words."""
    promise, _, by, status, _ = entry
    due = promise.due or Due("no time")
    instant = due.latest or due.earliest
    when = instant.isoformat(timespec="minutes") if instant else _one_line(due.text)
    who = f" ({_one_line(by)})" if by else ""
    return f"{when:22}  {status:8}  {_one_line(conversation)}  “{_one_line(promise.text)}”{who}"


def promises(entries: Iterable[Entry], told: Conversation, name: str, colour: bool = False) -> str:
    """The ledger of one conversation as a person reads it in a terminal; nothing for one without promises."""
    from replylint.reading.deadlines import said

    paint = Painter(colour)
    lines = []
    for promise, made, by, status, evidence in entries:
        due = promise.due
        when = f"due {said(due.latest)}" if due and due.latest else f"due {_one_line(due.text)}" if due else "no time"
        who = ", ".join(filter(None, (_one_line(by or ""), said(made) if made else "")))
        lines.append(f"  {paint(f'{status:8}', _STATUS[status])}  {paint('“' + _one_line(promise.text) + '”', 'bold')}")
        lines.append(f"            {paint('; '.join(filter(None, (who, when))), 'note')}")
        for span in evidence:
            turn = told.turns[span.turn]
            at = f", {said(turn.at)}" if turn.at else ""
            lines.append(f"            {turn.role}{at}: “{_one_line(turn.text[span.start : span.end])}”")
    return "\n".join([paint(_one_line(name), "bold"), *lines, "", ""]) if lines else ""


def _near(result: Result, told: Conversation, name: str, paint: Painter) -> Iterator[str]:
    yield paint("nearly:", "bold")
    for near in result.near:
        line, column = line_and_column(told.turns[near.span.turn].text, near.span.start)
        met = f" by “{_one_line(near.words)}”" if near.words else ""
        words = _one_line(near.text)
        yield f"  {name}:{line}:{column}: “{words}” is no {near.rule}: stopped at {near.stopped_by}{met}"


def _summary(result: Result, name: str, paint: Painter) -> str:
    counts = [
        f"{number} {severity}{'s' if number != 1 else ''}"
        for severity in ("error", "warning", "suggestion")
        if (number := sum(f.severity == severity for f in result.findings))
    ]
    aside = sum(one.by == "baseline" for one in result.suppressed)
    counts += [f"{aside} set aside"] if aside else []
    verdict = {"pass": "good to send", "warn": "worth another look", "hold": "hold"}[result.verdict]
    unread = len(result.not_applicable.get("language", ()))
    other = f"\n{paint(f'the customer does not write English: {unread} checks need what they wrote and were left out', 'note')}"
    return f"{paint(name, 'bold')}: {verdict} ({', '.join(counts) or 'nothing found'}){other if unread else ''}"


def diff(before: str, after: str, name: str) -> str:
    """The lines that `--fix` changes, as a unified diff."""
    from difflib import unified_diff

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    lines = unified_diff(old, new, name, f"{name} (fixed)", n=1)
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
