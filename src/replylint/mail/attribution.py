"""The lines that introduce a quoted message: who wrote it, and when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from replylint.late import late
from replylint.mail.people import Person, person_name
from replylint.reading.voice.history import FIELD, SENDER

_ADDRESS = late(r"(?:mailto:)?([^\s<>\[\]()\"',;:]+@[^\s<>\[\]()\"',;:]+\.[^\s<>\[\]()\"',;:]*[^\W_])")
_VIA = late(r"\bvia\b", re.I)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<{{}}>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATE = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ .-]+(?:of )?{_MONTH.format('month')},?[ -]+(?P<year>\d{{4}})"
    rf"|{_MONTH.format('month2')} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d)"
    r"|(?P<one>\d{1,2})(?P<by>[./-])(?P<two>\d{1,2})(?P=by)(?P<year4>\d{4}|\d\d)"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.]\d\d)?(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:,? \(?(?P<zone>(?-i:(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|Z\b|[A-Z]{2,5}\b)))?"
)
_MOMENT = late(rf"(?:\b[a-z]{{2,9}}\.?,? )?\b(?:{_DATE})(?:,? (?:at |um |à )?(?:{_CLOCK}))?", re.I)
_BRACKETS = late(r"[<\[(]\s*(?:mailto:)?\s*[>\])]")
_ENGLISH = late(r"\b(?:wrote|writes?):?$|[^:]$")
_FRAME = late(r"^\W*on\b|\b(?:wrote|writes?)\s*:?\s*$|\bat\b", re.I)


def author_line(head: str) -> str:
    """What of an introduction tells who wrote: the first field of a mail's head, else all of it."""
    rows = head.split("\n")
    field = next((row for row in rows if SENDER.match(row)), None)
    if field is not None:
        return field.partition(":")[2].strip(" \t*")
    return " ".join(row.strip() for row in rows if not FIELD.match(row)).strip()


def author(head: str) -> Person:
    """Who wrote what an introduction stands above, as far as it tells: a name in English, an address in any language."""
    line = author_line(head)
    found = None if _VIA.search(line) else _ADDRESS.search(line)  # a list writes under an address of its own
    named = _BRACKETS.sub(" ", _ADDRESS.sub(" ", _MOMENT.sub(" ", _VIA.split(line)[0])))
    name = person_name(_FRAME.sub(" ", " ".join(named.split()))) if _ENGLISH.search(line) else None
    return Person(name, found[1].lower() if found else "")


def instant(head: str, zone: tzinfo | None) -> datetime | None:
    """When it was written; None when that is not told, or could be two days. A time without a zone is of this one."""
    told = _MOMENT.search(" ".join(head.split()))
    if told is None or told["hour"] is None:
        return None
    date = _date(told)
    where = _zone(told["zone"]) if told["zone"] else zone
    hour = int(told["hour"])
    if told["half"]:
        hour = hour % 12 + (12 if told["half"].lower() == "p" else 0)
    if date is None or where is None:
        return None
    try:
        return datetime(*date, hour, int(told["minute"]), tzinfo=where)
    except ValueError:
        return None


def _date(told: re.Match[str]) -> tuple[int, int, int] | None:
    """Year, month and day."""
    for n in ("", "2"):
        if told[f"month{n}"]:
            return int(told[f"year{n}"]), _MONTHS.index(told[f"month{n}"].lower()) + 1, int(told[f"day{n}"])
    if told["year3"]:
        return int(told["year3"]), int(told["month3"]), int(told["day3"])
    one, two, year = int(told["one"]), int(told["two"]), int(told["year4"])
    year += 2000 if year < 100 else 0
    if told["by"] == "." or one > 12 or one == two:
        return year, two, one
    return (year, one, two) if two > 12 else None


def _zone(told: str) -> tzinfo | None:
    """The zone of an offset; None for a name that several places use."""
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?", told)
    if offset:
        apart = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-apart if offset[1] == "-" else apart) if apart < timedelta(hours=24) else None
    return UTC if told in ("UTC", "GMT", "Z") else None
