"""Phrases sought together, and which of them are worth a try on a text.

Each phrase is tried by itself, in the sentences that hold one of its anchors; of the matches the leftmost and longest wins.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from replylint.phrase import INNER, OPEN, Node, bare, checked, choice, fold, node

_MANY = 40  # anchors, from which on looking for them one by one takes longer than one pass
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")


class Text:
    """A folded text in which phrases are sought, with what tells which of them are worth a try."""

    def __init__(self, folded: str) -> None:
        self.folded = folded

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Each word (letters and figures only) -> where it stands."""
        found: dict[str, list[int]] = {}
        for word in _WORD.finditer(self.folded):
            found.setdefault(word[0], []).append(word.start())
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its words, each once."""
        return frozenset(_WORD.findall(self.folded))

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


@dataclass(eq=False, slots=True)  # not frozen: there are thousands, and a frozen one takes three times as long to make
class Alternative:
    """One phrase of a pattern: its RE2 source, its anchors (None: any text may match), what to write instead.

    `word` is set when the phrase is one plain word, which needs no RE2; each set of `needs` must have a string in the text,
    each of `words` one of the text's words.
    """

    source: str
    anchors: tuple[str, ...] | None = None
    instead: str | None = None
    word: str | None = None
    needs: tuple[tuple[str, ...], ...] = ()
    words: tuple[frozenset[str], ...] = ()

    @property
    def plain(self) -> list[Any]:
        """As plain data."""
        return [self.source, self.anchors, self.instead, self.word, self.needs, list(map(sorted, self.words))]

    @property
    def leads(self) -> bool:
        """Whether it stands only where a text begins, which is then a sentence."""
        return self.source.startswith("(?:^")

    def spans(self, text: Text) -> Iterator[tuple[int, int]]:
        """Its matches; empty ones are passed over."""
        for strings in self.needs:
            if not any(string in text.folded for string in strings):
                return
        if self.words and any(map(text.vocabulary.isdisjoint, self.words)):
            return
        for match in checked(self.source).finditer(text.folded):
            if match.end() > match.start():
                yield match.span()


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
                source, anchors, instead, word, needs, words = entry
                anchors = None if anchors is None else tuple(anchors)
                made.append(Alternative(source, anchors, instead, word, tuple(needs), tuple(map(frozenset, words))))
        return tuple(made)

    @cached_property
    def owners(self) -> dict[str, list[Alternative]]:
        """Anchor -> the phrases that hang on it."""
        found: dict[str, list[Alternative]] = {}
        for phrase in self.alternatives:
            for anchor in phrase.anchors or ():
                found.setdefault(anchor, []).append(phrase)
        return found

    @cached_property
    def free(self) -> tuple[Alternative, ...]:
        """The phrases without an anchor."""
        return tuple(phrase for phrase in self.alternatives if phrase.anchors is None)

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors(self.owners)

    def tried(self, text: Text) -> Iterable[Alternative]:
        """The phrases that a text may match, each once."""
        owners = self.owners
        return {phrase: None for anchor in self._anchors.standing(text) for phrase in owners[anchor]} | dict.fromkeys(self.free)

    def finditer(self, folded: str) -> Iterator[tuple[int, int]]:
        """Spans of the matches in `folded`, left to right, not overlapping."""
        text = Text(folded)
        yield from leftmost(span for phrase in self.tried(text) for span in phrase.spans(text))

    def covers(self, words: str) -> bool:
        """Whether the words (folded) are wholly one of its phrases."""
        return any(checked(phrase.source).fullmatch(words) for phrase in self.tried(Text(words)))

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


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What spans cover together, in order, each stretch once."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def overlap(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The first that overlaps a stretch, of spans in order of which none overlaps another."""
    at = bisect_right(spans, start, key=itemgetter(1))
    return spans[at] if at < len(spans) and spans[at][0] < end else None


def alternative(phrase: str, lists: Mapping[str, Node], instead: str | None = None) -> Alternative:
    """One phrase compiled; raises `PhraseError`."""
    made = node(phrase, lists)
    plain = fold(phrase.strip())
    word = plain if plain.isascii() and plain.isalnum() else None
    anchors = None if made.anchors is None else tuple(sorted(made.anchors))
    whole = [all(map(str.isalnum, strings)) for strings in made.needs]
    needs = tuple(tuple(sorted(map(bare, strings))) for strings, all_ in zip(made.needs, whole, strict=True) if not all_)
    words = tuple(strings for strings, all_ in zip(made.needs, whole, strict=True) if all_)
    return Alternative(made.source, anchors, instead, word, needs, words)


def union(pattern: Pattern) -> Node:
    """A pattern as one piece of a phrase, bounded by word edges."""
    return choice([Node(a.source, None if a.anchors is None else frozenset(a.anchors)) for a in pattern.alternatives])


class Anchors:
    """Anchors that are sought together: the plain words among them by looking up those of the text, all others by one pass of
    an Aho-Corasick automaton, or one by one when they are few."""

    def __init__(self, anchors: Iterable[str]) -> None:
        anchors = frozenset(anchors)
        self._all = [(anchor, bare(anchor)) for anchor in anchors] if len(anchors) < _MANY else []
        self._words = frozenset(filter(str.isalnum, anchors))
        self._others = [(anchor, bare(anchor)) for anchor in anchors - self._words]

    def standing(self, text: Text) -> Iterable[str]:
        """Those that may stand in a text, in no order."""
        if self._all:
            flat = text.flat
            return [anchor for anchor, string in self._all if string in flat]
        return (self._words & text.vocabulary).union(anchor for anchor, _ in self._found(text))

    def places(self, text: Text) -> dict[str, list[int]]:
        """Those that stand in a text -> where they begin."""
        found = {word: text.words[word] for word in self._words & text.vocabulary}
        for anchor, start in self._found(text):
            found.setdefault(anchor, []).append(text.places[start])
        return found

    def _found(self, text: Text) -> Iterator[tuple[str, int]]:
        """The anchors other than plain words with their places in the flat text."""
        flat, last = text.flat, len(text.flat) - 1
        for end, (length, kinds) in self._automaton.iter(flat) if self._others else ():
            start = end - length + 1
            begins = start == 0 or not flat[start - 1].isalnum()
            ends = end == last or not flat[end + 1].isalnum()
            for anchor, must_begin, must_end in kinds:
                if (begins or not must_begin) and (ends or not must_end):
                    yield anchor, start

    @cached_property
    def _automaton(self) -> Any:
        """It gives for each stretch of text its length, and the anchors of that spelling, each with whether a word must begin
        where it does, and end where it does."""
        import ahocorasick

        kinds: dict[str, list[tuple[str, bool, bool]]] = {}
        for anchor, string in self._others:
            edges = anchor[0] != INNER and string[0].isalnum(), anchor[-1] != OPEN and string[-1].isalnum()
            kinds.setdefault(string, []).append((anchor, *edges))
        made = ahocorasick.Automaton()
        for string, found in kinds.items():
            made.add_word(string, (len(string), found))
        made.make_automaton()
        return made


class Index:
    """Which anchors of some patterns stand in a text, and where, found in one pass over it."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = frozenset(patterns)
        self.owners: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            for anchor in pattern.owners:
                self.owners.setdefault(anchor, []).append(pattern)
        self._anchors = Anchors(self.owners)

    def anchors(self, text: Text) -> dict[str, list[int]]:
        """Each anchor that stands in a text -> where it begins."""
        return self._anchors.places(text)
