"""Commands: where a reply orders the customer about for our sake, instead of asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.sentences import Sentence

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal["duty", "order", "ban", "check", "imperatives"]
_ADVERB = r"(?:\s+(?:also|then|now|first|still|always|only|just|both|either|at least|[a-z]{3,}ly))?"
_DUTY = late(
    r"\b(?:(?P<hard>you must(?! not have)|(?:you are|you're) (?:required|obliged|expected|obligated) to|"
    r"(?:you are|you're) to(?! be)|you(?:'ve| have) got to|you (?:have|will have) to|you'll have to|you ought to|"
    r"you had better|you'd better|you shall|(?:we|i) (?:require|expect) (?:that )?you to|"
    r"it is (?:mandatory|compulsory|imperative|essential) that you|"
    r"(?:it is|it's) your (?:duty|responsibility|job|obligation) to|(?:i|we) need you to|you (?:have a duty|"
    r"are under an obligation) to|"
    r"you are (?:hereby )?(?:instructed|ordered|directed|told) to|i(?:'ll| will) need you to|we(?:'ll| will) need you to)|"
    rf"you (?:will )?need to|you'll need to){_ADVERB}\s+(?:not\s+)?(?P<verb>be (?:patient|present|available)|[a-z-]+)"
)
_LED_UP = late(
    r"(?:^|[,;:(!\u2013\u2014-]\s*|\b(?:and|but|so|because|since|then|therefore|also|yes|no|first|that|before that|now)\s+)$"
)
_START = late(r"[\s\W\d]*(?:(?:then|next|first|now|also|and|second|yes|no|ok|okay|right|hello|hi)\b[,.!]?\s*)?")
_CALL = late(r"[a-z'-]+")
_NEXT = late(r"(?:,\s*|;\s*|\s)(?:and|then|and then)\s+([a-z-]+)\b")
_OURS = late(r"(?:(?:it|them|that|this|those|these|(?:the|your|all|both|an?)\b[^,.;:]{0,40}) (?:over |back )?to )?(?:me|us)\b")
_DEVICE = late(r"(?:sign|call|pack|drop|seal|print|read|scan) (?:back )?(?:in|out|up|on|off|into|down)\b")  # no paper, no post
_OFFERED = late(
    r"\b(?:if|any ?time|whenever|unless|questions?|enjoy|fun|love|lovely|welcome|cake|kids|free|and see|your time|a look|"
    r"it easy|care|"
    r"for yourself|well soon|rest|luck|a seat|a break|heart|in mind|in touch|(?:it|them|one|ones|that) (?:you|for) (?:like|"
    r"free))\b"
)
_CHECK = late(r"(?:always )?(?:make|be) (?:very |absolutely )?(?:sure|certain)\b|ensure\b|see to it\b|mind (?:that )?you\b")
_BAN = late(r"(?:do not|don't|never|stop)\s+([a-z-]+)")
_AGAIN = late(r"\b(?:again|any ?more|any longer|(?:any )?further)\b|\b(?:us|our office|this office|our desk|me)\b")
_TRADED = late(r"\W*(?:then )?(?:i'll|we'll|i will|we will|i can|we can)\b")  # an order that gets its answer
_YOURS = late(r"\s+(?:your|the|all|both|an?|proof)\b")
_MANY = 2  # orders in a row that make a reply sound like a drill


class Command(NamedTuple):
    """An order to the customer. `start` and `end` hold its words.

    `kind`: a `duty` (you must send), an `order` (send me your number), a `ban` (do not call again), a `check` (make sure
    that every page is signed), or `imperatives`: the first of several orders without a please.
    """

    start: int
    end: int
    kind: Kind


def commands(reading: Reading, view: View) -> Iterator[Command]:
    """Every command of a text in which the customer does something for us; steps, law and safety are none."""
    bare: list[Command] = []
    lines = reading.matches(view, "command-line")
    for sentence in view.sentences:
        found = [] if sentence.item else [*_duties(reading, view, sentence), *_imperatives(reading, view, sentence)]
        known = {command.start for command in found if command.kind != "imperatives"}
        if not sentence.item and not known:
            said = [place for place in lines if sentence.start <= place[0] < sentence.end and _ordered(view, sentence, place[0])]
            found += [Command(*place, "duty") for place in said[:1]]
        if found and not any(reading.lexicon["asks-nicely"].pattern.finditer(view.folded[sentence.start : sentence.end])):
            bare += [command for command in found if command.kind == "imperatives"]
            yield from (command for command in found if command.kind != "imperatives")
    errands = reading.lexicon["verb-errand"].words
    ours = any(view.folded[command.start : command.end] in errands for command in bare)
    if (
        ours
        and len(bare) >= _MANY
        and not _steps(reading, view)
        and not any(reading.matches(said, "asks-how") for said in reading.asking)
    ):
        yield bare[0]


_ORDERED = late(r"(?:^|[,;:(!\u2013\u2014-]\s*|\b(?:and|but|so|then|therefore|also|first|before that|now|that)\s+)$")


def _ordered(view: View, sentence: Sentence, start: int) -> bool:
    """Whether a place stands where a clause begins."""
    return start == sentence.start or bool(_ORDERED.search(view.folded[sentence.start : start]))


def _steps(reading: Reading, view: View) -> bool:
    """Whether a sentence begins with what is done on a device, so that all of them are steps."""
    lists = reading.lexicon
    device = lists["verb-product"].words - lists["verb-errand"].words - lists["verb-chore"].words
    return any((verb := _CALL.match(view.folded, sentence.start)) and verb[0] in device for sentence in view.sentences)


def _imperatives(reading: Reading, view: View, sentence: Sentence) -> Iterator[Command]:
    """The order with which a sentence begins, and the errand that follows it."""
    if found := _imperative(reading, view, sentence):
        yield found
        if second := _chained(reading, view, sentence, found.end):
            yield second


def _duties(reading: Reading, view: View, sentence: Sentence) -> Iterator[Command]:
    """What the customer must, has or needs to do for us."""
    lists = reading.lexicon
    for match in _DUTY.finditer(view.folded, sentence.start, sentence.end):
        verb = match["verb"]
        ours = verb in lists["verb-desk"].words
        hard = match["hard"] and verb not in lists["verb-state"].words and verb not in lists["verb-product"].words
        if (ours or hard) and _LED_UP.search(view.folded[sentence.start : match.start()]):
            yield Command(match.start(), match.end(), "duty")


def _imperative(reading: Reading, view: View, sentence: Sentence) -> Command | None:
    """The order with which a sentence begins, None when it begins with none of ours."""
    lead = _START.match(view.folded, sentence.start, sentence.end)
    at = lead.end() if lead else sentence.start
    if check := _CHECK.match(view.folded, at, sentence.end):
        wanted = _at_once(reading, "desk-thing", view.folded[check.end() : sentence.end])
        return Command(at, check.end(), "check") if wanted else None
    if ban := _BAN.match(view.folded, at, sentence.end):
        desk = {ban[1], ban[1].removesuffix("ing"), ban[1].removesuffix("ing") + "e"} & reading.lexicon["verb-desk"].words
        ours = desk and _AGAIN.search(view.folded, ban.end(), sentence.end)
        return Command(at, ban.end(), "ban") if ours else None
    verb = _CALL.match(view.folded, at, sentence.end)
    if verb is None or sentence.end - verb.end() < len(" it") or view.folded[verb.end()] == ":":
        return None
    return _order(reading, view, sentence, verb)


def _order(reading: Reading, view: View, sentence: Sentence, verb: re.Match[str]) -> Command | None:
    lists = reading.lexicon
    ours = _OURS.match(view.folded, verb.end() + 1, sentence.end)
    if ours and verb[0] in lists["verb-hand-over"].words:
        idle = _at_once(reading, "handed-idly", view.folded[ours.end() : sentence.end])
        traded = _TRADED.match(view.folded, sentence.end)
        return None if idle or traded else Command(verb.start(), ours.end(), "order")
    if verb[0] in lists["verb-state-your"].words and _YOURS.match(view.folded, verb.end(), sentence.end):
        return Command(verb.start(), verb.end(), "order")
    told = verb[0] in lists["verb-errand"].words or verb[0] in lists["verb-chore"].words
    errand = told and not _DEVICE.match(view.folded, verb.start(), sentence.end)
    offered = _OFFERED.search(view.folded, verb.end(), sentence.end)
    return Command(verb.start(), verb.end(), "imperatives") if errand and not offered else None


def _at_once(reading: Reading, name: str, rest: str) -> bool:
    """Whether something of a word list stands at the beginning of the rest of a sentence."""
    return any(start <= 1 for start, _ in reading.lexicon[name].pattern.finditer(rest))


def _chained(reading: Reading, view: View, sentence: Sentence, after: int) -> Command | None:
    """A second order in the same sentence: "print it and sign it"."""
    for found in _NEXT.finditer(view.folded, after, sentence.end):
        if found[1] in reading.lexicon["verb-errand"].words or found[1] in reading.lexicon["verb-chore"].words:
            return Command(found.start(1), found.end(1), "imperatives")
    return None
