"""Generic words for what the customer named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.matter import kin, names, plain, root, topic, words

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_COMPOUND = late(r"\s+(?:information|info|number|numbers|details|id|confirmation|status|page|date|history|form|team)\b")
_WHEN = late(r"(?:day|week|month|year|hour|minute|morning|afternoon|evening|night|weekend|today|yesterday|tonight)s?")
# Words of the families about money, parcels, damage and cancelling: any matter may come to that.
_OUTCOMES = plain("price pay refund invoice parcel late broken replacement cancel")
_COST = late(r"(?:money|cost|costs|costing|pay|paid|paying|work|trouble|stress)")
_FEWEST = 2  # generic words that make a reply vague
_BRIEF = 8  # words of a reply of one sentence in which a name would be a burden


class Generic(NamedTuple):
    """A generic word for what the customer named and the draft never does: the first of two or more. `evidence` are the
    customer's words for it, `note` the first of them."""

    start: int
    end: int
    note: str
    evidence: tuple[Span, ...]


def generic(reading: Reading, view: View) -> Iterator[Generic]:
    """The first generic word of a draft that has several and no word of the customer's."""
    found = reading.matches(view, "generic-thing")
    if len(found) < _FEWEST or (len(view.sentences) == 1 and view.words[0] < _BRIEF):
        return
    said = {root(word) for message in reading.asking for word in words(message.folded)}
    kinds = {place: root(words(view.folded, *place)[-1]) for place in found}
    own = [place for place in found if kinds[place] not in said and not _COMPOUND.match(view.folded, place[1])]
    if len({kinds[place] for place in own}) < _FEWEST or any(
        reading.matches(message, "private-thing") for message in reading.asking
    ):
        return
    named = [message.span(*place) for message in reading.asking for place in _named(reading, message)]
    if named and not _concrete(reading, view):
        first = named[0]
        note = reading.conversation.turns[first.turn].text[first.start : first.end]
        yield Generic(*own[0], note, tuple(named[:1]))


def _concrete(reading: Reading, view: View) -> bool:
    """Whether the draft has a word of the customer's for it, or another for what she named: what a wait costs is none."""
    greeted = max((part.end for part in view.parts if part.kind == "greeting"), default=0)
    ours = {root(view.folded[start:end]) for start, end in topic(reading, view) if start >= greeted} - names(reading)
    theirs: set[str] = set()
    things: set[str] = set()
    for message in reading.asking:
        named = list(_named(reading, message))
        for start, end in topic(reading, message):
            word = root(message.folded[start:end])
            if _WHEN.fullmatch(message.folded, start, end):
                continue
            if any(a <= start and end <= b for a, b in named):
                things.add(word)
            elif _COST.fullmatch(message.folded, start, end):
                continue
            theirs.add(word)
    return bool(ours & theirs) or bool(
        kin(reading.lexicon, things) & kin(reading.lexicon, ours) - kin(reading.lexicon, _OUTCOMES)
    )


def _named(reading: Reading, message: View) -> Iterator[tuple[int, int]]:
    """Where the customer names a thing: words of content after an article or a possessive, else any two or more."""
    content = list(topic(reading, message))
    found = False
    for start, end in reading.matches(message, "naming"):
        inside = [(a, b) for a, b in content if start <= a and b <= end]
        if inside:
            found = True
            yield inside[0][0], inside[-1][1]
    if not found and len(content) >= _FEWEST:
        yield content[0]
