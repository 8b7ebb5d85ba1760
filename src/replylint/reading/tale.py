"""Whether a message tells of something gone wrong, read from its shape alone: a story needs no word of complaint.

A customer who says what was agreed and what came of it ("The slot was 8 to 10. He came at four.") uses the small words of
contrast, repetition and time, tells what others did, sets two numbers beside each other and puts our own words in quotes. One
who asks, wishes or informs uses modal verbs and question words. Each cue has a weight; their sum is a logit.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import TYPE_CHECKING

from replylint.late import late

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from replylint.reading import Reading, View

_WORD = late(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,:]\d+)*|[!?]{2,}")
_SCARE = late(r"[\"“][^\"”\n]{2,40}[\"”]")
_NAMES = late(r"[@#]\w+|\bhttps?:\S+|\bwww\.\S+")  # whose digits count nothing
# Fitted (logistic regression, small weights left out) to some 1,100 messages with labels, most of them the real ones of
# docs/accuracy.md, the others invented; each tenth left out of the fit in turn, 85 in 100 of those that tell of a failure are
# found and 82 in 100 of what is found are.
_BIAS = -0.3
_WEIGHTS: dict[str, float] = {
    "kind how-to": -0.9, "kind praise": -0.8, "kind own-slip": -0.8, "kind friendly": -0.8, "kind third-party": -0.3,
    "kind sent": -0.2, "kind delay": 0.2, "kind money": 0.4, "kind failure": 0.5, "kind complaint": 0.5, "kind doubt": 1.1,
    "kind listed": 1.7,
    "ends asking": -0.7, "wonders": -0.7,
    "if": -0.7, "just": -0.6, "like": -0.5, "please": -0.5, "thanks": -0.4, "would": -0.4, "asks": -0.4,
    "asks what": -0.3, "mostly asks": -0.3, "asks whether": -0.3, "will": -0.2,
    "shouts": 0.1, "i did": 0.2, "yours did": 0.2, "without": 0.2, "three sentences": 0.3, "supposed": 0.3, "long": 0.3,
    "every": 0.3, "money": 0.3, "only": 0.3, "why": 0.4, "out": 0.4, "nobody": 0.4, "they did": 0.4, "even": 0.4, "since": 0.5,
    "no": 0.6, "says": 0.6, "done to me": 0.6, "bought": 0.7, "quoted": 0.7, "numbers": 0.9,
}  # fmt: skip
_WORDS: dict[str, str] = {
    word: cue
    for cue, words in {
        "no": "no none neither nor nowhere",
        "nobody": "nobody nothing no-one noone",
        "without": "without",
        "since": "since until till",
        "even": "even yet still already",
        "only": "only instead but except though although despite",
        "every": "every each always keeps keep kept",
        "supposed": "supposed meant expected promised guaranteed assured advertised confirmed agreed",
        "says": "says said told wrote states stated reads shows lists claims claimed according",
        "money": "euros pounds dollars quid euro pound dollar bill invoice statement fee charge deposit refund",
        "why": "why",
        "out": "off out apart away down through over",
        "bought": "ordered booked paid asked reserved picked chose bought requested hired rented returned cancelled canceled",
        "like": "like love want need wish plan hope prefer looking interested",
        "would": "would could might shall",
        "please": "please pls kindly",
        "if": "if whether before",
        "just": "just quick",
        "will": "will i'll we'll he'll",
        "wonders": "may maybe perhaps unsure wondering",
        "thanks": "thank thanks cheers ta",
        "number": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred",
    }.items()
    for word in words.split()
}
_BE = frozenset("am are was were been got get being is".split())
_SKIPPED = frozenset("just then still simply only also never even now already both all have has had 've".split())
_THEY = frozenset("he she they it nobody someone somebody one".split())
_THE = frozenset("the a an this that".split())
_OPENS = frozenset("can could may might would will do does is are shall should did have has".split())
_MAY = (" can i ", " can you ", " could i ", " could you ")
_ASKS = frozenset("how which what where who when whose".split())


def misfortune(reading: Reading, view: View, kinds: AbstractSet[str]) -> float:
    """How much speaks for a message that tells of something gone wrong: positive when more does than against."""
    return fsum((_BIAS, *(_WEIGHTS.get(cue, 0.0) for cue in cues(reading, view, kinds))))  # whatever the order of a set


def cues(reading: Reading, view: View, kinds: AbstractSet[str]) -> set[str]:
    """The cues of a message, those of its `kinds` of words among them."""
    text = _NAMES.sub(lambda name: " " * len(name[0]), view.unmasked)
    words = _WORD.findall(text)
    found = {f"kind {kind}" for kind in kinds}
    found.update(_WORDS[word] for word in words if word in _WORDS)
    found.update(_deeds(words, reading.lexicon["past-verb"].words))
    if sum(word[0].isdigit() or _WORDS.get(word) == "number" for word in words) > 1:
        found.add("numbers")
    if _SCARE.search(text):
        found.add("quoted")
    found.update(_marks(words, text, view))
    return found


def _marks(words: list[str], text: str, view: View) -> Iterator[str]:
    """What marks and length say of a message."""
    told = [text[sentence.start : sentence.end] for sentence in view.sentences]
    asked = [sentence for sentence in told if sentence.rstrip(" \"')").endswith("?")]
    if asked:
        yield "asks"
        first = [next(iter(_WORD.findall(sentence)), "") for sentence in asked]
        if any(word in _OPENS for word in first) or any(may in one for one in asked for may in _MAY):
            yield "asks whether"
        if any(word in _ASKS for word in first):
            yield "asks what"
        if told and told[-1] in asked:
            yield "ends asking"
        if len(asked) * 2 >= len(told):
            yield "mostly asks"
    if any(word[0] in "!?" for word in words):
        yield "shouts"
    if len(told) > 2:
        yield "three sentences"
    if len(words) > 60:
        yield "long"


def _deeds(words: list[str], irregular: AbstractSet[str]) -> Iterator[str]:
    """Who did something: the customer, our people, others; or that it was done to the customer."""
    for at, word in enumerate(words):
        if not (word in irregular or (len(word) > 3 and word.endswith("ed"))):
            continue
        before = at - 1
        while before >= 0 and (words[before] in _SKIPPED or (words[before].endswith("ly") and len(words[before]) > 4)):
            before -= 1
        one = words[before] if before >= 0 else ""
        other = words[before - 1] if before > 0 else ""
        third = words[before - 2] if before > 1 else ""
        if one in ("i", "we", "i've", "we've"):
            yield "i did"
        elif one in _BE and other in ("i", "we", "i've", "we've"):
            yield "done to me"
        elif "your" in (other, third):
            yield "yours did"
        elif one in _THEY or other in _THE:
            yield "they did"
