"""One text as the rules see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from replylint.conversation import Span
from replylint.late import late
from replylint.pattern import Alternative, Index, Pattern, Text, leftmost
from replylint.phrase import fold, wordy
from replylint.reading import voice
from replylint.reading.sentences import Sentence, split
from replylint.source import Visible

WORD = late(r"[^\W_]+(?:['’.-][^\W_]+)*")
_MASKED = late(voice.OPAQUE + "+")
_NONE: frozenset[int] = frozenset()


class View:
    """One text as the rules see it. Offsets are those of the readable text; `span` leads back to the turn as given.

    With an index all its anchors are found in one pass, which pays for a text that every rule looks at; without one each
    phrase looks for its own.
    """

    def __init__(
        self, turn: int, seen: Visible, text: str, parts: tuple[voice.Part, ...] = (), index: Index | None = None
    ) -> None:
        self.turn, self.seen, self.text, self.parts = turn, seen, text, parts
        self._index = index
        self._matches: dict[Pattern, tuple[tuple[int, int], ...]] = {}
        self._homes_of: dict[str, frozenset[int]] = {}
        self._sought: dict[int, Text] = {}

    @cached_property
    def folded(self) -> str:
        """The text in the form that patterns are matched against."""
        return fold(self.text)

    @cached_property
    def unmasked(self) -> str:
        """The folded text with what is masked inside of it (quotations, addresses) put back; their quotes stay as typed."""
        if voice.OPAQUE not in self.text:
            return self.folded
        shown = self.seen.text.lower() if len(self.seen.text.lower()) == len(self.seen.text) else self.seen.text
        return _MASKED.sub(lambda masked: shown[masked.start() : masked.end()], self.folded)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; a greeting stands alone."""
        return split(self.text, (part.end for part in self.parts if part.kind == "greeting"))

    @cached_property
    def _text(self) -> Text:
        return Text(self.folded)

    @cached_property
    def words(self) -> tuple[int, ...]:
        """How many words each sentence has; numbers count, punctuation and what is masked does not."""
        return tuple(len(WORD.findall(self.text, sentence.start, sentence.end)) for sentence in self.sentences)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def anchors(self) -> dict[str, list[int]]:
        """The anchors of the rules' phrases that stand in the text and where, found in one pass of the automaton."""
        return self._index.anchors(self._text) if self._index else {}

    @cached_property
    def _worth(self) -> dict[Pattern, list[str]]:
        """The patterns that have an anchor in the text -> which."""
        found: dict[Pattern, list[str]] = {}
        owners = self._index.owners if self._index else {}
        for anchor in self.anchors:
            for pattern in owners[anchor]:
                found.setdefault(pattern, []).append(anchor)
        return found

    def _homes(self, anchor: str) -> frozenset[int]:
        """The numbers of the sentences that hold an anchor."""
        found = self._homes_of.get(anchor)
        if found is None:
            found = self._homes_of[anchor] = frozenset(map(self.sentence_at, self.anchors[anchor]))
        return found

    def matches(self, pattern: Pattern) -> tuple[tuple[int, int], ...]:
        """Every match of a pattern, each within one sentence."""
        found = self._matches.get(pattern)
        if found is None:
            indexed = self._index is not None and pattern in self._index.patterns
            spans = self._spans(pattern) if indexed else chain.from_iterable(map(self._anywhere, pattern.tried(self._text)))
            found = tuple(leftmost(spans))
            self._matches[pattern] = found
        return found

    def _spans(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        """The matches of each phrase of a pattern, sought only in the sentences that hold one of its anchors."""
        tried: dict[Alternative, frozenset[int]] = {}
        for anchor in self._worth.get(pattern, ()):
            for phrase in pattern.owners[anchor]:
                if phrase.word:
                    yield from (span for at in self.anchors[anchor] if (span := self._word(at, len(phrase.word))))
                else:
                    tried[phrase] = tried.get(phrase, _NONE) | self._homes(anchor)
        for phrase in pattern.free:
            yield from self._anywhere(phrase)
        for phrase, numbers in tried.items():
            yield from self._within(phrase, numbers)

    def _anywhere(self, phrase: Alternative) -> Iterable[tuple[int, int]]:
        """The matches of a phrase of which no anchor tells the sentence: one search over the text says whether there are any."""
        if not phrase.leads:
            found = list(phrase.spans(self._text))
            if all(self.sentence_at(start) == self.sentence_at(end - 1) for start, end in found):
                return found
        return self._within(phrase, range(len(self.sentences)))

    def _within(self, phrase: Alternative, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The matches of a phrase in some sentences."""
        for number in numbers:
            first, last, *_ = self.sentences[number]
            text = self._sought.get(number)
            if text is None:
                text = self._sought[number] = Text(self.folded[first:last])
            for start, end in phrase.spans(text):
                yield first + start, first + end

    def _word(self, start: int, length: int) -> tuple[int, int] | None:
        """A place in the text, when it is a whole word."""
        end = start + length
        inside = wordy(self.folded[start - 1 : start]) or wordy(self.folded[end : end + 1])
        return None if inside else (start, end)

    @cached_property
    def _links(self) -> list[int]:
        return sorted(part.start for part in self.parts if part.kind == "url")

    def linked(self, start: int, end: int) -> bool:
        """Whether the address of a page begins in a stretch."""
        return bisect_left(self._links, start) < bisect_left(self._links, end)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds `offset` (of the one before it, between two)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def begins(self, offset: int) -> bool:
        """Whether nothing but a mark stands before a place in its sentence."""
        return self.text[self.sentences[self.sentence_at(offset)].start : offset].strip(" \t-*•\"'(") == ""

    def span(self, start: int, end: int) -> Span:
        """The place of readable characters in the turn as given."""
        return Span(self.turn, *self.seen.source(start, end))
