"""What the draft says otherwise than we said before: another price, date, period, number, or the other answer to yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.claims import FIRST, PLAIN, Claim, claims, clause, matter_of, measured, roots_of
from replylint.reading.matter import plain

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Contradiction(NamedTuple):
    """A statement of the draft and, as `evidence`, the earlier one that it goes against; `note` quotes that one."""

    start: int
    end: int
    kind: str
    note: str
    evidence: tuple[Span, ...]


_ANOTHER = late(
    r"\b(?:can|could) (?:you|i|we) (?:please |also )?(?:change|switch|swap|upgrade|move)\b|\b(?:change|switch|move) (?:it|"
    r"the (?:date|flight|room|time|day|plan))\b|"
    r"\b(?:another|different|other|later|earlier|cheaper) (?:date|flight|room|time|day|plan|option|one|hotel|model|size)\b|"
    r"\bwhat (?:if|about)\b|\bhow about\b|\b(?:and|but) (?:for|with) (?:my|our|the|a|his|her)\b|"
    r"(?:^|[.!?] |\bok(?:ay)?,? )and (?!when|where|how|why|what|is|are|do|does|can|will)(?:[a-z']+ ){0,3}[a-z']+\?"
)


def contradictions(reading: Reading, view: View) -> Iterator[Contradiction]:
    """Each statement of the draft that an earlier one of ours goes against, with no word of why."""
    if not reading.earlier:
        return
    now = list(claims(reading, view))
    if not now:
        return
    if any(_ANOTHER.search(said.folded) for said in reading.asking):
        return
    kinds = {claim.kind for claim in now}
    about = roots_of(frozenset().union(*(claim.matter for claim in now)) - PLAIN)
    then = [(ours, claim) for ours in reading.lately for claim in claims(reading, ours, about) if claim.kind in kinds]
    asked = {turn: _asked_around(reading, turn) for turn in {ours.turn for ours, _ in then}}
    done: set[int] = set()
    for claim in now:
        same = [(ours, other) for ours, other in then if _one_matter(claim, other, *asked[ours.turn])]
        if not same or any(_agree(claim, other) for _, other in same) or _kept(claim, same, now) or _owned(reading, view, claim):
            continue
        if claim.kind != "stand" and _theirs(reading, claim):
            continue
        here = view.sentence_at(claim.start)
        if here not in done:
            done.add(here)
            ours, other = same[-1]
            note = " ".join(ours.seen.text[other.start : other.end].split())
            yield Contradiction(claim.start, claim.end, claim.kind, note, (ours.span(other.start, other.end),))


def _asked_around(reading: Reading, turn: int) -> tuple[frozenset[str], frozenset[str]]:
    """What the customer had asked when we said it (an answer need not repeat the question), and what they wrote since."""
    before = [said for said in reading.customer if said.turn < turn]
    since = [matter_of(reading.lexicon, said.folded) for said in reading.customer if said.turn > turn]
    return matter_of(reading.lexicon, before[-1].folded) if before else frozenset(), frozenset[str]().union(*since)


def _one_matter(claim: Claim, other: Claim, asked: frozenset[str], since: frozenset[str]) -> bool:
    """Whether two statements are of one kind and about one thing: `asked` is what the customer had asked before the earlier
    one, `since` what they have asked after it."""
    free = claim.kind == "money" and not (claim.value and other.value) and len(claim.unit.split()) < 2
    if claim.kind != other.kind or (claim.unit != other.unit and not free):
        return False
    if "balanc" in claim.unit or (claim.near & _VARIANTS) - other.matter or (claim.near & since) - other.matter - asked - PLAIN:
        return False
    if claim.names - other.names and other.names - claim.names and claim.kind != "clock":
        return False
    if claim.kind == "period" and (claim.near & _CORE) - other.matter - asked:
        return False
    both = claim.matter & other.matter
    shared = both - PLAIN
    weak = (claim.matter & asked) - PLAIN - shared
    match claim.kind:
        case "clock":
            enough = not (claim.days and other.days) or bool(claim.days & other.days)
        case "count":
            enough = bool(both - {claim.unit}) or (claim.unit == "room" and bool(shared | weak))
            enough = enough and "left" not in claim.matter | other.matter
        case "date" if claim.unit == "on":
            enough = bool(shared & _EVENTS) or (len(shared) > 1 and 2 * len(shared) >= len(other.matter - PLAIN))
        case "period" if claim.value and other.value and not _CORE & (shared | weak):
            few = max(len(claim.matter - PLAIN), len(other.matter - PLAIN)) < 3
            enough = len(shared) + len(weak) / 2 >= (1 if few else 1.5)
        case _:
            enough = len(shared) + len(weak) / 2 >= 1 if claim.kind in ("period", "money") and not free else bool(shared)
    return enough


_VARIANTS = plain(
    "standard express next-day premium basic student adult child senior single double twin return one-way annual weekly "
    "weekend off-peak "
    "peak small large medium deluxe family international domestic second third"
) - plain("return day way one next off")
_CORE = frozenset(FIRST.get(word, word) for word in plain("notice warranty return delivery trial retention cancel refund"))


_EVENTS = frozenset(
    FIRST.get(word, word)
    for word in plain(
        "delivery visit appointment installation collection pickup launch release start opening move switch event class "
        "course flight viewing exam test lesson tour meeting interview inspection survey session match concert show ceremony "
        "event hearing tasting treatment operation check-up review sailing crossing party ferry train coach"
    )
)


def _agree(claim: Claim, other: Claim) -> bool:
    """Whether two values are one: equal, or one of them rounded."""
    if claim.kind in ("date", "stand", "clock"):
        return claim.value == other.value
    least = min(claim.value, other.value)
    if claim.kind == "money" and claim.many and least and claim.value / least in range(2, 13):
        return True  # so many of them
    most = max(claim.value, other.value)
    near = 0.25 if other.about and claim.kind != "rate" else 0.02
    return most == 0 or abs(claim.value - other.value) <= near * most


def _kept(claim: Claim, same: list[tuple[View, Claim]], now: list[Claim]) -> bool:
    """Whether the draft also says what we said before."""
    return any(
        mine.kind == claim.kind
        and mine.unit == claim.unit
        and (mine.kind != "stand" or bool(mine.matter & claim.matter - PLAIN))
        and _agree(mine, other)
        for mine in now
        if mine is not claim
        for _, other in same
    )


def _owned(reading: Reading, view: View, claim: Claim) -> bool:
    """Whether the draft puts it right or says what has changed, beside the statement."""
    here = view.sentence_at(claim.start)
    first = view.sentences[max(0, here - 1)].start
    last = view.sentences[min(len(view.sentences) - 1, here + 1)].end
    sentence = view.sentences[here]
    words = clause(view.folded[sentence.start : sentence.end], claim.start - sentence.start)
    return any(first <= a < last for a, _ in reading.matches(view, "says-corrected")) or _NOW.search(words) is not None


_NOW = late(
    r"^(?:then|in that case)\b|\b(?:now|instead|so far|remaining|left over|used up|you've used|just sold|today's|until|"
    r"unless|if you|extra|additional|another|other|second|"
    r"also|unlike|"
    r"except|however|apart from|only if|usual|usually|normally|standard|for (?:them|him|her|those|the others?))\b"
)


def _theirs(reading: Reading, claim: Claim) -> bool:
    """Whether the number is the customer's: what they told us is no statement of ours."""
    for said in reading.customer:
        if claim.kind == "rate" and f"{claim.value:g}" in said.folded.split():
            return True
        for found in measured(said.folded):
            if found[2] == claim.kind and found[4] == claim.value:
                return True
    return False
