"""Lengths of time: "20 minutes", "an hour and a half", "24-48 hours", "next two working days", "a few days"."""

from __future__ import annotations

from typing import Final

from replylint.reading.times.expression import Amount, Day, Unit
from replylint.reading.times.lexicon import (
    ANY_WEEKDAY,
    APPROXIMATORS,
    BUSINESS,
    BUSINESS_DAYS,
    FORTNIGHTS,
    MINUTES_IN,
    NUMBERS,
    RELATIVE_DAYS,
    UNITS,
    listed,
)
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import DASHES, Words

TO: Final = frozenset(("to", "or", "/", "and")) | DASHES
VAGUE_COUNTS: Final = frozenset(("few", "several", "some", "many", "number"))
LIMITS_BEFORE: Final[dict[tuple[str, ...], str]] = {
    ("up", "to"): "most",
    ("under",): "most",
    ("less", "than"): "most",
    ("no", "more", "than"): "most",
    ("not", "more", "than"): "most",
    ("at", "most"): "most",
    ("maximum", "of"): "most",
    ("at", "least"): "least",
    ("over",): "least",
    ("more", "than"): "least",
    ("minimum", "of"): "least",
}
STEPS: Final = listed("next coming following upcoming")
GONE: Final = listed("last past previous")
SMALL_WORDS: Final = listed("another further additional only just extra full whole good the")
# A long unit with only an article ("a week") is a rate or a noun unless something asks how long.
ASKS_HOW_LONG: Final = listed(
    "in within for after about around take takes taking took another than least under over until needs need every me "
    "us inside wait"
)
CLOCK_GOVERNORS: Final = frozenset(("at", "by", "before", "until", "till"))
AFTER_ARTICLE: Final = frozenset(("or", "ago", "from", "later"))
AFTER_A: Final = (
    frozenset(UNITS) | FORTNIGHTS | BUSINESS | {"half", "quarter", "couple", "good", "full", "whole", "few", "number"}
)
AFTER_ONE: Final = frozenset(UNITS) | BUSINESS | BUSINESS_DAYS | listed("and to or - – ( more o'clock full")
RATES: Final = listed("per once twice times x")
HEADS: Final = listed("period window timeframe time frame turnaround limit")
ELAPSED: Final = listed("been had was were waited waiting tried trying spent have has")


def amount(words: Words, index: int) -> Piece | None:
    """The length of time that begins at `index`, with the words that qualify it ("up to", "the next")."""
    counted = _count(words, index)
    if counted is None:
        return None
    low, high, after = counted
    business, unit_index = _business(words, after)
    unit, times = _unit(words, unit_index)
    if unit is None or not _is_length(words, index, after, unit_index, low != 1 or high != 1):
        return None
    size = Amount(low * times, high * times, unit, business or words.words[unit_index] in BUSINESS_DAYS)
    if words.words[after - 1] == "+":
        size = size._replace(high=None)
    piece = Piece(index, unit_index + 1, amount=size)
    _add_rest(words, piece)
    _add_direction(words, piece)
    _add_prefix(words, piece)
    return piece


def _unit(words: Words, index: int) -> tuple[Unit | None, int]:
    word = words.words[index]
    if word in FORTNIGHTS:
        return "week", 2
    if word in BUSINESS_DAYS:
        return "day", 1
    if word == "h" and (not words.touches(index) or words.words[index - 2] in CLOCK_GOVERNORS):
        return None, 1
    return UNITS.get(word), 1


def _business(words: Words, index: int) -> tuple[bool, int]:
    """Whether "business" or the like stands before the unit, and where the unit is; "(business)" counts."""
    row = words.words
    while row[index] in ("more", "full", "short", "whole", "long", "consecutive", "clear", "calendar"):
        index += 1
    if row[index] in BUSINESS and (row[index + 1] in UNITS):
        return True, index + 1
    if row[index] == "(" and row[index + 1] in BUSINESS and row[index + 2] == ")" and row[index + 3] in UNITS:
        return True, index + 3
    if row[index] in DASHES and words.touches(index) and row[index + 1] in BUSINESS:
        return True, index + 3 if row[index + 2] in DASHES else index + 2
    return False, index


def number(words: Words, index: int) -> tuple[float, int] | None:
    """A plain number at `index` in figures ("1.5") or words ("twenty-four"), and the next index."""
    row = words.words
    figure = words.number(index)
    if figure is None:
        value = NUMBERS.get(row[index])
        if value is None:
            return None
        ones = NUMBERS.get(row[index + 2], 10) if row[index + 1] == "-" and words.touches(index + 1) else 10
        if value >= 20 and value % 10 == 0 and ones < 10:
            return value + ones, index + 3
        return _and_a_half(words, value, index + 1)
    fraction = row[index + 2]
    if row[index + 1] == "." and words.touches(index + 1) and words.touches(index + 2) and fraction.isdecimal():
        return (figure + int(fraction) / 10 ** len(fraction), index + 3) if len(fraction) <= 2 else None
    return _and_a_half(words, figure, index + 1)


def _and_a_half(words: Words, value: float, index: int) -> tuple[float, int]:
    half = words.words[index : index + 3] == ["and", "a", "half"]
    return (value + 0.5, index + 3) if half else (value, index)


def _count(words: Words, index: int) -> tuple[float, float, int] | None:
    """How many, at least and at most, and the next index."""
    row = words.words
    word = row[index]
    if word in ("a", "an", "half", "couple"):
        return _article(words, index)
    first = number(words, index)
    if first is None or (len(word) == 4 and row[index + 1] in ("hrs", "hours", "h")):  # "1430 hrs" is a time of day
        return None
    low, after = first
    if low == 3 and row[after : after + 3] == ["quarters", "of", "an"]:
        return 0.75, 0.75, after + 3
    if row[after] == "(" and row[after + 2] == ")" and row[after + 1].isdecimal():
        after += 3
    if row[after] == "+" and words.touches(after):
        return low, low, after + 1
    if row[after] not in TO or (row[after] == "and" and row[index - 1] != "between"):
        return low, low, after
    second = _far_number(words, after + 1)
    if second is None or second[0] < low:
        return low, low, after
    high, after = second
    if row[after] == "(" and row[after + 1].isdecimal() and ")" in row[after + 2 : after + 5]:
        after = row.index(")", after + 2) + 1
    return low, high, after


def _far_number(words: Words, index: int) -> tuple[float, int] | None:
    """The far end of "24-48", whose number touches the dash."""
    word = words.words[index]
    if words.words[index - 1] == "-" and words.words[index] == "to" and words.words[index + 1] == "-":
        return _far_number(words, index + 2)
    if word.isdecimal() and word.isascii() and len(word) <= 4:
        return int(word), index + 1
    return number(words, index)


def _article(words: Words, index: int) -> tuple[float, float, int] | None:
    row = words.words
    word, after = row[index], index + 1
    if word == "half":
        bare = row[after] == "hour" and row[index - 1] in ("next", "the")  # "the next half hour"
        return (0.5, 0.5, after + (not bare)) if bare or row[after] in ("a", "an") else None
    if word == "couple":
        return 2, 2, after + 1 if row[after] == "of" else after
    if row[after] == "half" and row[after + 1] in UNITS:
        return 0.5, 0.5, after + 1
    if row[after] == "couple" or (row[after] == "good" and row[after + 1] == "couple"):
        after = row.index("couple", after) + 1
        return 2, 2, after + 1 if row[after] == "of" else after
    if row[after] == "quarter" and row[after + 1 : after + 3] == ["of", "an"]:
        return 0.25, 0.25, after + 3
    if row[after] in ("day", "week", "hour", "month", "minute", "year") and row[after + 1] == "or":
        if row[after + 2] in ("two", "2") and (row[after + 3] not in UNITS or row[after + 3] == row[after] + "s"):
            return 1, 2, after
        if row[after + 2] == "so":
            return 1, 1, after
    return 1, 1, after


def _is_length(words: Words, index: int, after: int, unit: int, plural: bool) -> bool:
    """Whether the count and the unit are a length of time, and not an adjective ("30-day window") or a rate."""
    row = words.words
    word, follower = row[unit], unit + 1
    if row[after] in DASHES or (row[unit - 1] in DASHES and unit > after):
        return row[follower] in HEADS and row[index - 1] in ("a", "the")
    article = row[index] in ("a", "an") and unit == index + 1
    if article and (word in ("second", "sec", "minute") or word not in ("hour",)):
        asked = row[index - 1] in ASKS_HOW_LONG or row[follower] in AFTER_ARTICLE or _on_weekday(words, follower)
        if not asked or word in ("second", "sec"):
            return False
    if article and (words.words[index - 1] in RATES or row[index - 1][:1].isdecimal()):
        return False
    if row[index] == "one" and word in ("day", "second", "time") and row[index - 1] not in ASKS_HOW_LONG:
        return False
    if row[follower] == "'" and words.touches(follower) and row[follower + 1] not in ("time", ""):
        return False  # "three days' credit"
    if row[follower] in ("off", "late", "early", "away", "apart"):
        return False
    if row[follower] == "of" and row[index - 1] not in ("within", "in", "after"):
        return False
    singular = plural and word in ("day", "week", "month", "year", "hour", "minute", "second")
    halves = row[index] == "half" or row[index + 1] in ("half", "quarter")
    return words.closes(follower) if singular and not halves else not (row[follower] == "-" and words.touches(follower))


def _on_weekday(words: Words, index: int) -> bool:
    """ "(a week) on Monday", "(a week) today"."""
    row = words.words
    return row[index] in RELATIVE_DAYS or (row[index] == "on" and row[index + 1] in ANY_WEEKDAY)


def _add_rest(words: Words, piece: Piece) -> None:
    """ "and a half", "and 20 minutes", "or two", "or so", "'s time"."""
    row, last, size = words.words, piece.last, piece.amount
    if size is None:
        return
    if row[last : last + 3] == ["and", "a", "half"]:
        piece.amount = size._replace(low=size.low + 0.5, high=size.low + 0.5)
        piece.last = last + 3
    elif row[last] == "or" and row[last + 1] in ("two", "2") and size.high == 2:
        piece.last = last + 3 if row[last + 2] in UNITS else last + 2
    elif row[last : last + 2] == ["or", "so"]:
        piece.amount = size._replace(approximate=True)
        piece.last = last + 2
    elif row[last] == "'" and words.touches(last) and row[last + 1] == "time":
        piece.last = last + 2
    elif size.unit in MINUTES_IN and size.low == size.high:
        more = last + 1 if row[last] in ("and", ",") else last
        rest = number(words, more) if words.number(more) is not None or row[more] in NUMBERS else None
        unit = UNITS.get(row[rest[1]]) if rest else None
        if rest and unit == "minute" and size.unit == "hour":
            minutes = size.low * 60 + rest[0]
            piece.amount = size._replace(low=minutes, high=minutes, unit="minute")
            piece.last = rest[1] + 1


def _add_direction(words: Words, piece: Piece) -> None:
    """ "ago" and "old" are past; "a week from Friday" is a day."""
    row, last, size = words.words, piece.last, piece.amount
    if size is None:
        return
    if row[last] in ("ago", "old", "earlier", "overdue"):
        piece.past, piece.last = True, last + 1
    elif row[last] == "from" and (row[last + 1] == "now" or (row[last + 1] == "today" and size.unit != "week")):
        piece.last = last + 2
    elif row[last] == "later":
        piece.last = last + 1
    elif row[last] in ("a", "per", "each", "every") and row[last + 1] in ("day", "week", "month", "year"):
        piece.habitual, piece.last = True, last + 2
    elif size.unit == "week" and not size.business and size.low == size.high and size.low % 1 == 0:
        turn = last + 1 if row[last] in ("from", "on") else last
        target = row[turn]
        if target in RELATIVE_DAYS and RELATIVE_DAYS[target] >= 0:
            day = Day(RELATIVE_DAYS[target], weeks=int(size.low))
        elif target in ANY_WEEKDAY and turn > last and (row[last] == "from" or row[piece.first] in ("a", "two")):
            day = Day(weekday=ANY_WEEKDAY[target], weeks=int(size.low))
        else:
            return
        piece.amount, piece.day, piece.last = None, day, turn + 1


def _add_prefix(words: Words, piece: Piece) -> None:
    """Take in the words before the count that belong to it, from right to left."""
    row = words.words
    while piece.amount:
        before = row[piece.first - 1]
        if words.words[piece.first] == "+":
            return
        limit = next((n for n in (3, 2, 1) if tuple(row[piece.first - n : piece.first]) in LIMITS_BEFORE), 0)
        if limit:
            phrase = tuple(row[piece.first - limit : piece.first])
            if phrase == ("over",) and row[piece.first] in ("the", "next"):
                return
            most = LIMITS_BEFORE[phrase] == "most"
            size = piece.amount
            piece.amount = size._replace(low=0) if most else size._replace(low=size.low, high=None)
            piece.first -= limit
        elif before in APPROXIMATORS:
            piece.amount = piece.amount._replace(approximate=True)
            piece.first -= 1
        elif before in STEPS or before in SMALL_WORDS or before in GONE:
            piece.past = piece.past or before in GONE
            piece.first -= 1
        elif before in ("every", "each") or (before == "in" and row[piece.first - 2] == "once"):
            piece.habitual = True
            return
        elif before == "a" and row[piece.first] in ("maximum", "minimum", "further"):
            piece.first -= 1
        else:
            return


def vague_amount(words: Words, index: int) -> Piece | None:
    """ "a few days", "several hours", "the next few weeks"."""
    row = words.words
    if row[index] not in VAGUE_COUNTS:
        return None
    after = index + 2 if row[index] == "number" and row[index + 1] == "of" else index + 1
    _, unit_index = _business(words, after)
    if row[unit_index] in ("more", "short"):
        unit_index += 1
    unit, _ = _unit(words, unit_index)
    if unit is None or row[unit_index] in ("second", "day", "hour", "week", "month", "year"):
        return None
    piece = Piece(index, unit_index + 1, vague=True)
    if row[piece.last] in ("ago", "earlier", "old"):
        piece.past, piece.last = True, piece.last + 1
    elif row[piece.last] == "'" and words.touches(piece.last) and row[piece.last + 1] == "time":
        piece.last += 2
    while row[piece.first - 1] in STEPS or row[piece.first - 1] in ("the", "a", "another", "just", *GONE):
        piece.past = piece.past or row[piece.first - 1] in GONE
        piece.first -= 1
    return piece


def business_step(words: Words, index: int) -> Piece | None:
    """ "next business day", "the following working day": one business day from now."""
    row = words.words
    if row[index] not in ("next", "following", "coming") or row[index + 1] not in BUSINESS or row[index + 2] != "day":
        return None
    first = index - 1 if row[index - 1] == "the" else index
    return Piece(first, index + 3, amount=Amount(1, 1, "day", business=True))


def whole(words: Words, index: int) -> Piece | None:
    """ "within the hour", "within the next day", "within the week": one of the unit."""
    row = words.words
    step = index - 1 if row[index - 1] in STEPS else index
    if row[step - 1] not in ("the", "this") or row[step - 2] not in ("within", "inside", "in"):
        return None
    if (row[step - 2] == "in" and step == index) or not words.closes(index + 1):
        return None
    unit = UNITS.get(row[index])
    if unit is None:
        return None
    piece = Piece(step - 1, index + 1, amount=Amount(1, 1, unit))
    _add_rest(words, piece)
    return piece
