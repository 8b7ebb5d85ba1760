"""A stretch of a text that is set apart, and the lines that stretches are found by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal[
    "history",
    "quotation",
    "signature",
    "sign-off",
    "greeting",
    "footer",
    "code",
    "log",
    "url",
    "email",
    "label",
    "copied",
    "title",
    "placeholder",
]


class Part(NamedTuple):
    """Code points `start` to `end` of the readable text, half-open, and what they are."""

    kind: Kind
    start: int
    end: int


def lines(text: str) -> list[tuple[int, int]]:
    """The start and end of every line, without its line end."""
    found = []
    start = 0
    for line in text.split("\n"):
        found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def last_lines(text: str, most: int) -> list[tuple[int, int]]:
    """The start and end of the last lines that are not blank, `most` at most, in order; ends without trailing space."""
    found: list[tuple[int, int]] = []
    stop = len(text.rstrip())
    while stop > 0 and len(found) < most:
        line_start = text.rfind("\n", 0, stop) + 1
        start = stop - len(text[line_start:stop].lstrip())
        found.append((start, stop))
        stop = len(text[:line_start].rstrip()) if line_start else 0
    return found[::-1]


def joined(text: str, kind: Kind, spans: Iterable[tuple[int, int]]) -> list[Part]:
    """One part for each group of spans with nothing but white space between them."""
    groups: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if groups and (start <= groups[-1][1] or not text[groups[-1][1] : start].strip()):
            groups[-1] = (groups[-1][0], max(groups[-1][1], end))
        else:
            groups.append((start, end))
    return [Part(kind, start, end) for start, end in groups]
