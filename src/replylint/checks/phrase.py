"""The check kind `phrase`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from replylint.checks import Hit
from replylint.pattern import Pattern, joined, overlap
from replylint.phrase import fold
from replylint.reading import Reading, View
from replylint.reading.gloss import literally

_NAME = re.compile(r"[A-Z]{4,}\b")  # a word in capitals that stands next to another: "GMR PALACE"
_NEAR = 40  # code points beside a word in which the next one stands
_CAPITALS = re.compile(r"\b[A-Z](?:[A-Z0-9]|[_&](?=[A-Z0-9]))+s?\b")
Place = Literal["anywhere", "opening", "start"]


@dataclass(frozen=True)
class Phrase:
    """These words occur, except where an exception covers them.

    `find`: phrases; `{phrase: words}` offers the words as a fix, `{phrase: ""}` leaves the phrase out.
    `except`: phrases; a hit that overlaps a match of one of them is none.
    `at`: `opening` (in the first sentence with content), `start` (at the start of a sentence), else `anywhere`.
    `capitals`: only words written in capitals (a plural's s may be small).
    `once`: each wording, or its plural, only where it first stands.
    `glossary`: the words that the glossary bans too, with its plain words, whatever the conditions of the rule say.
    """

    find: Pattern
    unless_in: Pattern | None = field(default=None, metadata={"key": "except"})
    at: Place = "anywhere"
    capitals: bool = False
    once: bool = False
    glossary: bool = False

    def run(self, reading: Reading, voice: Literal["own", "all"] = "own") -> Iterator[Hit]:
        """Every match in the draft, left to right."""
        view = reading.draft if voice == "own" else reading.whole
        seen: set[str] = set()
        banned = list(_banned(reading, view)) if self.glossary else []
        yield from banned
        taken = joined((hit.start, hit.end) for hit in banned)
        for start, end in self._capitals(view) if self.capitals else view.matches(self.find):
            if overlap(taken, start, end):
                continue
            if self.at == "start" and not view.begins(start):
                continue
            if self.at == "opening" and view.sentence_at(start) != reading.opening:
                continue
            words = view.folded[start:end]
            if not self.once or words.removesuffix("s") not in seen:
                seen.add(words.removesuffix("s"))
                yield Hit(view, start, end, self.find.rewrite(words))

    def _capitals(self, view: View) -> Iterator[tuple[int, int]]:
        """The words in capitals that are wholly one of the phrases."""
        for found in _CAPITALS.finditer(view.text):
            if self.find.covers(view.folded[slice(*found.span())]) and not _in_name(view.text, *found.span()):
                yield found.span()

    def exception(self, hit: Hit) -> tuple[int, int] | None:
        """The match of an exception that covers a hit."""
        return overlap(hit.view.matches(self.unless_in), hit.start, hit.end) if self.unless_in else None


def _in_name(text: str, start: int, end: int) -> bool:
    """Whether a word in capitals is one of several: of a name, of a tool's output, of a raised voice."""
    before = text[max(0, start - _NEAR) : start - 1].rpartition(" ")[2] if text[start - 1 : start] == " " else ""
    after = text[end + 1 : end + _NEAR].split(maxsplit=1)[:1] if text[end : end + 1] == " " else []
    beside = [word for word in (before, *after) if _CAPITALS.fullmatch(word.strip(",.;:!?"))]
    return len(beside) == 2 or any(_NAME.match(word) for word in beside)


def _banned(reading: Reading, view: View) -> Iterator[Hit]:
    """The words of a text that the glossary of the conversation bans."""
    glossary = reading.conversation.glossary
    told = glossary.banned.items() if glossary else ()
    if banned := {" ".join(fold(term).split()): plain for term, plain in told if term.strip()}:
        for found in literally(banned).finditer(view.folded):
            yield Hit(view, *found.span(), instead=banned[" ".join(found[0].split())], sure=True)
