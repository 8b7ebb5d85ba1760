"""What a message is about: its words that carry content, cut to their stems so that two forms of one word are the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View

WORD = late(r"(?<![@\w])(?:[a-z][a-z'-]*[a-z]|\d[\d.,:/-]*\d|\d)")
_CALLED = late(r"\b(?:my name is|my name's|this is|i'm|i am)\s+([a-z]+)")
_ENDINGS = (
    "izations", "isations", "ization", "isation", "ations", "ation", "ements", "ement", "ments", "ment", "ings", "ing",
    "ions", "ion", "ance", "ence", "ness", "able", "ers", "ies", "ied", "er", "ed", "es", "ly", "al", "y", "s", "e",
)  # fmt: skip
_SHORT = 3  # letters that a stem keeps at least


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A folded word without its ending and without a doubled last consonant: charge, charged and charging are "charg"."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            word = word[: -len(ending)]
            break
    word = word.rstrip("iy") if len(word) > _SHORT else word
    if len(word) > _SHORT and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def words(folded: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words and numbers of a folded text."""
    return WORD.findall(folded, start, len(folded) if end is None else end)


@lru_cache(maxsize=8)
def stems(entries: frozenset[str]) -> frozenset[str]:
    """The stems of the words of a list."""
    return frozenset(map(stem, entries))


@lru_cache(maxsize=8)
def families(entries: tuple[str, ...]) -> dict[str, int]:
    """Stem -> the number of its family, from entries "(parcel|package|box)"."""
    return {stem(word): number for number, entry in enumerate(entries) for word in entry.strip("()").split("|")}


def kin(reading: Reading, found: set[str]) -> set[int]:
    """The families of words for one thing that some stems belong to."""
    known = families(reading.lexicon["kin"].entries)
    return {known[one] for one in found if one in known}


def topic(reading: Reading, view: View) -> Iterator[tuple[int, int]]:
    """Where the words stand that say what a message is about: those of neither grammar nor every desk."""
    grammar, desk = reading.lexicon["function-word"].words, stems(reading.lexicon["service-word"].words)
    for found in WORD.finditer(view.folded):
        if found[0] not in grammar and stem(found[0]) not in desk:
            yield found.span()


def names(reading: Reading) -> set[str]:
    """The names of the people in the conversation, which any reply may hold, and what the agent calls herself."""
    told = reading.conversation
    named = [told.customer and told.customer.name, told.agent and told.agent.name, *(turn.author for turn in told.turns)]
    called = (found[1] for found in _CALLED.finditer(reading.draft.folded))
    return {word for name in named if name for word in words(name.lower())} | set(called)
