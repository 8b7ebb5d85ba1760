"""How a draft ends: with the door shut, with nothing but thanks for being understood, or without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.voice import OPAQUE

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_THANKS = late(
    r"(?:once again,? |again,? )?(?:we |i )?(?:many )?(?:thank you|thanks|appreciate)(?: you)?"
    r"(?: so much| very much| in advance| again)? ?(?:for )?your (?:kind |continued )?"
    r"(?:understanding|patience|cooperation|co-operation|comprehension)(?: (?:and|in this) [\w ]{1,30})?[.! ]*"
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
_LONGEST = 60  # of a line that can be a name with a role
_FEW = 11  # words of such a line
_NO_NAME = frozenset("yes no ok okay thanks please sure done sorry hello hi never".split())


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
    sentences = [
        s for s in view.sentences if any(map(str.isalnum, view.text[s.start : s.end])) or OPAQUE in view.text[s.start : s.end]
    ]
    if not sentences or reading.conversation.channel != "email":
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
    above, _, line = view.seen.text.rstrip().rpartition("\n")
    line = line.strip()
    if above.rstrip().endswith(",") and len(line) <= _LONGEST and line[-1:] not in ".!?":
        return True
    agent = reading.conversation.agent
    if (agent and agent.name and agent.name.split()[0] in line) or _PLACEHOLDER.search(line):
        return True
    apart = above.endswith("\n") and line.count(" ") < _FEW and line[-1:] not in ".!?:;" and "://" not in line
    if apart and len(line) <= _LONGEST and line.split()[0].lower() not in _NO_NAME:
        return True
    alone = above and len(line) <= _LONGEST and _NAME.fullmatch(line) and line.split()[0].lower() not in _NO_NAME
    return bool(alone or _TAIL.search(line))
