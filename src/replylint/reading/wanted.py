"""Questions for what has no slot of its own (an age, a route, a reading, a reason), and the customer's words that answer them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.matter import root

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Wanted(NamedTuple):
    """A question of ours and where a message of the customer's, number `turn` of those before, has its answer."""

    start: int
    end: int
    said: View
    first: int
    last: int


_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both)"
_ASKS = late(
    r"\?|\bplease\b|\bneed\b|\blet (?:me|us) (?:have|know)\b|\b(?:send|give|tell) (?:me|us)\b|\bconfirm\b|\b(?:want|"
    r"like) to know\b|"
    r"\brequire\b|\b(?:may|can|could) i (?:have|take|ask)\b"
)
_PAIRS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (  # what asks, what answers
    (
        late(r"\b(?:registration|reg\b|number plate|licen[cs]e plate|plate number)(?: number| mark)?"),
        late(r"\b[a-z]{2}\d{2} ?[a-z]{3}\b|\b(?:reg|plate|registration)(?: number)?(?: is|:)? [a-z]{0,3}[- ]?\d[\w -]{2,8}"),
    ),
    (
        late(r"\bhow (?:would|do|shall|should) (?:you|we|i) (?:like |want |prefer )?(?:us )?(?:to )?(?:be |get |receive |"
            r"have )?"
             r"(?:the |your )?(?:refund|money|paid back)\w*"),
        late(r"\b(?:refund|money|credit|paid|pay)\w*[^.?!\n]{0,40}\b(?:to|on|onto|via|by|into) (?:my |the |"
            r"our )?(?:\w+ )?(?:paypal|card|bank|"
             r"account|cheque|voucher|visa|mastercard|amex)\b"),
    ),
    (
        late(r"\b(?:which|what) (?:route|journey|leg|line|connection)\b|\bwhere (?:are|were|will) you (?:fly|travel|go|head|"
            r"driv)\w*|"
             r"\bwhere (?:from|to)\b|\bfrom where\b|\b(?:departure|arrival|destination) (?:airport|station|port|city)"),
        late(r"\bfrom (?!the\b|my\b|your\b|our\b|a\b|you\b|it\b|now\b|\d)[a-z]{3,} to (?!the\b|my\b|your\b|a\b|be\b)[a-z]{3,}"),
    ),
    (
        late(r"\b(?:which|what) (?:train|bus|flight|ferry|service|coach|sailing)\b(?! (?:number|would|do you want|should))"),
        late(r"\b(?:the|my|our) \d{1,2}[:.]\d\d\b|\b\d{1,2}[:.]\d\d (?:from|to|train|flight|bus|ferry|coach|service)\b|"
             r"\bflight (?:no\.? |number )?[a-z]{2} ?\d{2,4}\b"),
    ),
    (
        late(r"\b(?:meter|water|gas|electric\w*|mileage|odometer)?(?: |^)?(?:readings?|meter figures?|mileage|"
            r"figures? on (?:the|your) meter)\b"
             r"(?! (?:the|a|your|through|this|it)\b)"),
        late(r"\b(?:reading|meter|mileage|odometer|clock)\w*\b(?![^.?!\n]{0,30}\b(?:last|previous|old|wrong|"
            r"estimate\w*)\b)[^.?!\n]{0,60}?"
             r"\b\d{3,}\b|\b\d{3,} (?:on the (?:meter|clock)|miles|kwh)"),
    ),
    (
        late(r"\bhow old (?:is|are|was|were)\b|\b(?:what|which) age\b|\b(?:your|the|his|her|their) age\b|\bage of\b"),
        late(r"\b(?:is|are|am|i'm|he's|she's|aged|turned|turns|turning|age) (?:now |only |just )?\d{1,2}\b(?! ?(?:am|pm|cm|"
            r"kg|mm|minutes|"
             r"hours|days|weeks|months|euros|pounds|%|miles|km|[:.]\d|x))|"
             r"\b(?:son|daughter|kid|child|boy|girl|nephew|niece|dog|cat|mum|dad|mother|"
             r"father)[ ,]{1,2}\(?\d{1,2}\)?(?=[ ,.)])|"
             r"\b\d{1,2}[- ](?:years?[- ]old|yo\b|yrs?\b)"),
    ),
    (
        late(r"\bwhy (?:are you|you're|you are|you want|you'd like|do you want|would you like|"
            r"you wish)[^.?!]{0,24}(?:cancel|leav|clos|"
             r"return|send|mov|end|switch)\w*|\breasons? (?:for|of|behind|why) (?:the |your |you )?(?:\w+ )?(?:cancel\w*|"
             r"return\w*|leaving|"
             r"closing|closure|departure|refund|change|complaint|request)"),
        late(r"\b(?:cancel|clos|leav|return|send|sent|end|stop|refund|chang|mov|switch)\w*\b[^.?!\n]{0,60}\b(?:because|"
            r"since|as i|as we|"
             r"as it|due to|so that|cos|cause)\b [^.?!\n]{4,40}"),
    ),
    (
        late(r"\bhow (?:did you|have you|was it|was this|were you) (?:pay|paid|paying)\b|\b(?:which|what) (?:payment|card|"
            r"method)"
             r"(?: method| type)? (?:did|was|have|you)\b|\bpayment method\b"),
        late(r"\b(?:paid|pay|bought|ordered|charged|payment)\b[^.?!\n]{0,24}\b(?:by|with|via|using|through|on|in) (?:my |a |"
            r"our )?(?:\w+ )?"
             r"(?:card|paypal|visa|cash|transfer|apple pay|google pay|amex|mastercard|voucher|klarna|cheque|direct debit)\b"),
    ),
    (
        late(r"\b(?:which|what) size\b|\bwhat(?:'s| is) (?:the|your) (?:\w+ )?size\b"),
        late(r"\b(?:need|want|like|take|wear|prefer|swap\w* (?:it |them )?(?:for|to)|exchange\w* (?:it |them )?(?:for|"
            r"to)) (?:it |them )?"
             r"(?:in )?(?:an? |the )?(?:size )?(?:\d{1,2}(?:\.5)?|xx?[sl]|[sml]|small|medium|large)\b(?! (?:of|days?|weeks?|"
             r"more|pairs?))"),
    ),
    (
        late(r"\bwhat time (?:did|was|were|do|would|should|shall|is best)\b|\bat what time\b|\b(?:which|what) time\b"),
        late(r"\b(?:at|around|about|by|after|for|the) (?:about )?(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)|\d{1,2}[:.]\d\d|"
            r"noon|midnight)\b"),
    ),
    (
        late(r"\bwhat (?:exactly |precisely )?(?:does|did|is) (?:it|the (?:\w+ )?(?:app|screen|page|display|message|error|"
            r"site|website|"
             r"system|box|popup|pop-up|notice|email|e-mail|text|machine|terminal)) (?:say|show|read|tell|display)\w*|"
             r"\b(?:exact|precise) (?:wording|words|text)\b"),
        late(r"\b(?:says?|said|reads?|shows?|showing|saying|message|error)\b[^.?!\n]{0,20}[\"'][^\"'\n]{5,}[\"']"),
    ),
    (
        late(r"\bwho(?:m)? (?:did you|was it you|you|have you) (?:speak|spoke|spoken|talk|talked|deal|dealt|chat|chatted)\w*|"
             r"\bname of the (?:agent|colleague|person|adviser|advisor|member of staff) (?:you|who)\b"),
        late(r"\b(?:spoke|talked|chatted|dealt|speaking) (?:to|with) (?!you|some|a\b|an\b|the\b|one|him|her|them|two|three|"
            r"several|"
             r"customer|support|my|our|no|nobody)[a-z]{3,}|\b(?:colleague|agent|lady|man|guy|woman|called|named) (?!said|"
             r"told|who|and|"
             r"that|promised|in|at|on|from|there|has|was)[a-z]{3,} (?:said|told|promised|offered|assured|confirmed|agreed|"
             r"explained)\b"),
    ),
    (
        late(r"\b(?:which|what) (?:day|date)s?\b[^.?!]{0,30}\b(?:suit|prefer|work|like|want|convenient|best|good)\w*|"
            r"\bwhen would "
             r"(?:you like|you prefer|suit|it suit|be best|be convenient|you want)\b"),
        late(r"\b(?:on|for|by|to|this|next|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b[^.?!\n]{0,20}(?:instead|"
            r"please|$|[?.,!])|"
             r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:instead|please|would be|suits|is best|works)\b"),
    ),
    (
        late(r"\b(?:which|what) colou?r\b|\bcolou?r (?:would|do) you\b"),
        late(r"\b(?:in|the|an?|want|need|prefer|like|take) (?:it |them |the |one )?(?:in )?(?:dark |light |navy |"
            r"pale )?(?:black|white|gr[ea]y|"
             r"red|blue|green|yellow|pink|purple|brown|orange|navy|beige|cream|silver|gold|mustard|turquoise|teal|burgundy)\b"
             r"(?! (?:light|lamp|led|dot|box|button|card|screen|stripe))"),
    ),
    (
        late(r"\bwhen (?:exactly |roughly )?(?:did|was|were) (?:this|it|that|the|your|you) ?(?:\w+ ){0,3}(?:happen|occur|"
            r"start|begin|take place|"
             r"break|crack|stop|fail|go wrong|fall|burst|leak|slip|notice|visit|stolen|damaged|lost|delivered)\w*|"
             r"\b(?:what|which) (?:day|date) (?:did )?(?:this|it|that|the)\b[^.?!]{0,20}(?:happen|occur|was|took|take)\w*|"
             r"\bsince when\b|"
             r"\bhow long (?:has|have) (?:this|it|that|you)\b"),
        late(r"(?!)"),
    ),
)  # fmt: skip
_WHEN = len(_PAIRS) - 1  # the last is answered by a day that is told of what happened
_DAY = late(
    r"\b(?:on |since |last |this |yesterday|the night of )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|"
    r"last night|this morning|"
    r"\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w*|(?:january|february|march|"
    r"april|may|"
    r"june|july|august|september|october|november|december) \d{1,2}|since (?:the update|\w+))\b"
)
_HAPPENED = late(
    r"\b(?:cracked|broke|broken|stopped|failed|happened|started|began|burst|leaked|slipped|fell|stolen|stole|crashed|fault|"
    r"died|snapped|"
    r"tore|torn|hurt|injured|dropped|dropping|froze|smashed|damaged|lost|hit|tripped|went|noticed|exploded|melted|been|"
    r"was late|missing|cut)\b"
)
_BOUGHT = late(r"\b(?:bought|ordered|purchased|paid|booked|renewed|signed up|joined)\b")
_MANY = late(r"\bhow many (?P<noun>[a-z]{3,}s)\b(?! (?:are left|do you have|are there|have you))")
_WHICH = late(
    r"\b(?:which|what)(?: of (?:our|the))? (?:\w+ )?(?P<noun>store|shop|branch|club|gym|restaurant|hotel|clinic|office|"
    r"salon|depot|station|"
    r"surgery|plan|package|tariff|course|class|tour|campus|showroom|site|location|garage|pool|library|theatre|museum)(?:e?s)?\b"
    r"[^?.!]{0,30}(?:\byou\b|\bit\b|\bthis\b|\bdid\b|\?)"
)
_OTHER = late(
    r"\b(?:another|second|other|new|again|both|next|updated|different|more|else|further|extra|each|wrong|unreadable|correct|"
    r"instead|"
    r"tablet|security|verify)\b"
)


def wanted(reading: Reading, view: View) -> Iterator[Wanted]:
    """Each question of the draft that an earlier message of the customer's has answered."""
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        if not _ASKS.search(words) or _OTHER.search(words):
            continue
        for start, end, finds in _questions(words):
            for said in reversed(reading.customer):
                answer = finds(said)
                if answer:
                    yield Wanted(sentence.start + start, sentence.start + end, said, *answer)
                    break


Finds = Callable[["View"], tuple[int, int] | None]


def _questions(words: str) -> Iterator[tuple[int, int, Finds]]:
    """The questions of a sentence, each with what finds its answer in a message."""
    for number, (asks, tells) in enumerate(_PAIRS):
        if found := asks.search(words):
            yield *found.span(), _day if number == _WHEN else _teller(tells)
    if found := _MANY.search(words):
        yield *found.span(), _counter(root(found["noun"]))
    if found := _WHICH.search(words):
        yield *found.span("noun"), _namer(found["noun"])


def _teller(tells: re.Pattern[str]) -> Finds:
    def finds(said: View) -> tuple[int, int] | None:
        found = tells.search(said.unmasked)
        return found.span() if found else None

    return finds


def _day(said: View) -> tuple[int, int] | None:
    """The day in a sentence that tells what happened."""
    text = said.unmasked
    for sentence in said.sentences:
        words = text[sentence.start : sentence.end]
        found = _DAY.search(words)
        if found and _HAPPENED.search(words) and not _BOUGHT.search(words):
            return sentence.start + found.start(), sentence.start + found.end()
    return None


def _counter(noun: str) -> Finds:
    def finds(said: View) -> tuple[int, int] | None:
        for found in re.finditer(rf"\b{_NUMBER} (?:\w+ )?({noun[:4]}[a-z]*)\b", said.unmasked):
            if root(found[1]) == noun and (found[1].endswith("s") or found[0].startswith(("a ", "an ", "one ", "1 "))):
                return found.span()
        return None

    return finds


def _namer(noun: str) -> Finds:
    """The name that stands before or behind such a place or thing."""

    def finds(said: View) -> tuple[int, int] | None:
        name = r"(?!(?:The|Your|My|Our|This|That|Which|What|In|At|On|Is|Hi|Hello|A|An|I)\b)[A-Z][\w'-]+"
        shape = rf"\b{name}(?: {name})? {noun}\b|\b{noun} (?:in|at|on|is|near|called) (?:the )?{name}"
        found = re.search(shape, said.seen.text)
        return found.span() if found else None

    return finds
