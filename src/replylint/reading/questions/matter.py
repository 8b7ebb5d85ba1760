"""What a stretch of text is about: the roots of its words, and the matters that several words share."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from replylint.late import late
from replylint.lexicon import Lexicon

_WORD = late(r"[^\W_]+(?:['.,-][^\W_]+)*")
_ROOT = 5  # letters in which the forms of a word agree: "photography" and "photo", "arrival" and "arrives"
_TAILS = ("es", "s", "ing", "ed", "er", "ly", "e")

Keys = frozenset[str]
_NONE: Keys = frozenset()


class _Words(NamedTuple):
    """Words that say nothing of a matter, and the names of the matters that a root belongs to."""

    filler: frozenset[str]
    groups: dict[str, Keys]


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    filler = frozenset(word for entry in lexicon["question-filler"].entries for word in entry.strip("()").split("|"))
    groups: dict[str, set[str]] = {}
    for number, entry in enumerate(lexicon["same-matter"].entries):
        for word in entry.strip("()").split("|"):
            groups.setdefault(root(word), set()).add(f"#{number}")
    return _Words(filler, {word: frozenset(found) for word, found in groups.items()})


def root(word: str) -> str:
    """The first letters of a word without its ending, in which its forms agree."""
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) > 2 and not word.endswith("ss"):
            word = word[: -len(tail)]
            if len(word) > 3 and word[-1] == word[-2] and tail in ("ing", "ed", "er"):
                word = word[:-1]
    return word[:_ROOT]


def keys(lexicon: Lexicon, text: str) -> tuple[Keys, ...]:
    """For each word of a folded text that says what it is about: its root and the matters that it belongs to."""
    known = _words(lexicon)
    found = []
    for word in dict.fromkeys(_WORD.findall(text)):
        plain = word.removesuffix("'s")
        if plain not in known.filler and (len(plain) > 1 or plain.isdigit()):
            base = plain if plain[0].isdigit() else root(plain)
            found.append(known.groups.get(base, _NONE) | {base})
    return tuple(found)


def merged(found: tuple[Keys, ...]) -> Keys:
    """All roots and matters of a text."""
    return frozenset().union(*found)
