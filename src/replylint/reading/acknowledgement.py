"""Whether a first reply shows that the customer's message was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.matter import kin, listed, names, root, rooted, topic, words
from replylint.reading.sentences import Sentence

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_LONG = 25  # words of a message that deserves a word about it
_OPENING = 3  # sentences of content in which that word is due
_OWN = 25  # one word in so many that is neither the customer's nor those of every desk: more may be a loose answer
_LOOSE = 10  # and one in so many, and three, is one
_SHORT = 12  # different words of an opening that may say what it has to in a few of its own
_SHARED = 3  # words of every desk that the customer used too: so many make it her matter after all
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_OFFICE_HOURS = late(  # and how long an answer takes
    r"(?<!\d)\d[\d:.]{0,9} ?(?:am|pm|a\.m\.|p\.m\.)?\s?(?:-|–|to|until|till) ?\d[\d:.]*|\b24/7\b"
    rf"|\b{_DAY} (?:to|through|until|till|and|-|–) {_DAY}\b"
    r"|\b(?:\d\d?|two|three|four|five|seven|ten|few) (?:business|working) (?:days|hours)\b"
)
_SHOWN = 4  # of the customer's words that the note names


class Unheard(NamedTuple):
    """An opening that could go to anyone. `start` and `end` hold the draft's first sentence, `evidence` the customer's
    words of content, `note` the first of them, `sure` whether nothing in it can be the answer in other words."""

    start: int
    end: int
    note: str
    evidence: tuple[Span, ...]
    sure: bool


def unheard(reading: Reading, view: View) -> Iterator[Unheard]:
    """The draft's opening when it takes up nothing of a long message that tells a trouble or asks something."""
    if reading.earlier or not view.sentences or sum(len(message.text) for message in reading.asking) < 2 * _LONG:
        return
    others = names(reading)
    opening = view.sentences[reading.opening : reading.opening + _OPENING]
    ours = frozenset(words(_OFFICE_HOURS.sub(" ", view.folded[_greeted(view, opening[0].start) : opening[-1].end]))) - others
    own = rooted(reading.lexicon, ours) - listed(reading.lexicon["service-word"].words)
    sure = len(own) <= 1 + len(ours) // _OWN
    loose = len(ours) > _SHORT and len(own) <= 3 + len(ours) // _LOOSE and not reading.matches(view, "own-action")
    if not (sure or loose) or _pointed(view, opening, own) or _owned(reading, view) or not _tells(reading):
        return
    theirs = frozenset(word for message in reading.asking for word in words(message.folded))
    near = kin(reading.lexicon, map(root, theirs)) & kin(reading.lexicon, own)
    rest = frozenset(words(view.folded, opening[-1].end)) - others
    if not near and not _heard(reading, theirs, ours) and not _heard(reading, theirs, rest, matters=False):
        evidence = tuple(_shown(reading))
        quoted = ", ".join(reading.conversation.turns[s.turn].text[s.start : s.end] for s in evidence)
        yield Unheard(view.sentences[0].start, view.sentences[0].end, quoted, evidence, sure)


def _tells(reading: Reading) -> bool:
    """Whether the customer's message is long and more than praise, and none of which a reply rightly says little."""
    if sum(sum(message.words) for message in reading.asking) < _LONG or reading.matches(reading.draft, "handed-over"):
        return False
    if any(reading.matches(message, "sensitive-matter") for message in reading.asking):
        return False
    wants = any("?" in message.folded or reading.matches(message, "failure") for message in reading.asking)
    pleased = any(reading.matches(message, "delight") for message in reading.asking)
    return (wants or not pleased) and not reading.matches(reading.draft, "takes-praise")


def _greeted(view: View, start: int) -> int:
    """Where the words after the greeting begin, which may be one sentence with what follows."""
    return max((part.end for part in view.parts if part.kind == "greeting" and part.start <= start), default=start)


def _heard(reading: Reading, theirs: AbstractSet[str], ours: AbstractSet[str], matters: bool = True) -> AbstractSet[str]:
    """The roots of content that two texts share; words of every desk among them only where they may be the matter."""
    desk = listed(reading.lexicon["service-word"].words)
    shared = rooted(reading.lexicon, theirs) & rooted(reading.lexicon, ours)
    kept = listed(reading.lexicon["matter-word"].words) if matters else frozenset()
    return shared if len(shared) >= _SHARED and matters else shared - (desk - kept)


def _pointed(view: View, opening: Sequence[Sentence], own: AbstractSet[str]) -> bool:
    """Whether a question of the opening has a word of its own, which shows the point."""
    questions = [sentence for sentence in opening if view.folded[sentence.end - 1] == "?"]
    return any(root(word) in own for one in questions for word in words(view.folded, one.start, one.end))


_CARE = r"(?:customer )?(?:service|care|support|communication|representatives?|reps?|agents?|advocates?|staff|team|desk)"
_POOR_CARE = late(rf"\b(?:{_CARE}|communicate|hung up|on hold|calls?|called|phone|chat|rude\w*|arrogant|behaviou?r|attitude)\b")
_NOT = r"(?:(?:did|was|were|could|has|have)(?: not|n't)|failed|fell|let you)"
_OWNED_CARE = late(  # that what we did for her was poor, in words of every desk
    r"\b(?:experience|trouble|interactions?|conversations?|contact|time) (?:\w+ ){0,3}(?:with|from) (?:our|the) "
    rf"(?:\w+ ){{0,2}}{_CARE}\b|\b(?:our|the) (?:\w+ ){{0,2}}{_CARE} [^.!?]{{0,30}}\b{_NOT}\b|"
    r"\b(?:our|poor|better|lack of) (?:\w+ of )?communication\b|"
    r"\b(?:such|this|that|the|their) (?:(?:kind|type|sort) of )?(?:behaviou?r|conduct|attitude)\b"
)


def _owned(reading: Reading, view: View) -> bool:
    """Whether a customer who complains of how she was served is told that it was poor."""
    if not _OWNED_CARE.search(view.folded):
        return False
    return any(_POOR_CARE.search(message.folded) for message in reading.asking)


def _shown(reading: Reading) -> Iterator[Span]:
    """The first words of content of the customer's message."""
    seen: set[str] = set()
    for message in reading.asking:
        for start, end in topic(reading, message):
            if len(seen) < _SHOWN and (word := root(message.folded[start:end])) not in seen:
                seen.add(word)
                yield message.span(start, end)
