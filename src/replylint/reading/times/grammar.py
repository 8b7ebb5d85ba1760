"""Finding the time expressions of a text: where one may begin, what joins two into one, and what governs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

from replylint.reading.times import amounts, bounds, clocks, dates, days, vague
from replylint.reading.times.expression import Time
from replylint.reading.times.governors import governor_of, is_open, waited
from replylint.reading.times.lexicon import (
    ANY_WEEKDAY,
    BUSINESS_DAYS,
    EDGES,
    FORTNIGHTS,
    MODIFIERS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PARTS,
    RELATIVE_DAYS,
    UNITS,
    WEEKDAY_PLURALS,
    listed,
)
from replylint.reading.times.piece import Piece, merge
from replylint.reading.times.words import DASHES, FRONT, MASK, Words, fold, windows

Reader = Callable[[Words, int], Piece | None]

DIGITS: Final[tuple[Reader, ...]] = (
    dates.written,
    amounts.amount,
    clocks.clock,
    dates.day_of_month,
    dates.year_alone,
)
# What follows a figure mostly decides what it is; the others are asked in vain.
AFTER_FIGURES: Final[dict[str, tuple[Reader, ...]]] = dict.fromkeys(("am", "pm", ":"), (clocks.clock,)) | dict.fromkeys(
    ("minutes", "hours", "days", "weeks", "months", "years", "business", "working"), (amounts.amount, clocks.clock)
)
READERS: Final[tuple[tuple[frozenset[str] | tuple[str, ...], Reader], ...]] = (
    (frozenset(RELATIVE_DAYS), days.relative),
    (frozenset(ANY_WEEKDAY) | frozenset(WEEKDAY_PLURALS) | {"weekdays", "weekends"}, days.weekday),
    (dates.HOLIDAY_HEADS, dates.holiday),
    (frozenset(MODIFIERS), amounts.business_step),
    (frozenset(MODIFIERS), days.modified),
    (frozenset(PARTS) | {"tonight", "overnight", "first"}, days.part),
    (frozenset(MONTHS), dates.month),
    (("q",), days.quarter),
    (("every", "each", "daily"), days.every),
    (frozenset(bounds.END_LETTERS) | frozenset(EDGES), bounds.end),
    (("month", "year", "quarter", "week", "day", "month's", "year's", "week's", "day's"), bounds.end),
    (("day",), days.bare_day_after),
    (("hour", "day", "week", "month"), amounts.whole),
    (("noon", "midday", "midnight", "half", "quarter", "a"), clocks.clock),
    (frozenset(NUMBERS), amounts.amount),
    (frozenset(NUMBERS), clocks.clock),
    (("a", "an", "half", "couple"), amounts.amount),
    (amounts.VAGUE_COUNTS, amounts.vague_amount),
    (frozenset(ORDINALS), dates.day_of_month),
    (("the",), days.definite),
    (("the",), dates.day_of_month),
    (("{", "[", "<", MASK), bounds.slot),
)
CONDITIONS: Final = ("once", "when", "after", "before", "until", "till", "upon", "as", "the")

# Words without which no expression can be; a text that has none of them, and no figure, is not read further.
TELLING: Final = (
    frozenset(RELATIVE_DAYS)
    | frozenset(ANY_WEEKDAY)
    | frozenset(WEEKDAY_PLURALS)
    | frozenset(MONTHS)
    | frozenset(PARTS)
    | frozenset(UNITS)
    | frozenset(bounds.END_LETTERS)
    | frozenset(NUMBERS) - {"one"}
    | FORTNIGHTS
    | BUSINESS_DAYS
    | listed(
        "weekdays weekends tonight overnight weekend quarter noon midday midnight o'clock oclock half daily "
        "play business once when after before until till upon soon moment week's month's year's day's thanksgiving "
        "christmas xmas easter holiday eve 0 1 2 3 4 5 6 7 8 9 { [ <"
    )
    | vague.TELLING
)
# Words so common that a look at the next one saves asking the readers: with their own sets, or those of the phrases.
SECOND_WORDS: Final[dict[str, frozenset[str]]] = {
    "the": days.DEFINITE | frozenset(ORDINALS) | {"moment"},
    "a": amounts.AFTER_A,
    "an": amounts.AFTER_A,
    "as": frozenset(("soon",)),
    "one": amounts.AFTER_ONE,
    "first": frozenset(("thing", "of", *MONTHS)),
    "second": frozenset(("of", *MONTHS)),
} | dict.fromkeys(["in", "at", "by", "over", "during", "within", "without", "any", "some", "very", "real", "right"], frozenset())

JOINS: Final[frozenset[tuple[str, ...]]] = frozenset(
    tuple(join.split())
    for join in [
        "",
        ",",
        "at",
        "on",
        "by",
        "in",
        "of",
        "between",
        "from",
        "before",
        "around",
        "about",
        "@",
        "-",
        "–",
        "(",
        ", at",
        ", on",
        ", by",
        ", between",
        ", from",
        "at around",
        "at about",
        "by around",
        "in the",
        "until",
        ", before",
        ", around",
        "after",
        "sometime",
        "on the",
        ", the",
        "the",
        "during",
    ]
)
RANGE_JOINS: Final = frozenset(("to", "until", "till", "through", "thru", "or")) | DASHES
LEAD_INS: Final = frozenset(("sometime", "early", "mid", "late", "later", "earlier"))


@cache
def _probe() -> re.Pattern[str]:
    return re.compile(r"[a-z']+|[0-9{\[<]")


@cache
def _seconds() -> dict[str, frozenset[str]]:
    return {word: following | vague.second_words(word) for word, following in SECOND_WORDS.items()}


@cache
def _starts() -> dict[str, tuple[Reader, ...]]:
    """For each word that can begin an expression, the readers to ask, in order."""
    table: dict[str, list[Reader]] = {}
    for word in vague.first_words():
        table.setdefault(word, []).append(vague.vague)
    for word in CONDITIONS:
        table.setdefault(word, []).append(bounds.event)
    for words, reader in READERS:
        for word in words:
            table.setdefault(word, []).append(reader)
    return {word: tuple(readers) for word, readers in table.items()}


def find(text: str) -> tuple[Time, ...]:
    """The time expressions of `text`, in order and without overlap; offsets are code points into `text`."""
    folded = fold(text)
    telling = TELLING.intersection(_probe().findall(folded))
    if not telling:
        return ()
    words = Words(text, folded, windows(folded, telling))
    return tuple(_scan(words, FRONT, words.last, events=True))


def _scan(words: Words, first: int, last: int, *, events: bool) -> list[Time]:
    found: list[Time] = []
    row, starts, seconds = words.words, _starts(), _seconds()
    floor = first
    for index in range(first, last):
        word = row[index]
        if index < floor or not (word in starts or word.isdecimal()):
            continue
        if word in seconds and (following := row[index + 1]) not in seconds[word] and not "0" <= following[:1] <= "9":
            continue
        piece = _piece(words, index, events=events)
        if piece is None or piece.first < floor or piece.last > last:
            continue
        piece = _joined(words, piece)
        piece.first = max(piece.first, floor)
        if piece.event:
            inner = _scan(words, _event_words(words, piece), piece.last, events=False)
            piece.dated = next((time for time in inner if time.specific and not time.past and not time.habitual), None)
        finished = _finish(words, piece, floor)
        if finished:
            found.append(finished)
            floor = piece.last
    return found


def _event_words(words: Words, piece: Piece) -> int:
    """The index of the first word after the connective."""
    place = piece.first
    while piece.event and words.starts[place] < piece.event.start:
        place += 1
    return place


def _piece(words: Words, index: int, *, events: bool) -> Piece | None:
    """The simple expression that begins at `index`; the longest-known reading wins by the order of the readers."""
    word = words.words[index]
    figure = "0" <= word[:1] <= "9"
    readers = AFTER_FIGURES.get(words.words[index + 1], DIGITS) if figure else _starts().get(word, ())
    for reader in readers:
        if reader is bounds.event and (not events or (word in bounds.GOVERNED and _is_dated(words, index + 1))):
            continue
        piece = reader(words, index)
        if piece is not None:
            return piece
    return None


def _is_dated(words: Words, index: int) -> bool:
    """Whether a whole time stands at `index`: "after the 30th", but not "after the 4 pm maintenance window"."""
    for start in (index, index + 1) if words.words[index] == "the" else (index,):
        piece = _piece(words, start, events=False)
        if piece is not None and words.closes(_joined(words, piece).last) and piece.first <= index:
            return True
    return False


def _joined(words: Words, piece: Piece) -> Piece:
    """`piece` with the expressions that continue it: "Thursday" + "at 2 pm", "Monday" + "to Wednesday"."""
    _lead_in(words, piece)
    while True:
        longer = _next_joined(words, piece) or _ranged(words, piece)
        if longer is None:
            break
        piece = longer
    clocks.add_zone(words, piece)
    if piece.amount and not piece.past and not piece.habitual:
        anchor = bounds.anchor(words, piece.last)
        if anchor:
            piece.event, piece.last = anchor.event, anchor.last
    return piece


def _lead_in(words: Words, piece: Piece) -> None:
    """Take in "early", "later", "mid-" before a day, a period or a part of it."""
    row = words.words
    before = row[piece.first - 1]
    dash = before == "-" and row[piece.first - 2] == "mid"
    if dash or before in LEAD_INS:
        dated = piece.day or piece.period or piece.part or (piece.date and piece.date.day is None)
        if dated and not piece.habitual and not piece.until:
            piece.first -= 2 if dash else 1
            if before != "sometime":
                piece.edge = EDGES["mid" if dash else before]
            piece.past = piece.past or before == "earlier"
            piece.needs_governor = False
    elif before == "in" and row[piece.first - 2] in ("early", "late", "later") and piece.period:
        piece.edge = EDGES[row[piece.first - 2]]
        piece.first -= 2


def _next_joined(words: Words, piece: Piece) -> Piece | None:
    if piece.slot or piece.amount or piece.event or piece.vague:
        return None
    row = words.words
    for size in (0, 1, 2):
        between = tuple(row[piece.last : piece.last + size])
        if between not in JOINS:
            continue
        following = _piece(words, piece.last + size, events=False)
        if following is None or following.first < piece.last:
            continue
        weekday_of_it = piece.day is not None and piece.day.weekday is not None and following.date is not None
        if following.needs_governor and not between and not weekday_of_it:
            continue
        if between == (",",) and row[following.last] == ":":
            continue
        bracketed = between[-1:] == ("(",)
        if (bracketed and row[following.last] != ")") or not merge(piece, following):
            continue
        piece.last += bracketed
        return piece
    return None


def _ranged(words: Words, piece: Piece) -> Piece | None:
    """ "Monday to Wednesday", "3 May to 5 May", "today or tomorrow"."""
    row = words.words
    join = row[piece.last]
    between = join == "and" and row[piece.first - 1] == "between"
    if piece.until and piece.until.clock and piece.day and piece.day.weekday is not None and join in ("to", "-", "–"):
        far = days.weekday(words, piece.last + 1) if row[piece.last + 1] in ANY_WEEKDAY else None
        return replace(piece, last=far.last, habitual=True) if far else None
    if not (join in RANGE_JOINS or between) or piece.until or piece.amount or piece.vague or piece.slot or piece.event:
        return None
    far = _piece(words, piece.last + 1, events=False)
    if far is None or far.first <= piece.last - 1 or far.amount or far.vague or far.slot or far.until:
        return None
    while longer := _next_joined(words, far):
        far = longer
    if not _comparable(piece, far):
        return None
    # Days with hours behind them tell when someone works.
    piece.habitual = piece.habitual or bool(far.until) or row[far.last] == ":"
    piece.until, piece.last = far, far.last
    return piece


def _comparable(near: Piece, far: Piece) -> bool:
    """Whether the two can be the ends of one range."""
    days_apart = near.day and (far.day or far.part)
    dates_apart = near.date and far.date
    parts_apart = near.part and (far.part or far.day)
    periods_apart = near.period and (far.period or far.day)
    return bool(days_apart or dates_apart or parts_apart or periods_apart or (near.clock and far.clock and far.day))


def _finish(words: Words, piece: Piece, floor: int) -> Time | None:
    governor = governor_of(words, piece, floor)
    if piece.needs_governor and governor is None:
        return None
    word = governor.word if governor else None
    if word == "since" or (word == "for" and piece.amount and waited(words, piece)):
        piece.past = True
    piece.habitual = piece.habitual or is_open(words, piece)
    return piece.time(words, governor)
