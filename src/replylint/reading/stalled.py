"""Replies that leave an open matter where it was: nothing done, planned, asked or closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.voice import OPAQUE

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.questions import Question

_TOLD = 5  # words of a sentence that tells something
_ASKS = late(
    r"\W*(?:(?:hi|hello|hey|so|and|ok)\b[ ,!]*)*(?:what|who|why|when|where|which|how|is|are|do|does|did|can|could|will"
    r"|would|any)(?:'?s)?\b"
)
_WONDERS = late(r"(?: also)?(?: know| hear| understand| find out| learn| ask)\b")
# Anything that we have done, but for looking, hearing and feeling.
_DEED = late(
    r"\b(?:i|we)(?:'ve| have) (?:just |now |already |also |since |gladly |both )?"
    r"(?!seen|looked|noted|noticed|heard|been|opened|checked|reviewed|received|appreciated|apologi|enjoyed|worked|wanted"
    r"|tried|served"
    r"|need|indeed|missed|failed|learned|considered|compared|examined|studied|hundred|red\b|faced|treasured|valued|welcomed)"
    r"(?:\w+ed|put|set|sent|paid|given|made|told|brought|cut|got (?:you|it|them|an?|your|one|the)|written|drawn|driven|let|spoken"
    r"|taken (?!an? (?:\w+ )?look|note)|rung|begun|run|gone|sold|bought|lent|left|kept|held)\b"
    r"|\b(?:so|then|and|just|or) (?!(?:that|when|what|how|why|where|for|with|while|once|because|after|before|from|about"
    r"|have|had|can|could)\b|\w*(?:s|ed|ing)\b)\w{3,} (?:it|them)\b"
)
# An hour or a day, in a sentence that tells nothing of the past: "Dr Ode sees you at noon."
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_AT = late(
    r"\b(?:at|from|between|by|before) (?:\d{1,2}(?:[:.]\d\d)?\b(?! ?(?:%|cm|km|kg|gb|degrees))|noon|midday|midnight)"
    rf"|\bon (?:{_DAY}\b|the \d\d?(?:st|nd|rd|th)\b)|\bfrom (?:the \w+ issue|next|now)\b"
)
_PAST = late(
    r"\b(?:see|shows|says|know|was|were|had|did|began|ended|came|went|left|got|took|saw|read|sent|\w{2,}ed|ago|last"
    r"|stay|lesson is|your \w+ is)\b"
)
# A verb at the start of a sentence with its object: "Rename the file".
_STEP = late(
    r"\W*(?!thank|sorry|hope|glad|like|both|half|all|with|about|under|over|after|before|for|from|into|upon|than|once|given"
    r"|what|that|this"
    r"|since|while|where|when|until|unless|because|though|only|even|just|yes|not|and|but|see|does|did|was|had|has|have|are|were"
    r"|can|could|would|should|will|may|might|must)"
    r"(?!\w*(?:s|ed|ing|ly|n't)\b)[a-z]{3,} (?:it|them|the|your|this|that|these|those|an?|both|one|two|off|on|out|back|down|up)\b"
)
# A reason, or what happened or was seen before.
_TELLS = late(
    r"because|due to|the reason|so that|caused|(?:is|are|was) (?:caused|blocked|prevented)|comes from|happens when|instead"
    r"|(?:when|if|once|until|as soon as) |(?:i|we) (?:took a|can only|can see|could see)"
    r"|this (?:morning|afternoon|week)|has moved|it's free"
    r"|goes out|now (?:shows|says|lists|reads|has|carries|counts)|(?:stuck|waiting|pending)|(?:is|are) in\b"
)
_GRANTED = late(r"\b(?:not|no|can't|cannot|n't|here|attached|enclosed|done)\b")
_MAY = late(r"\W*(?:(?:hi|hello|hey|ok|sure|and)\b[ ,!]*)*(?:may|can|could) (?:i|we) (?:have|get|ask|know|see|take)\b")
_ABLE = late(r"\b(?:i|we) (?:was|were) able to\b")
_FIND = late(r"\b(?:find|show|tell|suggest|recommend|list|look up|search)\b")
_LONG = 110  # words from which on a reply holds more than lists can judge


class Stalled(NamedTuple):
    """A draft that moves nothing, at its first sentence; `evidence` and `note` have the customer's words that ask for it."""

    start: int
    end: int
    note: str
    evidence: tuple[Span, ...]


def stalled(reading: Reading, view: View) -> Iterator[Stalled]:
    """The draft, when the customer's matter is open and no word of the draft moves it."""
    if not view.sentences or sum(view.words) > _LONG or not reading.asking:
        return
    if "?" in view.folded or _links(view) or reading.matches(view, "praise") or _moves(reading, view) or _done(reading, view):
        return
    if any(made.strength != "courtesy" for made in reading.facts("commitment", view)) or _instructs(reading, view):
        return
    opened = _opened(reading)
    if opened is None or any(
        asked.answer != "open" and not _unmet(reading, view, asked) for asked in reading.facts("question", view)
    ):
        return
    first = view.sentences[0]
    yield Stalled(first.start, first.end, reading.quoted(opened), (opened,))


def _moves(reading: Reading, view: View) -> bool:
    """Whether a word of the draft moves the matter. A reason or what happened before moves none of who has asked nothing."""
    moves = reading.matches(view, "moves-on")
    if not moves or "?" in reading.asking[-1].folded:
        return bool(moves)
    return any(not _TELLS.match(view.folded, start, end) for start, end in moves)


def _unmet(reading: Reading, view: View, asked: Question) -> bool:
    """Whether a question is a wish for a deed, to which the draft says neither yes nor no."""
    if asked.kind != "request" or reading.matches(view, "answer-yes") or _GRANTED.search(view.folded):
        return False
    return not (asked.answer != "open" and _FIND.search(asked.note.lower()))  # to be found or told what the draft names


def _timed(reading: Reading, view: View) -> bool:
    """Whether a sentence about now or later names an hour or a day that the customer did not."""
    for sentence in view.sentences:
        told = view.folded[sentence.start : sentence.end]
        times = [] if _PAST.search(told) else [found[0] for found in _AT.finditer(told)]
        if any(time not in message.folded for time in times for message in reading.asking):
            return True
    return False


def _links(view: View) -> bool:
    """Whether the draft has an address of the web or of mail, which is blanked in its text."""
    return OPAQUE in view.text and any(sign in view.seen.text for sign in ("://", "www.", "@"))


def _done(reading: Reading, view: View) -> bool:
    """Whether the draft tells of a deed of ours: to have opened a letter and looked at it is none."""
    if _DEED.search(view.folded) or _ABLE.search(view.folded) or _timed(reading, view):
        return True
    looks = reading.matches(view, "only-looks")
    return any(not any(a <= start < b for a, b in looks) for start, _ in reading.matches(view, "own-action"))


def _opened(reading: Reading) -> Span | None:
    """The words that report a fault or ask for something to be done, in a first message without a question else the longest
    sentence: who writes to a desk has a reason. None when nothing is open."""
    said = reading.asking[-1]
    if reading.matches(said, "customer-content"):
        return None
    asks = "?" in said.folded or any(asked.evidence[0].turn == said.turn for asked in reading.facts("question", reading.draft))
    asks = asks or bool(_ASKS.match(said.folded))
    for name in ("customer-trouble", "customer-request") if asks else ("customer-trouble", "customer-request", "failure"):
        found = [place for place in reading.matches(said, name) if not _WONDERS.match(said.folded, place[1])]
        if found:
            return said.span(*found[0])
    for asked in reading.facts("question", reading.draft):
        wish: Span = asked.evidence[0]
        if asked.kind == "request" and wish.turn == said.turn:
            return wish
    if asks or reading.earlier or reading.matches(said, "customer-at-ease"):
        return None
    told = max(said.sentences, key=lambda sentence: sentence.end - sentence.start, default=None)
    if told is None or said.words[said.sentences.index(told)] < _TOLD:
        return None
    return said.span(told.start, told.end)


def _instructs(reading: Reading, view: View) -> bool:
    """Whether a clause begins with a step to take or the word of a thing done."""
    for sentence in view.sentences:
        if _STEP.match(view.folded, sentence.start, sentence.end) or _MAY.match(view.folded, sentence.start, sentence.end):
            return True
    for start, _ in reading.matches(view, "step-start"):
        sentence = view.sentences[view.sentence_at(start)]
        before = view.folded[sentence.start : start].rstrip()
        if not before or before[-1] in ",;:-\u2013\u2014*.)" or before.endswith((" then", " and", " or", " first")):
            return True
    return False
