"""What a customer's message is: a fault reported, a wait, praise, a wish, …, and what a good reply to it cannot lack.

Words say it (the lists <said-…>), or the shape of a tale without such words; and the words around them take it back: what is
denied, imagined or asked about tells of no trouble, what the customer did themselves is nobody's to be sorry for, and a
message that praises more than it blames asks for thanks rather than for an apology.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.tale import misfortune

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal[
    "failure", "wronged", "money", "delay", "complaint", "doubt", "angry", "distress", "bereavement", "praise", "friendly",
    "idea", "cancellation", "fixed", "sent", "own-slip", "third-party", "how-to", "tale", "impact",
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
_HURT: frozenset[Kind] = frozenset(("distress", "bereavement"))
_CLEAR: frozenset[Kind] = frozenset(("complaint", "angry"))
_FAILED: frozenset[Kind] = frozenset(("failure", "wronged", "money", "delay"))  # trouble that is more than an opinion
# What leaves no doubt that something went wrong: so many sentences of trouble, in a tale of such a weight, alone or beside a
# complaint of a failure. Right nineteen times in twenty on real replies; with two sentences three times in four.
_MANY, _SURE, _SURE_COMPLAINT = 3, 4.0, 2.0


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
    """A message as a whole: the sentences of trouble (a doubt counts half), the words of hurt, the sentences of praise, whether
    something went wrong that we are to be sorry for, whether that is sure, and the kinds of words that we owe thanks for."""

    trouble: float
    hurt: int
    praise: int
    wrong: bool
    sure: bool
    thanks: frozenset[Kind]


def situations(reading: Reading, view: View) -> Iterator[Situation]:
    """What a message says of its situation, kind by kind; a sentence that asks how something is done is a `how-to`."""
    told = list(_told(reading, view))
    asides = [number for number in range(len(view.sentences)) if _aside(view, number)]
    message = _message(view, told, asides)
    kinds = frozenset(kind for _, _, kind in told)
    listed = message.wrong and bool(kinds & _TROUBLE)
    weight = misfortune(reading, view, kinds | ({"listed"} if listed else set()))
    enough = _TELLS if sum(view.words) < _LONG else _TELLS_LONG
    # in a thread what is told without a word of trouble mostly answers a question of ours
    telling = not listed and not reading.earlier and message.praise * _PRAISING < len(view.sentences)
    tale = telling and weight > enough and not _excused(kinds)
    plain = bool(kinds & _CLEAR and kinds & _FAILED)
    sure = message.sure and message.wrong and weight >= (_SURE_COMPLAINT if plain else _SURE)
    mixed = message.trouble > 0 < message.praise and weight >= _MIXED and not _excused(kinds)
    message = message._replace(wrong=(message.wrong and weight > 0) or mixed or tale, sure=sure)
    for start, end, kind in told:
        asks = tuple(_asks(message, kind))
        if kind == "fixed" and message.wrong:
            continue
        yield Situation(start, end, kind, asks, message.sure and bool(asks))
    if tale and view.sentences:
        yield Situation(*_told_first(view, asides), "tale", ("apology",), False)
    yield from _beside(reading, view, kinds, message)
    for number in asides:
        yield Situation(view.sentences[number].start, view.sentences[number].end, "how-to", (), False)


def _beside(reading: Reading, view: View, kinds: frozenset[Kind], message: _Message) -> Iterator[Situation]:
    """What is told beside the matter: a raised voice, what a life hangs on, a fault in a thing of software or print."""
    wrong = message.wrong
    if wrong and (loud := _LOUD.search(view.text)):
        yield Situation(*loud.span(), "angry", ("apology",), False)
    heavy = wrong and not message.praise and bool(kinds & _HEAVY)
    if heavy and (frail := reading.matches(view, "said-frail")):
        yield Situation(*frail[0], "distress", ("empathy",), False)
    if wrong and (lives := reading.matches(view, "said-life")):
        yield Situation(*lives[0], "impact", ("empathy",), False)
    calm = kinds & _REPORTED and not kinds & _NO_REPORT and "?" not in view.folded
    if calm and (seen := reading.matches(view, "said-report")):
        yield Situation(*seen[0], "sent", ("thanks",), False)


_LOUD = late(r"!!|\?!|!\?|(?:\b[A-Z][A-Z']+\b[ ,]*){3}|(?:\b[A-Z]{3,}\b[^.]{1,40}){4}")
_REPORTED: frozenset[str] = frozenset(("failure", "complaint", "doubt"))
_NO_REPORT: frozenset[str] = frozenset(("angry", "distress", "bereavement", "money", "delay", "wronged", "own-slip"))
_HEAVY: frozenset[str] = frozenset(("angry", "money", "delay", "wronged"))  # trouble that an age or an income makes worse
_TELLS = 0.2  # the weight of a tale without a word of trouble that is right four times in five
_TELLS_LONG = 0.6  # the same of a message with so many words that some cues are bound to be among them
_LONG = 45  # words of such a message
_MIXED = 1.4  # the weight of trouble beside more praise, for which a good review owes an apology, too
_PRAISING = 4  # one sentence of praise in so many is no tale of woe


def _told_first(view: View, asides: list[int]) -> tuple[int, int]:
    """The first sentence of a message that tells something."""
    told = [one for number, one in enumerate(view.sentences) if number not in asides and view.words[number] >= _SHORTEST]
    first = (told or view.sentences)[0]
    return first.start, first.end


_SHORTEST = 4  # words of a sentence that tells something


def _told(reading: Reading, view: View) -> Iterator[tuple[int, int, Kind]]:
    """The words of each kind that say what they seem to."""
    none = [place for name in ("said-none", "said-slip", "said-death") for place in reading.matches(view, name)]
    fixed = [one for one in reading.matches(view, "said-fixed") if not _UNDONE.search(view.folded, max(0, one[0] - 30), one[0])]
    none += [(view.sentences[at].start, view.sentences[at].end) for at in (view.sentence_at(start) for start, _ in fixed)]
    calm = reading.matches(view, "said-calm")
    hurt = list(reading.matches(view, "said-hurt"))
    for kind, name in _LISTS.items():
        taken_back = none + hurt if kind == "complaint" else none if kind in _TROUBLE else calm if kind in _HURT else ()
        for start, end in fixed if kind == "fixed" else reading.matches(view, name):
            if not any(a < end and start < b for a, b in taken_back):
                yield start, end, kind


_UNDONE = late(
    r"\b(?:not|never|nothing|no one|nobody|until|unless|if|when|whether|please|wants?|needs?|to|be|\w+n't)\b[^.!?,;]*$"
)


def _message(view: View, told: list[tuple[int, int, Kind]], asides: list[int]) -> _Message:
    """The message as a whole, as its words tell it; `asides` are the sentences that ask how something is done."""
    kinds = frozenset(kind for _, _, kind in told)
    trouble = {(at, kind) for start, _, kind in told if kind in _TROUBLE and (at := view.sentence_at(start)) not in asides}
    praise = {view.sentence_at(start) for start, _, kind in told if kind in _PLEASED}
    weight = sum(0.5 if kind == "doubt" else 1.0 for _, kind in trouble)
    wrong = weight >= 1 and weight > len(praise) * _WEIGHT_OF_PRAISE and not _excused(kinds)
    many = len({at for at, _ in trouble}) >= _MANY
    # thanks for the papers jar with somebody who is angry
    thanks: set[Kind] = {"idea"} if wrong and kinds & _CLEAR else {"idea", "sent"}
    if not wrong and "praise" in kinds and not (asides and len(praise) < len(view.sentences) - len(asides)):
        thanks.add("praise")
    if not trouble and "?" not in view.folded:
        if sum(view.words) > _SHORT and not kinds & {"own-slip", "distress", "bereavement"}:
            thanks.add("fixed")
        if sum(kind == "friendly" for _, _, kind in told) > 1:
            thanks.add("friendly")
        if "doubt" in kinds and not kinds & _NO_REPORT:
            thanks.add("doubt")
    hurt = sum(kind in _HURT for _, _, kind in told)
    return _Message(weight, hurt, len(praise), wrong, many, frozenset(thanks))


_SHORT = 8  # words of a message that only says that it is over
_PLEASED: frozenset[Kind] = frozenset(("praise", "friendly", "fixed"))


def _asks(message: _Message, kind: Kind) -> Iterator[Asks]:
    """What words of a kind ask for in a message like this."""
    if kind in _TROUBLE and message.wrong:
        yield "apology"
    if kind == "bereavement" or (kind == "distress" and message.praise < message.trouble + message.hurt):
        yield "empathy"
    if kind == "angry" and message.wrong:
        yield "empathy"
    if kind in message.thanks:
        yield "thanks"


def _excused(kinds: frozenset[Kind]) -> bool:
    """Whether what went wrong is nobody's to be sorry for here."""
    blames = kinds & {"money", "complaint"} or ("angry" in kinds and "third-party" not in kinds)
    return bool(kinds & {"own-slip", "third-party", "bereavement"}) and not blames


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
