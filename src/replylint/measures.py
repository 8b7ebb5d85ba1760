"""Numbers about a text: words, lengths, and the school grade that it takes to read it."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal

from replylint.reading import Reading, View

Measure = Literal["sentence words", "paragraph words", "paragraph sentences", "reply words", "grade", "sentence grade"]
Measured = Iterator[tuple[float, int, int]]
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def words(text: str) -> int:
    """How many words a text has; numbers count, punctuation and what is masked does not."""
    return sum(1 for _ in _WORD.finditer(text))


def sentence_words(_: Reading, view: View) -> Measured:
    """The words of each sentence."""
    for sentence in view.sentences:
        yield words(view.text[sentence.start : sentence.end]), sentence.start, sentence.end


def _paragraphs(view: View) -> Iterator[tuple[int, int, int]]:
    """Number of sentences, start and end of the first sentence and … of each paragraph that is no list."""
    seen: dict[int, list[int]] = {}
    for number, sentence in enumerate(view.sentences):
        if not sentence.item:
            seen.setdefault(sentence.paragraph, []).append(number)
    for numbers in seen.values():
        yield len(numbers), numbers[0], numbers[-1]


def paragraph_words(_: Reading, view: View) -> Measured:
    """The words of each paragraph; the place is its first sentence."""
    for _count, first, last in _paragraphs(view):
        text = view.text[view.sentences[first].start : view.sentences[last].end]
        yield words(text), view.sentences[first].start, view.sentences[first].end


def paragraph_sentences(_: Reading, view: View) -> Measured:
    """The sentences of each paragraph, those of three words or fewer aside; the place is its first sentence."""
    for _count, first, last in _paragraphs(view):
        count = sum(words(view.text[s.start : s.end]) > _FEW for s in view.sentences[first : last + 1])
        yield count, view.sentences[first].start, view.sentences[first].end


def reply_words(_: Reading, view: View) -> Measured:
    """The words of the reply; the place is its first sentence."""
    if view.sentences:
        yield words(view.text), view.sentences[0].start, view.sentences[0].end


_FEW, _LONG = 3, 25  # words of a sentence or part that is hardly one, and of one that is long
_FEWEST_WORDS, _FEWEST_SENTENCES = 30, 3  # below them a grade is noise


def grade(view: View) -> float | None:
    """The school grade needed to read a text: the mean of Flesch-Kincaid and the automated readability index, by textstat.

    Sentences are ours and end in one full stop each; names of places in a text (numbers, URLs, what is masked) are out.
    None under 30 words or 3 sentences.
    """
    plain = [" ".join(w for w in _WORD.findall(view.text, s.start, s.end) if w.isalpha()) for s in view.sentences]
    plain = [sentence for sentence in plain if sentence.count(" ") > 1]  # textstat counts sentences of three words on
    text = ". ".join(plain) + "."
    if len(plain) < _FEWEST_SENTENCES or words(text) < _FEWEST_WORDS:
        return None
    textstat = _textstat()
    return float(round((textstat.flesch_kincaid_grade(text) + textstat.automated_readability_index(text)) / 2, 1))


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
            del sys.modules["nltk"]
    vars(_syllables_per_word)["count_syllables"] = lambda text, _lang: sum(map(syllables, _WORD.findall(text)))
    return textstat


_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^l]es|[^aeiouyl]e|[^td]ed|[^aeiouy]le(?=$))$")


def syllables(word: str) -> int:
    """An estimate of the syllables of an English word: its groups of vowels, less a silent ending."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    silent = _SILENT.search(word)
    if silent and not silent[0].endswith("le") and count > 1:
        count -= 1
    return max(1, count + len(re.findall(r"i[ao]|eo(?!u)|u[ao]", word)) - len(re.findall(r"[tcsg]i[ao]", word)))


def sentence_grade(_: Reading, view: View) -> Measured:
    """The school grade (Flesch-Kincaid) of each long sentence: its length and the length of its words in one number.

    Neither names, numbers and what is masked nor the short members of an enumeration or an address count; a list item or a
    sentence of 25 words or fewer has no grade.
    """
    for sentence in view.sentences:
        plain = [] if sentence.item else _prose(view.text[sentence.start : sentence.end])
        if len(plain) > _LONG:
            grade = 0.39 * len(plain) + 11.8 * sum(map(syllables, plain)) / len(plain) - 15.59
            yield round(grade, 1), sentence.start, sentence.end


def _prose(sentence: str) -> list[str]:
    """The words of a sentence without names, numbers and the short members of an enumeration."""
    members = sentence.split(",")
    enumerates = len(members) > _FEW + 1
    counted = [part for part in members if not enumerates or len(_WORD.findall(part)) > _FEW]
    first, *rest = _WORD.findall(" ".join(counted)) or [""]
    return [first, *(word for word in rest if word.islower() and not any(map(str.isdigit, word)))]


def reply_grade(_: Reading, view: View) -> Measured:
    """The grade of the reply; the place is its first sentence."""
    found = grade(view)
    if found is not None:
        yield found, view.sentences[0].start, view.sentences[0].end


MEASURES: dict[Measure, Callable[[Reading, View], Measured]] = {
    "sentence words": sentence_words,
    "paragraph words": paragraph_words,
    "paragraph sentences": paragraph_sentences,
    "reply words": reply_words,
    "grade": reply_grade,
    "sentence grade": sentence_grade,
}
