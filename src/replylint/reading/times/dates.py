"""Calendar dates: "3 May", "Nov. 25, 2026", "2026-12-01", "11/24", "the 30th", "23-25 November", holidays."""

from __future__ import annotations

from typing import Final

from replylint.reading.times.expression import Date
from replylint.reading.times.lexicon import HOLIDAYS, MONTH_HOMOGRAPHS, MONTHS, ORDINAL_ENDINGS, ORDINALS, UNITS, listed
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import DASHES, Words

MONTH_GOVERNORS: Final = listed("in by before until till during since mid early late of")
DATE_GOVERNORS: Final = listed("by on before until till from since after between to for of through")
RANGE_JOINS: Final = frozenset(("to", "until", "through", "and", "or")) | DASHES
ABBREVIATED: Final = listed("jan feb mar apr jun jul aug sept sep oct nov dec")
HOLIDAY_HEADS: Final = frozenset(name[0] for name in HOLIDAYS)


def written(words: Words, index: int) -> Piece | None:
    """A date that begins with a number: day and month name, or figures."""
    return _figures(words, index) or _day_month(words, index)


def ordinal(words: Words, index: int) -> tuple[int, int, bool]:
    """A day of the month at `index`: its number (0 for none), the next index, and whether it is written "30th"."""
    value = words.number(index)
    if value is None:
        value = ORDINALS.get(words.words[index], 0)
        return value, index + 1, value > 0
    if len(words.words[index]) > 2 or not 1 <= value <= 31:
        return 0, index, False
    suffixed = words.touches(index + 1) and words.words[index + 1] in ORDINAL_ENDINGS
    return value, index + 2 if suffixed else index + 1, suffixed


def _day_month(words: Words, index: int) -> Piece | None:
    row = words.words
    day, last, suffixed = ordinal(words, index)
    if not day:
        return None
    until = None
    if row[last] in RANGE_JOINS and (row[last] != "and" or row[index - 1] == "between"):
        far, far_last = _far_day(words, last + 1)
        if far and row[far_last] in MONTHS:
            until, last = (far, far_last), far_last
    if row[last] == "of":
        last += 1
    if row[last] not in MONTHS or not _is_month(words, last, suffixed or row[last - 1] == "of"):
        return None
    month, after = MONTHS[row[last]], _after_dot(words, last + 1)
    year, after = _year(words, after)
    piece = Piece(index, after, date=Date(year, month, day))
    if until:
        piece.until = Piece(until[1] - 1, after, date=Date(year, month, until[0]))
        piece.until.first = last - 1 if not row[last - 1].isalpha() else last - 2
    return piece


def _far_day(words: Words, index: int) -> tuple[int, int]:
    """The day that ends a range ("23-25 November"), which may touch its dash, and the next index."""
    word = words.words[index]
    if word.isdecimal() and word.isascii() and len(word) <= 2 and 1 <= int(word) <= 31:
        suffixed = words.touches(index + 1) and words.words[index + 1] in ORDINAL_ENDINGS
        return int(word), index + 2 if suffixed else index + 1
    return 0, index


def _is_month(words: Words, index: int, suffixed: bool) -> bool:
    """Whether the word after a day number is a month: "3 may apply" is none."""
    return suffixed or words.words[index] not in MONTH_HOMOGRAPHS or words.capital(index)


def _after_dot(words: Words, index: int) -> int:
    """Past the full stop of "Nov." when something follows it that belongs to the date."""
    row = words.words
    abbreviated = row[index] == "." and words.touches(index) and row[index - 1] in ABBREVIATED
    return index + 1 if abbreviated and (row[index + 1][:1].isdecimal() or not words.capital(index + 1)) else index


def _year(words: Words, index: int) -> tuple[int | None, int]:
    after = index + 1 if words.words[index] == "," else index
    word = words.words[after]
    if len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal() and words.words[after + 1] not in (":", "h"):
        return int(word), after + 1
    return None, index


def month(words: Words, index: int) -> Piece | None:
    """A date that begins with its month: "May 3rd", "Nov 23-25", "November 2026"; or a month alone, after "in"."""
    row = words.words
    plain = row[index] not in MONTH_HOMOGRAPHS
    if not plain and not words.capital(index):
        return None
    number, after = MONTHS[row[index]], _after_dot(words, index + 1)
    day_index = after + 1 if row[after] == "the" else after
    found = day, last, suffixed = ordinal(words, day_index)
    if day and (suffixed or (row[after] != "the" and row[day_index].isdecimal())) and row[last] not in UNITS:
        return _with_day(words, index, number, found)
    year, last = _year(words, after)
    if year and row[after] != ",":
        return Piece(index, last, date=Date(year, number))
    before = row[index - 1]
    mid = before == "-" and row[index - 2] == "mid"
    named = before == "from" and plain
    if (before in MONTH_GOVERNORS or mid or named) and words.closes(after) and (plain or row[index + 1] != "i"):
        return Piece(index, index + 1, date=Date(month=number))
    return None


def _with_day(words: Words, index: int, number: int, found: tuple[int, int, bool]) -> Piece | None:
    row = words.words
    day, last, suffixed = found
    far, far_last = (0, last)
    if row[last] in DASHES or row[last] in ("to", "through"):
        far, far_last = _far_day(words, last + 1)
        clock_like = row[far_last] in ("am", "pm", ":")
        far, far_last = (0, last) if clock_like or not words.closes(far_last) else (far, far_last)
    year, after = _year(words, far_last if far else last)
    clock_follows = row[last] in ("am", "pm", "a", "p") or (row[last] == ":" and words.touches(last))
    if clock_follows or not (suffixed or year or far or words.closes(last)):
        return None
    piece = Piece(index, after, date=Date(year, number, day))
    if far:
        piece.until = Piece(last + 1, far_last, date=Date(year, number, far))
    return piece


def _figures(words: Words, index: int) -> Piece | None:
    """ "2026-12-01", "24/11/2026", "24.11.2026", "11/24"."""
    row = words.words
    if words.number(index) is None or not words.touches(index + 1) or not words.touches(index + 2):
        return None
    mark, second = row[index + 1], row[index + 2]
    if mark not in ("-", "/", ".") or not second.isdecimal() or not second.isascii() or len(second) > 2:
        return None
    last = index + 3
    third = ""
    if row[last] == mark and words.touches(last) and words.touches(last + 1) and row[last + 1][:1].isdecimal():
        third, last = row[last + 1], last + 2
    if words.touches(last) and ((row[last].isalnum() and row[last] != "t") or row[last] in ("/", "%")):
        return None
    first, middle = int(row[index]), int(second)
    if len(row[index]) == 4:
        iso = mark in "-/" and third and len(third) == 2 and 1 <= middle <= 12 and 1 <= int(third) <= 31
        return Piece(index, last, date=Date(first, middle, int(third))) if iso else None
    if third:
        if len(third) not in (2, 4) or (len(third) == 2 and mark != "/"):
            return None
        year = int(third) if len(third) == 4 else 2000 + int(third)
        return _ordered(index, last, first, middle, year)
    return _short(words, index, last, first, middle) if mark == "/" else None


def _short(words: Words, index: int, last: int, first: int, middle: int) -> Piece | None:
    """Day and month without a year: sure enough after a preposition, or when both have two digits."""
    row = words.words
    before = row[index - 1]
    governed = before in ("by", "on", "before", "until", "from", "since", "after") or row[index - 2] == "on"
    padded = len(row[index]) == 2 and len(row[index + 2]) == 2
    if not governed and not padded and before != ",":
        return None
    always_open = (first, middle) == (24, 7)
    if not words.closes(last) or (always_open and not governed):
        return None
    return _ordered(index, last, first, middle, None)


def _ordered(index: int, last: int, first: int, second: int, year: int | None) -> Piece | None:
    low, high = min(first, second), max(first, second)
    if low < 1 or low > 12 or high > 31:
        return None
    if high > 12 or low == high:
        return Piece(index, last, date=Date(year, low, high))
    return Piece(index, last, date=Date(year, pair=(first, second)))


def day_of_month(words: Words, index: int) -> Piece | None:
    """ "the 30th", "the 3rd of May", "the first of the month", from its article or its number on."""
    row = words.words
    article = row[index] == "the"
    number_index = index + 1 if article else index
    named = _day_month(words, number_index)
    if named and (article or row[number_index].isdecimal()):
        named.first = index
        return named
    day, last, suffixed = ordinal(words, number_index)
    if not day or not suffixed:
        return None
    if (article and row[last : last + 3] == ["of", "the", "month"]) or row[last : last + 3] == ["of", "this", "month"]:
        return Piece(index, last + 3, date=Date(day=day))
    if row[last : last + 3] == ["of", "next", "month"]:
        return Piece(index, last + 1, date=Date(day=day))
    if not row[number_index].isdecimal() or not words.closes(last):
        return None
    governed = row[index - 1] in DATE_GOVERNORS
    return Piece(index, last, date=Date(day=day), needs_governor=not governed)


def year_alone(words: Words, index: int) -> Piece | None:
    """ "in 2027"."""
    year = words.number(index)
    if year is None or not 2000 <= year <= 2099 or words.words[index - 1] not in ("in", "by", "since", "until", "before"):
        return None
    return Piece(index, index + 1, date=Date(year)) if words.closes(index + 1) else None


def holiday(words: Words, index: int) -> Piece | None:
    """A holiday in a governed place: "before Thanksgiving" but not "Happy Thanksgiving"."""
    row = words.words
    first = index
    before = row[index - 1]
    if before in ("the", "this", "next"):
        first, before = index - 1, row[index - 2]
    if before not in DATE_GOVERNORS and before not in ("at", "over", "during", "in"):
        return None
    for size in (3, 2, 1):
        name = HOLIDAYS.get(tuple(row[index : index + size]))
        if name and words.closes(index + size):
            return Piece(first, index + size, date=Date(holiday=name))
    return None
