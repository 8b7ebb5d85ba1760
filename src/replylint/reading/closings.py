"""How a draft ends: with the door shut, with nothing but thanks for being understood, or without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.voice import OPAQUE

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence

_THANKS = late(
    r"(?:once again,? |again,? )?(?:we |i )?(?:many )?(?:thank you|thanks|appreciate)(?: you)?"
    r"(?: so much| very much| in advance| again)? ?(?:(?:for )?your |for )(?:kind |continued |kindly |being so )?"
    r"(?:understanding|bearing with (?:us|me)|patience|cooperation|co-operation|comprehension)"
    r"(?: (?:and|in this) [\w ]{1,30})?[.! ]*"
)
_KIND = late(
    r"\b(?:enjoy|have an? |see you|look forward|looking forward|hope|good luck|wish|happy|welcome|congratulations|take care|"
    r"thank|thanks|cheers|glad|safe (?:travels|journey)|get well|fingers crossed|talk soon|we'll get|we've got you|here for)\b"
)
_SOLVED = late(
    r"\b(?:thanks|thank you|cheers|solved|sorted|works? (?:now|again|fine|perfectly)|working (?:now|again)|fits|fixed|all good|"
    r"love (?:it|them)|perfect|close (?:it|this|the|my))\b"
)
_NOT = late(r"(?:\bnot|n't|\bnever|\bcannot|\bno point in|\bno use)(?: \w+){0,2} ?$")
_NAME = late(
    r"(?:[-–—~^*]{1,2} ?)?(?:(?:from|your|the|and|at|of|&)\s+)*"
    r"[A-Z][\w.'’-]*(?:,? (?:[A-Z&|][\w.'’-]*|from|at|van|de|der|and|of|the|in)){0,6}"
)
_TAIL = late(r"[.!?…)]\s+(?:[-–—~^*]{1,2} ?)?[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+)?$")
_PLACEHOLDER = late(r"[{\[<%]\s*(?:agent|name|your|signature|my|first|team)", re.I)
_AFTERTHOUGHT = late(r"\n\s*(?:p\.? ?){1,2}s\b[.:,]?\s|\n\s*(?:sent from my|get outlook|-- ?\n)", re.I)
_LINES = 6  # of a block of name, role, address and opening hours
_LONGEST = 60  # of a line that can be a name with a role
_FEW = 11  # words of such a line
_NO_NAME = frozenset("yes no ok okay thanks please sure done sorry hello hi never dear hey".split())


class Closing(NamedTuple):
    """What is amiss in how a draft ends. `kind`: `threat` (the door shut), `thanks` (for understanding, as the last word) or
    `unsigned` (an e-mail without sign-off or name: its last sentence); `note` says it in words."""

    start: int
    end: int
    kind: Literal["threat", "thanks", "unsigned"]
    note: str


def closings(reading: Reading, view: View) -> Iterator[Closing]:
    """The faults in the ending of a draft."""
    if view.turn != reading.number or not view.sentences:
        return
    threats = reading.matches(view, "door-closing")
    if threats and not _way_back(reading, view, threats):
        for start, end in threats:
            yield Closing(start, end, "threat", "shuts the door")
        return
    if reading.conversation.channel != "email" or not (sentences := _said(view)):
        return
    last = sentences[-1]
    if _THANKS.fullmatch(view.folded, last.start, last.end):
        yield Closing(last.start, last.end, "thanks", "as the last word asks the customer to accept it and go")
    elif not _signed(reading, view) and not _warm(reading, view, last.start, last.end):
        yield Closing(last.start, last.end, "unsigned", "ends the e-mail without a sign-off or a name")


def _way_back(reading: Reading, view: View, threats: Sequence[tuple[int, int]]) -> bool:
    """Whether the draft says how to come back, or the customer has said that all is well."""
    back = (start for start, _ in reading.matches(view, "way-back") if not _NOT.search(view.folded, max(0, start - 24), start))
    if any(all(not a <= start < b for a, b in threats) for start in back):
        return True
    return any(_SOLVED.search(said.folded) for said in reading.asking)


def _warm(reading: Reading, view: View, start: int, end: int) -> bool:
    """Whether the last sentence is a kind word or an open door, which ends a mail well enough without a name."""
    open_door = any(start <= a < end for a, _ in reading.matches(view, "way-back"))
    return open_door or _KIND.search(view.folded, start, end) is not None


def _signed(reading: Reading, view: View) -> bool:
    """Whether a draft ends with a sign-off, a signature or somebody's name."""
    if any(part.kind in ("signature", "sign-off", "footer", "placeholder") for part in view.parts):
        return True  # a text with blanks is a template, which the desk's own footer signs
    text = view.seen.text
    if after := _AFTERTHOUGHT.search(text):
        text = text[: after.start()]
    above, _, line = text.rstrip().rpartition("\n")
    for _ in range(_LINES):
        if _names(reading, above, line.strip()):
            return True
        if not above or len(line) > _LONGEST or line.strip()[-1:] in tuple(".!?:;"):
            break
        above, _, line = above.rstrip().rpartition("\n")
    return False


def _names(reading: Reading, above: str, line: str) -> bool:
    """Whether a line with what stands above it is a sign-off, or the name of who writes."""
    if not line or (above.rstrip().endswith(",") and len(line) <= _LONGEST and line[-1:] not in ".!?"):
        return bool(line)
    agent = reading.conversation.agent
    if (agent and agent.name and agent.name.split()[0] in line) or _PLACEHOLDER.search(line):
        return True
    if line.split(maxsplit=1)[0].lower().strip(",!") in _NO_NAME:
        return bool(_TAIL.search(line))
    apart = above.endswith("\n") and line.count(" ") < _FEW and line[-1:] not in ".!?:;" and "://" not in line
    alone = above and _NAME.fullmatch(line)
    return bool((len(line) <= _LONGEST and (apart or alone)) or _TAIL.search(line))


def _said(view: View) -> list[Sentence]:
    """The sentences of a text that say something, up to the name that stands alone below them and what is added after it."""
    after = _AFTERTHOUGHT.search(view.seen.text)
    said = [
        sentence
        for sentence in view.sentences
        if any(map(str.isalnum, view.text[sentence.start : sentence.end])) or OPAQUE in view.text[sentence.start : sentence.end]
    ]
    if after:
        said = [sentence for sentence in said if sentence.start < after.start()]
    while len(said) > 1 and _alone(view, said[-1]):
        said.pop()
    return said


def _alone(view: View, sentence: Sentence) -> bool:
    """Whether a sentence is a name on a line of its own."""
    words = view.text[sentence.start : sentence.end].strip()
    before = view.text[: sentence.start].rstrip(" ")[-1:]
    return before == "\n" and len(words) <= _LONGEST and _NAME.fullmatch(words) is not None
