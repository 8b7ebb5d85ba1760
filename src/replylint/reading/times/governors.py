"""What the words before an expression say of it: the preposition that governs it, waiting, opening hours."""

from __future__ import annotations

from typing import Final

from replylint.reading.times import amounts, bounds
from replylint.reading.times.expression import Governor
from replylint.reading.times.lexicon import APPROXIMATORS, GOVERNORS, LONG_GOVERNORS, NUMBERS, listed
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import BREAK, FRONT, Words

LONG_ENDS: Final = frozenset(phrase[-1] for phrase in LONG_GOVERNORS)
OPENING: Final = frozenset(("opens", "closes", "closed", "staffed", "manned"))
OPEN_BEFORE: Final = listed("are is be we're it's they're stay remain always normally also usually")
HOURS_BEFORE: Final = listed("opening business office working support our operating store phone service")


def governor_of(words: Words, piece: Piece, floor: int) -> Governor | None:
    """The preposition before the expression, which an "about" may part from it."""
    row, starts, ends = words.words, words.starts, words.ends
    place = piece.first
    while row[place - 1] in APPROXIMATORS and not (row[place - 1] in ("around", "about") and piece.clock is None):
        place -= 1
    if piece.event and not piece.amount and row[place - 1] not in bounds.CONNECTIVES:
        return None
    word = row[place - 1]
    for size in (3, 2) if word in LONG_ENDS else ():
        long = LONG_GOVERNORS.get(tuple(row[place - size : place]))
        if long and place - size >= floor:
            return Governor(long, starts[place - size], ends[place - 1])
    if word in GOVERNORS and place - 1 >= floor:
        return Governor(GOVERNORS[word], starts[place - 1], ends[place - 1])
    if place < piece.first and piece.clock:
        return Governor("at", starts[place], ends[piece.first - 1])
    return None


def waited(words: Words, piece: Piece) -> bool:
    """Whether "for 3 days" has already passed: "you have been waiting for 3 days"."""
    for place in range(piece.first - 2, max(FRONT, piece.first - 9) - 1, -1):
        word = words.words[place]
        if word in (".", "!", "?", BREAK):
            return False
        if word in amounts.ELAPSED or word.endswith("'ve"):
            return True
    return False


def is_open(words: Words, piece: Piece) -> bool:
    """Whether the sentence tells opening hours: "we're open from 9 to 5"."""
    fixed = piece.date or (piece.day and piece.day.offset is not None) or piece.period
    if fixed or not (piece.clock or (piece.until and piece.day)):
        return False
    row = words.words
    for place in range(piece.first - 1, max(FRONT, piece.first - 12) - 1, -1):
        word = row[place]
        if word in (".", "!", "?", BREAK):
            return False
        if word in OPENING or (word == "open" and row[place - 1] in OPEN_BEFORE):
            return True
        if word == "hours" and row[place - 1] in HOURS_BEFORE and not row[place - 2][:1].isdecimal():
            return row[place - 2] not in NUMBERS
    return False
