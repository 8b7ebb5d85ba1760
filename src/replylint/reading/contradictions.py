"""What the draft says otherwise than we said before: another price, date, period, number, or the other answer to yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.content import stem, stems

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence


class Claim(NamedTuple):
    """A statement of ours. `kind` and `unit` say what is stated, `value` how much (for yes or no: 1 or 0), `matter` what of."""

    start: int
    end: int
    kind: str
    unit: str
    value: float
    matter: frozenset[str]
    names: frozenset[str]
    about: bool


class Contradiction(NamedTuple):
    """A statement of the draft and, as `evidence`, the earlier one that it goes against; `note` quotes that one."""

    start: int
    end: int
    kind: str
    note: str
    evidence: tuple[Span, ...]


_SMALL = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = r"\d+(?:[.,]\d{3})*(?:\.\d+)?|" + "|".join(_SMALL)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b"
_MONEY = late(
    r"(?:[£$€] ?(?P<a>\d[\d,]*(?:\.\d+)?)|\b(?P<b>\d[\d,]*(?:\.\d+)?) ?(?:[£$€]|euros?\b|pounds?\b|quid\b|dollars?\b|usd\b|"
    r"gbp\b|eur\b))"
    r"(?: ?(?:per|a|an|each|every|/) ?(?P<per>night|month|year|week|day|hour|person|head|minute|kg|item|user|seat))?"
)
_PERIOD = late(
    r"\b(?P<n>" + _NUMBER + r"|a|an)[- ](?:full |calendar |whole |working |business |clear )*(?P<unit>day|week|month|year|"
    r"hour)s?\b"
    r"(?! (?:ago|old|later|earlier|before|away))"
)
_DATE = late(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + _MONTH + r"|"
    r"" + _MONTH.replace("month>", "name>") + r" (?P<d2>\d{1,2})(?:st|nd|rd|th)?\b)"
)
_COUNT = late(
    r"(?<![\w.,£$€-])(?P<n>\d[\d,]*|" + "|".join(_SMALL) + r") (?:(?:seated|active|named|extra|free|adult|more|"
    r"different) )?(?P<unit>[a-z]{3,}s|people)\b"
)
_HOLDS = late(
    r"\b(?:seats?|holds?|fits?|takes?|sleeps?|accommodates?|room for|capacity (?:is|of))(?: up to| about|"
    r" around)? (?P<n>\d+|" + "|".join(_SMALL) + r")\b"
)
_RATE = late(
    r"\b(?P<n>\d+(?:[.,]\d+)?) ?(?P<unit>mbps|gbps|mb/s|gb|tb|mb|kwh|kw|watts?|kg|litres?|liters?|%|percent|mm|cm|"
    r"miles|km)(?!\w)"
)
_OPENS = late(
    r"\b(?P<what>opens?|closes?|shuts?|check-?in|check-?out|starts?|ends?|"
    r"begins?)\b[^.?!\d]{0,24}(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))? ?(?P<half>am|pm)?\b(?! (?:\w+ ){0,1}(?:days?|weeks?|"
    r"months?|january|june|july))"
)
_UNTIL = late(r"\b(?:until|till|closes?|ends?|expires?|last day|deadline|no later than|window)\b")
_PAST = late(r"\b(?:last|past|previous|ago|for the next|over the next|another|more than|at least|later)\b")
_ABOUT = late(
    r"\b(?:about|around|some|up to|from|between|at least|nearly|almost|approx\w*|roughly) (?=[£$€\d])|"
    r"\b(?:in the region|roughly|approx\w*|circa|estimate\w*|reckon|expect\w*|should|hope\w*|probably|likely|may|might|"
    r"usually)\b"
)
_GIFT = late(
    r"\b(?:credit\w*|voucher|refund\w*|goodwill|discount|cash ?back|compensat\w*|towards?|reward|gift|allowance|"
    r"insurance|excess|deposit|spend|save|total|sum|altogether|balance|tax)\b|\boff\b"
)
_NOT_UNITS = frozenset(
    (
        "days weeks months years hours minutes seconds times euros pounds dollars ways others things points "
        "parts steps options cents pence this his was has its pages"
    ).split()
)
_SAME = (
    "dog pet animal puppy labrador cat",
    "delivery deliver arrive arrival parcel ship shipping shipment dispatch",
    "return returning",
    "warranty guarantee guaranteed",
    "visit call-out callout engineer appointment technician",
    "keep kept retention retain store stored",
    "referral refer referred", "cancel cancellation", "space parking garage", "plan package contract tariff subscription",
    "licence license seat user", "notice", "name", "renew renewal", "install installation fitting", "join joining",
)  # fmt: skip
_FIRST = {stem(word): stem(words.split()[0]) for words in _SAME for word in words.split()}
_PLAIN = stems(
    "charge charged charges fee fees cost costs price prices pay payment amount bill billed money day days week weeks month "
    "months year years hour "
    "hours date plan planned please note customer order item include includes included come comes set need require required "
    "free available stock "
    "offer welcome allow allowed permitted full calendar working business number time from just total per everything yes "
    "january february march "
    "april june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "euro pound dollar "
    "pleased happy glad great period long until also plus quid want able card accept sell have sold cover covers due "
    "eligible entitled qualify"
) - stems("plus")
_CALENDAR = frozenset(
    (
        "january february march april june july august september october november december monday tuesday "
        "wednesday thursday friday saturday sunday"
    ).split()
)
_KINDS_OF_STAND = (
    ("allowed", "says-refused", "says-allowed"), ("needed", "says-unneeded", "says-needed"),
    ("stocked", "says-unstocked", "says-stocked"), ("due", "says-undue", "says-due"),
)  # fmt: skip
_ASKS = late(
    r"(?:(?:and|but|so|also|then)[, ]+)?(?:what|which|when|where|who|how|why|is|are|was|were|do|does|did|can|could|would|"
    r"will|should|shall|may|have|has|"
    r"if|or|did you)\b"
)
_ANOTHER = late(
    r"\b(?:can|could) (?:you|i|we) (?:please |also )?(?:change|switch|swap|upgrade|move)\b|\b(?:change|switch|move) (?:it|"
    r"the (?:date|flight|room|time|day|plan))\b|"
    r"\b(?:another|different|other|later|earlier|cheaper) (?:date|flight|room|time|day|plan|option|one|hotel|model|size)\b|"
    r"\bwhat (?:if|about)\b|\bhow about\b"
)
_BACK = late(r"\bsen[dt]\w*\b[^.?!]{0,30}\bback\b")


def contradictions(reading: Reading, view: View) -> Iterator[Contradiction]:
    """Each statement of the draft that an earlier one of ours goes against, with no word of why."""
    if not reading.earlier:
        return
    now = list(_claims(reading, view))
    if not now:
        return
    then = [(ours, claim) for ours in reading.earlier for claim in _claims(reading, ours)]
    asked = {ours.turn: _asked_before(reading, ours) for ours in reading.earlier}
    if any(_ANOTHER.search(said.folded) for said in reading.asking):
        return
    done: set[int] = set()
    for claim in now:
        same = [(ours, other) for ours, other in then if _one_matter(claim, other, asked[ours.turn])]
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


def _claims(reading: Reading, view: View) -> Iterator[Claim]:
    """The statements of a text that can be compared."""
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        if words.endswith("?") and _ASKS.match(words):
            continue
        matter = _matter(words)
        names = _names(view.text[sentence.start : sentence.end])
        about = _ABOUT.search(words) is not None
        for start, end, kind, unit, value in (*_measured(words), *_stated(reading, view, sentence)):
            yield Claim(sentence.start + start, sentence.start + end, kind, unit, value, matter, names, about)


def _matter(words: str) -> frozenset[str]:
    """What a sentence is about: its content words, those of one meaning as one."""
    found = frozenset(_FIRST.get(word, word) for word in stems(words))
    return found | {stem("return")} if _BACK.search(words) else found


def _names(text: str) -> frozenset[str]:
    """The words written as names, the first of a sentence left out."""
    words = (word.strip(".,;:!?()'’") for word in text.split()[1:])
    return frozenset(word.lower() for word in words if word[:1].isupper() and word[1:2].islower() and len(word) > 3) - _CALENDAR


def _number(words: str) -> float:
    return float(_SMALL.index(words) + 1) if words in _SMALL else 1.0 if words in ("a", "an") else float(words.replace(",", ""))


_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "year": 365}


def _measured(words: str) -> Iterator[tuple[int, int, str, str, float]]:
    """The amounts, periods, dates and numbers of a sentence."""
    if not _GIFT.search(words):
        for found in _MONEY.finditer(words):
            yield *found.span(), "money", "", _number(found["a"] or found["b"])
    for found in _PERIOD.finditer(words):
        if not _PAST.search(words, max(0, found.start() - 16), found.start()):
            yield *found.span(), "period", "", _number(found["n"]) * _DAYS[found["unit"]]
    for found in _DATE.finditer(words):
        month = _MONTHS.index(found["month"] or found["name"]) + 1
        yield *found.span(), "date", "until" if _UNTIL.search(words) else "on", month * 100 + float(found["d1"] or found["d2"])
    for found in _COUNT.finditer(words):
        if found["unit"] not in _NOT_UNITS:
            yield *found.span(), "count", _FIRST.get(stem(found["unit"]), stem(found["unit"])), _number(found["n"])
    for found in _HOLDS.finditer(words):
        yield *found.span(), "count", "room", _number(found["n"])
    for found in _RATE.finditer(words):
        yield *found.span(), "rate", found["unit"], float(found["n"].replace(",", "."))
    for found in _OPENS.finditer(words):
        if found["half"] or found["m"] or int(found["h"]) < 13:
            hour = int(found["h"]) % 12 + (12 if found["half"] == "pm" else 0) + int(found["m"] or 0) / 60
            yield *found.span(), "clock", stem(found["what"]), hour


def _stated(reading: Reading, view: View, sentence: Sentence) -> Iterator[tuple[int, int, str, str, float]]:
    """The answers to yes or no, and that something is free."""
    base = sentence.start
    for start, end in reading.matches(view, "says-free"):
        if base <= start < sentence.end:
            yield start - base, end - base, "money", "", 0.0
    for unit, no, yes in _KINDS_OF_STAND:
        refused = [(start, end) for start, end in reading.matches(view, no) if base <= start < sentence.end]
        stated = [(start, end, 1.0) for start, end in reading.matches(view, yes) if base <= start < sentence.end]
        stated = [(a, b, 1.0) for a, b, _ in stated if not any(a < d and c < b for c, d in refused)]
        for start, end, value in (*((a, b, 0.0) for a, b in refused), *(stated if not refused else ())):
            yield start - base, end - base, "stand", unit, value


def _asked_before(reading: Reading, ours: View) -> frozenset[str]:
    """What the customer had asked when we said it: an answer need not repeat the question."""
    before = [said for said in reading.customer if said.turn < ours.turn]
    return _matter(before[-1].folded) if before else frozenset()


def _one_matter(claim: Claim, other: Claim, asked: frozenset[str]) -> bool:
    """Whether two statements are of one kind and about one thing."""
    if claim.kind != other.kind or claim.unit != other.unit:
        return False
    if claim.names - other.names and other.names - claim.names:
        return False
    shared = (claim.matter & other.matter) - _PLAIN
    weak = (claim.matter & asked) - _PLAIN - shared
    if claim.kind == "count":
        unit = {claim.unit}
        return bool((claim.matter & other.matter) - unit) or (claim.unit == "room" and bool(shared | weak))
    if claim.kind == "date" and claim.unit == "on":
        return bool(shared & _EVENTS) or len(shared) > 2
    if claim.kind in ("period", "money") and claim.value and other.value:
        return len(shared) + len(weak) / 2 >= (1.5 if claim.kind == "period" and not _CORE & shared else 1)
    return bool(shared)


_CORE = frozenset(_FIRST.get(word, word) for word in stems("notice warranty return delivery trial retention cancel refund"))


_EVENTS = frozenset(
    _FIRST.get(word, word)
    for word in stems(
        "delivery visit appointment installation collection pickup launch release start opening move switch event class "
        "course flight"
    )
)


def _agree(claim: Claim, other: Claim) -> bool:
    """Whether two values are one: equal, or one of them rounded."""
    if claim.kind in ("date", "stand", "clock"):
        return claim.value == other.value
    most = max(claim.value, other.value)
    near = 0.25 if other.about else 0.02
    return most == 0 or abs(claim.value - other.value) <= near * most


def _kept(claim: Claim, same: list[tuple[View, Claim]], now: list[Claim]) -> bool:
    """Whether the draft also says what we said before."""
    return any(
        mine.kind == claim.kind
        and mine.unit == claim.unit
        and (mine.kind != "stand" or bool(mine.matter & claim.matter - _PLAIN))
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
    words = view.folded[view.sentences[here].start : view.sentences[here].end]
    return any(first <= a < last for a, _ in reading.matches(view, "says-corrected")) or _NOW.search(words) is not None


_NOW = late(
    r"\b(?:now|new|just sold|today's|until|unless|if you|extra|additional|another|other|second|also|unlike|"
    r"except|however|apart from|only if|usual|usually|normally|standard)\b"
)


def _theirs(reading: Reading, claim: Claim) -> bool:
    """Whether the number is the customer's: what they told us is no statement of ours."""
    for said in reading.customer:
        for found in _measured(said.folded):
            if found[2] == claim.kind and found[4] == claim.value:
                return True
    return False
