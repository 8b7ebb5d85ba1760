"""Words by what they mean: a thing by its other names, a deed by its other verbs, a form of the past by its verb."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from replylint.lexicon import Lexicon
from replylint.reading.matter import Roots, alternatives, grammatical, root
from replylint.reading.verbs import PAST

_FORMS = PAST | {"using": "use", "uses": "use", "dying": "die", "tying": "tie", "tied": "tie"}  # what `root` leaves as it is
_SAME = frozenset("put set reset shut let cut read run hit split spread quit unset rerun fit wet bet input upset reread".split())
_NO_PAST = ("eed", "shed", "sled", "bred", "naked", "hundred", "sacred", "wicked", "kindred")


def past(word: str) -> str | None:
    """The verb of which a folded word is, or may be, a form of the past; None when it is none."""
    if word in PAST:
        return PAST[word]
    if word in _SAME:
        return word
    return word if word.endswith("ed") and len(word) > 3 and not word.endswith(_NO_PAST) else None


@lru_cache(maxsize=4)
def _groups(lexicon: Lexicon, name: str) -> dict[str, Roots]:
    """Root -> the numbers of the groups of a list of "(one|other)" entries that it stands in."""
    found: dict[str, set[str]] = {}
    for number, entry in enumerate(alternatives(lexicon[name])):
        for word in entry:
            for base in (root(word), root(_FORMS.get(word, word))):
                found.setdefault(base, set()).add(f"{name}#{number}")
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=4096)
def thing(lexicon: Lexicon, word: str) -> Roots:
    """What a folded word may mean: its root and the things it is a name of."""
    base = root(_FORMS.get(word, word))
    return _groups(lexicon, "same-thing").get(base, frozenset()) | {base}


@lru_cache(maxsize=4096)
def act(lexicon: Lexicon, word: str) -> Roots:
    """What a folded verb, in whatever form, may tell of: its root and the deeds it tells of."""
    base = root(_FORMS.get(word, word).removeprefix("re-"))
    return _groups(lexicon, "deed-alike").get(base, frozenset()) | _groups(lexicon, "deed").get(base, frozenset()) | {base}


@lru_cache(maxsize=4096)
def meanings(lexicon: Lexicon, word: str) -> Roots:
    """All that a folded word may tell of or mean."""
    return act(lexicon, word) | thing(lexicon, word)


def shared(mine: Iterable[Roots], theirs: Roots) -> int:
    """How many of some words are told by another text's meanings."""
    return sum(1 for word in mine if not word.isdisjoint(theirs))


def telling(lexicon: Lexicon, word: str) -> bool:
    """Whether a word says what something is about."""
    return len(word) > 1 and not grammatical(lexicon, word)
