"""Results for people: text as a good compiler prints it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from replylint.conversation import Conversation
from replylint.finding import Finding, Result
from replylint.lint import shown

_COLOURS = {"error": "31;1", "warning": "33;1", "suggestion": "36;1", "note": "2", "fix": "32", "bold": "1"}
_WIDTH = 100


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
        tail = f"and {more} more in --format json\n{tail}"
    return "\n\n".join([*blocks, tail])


def _finding(found: Finding, told: Conversation, name: str, paint: Painter) -> Iterator[str]:
    source = told.turns[found.span.turn].text
    line, column = place(source, found.span.start)
    yield f"{paint(found.severity, found.severity)}: {paint(found.message, 'bold')}  {paint(found.rule, 'note')}"
    yield f"  {paint('-->', 'note')} {name}:{line}:{column}"
    yield from _excerpt(source, found.span.start, found.span.end, line, found.severity, paint)
    margin = " " * len(str(line))
    yield f" {margin} {paint('=', 'note')} {found.advice}"
    for fix in found.fixes[:1]:
        after = _after(source, found, fix.edits[0].start, fix.edits[0].end, fix.edits[0].text)
        yield f" {margin} {paint('+', 'fix')} {paint(after, 'fix')}"
    for span in found.evidence:
        words = " ".join(told.turns[span.turn].text[span.start : span.end].split())
        yield f" {margin} {paint('=', 'note')} the {told.turns[span.turn].role} wrote: “{words}”"


def place(source: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def _excerpt(source: str, start: int, end: int, line: int, severity: str, paint: Painter) -> Iterator[str]:
    """The line with its words underlined, cut to the width of a terminal around them."""
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
    yield f" {paint(str(line), 'note')} {bar} {excerpt}"
    yield f" {margin} {bar} {' ' * width(lead)}{paint('^' * max(1, width(words)), severity)}"


def _flat(text: str) -> str:
    return "".join(" " if char in "\t\r\n" else char for char in text if char.isprintable() or char in "\t\r\n")


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) or char in "\u200d\ufe0f" else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _after(source: str, found: Finding, start: int, end: int, words: str) -> str:
    """The sentence around a fix as it reads afterwards."""
    first = max(source.rfind("\n", 0, start), max(source.rfind(stop, 0, min(start, found.span.start)) for stop in (". ", "! ", "? ")) + 1) + 1
    stops = [at for stop in (". ", "! ", "? ", "\n") if (at := source.find(stop, max(end, found.span.end))) >= 0]
    last = min(stops, default=len(source) - 1) + 1
    return _flat(source[first:start] + words + source[end:last]).strip()


def _near(result: Result, told: Conversation, name: str, paint: Painter) -> Iterator[str]:
    yield paint("nearly:", "bold")
    for near in result.near:
        line, column = place(told.turns[near.span.turn].text, near.span.start)
        met = f" by “{near.words}”" if near.words else ""
        words = " ".join(near.text.split())
        yield f"  {name}:{line}:{column}: “{words}” is no {near.rule}: stopped at {near.stopped_by}{met}"


def _summary(result: Result, name: str, paint: Painter) -> str:
    counts = [
        f"{number} {severity}{'s' if number != 1 else ''}"
        for severity in ("error", "warning", "suggestion")
        if (number := sum(f.severity == severity for f in result.findings))
    ]
    verdict = {"pass": "good to send", "warn": "worth another look", "hold": "hold"}[result.verdict]
    score = f", {result.score.total} of 100" if result.score.total is not None else ""
    return f"{paint(name, 'bold')}: {verdict}{score} ({', '.join(counts) or 'nothing found'})"


def diff(before: str, after: str, name: str) -> str:
    """The lines that `--fix` changes, as a unified diff."""
    from difflib import unified_diff

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    lines = unified_diff(old, new, name, f"{name} (fixed)", n=1)
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


