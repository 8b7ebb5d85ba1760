"""Who is to act: the subject on the left of a modal or of a form of "be"."""

from __future__ import annotations

from typing import NamedTuple

from replylint.late import late
from replylint.reading.commitments.line import ADVERBS, BREAK, Line

_OURS = late(r"(?:i|we|our|my|us|me)(?:'\w+)?")
_THINGS = frozenset({"it", "this", "that", "which", "these", "those", "there", "what", "everything", "all", "same", "who"})


class Subject(NamedTuple):
    """Who acts: the actor ("you" and "thing" are not actors), the number of the subject's first word, how sure that is."""

    actor: str
    first: int
    certain: bool = True


def before_be(line: Line, at: int) -> Subject | None:
    """The subject of a form of "be" that stands at `at`, adverbs between."""
    while at >= 0 and line[at] in ADVERBS:
        at -= 1
    if at < 0:
        return None
    word, _, short = line[at].partition("'")
    if short in ("m", "re", "s"):
        return named(line, word, at)
    return subject_of(line, at - 1) if line[at] in ("am", "are", "is") else None


def subject_of(line: Line, at: int) -> Subject | None:
    """The subject that ends at word number `at`; a missing one is that of the clause before."""
    while at >= 0 and line[at] in ADVERBS:
        at -= 1
    if at < 0:
        return Subject("we", 0, certain=False)
    if line[at] in BREAK:
        return _left_out(line, at)
    return named(line, line[at], at)


def _left_out(line: Line, at: int) -> Subject | None:
    """Whose is ", and will write": the nearest subject before it, when it is ours."""
    for before in range(at - 1, -1, -1):
        word = line[before].partition("'")[0]
        if word in ("i", "we"):
            return Subject(word, at + 1, certain=False)
        leads = before == 0 or line[before - 1] in BREAK or clause_word(line[before - 1])
        relative = before > 0 and line[before - 1] in ("that", "which")
        if word in ("they", "he", "she") or (leads and not relative and word in ("you", "it", "this")):
            return None
    ours = any(_OURS.fullmatch(token) for token in line.texts[:at])
    return Subject("we", at + 1, certain=False) if ours or at == 0 or line[at] in ".!:*" else None


def named(line: Line, word: str, at: int) -> Subject | None:
    """The actor that a subject ending in `word` names; None in a clause such as "what we'll do next"."""
    if at and line[at - 1] in ("what", "how", "when", "where", "why", "whether", "before", "until", "which", "if"):
        return None
    if word in _PRONOUNS or word in _THINGS:
        return Subject(_PRONOUNS.get(word, "thing"), at)
    first = at
    while first > 0 and at - first < 7 and line[first - 1] not in BREAK and not clause_word(line[first - 1]):
        first -= 1
    phrase = line.ahead(first, at + 1 - first)
    phrase = phrase.removesuffix("'ll")
    words = phrase.split()
    someone = line.lexicon["actor-someone"].words
    if any(" ".join(words[:count]) in someone for count in range(1, len(words) + 1)):
        return Subject("someone", first)
    if _is_name(line, first, at):
        return Subject("named", first)
    managing = word == "manager" and words[0] in ("our", "my", "your", "a", "an", "another")  # not "the Password Manager"
    team = managing or any(w in line.lexicon["actor-team"].words for w in (word, *words[-3:]))
    return Subject("team" if team else "thing", first)


def _is_name(line: Line, first: int, at: int) -> bool:
    """Whether a subject is a person's name: "Mr Amos", "Kev", "Marta from billing"; nothing else stands there bare."""
    words = line.texts[first : at + 1]
    if words[0] in _TITLES and len(words) > 1:
        return True
    name = words[0].removesuffix("'ll")
    alone = len(words) == 1 or (len(words) > 2 and words[1] in ("from", "in", "at") and len(words) < 6)
    return alone and name.isalpha() and len(name) > 2 and name not in _NO_NAMES and not name.endswith(_NO_NAME)


_PRONOUNS = {"i": "i", "we": "we", "you": "you", "u": "you", "they": "someone", "he": "someone", "she": "someone"}
_TITLES = frozenset("mr mrs ms miss dr prof professor".split())
_NO_NAMES = frozenset(
    "everyone everybody someone somebody nobody anybody anyone customers people more most some any both all each others "
    "nothing something everything anything delivery access payment support service help stock credit money time work "
    "mail email post update updates data traffic power water search sync sales prices parts orders refund refunds matter "
    "issue case request order feedback shipment pickup collection none neither either one two three half such these those "
    "please below above here there com net org".split()
)
_NO_NAME = ("ing", "tion", "ment", "ity", "ness", "ance", "ence", "ers", "ies", "ages", "ware", "ly")


def clause_word(word: str) -> bool:
    """Whether a word cannot stand inside a subject."""
    return word in (
        "that",
        "you",
        "we",
        "i",
        "if",
        "when",
        "once",
        "because",
        "is",
        "are",
        "was",
        "as",
        "assure",
        "ensure",
        "know",
    )
