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
_ADVERB = r"(?:\s+(?:also|then|now|first|still|always|only|just|both|either|at least|immediately|[a-z]{3,}ly))?"
_YOU_ARE = r"(?:you are|you're)"
_DUTY = late(
    # said of nothing that a device wants: whatever follows is an order
    rf"\b(?:(?P<stern>{_YOU_ARE} (?:hereby |hence |therefore |kindly )?(?:required|obliged|expected|obligated|instructed|ordered|"
    rf"directed|told|bound|supposed|requested) to|{_YOU_ARE} (?:not )?to(?! be\b)|you shall(?! not\b)|"
    r"(?:i|we)(?:'d| would)? (?:require|expect|want|order|instruct|command|insist|demand|must ask)(?: that)? you(?: to)?|"
    r"(?:i|we) need you to|"
    r"(?:i|we)(?:'ll| will) (?:need|require|expect|want) you to|it(?:'s| is) (?:\w+ly )?(?:mandatory|compulsory|imperative|"
    r"essential|obligatory|vital|crucial|incumbent on you|up to you|down to you|on you|for you|"
    r"your (?:duty|responsibility|job|obligation|task))"
    r"(?: that (?:you|your(?: [\w'-]+){1,2}))?(?: to)?|"
    r"the (?:onus|burden|obligation|responsibility|duty) (?:is|lies|rests|falls|sits) (?:on|with|upon) you to|"
    r"you (?:have|had) (?:a duty|an obligation|no choice but) to|you are under an obligation to)|"
    rf"(?P<hard>you must(?! not have)|you mustn't|{_YOU_ARE} going to (?:have|need) to|you(?:'ve| have) got to|"
    r"you(?:'d| would)? (?:have|will have) to|you'll have to|"
    r"you(?:'ll| will) be (?:needing|wanting|required|expected|obliged) to|"
    r"you ought to|you had better|you'd better)|"
    r"you (?:(?:will|only|still|first|also|now) )?need to|you'll need to|(?P<will>you will)"
    rf"){_ADVERB}\s+(?:not\s+)?(?P<verb>be (?:patient|present|available|at|there|here|home|on (?:site|time))|"
    r"have (?:it|them|the|your|this)|[a-z-]+)"
)
_LED_UP = late(
    r"(?:^|[,;:(!\u2013\u2014-]\s*|\b(?:and|but|so|because|since|then|therefore|also|yes|no|first|that|before that|now)\s+)$"
)
_ALONE = late(r"^\W*(?:(?:then|first|so|now|next|and)\b,? )?$")
_START = late(
    r"[\s\W\d]*(?:(?:hi|hello|dear|hey|good (?:morning|afternoon|evening))(?: [\w'.-]+){0,3}[,.!]\s+)?"
    r"(?:(?:then|next(?! time)|first|now|also|and|second|yes|no|ok|okay|right|hello|hi|so|but|after that|afterwards|finally|"
    r"lastly|well|sir|madam)\b[,.!:]?\s*)?"
)
# what may come before the order in its sentence
_LEAD = late(
    r"[\s\W]*(?:(?:next time|in future|from now on|going forward),? |(?:before|until|for|in|on|at|by|from|as|since|because|"
    r"unless|given|with|without|next|the|under|due|regarding)\b[^,;:.!?]*[,;:]\s+(?:so |then |just |and )?)"
    r"(?=[a-z]+ (?!is\b|are\b|was\b|were\b|will\b|has\b))"
)
_CURT = late(
    r"\b(?:yourself|yourselves|immediately|at once|straight ?away|asap|right now|this instant|without delay|no later than|"
    r"(?:as|like) (?:i|we|i've|we've) (?:said|told|asked|instructed|already)|before (?:you )?"
    r"(?:writ|contact|call|com|ask|bother|mail|email|ring|phon)\w*"
    r"|or (?:we|it|else|your)|next time|in future,|for once|from now on|and stop|and don't)\b"
)
_CALL = late(r"[a-z'-]+")
_NEXT = late(
    r"(?:,\s*|;\s*|\s)(?:and|then|and then|or|so)\s+([a-z-]+)\b|[,;]\s*([a-z-]+)(?= (?:it|them|this|that|these|your|the|a|an|all|"
    r"both|two|three|every|us|me|back|in|out|to|with|off|up|over)\b)"
)
_OURS = late(r"(?:(?:it|them|that|this|those|these|(?:the|your|all|both|an?)\b[^,.;:]{0,40}) (?:over |back )?to )?(?:me|us)\b")
_DEVICE = late(r"(?:sign|call|pack|drop|seal|print|read|scan) (?:back )?(?:in|out|up|on|off|into|down)\b")  # no paper, no post
_OFFERED = late(
    r"\b(?:if|any ?time|whenever|unless|questions?|enjoy|fun|love|lovely|welcome|cake|kids|free|and see|your time|a look|"
    r"it easy|care|up to you|another chance|a shot|a try|a go|"
    r"for yourself|well soon|rest|luck|a seat|a break|heart|in mind|in touch|(?:it|them|one|ones|that) (?:you|for) (?:like|"
    r"free))\b"
)
_CHECK = late(r"(?:always )?(?:make|be) (?:very |absolutely )?(?:sure|certain)\b|ensure\b|see to it\b|mind (?:that )?you\b")
_BAN = late(r"(?:do not|don't|never|stop|avoid|refrain from|cease)\s+(?:(?:ever|just|simply|also|bother) )?([a-z-]+)")
_AGAIN = late(
    r"\b(?:again|any ?more|any longer|(?:any )?further)\b|\b(?:us|our|this office|me)\b|"
    r"\b(?:without (?:an? |the |your |our |prior )\w+|unless|until)\b"
)
_DO_IT = late(
    r"do as (?:i|we|you)\b|do (?:it|this|that|so|both)\b[^,;]{0,20}\b(?:today|now|tonight|tomorrow|at once|first|"
    r"this|by|before|within|as)\b"
)
_TRADED = late(r"\W*(?:then )?(?:i'll|we'll|i will|we will|i can|we can)\b")  # an order that gets its answer
_YOURS = late(r"\s+(?:your|the|all|both|an?|proof|two|three)\b")
_TOLD = late(
    r" (?:(?:in|out|up|back|over) )?(?:it|them|this|that|your|the|a|an|all|both|two|three|every|us|me)\b[^,;]*(?:,|\band\b) ?"
    r"(?!(?:i|we|you|it|they|that|he|she|your|the|our|my)\b)[a-z]"
)
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
    ours = sum(view.folded[command.start : command.end] in errands for command in bare)
    if ours and len(bare) >= _MANY and not _steps(reading, view):
        asked = any(reading.matches(said, "asks-how") for said in reading.asking)
        if not asked or (len(bare) > _MANY and ours >= _MANY):
            yield bare[0]


_ORDERED = late(r"(?:^|[,;:(!\u2013\u2014-]\s*|\b(?:and|but|so|then|therefore|also|first|before that|now|that)\s+)$")


def _ordered(view: View, sentence: Sentence, start: int) -> bool:
    """Whether a place stands where a clause begins."""
    return start == sentence.start or bool(_ORDERED.search(view.folded[sentence.start : start]))


def _steps(reading: Reading, view: View) -> bool:
    """Whether a sentence begins with what is done on a device, so that all of them are steps."""
    lists = reading.lexicon
    device = lists["verb-product"].words - lists["verb-errand"].words - lists["verb-chore"].words - {"do"}
    return any((verb := _CALL.match(view.folded, sentence.start)) and verb[0] in device for sentence in view.sentences)


def _duties(reading: Reading, view: View, sentence: Sentence) -> Iterator[Command]:
    """What the customer must, has or needs to do for us."""
    lists = reading.lexicon
    for match in _DUTY.finditer(view.folded, sentence.start, sentence.end):
        verb = match["verb"]
        ours = verb in lists["verb-desk"].words
        named = " " in verb and bool(match["hard"] or match["stern"])  # be at home, have it dried
        able = verb not in lists["verb-state"].words
        hard = able and bool(match["stern"] or (match["hard"] and verb not in lists["verb-product"].words))
        if match["will"]:
            ours = verb in lists["verb-errand"].words and bool(_TOLD.match(view.folded, match.end(), sentence.end))
            hard = False
        before = _ALONE if match["will"] else _LED_UP
        if (ours or hard or named) and before.search(view.folded[sentence.start : match.start()]):
            yield Command(match.start(), match.end(), "duty")


def _imperatives(reading: Reading, view: View, sentence: Sentence) -> Iterator[Command]:
    """The orders of a sentence: the one with which it begins, maybe after words that lead up to it, and those that follow."""
    lead = _START.match(view.folded, sentence.start, sentence.end)
    at = lead.end() if lead else sentence.start
    if brought := _LEAD.match(view.folded, at, sentence.end):
        at = brought.end()
    found = _imperative(reading, view, sentence, at)
    if found is None and not _starts(reading, view, at):
        return
    if found:
        yield found
    yield from _chained(reading, view, sentence, found.end if found else at)


def _starts(reading: Reading, view: View, at: int) -> bool:
    """Whether an order of any kind begins there, one on a device too."""
    verb = _CALL.match(view.folded, at)
    lists = reading.lexicon
    return verb is not None and any(verb[0] in lists[name].words for name in ("verb-errand", "verb-chore", "verb-product"))


def _imperative(reading: Reading, view: View, sentence: Sentence, at: int) -> Command | None:
    """The order that begins at a place of a sentence, None when none of ours does."""
    if check := _CHECK.match(view.folded, at, sentence.end):
        wanted = _at_once(reading, "desk-thing", view.folded[check.end() : sentence.end])
        return Command(at, check.end(), "check") if wanted else None
    if ban := _BAN.match(view.folded, at, sentence.end):
        return _ban(reading, view, sentence, ban)
    if done := _DO_IT.match(view.folded, at, sentence.end):
        return Command(at, done.end(), "order" if _CURT.search(view.folded, at, sentence.end) else "imperatives")
    verb = _CALL.match(view.folded, at, sentence.end)
    if verb is None or sentence.end - verb.end() < len(" it") or view.folded[verb.end()] == ":":
        return None
    return _order(reading, view, sentence, verb)


def _ban(reading: Reading, view: View, sentence: Sentence, ban: re.Match[str]) -> Command | None:
    """What the customer is told not to do: an order of its own when it keeps them away from us, else one among others."""
    stems = {ban[1], ban[1].removesuffix("ing"), ban[1].removesuffix("ing") + "e"}
    desk = stems & (reading.lexicon["verb-desk"].words | {"com", "come", "chas", "chase"})
    if desk and _AGAIN.search(view.folded, ban.end(), sentence.end):
        return Command(ban.start(), ban.end(), "ban")
    told = stems & (reading.lexicon["verb-errand"].words | reading.lexicon["verb-chore"].words)
    return Command(ban.start(), ban.end(), "imperatives") if told else None


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
    if not told or _DEVICE.match(view.folded, verb.start(), sentence.end):
        return None
    if _OFFERED.search(view.folded, verb.end(), sentence.end):
        return None
    curt = _CURT.search(view.folded, sentence.start, sentence.end)
    return Command(verb.start(), verb.end(), "order" if curt else "imperatives")


def _at_once(reading: Reading, name: str, rest: str) -> bool:
    """Whether something of a word list stands at the beginning of the rest of a sentence."""
    return any(start <= 1 for start, _ in reading.lexicon[name].pattern.finditer(rest))


def _chained(reading: Reading, view: View, sentence: Sentence, after: int) -> Iterator[Command]:
    """The orders that follow the first in its sentence: "print it, sign it and don't bend it"."""
    words = reading.lexicon["verb-errand"].words | reading.lexicon["verb-chore"].words
    for found in _NEXT.finditer(view.folded, after, sentence.end):
        group = 1 if found[1] else 2
        ban = _BAN.match(view.folded, found.start(group), sentence.end)
        if (ban[1] if ban else found[group]) in words:
            yield Command(found.start(group), found.end(group), "imperatives")
