"""What a text is about: its words without those that say nothing, cut to their roots so that the forms of one word are
the same, and the families of words for one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from replylint.late import late
from replylint.lexicon import Lexicon, WordList
from replylint.reading.verbs import PRESENT

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Roots = frozenset[str]
_NONE: Roots = frozenset()
_WORD = late(  # "t-shirt", "21st", "10:30", "browser.tabs.width", but not "late.We"
    r"(?<![@\w])[^\W_]++(?:(?:\.[^\W_]++){2,}+|(?:(?:['&-]|(?<=\d)[.,:/](?=\d))[^\W_]++)*+)"
)
_CALLED = late(r"\b(?:my name is|my name's|this is|i'm|i am)\s+([a-z]+)")
_CLITIC = late(r"'(?:s|m|re|ve|ll|d)$")
_ENDINGS = (
    ("isations", "is"), ("izations", "iz"), ("ations", ""), ("ation", ""), ("ating", ""), ("ated", ""), ("ates", ""), ("ate", ""),
    ("ments", ""), ("ment", ""), ("ions", ""), ("ion", ""), ("eed", "eed"), ("ies", "y"), ("ied", "y"), ("ings", ""),
    ("ing", ""), ("edly", ""), ("ed", ""), ("es", ""), ("als", ""), ("al", ""), ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip
_BY_LAST = {last: [pair for pair in _ENDINGS if pair[0][-1] == last] for last in {ending[-1] for ending, _ in _ENDINGS}}
_SHORTEST = 3  # letters that an ending leaves
_ALIKE = 5  # letters in which words of one matter agree: "photography" and "photo"


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """A folded word without its ending: `delivers`, `delivered` and `delivery` come to one form, `sent` to that of `send`."""
    word = word.removesuffix("'s")
    word = PRESENT.get(word, word)
    for ending, rest in _BY_LAST.get(word[-1:], ()):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) + len(rest) >= _SHORTEST:
            word = word[: len(word) - len(ending)] + rest
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiou":  # unplugg, swapp
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "yi" else word


def words(folded: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words and numbers of a folded text, no lone letters."""
    found = _WORD.findall(folded, start, len(folded) if end is None else end)
    return [word for word in found if len(word) > 1 or word.isdecimal()]


@lru_cache(maxsize=8192)
def grammatical(lexicon: Lexicon, word: str) -> bool:
    """Whether a folded word is one of grammar, contracted or not."""
    known = lexicon["function-word"].words
    return word in known or ("'" in word and (word.endswith("n't") or _CLITIC.sub("", word) in known))


def rooted(lexicon: Lexicon, found: Iterable[str]) -> Roots:
    """The roots of those words that are not of grammar."""
    return frozenset(root(word) for word in found if not grammatical(lexicon, word))


@lru_cache(maxsize=1024)
def roots(lexicon: Lexicon, text: str) -> Roots:
    """The roots of a folded text's words that are not of grammar, those of a compound's parts too; numbers are left out."""
    return rooted(lexicon, _spelt(text))


def plain(text: str) -> Roots:
    """The same of all the words of a text: for words that a reading names itself."""
    return frozenset(map(root, _spelt(text)))


def _spelt(text: str) -> Iterator[str]:
    """The words of a folded text and the parts of its compounds, without numbers."""
    for word in words(text):
        for part in {word, *word.split("-")} if "-" in word else (word,):
            if part[:1].isalpha():
                yield part


def alternatives(list_: WordList) -> Iterator[list[str]]:
    """The words of each entry "(parcel|package|box)" of a list of words that belong together."""
    return (entry.strip("()").split("|") for entry in list_.entries)


@lru_cache(maxsize=8)
def families(lexicon: Lexicon) -> dict[str, Roots]:
    """Root -> the families of words for one thing that it belongs to, from the entries "(parcel|package|box)" of <kin>."""
    found: dict[str, set[str]] = {}
    for number, entry in enumerate(alternatives(lexicon["kin"])):
        for word in entry:
            found.setdefault(root(word), set()).add(f"#{number}")
    return {word: frozenset(numbers) for word, numbers in found.items()}


def kin(lexicon: Lexicon, found: Iterable[str]) -> Roots:
    """The families that some roots belong to."""
    known = families(lexicon)
    return merged(known.get(one, _NONE) for one in found)


@lru_cache(maxsize=512)
def keys(lexicon: Lexicon, text: str) -> tuple[Roots, ...]:
    """For each word of a folded text that says what it is about: the beginning of its root and its families."""
    asking, known = lexicon["question-filler"].words, families(lexicon)
    found = []
    for word in dict.fromkeys(words(text)):
        if word not in asking and not grammatical(lexicon, word):
            base = root(word)
            parts = {root(part)[:_ALIKE] for part in word.split("-") if len(part) > _SHORTEST and part.isalpha()}
            found.append(known.get(base, _NONE) | {base[:_ALIKE]} | parts)
    return tuple(found)


def merged(found: Iterable[Roots]) -> Roots:
    """All roots and families of a text."""
    return _NONE.union(*found)


@lru_cache(maxsize=8)
def listed(entries: frozenset[str]) -> Roots:
    """The roots of the words of a list."""
    return frozenset(map(root, entries))


def topic(reading: Reading, view: View) -> Iterator[tuple[int, int]]:
    """Where the words stand that say what a message is about: those of neither grammar nor every desk."""
    desk = listed(reading.lexicon["service-word"].words)
    for found in _WORD.finditer(view.folded):
        if found.end() - found.start() > 1 and not grammatical(reading.lexicon, found[0]) and root(found[0]) not in desk:
            yield found.span()


def names(reading: Reading) -> set[str]:
    """The names of the people in the conversation, which any reply may hold, and what the agent calls herself."""
    told = reading.conversation
    named = [told.customer and told.customer.name, told.agent and told.agent.name, *(turn.author for turn in told.turns)]
    called = (found[1] for found in _CALLED.finditer(reading.draft.folded))
    return {word for name in named if name for word in words(name.lower())} | set(called)
