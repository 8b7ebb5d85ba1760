"""What became of the promises of a thread. The rules are written up for users in docs/promises.md.

A promise is kept when a later turn of ours on its matter comes before it is due. Where the thread cannot tell, its status
is unknown, never broken: a call, a courier's act or a refund leaves no trace in a mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.finding import Status
from replylint.late import late
from replylint.reading.commitments import Commitment
from replylint.reading.sentences import Sentence

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.clock import Window

SOON = timedelta(hours=1)
_WORD = late(r"[a-z]{4,}")
_COMMON = frozenset(
    "will have your this that with from them they then when what where which there here about after again back been being "
    "before could does done each even every find first give going good have hear into just keep know last let's like look "
    "make more much need next only other over please right same send should some soon still such sure take tell than thank "
    "thanks time today tomorrow tonight under until very want week well were would write you'll we'll i'll monday tuesday "
    "wednesday thursday friday saturday sunday morning afternoon evening noon hour hours days working business later than "
    "email e-mail mail call ring phone contact update reply answer team customer asked ready".split()
)
# The root of an irregular verb's forms, so that "sent" is on the matter of "send".
_ROOTS = {"sent": "send", "made": "make", "found": "find", "paid": "pay", "spoken": "speak", "spoke": "speak", "written": "write"}
_CALL = frozenset("call ring phone telephone ring speak talk visit come meet call_back".split())
_CALLED = late(r"\b(?:call|ring|phone|telephone|callback|visit|come (?:out|round|over|to)|drop by|speak)\b")
_UNSEEN = frozenset(("nobody", "someone"))


class Standing(NamedTuple):
    """One promise of a thread: the turn and the commitment in it, its due window, and what became of it."""

    turn: int
    made: Commitment
    window: Window | None
    status: Status
    evidence: tuple[Span, ...] = ()


def standings(reading: Reading, now: datetime | None, end: int | None = None) -> Iterator[Standing]:
    """The promises of the agent's turns before turn `end` (all turns when None) as they stand at `now`."""
    turns = reading.conversation.turns
    last = len(turns) if end is None else end
    for number in range(last):
        if turns[number].role == "agent":
            view = reading.view(number)
            windows = {deadline.made: deadline.window for deadline in reading.facts("deadline", view)}
            for made in reading.facts("commitment", view):
                if made.strength in ("promise", "expectation") or made.condition == "customer":
                    yield _standing(reading, number, made, windows.get(made), now, last)


def _standing(
    reading: Reading, number: int, made: Commitment, window: Window | None, now: datetime | None, last: int
) -> Standing:
    latest = window.latest if window else None
    turns = reading.conversation.turns
    released = spoken_after = False
    if not turns[number].draft:
        for later in range(number + 1, last):
            if turns[later].draft or turns[later].role == "system":
                continue
            moment = turns[later].at
            overdue = latest is not None and moment is not None and moment > latest
            found = _said(reading, number, made, later, overdue, latest is None)
            if found is not None:
                status, span = found
                if status == "broken" and released:
                    status = "kept" if turns[later].role == "agent" else "open"
                return Standing(number, made, window, status, (span,))
            if turns[later].role == "customer":
                released = released or _first(reading, later, "ledger-releases") is not None
            spoken_after = spoken_after or overdue
    return Standing(number, made, window, _by_the_clock(made, latest, now, released, spoken_after))


def _by_the_clock(made: Commitment, latest: datetime | None, now: datetime | None, released: bool, spoken: bool) -> Status:
    """The status of a promise of which the thread says nothing more."""
    if made.condition == "customer" or (made.condition and made.due is None and not _told(made)):
        return "unknown"
    if made.due is None:
        return "open" if made.actor not in _UNSEEN or made.kind != "arrive" else "unknown"
    if latest is None or now is None:
        return "unknown"
    if now <= latest:
        return "due-soon" if latest - now <= SOON else "open"
    if released:
        return "open"
    if made.actor in _UNSEEN or not _told(made) or (is_call(made) and not spoken):
        return "unknown"
    return "broken"


def _told(made: Commitment) -> bool:
    """Whether the keeping of a promise shows in the thread: a message does, a refund or a repair does not."""
    sent = ("send", "write", "post", "forward", "resend", "have", "get", "receive")
    return made.kind in ("contact", "investigate", "share") or made.action.split()[0] in sent


def is_call(made: Commitment) -> bool:
    """Whether what is promised is a call or a visit, which a thread of mails does not show."""
    return made.action.split()[0] in _CALL


def _said(
    reading: Reading, number: int, made: Commitment, later: int, overdue: bool, undated: bool
) -> tuple[Status, Span] | None:
    """What a later turn says of a promise: that it was kept, or that it was broken; None when neither."""
    if reading.conversation.turns[later].role == "customer":
        return _by_customer(reading, made, later, overdue, undated)
    if _first(reading, later, "ledger-automatic"):
        return None
    admitted = _first(reading, later, "ledger-admits")
    if admitted and overdue:
        return "broken", admitted
    kept = keeps(reading, number, made, later)
    if kept is None or (admitted and made.kind not in ("contact", "investigate", "share")):
        return None
    if overdue and not _told(made):
        return None  # the word came late, the act perhaps did not
    return ("broken" if overdue else "kept"), kept


def _by_customer(reading: Reading, made: Commitment, later: int, overdue: bool, undated: bool) -> tuple[Status, Span] | None:
    """A customer's word on a promise: it came, or it did not."""
    chased = _first(reading, later, "ledger-chases")
    if chased:
        return ("broken", chased) if overdue and made.condition is None else None
    confirmed = _first(reading, later, "ledger-confirms")
    if confirmed and (undated or not overdue or made.kind in ("arrive", "act") or is_call(made)):
        return "kept", confirmed
    return None


def keeps(reading: Reading, number: int, made: Commitment, later: int) -> Span | None:
    """The words of a later turn of ours that keep a promise: any answer keeps a promise of one, an act must be told."""
    view = reading.view(later)
    if is_call(made):
        return _first(reading, later, "ledger-calls")
    words = reading.view(number).folded[made.start : made.end]
    matter = _matter(words)
    done = reading.matches(view, "ledger-done")
    for start, _ in done:
        first, last = _sentence(view, start)
        if _matter(view.folded[first:last]) & matter:
            return view.span(first, last)
    if reading.conversation.turns[later].attachments and _SENDS.search(words):
        return view.span(view.sentences[0].start, view.sentences[0].end)
    if made.kind in ("contact", "investigate", "share") and not _SENDS.search(words):
        return next((view.span(s.start, s.end) for s in _telling(view)), None)
    return view.span(*_sentence(view, done[0][0])) if done and not matter - _ACTS else None


# A message of ours does not keep these by itself: the thing must have gone.
_SENDS = late(
    r"\b(?:send|mail|e-?mail|forward|post|text|share|get|have|upload|attach) "
    r"(?:it|them|the|your|a|an|our|this|that|you (?:the|a|an|your))\b"
)
_ACTS = frozenset(("send", "sort", "reso", "hand", "fix", "proc", "arra", "chec"))


def _telling(view: View) -> Iterable[Sentence]:
    """The sentences of a message that tell something: neither greeting, nor question, nor thanks."""
    for number, sentence in enumerate(view.sentences):
        text = view.folded[sentence.start : sentence.end].strip()
        if view.words[number] >= 3 and not text.endswith("?") and not _PLEASANT.match(text):
            yield sentence


_PLEASANT = late(
    r"(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|thank|thanks|best|kind|regards|quick question|just a quick)\b"
)


def _sentence(view: View, offset: int) -> tuple[int, int]:
    sentence = view.sentences[view.sentence_at(offset)]
    return sentence.start, sentence.end


def _matter(words: str) -> set[str]:
    """The roots of the words that say what something is about."""
    found = (_ROOTS.get(word, word) for word in _WORD.findall(words))
    return {word[:4] for word in found if word not in _COMMON}


def _first(reading: Reading, number: int, name: str) -> Span | None:
    """The first sentence of a turn that says such a thing."""
    view = reading.view(number)
    found: Sequence[tuple[int, int]] = reading.matches(view, name)
    return view.span(*_sentence(view, found[0][0])) if found else None
