"""What a text of ours asks the customer to tell or to send, in whatever words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence

NUMBERS = {
    "order": "number-order",
    "booking": "number-booking",
    "case": "number-case",
    "account": "number-account",
    "parcel": "number-parcel",
    "bill": "number-bill",
    "item": "number-item",
    "trip": "number-trip",
}
_SLOTS = {
    "email": "slot-email",
    "phone": "slot-phone",
    "postcode": "slot-postcode",
    "address": "slot-address",
    "bought": "slot-bought",
    "day": "slot-day",
    "error": "slot-error",
    "version": "slot-version",
    "device": "slot-device",
    "picture": "slot-picture",
    "document": "slot-document",
    "amount": "slot-amount",
    "measure": "slot-measure",
    "bank": "slot-bank",
    "people": "slot-people",
    "look": "slot-look",
    "form": "slot-form",
    "result": "slot-result",
    "status": "slot-status",
    "name": "slot-name",
}


class Request(NamedTuple):
    """Something asked for: from the asking words to the thing's noun. `kind` is what it is, `words` all of it,
    `thing` the words for it, `rest` what its sentence goes on with."""

    start: int
    end: int
    kind: str
    words: str
    thing: str
    rest: str


_GIVE = (
    r"(?:send|share|provide|give|tell|forward|supply|e-?mail|mail|text|attach|upload|submit|enter|include|quote|state|confirm|"
    r"verify|let (?:me|us) (?:know|have)|let's have|advise|specify|clarify|take|snap|grab|capture|record|dm|pm|message|reply|"
    r"respond|come back|get back|add|post|list|type|remind|complete|fill|drop|pop|jot|write)"
)
_ASKS = late(
    r"\b(?:could|can|would|will|might|may)(?: you| u)(?: (?:please|kindly|also|just|possibly|perhaps|be able to|be so kind as to|"
    r"be kind enough to|be so good as to|be good enough to|mind|quickly|maybe|at least))*,? " + _GIVE + r"(?:ing)?\b"
    r"|\bwould you mind (?:\w+ing)\b|\b(?:do|did) you (?:get|see|receive)\b|\bis there (?:an?|any)\b|"
    r"\bare you able to " + _GIVE + r"\b|\b(?:run|perform|do) (?=(?:a|the) speed)|"
    r"\b(?=(?:is there|do you have) (?:any |a )?tracking)"
    r"|\b(?:please|kindly|pls|plz)(?: (?:also|just|do|quickly|either))*,? " + _GIVE + r"\b"
    r"|\bif you (?:could|would|can)(?: (?:please|kindly|also|just|then))* " + _GIVE + r"\b"
    r"|\b(?:i|we)(?:'ll|'d| will| would| do| just| only| still| also| first| then)* (?:need|require|want|"
    r"like)\b(?: (?:to know|to have|to "
    r"see|you to " + _GIVE + r"))?"
    r"|\b(?:is|are|was) (?:needed|required|missing)\b"
    r"|\b(?:may|can|could|might) (?:i|we)(?: (?:please|just|also|kindly|quickly))* (?:have|get|take|ask|grab|see)\b"
    r"|(?:[,;:] |\band |\bthen |\bjust )(?:tell|send|give|show|let|drop|e-?mail|text) (?:me|us)\b(?: know)?"
    r"|\b(?=(?:would you (?:like|prefer|rather)|do you (?:want|prefer)) )|\b(?:need|ask) you (?:to|for)\b|"
    r"\brequest you to\b|\bfeel free to " + _GIVE + r"\b"
)
_LEADS = late(_GIVE + r"\b(?: (?:me|us|over|in|back|with|to (?:me|us)))?")
_QUESTION = late(r"\b(?:what(?:'s)?|which|when|where|who|how|since when|whereabouts)\b")
_BEFORE_QUESTION = late(
    r"(?:^|[,;:(–—-] ?|\b(?:and|but|so|also|or|on|in|from|at|to|for|know|tell (?:me|us)|ask|please|then|first|by the way) )$"
)
_ENDS = late(  # where what is asked for ends and what for begins
    r"\bso (?:that )?(?:we|i|you|our|the|it)\b|\bin order (?:to|for|that)\b|\b(?:and|then|,) (?:we|i)(?:'ll|'d| will| can|"
    r" could| would|'m| am)\b"
    r"|\b(?:before|once|because|since|while|whilst|after) (?:we|i|you|it|the|our|this)\b|\bas (?:we|i|this|it|our)\b"
    r"|\bto (?:help|check|find|locate|look|verify|track|trace|see|pull|allow|enable|get|arrange|proceed|process|investigate|"
    r"assist|make|"
    r"confirm|resolve|better|speed|book|finish|set|order|cancel|change|update|fix|put|pay|open|identify|understand)\b|"
    r"\bif\b|\bwhen (?:you|we|it)\b"
    r"|\b(?:via|through|using|by|from|at|to) (?:our|the|this|dm|e-?mail|phone|chat|\ufffc)"
)
_IF = late(r"\bif\b(?! (?:you (?:could|would|can|don't mind|wouldn't mind|are able)|possible|i may|we may|that's ok))|"
    r"\bin case\b|\bwhenever\b|"
           r"\bshould (?:it|the|you|this|that|they)\b|\bunless\b|\balternatively\b|\bnext time\b|\bas soon as\b|"
           r"\bonce (?:you|it|the|that)\b"
           r"|\bwhen(?:ever)? (?:it|this|that) (?:happens|appears|comes|occurs)\b|\byou (?:can|may|could|might) (?:also|"
           r"always|then)\b")  # fmt: skip
_NUMBER = late(
    r"(?:'s)?(?: (?:confirmation|reference|ref|order|booking|id))?(?: |/)(?:numbers?\b|no\b\.?|nr\b\.?|id\b|ids\b|#|"
    r"codes?\b|ref(?:erence)?s?\b|locator\b|details\b)"
)
_REFERENCE = late(
    r"\breference(?: (?:number|no\.?|code|id))?\b|\bref\b|\b(?:the|your|which|what) (?:number|code|id)\b(?= (?:on|of|from|"
    r"at|that|printed|shown|for))"
)
_WISHED = late(
    r"\b(?:would|will|'d) (?:really |also |certainly )?(?:help|be (?:great|useful|helpful|handy|a help|needed|"
    r"good))\b"
)
_SENT = ("picture", "document", "form")  # what one sends and does not tell
_NEAR = 48  # how far the thing may stand from a question word
_FAR = 160  # and from another asking word


def requests(reading: Reading, view: View) -> Iterator[Request]:
    """Everything that a text asks for, the first thing of each asking; what waits for an event is not asked for."""
    listed = False
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        asked = [] if _IF.search(words) else list(_regions(words, sentence, listed and sentence.item))
        for start, first, last in asked:
            yield from _things(reading, view, sentence, start, first, last)
        listed = bool(asked and words.endswith(":")) or (listed and sentence.item)


def _regions(words: str, sentence: Sentence, listed: bool) -> Iterator[tuple[int, int, int]]:
    """The stretches of a sentence in which a thing would be one that it asks for: where the asking begins, and the stretch."""
    base, last = sentence.start, sentence.end
    if listed:
        yield base, base, last
        return
    for asking in _ASKS.finditer(words):
        cut = _ENDS.search(words, asking.end())
        until = min(cut.start() if cut else len(words), asking.end() + _FAR)
        yield base + asking.start(), base + asking.end(), base + until
    for wished in _WISHED.finditer(words):
        yield base, base, base + wished.start()
    lead = _LEADS.match(words)
    if lead and lead.end():
        cut = _ENDS.search(words, lead.end())
        yield base, base + lead.end(), base + (cut.start() if cut else len(words))
    if words.endswith("please?") or words.endswith("please."):
        yield base, base, last
    if "?" in words:
        for found in _QUESTION.finditer(words):
            if _BEFORE_QUESTION.search(words[: found.start()]):
                yield base + found.start(), base + found.start(), min(last, base + found.end() + _NEAR)


def _things(reading: Reading, view: View, sentence: Sentence, start: int, first: int, last: int) -> Iterator[Request]:
    """What is named in such a stretch."""
    folded = view.folded
    for kind, name in NUMBERS.items():
        for a, b in reading.begun(view, name, first, last):
            if led := _NUMBER.match(folded, b):
                yield Request(
                    start, led.end(), kind, folded[start : led.end()], folded[a : led.end()], folded[led.end() : sentence.end]
                )
    for found in _REFERENCE.finditer(folded, first, last):
        yield Request(start, found.end(), "reference", folded[start : found.end()], found[0], folded[found.end() : sentence.end])
    yield from _others(view, sentence, start, last)
    for kind, name in _SLOTS.items():
        for a, b in reading.begun(view, name, start if kind in ("form", "status") else first, last):
            if start < first or kind not in _SENT or _WISHED.search(folded, last):
                yield Request(start, b, kind, folded[start:b], folded[a:b], folded[b : sentence.end])


_THING = late(
    r"(?:what(?:'s| is| are| was)|which|need|send|share|have|tell (?:me|us)|give (?:me|us)|take|confirm|provide|let (?:me|"
    r"us) (?:know|have))(?: \w+){0,2}? "
    r"(?:the|your) (?P<thing>[a-z-]+(?: [a-z-]+){0,2}?)(?: (?:number|code|id|of|on|for|to|please|so|in|from|that|and|again|"
    r"then|you|with|at|is|was)\b|[?.,;!]|$)"
)
_CHOICE = late(
    r"\b(?:would you (?:like|prefer|rather have|rather)|do you (?:want|prefer)|shall (?:we|i) (?:send|arrange|"
    r"issue)(?: you)?)(?: a| an| the| your)?(?: full)? (?P<a>[a-z]{4,})"
    r"(?: \w+){0,2}? or(?: a| an| the| to)?(?: full)? (?P<b>[a-z]{4,})\b"
)
_NO_THING = frozenset(
    (
        "number code id name names time times day date way order price plan issue problem reason version details address email "
        "phone photo picture following information rest box size colour best matter question status total account receipt "
        "screenshot error message"
    ).split()
)


def _others(view: View, sentence: Sentence, start: int, last: int) -> Iterator[Request]:
    """A thing by its own name, as in “the meter reading”, and a choice of two."""
    folded = view.folded
    for found in _THING.finditer(folded, start, min(last + 24, sentence.end)):
        head = found["thing"].split()[-1]
        if head not in _NO_THING:
            b = found.end("thing")
            yield Request(start, b, "other", folded[start:b], _spaced(head), folded[b : sentence.end])
    for found in _CHOICE.finditer(folded, start, sentence.end):
        rest = folded[found.end() : sentence.end]
        yield Request(start, found.end(), "choice", found[0], found["a"] + "|" + found["b"], rest)


def _spaced(head: str) -> str:
    """A name that is written as one word or two: `username`, `user name`."""
    return head.removesuffix("name") + " name" if head.endswith("name") and head != "name" else head
