"""The check kind `phrase`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from replylint.checks import Hit
from replylint.pattern import Pattern
from replylint.reading import Reading

Place = Literal["anywhere", "opening", "start"]


@dataclass(frozen=True)
class Phrase:
    """These words occur, except where an exception covers them.

    `find`: phrases; `{phrase: words}` offers the words as a fix, `{phrase: ""}` leaves the phrase out.
    `except`: phrases; a hit that overlaps a match of one of them is none.
    `at`: `opening` (in the first sentence with content), `start` (at the start of a sentence), else `anywhere`.
    """

    find: Pattern
    unless_in: Pattern | None = field(default=None, metadata={"key": "except"})
    at: Place = "anywhere"

    def run(self, reading: Reading, voice: Literal["own", "all"] = "own") -> Iterator[Hit]:
        """Every match in the draft, left to right."""
        view = reading.draft if voice == "own" else reading.whole
        for start, end in view.matches(self.find):
            sentence = view.sentences[view.sentence_at(start)]
            if self.at == "start" and view.text[sentence.start : start].strip(" \t-*•\"'(") != "":
                continue
            if self.at == "opening" and view.sentence_at(start) != reading.opening:
                continue
            yield Hit(view, start, end, self.find.rewrite(view.folded[start:end]))

    def exception(self, hit: Hit) -> tuple[int, int] | None:
        """The match of an exception that covers a hit."""
        for start, end in hit.view.matches(self.unless_in) if self.unless_in else ():
            if start < hit.end and hit.start < end:
                return start, end
        return None
