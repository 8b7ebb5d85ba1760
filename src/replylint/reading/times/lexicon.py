"""The words of the time grammar. All are lower case with straight apostrophes; numbers are what the words stand for."""

from __future__ import annotations

from typing import Final

from replylint.reading.times.expression import Edge, GovernorWord, Holiday, Modifier, Part, Stretch, Unit


def listed(words: str) -> frozenset[str]:
    """The words of a list that is separated by blanks."""
    return frozenset(words.split())


NUMBERS: Final[dict[str, int]] = {
    word: value
    for value, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

ORDINAL_ENDINGS: Final = frozenset(("st", "nd", "rd", "th"))
ORDINALS: Final[dict[str, int]] = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
}

WEEKDAYS: Final[dict[str, int]] = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
}
WEEKDAY_ABBREVIATIONS: Final[dict[str, int]] = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
ANY_WEEKDAY: Final = WEEKDAYS | WEEKDAY_ABBREVIATIONS
WEEKDAY_PLURALS: Final[dict[str, int]] = {word + "s": number for word, number in WEEKDAYS.items()}

MONTHS: Final[dict[str, int]] = {
    word: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for word in names.split()
}
MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))  # for an expression that looks for a date
# Also words or first names: these must be written with a capital, and stand in a clearer place.
MONTH_HOMOGRAPHS: Final = frozenset(("may", "march", "mar", "april", "june", "august", "jan"))

RELATIVE_DAYS: Final[dict[str, int]] = {
    "today": 0,
    "tomorrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "yesterday": -1,
}
MODIFIERS: Final[dict[str, Modifier]] = {
    "this": "this",
    "next": "next",
    "coming": "this",
    "following": "next",
    "last": "last",
    "past": "last",
    "previous": "last",
}
STRETCHES: Final[dict[str, Stretch]] = {
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
PARTS: Final[dict[str, Part]] = {
    "morning": "morning",
    "lunchtime": "lunchtime",
    "lunch": "lunchtime",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
}
LATE_PARTS: Final[frozenset[Part]] = frozenset(("afternoon", "evening", "night"))
EDGES: Final[dict[str, Edge]] = {
    "early": "early",
    "earlier": "early",
    "mid": "mid",
    "middle": "mid",
    "midway": "mid",
    "late": "late",
    "later": "late",
    "start": "start",
    "beginning": "start",
    "end": "end",
    "close": "end",
}

UNITS: Final[dict[str, Unit]] = {
    "sec": "second",
    "secs": "second",
    "second": "second",
    "seconds": "second",
    "min": "minute",
    "mins": "minute",
    "minute": "minute",
    "minutes": "minute",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "hour": "hour",
    "hours": "hour",
    "day": "day",
    "days": "day",
    "wk": "week",
    "wks": "week",
    "week": "week",
    "weeks": "week",
    "month": "month",
    "months": "month",
    "year": "year",
    "years": "year",
    "yr": "year",
    "yrs": "year",
}
FORTNIGHTS: Final = frozenset(("fortnight", "fortnights"))
BUSINESS_DAYS: Final = frozenset(("weekday", "weekdays", "workday", "workdays"))
BUSINESS: Final = frozenset(("business", "working", "work", "trading", "office"))
MINUTES_IN: Final[dict[Unit, int]] = {"hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}

ZONES: Final = listed(
    "utc gmt bst cet cest eet eest msk est edt cst cdt mst mdt pst pdt akst akdt hst aest aedt acst awst nzst nzdt jst "
    "kst hkt sgt ist wib pht sast wat brt"
)
# Read as zones only in capitals: each is also a common word, a word part or a name.
SHORT_ZONES: Final = frozenset(("et", "ct", "mt", "pt", "z", "est", "ist", "wat", "cat", "eat"))
ZONE_NAMES: Final = frozenset(("eastern", "central", "mountain", "pacific"))
ZONE_OWNERS: Final = frozenset(("your", "our", "my", "local", "their"))

_HOLIDAY_NAMES: Final[dict[Holiday, tuple[str, ...]]] = {
    "new year": ("new year's day", "new years day", "new year's", "new years", "new year"),
    "new year's eve": ("new year's eve", "new years eve"),
    "good friday": ("good friday",),
    "easter monday": ("easter monday",),
    "easter": ("easter sunday", "easter"),
    "memorial day": ("memorial day",),
    "independence day": ("independence day",),
    "labor day": ("labor day", "labour day"),
    "thanksgiving": ("thanksgiving day", "thanksgiving"),
    "black friday": ("black friday",),
    "cyber monday": ("cyber monday",),
    "christmas eve": ("christmas eve", "xmas eve"),
    "christmas": ("christmas day", "xmas day", "christmas", "xmas"),
    "boxing day": ("boxing day",),
    "bank holiday": ("bank holiday monday", "bank holiday"),
}
HOLIDAYS: Final[dict[tuple[str, ...], Holiday]] = {
    tuple(name.split()): holiday for holiday, names in _HOLIDAY_NAMES.items() for name in names
}

GOVERNORS: Final[dict[str, GovernorWord]] = {
    "by": "by",
    "within": "within",
    "inside": "within",
    "in": "in",
    "before": "before",
    "on": "on",
    "at": "at",
    "@": "at",
    "until": "until",
    "till": "until",
    "til": "until",
    "through": "until",
    "thru": "until",
    "after": "after",
    "past": "after",
    "from": "from",
    "starting": "from",
    "beginning": "from",
    "during": "during",
    "over": "during",
    "throughout": "during",
    "for": "for",
    "since": "since",
    "between": "between",
}
LONG_GOVERNORS: Final[dict[tuple[str, ...], GovernorWord]] = {
    ("no", "later", "than"): "by",
    ("not", "later", "than"): "by",
    ("on", "or", "before"): "by",
    ("at", "or", "before"): "by",
    ("prior", "to"): "before",
    ("ahead", "of"): "before",
    ("up", "until"): "until",
    ("up", "till"): "until",
    ("as", "of"): "from",
}
APPROXIMATORS: Final = frozenset(("about", "around", "approximately", "approx", "roughly", "circa", "~", "sometime"))

# A number that is followed by one of these, by a mark or by nothing may be a bare hour or close an expression.
FOLLOWERS: Final = (
    listed(
        "a about after all also although an and any are around as at because before but by can could during each "
        "either even every for from had has have he here how i i'd i'll i'm i've if in instead is it it'll it's its "
        "just latest local may might most must my no not now on once only or our please rather sharp she should "
        "since she'll he'll who'll that'll you'd so still than that that's the their then there there's they they'll "
        "they're this though through thru "
        "till to today tomorrow tonight too unless until was we we'd we'll we're we've were when where whether which "
        "while who will with within without would yet you you'd you'll you're you've your eastern central pacific "
        "mountain between latest depending otherwise simply"
    )
    | frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | ZONES
)
# After an hour in words ("by three") fewer words will do: "by one of our drivers" is no time.
WORD_HOUR_FOLLOWERS: Final = listed("today tomorrow tonight on this at in sharp and so if your")
CLOSED_MARKS: Final = frozenset("%$£€#°/&+=\\")
