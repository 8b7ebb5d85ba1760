"""Replies that leave an open matter where it was: nothing done, planned, asked or closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span

if TYPE_CHECKING:
    from replylint.reading import Reading, View

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
    if "?" in view.folded or any(reading.matches(view, name) for name in ("own-action", "praise", "moves-on")):
        return
    if any(made.strength != "courtesy" for made in reading.facts("commitment", view)) or _instructs(reading, view):
        return
    opened = _opened(reading)
    if opened is None or any(asked.answer != "open" for asked in reading.facts("question", view)):
        return
    first = view.sentences[0]
    yield Stalled(first.start, first.end, reading.quoted(opened), (opened,))


def _opened(reading: Reading) -> Span | None:
    """The words that report a fault or ask for something to be done, None when nothing is open."""
    said = reading.asking[-1]
    if reading.matches(said, "customer-content"):
        return None
    asks = "?" in said.folded
    for name in ("customer-trouble", "customer-request") if asks else ("customer-trouble", "customer-request", "failure"):
        if found := reading.matches(said, name):
            return said.span(*found[0])
    return None


def _instructs(reading: Reading, view: View) -> bool:
    """Whether a clause begins with a step to take or the word of a thing done."""
    for start, _ in reading.matches(view, "step-start"):
        sentence = view.sentences[view.sentence_at(start)]
        before = view.folded[sentence.start : start].rstrip()
        if not before or before[-1] in ",;:-\u2013\u2014*.)" or before.endswith((" then", " and", " or", " first")):
            return True
    return False
