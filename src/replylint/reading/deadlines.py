"""When the promises of a text are due, and whether that can be: what is past, closed, later than agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from replylint.conversation import Sla
from replylint.late import late
from replylint.reading.clock import Moment, Window, resolve
from replylint.reading.clock.office import duration
from replylint.reading.commitments import Commitment
from replylint.reading.times import Time

Fault = Literal["weekday", "past", "past-date", "holiday", "closed", "sla", "hand-over"]
_UNFIT = "is a weekday and a date that do not fit together"
_LETTERS = late(r"\W+")


class Deadline(NamedTuple):
    """The due time of one promise: its words with their preposition, the window it comes to, and what is wrong with it.

    `note` is a clause that says what is wrong, with the facts that show it.
    """

    start: int
    end: int
    made: Commitment | None
    window: Window
    fault: Fault | None = None
    note: str = ""


def deadlines(
    folded: str, found: Sequence[Commitment], at: Moment, sla: Sla | None, times: Sequence[Time] = ()
) -> Iterator[Deadline]:
    """The deadlines of the promises of a text, said at a moment."""
    for made in found:
        if made.due is not None:
            due = _with_day(folded, made.due, times)
            window = resolve(due, at)
            fault, note = _fault(folded, made._replace(due=due), window, at, sla) or (None, "")
            start = due.governor.start if due.governor else due.start
            yield Deadline(start, due.end, made, window, fault, note)


def mismatches(folded: str, found: Sequence[Commitment], times: Sequence[Time], at: Moment) -> Iterator[Deadline]:
    """The days to come of a text, other than those of its promises, of which weekday and date do not fit together."""
    promised = [made.due for made in found if made.due is not None]
    for time in times:
        if (
            time.day is None
            or time.day.weekday is None
            or time.past
            or any(due.start <= time.start < due.end for due in promised)
        ):
            continue
        if (
            not _HAPPENED.search(_BOOKED.sub(" ", folded[_begins(folded, time.start) : time.start]))
            and resolve(time, at).disagrees
        ):
            start = time.governor.start if time.governor else time.start
            yield Deadline(start, time.end, None, Window(disagrees=True), "weekday", _UNFIT)


def gone(folded: str, found: Sequence[Commitment], times: Sequence[Time], at: Moment) -> Iterator[Deadline]:
    """The times of today, other than those of its promises, at which a text says something will happen and that are over."""
    promised = [made.due for made in found if made.due is not None]
    for time in times:
        if time.past or time.habitual or time.until or any(due.start <= time.start < due.end for due in promised):
            continue
        whole = _with_day(folded, time, times)
        lead = folded[_begins(folded, time.start) : time.start]
        if not (whole.clock or whole.part) or not whole.day or whole.day.offset != 0:
            continue
        window = resolve(whole, at)
        if window.latest and window.latest < at.now and _SETS_OUT.search(lead) and not _HAPPENED.search(lead):
            start = whole.governor.start if whole.governor else whole.start
            yield Deadline(start, whole.end, None, window, "past-date", f"is past already: it is {said(at.now)}")


def _begins(folded: str, place: int) -> int:
    """Where the sentence of a place begins, as far as its marks tell."""
    return max(folded.rfind(mark, 0, place) for mark in ".!?\n") + 1


_BOOKED = late(
    r"(?:'ve|\bhave|\bhas|'s|\bbeen|\bis|\bare|'re)(?: (?:now|been|just|also|already))* (?:put|pencil\w+|book\w+|schedul\w+|"
    r"reserv\w+|moved|set|arranged|rebooked|rescheduled|fixed|slotted|entered|planned|confirmed|got|due|agreed|noted)\b"
)
_SETS_OUT = late(
    r"\b(?:goes|leaves|ships|departs|starts|begins|arrives|comes|lands|drops|launches|takes place|sets off|is due|are due|"
    r"will|going to|delivers|flies|reaches|gets)\b|'ll\b"
)


def _with_day(folded: str, due: Time, times: Sequence[Time]) -> Time:
    """A time of day with the day that stands a few words behind it: "with the noon van today"."""
    if due.clock is None or due.day or due.date or due.part:
        return due
    for time in times:
        if due.end <= time.start and time.day and time.day.offset is not None and time.kind == "day":
            between = folded[due.end : time.start]
            return due._replace(day=time.day, end=time.end) if _SAME.fullmatch(between) else due
    return due


_SAME = late(r"(?:[ ][a-z][a-z'-]*){1,4} ")


def _fault(folded: str, made: Commitment, window: Window, at: Moment, sla: Sla | None) -> tuple[Fault, str] | None:
    """What is wrong with a due time, the plainest fault first."""
    if window.disagrees:
        return "weekday", _UNFIT
    if window.latest is None or made.strength == "courtesy":
        return None
    how = _bound(folded, made)
    if how is None:
        return None
    if _gone_by(made, window, at):
        return "past-date", f"is past already: it is {said(at.now)}"
    if window.latest < at.now:
        return "past" if how == "by" else "past-date", f"is past already: it is {said(at.now)}"
    if made.actor == "nobody" or _CARRIER.search(folded, made.start, made.end) or made.condition is not None:
        return None  # machines and couriers keep hours of their own, and who waits for the customer has none yet
    return _closed(window, at) or _too_late(made, window, at, sla) or _too_soon(folded, made, window, at, sla)


def _gone_by(made: Commitment, window: Window, at: Moment) -> bool:
    """Whether a date without a year has just gone by: nobody means the one of next year."""
    due = made.due
    if due is None or due.date is None or due.date.year or due.date.month is None or due.until or window.latest is None:
        return False
    return window.latest - at.now > timedelta(days=_ALMOST_A_YEAR)


_ALMOST_A_YEAR = 300
_CARRIER = late(
    r"\b(?:drivers?|couriers?|post(?:man|woman|ie)|carrier|delivery (?:man|team|service)|royal mail|dhl|ups|fedex|dpd)\b"
)


def _bound(folded: str, made: Commitment) -> Literal["by", "at"] | None:
    """How a time binds a promise: as its deadline ("by noon"), or as the time of a contact or a visit by whose verb it
    stands. Anywhere else it may be that of what the promise is about: "I'll reopen the case that you closed at 9"."""
    due = made.due
    if due is None:
        return None
    governor = due.governor
    between = folded[made.start : governor.start if governor else due.start]
    if _ABOUT.search(between):
        return None
    lead = _LEAD.split(between)[-1]
    between = _WITH_WHOM.sub(" ", _BE_DONE.sub(" ", _SECOND.split(lead)[-1]))
    if due.day and due.day.offset == 0 and made.actor == "nobody" and not _HAPPENED.search(between):
        return "at"
    if governor is not None and governor.word in ("by", "before", "within", "until"):
        return "by"
    words = set(_LETTERS.split(lead))
    meets = made.kind in ("contact", "arrive") or made.action.split()[0] in _MEETS or bool(words & _MET) or _THERE.search(lead)
    count = len(between.split())
    near = count < _NEAR or (count < _FAR and not _OF.search(between))
    return "at" if meets and near and not _HAPPENED.search(between) else None


_NEAR = 6  # words between the start of a promise and its time
_FAR = 11  # the same where no preposition stands between, with which the time could belong to a thing
_OF = late(r"\b(?:of|from|about|for|on|in|at|since|with|by|between)\b")
_LEAD = late(r"(?:'ll|\bwill|\bgoing to|\bshall|\babout to|\bplan to|\bwe're|\bi'm|\blet me|\bexpect)\b")
_BE_DONE = late(r"\bbe \w+")
_SECOND = late(r"\b(?:and|then) ")
_WITH_WHOM = late(
    r"\b(?:from|to|for|with|of) (?:me|us|you|him|her|them|(?:our|the|my) (?:team|side|office|end))\b|\bfor (?:an?|the) \w+\b"
)
_THERE = late(
    r"\b(?:with you|there|at your (?:door|place|house|home|flat|office)|at yours|an? (?:answer|reply|update|response))\b"
)
_MEETS = frozenset(
    "follow phone ring call update answer reply respond write hear email mail message drop arrive go "
    "visit come deliver collect ship send start finish install fit repair fix bring post pick refund pay credit transfer launch "
    "process meet swap replace return hand dispatch book".split()
)
_MET = _MEETS | {f"{verb}{end}" for verb in _MEETS for end in ("ed", "d", "ing")} | frozenset("sent paid brought met".split())
_ABOUT = late(r"\b(?:that|which|who|what|whether|why|how|where|when)\b")
_HAPPENED = late(
    r"\b(?:\w+ed|came|began|paid|sent|got|went|said|made|was|were|had|met|saw|spoke|wrote|rang|left|took|bought|gave|told|lost|"
    r"brought|sold|found|did|broke|fell|stood|heard)\b"
)


def _closed(window: Window, at: Moment) -> tuple[Fault, str] | None:
    """A time at which nobody of the team works. Hours that no calendar told prove nothing, and who writes out of hours
    may be working on."""
    office, first, last = at.office, window.earliest, window.latest
    if first is None or last is None or office.works_between(max(first, at.now), last):
        return None
    day = last.astimezone(office.zone).date()
    if office.holiday(day):
        return "holiday", f"is on a holiday ({day:%A} {day.day} {day:%B})"
    today = at.now.astimezone(office.zone).date()
    if office.assumed or (day == today and not office.works_between(at.now, at.now)):
        return None
    return "closed", f"is outside the team's hours, which begin again {_opens(at, last)}"


def _opens(at: Moment, last: datetime) -> str:
    found = next(at.office.intervals(last), None)
    return f"on {said(found[0])}" if found else "much later"


def _too_late(made: Commitment, window: Window, at: Moment, sla: Sla | None) -> tuple[Fault, str] | None:
    """A promise for later than what was agreed for the ticket, while that can still be kept."""
    if sla is None or sla.due is None or window.latest is None or not (made.strength == "promise" or made.form == "you will"):
        return None
    agreed = sla.due.astimezone(at.now.tzinfo)
    return ("sla", f"is later than what was agreed: {said(agreed)}") if at.now < agreed < window.latest else None


def _too_soon(folded: str, made: Commitment, window: Window, at: Moment, sla: Sla | None) -> tuple[Fault, str] | None:
    """A promise in another team's name that is due before the hand-over to it takes place."""
    if sla is None or window.latest is None or made.actor not in ("team", "named"):
        return None
    words = set(_LETTERS.split(folded[made.start : made.end]))
    for team, length in sla.hand_over.items():
        minutes = duration(length)
        if minutes is None or not any(_same(name, word) for name in _LETTERS.split(team.lower()) if name for word in words):
            continue
        ready = at.office.add_time(at.now, minutes)
        if ready is not None and window.latest < ready:
            return "hand-over", f"is sooner than {team} can have it: {said(ready.astimezone(at.now.tzinfo))}"
    return None


def _same(one: str, other: str) -> bool:
    """Whether two words for a team are the same: "engineering" and "engineers"."""
    return one == other or (len(one) > 4 and len(other) > 4 and one[:6] == other[:6])


def said(moment: datetime) -> str:
    """An instant as a colleague would say it: "Tuesday 9 June, 15:10"."""
    return f"{moment:%A} {moment.day} {moment:%B}, {moment:%H:%M}"


def choices(at: Moment) -> tuple[str, ...]:
    """Deadlines that the team's calendar allows, for the agent to pick from: "by 3 pm tomorrow (Thursday)"."""
    office, today = at.office, at.now.astimezone(at.office.zone).date()
    found: list[str] = []
    left = next(office.intervals(at.now), None)
    if left and left[0] == at.now and (left[1] - at.now) >= timedelta(hours=3):
        found.append(f"by {_hour(left[1] - timedelta(hours=1))} today ({today:%A})")
    ahead = [day for day in (office.add_days(today, 1), office.add_days(today, 2)) if day]
    for day, minute in zip(ahead, (15 * 60, 12 * 60), strict=False):
        opens, closes = office.hours(day) or (0, 0)
        found.append(f"by {_hour(office.at(day, minute if opens < minute <= closes else closes))} {_day(day, today)}")
    return tuple(found)


def _hour(moment: datetime) -> str:
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    minute = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minute} {'am' if moment.hour < 12 else 'pm'}"


def _day(day: date, today: date) -> str:
    if day == today + timedelta(days=1):
        return f"tomorrow ({day:%A})"
    return f"on {day:%A}" if day < today + timedelta(days=7) else f"on {day:%A} {day.day} {day:%B}"
