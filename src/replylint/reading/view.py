"""One text as the rules see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from replylint.conversation import Span
from replylint.late import late
from replylint.pattern import Alternative, Pattern, bounded, leftmost
from replylint.phrase import fold, wordy
from replylint.reading import voice
from replylint.reading.sentences import Sentence, split
from replylint.source import Visible
from replylint.text import Text

WORD = late(r"[^\W_]+(?:['’.-][^\W_]+)*")
_MASKED = late(voice.OPAQUE + "+")


class View:
    """One text as the rules see it. Offsets are those of the readable text; `span` leads back to the turn as given.
    `texts` are those of a conversation in which phrases are sought: what is found in one is found once.
    """

    def __init__(
        self, turn: int, seen: Visible, text: str, parts: tuple[voice.Part, ...] = (), texts: dict[str, Text] | None = None
    ) -> None:
        self.turn, self.seen, self.text, self.parts = turn, seen, text, parts
        self._texts = {} if texts is None else texts
        self._matches: dict[Pattern, tuple[tuple[int, int], ...]] = {}
        self._pieces: dict[int, Text] = {}

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
    def sought(self) -> Text:
        """The folded text with what tells which phrases are worth a try on it."""
        return self._texts.setdefault(self.folded, Text(self.folded))

    @cached_property
    def words(self) -> tuple[int, ...]:
        """How many words each sentence has; numbers count, punctuation and what is masked does not."""
        return tuple(len(WORD.findall(self.text, sentence.start, sentence.end)) for sentence in self.sentences)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def matches(self, pattern: Pattern) -> tuple[tuple[int, int], ...]:
        """Every match of a pattern, each within one sentence."""
        found = self._matches.get(pattern)
        if found is None:
            found = self._matches[pattern] = tuple(leftmost(self._spans(pattern)))
        return found

    def _spans(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        """The matches of each phrase of a pattern, sought only in the sentences that hold one of its anchors."""
        for phrase, places in pattern.worth(self.sought):
            if phrase.word:
                yield from (span for at in places if (span := self._word(at, len(phrase.word))))
            elif phrase.possible(self.sought):
                yield from self._within(phrase, {self.sentence_at(at) for at in places})
        for phrase in pattern.free:
            yield from self._anywhere(phrase)

    def _anywhere(self, phrase: Alternative) -> Iterable[tuple[int, int]]:
        """The matches of a phrase of which no anchor tells the sentence: one search over the text says whether there are any."""
        if not bounded(phrase.source):
            found = list(phrase.spans(self.sought))
            if all(self.sentence_at(start) == self.sentence_at(end - 1) for start, end in found):
                return found
        return self._within(phrase, range(len(self.sentences)))

    def _within(self, phrase: Alternative, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The matches of a phrase in some sentences."""
        for number in numbers:
            first, last, *_ = self.sentences[number]
            text = self._pieces.get(number)
            if text is None:
                text = self._pieces[number] = Text(self.folded[first:last])
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
