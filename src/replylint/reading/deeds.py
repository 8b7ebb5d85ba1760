"""Verbs of one deed in whatever form: who has rebooted need not be told to restart."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from replylint.lexicon import Lexicon
from replylint.reading.matter import alternatives

_SIGNS = ".,!?\"')"


class Deeds(NamedTuple):
    """The number of the deed that each form of a verb tells of, and the deeds so common that their verb says little."""

    numbers: dict[str, int]
    common: frozenset[int]


@lru_cache(maxsize=8)
def deeds(lexicon: Lexicon) -> Deeds:
    """The deeds of the lists <deed> and <deed-common>."""
    numbers = {
        form: number
        for number, verbs in enumerate(alternatives(lexicon["deed"]))
        for verb in verbs
        for form in (verb, f"{verb}ing", f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1]}ing")
    }
    return Deeds(numbers, frozenset(numbers[verb] for verb in lexicon["deed-common"].entries))


def deed(lexicon: Lexicon, word: str) -> int | None:
    """The number of the deed that a word of a folded text tells of."""
    return deeds(lexicon).numbers.get(word.strip(_SIGNS).removeprefix("re-"))
