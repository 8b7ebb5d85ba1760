"""What a customer's message is: a fault reported, a wait, praise, a wish, …, and what a good reply to it cannot lack.

Words say it (the lists <said-…>), and the words around them take it back: what is denied, imagined or asked about tells of
no trouble, what the customer did themselves is nobody's to be sorry for, and a message that praises more than it blames
asks for thanks rather than for an apology.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal[
    "failure", "wronged", "money", "delay", "complaint", "doubt", "angry", "distress", "bereavement", "praise", "friendly",
    "idea", "cancellation", "fixed", "sent", "own-slip", "third-party", "how-to",
]  # fmt: skip
Asks = Literal["apology", "empathy", "thanks"]
_LISTS: dict[Kind, str] = {
    "failure": "said-fault",
    "wronged": "said-wronged",
    "money": "said-money",
    "delay": "said-late",
    "complaint": "said-poor",
    "doubt": "said-mild",
    "angry": "said-angry",
    "distress": "said-hurt",
    "bereavement": "said-death",
    "praise": "said-praise",
    "friendly": "said-kind",
    "idea": "said-idea",
    "cancellation": "said-cancel",
    "fixed": "said-fixed",
    "sent": "said-sent",
    "own-slip": "said-slip",
    "third-party": "said-others",
}
_TROUBLE: frozenset[Kind] = frozenset(("failure", "wronged", "money", "delay", "complaint", "doubt", "angry"))
_CLEAR: frozenset[Kind] = frozenset(("complaint", "angry"))
_MANY = 3  # kinds of trouble that leave no doubt beside a complaint: right nine times in ten on real replies


class Situation(NamedTuple):
    """Words of a customer that say what the message is.

    `asks`: what a reply to them must have; `sure`: whether the message as a whole leaves no doubt that something went wrong.
    """

    start: int
    end: int
    kind: Kind
    asks: tuple[Asks, ...]
    sure: bool


class _Message(NamedTuple):
    """A message as a whole: the kinds of words in it, the sentences of trouble (a doubt counts half), those of praise, whether
    praise is what it is for, and whether something surely went wrong."""

    kinds: frozenset[Kind]
    trouble: float
    praise: int
    praises: bool
    sure: bool


def situations(reading: Reading, view: View) -> Iterator[Situation]:
    """What a message says of its situation, kind by kind; a sentence that asks how something is done is a `how-to`."""
    told = list(_told(reading, view))
    asides = [number for number in range(len(view.sentences)) if _aside(view, number)]
    message = _message(view, told, asides)
    for start, end, kind in told:
        asks = tuple(_asks(message, kind))
        yield Situation(start, end, kind, asks, message.sure and bool(asks))
    for number in asides:
        yield Situation(view.sentences[number].start, view.sentences[number].end, "how-to", (), False)


def _told(reading: Reading, view: View) -> Iterator[tuple[int, int, Kind]]:
    """The words of each kind that say what they seem to."""
    none = [place for name in ("said-none", "said-slip", "said-death") for place in reading.matches(view, name)]
    fixed = [
        start for start, _ in reading.matches(view, "said-fixed") if not _UNDONE.search(view.folded, max(0, start - 30), start)
    ]
    none += [(view.sentences[at].start, view.sentences[at].end) for at in map(view.sentence_at, fixed)]
    hurt = list(reading.matches(view, "said-hurt"))
    for kind, name in _LISTS.items():
        taken_back = none + hurt if kind == "complaint" else none if kind in _TROUBLE else []
        for start, end in reading.matches(view, name):
            if not any(a < end and start < b for a, b in taken_back):
                yield start, end, kind


_UNDONE = late(
    r"\b(?:not|never|nothing|no one|nobody|until|unless|if|when|whether|please|wants?|needs?|to|be|\w+n't)\b[^.!?,;]*$"
)


def _message(view: View, told: list[tuple[int, int, Kind]], asides: list[int]) -> _Message:
    """The message as a whole; `asides` are the sentences that ask how something is done."""
    kinds = frozenset(kind for _, _, kind in told)
    trouble = {(at, kind) for start, _, kind in told if kind in _TROUBLE and (at := view.sentence_at(start)) not in asides}
    praise = {view.sentence_at(start) for start, _, kind in told if kind in ("praise", "friendly", "fixed")}
    weight = sum(0.5 if kind == "doubt" else 1.0 for _, kind in trouble)
    praises = not trouble and not asides and len(praise) * 2 >= len(view.sentences)
    return _Message(kinds, weight, len(praise), praises, bool(kinds & _CLEAR) and len(kinds & _TROUBLE) >= _MANY)


def _asks(message: _Message, kind: Kind) -> Iterator[Asks]:
    """What words of a kind ask for in a message like this."""
    kinds = message.kinds
    excused = kinds & {"own-slip", "third-party", "bereavement"} and not kinds & {"money", "complaint", "angry"}
    wrong = message.trouble >= 1 and message.trouble > message.praise * _WEIGHT_OF_PRAISE and not excused
    if kind in _TROUBLE and wrong:
        yield "apology"
    if kind == "bereavement" or (kind == "distress" and message.praise <= message.trouble + 1) or (kind == "angry" and wrong):
        yield "empathy"
    if kind in ("idea", "sent") or (kind == "praise" and message.praises):
        yield "thanks"


_WEIGHT_OF_PRAISE = 0.6  # of a sentence of praise against one of trouble


_ASIDE = late(  # a question about how something is done, not about what happened
    r"(?:^\W*(?:(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening))(?: there| all| team)?[,.!]? )?|[:,\-] ?|\bquestion ?:? )"
    r"(?:and |but |so |also,? |or |please |just )*"
    r"(?:how (?:do|can|would|should|to|long|much|many|does)|what(?:'s| is| are| does| do)\b|where (?:do|can|should)|which|who|"
    r"can (?:i|you|we|the|it)|could (?:i|you|we)|do (?:i|you|we|your)|does|is (?:it|there|this|that)|are (?:there|you)|"
    r"will (?:it|i|you|there)|would|may|should|any|when is|when does)\b"
)


def _aside(view: View, number: int) -> bool:
    """Whether a sentence asks how something is done."""
    sentence = view.sentences[number]
    words = view.folded[sentence.start : sentence.end]
    return words.rstrip().endswith("?") and bool(_ASIDE.search(words))
