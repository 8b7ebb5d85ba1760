"""A text with markup between its words: what is checked, and where each place of it stands in what was sent."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Piece(NamedTuple):
    """Words that were typed, or (`reads` is not None) markup and what it reads as, which may be nothing."""

    text: str
    reads: str | None = None


class Run(NamedTuple):
    """A stretch of typed words: where it stands in the text that is checked and in the one that was sent, and its length."""

    plain: int
    sent: int
    length: int


@dataclass(frozen=True)
class Marked:
    """What was `sent`, how it reads without markup (`plain`), and what of that was typed."""

    sent: str
    plain: str
    runs: tuple[Run, ...]

    def place(self, start: int, end: int) -> tuple[int, int, bool] | None:
        """The range of what was sent that a range of the plain text comes from, and whether all of that was typed.

        It begins and ends with typed words; None when the range is nothing but markup.
        """
        first = max(0, bisect_right(self.runs, start, key=lambda run: run.plain) - 1)
        last = bisect_right(self.runs, end - 1, key=lambda run: run.plain) - 1
        if first < len(self.runs) and self.runs[first].plain + self.runs[first].length <= start:
            first += 1
        if first > last:
            return None
        begin, stop = self.runs[first], self.runs[last]
        inner = max(start, begin.plain), min(end, stop.plain + stop.length)
        every = first == last and inner == (start, end)
        return begin.sent + inner[0] - begin.plain, stop.sent + inner[1] - stop.plain, every


def typed(text: str) -> Marked:
    """A text without markup."""
    return Marked(text, text, (Run(0, 0, len(text)),))


def marked(pieces: Iterable[Piece]) -> Marked:
    """A text of pieces; words that nothing parts are one run."""
    runs: list[Run] = []
    sent, plain = [], []
    at = read = 0
    for text, reads in pieces:
        shown = text if reads is None else reads
        if reads is None and text:
            joined = runs and runs[-1].plain + runs[-1].length == read and runs[-1].sent + runs[-1].length == at
            begun = runs.pop() if joined else Run(read, at, 0)
            runs.append(begun._replace(length=begun.length + len(text)))
        sent.append(text)
        plain.append(shown)
        at, read = at + len(text), read + len(shown)
    return Marked("".join(sent), "".join(plain), tuple(runs))
