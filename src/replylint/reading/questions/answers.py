"""What in a reply could answer a question: its sentences and clauses, what they are about, and what they do."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from replylint.late import late
from replylint.phrase import fold
from replylint.reading.matter import Roots, keys, merged
from replylint.reading.voice import OPAQUE

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_ATTACHED = late(r"\b(?:attached|enclosed|attaching|attachment)\b")
_NOT = late(r"\b(?:not|no|none|never|without|nor|discontinued|sold out|depends?|varies|already|yet|still)\b|n't\b")
_ASKS = late(
    r"\?|\b(?:would|could|can|will) you (?:please |kindly |also |just )?\w+ [^.!?]*\b(?:me|us)\b"
    r"|\b(?:please|pls|kindly|could you|can you) (?:\w+ )?(?:dm|pm|confirm|tell|let|reply|message"
    r"|(?:send|share|give|provide|email|attach) (?:us|me|your|an?|it (?:to )?(?:us|me)|(?:\w+ ){1,4}to (?:us|me))\b)"
)
_MANNERS = late(
    r"(?:@\S+ )?(?:(?:many |and )?thank|thx|cheers|(?:we're |we are |i'm |i am |so |very |truly |really )*(?:sorry|glad|pleased)"
    r"|apologies|congrat|how (?:lovely|nice|great|wonderful|exciting|kind|sweet)|great to|nice to|good to|lovely to|(?:hi"
    r"|hello|hey|dear)\b[^.!?]{0,25}[!.,]?$)"
)
_SHORT = late(  # "It certainly can: …"
    r"(?:it|they|this|that|you|we|i|he|she|there|those|these) (?:certainly|definitely|sure|indeed|already|really|surely)? ?"
    r"(?:do|does|did|is|are|was|were|can|could|will|would|has|have|should|may|ca|wo)(?:n't|not)?"
    r"(?= ?(?:[.,;:!\u2013\u2014-]|$|indeed\b|too\b|as well\b))"
)
# Where a clause ends, when what follows has a subject of its own and does not go back to the words before.
_SAME = (
    r"(?:it|they|this|that|which|send|take|show|put|let|tell|make|keep|bring|see|get|give|will|can|is|are|was|has|pick|should"
    r"|would|may|must|have|had|were|gets|comes|goes|reaches)"
)
_CLAUSE = late(
    r"(?:[;:\u2013\u2014]|,? - |, (?:and|but|while)|\band) "
    rf"(?!{_SAME}\b)(?=(?:you|we|i|he|she)\b|\w+ \w+ \w+)"
)
_CLOSING = late(  # what ends any letter, or offers more
    r"(?:and |so |but |then )?(?:(?:i|we)(?:'re| are|'m| am)? (?:\w+ )?(?:look(?:ing)? forward|can't wait|cannot wait"
    r"|hope\b)|(?:i|we)(?:'d| would) (?:be|love)\b"
    r"|look(?:ing)? forward|can't wait|hope (?:to|that|this|you)|let (?:me|us) know|if you(?:'d| would)? (?:order|book|need"
    r"|have any|like|want|prefer|reply)\b"
    r"|you can (?:join|sign up|order|book|buy|apply|register|get started)\b|enjoy|see you"
    r"|feel free|don't hesitate|have a (?:nice|great|lovely|good)"
    r"|all the (?:best|very best)|(?:very )?best of luck|get well|take care|wishing (?:you|your)|(?:i|we) wish"
    r"|every success|happy to|delighted to|best wishes|good luck|safe travels"
    r"|(?:just )?(?:ask|call|write|shout) if)"
)
_OFFERS = late(
    r"\b(?:shall (?:i|we)|would you like|do you want|should (?:i|we)|(?:can|may) (?:i|we)|anything else|does that|is that"
    r"|sound good|will that)\b"
)
_FEELS = late(
    r"\b(?:horrible|awful|annoying|frustrating|upsetting|worrying|nasty|distressing|i understand|we understand"
    r"|i can imagine|i can see)\b|^both\b"
)
_NO_CAUSE = late(
    r"(?:and |so |but |then )?(?:to \w+[^,.;]{0,30}(?=,)|please|just|simply|press|click|tap|choose|you can|you'll|you may"
    r"|i've|i'll|i have|we've|we'll|we have|from now on|thanks)\b"
)
_JOINED = late(r"(?<=[,;:]) (?:and|but|so)$")


_NO_MATTER = late(r"no (?:bother|rush|harm|hard feelings|offen[cs]e|hurry|worries at all)\b")
_NONE_OF = late(
    r" (?!it\b|we\b|you\b|i\b|they\b|there\b|that\b|this\b|but\b|and\b|not\b|sorry\b|unfortunately\b|i'm\b|longer\b)\w"
)
_CONFIRMS = late(r"\b(?:confirm|say|tell you|let you know) that\b")


class Said:
    """One sentence of a reply. Its text is what the customer reads: words taken over from her message included."""

    def __init__(self, reading: Reading, view: View, start: int, end: int) -> None:
        self.reading, self.view, self.start, self.end = reading, view, start, end
        self.shown = view.seen.text[start:end]
        self.text = fold(self.shown)
        self.opaque = OPAQUE * 5 in view.text[start:end] and ("://" in self.text or "www." in self.text)

    @cached_property
    def keys(self) -> Roots:
        """What it is about."""
        return merged(keys(self.reading.lexicon, self.text))

    def says(self, name: str) -> bool:
        """Whether it holds something of a word list."""
        return any(b <= self.end for _, b in self.reading.begun(self.view, name, self.start, self.end))

    @cached_property
    def plain(self) -> bool:
        """Whether it answers yes or no by itself: at its start, or after a comma or colon."""
        words = [(a - self.start, b - self.start) for a, b in self.reading.begun(self.view, "answer-yes", self.start, self.end)]
        if _NO_MATTER.match(self.text):
            return False
        for a, b in (*words, *(found.span() for found in _SHORT.finditer(self.text))):
            if self.text[a:b] == "no" and _NONE_OF.match(self.text, b):
                continue
            before = _JOINED.sub("", self.text[:a].rstrip()) if a >= 0 and b <= len(self.text) else None
            if before is not None and (not before or before[-1] in ",:;-–—" or before in ("and", "but", "so", "well", "oh")):
                return True
        return False

    @cached_property
    def later(self) -> bool:
        """Whether it says that the answer comes later, or that there is none."""
        return self.says("answer-later") and not _CONFIRMS.search(self.text)

    @cached_property
    def points(self) -> bool:
        """Whether it says where else the answer is to be had."""
        return self.opaque or self.says("answer-route")

    @cached_property
    def asks(self) -> bool:
        """Whether it asks the customer for something."""
        return bool(_ASKS.search(self.text)) and not self.says("asks-nothing")

    @cached_property
    def manners(self) -> bool:
        """Whether it is thanks, regret or joy."""
        return bool(_MANNERS.match(self.text))

    @cached_property
    def offers(self) -> bool:
        """Whether it asks only if something more is wanted."""
        return bool(_OFFERS.search(self.text))

    @cached_property
    def closes(self) -> bool:
        """Whether it ends a letter or offers more, and tells nothing."""
        return bool(_CLOSING.match(self.text))

    @property
    def idle(self) -> bool:
        """Whether it can answer no question in other words: a closing, or how something must have felt."""
        return self.closes or bool(_FEELS.search(self.text))

    @property
    def reasonless(self) -> bool:
        """Whether it can be no cause: a step to take, or a deed of ours."""
        return bool(_NO_CAUSE.match(self.text))

    @property
    def after_colon(self) -> bool:
        """Whether it is a clause that spells out the one before."""
        return self.view.folded[: self.start].rstrip().endswith(":")

    @property
    def encloses(self) -> bool:
        """Whether it says that something is enclosed."""
        return bool(_ATTACHED.search(self.text))

    @property
    def full(self) -> bool:
        """Whether it has the words of a statement: a name under a letter is none."""
        return len(self.text.removesuffix(" and ").removesuffix(" but ").split()) > 3

    @cached_property
    def denies(self) -> bool:
        """Whether it denies something, or leaves it open."""
        return bool(_NOT.search(self.text))

    def times(self, theirs: str) -> list[str]:
        """The times that it names and the customer did not."""
        facts = self.reading.facts("time", self.view)
        here = [t for t in facts if self.start <= t.start and t.end <= self.end and t.kind not in ("vague", "event")]
        return [words for t in here if (words := self.view.folded[t.start : t.end]) not in theirs]


_THING = late(r"an? (?:\w+ )?\w+ (?:in|on|at|of|for|with|from|by)\b")
_VERB = late(
    r"\b(?:is|are|was|were|will|can|could|would|should|may|must|do|does|did|has|have|had|comes?|goes|takes?|costs?"
    r"|runs?|needs?|gets?"
    r"|yes|no|sure|please)\b|'(?:s|ll|re|ve|d)\b|n't\b|\w{2,}ed\b"
)


def _listed(view: View, start: int, border: re.Match[str]) -> bool:
    """Whether an "and" stands in a list and opens no clause: "mats and blocks are there", "a fridge and a small stove"."""
    if not border[0].startswith("and"):
        return False
    return not _VERB.search(view.folded, start, border.start()) or bool(_THING.match(view.folded, border.end()))


def sentences(reading: Reading, view: View) -> list[Said]:
    """The sentences of a reply, without its greeting; after one of several clauses, each of its clauses too."""
    greetings = [part for part in view.parts if part.kind in ("greeting", "sign-off")]
    found = []
    for s in view.sentences:
        if not any(part.start <= s.start and s.end <= part.end for part in greetings):
            found.append(Said(reading, view, s.start, s.end))
            cuts = [
                s.start,
                *(m.end() for m in _CLAUSE.finditer(view.folded, s.start, s.end) if not _listed(view, s.start, m)),
                s.end,
            ]
            found += [Said(reading, view, a, b) for a, b in pairwise(cuts)] if len(cuts) > 2 else []
    return found
