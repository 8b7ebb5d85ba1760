"""Passives that name nobody: who is to act, or who acted, is left for the reader to guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.sentences import Sentence

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal["instruction", "piled", "plain", "settled"]
_BE = r"(?:is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't)"
_ADVERB = r"(?:\s+(?:not|also|now|already|just|then|still|never|first|all|both|always|once|[a-z]{3,}ly))"
_PASSIVE = late(rf"\b(?:(?:is|are|was|were){_ADVERB}?\s+being|{_BE}){_ADVERB}{{0,2}}\s+([a-z]+)\b")
_DUTY = late(
    r"(?:\bmust|\b(?:has|have|needs?|ought|required|is|are) to|\bshould|\bshall|\b(?:has|have) got to|'ll need to|'ll have to)"
    rf"{_ADVERB}{{0,2}}\s*$"
)
_OTHER = late(  # before a duty: somebody is told, it is a relative clause, or the duty is denied
    r"\b(?:i|we|you|he|she|who|which|that|whichever|whatever)(?:'ve|'ll|'d)?(?:\s+(?:do|does|also|then|still))?\s*$|"
    r"\b(?:not|n't|never|may|might|could|would)\s*$|n't\s*$"
)
_TOLD = late(r"\W*(?:(?:please\s+)?(?:make sure|ensure|check|note|see|remember|confirm|bear in mind)\b|if\b[^,]*$)")
_ACTOR = late(r"\b(?:i|we|i'm|i've|i'll|i'd|we're|we've|we'll|we'd)\b")
_AGENT = late(r"[^.;:!?,]{0,40}?\bby\s+(?:(?:the|a|an|our|my|your|this|that|one of)\s+)?([a-z]+)")
_MAIN = late(r"(?:[^,;:]{0,25},\s)?[^,;:]*")  # what may stand before the verb of a main clause
_PAIRED = late(  # a second thing to be done: "… removed and the contacts cleaned"
    r"[^.;:!?]{0,40}?(?:,|\band)\s+(?:then\s+)?(?:(?:the|its|all|any|both|each|every|your)\s+(?:[\w-]+\s+){1,3}?"
    r"(?:should be\s+|must be\s+|has to be\s+|have to be\s+|needs to be\s+)?)?\w{3,}ed\b(?:\s+(?:out|off|up|in|on|back|away|"
    r"first|again))?\s*$"
)
_DATED = late(r"\b(?:by|on|within|in|soon|shortly|automatically|you|your)\b|\d")
_MAY = late(r"\b(?:can|may|could|might|would)\s+(?:\w+ly\s+|also\s+|not\s+)?$")
_FIGURE = late(r"\d")
_NEAR = 40  # code points before a passive that hold its subject and its auxiliaries
_HANDLED = frozenset("left attached moved linked enclosed informed prepared soaked mixed".split())  # done, where there is a duty
_FEWEST, _PILE = 4, 3  # sentences of a reply that can be overloaded, and passive ones among them
_SHORT = 3  # words of a sentence that says something


class Passive(NamedTuple):
    """A passive without its actor. `start` and `end` hold the verb with its auxiliaries.

    `kind`: an `instruction` says what somebody must do, and not who; `piled` is the first of a reply in which half of the
    sentences hide who acted; `settled` is one whose actor nobody asks for (paid, sent, included), `plain` any other.
    """

    start: int
    end: int
    kind: Kind


def passives(reading: Reading, view: View) -> Iterator[Passive]:
    """Every passive of a text whose actor is not told."""
    found = [passive for match in _PASSIVE.finditer(view.folded) if (passive := _read(reading, view, match))]
    pile = _pile(view, found)
    for passive in found:
        yield passive._replace(kind="piled") if passive is pile else passive


def _read(reading: Reading, view: View, match: re.Match[str]) -> Passive | None:
    """The passive that a form of "be" and the word after it make, None when they make none or an actor is told."""
    lists = reading.lexicon
    done = match[1]
    if not (done.endswith("ed") and len(done) > _SHORT + 1) and done not in lists["participle"].words:
        return None
    sentence = view.sentences[view.sentence_at(match.start())]
    start = max(sentence.start, match.start() - _NEAR)
    duty = _DUTY.search(view.folded, start, match.start())
    state = done in lists["participle-state"].words and not (duty and done in _HANDLED)
    if state or match.end() > sentence.end or _agent(reading, view, match.end(), sentence):
        return None
    if duty and match[0].startswith("be"):
        kind = _duty(reading, view, duty, done, sentence.end)
        if (
            kind == "plain"
            and _PAIRED.match(view.folded, match.end(), sentence.end - 1)
            and not _DATED.search(view.folded, start, sentence.end)
        ):
            kind = "instruction"
        return Passive(duty.start(), match.end(), kind)
    dated = done in lists["participle-dated"].words and _FIGURE.search(view.folded, sentence.start, sentence.end)
    settled = done in lists["participle-settled"].words or dated
    return Passive(match.start(), match.end(), "settled" if settled else "plain")


def _duty(reading: Reading, view: View, duty: re.Match[str], done: str, until: int) -> Kind:
    """What a passive after "must", "should" and the like is: an instruction, or what we expect of a thing."""
    lists = reading.lexicon
    if _OTHER.search(view.folded, max(0, duty.start() - _NEAR), duty.start()):
        return "plain"
    expected = lists["participle-outcome"].words
    if done in lists["participle-abstract"].words:
        return "plain"
    planned = duty[0].startswith(("is to", "are to")) and (done != "removed" or _DATED.search(view.folded, duty.end(), until))
    weak = planned or duty[0].startswith(("should", "shall"))
    return "plain" if weak and (done in expected or done in lists["participle-settled"].words) else "instruction"


def _agent(reading: Reading, view: View, at: int, sentence: Sentence) -> bool:
    """Whether the passive that ends here says by whom: not by when, and not by which means."""
    found = _AGENT.match(view.folded, at, sentence.end)
    return found is not None and found[1] not in reading.lexicon["by-no-one"].words


def _pile(view: View, found: list[Passive]) -> Passive | None:
    """The first of the passives that make up half of a reply's sentences; None when they do not."""
    first: dict[int, Passive] = {}
    for passive in found:
        number = view.sentence_at(passive.start)
        start = view.sentences[number].start
        active = _ACTOR.search(view.folded, start, passive.start) or _TOLD.match(view.folded, start, passive.start)
        main = _MAIN.fullmatch(view.folded, start, passive.start) and not _MAY.search(view.folded, start, passive.start)
        if passive.kind != "settled" and main and not active:
            first.setdefault(number, passive)
    if len(first) < _PILE:
        return None
    greeted = {view.sentence_at(part.start) for part in view.parts if part.kind == "greeting"}
    told = [n for n, words in enumerate(view.words) if words >= _SHORT and n not in greeted]
    return first[min(first)] if len(told) >= _FEWEST and 2 * len(first) >= len(told) else None
