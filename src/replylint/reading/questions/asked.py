"""The questions of a customer's message: direct and indirect ones, each by itself, without those that want no answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.matter import Roots, keys
from replylint.reading.questions.forms import (
    ANY,
    BARE,
    CASE,
    DIRECT,
    DOUBT,
    EXACT,
    INVERTED,
    LED,
    LED_TOO,
    OPENS,
    PREFIX,
    PRONOUN,
    TAG,
    TAIL,
    Kind,
    kind_of,
)

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Asked(NamedTuple):
    """One question of a customer's message: its words, what shape of answer it wants, what it is about (`focus`: what is
    asked of that, without where, when and in which case), whether it is about the whole matter, and whether its subject is
    a mere "it"."""

    view: View
    start: int
    end: int
    kind: Kind
    keys: tuple[Roots, ...]
    focus: tuple[Roots, ...]
    general: bool
    vague: bool


def asked(reading: Reading, view: View) -> Iterator[Asked]:
    """The questions of a message, in order: not what mocks or scolds in question form, nor mere manners."""
    if not ANY.search(view.folded) and "?" not in view.folded:
        return
    if len(_SPEECH.findall(view.folded)) > 1:
        return  # a talk that is quoted
    for number, sentence in enumerate(view.sentences):
        text = view.folded[sentence.start : sentence.end]
        leads = reading.begun(view, "question-lead", sentence.start, sentence.end)
        for start, end, at in _pieces(text, [(a - sentence.start, b - sentence.start) for a, b in leads]):
            first, last, own = sentence.start + start, sentence.start + end, sentence.start + at
            if reading.begun(view, "question-rhetorical", first, min(own + _NEAR + 1, last)):
                continue
            words = _blanked(view.folded, own, last, reading.begun(view, "question-courtesy", own, last))
            if first < last and words.strip(" ?!.,"):
                asides = reading.begun(view, "question-general", first, last)
                general = any(not _special(view.folded, a, b) for a, b in asides)
                kind = kind_of(words)
                matter = _matter(reading, view, number, words, borrows=kind not in EXACT)
                yield Asked(
                    view, first, last, kind, matter, _focus(reading, words) or matter, general, bool(PRONOUN.match(words))
                )


_SPEECH = late(r"(?m)^\W*me: ")
_ITS = late(r"(?:is|was|would|will) (?:this|that|it|these|those) (?:\w+ )?(?:ok|okay|possible|allowed|fine|safe|suitable)\b")
_SPECIAL = late(r" (?:for|to|with|in|on|at|without|by|if) \w")


def _special(text: str, start: int, end: int) -> bool:
    """Whether words that may ask about the whole matter go on to a special one: "is it possible to pay by card"."""
    return bool(_ITS.match(text, start) and _SPECIAL.match(text, end))


def _matter(reading: Reading, view: View, number: int, words: str, borrows: bool) -> tuple[Roots, ...]:
    """What a question is about; one without words of its own, what the sentence before is about, unless the shape of its
    answer tells enough."""
    matter = keys(reading.lexicon, TAIL.sub("", words) or words)
    if matter or not number or not borrows:
        return matter
    before = view.sentences[number - 1]
    return keys(reading.lexicon, view.folded[before.start : before.end])


def _focus(reading: Reading, words: str) -> tuple[Roots, ...]:
    """What is asked, up to the first words that tell where, when or in which case and have something before them."""
    for case in CASE.finditer(words):
        if before := keys(reading.lexicon, words[: case.start()]):
            return before
    return keys(reading.lexicon, TAIL.sub("", words) or words)


_NEAR = 12  # code points into a question in which the words that make it idle begin


def _blanked(text: str, start: int, end: int, spans: tuple[tuple[int, int], ...]) -> str:
    """A stretch of a text without these spans, which begin in it; one that reaches out of it stays."""
    said = text[start:end]
    for a, b in spans:
        if b <= end:
            said = f"{said[: a - start]}{' ' * (b - a)}{said[b - start :]}"
    return said.lstrip()


def _pieces(text: str, leads: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """The questions of a sentence: where each begins and ends, and where the words begin that tell its kind."""
    begins = dict(_led(text, [(a, b) for a, b in leads if 0 <= a < len(text)]))
    clauses = set(begins.values())
    for border, at in _direct(text, bool(begins)):
        if not any(border <= clause <= at or clause <= at <= led for led, clause in begins.items()):
            begins.setdefault(at, border)
    ordered = sorted(begins.items())
    for number, (at, border) in enumerate(ordered):
        end = ordered[number + 1][1] if number + 1 < len(ordered) else len(text)
        whole = number == 0 and PREFIX.fullmatch(text, 0, at)
        start = 0 if whole else border if border in clauses else at
        while start < at and not text[start].isalnum():
            start += 1
        yield start, len(text[:end].rstrip(" ,;")), at


def _direct(text: str, led: bool) -> Iterator[tuple[int, int]]:
    """Where a direct question begins, its conjunction included, and where its own words do."""
    if "?" in text:
        tag = TAG.search(text)
        stop = tag.start() if tag and tag.start() > 0 else len(text)
        found = [(m.start(), m.start("q")) for m in DIRECT.finditer(text, 0, stop)]
        opened = OPENS.match(text) if not led and (found or stop == len(text)) else None
        if opened and not (found and found[0][0] == 0):
            yield 0, opened.start("q")
        yield from found
    elif not led and not text.endswith(("\u2026", "...", "!")) and (bare := BARE.match(text)):
        yield 0, bare.start("q")
        yield from ((m.start(), m.start("q")) for m in DIRECT.finditer(text, bare.end()))
    elif not led and not text.endswith("!"):
        yield from ((m.start(), m.start("q")) for m in INVERTED.finditer(text))


def _led(text: str, leads: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where an indirect question tells its kind -> where its words begin."""
    for a, b in leads:
        found = LED.match(text, b)
        if found and not (DOUBT.match(text, a) and found["q"] not in ("if", "whether", "which")):
            yield found.start("q"), max(text.rfind(sign, 0, a) + 1 for sign in ",;:(")
            for more in LED_TOO.finditer(text, found.end()):
                yield more.start("q"), more.start()
