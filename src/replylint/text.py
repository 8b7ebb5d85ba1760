"""A folded text in which phrases are sought: its words, and where the anchors of phrases stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from replylint.anchor import INNER, OPEN, bare, share

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_BEGUN = 4  # characters by which a word is known of which an anchor holds the beginning


class Text:
    """A folded text in which phrases are sought, with what tells which of them are worth a try."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.worth: dict[object, Any] = {}  # pattern -> its phrases that are worth a try here, worked out once
        self._standing: dict[str, list[int]] = {}

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Each word (letters and figures only) -> where it stands."""
        found: dict[str, list[int]] = {}
        for word in _WORD.finditer(self.folded):
            found.setdefault(word[0], []).append(word.start())
        return found

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its words, each two that stand together, with one space between them, how each word begins, and "": under one of these
        lies each anchor that stands here."""
        words = _WORD.findall(self.folded)
        return frozenset(("", *words, *map(" ".join, pairwise(words)), *(word[:_BEGUN] + OPEN for word in words)))

    @cached_property
    def plain(self) -> str | bytes:
        """The text as RE2 takes it with the least ado: as bytes when each character is one."""
        return self.folded.encode() if self.folded.isascii() else self.folded

    @cached_property
    def flat(self) -> str:
        """The text with each stretch of white space as one space, which an anchor of several words has between them."""
        if "  " in self.folded or "\n" in self.folded or "\t" in self.folded or "\r" in self.folded:
            return _SPACES.sub(" ", self.folded)
        return self.folded

    @cached_property
    def places(self) -> Sequence[int]:
        """For each character of `flat` its place in the text."""
        if len(self.flat) == len(self.folded):
            return range(len(self.folded))
        return [n for n, char in enumerate(self.folded) if not (char.isspace() and self.folded[n - 1 : n].isspace())]

    def standing(self, anchor: str) -> list[int]:
        """Where an anchor begins; it begins and ends where words do unless it is marked."""
        found = self._standing.get(anchor)
        if found is None:
            found = self._standing[anchor] = list(self._sought(anchor)) if bare(anchor) in self.flat else []
        return found

    def _sought(self, anchor: str) -> Iterator[int]:
        flat, string = self.flat, bare(anchor)
        must_begin, must_end = anchor[0] != INNER and string[0].isalnum(), anchor[-1] != OPEN and string[-1].isalnum()
        at = flat.find(string)
        while at >= 0:
            end = at + len(string)
            begins = not must_begin or at == 0 or not flat[at - 1].isalnum()
            if begins and (not must_end or end == len(flat) or not flat[end].isalnum()):
                yield self.places[at]
            at = flat.find(string, at + 1)


def key(anchor: str) -> str:
    """Which of the `keys` of a text every text has in which an anchor stands, the rarest such; "" when no other is sure."""
    string = bare(anchor)
    first, last = int(anchor[0] == INNER), len(string) - (anchor[-1] == OPEN)
    words = [word for word in _WORD.finditer(string) if first <= word.start()]
    whole = [word[0] for word in words if word.end() <= last]
    begun = (word[0][:_BEGUN] + OPEN for word in words[-1:] if word.end() > last and len(word[0]) >= _BEGUN)
    return min((*whole, *map(" ".join, pairwise(whole)), *begun), key=lambda words: (share(words), words), default="")
