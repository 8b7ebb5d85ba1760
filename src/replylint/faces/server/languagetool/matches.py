"""Findings as LanguageTool's clients take them: each has its own stretch of the text, and what can be put in its place
replaces exactly that stretch."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from replylint import fix
from replylint.faces.server.languagetool.marked import Marked
from replylint.finding import RANK, Finding

_LONGEST = 80  # code points of a word that is taken along; what is longer is no word


class Match(NamedTuple):
    """A finding with its range in the text as sent, and what may stand there instead."""

    finding: Finding
    start: int
    end: int
    replacements: tuple[str, ...] = ()


def placed(findings: Iterable[Finding], text: Marked) -> list[Match]:
    """The findings that can be shown, in the order of the text, none over another: clients put one thing in a place.

    Where two meet, the graver one stays, then the shorter one.
    """
    taken: list[tuple[int, int]] = []
    found = []
    for finding in sorted(findings, key=lambda f: (f.gate is None, RANK[f.severity], f.span.end - f.span.start, f.span)):
        for match in _ways(finding, text):
            at = bisect_left(taken, (match.start, match.end))
            if (not at or taken[at - 1][1] <= match.start) and (at == len(taken) or match.end <= taken[at][0]):
                insort(taken, (match.start, match.end))
                found.append(match)
                break
    return sorted(found, key=lambda match: match.start)


def _ways(finding: Finding, text: Marked) -> Iterator[Match]:
    """A finding with its replacement, when it has one, or else without. A replacement stands in the place of typed words
    alone: it would take the markup between them away."""
    widened = _widened(finding, text.plain)
    if widened is not None:
        start, end, words = widened
        place = text.place(start, end)
        if place is not None and place[2]:
            yield Match(finding, place[0], place[1], (words,))
    place = text.place(finding.span.start, finding.span.end)
    if place is not None:
        yield Match(finding, place[0], place[1])


def _widened(finding: Finding, text: str) -> tuple[int, int, str] | None:
    """The range that holds a finding and its fix, and what stands there once that is made; None without an automatic one.

    Clients show the replacement as words to choose, so where it would begin or end with anything but a word, or within
    one, the word beside it is taken along: “van, unfortunately, left” becomes “van left”.
    """
    edits = next((way.edits for way in finding.fixes if way.applies == "automatic"), ())
    if not edits:
        return None
    start = min(finding.span.start, *(edit.start for edit in edits))
    end = max(finding.span.end, *(edit.end for edit in edits))
    moved = tuple(edit._replace(start=edit.start - start, end=edit.end - start) for edit in edits)
    words = fix.applied(text[start:end], moved)
    if _parted(words[:1], text[start - 1 : start] if start else ""):
        before = _word_before(text, start)
        start, words = start - len(before), before + words
    if _parted(words[-1:], text[end : end + 1]):
        after = _word_after(text, end)
        end, words = end + len(after), words + after
    counted_twice = any(character > "\uffff" for character in text[start:end])  # some clients take the length for code points
    return None if counted_twice or not words.strip() else (start, end, words)


def _parted(edge: str, beside: str) -> bool:
    """Whether a replacement with that character at its edge needs the word beside it."""
    return bool(beside) and (not edge.isalnum() or beside.isalnum()) and beside not in "\r\n"


def _word_before(text: str, at: int) -> str:
    """The word before a place, with the space between."""
    first = at
    while first and text[first - 1] in " \t\u00a0":
        first -= 1
    while first and at - first < _LONGEST and not text[first - 1].isspace():
        first -= 1
    return text[first:at]


def _word_after(text: str, at: int) -> str:
    """The rest of the word at a place, or the next one with the space before it; its punctuation is not taken along."""
    last = at
    while last < len(text) and text[last] in " \t\u00a0":
        last += 1
    while last < len(text) and last - at < _LONGEST and (text[last].isalnum() or text[last] in "'’-"):
        last += 1
    return text[at:last]
