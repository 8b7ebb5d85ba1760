"""What is bounded by something other than a clock: the end of a day, an event, a slot in a macro."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from replylint.reading.times.expression import Date, Day, Event, Modifier, Period, Stretch
from replylint.reading.times.lexicon import (
    ANY_WEEKDAY,
    BUSINESS,
    EDGES,
    MODIFIERS,
    MONTHS,
    RELATIVE_DAYS,
    STRETCHES,
    UNITS,
    WEEKDAYS,
    listed,
)
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import BREAK, DASHES, MASK, Words

END_LETTERS: Final[dict[str, Stretch]] = {
    "eod": "day",
    "cob": "day",
    "eob": "day",
    "eop": "day",
    "eow": "week",
    "eom": "month",
    "eoq": "quarter",
    "eoy": "year",
}
ENDS: Final[dict[str, Stretch]] = {
    "day": "day",
    "business": "day",
    "play": "day",
    "trading": "day",
    "workday": "day",
    "shift": "shift",
    "workweek": "week",
    **STRETCHES,
}
FILLERS: Final = BUSINESS | listed("the our your my current calendar same")

CONNECTIVES: Final = frozenset(("once", "when", "after", "before", "until", "till", "upon"))
GOVERNED: Final = frozenset(("after", "before", "until", "till"))
SUBJECTS: Final = listed(
    "the your our my their his her its you we i it they he she a an this these those that's someone you've we've i've "
    "you're we're they've everything payment"
)
NOT_SUBJECTS: Final = listed(
    "a per again more in every or daily i'll we'll will did do does is are was were can could would should have has "
    "might possible not to you'd that this on at of upon there and but for needed necessary"
)
ASKED: Final = listed(
    "know see say sure about confirm check ask exactly idea wonder wondering out clear of tell predict like and"
)
PRONOUNS: Final = listed("i we you they he she it")
HELPERS: Final = listed("will can am should would shall may could 'll might")
NEW_CLAUSE: Final = listed("i'll we'll you'll they'll it'll he'll she'll please then so but because if once when while")
STOPS: Final = frozenset('.,;:!?()[]{}<>"“”–—…|') | {BREAK, MASK}
WAS: Final = listed("was were did had got went said came sent bought wrote")
REACH: Final = 14

SLOT_CLOSERS: Final = {"{": "}", "[": "]", "<": ">"}
SLOT_REACH: Final = 14
SLOT_TIMES: Final = listed(
    "date time day days hour hours week weeks month months minute minutes eta timeframe timeline deadline when "
    "duration sla period frame timescale weekday tomorrow x xx n number datetime timestamp"
)
SLOT_OTHERS: Final = frozenset(("number", "order", "id", "name", "zone"))
SLOT_GOVERNORS: Final = listed("by within in on before until till after at between from for")


def end(words: Words, index: int) -> Piece | None:
    """ "EOD", "close of business", "end of the week", "month end"."""
    row = words.words
    word = row[index]
    if word in END_LETTERS:
        # "cob" is also maize; in small letters it needs its preposition.
        sure = words.shouted(index) or word in ("eod", "eow", "eom", "eoy") or row[index - 1] in ("by", "before")
        return Piece(index, index + 1, end_of=END_LETTERS[word]) if sure else None
    if word in ("month", "year", "quarter", "week", "day", "month's", "year's", "week's", "day's"):
        at = index + 2 if row[index + 1] == "-" else index + 1
        if row[at] != "end" or not words.closes(at + 1):
            return None
        return Piece(index, at + 1, end_of=ENDS[word.removesuffix("'s")])
    return _edge_of(words, index)


def _edge_of(words: Words, index: int) -> Piece | None:
    """ "end of the month", "beginning of next week", "the close of play"."""
    row = words.words
    if row[index + 1] != "of" or row[index] not in EDGES:
        return None
    first = index - 1 if row[index - 1] in ("the", "very") else index
    head, modifier = index + 2, None
    while row[head] in FILLERS or row[head] in MODIFIERS:
        if row[head] == "business" and row[head + 1] not in ("day", "week"):
            break
        modifier = MODIFIERS.get(row[head], modifier)
        head += 1
    if _is_idiom(words, first, head):
        return None
    return _edge_piece(words, first, index, head, modifier)


def _is_idiom(words: Words, first: int, head: int) -> bool:
    """ "At the end of the day, …" sums up and names no time."""
    row = words.words
    opens = row[first - 2] in ("", ".", "!", "?", BREAK, ",", "but", "and") or words.capital(first - 1)
    return row[first - 1] == "at" and row[head] == "day" and row[head + 1] == "," and opens


def _edge_piece(words: Words, first: int, index: int, head: int, modifier: Modifier | None) -> Piece | None:
    row = words.words
    word = row[head]
    edge = EDGES[row[index]]
    piece = Piece(first, head + 1, past=modifier == "last")
    if word in MONTHS and words.capital(head):
        piece.date = Date(month=MONTHS[word])
        piece.edge, piece.end_of = (None, "month") if edge == "end" else (edge, None)
    elif word in RELATIVE_DAYS or word in ANY_WEEKDAY:
        if edge != "end":
            return None
        piece.day = Day(RELATIVE_DAYS[word]) if word in RELATIVE_DAYS else Day(weekday=ANY_WEEKDAY[word])
        piece.end_of = "day"
    elif word in ENDS and (words.closes(head + 1) or row[head + 1] in ("(", *WEEKDAYS)):
        unit = ENDS[word]
        if edge == "end":
            piece.end_of = unit
            piece.period = Period(unit, modifier) if modifier and unit != "day" else None
        elif unit in ("day", "shift"):
            return None
        else:
            piece.period, piece.edge = Period(unit, modifier), edge
    else:
        return None
    return piece


def event(words: Words, index: int) -> Piece | None:
    """ "once the parcel scans", "as soon as …", "(after) the payment clears"; the span of "after" and its like is
    that of a governor, so the piece begins behind it."""
    row = words.words
    word = row[index]
    if word == "as":
        if row[index + 1 : index + 3] != ["soon", "as"]:
            return None
        connective, first = "as soon as", index + 3
    elif word == "the" and row[index + 1] == "moment":
        connective, first = "the moment", index + 2
    elif word in CONNECTIVES:
        connective, first = word, index + 1
    else:
        return None
    if not _starts_clause(words, index, first, connective):
        return None
    last = _clause_end(words, first)
    if last == first or (word in ("when", "once") and (last == first + 1 and not row[first].endswith("ed"))):
        return None
    if word == "when" and row[last] == "?":
        return None
    governed = connective in GOVERNED
    happened = Event(connective, words.starts[first], words.ends[last - 1])
    return Piece(first if governed else index, last, event=happened, past=_happened(row[first:last]))


def anchor(words: Words, index: int) -> Piece | None:
    """What an amount counts from: "(2 days) after the payment clears", "(within 24 hours) of delivery"."""
    row = words.words
    word = row[index]
    if word not in ("of", "after"):
        return event(words, index) if word == "before" else None
    last = _clause_end(words, index + 1)
    if last == index + 1 or not row[index + 1][0].isalpha():
        return None
    return Piece(index, last, event=Event(word, words.starts[index + 1], words.ends[last - 1]))


def _starts_clause(words: Words, index: int, first: int, connective: str) -> bool:
    row = words.words
    word = row[first]
    if not word.isascii() or not word[:1].isalpha() or word in NOT_SUBJECTS:
        return False
    if connective in GOVERNED:
        cared = row[index - 1] in ("look", "looks", "looking", "looked", "take", "takes", "named")
        return word in SUBJECTS and not cared and row[first + 1] not in ("next", "last", "other") and row[first + 1][:1].isalnum()
    if connective == "upon":
        return word in ("receipt", "arrival", "delivery", "completion", "approval", "receiving", "confirmation")
    if connective == "once":
        return row[index - 1] not in ("at", "than", "only", "just", "charged", "for", "least") and row[index - 1] != "not"
    if connective == "when":
        asked = row[index - 1] in ASKED and not (row[index - 1] == "know" and row[index - 3] in ("let", "letting"))
        return word in SUBJECTS and not asked and row[first : first + 3] != ["it", "comes", "to"]
    return True


def _clause_end(words: Words, first: int) -> int:
    """The index after the clause that begins at `first`."""
    row = words.words
    for place in range(first, first + REACH):
        word = row[place]
        if not word or word[0].isspace():
            return place
        if word in STOPS:
            inner = word in (".", ":") and words.touches(place) and words.touches(place + 1) and place > first
            if not (inner and row[place + 1][:1].isalnum()) and not (word == "." and row[place - 1] in ("m", "p", "a")):
                return place
        elif (word in DASHES and not words.touches(place)) or (place >= first + 2 and _new_clause(row, place)):
            return place
    return first + REACH


def _new_clause(row: list[str], place: int) -> bool:
    word, following = row[place], row[place + 1]
    if word in NEW_CLAUSE or (word in PRONOUNS and following in HELPERS):
        return True
    return word == "and" and (following in PRONOUNS or following in NEW_CLAUSE or following in HELPERS)


def _happened(row: list[str]) -> bool:
    """Whether the clause tells what has been: "after you called us", not "once it has shipped"."""
    if not WAS.isdisjoint(row):
        return True
    return any(word in PRONOUNS and verb.endswith("ed") and verb != "need" for word, verb in pairwise(row))


@cache
def _slot_words() -> re.Pattern[str]:
    return re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def slot(words: Words, index: int) -> Piece | None:
    """A macro's blank in a time's place: "by {timeframe}", "in [X] days"."""
    row = words.words
    last = index + 1 if row[index] == MASK else _slot_end(words, index)
    if not last:
        return None
    unit_at = last + 1 if row[last] in BUSINESS else last
    before = row[index - 1] if row[index - 1] not in ("the", "next", "about", "around") else row[index - 2]
    counts = row[unit_at] in UNITS and row[unit_at] not in ("h", "second", "min", "sec")
    inner = words.text[words.starts[index] : words.ends[last - 1]]
    if counts:
        return Piece(index, unit_at + 1, slot=inner)
    if before not in SLOT_GOVERNORS or row[index] == MASK:
        return None
    names = {name.lower() for name in _slot_words().findall(inner)}
    timed = (not names.isdisjoint(SLOT_TIMES) and names.isdisjoint(SLOT_OTHERS)) or names <= {"x", "n"}
    return Piece(index, last, slot=inner) if timed and names else None


def _slot_end(words: Words, index: int) -> int:
    """The index after the bracket that closes the one at `index`, doubled ones included, or 0."""
    row = words.words
    closer = SLOT_CLOSERS[row[index]]
    depth = 0
    for place in range(index, index + SLOT_REACH):
        word = row[place]
        if not word or word[0] == BREAK:
            return 0
        depth += (word == row[index]) - (word == closer)
        if depth == 0:
            return place + 1
    return 0
