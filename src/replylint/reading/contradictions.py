"""What the draft says otherwise than we said before: another price, date, period, number, or the other answer to yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.claims import PLAIN, Claim, answers, claims, clause, matter_of, measured
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
    then = [(ours, claim) for ours in reading.lately for claim in claims(reading, ours) if claim.kind in kinds]
    then += [(ours, claim) for ours in reading.lately for claim in answers(ours, _question(reading, ours.turn))]
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


Matter = frozenset[str]


class Since(NamedTuple):
    """What the customer has written since a turn of ours, and what of it was asked."""

    all: Matter
    asked: Matter


def _asked_around(reading: Reading, turn: int) -> tuple[Matter, Matter, Since]:
    """What the customer had written when we said it, what of this they asked when our reply was short (an answer need not
    repeat the question), and what they wrote since."""
    before = [said for said in reading.customer if said.turn < turn]
    later = [said for said in reading.customer if said.turn > turn]
    since = Since(
        Matter().union(*(matter_of(reading.lexicon, said.folded) for said in later)),
        Matter().union(*(_questions(reading, said) for said in later)),
    )
    whole = matter_of(reading.lexicon, before[-1].folded) if before else Matter()
    brief = len(reading.view(turn).sentences) <= _BRIEF
    return whole, _question(reading, turn) if brief else Matter(), since


_BRIEF = 4  # sentences of a reply that is an answer and not much more


def _question(reading: Reading, turn: int) -> Matter:
    """What the customer's questions before a turn of ours were about."""
    before = [said for said in reading.customer if said.turn < turn]
    return _questions(reading, before[-1]) if before else Matter()


def _questions(reading: Reading, said: View) -> Matter:
    """What the questions of a message are about."""
    asked = (said.folded[s.start : s.end] for s in said.sentences)
    return Matter().union(*(matter_of(reading.lexicon, words) for words in asked if words.rstrip().endswith("?")))


def _one_matter(claim: Claim, other: Claim, asked: Matter, question: Matter, since: Since) -> bool:
    """Whether two statements are of one kind and about one thing: `asked` is what the customer had written before the earlier
    one, `question` what they asked there, `since` what they have asked after it."""
    free = claim.kind == "money" and not (claim.value and other.value) and len(claim.unit.split()) < 2
    favours = claim.kind == "stand" and claim.unit != other.unit and {claim.unit, other.unit} <= _FAVOURS
    favours = favours or (other.unit == "yes" and claim.kind == "stand" and not claim.value)
    if claim.kind != other.kind or (claim.unit != other.unit and not (free or favours)):
        return False
    if "balanc" in claim.unit or (claim.near & _VARIANTS) - other.matter - asked:
        return False
    if claim.names - other.names and other.names - claim.names and claim.kind != "clock":
        return False
    if claim.kind == "period" and (claim.near & _CORE) - other.matter - asked:
        return False
    units = frozenset(f"{claim.unit} {other.unit}".split() if claim.kind == "money" else ())
    shared = ((claim.matter & other.matter) | (claim.matter & question)) - PLAIN - units
    new = (claim.near & since.all) - other.matter - asked - PLAIN
    if new and ((new & since.asked and not free) or not claim.matter & other.matter - PLAIN or not (shared or not free)):
        return False
    weak = (claim.matter & asked) - PLAIN - shared
    context = (claim.before & (other.matter | question)) - PLAIN - shared
    told = len(shared) + len(weak) / 2 + len(context) / 2
    if favours or (claim.kind == "stand" and claim.unit == "cost"):
        return bool(shared) and told >= 2
    if free:
        return told >= 1
    return _near(claim, other, question, shared, weak, told)


def _near(claim: Claim, other: Claim, question: Matter, shared: Matter, weak: Matter, told: float) -> bool:
    """Whether two statements of one kind share enough of what they are about."""
    both = claim.matter & other.matter
    match claim.kind:
        case "clock":
            enough = not (claim.days and other.days) or bool(claim.days & other.days)
        case "count":
            enough = bool(both - {claim.unit}) or claim.unit in question or (claim.unit == "room" and bool(shared | weak))
            enough = enough and "left" not in claim.matter | other.matter
        case "date" if claim.unit == "on":
            enough = bool(shared & _EVENTS) or (len(shared) > 1 and 2 * len(shared) >= len(other.matter - PLAIN))
        case "period" if claim.value and other.value and not _CORE & (shared | weak):
            few = max(len(claim.matter - PLAIN), len(other.matter - PLAIN)) < 3
            enough = told >= (1 if few else 1.5)
        case "stand" if claim.unit == other.unit == "needed":
            enough = bool(shared) or bool(both & _MONEY)
        case "period" | "money":
            enough = told >= 1
        case _:
            enough = claim.kind == "share" or bool(shared)
    return enough


_MONEY = plain("fee pay")
_FAVOURS = frozenset(("allowed", "due", "cost", "yes"))
_VARIANTS = plain(
    "standard express next-day premium basic student adult child senior single double twin return one-way annual weekly "
    "weekend off-peak "
    "peak small large medium deluxe family international domestic second third"
) - plain("return day way one next off")
_CORE = plain("notice warranty return delivery deliver trial retention keep cancel refund refunds")


_EVENTS = plain(
    "delivery visit appointment installation collection pickup launch release start opening move switch event class "
    "course flight viewing exam test lesson tour meeting interview inspection survey session match concert show ceremony "
    "event hearing tasting treatment operation check-up review sailing crossing party ferry train coach balance "
    "discount permit "
    "payment deadline show bus plane holiday deliver operation surgery visit cancel licence book course exam end start"
)


def _agree(claim: Claim, other: Claim) -> bool:
    """Whether two values are one: equal, or one of them rounded."""
    if claim.kind == "clock":
        return abs(claim.value - other.value) <= _MINUTES
    if claim.kind == "date" and (claim.value < _MONTH or other.value < _MONTH):
        return claim.value % _MONTH == other.value % _MONTH
    if claim.kind in ("date", "stand", "share"):
        return claim.value == other.value
    least = min(claim.value, other.value)
    if claim.kind == "money" and claim.many and least and claim.value / least in range(2, 13):
        return True  # so many of them
    most = max(claim.value, other.value)
    near = 0.25 if other.about and claim.kind != "rate" else 0.02
    return most == 0 or abs(claim.value - other.value) <= near * most


_MONTH = 100  # a date is its month so many times, and its day
_MINUTES = 0.25  # hours by which two times of day may differ and be one


def _kept(claim: Claim, same: list[tuple[View, Claim]], now: list[Claim]) -> bool:
    """Whether the draft also says what we said before."""
    return any(
        mine.kind == claim.kind
        and mine.unit == claim.unit
        and (mine.kind not in ("stand", "money") or bool(mine.matter & claim.matter - PLAIN))
        and _agree(mine, other)
        for mine in now
        if mine is not claim
        for _, other in same
    )


def _owned(reading: Reading, view: View, claim: Claim) -> bool:
    """Whether the draft puts it right or says what has changed, beside the statement."""
    here = view.sentence_at(claim.start)
    sentence = view.sentences[here]
    beside = [one for one in view.sentences[max(0, here - 1) : here + 2] if one.paragraph == sentence.paragraph]
    first, last = beside[0].start, beside[-1].end
    words = clause(view.folded[sentence.start : sentence.end], claim.start - sentence.start)
    for a, _ in reading.matches(view, "says-corrected"):
        weak = _WEAK.match(view.folded, a) is not None
        here = ";" not in view.folded[min(a, claim.start) : max(a, claim.start)] and sentence.start <= a < sentence.end
        if first <= a < last and (here or not weak) and not view.folded.endswith("as ", 0, a):
            return True
    return _NOW.search(words) is not None


_WEAK = late(  # what puts right the sentence that it stands in, and no other
    r"(?:since|as of|from|instead|rather|left|not the|and not|actually|in fact|after all|used to|reduced|dropped|"
    r"increased|has gone|"
    r"have gone|gone|any ?more|any longer|no longer|updated|new)\b"
)


_NOW = late(
    r"^(?:then|in that case)\b|\balso (?:found|have|see|saw|got|offer)\b|"
    r"\b(?:now|instead|so far|left over|used up|you've used|just sold|today's|until|"
    r"unless|if you|extra|additional|another|other|second|again|"
    r"unlike|"
    r"except|however|apart from|only if|usually|normally|for (?:them|him|her|those|the others?)|(?:that|this|the other) one)\b"
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
