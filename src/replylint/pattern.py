"""Phrases sought together, and which of them are worth a try on a text.

Each phrase is tried by itself, in the sentences that hold one of its anchors; of the matches the leftmost and longest wins.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

from replylint.anchor import bare
from replylint.late import late
from replylint.phrase import Node, checked, choice, fold, node
from replylint.text import Text, key

_BOUND = late(r"(?<![\[\\])\^|(?<!\\)\$")
_FEW = 12  # strings that are still quick to look for one by one


@dataclass(eq=False, slots=True)  # not frozen: there are thousands, and a frozen one takes three times as long to make
class Alternative:
    """One phrase of a pattern: its RE2 source, its anchors (None: any text may match), what to write instead.

    `word` is set when the phrase is one plain word, which needs no RE2; each set of `keys` must have one of the text's keys,
    each set of `strings` one that stands in it.
    """

    source: str
    anchors: tuple[str, ...] | None = None
    instead: str | None = None
    word: str | None = None
    keys: tuple[frozenset[str], ...] = ()
    strings: tuple[tuple[str, ...], ...] = ()

    def possible(self, text: Text) -> bool:
        """Whether a text has the keys and strings that every match needs."""
        if any(map(text.keys.isdisjoint, self.keys)):
            return False
        return all(any(string in text.folded for string in strings) for strings in self.strings)

    def spans(self, text: Text) -> Iterator[tuple[int, int]]:
        """Its matches; empty ones are passed over."""
        if self.possible(text):
            for match in checked(self.source).finditer(text.plain):
                start, end = match.span()
                if end > start:
                    yield start, end


@cache
def bounded(source: str) -> bool:
    """Whether an expression asks where a text begins or ends, which is then a sentence."""
    return _BOUND.search(source) is not None


def written(entries: Iterable[Alternative | str]) -> bytes:
    """The form that `Pattern` reads, of phrases and of names of word lists: lines of JSON, the first of how the phrases are
    found, each other one a phrase. No line is empty."""
    names: list[str] = []
    free: list[int] = []
    under: dict[str, list[Any]] = {}
    owners: dict[str, list[int]] = {}
    lines: list[Any] = []
    for entry in entries:
        if isinstance(entry, str):
            names.append(entry)
            continue
        for anchor in entry.anchors or ():
            owners.setdefault(anchor, []).append(len(lines))
        free += [len(lines)] if entry.anchors is None else []
        lines.append([entry.source, entry.instead, entry.word, list(map(sorted, entry.keys)), entry.strings])
    for anchor, numbers in owners.items():
        words = key(anchor)
        under.setdefault(words, []).extend(numbers if anchor.isalnum() else [[anchor, *numbers]])
    return b"\n".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() for line in ([names, free, under], *lines)
    )


@dataclass(frozen=True, eq=False)
class Pattern:
    """Phrases sought together: a match is the longest of them at the leftmost place.

    `compiled`: its own phrases and the names of the word lists in `lists` whose phrases it has too, as `written` makes it.
    Nothing is read before it is asked for: a draft needs a third of all patterns, and of them one phrase in fifty.
    """

    compiled: bytes
    lists: Mapping[str, Pattern]

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.compiled.split(b"\n")

    @cached_property
    def _found_by(self) -> tuple[list[str], list[int], dict[str, list[Any]]]:
        """The names of word lists, the numbers of the phrases without an anchor, and what lies under each key: the number of a
        phrase that hangs on the key itself, or another anchor with the numbers of its phrases."""
        names, free, under = json.loads(self._lines[0])
        return names, free, under

    @cached_property
    def _keys(self) -> frozenset[str]:  # two such meet three times as fast as one and the keys of a dictionary
        return frozenset(self._found_by[2])

    @cached_property
    def _read(self) -> dict[int, Alternative]:
        return {}

    def _phrase(self, number: int) -> Alternative:
        found = self._read.get(number)
        if found is None:
            source, instead, word, keys, strings = json.loads(self._lines[number + 1])
            found = Alternative(source, None, instead, word, tuple(map(frozenset, keys)), tuple(strings))
            self._read[number] = found
        return found

    @cached_property
    def _parts(self) -> tuple[Pattern, ...]:
        """The pattern itself, and the word lists that it has, each once."""
        named = (self.lists[name] for name in self._found_by[0])
        return tuple(dict.fromkeys((self, *(part for words in named for part in words._parts))))

    @property
    def alternatives(self) -> Iterator[Alternative]:
        """All its phrases, with their anchors."""
        for part in self._parts:
            anchors = part._anchors()
            for number in range(len(part._lines) - 1):
                yield replace(part._phrase(number), anchors=tuple(sorted(anchors[number])) if number in anchors else None)

    def _anchors(self) -> dict[int, list[str]]:
        """The numbers of its phrases -> the anchors that they hang on."""
        found: dict[int, list[str]] = {}
        for words, held in self._found_by[2].items():
            for one in held:
                anchor, *numbers = (words, one) if isinstance(one, int) else one
                for number in numbers:
                    found.setdefault(number, []).append(anchor)
        return found

    @cached_property
    def free(self) -> tuple[Alternative, ...]:
        """The phrases without an anchor."""
        return tuple(part._phrase(number) for part in self._parts for number in part._found_by[1])

    def worth(self, text: Text) -> Iterator[tuple[Alternative, list[int]]]:
        """The phrases of which an anchor stands in a text, with the places of their anchors."""
        for part in self._parts:
            found = text.worth.get(part)
            if found is None:
                found = text.worth[part] = [(part._phrase(number), at) for number, at in sorted(part._standing(text).items())]
            yield from found

    def _standing(self, text: Text) -> dict[int, list[int]]:
        """The numbers of the phrases of which an anchor stands in a text -> where."""
        found: dict[int, list[int]] = {}
        under = self._found_by[2]
        for each in self._keys & text.keys:
            for held in under[each]:
                if isinstance(held, int):
                    found.setdefault(held, []).extend(text.words[each])
                elif at := text.standing(held[0]):
                    for number in held[1:]:
                        found.setdefault(number, []).extend(at)
        return found

    def tried(self, text: Text) -> Iterator[Alternative]:
        """The phrases that a text may match."""
        yield from (phrase for phrase, _ in self.worth(text))
        yield from self.free

    def finditer(self, folded: str | Text) -> Iterator[tuple[int, int]]:
        """Spans of the matches in a folded text, left to right, not overlapping."""
        text = Text(folded) if isinstance(folded, str) else folded
        yield from leftmost(span for phrase in self.tried(text) for span in phrase.spans(text))

    def covers(self, words: str) -> bool:
        """Whether the words (folded) are wholly one of its phrases."""
        return any(checked(phrase.source).fullmatch(words) for phrase in self.tried(Text(words)))

    def rewrite(self, words: str) -> str | None:
        """What to write instead of the matched `words` (folded): None when no phrase says, "" to leave them out."""
        for phrase in self.tried(Text(words)):
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
    keys = [frozenset(map(key, strings)) for strings in made.needs]
    strings = tuple(
        tuple(sorted(map(bare, n))) for n, found in zip(made.needs, keys, strict=True) if "" in found and len(n) <= _FEW
    )
    return Alternative(made.source, anchors, instead, word, tuple(found for found in keys if "" not in found), strings)


def union(phrases: Iterable[Alternative]) -> Node:
    """Phrases as one piece of a phrase, bounded by word edges."""
    return choice([Node(a.source, None if a.anchors is None else frozenset(a.anchors)) for a in phrases])
