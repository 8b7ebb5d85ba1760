"""Words taken over from the customer's message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from replylint.late import late
from replylint.reading.voice.part import Part

WORD = late(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = late(r"[.!?]\W*\s|\n\s*\n")
_SHOUTED = late(r"[!?]{2,}")
SHORTEST_RUN = 5
# A run of nothing but these is how everybody writes, and is judged.
COMMON = (
    "a about again all also am an and any anything are as at back be because been but by call can contact could day "
    "did do does doing don't done email for from get getting give glad go going good got great had happy has have "
    "having he hear hello help helping here hi hope how i i'd i'll i'm i've if in into is it it's its just kind know "
    "let letting like look looking love made make many may me message might more much my need never new no not now of "
    "ok on one or order our out over please possible question reach reaching really reply see should so some soon "
    "sorry still such sure take team thank thanks that that's the their them then there these they this those time to "
    "today too touch try trying up us very want was way we we'd we'll we're we've well were what when where which "
    "while who why will wish with work would write writing yet you you'd you'll you're you've your yours"
)
COMMON_WORDS = frozenset(COMMON.split())


def copied(text: str, theirs: Sequence[str]) -> Iterator[Part]:
    """Runs of five words or more that stand in one of `theirs` too, whatever their case and punctuation."""
    mine = WORD.findall(_folded(text))
    runs = {run for their in theirs for run in _runs(WORD.findall(_folded(their)))}
    if runs.isdisjoint(_runs(mine)):
        return
    matches = list(WORD.finditer(text))
    end = 0
    start: int | None = None
    for place, run in enumerate(_runs(mine)):
        if run in runs:
            if start is not None and place > end:
                yield from _parts(text, matches[start:end])
                start = None
            start = place if start is None else start
            end = place + SHORTEST_RUN
    if start is not None:
        yield from _parts(text, matches[start:end])


def _parts(text: str, run: list[re.Match[str]]) -> Iterator[Part]:
    """A run sentence by sentence, without those that hold nothing but common words."""
    first = 0
    for number, word in enumerate(run):
        after = run[number + 1].start() if number + 1 < len(run) else None
        if after is None or SENTENCE_END.search(text, word.end(), after):
            if not COMMON_WORDS.issuperset(_folded(each.group()) for each in run[first : number + 1]):
                shouted = _SHOUTED.match(text, word.end())
                yield Part("copied", run[first].start(), shouted.end() if shouted else word.end())
            first = number + 1


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[shift:] for shift in range(SHORTEST_RUN)), strict=False)


def _folded(text: str) -> str:
    return text.lower().replace("’", "'")
