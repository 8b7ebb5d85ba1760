"""What a customer's message is: a fault reported, a wait, praise, a wish, …, and what a good reply to it cannot lack.

Words say it (the lists <said-…>), the words around them take it back: what is denied, imagined or asked about tells of no
trouble, what the customer did themselves is nobody's to be sorry for, and a message that praises more than it blames asks
for thanks rather than for an apology.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal[
    "failure", "money", "delay", "complaint", "doubt", "angry", "distress", "bereavement", "praise", "idea", "cancellation",
    "fixed", "own-slip", "third-party",
]  # fmt: skip
Asks = Literal["apology", "empathy", "thanks"]
_LISTS: dict[Kind, tuple[str, ...]] = {
    "failure": ("said-fault", "said-wronged"),
    "money": ("said-money",),
    "delay": ("said-late",),
    "complaint": ("said-poor",),
    "doubt": ("said-mild",),
    "angry": ("said-angry",),
    "distress": ("said-hurt",),
    "bereavement": ("said-death",),
    "praise": ("said-praise",),
    "idea": ("said-idea",),
    "cancellation": ("said-cancel",),
    "fixed": ("said-fixed",),
    "own-slip": ("said-slip",),
    "third-party": ("said-others",),
}
_TROUBLE: frozenset[Kind] = frozenset(("failure", "money", "delay", "complaint", "doubt", "angry"))


class Situation(NamedTuple):
    """Words of a customer that say what the message is. `asks`: what a reply to it must have; `confidence` from 0 to 1."""

    start: int
    end: int
    kind: Kind
    asks: tuple[Asks, ...]
    confidence: float


def situations(reading: Reading, view: View) -> Iterator[Situation]:
    """What a message says of its situation, in order."""
    found = list(_told(reading, view))
    due = _due(view, found)
    for start, end, kind in found:
        asks = tuple(what for what, kinds in due.items() if kind in kinds)
        yield Situation(start, end, kind, asks, 0.5 if kind == "doubt" else 0.9)


def _told(reading: Reading, view: View) -> Iterator[tuple[int, int, Kind]]:
    """The words of each kind that say what they seem to, in order of their kinds."""
    none = [place for name in ("said-none", "said-slip", "said-death") for place in reading.matches(view, name)]
    hurt = list(reading.matches(view, "said-hurt"))
    for kind, names in _LISTS.items():
        for name in names:
            for start, end in reading.matches(view, name):
                taken_back = none + hurt if kind == "complaint" else none if kind in _TROUBLE else []
                if not any(a < end and start < b for a, b in taken_back):
                    yield start, end, kind


_ASIDE = late(  # a question about how something is done, not about what happened
    r"(?:^\W*|[:,\-] ?|\bquestion ?:? )(?:and |but |so |also,? |or |please |just )*"
    r"(?:how (?:do|can|would|should|to|long|much|many|does)|what(?:'s| is| are| does| do)\b|where (?:do|can|should)|which|who|can (?:i|you|we|the|it)|"
    r"could (?:i|you|we)|do (?:i|you|we|your)|does|is (?:it|there|this|that)|are (?:there|you)|will (?:it|i|you|there)|"
    r"would|may|should|any|when is|when does)\b"
)


def _due(view: View, told: list[tuple[int, int, Kind]]) -> dict[Asks, frozenset[Kind]]:
    """What the message as a whole asks for -> the kinds of words that ask for it."""
    kinds = {kind for _, _, kind in told}
    trouble = {(view.sentence_at(start), kind) for start, _, kind in told if kind in _TROUBLE}
    weight = sum(0.5 if kind == "doubt" else 1.0 for at, kind in trouble if not _asked(view, at))
    praise = len({view.sentence_at(start) for start, _, kind in told if kind in ("praise", "fixed")})
    excused = kinds & {"own-slip", "third-party", "bereavement"} and not kinds & {"money", "complaint", "angry"}
    due: dict[Asks, frozenset[Kind]] = {}
    if weight >= 1 and weight > praise * 0.6 and not excused:
        due["apology"] = _TROUBLE
    if kinds & {"distress", "bereavement"} or (weight and "angry" in kinds):
        due["empathy"] = frozenset(("distress", "bereavement", "angry"))
    if kinds & {"praise", "idea"}:
        due["thanks"] = frozenset(("praise", "idea"))
    return due


def _asked(view: View, number: int) -> bool:
    """Whether a sentence asks how something is done."""
    sentence = view.sentences[number]
    words = view.folded[sentence.start : sentence.end]
    return words.rstrip().endswith("?") and bool(_ASIDE.search(words))
