"""Days and stretches of the calendar that are named from today, and parts of the day."""

from __future__ import annotations

from typing import Final

from replylint.reading.times.expression import Date, Day, Modifier, Period
from replylint.reading.times.lexicon import (
    ANY_WEEKDAY,
    BUSINESS,
    EDGES,
    MODIFIERS,
    MONTHS,
    PARTS,
    RELATIVE_DAYS,
    STRETCHES,
    WEEKDAY_PLURALS,
    WEEKDAYS,
    listed,
)
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import Words

# Buttons and tabs are called "Today" too.
PRESSED: Final = listed("click tap press select choose hit open the to in on under see called named pick")
SHOWN: Final = frozenset(("tab", "button", "view", "page", "section", "widget", "column", "filter"))
DAY_GOVERNORS: Final = listed("by on until till before since from after next this last for @ than through")
QUOTES: Final = frozenset("\"'“”‘’«»>")
DASH_LIKE: Final = frozenset("-'")


def relative(words: Words, index: int) -> Piece | None:
    """ "today", "tomorrow week", "yesterday"."""
    row = words.words
    if words.capital(index) and not words.shouted(index):
        before = row[index - 1]
        if before in PRESSED or before in QUOTES or row[index + 1] in SHOWN:
            return None
    offset = RELATIVE_DAYS[row[index]]
    week = row[index + 1] == "week" and offset >= 0 and words.closes(index + 2)
    return Piece(index, index + 2 if week else index + 1, day=Day(offset, weeks=int(week)), past=offset < 0)


def weekday(words: Words, index: int) -> Piece | None:
    """ "Friday", "Friday week", "Mon." beside a date, "weekdays", "Mondays"."""
    row = words.words
    word = row[index]
    if word in WEEKDAY_PLURALS or word in ("weekdays", "weekends"):
        number = WEEKDAY_PLURALS.get(word)
        period = None if number is not None else Period("week" if word == "weekdays" else "weekend")
        return Piece(index, index + 1, day=None if number is None else Day(weekday=number), period=period, habitual=True)
    last = index + 1
    if word not in WEEKDAYS:
        if not _plainly_a_day(words, index):
            return None
        dotted = row[last] == "." and words.touches(last)
        last += dotted and (row[last + 1] in MONTHS or not words.capital(last + 1))
    elif words.touches(last) and words.touches(last + 1) and _compound(words, last):
        return None
    day = Day(weekday=ANY_WEEKDAY[word])
    if row[last] == "week" and words.closes(last + 1):
        return Piece(index, last + 1, day=Day(weekday=day.weekday, weeks=1))
    return Piece(index, last, day=day)


def _compound(words: Words, mark: int) -> bool:
    """Whether a name of the web or a compound goes on after the mark: "Monday.com", "Sunday-best"."""
    row = words.words
    follows = row[mark + 1].isalpha()
    return follows and (row[mark] == "." or (row[mark] == "-" and row[mark + 1] not in ANY_WEEKDAY))


def _plainly_a_day(words: Words, index: int) -> bool:
    """Whether "mon", "sat", "sun" or "wed" is a weekday here."""
    row = words.words
    word, after = row[index], index + 1
    if row[after] in (".", ",") and words.touches(after):
        after += 1
    if row[after] in MONTHS or (words.number(after) is not None and (row[after + 1] in MONTHS or after > index + 1)):
        return True
    if not words.capital(index) and word in ("sun", "sat", "wed", "mon"):
        return False
    if row[after] == "nav":
        return False
    beside = row[index - 1] in ANY_WEEKDAY or (row[index - 2] in ANY_WEEKDAY and row[index - 1] != ",")
    onwards = row[after] in ("-", "–", "to") and row[after + 1] in ANY_WEEKDAY
    governed = row[index - 1] in DAY_GOVERNORS
    return governed or beside or onwards or words.number(after) is not None or row[after] in PARTS


def modified(words: Words, index: int) -> Piece | None:
    """What follows "this", "next", "last", "coming": a weekday, a stretch, a part of the day."""
    row = words.words
    modifier: Modifier | None = MODIFIERS.get(row[index])
    head = index + 1
    if row[index] == "this" and row[head] in ("coming", "past"):
        modifier = "last" if row[head] == "past" else "this"
        head += 1
    word = row[head]
    past = modifier == "last"
    if word in ANY_WEEKDAY and (word in WEEKDAYS or words.capital(head) or word not in ("sun", "sat", "wed", "mon")):
        day = Day(weekday=ANY_WEEKDAY[word], modifier=modifier)
        return Piece(index, head + 1, day=day, past=past) if words.closes(head + 1) or row[head + 1] in PARTS else None
    if word in STRETCHES:
        return Piece(index, head + 1, period=Period(STRETCHES[word], modifier), past=past)
    if word in PARTS and row[index] == "this" and word != "lunch":
        return Piece(index, head + 1, day=Day(0), part=PARTS[word])
    if word == "night" and past:
        return Piece(index, head + 1, day=Day(-1), part="night", past=True)
    if word in MONTHS and (words.capital(head) or modifier != "this") and row[index] in ("this", "next", "last"):
        return _month(words, index, head, past)
    return None


def _month(words: Words, index: int, head: int, past: bool) -> Piece | None:
    if not words.closes(head + 1):
        return None
    return Piece(index, head + 1, date=Date(month=MONTHS[words.words[head]]), past=past)


def part(words: Words, index: int) -> Piece | None:
    """ "tonight", "overnight", "lunchtime", "morning" and "first thing", apart from the day they belong to."""
    row = words.words
    word = row[index]
    if word == "tonight":
        return Piece(index, index + 1, day=Day(0), part="night")
    if word == "overnight":
        verb = row[index - 1] in ("to", "will", "we'll", "i'll", "can", "they'll", "you")  # "we'll overnight the part"
        return Piece(index, index + 1, part="overnight") if words.closes(index + 1) and not verb else None
    if word == "first":
        if row[index + 1] != "thing" or row[index - 1] in ("the", "a", "one") or row[index + 2] in ("to", "you", "we"):
            return None
        return Piece(index, index + 2, part="first thing")
    first = _part_start(words, index)
    if first < 0 or (row[index + 1] in DASH_LIKE and words.touches(index + 1)):
        return None
    return Piece(first, index + 1, part=PARTS[word], needs_governor=word == "lunch")


def _part_start(words: Words, index: int) -> int:
    """Where the words for a part of the day begin, or -1 when "morning" here is a greeting, a wish or a noun."""
    row = words.words
    word, before = row[index], row[index - 1]
    if before in RELATIVE_DAYS or before in ANY_WEEKDAY:
        return index
    if before == "-" and row[index - 2] == "mid":
        return index - 2
    if before in ("early", "late", "mid") and row[index - 2] != "a":
        return index - 1
    if before == "the" and row[index - 2] in ("in", "by", "during", "until", "before"):
        return index - 1 if word != "lunch" else -1
    governed = before in ("by", "before", "until", "at", "around", "after", "over")
    return index if governed and word in ("lunchtime", "lunch") and words.closes(index + 1) else -1


DEFINITE: Final = frozenset(("day", "other")) | frozenset(MODIFIERS) | frozenset(STRETCHES)


def definite(words: Words, index: int) -> Piece | None:
    """What follows "the": "day after tomorrow", "weekend", "other day", "coming week"."""
    row = words.words
    word = row[index + 1]
    if word not in DEFINITE:
        return None
    if word == "day":
        offset = {("after", "tomorrow"): 2, ("before", "yesterday"): -2}.get((row[index + 2], row[index + 3]))
        return Piece(index, index + 4, day=Day(offset), past=offset < 0) if offset else None
    if word == "other" and row[index + 2] == "day":
        return Piece(index, index + 3, period=Period("day", "last"), past=True)
    if word in MODIFIERS:
        piece = modified(words, index + 1)
        if piece:
            piece.first = index
        return piece
    narrowed = word in STRETCHES and row[index - 1] in ("of", "in") and row[index - 2] in EDGES
    if (word == "weekend" or narrowed) and words.closes(index + 2):
        return Piece(index, index + 2, period=Period(STRETCHES[word]))
    return None


def bare_day_after(words: Words, index: int) -> Piece | None:
    """ "day after tomorrow" without its article."""
    row = words.words
    if row[index + 1] == "after" and row[index + 2] == "tomorrow":
        return Piece(index, index + 3, day=Day(2))
    return None


def every(words: Words, index: int) -> Piece | None:
    """ "every Monday", "each day", "every morning", "daily"."""
    row = words.words
    word = row[index + 1]
    if row[index] == "daily":
        return Piece(index, index + 1, period=Period("day"), habitual=True)
    if word in ANY_WEEKDAY:
        return Piece(index, index + 2, day=Day(weekday=ANY_WEEKDAY[word]), habitual=True)
    if word in PARTS:
        return Piece(index, index + 2, part=PARTS[word], habitual=True)
    if word in STRETCHES or word == "day" or word in ("weekday", "workday"):
        return Piece(index, index + 2, period=Period(STRETCHES.get(word, "day")), habitual=True)
    if word in BUSINESS and row[index + 2] == "day":
        return Piece(index, index + 3, period=Period("day"), habitual=True)
    return None


def quarter(words: Words, index: int) -> Piece | None:
    """ "Q1" to "Q4"."""
    digit = words.words[index + 1]
    if words.touches(index + 1) and digit in ("1", "2", "3", "4") and words.capital(index) and words.closes(index + 2):
        return Piece(index, index + 2, period=Period("quarter", number=int(digit)))
    return None
