"""Phrases sought together, and which of them are worth a try on a text.

Each phrase is tried by itself, in the sentences that hold one of its anchors; of the matches the leftmost and longest wins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from replylint.phrase import INNER, Node, checked, choice, fold, node

_MANY = 40  # anchors, from which on looking for them one by one takes longer than one pass
_SPACES = re.compile(r"\s+")


@dataclass(eq=False, slots=True)  # not frozen: there are thousands, and a frozen one takes three times as long to make
class Alternative:
    """One phrase of a pattern: its RE2 source, its anchors (None: any text may match), what to write instead.

    `word` is set when the phrase is one plain word, which needs no RE2; each set of `needs` must have a string in the text;
    `inner` says that an anchor may begin inside a word.
    """

    source: str
    anchors: tuple[str, ...] | None = None
    instead: str | None = None
    word: str | None = None
    needs: tuple[tuple[str, ...], ...] = ()
    inner: bool = False

    @property
    def plain(self) -> list[Any]:
        """As plain data."""
        return [self.source, self.anchors, self.instead, self.word, self.needs, self.inner]

    @property
    def leads(self) -> bool:
        """Whether it stands only where a text begins, which is then a sentence."""
        return self.source.startswith("(?:^")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Its matches in a folded text; empty ones are passed over."""
        for strings in self.needs:
            if not any(string in text for string in strings):
                return
        for match in checked(self.source).finditer(text):
            if match.end() > match.start():
                yield match.span()

    def may_match(self, text: str) -> bool:
        """Whether a text holds one of its anchors."""
        return self.anchors is None or any(anchor in text for anchor in self.anchors)


@dataclass(frozen=True, eq=False)
class Pattern:
    """Phrases sought together: a match is the longest of them at the leftmost place.

    `compiled`: as JSON a list whose items are each a phrase as `plain` gives it, or the name of a word list in `lists`, whose
    phrases are shared, not copied. It is read at first use: a draft needs a third of all patterns.
    """

    compiled: str
    lists: Mapping[str, Pattern]

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The phrases in order."""
        made: list[Alternative] = []
        for entry in json.loads(self.compiled):
            if isinstance(entry, str):
                made += self.lists[entry].alternatives
            else:
                source, anchors, instead, word, needs, inner = entry
                made.append(
                    Alternative(
                        source, None if anchors is None else tuple(anchors), instead, word, tuple(map(tuple, needs)), inner
                    )
                )
        return tuple(made)

    @cached_property
    def owners(self) -> dict[str, list[Alternative]]:
        """Anchor -> the phrases that hang on it."""
        found: dict[str, list[Alternative]] = {}
        for phrase in self.alternatives:
            for anchor in phrase.anchors or ():
                found.setdefault(INNER + anchor if phrase.inner else anchor, []).append(phrase)
        return found

    @cached_property
    def free(self) -> tuple[Alternative, ...]:
        """The phrases without an anchor."""
        return tuple(phrase for phrase in self.alternatives if phrase.anchors is None)

    def finditer(self, folded: str, flattened: str | None = None) -> Iterator[tuple[int, int]]:
        """Spans of the matches in `folded`, left to right, not overlapping; `flattened` is its `flat` when that is known."""
        tried = self._tried(flat(folded) if flattened is None else flattened)
        yield from leftmost(span for phrase in tried for span in phrase.spans(folded))

    def _tried(self, text: str) -> Iterable[Alternative]:
        """The phrases that a text may match: a long list has an automaton of its own."""
        if len(self.owners) < _MANY:
            return (phrase for phrase in self.alternatives if phrase.may_match(text))
        found = {anchor for _, anchors in self._automaton.iter(text) for anchor in anchors}
        return {phrase: None for anchor in found for phrase in self.owners[anchor]} | dict.fromkeys(self.free)

    @cached_property
    def _automaton(self) -> Any:
        return _automaton(self.owners)

    def covers(self, words: str) -> bool:
        """Whether the words (folded) are wholly one of its phrases."""
        return any(checked(phrase.source).fullmatch(words) for phrase in self._tried(flat(words)))

    def rewrite(self, words: str) -> str | None:
        """What to write instead of the matched `words` (folded): None when no phrase says, "" to leave them out."""
        for phrase in self.alternatives:
            if phrase.instead is not None and checked(phrase.source).fullmatch(words):
                return phrase.instead
        return None


def leftmost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of overlapping spans the leftmost, of those the longest."""
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def alternative(phrase: str, lists: Mapping[str, Node], instead: str | None = None) -> Alternative:
    """One phrase compiled; raises `PhraseError`."""
    made = node(phrase, lists)
    plain = fold(phrase.strip())
    word = plain if plain.isascii() and plain.isalnum() else None
    inner = any(anchor.startswith(INNER) for anchor in made.anchors or ())
    anchors = None if made.anchors is None else tuple(sorted(anchor.lstrip(INNER) for anchor in made.anchors))
    return Alternative(made.source, anchors, instead, word, tuple(tuple(sorted(found)) for found in made.needs), inner)


def union(pattern: Pattern) -> Node:
    """A pattern as one piece of a phrase, bounded by word edges."""
    pieces = [
        Node(a.source, None if a.anchors is None else frozenset(INNER * a.inner + anchor for anchor in a.anchors))
        for a in pattern.alternatives
    ]
    return choice(pieces)


def _automaton(anchors: Iterable[str]) -> Any:
    """An automaton that finds anchors: it gives for each stretch of text the anchors of that spelling."""
    import ahocorasick

    words: dict[str, list[str]] = {}
    for anchor in anchors:
        words.setdefault(anchor.lstrip(INNER), []).append(anchor)
    made = ahocorasick.Automaton()
    for word, kinds in words.items():
        made.add_word(word, kinds)
    made.make_automaton()
    return made


def flat(folded: str) -> str:
    """The text with each stretch of white space as one space."""
    if "  " in folded or "\n" in folded or "\t" in folded or "\r" in folded:
        return _SPACES.sub(" ", folded)
    return folded


class Index:
    """Which anchors of some patterns stand in a text, and where, found in one Aho-Corasick pass over it.

    The pass sees each stretch of white space as one space, which an anchor of several words has between them.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = frozenset(patterns)
        self.owners: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            for anchor in pattern.owners:
                self.owners.setdefault(anchor, []).append(pattern)
        self._automaton = _automaton(self.owners)

    def anchors(self, folded: str, flattened: str) -> dict[str, list[int]]:
        """Each anchor that stands in `folded` (whose `flat` is `flattened`) -> where it begins."""
        found: dict[str, list[int]] = {}
        for end, anchors in self._automaton.iter(flattened) if len(self._automaton) else ():
            for anchor in anchors:
                start = end - len(anchor.lstrip(INNER)) + 1
                if anchor[0] == INNER or start == 0 or not (flattened[start - 1].isalnum() and anchor[0].isalnum()):
                    found.setdefault(anchor, []).append(start)
        if len(flattened) == len(folded):
            return found
        places = [n for n, char in enumerate(folded) if not (char.isspace() and folded[n - 1 : n].isspace())]
        return {anchor: [places[start] for start in starts] for anchor, starts in found.items()}
