"""The shapes that answers have: a time, a sum, a number, a name, a cause, a step."""

from __future__ import annotations

from collections.abc import Callable

from replylint.late import late
from replylint.reading.questions.answers import Said
from replylint.reading.questions.asked import Asked
from replylint.reading.questions.forms import Kind

_CURRENCY = r"(?:£|\$|€|%|p\b|c\b|k\b|usd|eur|gbp|euros?\b|dollars?\b|pounds?\b|pence\b|cents?\b|quid\b|bucks\b)"
_SUM = late(rf"[£$€¥₹]\s?\d|\d\s?(?:thousand |hundred |million |k )?{_CURRENCY}")
_NUMBER = late(
    r"\d[\d.,:]*\d|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)t(?:y|een)"
    r"|twenty|hundred|dozen|unlimited)\b"
)
_MEASURES = {  # what answers without a number
    "often": late(r"\b(?:once|twice|every|each|daily|weekly|monthly|yearly|annually|never|always|rarely)\b"),
    "far": late(
        r"\b(?:anywhere|everywhere|within|an hour|half an hour|a (?:mile|minute|few|couple|stone's)|next door|round the)\b"
    ),
    "many": late(r"\b(?:a (?:couple|few|pair)|several|any number|as many|no limit|both|none)\b"),
}
_UNIT = late(r"[\d.,]*[ -](?:\w+ )?(second|minute|hour|night|day|week|month|year|am|pm|a\.m|p\.m|o'clock)")
_SPAN = late(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|few|couple of"
    r"|half an|several)[ -](?:\w+ )?(?:second|minute|hour|night|day|week|month|year)s?\b"
)
_TIMELY = late(
    r"\b(?:already|now|just(?! been\b)|always|immediately|straight away|right away|instantly|any ?time|24/7|today"
    r"|this minute|never|soon\w*"
    r"|shortly)\b"
)
_EVENTUAL = late(
    r"\b(?:on the (?:day|date|morning|evening)|only then|not until|as soon as|once|the moment|whenever|upfront|up front)\b"
)
_UNTIL = late(
    r"\b(?:until|till|overnight|forever|for life|lifetime|at once|immediately|straight away|instantly|same day|no time|soon)\b"
)
_CLOCK = late(
    r"\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m|p\.m|o'clock|hrs?)|\b\d{1,2}[:.]\d\d\b|\b(?:at|from|by|until|till|before|after|around"
    r"|between) (?:about |around )?(?:\d{1,2}\b(?![/.:\d]| \w*(?:day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"|half|quarter|noon|midday|midnight|six|seven|eight|nine|ten|eleven|twelve|one|two|three|four|five)\b"
    r"|\b(?:noon|midday|midnight|half past|quarter (?:to|past)|any time|anytime|24/7|round the clock|all day|whenever|now)\b"
)
_CLOSING = late(
    r"\b(?:by|until|till|before|clos\w+|deadline|due|latest|ends?|expir\w+|last (?!year|week|month|time|night)|no later"
    r"|cut-?off|open)\b"
)
_PLACE = late(r"\b(?:in|at|on|under|behind|beside|near|next to|below|above|inside|from|with|to)\b|[→>]")
_STEP = late(
    r"\b(?:you can|you'll|you need|you should|just|simply|please|first|then|open|click|choose|select|go to|press|tap|try|use|set"
    r"|turn|add|enter|by \w+ing)\b|[→>]"
)
_NAMED = late(  # neither a month, a day of the week nor a button
    r"(?<![.!?:\n] )(?<!^)(?<![Pp]ress )(?<![Tt]ap )(?<![Cc]lick )(?<![Cc]hoose )(?<![Ss]elect )(?<![Oo]pen )(?<!under )(?<!hit )"
    r"\b(?!(?:Jan|Febr)uary|March|April|May\b|Ju(?:ne|ly)|August|(?:Septem|Octo|Novem|Decem)ber|(?:Mon|Tues|Wednes"
    r"|Thurs|Fri|Satur|Sun)day)"
    r"[A-Z][a-z]+"
)
_TELLS = late(r"\b(?:it|that|this|which) (?:is|was|were|covers|comes|came|means|meant)\b")
_GIVEN = late(
    r"(?<![£$€\d.,])\d+\b(?! ?(?:euros?|pounds|dollars))"
    r"|, [^,.;:]+,? and (?:an? |the |your )?\w+|[:\"“]|\b(?:either|both|any of|all of|the \w+ one)\b"
)


_BARE = 6  # words of an answer that is a time and no more


def shaped(said: Said, question: Asked, theirs: str) -> bool:
    """Whether a sentence has the shape of an answer to a question; `theirs` is the folded text of the customer."""
    return _SHAPES[question.kind](said, question, theirs)


def _timed(said: Said, question: Asked, theirs: str) -> bool:
    asked = question.view.folded[question.start : question.end]
    if "how long" in asked:
        return bool(_SPAN.search(said.text) or _UNTIL.search(said.text) or said.times(theirs))
    if "what time" in asked or "which time" in asked:
        return bool(_CLOCK.search(said.text))
    timed = bool(said.times(theirs) or _EVENTUAL.search(said.text) or _TIMELY.search(said.text) or _SPAN.search(said.text))
    return timed and (question.kind == "when" or bool(_CLOSING.search(said.text)) or len(said.text.split()) <= _BARE)


def _counted(said: Said, question: Asked, _: str) -> bool:
    """A number; "how many lamps" wants none of minutes."""
    asked = question.view.folded[question.start : question.end]
    if any(word in asked and measure.search(said.text) for word, measure in _MEASURES.items()):
        return True
    numbers = (number for number in _NUMBER.finditer(said.text) if not _SUM.match(said.text, max(number.start() - 1, 0)))
    units = (_UNIT.match(said.text, number.end()) for number in numbers)
    return any(unit is None or unit[1] in asked or "how many" not in asked for unit in units)


def _named(said: Said, _: Asked, theirs: str) -> bool:
    """A name that the customer has not said."""
    return any(name[0].lower() not in theirs for name in _NAMED.finditer(said.shown))


_SHAPES: dict[Kind, Callable[[Said, Asked, str], bool]] = {
    "yes-no": lambda said, _, __: said.plain,
    "request": lambda said, _, __: said.plain,
    "when": _timed,
    "deadline": _timed,
    "price": lambda said, _, __: bool(_SUM.search(said.text)) or said.says("answer-price"),
    "quantity": _counted,
    "degree": lambda said, _, __: bool(_NUMBER.search(said.text)),
    "where": lambda said, question, theirs: bool(_PLACE.search(said.text)) or said.encloses or _named(said, question, theirs),
    "who": lambda said, question, theirs: said.says("answer-who") or _named(said, question, theirs),
    "why": lambda said, _, __: said.says("answer-cause") or bool(_TELLS.search(said.text)),
    "how": lambda said, _, __: said.says("step-start") or bool(_STEP.search(said.text)) or said.encloses,
    "which": lambda said, question, theirs: bool(_GIVEN.search(said.shown)) or said.encloses or _named(said, question, theirs),
}
