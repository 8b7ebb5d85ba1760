"""Questions for what has no slot of its own (an age, a route, a reading, a reason), and the customer's words that answer "
"them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.matter import root
from replylint.reading.tells import PAIRS, WHEN

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Wanted(NamedTuple):
    """A question of ours and where a message of the customer's, number `turn` of those before, has its answer."""

    start: int
    end: int
    said: View
    first: int
    last: int


_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both)"
_ASKS = late(
    r"\?|\bplease\b|\bneed\b(?! to be\b)|"
    r"\blet (?:me|us) (?:have|know)\b|\b(?:send|give|tell) (?:me|us)\b|\bconfirm\b|\b(?:want|"
    r"like|help|help us|useful|need) to know\b|\b(?:describe|remind me|remind us|(?:provide|share|supply)(?! you\b)|"
    r"missing|let me have)\b|"
    r"\bwould (?:really |also |certainly )?(?:help|be (?:\w+ )?(?:great|brilliant|helpful|useful|perfect|lovely|ideal|"
    r"good|handy|needed))\b|"
    r"\brequire\b|\b(?:may|can|could) i (?:have|take|ask)\b"
)
_DAY = late(
    r"\b(?:on |since |last |this |yesterday|the night of )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|"
    r"last night|this morning|"
    r"\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w*|(?:january|february|march|"
    r"april|may|"
    r"june|july|august|september|october|november|december) \d{1,2}|since (?:the update|\w+))\b"
)
_HAPPENED = late(
    r"\b(?:cracked|broke|broken|stopped|failed|happened|started|began|burst|leaked|slipped|fell|stolen|stole|crashed|fault|"
    r"died|snapped|"
    r"tore|torn|hurt|injured|dropped|dropping|froze|smashed|damaged|lost|hit|tripped|went|noticed|exploded|melted|been|"
    r"was late|missing|cut)\b"
)
_BOUGHT = late(r"\b(?:bought|ordered|purchased|paid|booked|renewed|signed up|joined)\b")
_MANY = late(r"\bhow many (?P<noun>[a-z]{3,}s)\b(?! (?:are left|do you have|are there|have you))")
_WHICH = late(
    r"\b(?:which|what)(?: of (?:our|the))? (?:\w+ )?(?P<noun>store|shop|branch|club|gym|restaurant|hotel|clinic|office|"
    r"salon|depot|station|"
    r"surgery|plan|package|tariff|course|class|tour|campus|showroom|site|location|garage|pool|library|theatre|museum)(?:e?s)?\b"
    r"[^?.!]{0,30}(?:\byou\b|\bit\b|\bthis\b|\bdid\b|\?)"
)
_OTHER = late(
    r"\b(?:another|second|(?<!any )other|new|again|both|next|updated|different|more|else|"
    r"(?<!dig )(?<!look )(?<!go )further|extra|each|wrong|unreadable|correct|"
    r"would you like to|do you want to|to add|tablet|security|verify)\b"
)


_SEEN = late(  # what asks for another thing: whether it can be seen, or which one of its kind precisely
    r"\b(?:able to|can you|could you|do you|did you) (?:still |also |now )?(?:see|view|open)\b|\bolder\b|"
    r"\b(?:exact|precise|specific) [^.?!]{0,16}\bversion\b"
)
IF = late(
    r"(?<!tell me )(?<!tell us )(?<!know )(?<!see )(?<!say )(?<!ask )\bif (?!you (?:could|would|can|don't mind|wouldn't)|"
    r"possible)|\bwhenever\b|\bunless\b|\bonce\b|\bshould (?:it|you|they)\b"
)


def wanted(reading: Reading, view: View) -> Iterator[Wanted]:
    """Each question of the draft that an earlier message of the customer's has answered."""
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        if not _ASKS.search(words) or _OTHER.search(words) or IF.search(words) or _SEEN.search(words):
            continue
        for start, end, finds in _questions(words):
            for said in reversed(reading.customer):
                answer = finds(said)
                if answer:
                    yield Wanted(sentence.start + start, sentence.start + end, said, *answer)
                    break


Finds = Callable[["View"], tuple[int, int] | None]


def _questions(words: str) -> Iterator[tuple[int, int, Finds]]:
    """The questions of a sentence, each with what finds its answer in a message."""
    for number, (asks, tells) in enumerate(PAIRS):
        if found := asks.search(words):
            yield *found.span(), _day if number == WHEN else _teller(tells)
    if found := _MANY.search(words):
        yield *found.span(), _counter(root(found["noun"]))
    if found := _WHICH.search(words):
        yield *found.span("noun"), _namer(found["noun"])


def _teller(tells: re.Pattern[str]) -> Finds:
    def finds(said: View) -> tuple[int, int] | None:
        found = tells.search(said.unmasked)
        return found.span() if found else None

    return finds


def _day(said: View) -> tuple[int, int] | None:
    """The day in a sentence that tells what happened."""
    text = said.unmasked
    for sentence in said.sentences:
        words = text[sentence.start : sentence.end]
        found = _DAY.search(words)
        if found and _HAPPENED.search(words) and not _BOUGHT.search(words):
            return sentence.start + found.start(), sentence.start + found.end()
    return None


def _counter(noun: str) -> Finds:
    def finds(said: View) -> tuple[int, int] | None:
        for found in re.finditer(rf"\b{_NUMBER} (?:\w+ )?({noun[:4]}[a-z]*)\b", said.unmasked):
            if root(found[1]) == noun and (found[1].endswith("s") or found[0].startswith(("a ", "an ", "one ", "1 "))):
                return found.span()
        return None

    return finds


def _namer(noun: str) -> Finds:
    """The name that stands before or behind such a place or thing."""

    def finds(said: View) -> tuple[int, int] | None:
        name = r"(?!(?:The|Your|My|Our|This|That|Which|What|In|At|On|Is|Hi|Hello|A|An|I)\b)[A-Z][\w'-]+"
        shape = rf"\b{name}(?: {name})? {noun}\b|\b{noun} (?:in|at|on|is|near|called) (?:the )?{name}"
        found = re.search(shape, said.seen.text)
        return found.span() if found else None

    return finds
