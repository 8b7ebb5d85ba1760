"""Times of day: "3 pm", "15:00", "5.30", "17h", "1500 GMT", "half past two", "noon", and ranges of them."""

from __future__ import annotations

from typing import Final, Literal

from replylint.reading.times.expression import Clock
from replylint.reading.times.lexicon import (
    NUMBERS,
    SHORT_ZONES,
    UNITS,
    WORD_HOUR_FOLLOWERS,
    ZONE_NAMES,
    ZONE_OWNERS,
    ZONES,
    listed,
)
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import DASHES, Words

Half = Literal["am", "pm"]
NAMED: Final[dict[str, Clock]] = {"noon": Clock(12), "midday": Clock(12), "midnight": Clock(24)}
BEFORE_HOURS: Final = listed("at by before until till til after from between around about @ to than")
HOUR_JOINS: Final = frozenset(("to", "until", "till", "or")) | DASHES
PAST_MINUTES: Final[dict[str, int]] = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25}
MINUTE_WORDS: Final = {word: NUMBERS[word] for word in ("fifteen", "twenty", "thirty", "forty", "fifty")}
# Words that make "by 3" a difference and not a time: "reduced by 3".
MEASURED: Final = listed(
    "reduced increased decreased divided multiplied dropped rose grew extended lowered raised cut up down off"
)


def clock(words: Words, index: int) -> Piece | None:
    """The time or range of times that begins at `index`."""
    near = _one(words, index)
    if near is None:
        return None
    piece = _range(words, near) or near
    if piece.needs_governor and words.words[index - 1] not in BEFORE_HOURS:
        return None
    if piece.needs_governor and not _ends_as_time(words, piece):
        return None
    _add_zone(words, piece)
    _add_latest(words, piece)
    return piece


def _ends_as_time(words: Words, piece: Piece) -> bool:
    """Whether a bare hour is not counting what follows it, nor measuring a difference."""
    row = words.words
    measured = row[piece.first - 3 if row[piece.first - 2] in ("it", "this", "that", "them") else piece.first - 2]
    if not words.closes(piece.last) or measured in MEASURED or row[piece.last + 1] in ("more", "less"):
        return False
    in_words = row[piece.last - 1] in NUMBERS
    return not in_words or not row[piece.last][:1].isalpha() or row[piece.last] in WORD_HOUR_FOLLOWERS


def _one(words: Words, index: int) -> Piece | None:
    word = words.words[index]
    if word in NAMED:
        piece = Piece(index, index + 1, NAMED[word])
    else:
        piece_or_none = _spoken(words, index) or _digits(words, index)
        if piece_or_none is None:
            return None
        piece = piece_or_none
    _add_zone(words, piece)
    return piece


def _digits(words: Words, index: int) -> Piece | None:
    hour = words.number(index)
    width = len(words.words[index])
    if hour is None:
        hour = NUMBERS.get(words.words[index], 99)
    elif width == 4:
        return _military(words, index, hour)
    if hour > 24 or (width == 3 and words.words[index].isdigit()):
        return None
    minute, last, sure = _minutes(words, index + 1, hour, width)
    if minute < 0:
        return None
    half, after = meridiem(words, last)
    if half is not None:
        return Piece(index, after, Clock(_on_24(hour, half), minute)) if 1 <= hour <= 12 else None
    if words.words[last] in NAMED and hour == 12 and not minute:
        return Piece(index, last + 1, NAMED[words.words[last]])
    if words.words[last] in ("o'clock", "oclock"):
        last, sure = last + 1, True
    certain = hour > 12 or hour == 0 or (sure and words.words[index][0] == "0")
    return Piece(index, last, Clock(hour, minute, certain), needs_governor=not sure)


def _minutes(words: Words, index: int, hour: int, width: int) -> tuple[int, int, bool]:
    """Minutes after the hour at `index`, the next index, and whether the form alone shows a time; -1 for no time."""
    mark, minutes = words.words[index], words.words[index + 1]
    if mark in MINUTE_WORDS and words.words[index - 1] in NUMBERS:
        five = words.words[index + 1 : index + 3] == ["-", "five"]
        return MINUTE_WORDS[mark] + 5 * five, index + (3 if five else 1), False
    if not words.touches(index):
        return 0, index, False
    if mark == "h" and width <= 2:
        more = words.touches(index + 1) and len(minutes) == 2 and minutes.isdecimal() and minutes < "60"
        return (int(minutes), index + 2, True) if more else (0, index + 1, False)
    if mark not in (":", ".") or not words.touches(index + 1) or not ("0" <= minutes[:1] <= "9"):
        return 0, index, False
    if len(minutes) != 2 or minutes > "59" or (hour == 24 and minutes != "00"):
        return -1, index, False
    after = index + 2
    if words.touches(after) and words.words[after] in (".", ":", ",", "/", "-") and words.touches(after + 1):
        seconds = words.words[after + 1]
        if mark == ":" and words.words[after] == ":" and len(seconds) == 2 and seconds.isdecimal():
            after += 2
        elif seconds[:1].isdecimal() and words.words[after] != "-":
            return -1, index, False
    return int(minutes), after, mark == ":"


def _military(words: Words, index: int, figure: int) -> Piece | None:
    """ "1500 GMT", "at 0930": four digits are a time with a zone or "hrs", or after "at" when they cannot be a year."""
    hour, minute = divmod(figure, 100)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    following = words.words[index + 1]
    if following in ("hrs", "hours", "h"):
        return Piece(index, index + 2, Clock(hour, minute), needs_governor=following == "hours")
    if zone(words, index + 1):
        return Piece(index, index + 1, Clock(hour, minute))
    if 19 <= hour <= 20 and words.words[index][0] != "0":
        return None
    return Piece(index, index + 1, Clock(hour, minute), needs_governor=True)


def _spoken(words: Words, index: int) -> Piece | None:
    """ "half past two", "half five", "quarter to six", "ten past four"."""
    row = words.words
    first = index + 1 if row[index] == "a" and row[index + 1] == "quarter" else index
    if row[first] == "half":
        past = row[first + 1] == "past"
        hour = _hour(words, first + 2 if past else first + 1)
        last = first + 3 if past else first + 2
        return Piece(index, last, Clock(hour, 30, False), needs_governor=not past) if hour else None
    minutes = PAST_MINUTES.get(row[first]) or (words.number(first) if row[first] in ("5", "10", "20", "25") else None)
    if minutes is None:
        return None
    turn = first + 2 if row[first + 1] in ("minutes", "mins") else first + 1
    if row[turn] not in ("past", "to", "of") or (row[turn] == "of" and row[first] != "quarter"):
        return None
    hour = _hour(words, turn + 1)
    if not hour:
        return None
    half, last = meridiem(words, turn + 2)
    if row[turn] != "past":
        # "ten to twelve" after "from" is a range.
        if row[first] != "quarter" and row[index - 1] not in ("at", "by", "until", "before"):
            return None
        minutes, hour = 60 - minutes, (hour - 2) % 12 + 1
    if half is None and not words.closes(last):
        return None
    return Piece(index, last, Clock(_on_24(hour, half) if half else hour, minutes, half is not None))


def _hour(words: Words, index: int) -> int:
    """The hour 1 to 12 at `index`, or 0."""
    hour = words.number(index) or NUMBERS.get(words.words[index], 0)
    goes_on = words.touches(index + 1) and words.words[index + 1] in (":", "/", "%")
    return 0 if hour > 12 or goes_on or words.words[index + 1] in UNITS else hour


def meridiem(words: Words, index: int) -> tuple[Half | None, int]:
    """The half of the day written at `index` ("pm", "p.m."), and the index after it."""
    row = words.words
    if row[index] in ("am", "pm"):
        return ("am" if row[index] == "am" else "pm"), index + 1
    if row[index] in ("a", "p") and row[index + 1] == "." and row[index + 2] == "m" and words.touches(index + 2):
        dotted = row[index + 3] == "." and words.touches(index + 3)
        return ("am" if row[index] == "a" else "pm"), index + 4 if dotted else index + 3
    if row[index] in ("a", "p") and words.touches(index) and not (words.touches(index + 1) and row[index + 1] == "."):
        return ("am" if row[index] == "a" else "pm"), index + 1
    return None, index


def _on_24(hour: int, half: Half) -> int:
    return hour % 12 + (12 if half == "pm" else 0)


def _range(words: Words, near: Piece) -> Piece | None:
    row, join = words.words, near.last
    governor = row[near.first - 1]
    if row[join] == "and" and governor != "between":
        return None
    if row[join] not in HOUR_JOINS and row[join] != "and":
        return None
    far = _one(words, join + 1) or (_after_dash(words, join) if row[join] in DASHES else None)
    if far is None or near.clock is None or far.clock is None:
        return None
    if row[join] == "or" and row[far.last] == "at" and row[far.last + 2] == "latest":
        return None
    unsure = near.needs_governor and far.needs_governor
    hour_words = governor in ("between", "from", "at")
    nine_to_five = row[join] in ("to", *DASHES) and near.clock.hour in (7, 8, 9, 10) and far.clock.hour in (3, 4, 5, 6)
    if (unsure and not (hour_words or nine_to_five)) or (unsure and not words.closes(far.last)):
        return None
    near_clock, far_clock = _share_half(near.clock, far.clock)
    far.clock, far.needs_governor = far_clock, False
    return Piece(near.first, far.last, near_clock, zone=far.zone or near.zone, until=far)


def _after_dash(words: Words, join: int) -> Piece | None:
    """The far end of "8-10 am": its number touches a dash, which hides it from `Words.number`."""
    word = words.words[join + 1]
    if not (words.touches(join + 1) and word.isdecimal() and word.isascii() and len(word) <= 2 and int(word) <= 24):
        return None
    hour = int(word)
    minute, last, sure = _minutes(words, join + 2, hour, len(word))
    if minute < 0:
        return None
    half, after = meridiem(words, last)
    if half is not None:
        return Piece(join + 1, after, Clock(_on_24(hour, half), minute)) if 1 <= hour <= 12 else None
    piece = Piece(join + 1, last, Clock(hour, minute, hour > 12 or word[0] == "0"), needs_governor=not sure)
    _add_zone(words, piece)
    return piece


def _share_half(near: Clock, far: Clock) -> tuple[Clock, Clock]:
    """What one end of a range tells of the other: "8-10 am" is all morning, "11 to 2 pm" crosses noon."""
    if near.certain == far.certain:
        return near, far
    if far.certain:
        late = far.hour >= 12 and (near.hour % 12, near.minute) < (far.hour % 12, far.minute)
        return Clock(near.hour % 12 + 12 if late else near.hour % 24, near.minute), far
    hour = far.hour % 12
    if (hour, far.minute) <= (near.hour, near.minute):
        hour += 12
    return near, Clock(hour, far.minute)


def zone(words: Words, index: int) -> int:
    """The index after the time zone that is written at `index`, or 0."""
    row = words.words
    word = row[index]
    if word == "(":
        last = zone(words, index + 1)
        return last + 1 if last and row[last] == ")" else 0
    if word == "," and row[index + 1] in ZONE_OWNERS and row[index + 2] == "time":
        return index + 3
    if word in ZONE_OWNERS and row[index + 1] in ("time", "local"):
        return index + 3 if row[index + 2] == "time" else index + 2 if row[index + 1] == "time" else 0
    if word in ZONE_NAMES:
        return _after_time(words, index + 1) or (index + 1 if words.capital(index) else 0)
    if word in SHORT_ZONES:
        return index + 1 if words.shouted(index) else 0
    if word in ZONES:
        shifted = words.touches(index + 1) and row[index + 1] in ("+", "-", "−") and row[index + 2].isdecimal()
        return index + 3 if shifted else index + 1
    if words.capital(index) and word not in ("on", "at", "by"):
        return _after_time(words, index + 1) or (_after_time(words, index + 2) if words.capital(index + 1) else 0)
    return 0


def _after_time(words: Words, index: int) -> int:
    """The index after "time" or "standard time", or 0."""
    if words.words[index] in ("standard", "daylight", "summer"):
        index += 1
    return index + 1 if words.words[index] == "time" else 0


def _add_zone(words: Words, piece: Piece) -> None:
    last = zone(words, piece.last)
    if last and piece.zone is None:
        bare = words.text[words.starts[piece.last] : words.ends[last - 1]]
        piece.zone = bare.strip("(), ")
        piece.last = last
        piece.needs_governor = piece.needs_governor and piece.zone.lower() not in ZONES


def add_zone(words: Words, piece: Piece) -> None:
    """Read a zone that follows a whole expression: "6 pm today (London time)", "EOD PT"."""
    if piece.clock or piece.end_of:
        _add_zone(words, piece)


def _add_latest(words: Words, piece: Piece) -> None:
    """Read ", or 4:30 at the latest"."""
    row = words.words
    index = piece.last + 1 if row[piece.last] == "," else piece.last
    if row[index] != "or" or piece.clock is None:
        return
    index = index + 2 if row[index + 1] == "by" else index + 1
    late = _one(words, index)
    if late is None or late.clock is None or row[late.last : late.last + 3] != ["at", "the", "latest"]:
        return
    late.clock = _share_half(piece.clock, late.clock)[1] if not late.clock.certain else late.clock
    piece.latest = late
    piece.last = late.last + 3
