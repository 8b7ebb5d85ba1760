"""Promises for other programs: CSV for a spreadsheet, iCalendar for a calendar that reminds the agent."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from typing import NamedTuple

from replylint.document import InputError
from replylint.finding import Due, Entry, Status

COLUMNS = (
    "conversation", "turn", "start", "end", "status", "due", "earliest", "latest", "assumed", "made", "by", "actor",
    "action", "strength", "text",
)  # fmt: skip
# A calendar reminds of what can still be kept; the rest is in the list.
_AHEAD: frozenset[Status] = frozenset(("open", "due-soon"))
_REMINDER = timedelta(minutes=30)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    """An entry of the ledger with the id of its conversation."""

    conversation: str
    entry: Entry


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Lines of CSV, the names of the columns first; what a spreadsheet would take for a formula begins with an apostrophe."""
    for cells in (COLUMNS, *map(_cells, rows)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(map(guarded, cells))
        yield line.getvalue()


def guarded(cell: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula: it begins with an apostrophe then."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(row: Row) -> tuple[str, ...]:
    promise, made, by, status, _ = row.entry
    due = promise.due or Due("")
    instants = [moment.isoformat() if moment else "" for moment in (due.earliest, due.latest, made)]
    place = [str(part) for part in (promise.span.turn, promise.span.start, promise.span.end)]
    told = (promise.actor, promise.action, promise.strength, promise.text)
    return (row.conversation, *place, status, due.text, *instants[:2], "; ".join(due.assumed), instants[2], by or "", *told)


def as_calendar(rows: Iterable[Row]) -> str:
    """An iCalendar feed (RFC 5545) of the promises that can still be kept: one event each, which ends when it is due and
    rings half an hour before. Instants are in UTC. Raises `InputError` when the package icalendar is missing."""
    try:
        from icalendar import Alarm, Calendar, Event
    except ModuleNotFoundError:
        raise InputError("--format ics: needs icalendar: pip install 'replylint[ledger]'") from None

    calendar = Calendar()
    calendar.add("prodid", "-//replylint//promises//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Promises to customers")
    for row in rows:
        promise, made, by, status, _ = row.entry
        latest = promise.due.latest if promise.due else None
        if latest is None or status not in _AHEAD:
            continue
        event = Event()
        event.add("uid", f"{_identity(row)}@replylint")
        event.add("dtstamp", (made or latest).astimezone(UTC))
        event.add("dtstart", (latest - timedelta(minutes=15)).astimezone(UTC))
        event.add("dtend", latest.astimezone(UTC))
        event.add("summary", f"Due: {promise.text}")
        event.add("description", f"Promised in {row.conversation}" + (f" by {by}" if by else ""))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Due: {promise.text}")
        alarm.add("trigger", -_REMINDER)
        event.add_component(alarm)
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _identity(row: Row) -> str:
    """What an event is known by, so that a feed read again updates it."""
    span = row.entry.promise.span
    key = f"{row.conversation}\n{span.turn}\n{span.start}\n{span.end}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
