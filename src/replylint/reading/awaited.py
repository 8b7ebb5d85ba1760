"""What the draft puts off to a time that is none: "shortly", "in due course", "in a few days"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.pattern import joined, overlap

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Awaited(NamedTuple):
    """A vague time of something to come. It is `promised` when the grammar of commitments found what it dates."""

    start: int
    end: int
    promised: bool


# What puts the words around it in the future. A "you" before it is mostly the customer's own step.
_TO_COME = late(
    r"(?<!you)'ll\b|\b(?<!you )(?:will|shall|gonna|should)\b|\b(?:expect|hopefully)\b|"
    r"\b(?:going|due|expected|set|hope|hoping|aim|aiming|about|need|want|planning|scheduled|back) to\b|"
    r"\bon (?:its|their|the|his|her|my|our) way\b|\b(?:will|to) follow\b|\b(?:give|allow|grant) (?:us|me|it)\b|"
    r"\b(?:is|are|am|'m|'re|'s) (?:\w+ly |now |just |still |also )*(?:\w+ing|back|with you|there|here)\b|"
    r"\b(?:arrives?|comes?|ships?|lands?|due|gets? (?:here|there|back|to you)|reach(?:es)? you|goes? (?:out|off|live|back))\b|"
    r"\byou (?:should|can expect)\b|\byou(?:'ll| will) (?:\w+ly |also |soon )*(?:have|get|receive|hear|see|find)\b|"
    r"\byou(?:'ll| will) (?:\w+ly |also |soon )*be (?:able|contacted|notified|informed|updated|sent|given|refunded|called)\b|"
    r"^\W*(?:any (?:day|minute|moment|hour|week|time) now|"
    r"more|news|updates?|reply|answer|back|coming|details|fix|refund|results?|quote|soon|shortly|asap)\b"
)
# What the customer is asked for, what is only possible or usual, what is past.
_NOT_OURS = late(
    r"\bplease (?!bear|allow|expect|be|give|wait|note|know|rest)|"
    r"\b(?:can|could|would|may|might|kindly|if|must|whether) you\b|"
    r"\byou(?:'ll| will)? (?:can(?! expect)|could|may|might|must|need|have to|want|would|wish)\b|"
    r"\byou should(?! (?:\w+ly )?(?:see|have|get|receive|hear|find|be|notice))\b|"
    r"\b(?:if|unless|whenever|usually|normally|always|generally|often|in case|in the event|would|was|were|had|been)\b"
)
_WISH = late(
    r"\b(?:wish|look(?:ing)? forward|get well|speak|talk to you|see you|seeing you|chat|meet|hear(?:ing)? from you|visit|"
    r"welcom\w+|feel better|recover\w*|bye|cheers|take care|"
    r"earn|retain|serv(?:e|ing)|return|come back|host|next (?:stay|trip)|years)\b"
)
# "I'll do it right now" is a time; "quickly" is mostly a manner.
_NOW = frozenset("immediately instantly presently quickly swiftly speedily momentarily".split()) | {
    "right away", "straight away", "straightaway", "at once", "over time", "later", "eventually", "in good time", "any time soon",
    "anytime soon",
}  # fmt: skip


def awaited(reading: Reading, view: View) -> Iterator[Awaited]:
    """The vague times that date something to come: those of promises, and those beside a verb in the future."""
    lasting = [found.span() for found in _WHILE.finditer(view.folded)]
    vague = [time for time in reading.facts("time", view) if time.kind == "vague" and not time.past]
    made = reading.facts("commitment", view)
    dated = [one for one in made if one.due or (one.vague and one.condition == "customer")]
    held = [one.vague for one in made if one.vague and not one.due and one.condition != "customer"]
    yield from (Awaited(start, end, True) for start, end in sorted({(time.start, time.end) for time in held}))
    spans, awaits = joined((time.start, time.end) for time in held), joined((one.start, one.end) for one in dated)
    for start, end in (*((time.start, time.end) for time in vague), *lasting):
        sentence = view.sentences[view.sentence_at(start)]
        if overlap(spans, start, end) or overlap(awaits, sentence.start, sentence.end):
            continue
        if _to_come(view.folded[sentence.start : sentence.end], start - sentence.start, end - sentence.start):
            yield Awaited(start, end, False)


_WHILE = late(
    r"(?<=\btake )(?:a (?:little |short |good )?(?:while|bit|longer)|a (?:little|bit) longer|some time)\b|"
    r"(?<=\bgive us )a (?:little |short )?(?:while|bit|longer)\b|(?<=\bgive me )a (?:little |short )?(?:while|bit|longer)\b|"
    r"(?<=\bbe )a (?:little |short |good )?(?:while|bit longer)\b|"
    r"\bwon't be (?:too |very )?long\b|\bnot (?:too |very )?long now\b"
)


def _to_come(sentence: str, start: int, end: int) -> bool:
    """Whether the vague time of a sentence dates something that the customer waits for."""
    if sentence[start:end] in _NOW or sentence.rstrip().endswith("?") or _WISH.search(sentence):
        return False
    if _THEN.match(sentence, end) or _ASKED.match(sentence):
        return False
    clause = _CLAUSE.split(sentence[:start])[-1]
    return _TO_COME.search(sentence) is not None and _NOT_OURS.search(clause) is None


_ASKED = late(
    r"\W*(?:reply|send|let us|let me|call|write|tell|come|try|check|test|return|bring|get back|fill|sign|contact|use|pay)\b"
)
_THEN = late(r"\s+(?:after|before|once|when)\b")  # "shortly after you tap it"
_CLAUSE = late(r"[;:,–—]\s|\b(?:and|but|so|because)\s")
