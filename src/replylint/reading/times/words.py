"""A text as a row of words, numbers and marks, each with its place, for the grammar to walk along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from replylint.reading.times.lexicon import CLOSED_MARKS, FOLLOWERS

FRONT: Final = 6
BACK: Final = 24
MASK: Final = "\ufffc"
DASHES: Final = frozenset(("-", "–", "—", "‐", "‑", "−"))
# A gap that no expression crosses: an empty line, or blanks where something was masked.
BREAK: Final = "\n"
# Code points on either side of a telling word: more than any expression with its preposition takes up.
LOOK_BACK: Final = 100
LOOK_AHEAD: Final = 160


@cache
def _row() -> re.Pattern[str]:
    letters = r"a-zß-öø-ɏ"
    return re.compile(rf"[{letters}]+(?:'[{letters}]+)*|[0-9]+|\n\s*\n| {{4,}}|[^\s_*\u200b-\u200d\u2060\ufeff]")


def fold(text: str) -> str:
    """`text` in lower case with straight apostrophes, every character in its place."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return folded if folded.isascii() else folded.replace("’", "'").replace("ʼ", "'")


class Words:
    """Parallel lists: `words` (folded), `starts` and `ends` (code points into `text`).

    The first `FRONT` and the last `BACK` entries are empty, so that the grammar may look a little around any word
    without asking where the text ends. Only the `windows` are read, with a `BREAK` before each.
    `last` is the index after the last real word.
    """

    __slots__ = ("ends", "last", "starts", "text", "words")

    def __init__(self, text: str, folded: str, windows: list[tuple[int, int]]) -> None:
        self.text = text
        words = [""] * FRONT
        starts = [-1] * FRONT
        ends = [-1] * FRONT
        for first, last in windows:
            if first:
                words.append(BREAK)
                starts.append(first - 1)
                ends.append(first - 1)
            for match in _row().finditer(folded, first, last):
                start, end = match.span()
                words.append(match[0])
                starts.append(start)
                ends.append(end)
        self.last = len(words)
        words.extend([""] * BACK)
        starts.extend([len(text) + 1] * BACK)
        ends.extend([len(text) + 1] * BACK)
        self.words, self.starts, self.ends = words, starts, ends

    def touches(self, index: int) -> bool:
        """Whether nothing stands between the word at `index` and the one before it."""
        return self.ends[index - 1] == self.starts[index]

    def capital(self, index: int) -> bool:
        """Whether the word begins with a capital letter in the text as given."""
        start = self.starts[index]
        return 0 <= start < len(self.text) and self.text[start].isupper()

    def shouted(self, index: int) -> bool:
        """Whether the whole word is in capitals in the text as given."""
        return self.capital(index) and self.text[self.starts[index] : self.ends[index]].isupper()

    def closes(self, index: int) -> bool:
        """Whether an expression may end just before `index`: no noun follows that it would be counting."""
        word = self.words[index]
        if word in FOLLOWERS or not word or word[0] == BREAK or word[0] == " ":
            return True
        if word[0].isalnum() or word == MASK or word in CLOSED_MARKS:
            return False
        # "3-", "3.5", "3:20" and "3,500" go on; "3 - and" and "3." do not.
        return not (self.touches(index) and self.touches(index + 1) and self.words[index + 1][:1].isalnum())

    def number(self, index: int) -> int | None:
        """The value of a number of up to four digits that is not a part of a longer figure, code or price."""
        word = self.words[index]
        if not ("0" <= word[:1] <= "9") or len(word) > 4:
            return None
        if self.touches(index):
            before = self.words[index - 1]
            if before in "$£€#./:,+\\&=%@" or before.isalnum():
                return None
            if before in DASHES and self.touches(index - 1) and self.words[index - 2][:1].isalnum():
                return None
        return int(word)


def windows(folded: str, telling: Iterable[str]) -> list[tuple[int, int]]:
    """The stretches of `folded` that are worth reading word by word: what lies around the telling words."""
    spots = sorted(spot for word in telling for spot in _spots(folded, word))
    found: list[tuple[int, int]] = []
    end = -1
    for spot in spots:
        if spot + LOOK_AHEAD // 2 <= end:
            continue
        start = max(spot - LOOK_BACK, 0)
        # Not in the middle of a word, unless that word is endless.
        start = max(start, folded.find(" ", start, start + LOOK_BACK // 3) + 1) if start else 0
        stop = folded.find(" ", spot + LOOK_AHEAD)
        if found and start <= end:
            start = found.pop()[0]
        end = len(folded) if stop < 0 else stop
        found.append((start, end))
    return found


def _spots(folded: str, word: str) -> Iterator[int]:
    spot = folded.find(word)
    while spot >= 0:
        yield spot
        spot = folded.find(word, spot + len(word))
