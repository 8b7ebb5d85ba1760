"""The forms that a question takes: where its words begin, and what kind of answer they ask for. All over folded text."""

from __future__ import annotations

from typing import Literal

from replylint.late import late

Kind = Literal["yes-no", "request", "when", "deadline", "price", "quantity", "degree", "where", "who", "why", "how", "which"]

EXACT: tuple[Kind, ...] = ("when", "deadline", "price", "quantity")  # no sentence without a time or a number answers these

_AUX = (
    r"(?:is|are|was|were|am|do|does|did|can|could|will|would|shall|should|may|might|must|have|has|had"
    r"|isn't|aren't|wasn't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|hasn't|haven't)"
)
_SUBJECT = (
    r"(?:i|we|you|u|ya|they|he|she|it|this|that|there|these|those|the|an?|my|our|your|his|her|their|any|all"
    r"|someone|anyone|everything)"
)
_NOUN = r"(?!and\b|or\b|not\b|it\b|them\b|be\b|been\b)\w+"  # "does breakfast cost extra", but not "and have it sent"
_WH = r"(?:how|what|when|where|which|who|whose|whom|why)"
_INTO = r"(?:on|in|at|to|from|by|for|with|under|of|through|until|till|since|into)"
_DIRECT = (
    rf"(?:(?:{_INTO} )?{_WH}(?:'s|s|'re|'ll|'d)?(?: [\w'-]+){{0,4}}? {_AUX}\b|(?:what|where|when|how|who)(?:'s|s|'re|'ll|'d)\b"
    rf"|how (?:much|many|long|soon|far|often|early|late)\b|(?:how come|how about|what about|why not|what if)\b"
    rf"|who (?!i\b|we\b|you\b|are\b)\w+s\b"
    rf"|{_AUX} {_SUBJECT}\b|(?:is|are|does|will|did) {_NOUN}|do (?:[\w-]+ )?\w{{3,}}s\b)"
)
_BORDER = r"(?:^\W*|[,;:(\u2013\u2014] ?|\s-\s?|\.\.\.? ?)(?:\s*+(?:and|but|also|plus|so|then|&|again|please|pls)\b[, ]*+)*+"
_JOIN = r"\b(?:and|but|also|plus|so|&)\b[, ]*(?:also|then|please)?[, ]*"
# "or" joins two halves of one question.
_ADVERB = (
    r"(?:(?:roughly|approximately|about|around|exactly|ideally|maybe|perhaps|if so|if not|if yes|in that case|by the way|btw)"
    r"\b[, ]*)?"
)
DIRECT = late(rf"(?:{_BORDER}|{_JOIN}){_ADVERB}(?P<q>{_DIRECT})")
# Without a question mark, at the start of its sentence only, and with its subject after the verb.
_NO_CLAUSE = r"(?!i\b|we\b|you\b|they\b|he\b|she\b|it\b)"
BARE = late(
    r"\W*(?:(?:hi|hello|hey|dear)\b[^,]{0,30}, *|(?:and|also|but|so|oh|ok|btw|quick question|one more thing)[,: ]+)*(?P<q>"
    r"(?:what|where|when|who|how)'?s (?:the|my|our|your|this|that)\b"
    rf"|{_WH}(?:'s|s)? {_NO_CLAUSE}(?:[\w'-]+ ){{0,3}}?{_AUX} {_SUBJECT}\b"
    rf"|{_AUX} (?:i|we|you|u|they|he|she|it|there)\b|(?:is|can|will|could|would) (?:this|that)\b"
    r"|(?:is|are|does|do|did|will|was|were|has|can|could) (?:the|your|my|our|there|any|these|a)\b"
    r"|how (?:many|often|old|tall|heavy|big|far|wide|deep) \w+|(?:what|who) (?:comes|happens|goes|counts|runs|pays"
    r"|signs|teaches|owns)\b)"
)
# The same after a comma, in a chat: "my wife is on it too, does she pay".
INVERTED = late(
    r", (?:and |so |but |also |then )?(?P<q>(?:does|do|is|are|can|did|will|could|would|has|have)"
    r" (?:i|we|you|he|she|it|they|there)\b"
    rf"|(?:what|where|who|how|when)(?:'?s)? (?:the|my|our|your|this|that)\b|{_WH} {_AUX} (?:i|we|you|he|she|it|they|there)\b)"
)
OPENS = late(rf"\W*(?:and |or |also |so )*(?P<q>any\b|(?!when\b){_WH}\b|{_AUX}\b)")
_LED = rf"(?:if|whether|{_WH}(?:'s|s)?)\b"
LED = late(
    rf"[ ,:]*(?:(?:please|pls|about|as to|of|me|us) )*(?:{_INTO} )?(?P<q>{_LED}(?! (?:you need|you have any|you want|possible)))"
)
_PREPOSITION = r"(?:from|until|till|by|at|on|in|to|for|with|since) "
LED_TOO = late(rf"(?:,|\band\b|\bor\b|\bas well as\b|&)[ ,]*(?:also |or |and )?(?P<q>(?:{_PREPOSITION})?{_LED})")
PRONOUN = late(r"(?:is|are|was|were)(?:n't)? (?:it|this|that|they|these|those)\b")
DOUBT = late(r"(?:unsure|not sure|not certain|unclear|not clear|i can|we can|i could|we could)")
PREFIX = late(r"(?:if|when|once|as|since|because|and|or|also|but|so|now|oh|then|plus)\b[^:]*|.{0,12}")
# What follows tells where, when or in which case: "can I bring my dog | to the cabin in May".
CASE = late(
    r",? \b(?:if|when|while|because|since|until|till|unless|before|after|once|although|in case|so that|now that|or|as|than"
    r"|in|on|at|for|from|during|through|into|over|under|within|without|to (?:the|an?|my|our|your|this))\b"
)
# What follows tells the reason or the case, not the matter.
TAIL = late(
    r"(?:,| -|\(| \u2013| \u2014)? ?\b(?:because|since|as (?:i|we|my|our|her|his|the|it)\b|in case|so that|so i|so we|cos)\b.*"
)
TAG = late(
    r"(?:,|\.\.\.|-)\s*(?:right|correct|yes|no|ok|okay|yeah|huh|eh|innit"
    r"|(?:is|are|do|does|did|has|have|was|were|will|can|wo|ca)(?:n't)? (?:it|they|you|he|she|we|i|there|that|this)) ?\?+\W*$"
)
ANY = late(
    r"\b(?:(?:how|what|when|where|who)s?|which|why|whether|if|is|are|do|does|did|can|could|will|would|should|shall|may|has"
    r"|have)\b"
)

_CAME_ABOUT = (
    r"arrived? at|came to|come to|come about|came about|happen(?:ed)?|calculated?|worked out|work out|reached|got to|arose"
    r"|determined?|decided?"
    r"|comes? to|made up|is possible|was possible"
)
_NO_DEGREE = r"(?:do|can|to|should|would|could|does|did|will|come|about)"
_SHAPES: tuple[tuple[Kind, str], ...] = (
    ("deadline", r"(?:what|when)\b.*\b(?:deadline|cut-?off|closing date|last (?:day|date)|expir\w+|due)\b"),
    (
        "when",
        r"(?:what(?:'?s)?|which)(?: is| are|'s)? the (?:latest|earliest|soonest)\b|how (?:far|long|many days"
        r"|much time) (?:ahead|in advance|beforehand)\b",
    ),
    ("when", r"when\b|(?:at |from )?(?:what|which) (?:time|day|date|month|week)\b|by when|since when"),
    ("when", r"how (?:soon|early|late|much longer)\b|how long\b(?! (?:is|are) (?:the|a|an|your)\b)"),
    ("when", r"what(?:'?s)?\b.*\b(?:eta|lead time|delivery time|opening hours)\b"),
    ("price", r"how much(?:$| (?:is|are|was|do|does|did|will|would|for|to|the|a|it|i|you|they|we|my|extra|money|more)\b)"),
    ("price", r"what\b.*\b(?:prices?|costs?|fees?|rate|charges?)\b|what (?:do|would|will|did|must) (?:i|we) (?:owe|pay)\b"),
    (
        "price",
        r"what(?:'?s| is| are| would| will)? (?:the|your|my|a)? ?(?:\w+ )?(?:pay|salary|wages?|fare|deposit|rent|excess)\b"
        r"(?! for\b)",
    ),
    ("quantity", r"how (?:many|much|often|far|big|tall|wide|deep|heavy|old|large|thick|long|high|fast)\b"),
    (
        "quantity",
        r"what\b.*\b(?:depth|width|height|weight|length|dimensions|capacity|maximum|minimum|limit|number of|smallest"
        r"|largest|biggest|lowest|highest|least|most (?:i|we|you))\b",
    ),
    ("degree", rf"how (?!{_NO_DEGREE}\b)\w+ (?:is|are|was|were|does|do|can|will)\b"),
    ("where", r"where\b"),
    ("who", r"who(?:se|m)?\b|who's\b"),
    ("why", r"what(?:'s| is| was| are|'re| were) (?:it|that|this|these|those|the \w+|the \w+ \w+) for\b\W*$"),
    ("why", r"why\b|how come\b|what(?:'s)?\b.*\b(?:reason|cause)\b"),
    (
        "why",
        rf"how (?:you|it|this|that|they|the|my|our|we|i|he|she|such)\b(?! can\b| could\b| to\b| do\b| should\b"
        rf"| works?\b).*?(?:{_CAME_ABOUT})\b",
    ),
    (
        "why",
        rf"how (?:did|was|were|is|has|have|could|can|come) (?:you|it|this|that|they|the|my|our|such"
        rf"|something) .*?(?:{_CAME_ABOUT})\b",
    ),
    ("how", r"how\b"),
    ("which", r"(?:what|which|whats|what's)\b"),
    ("request", r"(?:can|could|will|would) (?:you|u|someone|somebody)\b"),
    ("request", r"(?:can|could|may) (?:i|we) (?:please )?(?:have|get|book|cancel|order|request|change|swap|move|add)\b"),
)
_LED_INTO = late(rf"{_INTO} (?={_WH}\b)")  # "on which side"
KINDS = tuple((kind, late(source)) for kind, source in _SHAPES)


def kind_of(words: str) -> Kind:
    """What kind of answer a question asks for: the first whose form its words begin with."""
    for start in (0, led.end() if (led := _LED_INTO.match(words)) else 0):
        if kind := next((kind for kind, shape in KINDS if shape.match(words, start)), None):
            return kind
    return "yes-no"
