"""What a hand-over tells: who takes it, why that person, what they have in hand, and by when they answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Handing(NamedTuple):
    """A sentence with its neighbours, as far as it hands something over: `tells` holds the parts that stand there (who, why,
    details, when), `parts` how many they are: `none`, `one`, or `more`."""

    start: int
    end: int
    tells: tuple[str, ...]
    parts: str


_WHY = late(
    r"\bbecause\b|\bsince (?:they|she|he|it|only|this|that|the)\b|\bas (?:they|she|he|it(?:'s| is)|only|this|that|the)\b|"
    r"\bso that\b|\bwho(?:'s| is| are|'re)? (?!will\b|'ll\b|may\b|should\b)(?:\w+ly )?(?:the \w+|look\w*|handl\w+|deal\w*|"
    r"can|has|have|own\w*|run\w*|know\w*|speciali\w+|manage\w*|head\w*|lead\w*|built|made|set|does|do|decide\w*|trained)\b|"
    r"\bonly (?:they|she|he|her|his|their|the)\b|\bthe (?:one|only one|ones|person|people) who\b|"
    r"\b(?:she|he|they)(?:'s| is|'re| are)? (?:the|our|runs?|heads?|leads?|built|made|owns?|knows?|can (?:see|open|change|"
    r"release|reach|look)|speciali[sz]e\w*|deals? with|looks? after|handles?|fitted|wrote)\b"
)
_THINGS = (
    r"(?:photos?|pictures?|pics|screen ?shots?|videos?|recordings?|logs?|notes?|details|history|documents?|papers|story|"
    r"summary|chats?|transcript|results|tests?|reports?|letters?|invoices?|bills?|receipts?|traces|numbers?|references?|thread|"
    r"conversation|messages|e-?mails|questions|account number|order number|case notes|information|everything|all of it|file)"
)
_DETAILS = late(
    r"\b(?:has|have|had|got|with|gave|given|sent|shared|seen|read|including|attached|included|added|passed|forwarded|along with|"
    r"shown|copied|know\w*|told|in front of)\b[^.?!]{0,24}\b(?:your|the|my|both|this|whole|full) "
    r"(?:[\w']+ ){0,3}?" + _THINGS + r"\b|"
    r"\b(?:won't|will not|don't|do not|needn't|no need|not have|without|shouldn't|never|rather than)\b[^.?!]{0,24}\b(?:"
    r"explain\w*|repeat\w*|tell\w*|go over|start\w* (?:again|over|afresh)|say\w*|go through|send\w*|from you|"
    r"describ\w+|retell\w*)\b|"
    r"\bup to (?:speed|date)\b|\bwhole (?:story|picture)\b|\b(?:knows?|have|has) (?:everything|all|it all)\b|"
    r"\b(?:filled|briefed|told) (?:them|her|him)\b|\bmade (?:a )?notes?\b|\bon (?:file|the (?:ticket|case|account|job))\b"
)
_HOURS = late(r"\b(?:opens?|opening|lines|hours|available|closed|closes|staffed|answers? calls|reachable|around|there)\b")
_COMES = late(
    r"\bwill\b|'ll\b|\bby\b|\bwithin\b|\bhear\b|\bgoing to\b|\b(?:calls|rings|writes|phones|replies|answers|visits|comes)\b"
)
_BEFORE_NAME = late(
    r"\b(?:to|ask(?:ed)?|told|with|by|colleague|specialist|engineer|manager|expert|adviser|advisor|lead|officer|called|named|"
    r"brief(?:ed)?|given|gave|for|at|is|namely|agent|handler),? $"
)
_NAME = late(r"(?!(?:I|Mr|Mrs|Ms|Dr)\b)[A-Z][a-zà-ÿ]{1,}(?: [A-Z][a-zà-ÿ]+)?")
_ROLE = late(
    r",? (?:(?:on|in|from|at|of|with) (?:our|the|my|that)\b|our \w|who\b|and (?:she|he)|has\b|is (?:the|our)|will\b|calls\b|"
    r"writes\b|rings\b|phones\b|knows\b|takes\b|picks\b)"
)


def handings(reading: Reading, view: View) -> Iterator[Handing]:
    """The sentences of a text, each with what a hand-over in it tells."""
    last = len(view.sentences) - 1
    for number, sentence in enumerate(view.sentences):
        start, end = view.sentences[max(0, number - 1)].start, view.sentences[min(last, number + 1)].end
        words = view.folded[start:end]
        parts = (
            ("who", _named(reading, view, start, end)),
            ("why", _WHY.search(words) is not None),
            ("details", _DETAILS.search(words) is not None),
            ("when", _dated(reading, view, start, end)),
        )
        tells = tuple(part for part, told in parts if told)
        yield Handing(sentence.start, sentence.end, tells, ("none", "one", "more")[min(2, len(tells))])


def _named(reading: Reading, view: View, start: int, end: int) -> bool:
    """Whether a person is named who takes it: a name after `to` or `ask`, or one with a place of work beside it."""
    desks = reading.matches(view, "desk-name")
    for found in _NAME.finditer(view.text, start, end):
        if any(a < found.end() and found.start() < b for a, b in desks):
            continue
        lead = view.folded[max(start, found.start() - 14) : found.start()]
        if _ROLE.match(view.folded, found.end()) or (_BEFORE_NAME.search(lead) and found[0].split()[0] not in _NO_NAME):
            return True
    return False


_NO_NAME = frozenset("The A An Our Your This That It Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def _dated(reading: Reading, view: View, start: int, end: int) -> bool:
    """Whether the stretch says by when: a time that is neither past nor vague, and no opening hours."""
    for time in reading.facts("time", view):
        if start <= time.start < end and not time.past and time.kind not in ("vague", "placeholder"):
            here = view.sentences[view.sentence_at(time.start)]
            if _COMES.search(view.folded, here.start, here.end) and not _HOURS.search(view.folded, here.start, here.end):
                return True
    return False
