"""What the agent undertakes: each promise, expectation, offer or courtesy, who is to act, and by when.

A small grammar over words; verbs and actors are word lists of the pack. The theory of trigger, scope and terminator is
that of ConText (Harkema et al. 2009); that rules do well here is shown by Kalia et al. (HPL-2013-4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading import times
from replylint.reading.commitments.commitment import Commitment
from replylint.reading.commitments.dating import asks, conditioned, dated
from replylint.reading.commitments.grammar import in_clause
from replylint.reading.commitments.line import Line
from replylint.reading.commitments.opinion import doubtful, settled
from replylint.reading.commitments.stated import stated
from replylint.reading.sentences import Sentence

__all__ = ["Commitment", "doubtful", "find", "settled"]

_TRIGGER = late(
    r"'ll\b|\b(?:will|shall|should|hopefully|gonna|let me|let us|let's|allow (?:me|us)|expect|(?:going|hope|"
    r"hoping|aim|aiming|try|trying|"
    r"plan|planning|promise|vow|committed|commit|able|about) to|assigned|asked|arranged|leave|on it|on the case|"
    r"(?:am|are|is|'m|'re|be) (?:\w+ly |now |also |still |already )*\w+ing)\b|'(?:m|re|s) (?:\w+ly |now |also |still )*\w+ing\b"
)
_start = attrgetter("start")
_LUCK = late(
    r"\b(?:hopefully|with (?:any|a bit of|a little|some) luck|fingers crossed|all (?:being|going) well|"
    r"if all goes (?:well|to plan)|touch wood|knock on wood|(?:weather|time|traffic) permitting)\b"
)


def find(folded: str, sentences: Sequence[Sentence], found: Sequence[times.Time], lexicon: Lexicon) -> list[Commitment]:
    """The commitments of a reply, in order. `found` are the times of the same text."""
    made: list[list[Commitment]] = []
    waits = [_waiting(*span) for span in lexicon["waiting"].pattern.finditer(folded)]
    dates = [time for time in found if time.kind != "vague" and not time.past and not time.habitual]
    for number, sentence in enumerate(sentences):
        here: list[Commitment] = []
        told = dates[bisect_left(dates, sentence.start, key=_start) : bisect_left(dates, sentence.end, key=_start)]
        asking = folded[sentence.end - 1] == "?"
        if not asking and (told or _TRIGGER.search(folded, sentence.start, sentence.end)):
            line = Line(folded, sentence, lexicon)
            here = list(in_clause(line))
            here = sorted((*here, *stated(line, told, here)), key=_start)
            asked = number > 0 and asks(folded, sentences[number - 1])
            here = conditioned(folded, sentence, here, asked)
            luck = _LUCK.search(folded, sentence.start, sentence.end)
            here = [commitment._replace(hedge=luck[0]) if luck else commitment for commitment in here]
        here += waits[bisect_left(waits, sentence.start, key=_start) : bisect_left(waits, sentence.end, key=_start)]
        made.append(sorted(here, key=_start))
    return [*dated(folded, made, sentences, found)]


def _waiting(start: int, end: int) -> Commitment:
    """ "bear with us": the customer is to wait, and nobody says for how long."""
    return Commitment(start, end, "we", "wait", "wait", "wait", "expectation", vague=times.Time(start, end, "vague"))
