"""Numbers about a text: words, lengths, and the school grade that it takes to read it."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Literal

from replylint.late import late
from replylint.reading import Reading, View
from replylint.reading.sentences import Sentence
from replylint.reading.view import WORD

Measure = Literal[
    "sentence words",
    "paragraph words",
    "paragraph sentences",
    "paragraph steps",
    "reply words",
    "told words",
    "grade",
    "sentence grade",
    "plain words",
    "chained clauses",
    "apologies",
    "apology weight",
    "words in capitals",
]
Measured = Iterator[tuple[float, int, int]]


def sentence_words(_: Reading, view: View) -> Measured:
    """The words of each sentence."""
    for sentence, count in zip(view.sentences, view.words, strict=True):
        yield count, sentence.start, sentence.end


def _paragraphs(view: View) -> Iterator[range]:
    """The numbers of the sentences of each block that stands together for the eye; lists are left out."""
    first = 0
    for number, sentence in enumerate(view.sentences):
        if number and _apart(view.text, view.sentences[number - 1], sentence):
            if not view.sentences[first].item:
                yield range(first, number)
            first = number
    if view.sentences and not view.sentences[first].item:
        yield range(first, len(view.sentences))


def _apart(text: str, one: Sentence, other: Sentence) -> bool:
    """Whether a paragraph, an item or a line ends between two sentences; a line that an editor wrapped does not."""
    if other.item or one.paragraph != other.paragraph:
        return True
    at = text.find("\n", one.end, other.start)
    return at >= 0 and not _WRAPPED[0] <= at - text.rfind("\n", 0, at) <= _WRAPPED[1]


def _longest(view: View, block: range) -> Sentence:
    """The longest sentence of a paragraph, where it is best broken up."""
    return view.sentences[max(block, key=lambda number: view.words[number])]


def paragraph_words(_: Reading, view: View) -> Measured:
    """The words of each paragraph; the place is its longest sentence."""
    for block in _paragraphs(view):
        longest = _longest(view, block)
        yield sum(view.words[n] for n in block), longest.start, longest.end


def paragraph_sentences(_: Reading, view: View) -> Measured:
    """The sentences of each paragraph of 50 words, those of one or two words aside; the place is its longest sentence."""
    for block in _paragraphs(view):
        if sum(view.words[n] for n in block) < _SLIGHT:
            continue
        longest = _longest(view, block)
        yield sum(view.words[n] >= _FEW for n in block), longest.start, longest.end


def paragraph_steps(reading: Reading, view: View) -> Measured:
    """The words of each paragraph that put one step after another (<step-order>); the place is its longest sentence."""
    steps = reading.matches(view, "step-order")
    for block in _paragraphs(view) if len(steps) > 1 else ():
        start, end = view.sentences[block[0]].start, view.sentences[block[-1]].end
        longest = _longest(view, block)
        yield sum(start <= at < end for at, _ in steps), longest.start, longest.end


def reply_words(_: Reading, view: View) -> Measured:
    """The words of the reply; the place is its first sentence."""
    if view.sentences:
        yield sum(view.words), view.sentences[0].start, view.sentences[0].end


def told_words(reading: Reading, view: View) -> Measured:
    """The words of the sentences that tell the customer something; the place is the draft's first sentence.

    A greeting, an apology, thanks, feelings and wishes (<empty-words>) tell nothing.
    """
    empty = [*reading.matches(view, "empty-words"), *((said.start, said.end) for said in reading.facts("apology", view))]
    passed = {view.sentence_at(start) for start, _ in empty}
    passed |= {view.sentence_at(part.start) for part in view.parts if part.kind == "greeting"}
    if view.sentences:
        told = sum(count for number, count in enumerate(view.words) if number not in passed)
        yield told, view.sentences[0].start, view.sentences[0].end


_SLIGHT = 50  # words of a paragraph that is soon read, whatever its sentences
_FEW, _LONG = 3, 25  # words of a sentence or part that is hardly one, and of one that is long
_WRAPPED = 55, 100  # code points of a line that ends where an editor wraps
_FEWEST_WORDS, _FEWEST_SENTENCES = 30, 3  # below them a grade is noise


def grade(sentences: Iterable[str]) -> float | None:
    """The school grade needed to read some sentences, after Flesch and Kincaid (1975), by textstat.

    Each ends in one full stop for it, and numbers and names with signs in them are left out. None under 30 words or 3
    sentences, where a grade means nothing.
    """
    plain = [" ".join(word for word in WORD.findall(sentence) if word.isalpha()) for sentence in sentences]
    plain = [sentence for sentence in plain if sentence.count(" ") > 1]  # textstat counts sentences of three words on
    text = ". ".join(plain) + "."
    if len(plain) < _FEWEST_SENTENCES or len(WORD.findall(text)) < _FEWEST_WORDS:
        return None
    return float(round(_textstat().flesch_kincaid_grade(text), 1))


@cache
def _textstat() -> Any:
    """textstat with our syllable count: its own downloads a dictionary at the first English score."""
    absent = "nltk" not in sys.modules
    sys.modules.setdefault("nltk", types.ModuleType("nltk"))  # only the syllable count needs it: 0.2 s and the download
    try:
        from textstat import textstat
        from textstat.backend.metrics import _syllables_per_word
    finally:
        if absent:
            sys.modules.pop("nltk", None)  # another thread may have been here first
    vars(_syllables_per_word)["count_syllables"] = lambda text, _lang: syllables(text)
    return textstat


_VOWELS = late(r"[aeiouy]+")
_SILENT = late(  # make, please, change; walked, but not needed; times, but not boxes
    r"(?:(?<=[aeiouy][^\Waeiouy])|(?<=[aeiouy][^\Waeiouy][^\Waeiouyl]))(?:e(?=ly\b|\b)|(?<![td])ed\b|(?<![sxzcg])es\b)"
)
_SPLIT = late(r"(?<![tcsg])i[ao]|u[ao]|(?<=d)eo")  # two vowels, two syllables: trial, video


def syllables(text: str) -> int:
    """An estimate of the syllables of an English text: its groups of vowels, less silent endings."""
    text = text.lower()
    return len(_VOWELS.findall(text)) - len(_SILENT.findall(text)) + len(_SPLIT.findall(text))


def sentence_grade(_: Reading, view: View) -> Measured:
    """The school grade (Flesch-Kincaid) of each long sentence: its length and the length of its words in one number.

    Neither names, numbers and what is masked nor the short members of an enumeration or an address count; a list item
    or a sentence of 25 words or fewer has no grade.
    """
    for sentence in view.sentences:
        plain = [] if sentence.item else _prose(view.text[sentence.start : sentence.end])
        if len(plain) > _LONG:
            yield round(_weight(plain), 1), sentence.start, sentence.end


def _weight(words: list[str], sentences: int = 1) -> float:
    """The school grade of so many sentences of these words."""
    return 0.39 * len(words) / sentences + 11.8 * syllables(" ".join(words)) / max(1, len(words)) - 15.59


def plain_words(_: Reading, view: View) -> Measured:
    """The words of each sentence as the sentence grade counts them; list items have none."""
    for sentence in view.sentences:
        if not sentence.item:
            yield len(_prose(view.text[sentence.start : sentence.end])), sentence.start, sentence.end


_CHAINED = late(r"\b(?:which|that|where|whereby|who|whom|whose)\b")


def chained_clauses(_: Reading, view: View) -> Measured:
    """The clauses that hang on each long sentence by "which", "that", "who" or "where"."""
    for sentence in view.sentences:
        count = 0 if sentence.item else len(_CHAINED.findall(view.folded, sentence.start, sentence.end))
        if count > 1 and len(_prose(view.text[sentence.start : sentence.end])) > _LONG:
            yield count, sentence.start, sentence.end


_TITLE = late(r"(?<=\bhere: )(?!\ufffc)[^\n]+?(?=\band here:|\n|$)")  # "… is told here: The Whole Guide to Kilns"


def _prose(sentence: str) -> list[str]:
    """The words of a sentence without names, numbers, titles of pages and the short members of an enumeration."""
    members = _TITLE.sub("", sentence).split(",")
    enumerates = len(members) > _FEW + 1
    counted = [part for part in members if not enumerates or len(WORD.findall(part)) > _FEW]
    first, *rest = WORD.findall(" ".join(counted)) or [""]
    return [first, *(word for word in rest if word.islower() and not any(map(str.isdigit, word)))]


def reply_grade(_: Reading, view: View) -> Measured:
    """The grade of the reply; the place is the sentence that weighs most in it."""
    found = grade(view.text[s.start : s.end] for s in view.sentences)
    if found is not None:
        prose = [_prose(view.text[sentence.start : sentence.end]) for sentence in view.sentences]
        heaviest = max(range(len(prose)), key=lambda number: (len(prose[number]) >= _WHOLE, _weight(prose[number])))
        yield found, view.sentences[heaviest].start, view.sentences[heaviest].end


def surely_below(of: Measure, view: View, over: float) -> bool:
    """Whether a measure of a text is below a number by so much that an estimate tells: textstat takes a while to be read."""
    if of != "grade":
        return False
    said = [view.text[sentence.start : sentence.end] for sentence in view.sentences]
    words = [word for sentence in said for word in WORD.findall(sentence) if word.isalpha()]
    whole = sum(sentence.count(" ") > 1 for sentence in said)
    return not whole or _weight(words, whole) + _ASTRAY < over


_ASTRAY = 3  # grades; over real replies the estimate was never more than two under textstat's, which counts sentences otherwise
_WHOLE = 6  # words of a sentence; "Sincerely" alone is the heaviest of words


def apologies(reading: Reading, view: View) -> Measured:
    """The number of each apology in the reply: 1 for the first; the place is its sentence from its first word on.

    Facts of the kind `apology`; manners and condolences do not count.
    """
    for number, (start, _) in enumerate(_apologies(reading, view), 1):
        yield number, start, view.sentences[view.sentence_at(start)].end


_BESIDE = 40  # code points before an apology that can make it louder


def apology_weight(reading: Reading, view: View) -> Measured:
    """How much a reply apologises; the place is its last apology.

    One for each, and one more for each <apology-more> before it but the first ("so very deeply sorry") and for each
    that says it comes again. A customer who asks, wishes or praises and tells of no trouble needs none: two count in advance.
    """
    lists = reading.lexicon
    found = _apologies(reading, view)
    if not found:
        return
    weight = 2 if _needless(reading, view, found) else 0
    before = said_before = 0
    for start, end in found:
        sentence = view.sentences[view.sentence_at(start)]
        before = max(before, sentence.start, start - _BESIDE)
        piled = sum(1 for _ in lists["apology-more"].pattern.finditer(view.folded[before:start]))
        around = view.folded[before : min(end + _BESIDE // 3, sentence.end)]
        again = any(lists["apology-again"].pattern.finditer(around)) or bool(said_before and _BARE.match(view.folded, end))
        weight += 1 + max(0, piled - 1) + again
        before = end
        said_before += not _sympathy(view, start, end)
    yield weight, *found[-1]


def _sympathy(view: View, start: int, end: int) -> bool:
    """Whether words of regret are only sympathy with what was heard."""
    return bool(_HEARD.match(view.folded, end) or _HEARS.search(view.folded, start, end))


_HEARS = late(r"\b(?:hear|read|learn|know|find|note|see)\b")
_HEARD = late(
    r" (?:to (?:hear|read|learn|see|know|find|note)|if|for (?:your|any)|about (?:your|any)|,)"
)  # no apology yet for what went wrong
_BARE = late(  # an apology that names nothing new
    r" ?(?:[.!;]|$|,(?! (?:too|also|as well|that|for|about|we|i|the|your)\b)|and\b|again|once (?:more|again)|(?:for|about) "
    r"(?:that|this|it|everything|all (?:this|that|of)|any|"
    r"(?:the|all the|your|such an?|causing) (?:\w+ )?(?:inconvenience|trouble|hassle|bother|upset|disruption|frustration))\b"
    r"(?! (?:(?:you )?(?:\w+ ){0,2})?(?:by|from|with|due|because|in|during|when|regarding)\b))"
)
_UNTROUBLED = frozenset(("how-to", "praise", "friendly", "idea", "fixed", "sent"))
_AMISS = late(  # what a message that tells of no trouble lacks: a no, a turn against what was hoped, a wait
    r"(?:\b(?:not|no|never|nothing|none|nobody|without|cannot|but|however|although|though|unfortunately|still|yet|again|instead|"
    r"only|except|wrong|why|since|ago|already|twice|waiting|waited|problems?|issues?|trouble|error|stuck|stopped|unable|"
    r"supposed|should have|annoying|confusing|confused|disappoint\w+|fail\w*|miss(?:ed|ing)?|los[te]\w*|brok\w+|cancel\w*|"
    r"refund|complain\w*|sorry|unhappy|late|delay\w*|slow|bad|poor|hard to|difficult|refus\w+|declin\w+|block\w+|"
    r"charged|died|passed|funeral|hospital|ill|sick|lock(?:ed|out)|expired|damaged?|torn|crack\w*|leak\w*)\b|n't\b)"
)
_FAILS = late(  # what even a question tells of trouble with
    r"n't\b|\b(?:cannot|never|no longer|how is it possible|how come|what'?s going on|"
    r"why (?:is|are|does|do|did|has|have|was|were))\b"
)
_REFUSED = late(  # sorry before or after a no is manners
    r"\b(?:not|no|none|only|unfortunately|afraid|cannot|unable|out of|closed|full|fully|gone|sold)\b|n't\b"
)
_ASIDE = late(r"[\s,.!:\u2013\u2014-]*(?:[,.!?:;\u2013\u2014-]|$|but\b|and (?:no|yes)\b)")
_ANSWER = late(
    r"\b(?:answer|answering|reply|replying|respond|response|hear from|get(?:ting)? back|on hold|in the queue|come back)\b"
)


def _needless(reading: Reading, view: View, found: list[tuple[int, int]]) -> bool:
    """Whether the customer's only message tells of no trouble, and the apology is neither for a slow answer nor part of a no.

    A message is free of trouble when each of its sentences asks, wishes or praises, or when no word in it is of a kind that
    trouble cannot do without.
    """
    if reading.earlier or len(reading.customer) != 1 or not reading.has("customer"):
        return False
    said = reading.customer[0]
    sentence = view.sentences[view.sentence_at(found[0][0])]
    slow = any(sentence.start <= start < sentence.end for start, _ in reading.matches(view, "apology-slow"))
    if slow and (_AMISS.search(said.folded) or _ANSWER.search(view.folded, sentence.start, sentence.end)):
        return False
    if _sympathy(view, *found[0]) or _refused(view, sentence, found[0]):
        return False
    kinds = {fact.kind for fact in reading.facts("situation", said)}
    if not kinds <= _UNTROUBLED:
        return False
    asked = {said.sentence_at(fact.start) for fact in reading.facts("situation", said)}
    asked |= {said.sentence_at(start) for name in _EASY for start, _ in reading.matches(said, name)}
    asked |= {number for number, told in enumerate(said.sentences) if _asks(said, told)}
    return len(asked) == len(said.sentences) and not (_FAILS if kinds and kinds <= _ASKS else _AMISS).search(said.folded)


_ASKS = frozenset(("how-to", "praise"))
_EASY = ("customer-request", "customer-at-ease", "customer-content")
_ASKED = late(
    r"\?\W*$|^\S*(?:\s+\S+){0,2}$|\b(?:please|pls|plz|can (?:you|i|we|u)|could (?:you|i|we)|would (?:you|like|love)|"
    r"(?:i|we)(?:'d| would) (?:like|love|prefer)|(?:i|we) (?:want|need|wish|plan|hope) to|"
    r"(?:how|what|where|when|which|who|is|are|do|does|any)\b.{0,20}\b(?:i|you|we|u|it|there|the|your|any)\b)"
)


def _asks(said: View, told: Sentence) -> bool:
    """Whether a sentence of a customer asks or greets."""
    return _ASKED.search(said.folded[told.start : told.end]) is not None


def _refused(view: View, sentence: Sentence, said: tuple[int, int]) -> bool:
    """Whether a bare "sorry" stands beside a no: "Sorry, only in blue", "Dogs can't come in, sorry"."""
    alone = _ASIDE.match(view.folded, said[1], sentence.end) is not None
    around = view.folded[sentence.start : min(sentence.end + 60, len(view.folded))]
    return alone and _REFUSED.search(around) is not None


def _apologies(reading: Reading, view: View) -> list[tuple[int, int]]:
    """The words of each apology."""
    return [(said.start, said.end) for said in reading.facts("apology", view) if said.kind == "apology"]


_CAPITALS = late(r"(?<![\w'’])[A-Z][A-Z'’]*(?![\w])(?:[ ,]+[A-Z][A-Z'’]*(?!\w)){2,}")
_SPOKEN_WORDS = "THE NOT YOU YOUR PLEASE WE OUR IS ARE DO TO NO NEVER ALL MUST WILL READ THIS THAT AND FOR WITH STOP"
_SPOKEN = frozenset(_SPOKEN_WORDS.split())


def words_in_capitals(_: Reading, view: View) -> Measured:
    """The words of each run of words in capitals; single letters and words without a vowel are not counted."""
    for run in _CAPITALS.finditer(view.text):
        plain = [word for word in WORD.findall(run[0]) if len(word) > 1 and re.search("[AEIOUY]", word)]
        named = len(plain) <= _FEW and not _SPOKEN & set(plain)  # three words may be the name of a house
        if sum(len(word) > _FEW for word in plain) > 1 and not named:
            yield len(plain), run.start(), run.end()


MEASURES: dict[Measure, Callable[[Reading, View], Measured]] = {
    "sentence words": sentence_words,
    "paragraph words": paragraph_words,
    "paragraph sentences": paragraph_sentences,
    "paragraph steps": paragraph_steps,
    "reply words": reply_words,
    "told words": told_words,
    "grade": reply_grade,
    "apologies": apologies,
    "apology weight": apology_weight,
    "sentence grade": sentence_grade,
    "plain words": plain_words,
    "chained clauses": chained_clauses,
    "words in capitals": words_in_capitals,
}
