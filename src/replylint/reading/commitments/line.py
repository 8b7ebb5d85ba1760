"""The words of one sentence, as the grammar of commitments walks over them."""

from __future__ import annotations

import re
from functools import cache

from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading import verbs
from replylint.reading.commitments.commitment import Actor, Commitment, Form, Matter, Strength
from replylint.reading.sentences import Sentence

_TOKEN = late(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['-][^\W_]+)*|[^\w\s]|_")
ADVERBS = frozenset(
    [
        "also",
        "then",
        "now",
        "soon",
        "still",
        "just",
        "certainly",
        "definitely",
        "surely",
        "absolutely",
        "personally",
        "gladly",
        "happily",
        "immediately",
        "promptly",
        "quickly",
        "shortly",
        "really",
        "currently",
        "actively",
        "already",
        "strictly",
        "truly",
        "directly",
        "urgently",
        "presently",
        "fully",
        "both",
        "all",
        "together",
        "indeed",
        "definately",
        "kindly",
        "simply",
        "internally",
        "further",
        "proactively",
        "thoroughly",
        "carefully",
    ]
)
NEGATIVE = frozenset({"not", "never", "no", "neither", "nor", "nobody", "hardly", "cannot", "won't"})
WILLING = frozenset(
    [
        "happy",
        "glad",
        "pleased",
        "delighted",
        "able",
        "available",
        "here",
        "more",
        "willing",
        "honoured",
        "honored",
        "grateful",
        "thrilled",
    ]
)
BREAK = frozenset(
    {",", ";", ":", ".", "!", "?", "(", ")", "-", "–", "—", '"', "and", "but", "so", "then", "or", "nor", "*", "\ufffc"}
)
STOP = frozenset(
    {",", ";", ":", "(", "–", "—", "if", "once", "when", "while", "because", "but", "which", "who", "unless", "since"}
)
_LONGEST = 140  # code points of a commitment's own words


@cache
def _words(phrase: str) -> list[str]:
    return phrase.split()


class Line:
    """A sentence as words and signs: `line[n]` is the folded text of number n, `spans[n]` its place in the text."""

    def __init__(self, folded: str, sentence: Sentence, lexicon: Lexicon) -> None:
        found = list(_TOKEN.finditer(folded, sentence.start, sentence.end))
        self.texts = [match[0] for match in found]
        self.spans = [match.span() for match in found]
        self.lexicon = lexicon

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, number: int) -> str:
        return self.texts[number]

    def says(self, at: int, *phrases: str) -> bool:
        """Whether one of these phrases stands at word number `at`."""
        here = self.texts[at] if at < len(self.texts) else None
        return any(words[0] == here and self.texts[at : at + len(words)] == words for words in map(_words, phrases))

    def ahead(self, at: int, count: int) -> str:
        """The next `count` words from number `at`, with single spaces."""
        return " ".join(self.texts[at : at + count])

    def past_adverbs(self, at: int) -> int:
        """The number of the first word from `at` on that is no adverb."""
        while at < len(self) and self[at] in ADVERBS:
            at += 1
        return at

    def verb(self, at: int, form: verbs.Form) -> tuple[verbs.Verb | None, int]:
        """The verb at word number `at` and the number of the word after it; of an unlisted one the kind is `other`."""
        if at >= len(self) or not self[at][0].isalpha():
            return None, at
        for verb in verbs.table(self.lexicon, form).get(self[at], ()):
            after = at + 1
            if self.texts[after : after + len(verb.rest)] == list(verb.rest):
                return verb, after + len(verb.rest)
        return verbs.Verb((), "other", self[at]), at + 1


def made(
    line: Line,
    first: int,
    after: int,
    actor: str,
    verb: verbs.Verb,
    form: Form,
    strength: Strength = "promise",
    hedge: str | None = None,
    certain: bool = True,
) -> Commitment:
    """The commitment from word number `first`, past its verb (which ends before `after`) to the end of its clause."""
    last = after - 1
    while last + 1 < len(line) and line[last + 1] not in STOP and line.spans[last + 1][1] - line.spans[first][0] <= _LONGEST:
        if line[last + 1] == "and" and _new_clause(line, last + 2):
            break
        if last >= after and line[last + 1] in ("to", "so", "in") and line.says(last + 1, *_PURPOSES):
            break
        last += 1
    while last >= after and line[last] in BREAK:
        last -= 1
    known: Actor = actor if actor in ("i", "we", "named", "team", "someone", "nobody") else "nobody"  # type: ignore[assignment]
    return Commitment(
        line.spans[first][0],
        line.spans[last][1],
        known,
        verb.base,
        verb.kind,
        form,
        strength,
        None,
        None,
        hedge,
        None,
        certain,
        _object(line, after, last),
    )


def _object(line: Line, first: int, last: int) -> Matter | None:
    """What follows the verb up to a preposition or a time; "you" and "to you" are the one it is done for."""
    while first <= last and line[first] in _RECIPIENTS:
        first += 1
    end = first
    while end <= last and line[end] not in _AFTER_OBJECT and line[end] not in BREAK:
        end += 1
    return Matter(line.spans[first][0], line.spans[end - 1][1]) if end > first else None


_RECIPIENTS = frozenset(("you", "u", "them", "to", "back", "out", "over", "up", "down", "off"))
_AFTER_OBJECT = frozenset(
    "by on before within in at until till after tomorrow today tonight this next first once as with for from so then when to "
    "about into via through between during early later soon shortly monday tuesday wednesday thursday friday saturday sunday "
    "back again asap immediately".split()
)


_PURPOSES = (
    "so that",
    "so as",
    "in order",
    *(f"to {verb}" for verb in ("ensure", "make", "enhance", "avoid", "prevent", "offer", "give", "serve")),
)


def _new_clause(line: Line, at: int) -> bool:
    """Whether a clause with a subject of its own begins at word number `at`."""
    at = line.past_adverbs(at)
    return at < len(line) and bool(re.match(r"(?:i|we|you|they|it|will|shall|our|your|the|this|that|please)\b", line[at]))
