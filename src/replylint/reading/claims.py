"""Statements that can be compared: prices, periods, dates, numbers, and the answers to yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.matter import alternatives, plain, root, roots
from replylint.reading.times.lexicon import MONTH, MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence


Places = tuple[tuple[int, int], ...]


class Claim(NamedTuple):
    """A statement of ours. `kind` and `unit` say what is stated, `value` how much (for yes or no: 1 or 0), `matter` what
    of, `near` that of its clause, `before` that of the sentence before."""

    start: int
    end: int
    kind: str
    unit: str
    value: float
    matter: frozenset[str]
    names: frozenset[str]
    days: frozenset[str]
    near: frozenset[str]
    before: frozenset[str]
    about: bool
    many: bool


_SMALL = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = r"\d+(?:[.,]\d{3})*(?:\.\d+)?|" + "|".join(_SMALL)
_MONTH = rf"(?P<month>{MONTH})\b"
_MONEY = late(
    r"(?:[£$€] ?(?P<a>\d[\d,]*(?:\.\d+)?)|\b(?P<b>\d[\d,]*(?:\.\d+)?) ?(?:[£$€]|euros?\b|pounds?\b|quid\b|dollars?\b|usd\b|"
    r"gbp\b|eur\b))"
    r"(?: ?(?:per|a|an|each|every|/) ?(?P<per>night|month|year|week|day|hour|person|head|minute|kg|item|user|seat|way))?"
)
_PERIOD = late(
    r"\b(?P<n>" + _NUMBER + r"|a|an)[- ](?:full |calendar |whole |working |business |clear )*(?P<unit>day|week|month|year|"
    r"hour)s?\b"
    r"(?! (?:ago|old|later|earlier|before|away))"
)
_DATE = late(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + _MONTH + r"|"
    r"" + _MONTH.replace("month>", "name>") + r" (?P<d2>\d{1,2})(?:st|nd|rd|th)?\b|\bthe (?P<d3>\d{1,2})(?:st|nd|rd|th)\b)"
)
_COUNT = late(
    r"(?<![\w.,£$€-])(?:(?P<n>\d[\d,]*|" + "|".join(_SMALL) + r") (?:(?:seated|active|named|extra|free|adult|more|checked|"
    r"different|guest|parking|separate|full|included|printed) )?(?P<unit>[a-z]{3,}s|people)\b|(?:one|1) (?:(?:seated|active|"
    r"named|extra|free|adult|checked|guest|parking|full|included|printed) )?(?P<one>[a-z]{3,})\b)"
)
_HOLDS = late(
    r"\b(?:seats?|holds?|fits?|takes?|sleeps?|accommodates?|room for|capacity (?:is|of))(?: up to| about|"
    r" around)? (?P<n>\d+|" + "|".join(_SMALL) + r")\b(?! ?(?:\w+ )?(?:second|minute|hour|day|week|month|year|time)s?\b)"
)
_RATE = late(
    r"\b(?P<n>\d+(?:[.,]\d+)?) ?(?P<unit>mbps|gbps|mb/s|gb|tb|mb|kwh|kw|watts?|kg|litres?|liters?|%|percent|mm|cm|"
    r"miles?|km|metres?|meters?|kilometres?|kilometers?|m)(?!\w)"
)
_LENGTHS = {"mm": 0.001, "cm": 0.01, "m": 1, "met": 1, "km": 1000, "kil": 1000, "mil": 1609}
_OPENS = late(
    r"\b(?P<what>open (?:until|till|to)|opens?|closes?|shuts?|(?:is |are )?locked|ends?|finish(?:es)?|starts?|begins?|"
    r"(?:served|runs?|goes on|on) "
    r"(?:until|till)|check-?in|check-?out)\b(?:(?!\bof\b)[^.?!\d]){0,24}?\b(?:(?P<h>\d{1,2}|" + "|".join(_SMALL) + r")"
    r"(?:[:.](?P<m>\d\d))? ?(?P<half>am|pm|o'clock)?|(?P<noon>noon|midday|midnight))\b(?!-)(?! (?:\w+ )?(?:days?|weeks?|"
    r"months?|january|june|july))"
)
_MANY = late(
    r"\b(?:both|all|total|altogether|together|two|three|four|five|six|seven|eight|nine|ten|twelve|return|couple|"
    r"\d+ (?:nights?|people|persons|guests|"
    r"days|weeks|months|users|seats|items|tickets))\b"
)
_DAY = late(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun|week|bank holi)day")
_CLOCKS = {
    "open until": "close",
    "open till": "close",
    "open to": "close",
    "closes": "close",
    "close": "close",
    "open": "open",
    "shuts": "close",
    "locked": "close",
    "is locked": "close",
    "are locked": "close",
    "shut": "close",
    "opens": "open",
    **dict.fromkeys(("end", "ends", "finish", "finishes"), "close"),
    **{f"{verb} {until}": "close" for verb in ("served", "run", "runs", "goes on", "on") for until in ("until", "till")},
    **dict.fromkeys(("start", "starts", "begin", "begins"), "open"),
}
_UNTIL = late(
    r"\b(?:until|till|through|closed?|closes|ended|ends?|expires?|"
    r"wraps? up|runs? out|runs? to|last day|deadline|no later than|window)\b"
)
_SHARE = late(
    r"\b(?:(?P<all>in full|full(?:y)? refund\w*|all (?:of )?(?:your |the )?(?:money|fees)|everything|every penny|100 ?%|"
    r"the full amount)|"
    r"half|part(?:ial(?:ly)?)? (?:of|refund)|a third|a quarter|[1-9]\d ?%)(?!\w)"
)
_BACK_AGAIN = late(r"\b(?:back|refund\w*|return(?:ed)?|repa(?:y|id)|reimburs\w+|kept|keep|retain\w*|withh\w+|forfeit\w*)\b")
_PAST = late(
    r"\b(?:(?:the|in|over|for|during|your|these|past) last|past|previous|ago|"
    r"for the next|over the next|another|more than|at least|later)\b"
)
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
PLAIN = plain(
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
) - plain("plus")
_CALENDAR = frozenset((*WEEKDAYS, *MONTHS))
_KINDS_OF_STAND = (
    ("allowed", "says-refused", "says-allowed"), ("needed", "says-unneeded", "says-needed"),
    ("stocked", "says-unstocked", "says-stocked"), ("due", "says-undue", "says-due"), ("cost", "says-charged", "says-free"),
)  # fmt: skip
_ASKS = late(
    r"(?:(?:and|but|so|also|then)[, ]+)?(?:what|which|when|where|who|how|why|is|are|was|were|do|does|did|can|could|would|"
    r"will|should|shall|may|have|has|"
    r"if|or|did you)\b"
)
_DENIES = late(
    r"\b(?:isn't|is not|aren't|are not|doesn't|does not|don't|do not|can't|cannot|won't|"
    r"will not)(?: be)?(?: \w+ly)? ([\w-]{4,})\b"
    r"|\b(?:there (?:is|are)|there's|has|have|with) no ([\w-]{4,})\b|\bnon-(\w{4,})\b"
)
_SAYS = late(
    r"\b(?:is|are|it's|they're|there's|can|may|does|do|will|we|it|which|has|have|could) (?:(?:\w+ly|all|also|fully|can|will|"
    r"an?|be) )*([\w-]{4,})\b"
)
_NEGATION = late(r"n't\b|\bnot\b|\bno\b|\bnever\b|\bcannot\b|\bwithout\b")
_ASKING = late(
    r"\b(?:please|could you|can you|if|whether|try|make sure|should|may|might|i'll|we'll|i will|we will|once|"
    r"until|when)\b|\?"
)
_STATES = plain(
    "working work ready back online done finished complete completed processed showing connected resolved fixed here sure "
    "able have know find see "
    "think believe hesitate worry forget want able going doing getting currently still always really help wish mean seem "
    "appear look looking load "
    "aware certain being been your their that this what there only with from some just very"
)
_BACK = late(r"\bsen[dt]\w*\b[^.?!]{0,30}\bback\b")


def claims(reading: Reading, view: View) -> Iterator[Claim]:
    """The statements of a text that can be compared, questions left out."""
    free = reading.matches(view, "says-free")
    taken = ((unit, reading.matches(view, no), reading.matches(view, yes)) for unit, no, yes in _KINDS_OF_STAND)
    stands = [stand for stand in taken if stand[1] or stand[2]]
    last = before = frozenset[str]()
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        before, last = last, frozenset()
        if words.endswith("?") and _ASKS.match(words):
            continue
        last = matter_of(reading.lexicon, words)
        found = [*measured(words), *_stated(view, sentence, free, stands)]
        if not found:
            continue
        matter = last
        names = _names(view.text[sentence.start : sentence.end])
        about = _ABOUT.search(words) is not None
        many = _MANY.search(words) is not None
        days = frozenset(_DAY.findall(words))
        for start, end, kind, unit, value in found:
            yield Claim(
                sentence.start + start,
                sentence.start + end,
                kind,
                unit,
                value,
                matter,
                names,
                days,
                matter_of(reading.lexicon, clause(words, start)),
                before,
                about,
                many,
            )


@lru_cache(maxsize=4)
def first(lexicon: Lexicon) -> dict[str, str]:
    """Root -> the root by which it and its other names are known, from the entries of <same-thing>: of the first that has it."""
    found: dict[str, str] = {}
    for names in alternatives(lexicon["same-thing"]):
        for name in names:
            found.setdefault(root(name), found.get(root(names[0]), root(names[0])))
    return found


@lru_cache(maxsize=256)
def matter_of(lexicon: Lexicon, words: str) -> frozenset[str]:
    """What a sentence is about: its content words, those of one meaning as one."""
    known = first(lexicon)
    found = frozenset(known.get(word, word) for word in roots(lexicon, words))
    return found | {root("return")} if _BACK.search(words) else found


def clause(words: str, start: int) -> str:
    """The clause of a sentence that holds a place."""
    ends = [0, *(found.end() for found in _JOINS.finditer(words)), len(words)]
    return next(words[a:b] for a, b in zip(ends, ends[1:], strict=False) if a <= start < b)


_JOINS = late(r"[,;:]|\b(?:because|which|so|and|but|since|while|as)\b")


def _names(text: str) -> frozenset[str]:
    """The words written as names, the first of a sentence left out."""
    words = (word.strip(".,;:!?()'’") for word in text.split()[1:])
    return frozenset(word.lower() for word in words if word[:1].isupper() and word[1:2].islower() and len(word) > 3) - _CALENDAR


def _number(words: str) -> float:
    return float(_SMALL.index(words) + 1) if words in _SMALL else 1.0 if words in ("a", "an") else float(words.replace(",", ""))


_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "year": 365}


def measured(words: str) -> Iterator[tuple[int, int, str, str, float]]:
    """The amounts, periods, dates and numbers of a sentence."""
    gifts = sorted({root(found[0]) for found in _GIFT.finditer(words)})
    for found in _MONEY.finditer(words):
        yield *found.span(), "money", " ".join((found["per"] or "", *gifts)), _number(found["a"] or found["b"])
    for found in _PERIOD.finditer(words):
        if not _PAST.search(words[max(0, found.start() - 16) : found.start()]):
            yield *found.span(), "period", "", _number(found["n"]) * _DAYS[found["unit"]]
    for found in _DATE.finditer(words):
        month = 0 if found["d3"] else MONTHS[found["month"] or found["name"]]
        day = float(found["d1"] or found["d2"] or found["d3"])
        yield *found.span(), "date", "until" if _UNTIL.search(words) else "on", month * 100 + day
    for found in _SHARE.finditer(words):
        if _BACK_AGAIN.search(words):
            yield *found.span(), "share", "", 1.0 if found["all"] else 0.5
    for found in _COUNT.finditer(words):
        unit = found["unit"] or found["one"]
        if unit not in _NOT_UNITS:
            yield *found.span(), "count", root(unit), _number(found["n"] or "1")
    for found in _HOLDS.finditer(words):
        yield *found.span(), "count", "room", _number(found["n"])
    for found in _RATE.finditer(words):
        size = _LENGTHS.get(found["unit"][:3])
        yield *found.span(), "rate", "length" if size else found["unit"], float(found["n"].replace(",", ".")) * (size or 1)
    for found in _OPENS.finditer(words):
        if found["noon"] or found["half"] or found["m"] or _number(found["h"]) < 13:
            yield *found.span(), "clock", _CLOCKS.get(found["what"], root(found["what"])), _hour(found)


def _hour(found: re.Match[str]) -> float:
    """The hour of a time of day, 0 to 24."""
    if found["noon"]:
        return 0.0 if found["noon"] == "midnight" else 12.0
    hour = _number(found["h"])
    if found["half"] in ("am", "pm"):
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return hour + int(found["m"] or 0) / 60


def answers(view: View, about: frozenset[str]) -> Iterator[Claim]:
    """A plain yes or no at the start of a text: a statement about what was asked."""
    for sentence in view.sentences[:3]:
        found = _YES.match(view.folded, sentence.start) or _NOT.match(view.folded, sentence.start)
        if found:
            none = frozenset[str]()
            value = 1.0 if found.re is _YES or "yes" in found.groupdict() else 0.0
            yield Claim(*found.span(), "stand", "yes", value, about, none, none, about, none, False, False)
            return


_YES = late(
    r"(?:hi|hello|hey|heya)?[^.,!?]{0,12}[,!]? ?(?P<yes>yes|yep|yeah|yup|absolutely|certainly|of course|sure|indeed|no problem|"
    r"(?:it|they|we|you|that|he|she) (?:does|do|can|is|are|will|may|has|have)(?=[,.!;]| indeed))\b"
)
_NOT = late(
    r"(?:no[,.]|nope\b|(?:i'm )?afraid not\b|unfortunately not\b|sadly not\b|not (?:really|at all)\b|"
    r"(?:it|they|we|you|that) (?:doesn't|don't|can't|isn't|aren't|won't|hasn't)(?=[,.!;]))"
)


def _of_it(view: View, start: int) -> bool:
    """Whether a verb only tells which thing or person is meant: “a user that has no rights”."""
    return view.folded.endswith(("that ", "which ", "who "), 0, start)


def _stated(
    view: View, sentence: Sentence, free: Places, stands: list[tuple[str, Places, Places]]
) -> Iterator[tuple[int, int, str, str, float]]:
    """The answers to yes or no, and that something is free."""
    base = sentence.start
    for start, end in free:
        if base <= start < sentence.end:
            yield start - base, end - base, "money", "", 0.0
    words = view.folded[base : sentence.end]
    denied = {root(found[1] or found[2] or found[3]): found for found in _DENIES.finditer(words)}
    for word, found in denied.items():
        if word not in PLAIN | _STATES:
            yield *found.span(), "stand", word, 0.0
    if not _NEGATION.search(words) and not _ASKING.search(words):
        for found in _SAYS.finditer(words):
            if root(found[1]) not in PLAIN | _STATES:
                yield *found.span(), "stand", root(found[1]), 1.0
    for unit, no, yes in stands:
        refused = [(start, end) for start, end in no if base <= start < sentence.end and not _of_it(view, start)]
        stated = [(start, end, 1.0) for start, end in yes if base <= start < sentence.end and not _of_it(view, start)]
        stated = [(a, b, 1.0) for a, b, _ in stated if not any(a < d and c < b for c, d in refused)]
        for start, end, value in (*((a, b, 0.0) for a, b in refused), *(stated if not refused else ())):
            yield start - base, end - base, "stand", unit, value
