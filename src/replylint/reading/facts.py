"""Where each kind of fact is found. A kind is read only when a rule asks for it, and its module imported then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from replylint.conversation import Conversation
from replylint.reading import commitments, times

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.clock import Moment


def _commitments(reading: Reading, view: View) -> Iterable[Any]:
    found = commitments.find(view.folded, view.sentences, reading.facts("time", view), reading.lexicon)
    if reading.parser and any(map(commitments.doubtful, found)):
        return commitments.settled(view.text, view.sentences, found)
    return found


def _times(reading: Reading, view: View) -> Iterable[Any]:
    """The times of a text, with what makes them ambiguous in this conversation."""
    found = times.find(view.text)
    zoned = {view.sentence_at(time.start) for time in found if time.zone}
    for time in found:
        more = tuple(_unclear(reading, reading.moment(view.turn), time))
        if "no zone" in more and view.sentence_at(time.start) in zoned:  # "5 pm your time, which is noon for us"
            more = tuple(reason for reason in more if reason != "no zone")
        yield time._replace(ambiguous=(*time.ambiguous, *more)) if more else time


def _unclear(reading: Reading, at: Moment | None, time: times.Time) -> Iterator[str]:
    """Why a time could be read in two ways by who it is said to, and when."""
    told = reading.conversation
    if time.clock and not time.zone and _apart(told, at):
        yield "no zone"
    if at is None or time.day is None:
        return
    bare = time.day.weekday is not None and time.day.modifier is None and not time.date and not time.day.weeks
    by = time.governor is not None and time.governor.word in ("by", "until")
    if bare and by and time.day.offset is None and time.day.weekday == at.now.weekday():
        yield "today or in a week"
    if time.day.offset in (0, 1) and told.channel == "email" and at.now.hour >= _LATE and time.day.weekday is None:
        yield "written so late"


_LATE = 22  # an e-mail of 22:30 is read the next morning, when "tomorrow" is another day


def _apart(told: Conversation, at: Moment | None) -> bool:
    """Whether the customer's clock shows another time than ours."""
    if at is not None:
        return at.theirs is not None and at.now.utcoffset() != at.now.astimezone(at.theirs).utcoffset()
    theirs = told.customer and told.customer.time_zone
    return bool(told.time_zone and theirs and told.time_zone != theirs)


def _deadlines(reading: Reading, view: View) -> Iterable[Any]:
    """The due times of a text's promises; none without a clock."""
    at = reading.moment(view.turn)
    if at is None or not (times := reading.facts("time", view)):
        return ()
    from replylint.reading.deadlines import deadlines, gone, mismatches

    made = reading.facts("commitment", view)
    text = view.folded
    return (
        *deadlines(text, made, at, reading.conversation.sla, times),
        *mismatches(text, made, times, at),
        *gone(text, made, times, at),
    )


_FINDERS: dict[str, Callable[[Reading, View], Iterable[Any]]] = {
    "commitment": _commitments,
    "time": _times,
    "part": lambda _, view: view.parts,
    "deadline": _deadlines,
}
_HOMES = {  # module and function of the kinds that few drafts need
    "apology": "apologies:apologies",
    "missed": "missed:missed",
    "situation": "situation:situations",
    "card-number": "confidential:card_numbers",
    "secret": "secret:secrets",
    "blank": "blanks:blanks",
    "incident": "incidents:incidents",
    "personal-data": "personal:personal_data",
    "greeting": "greetings:greetings",
    "closing": "closings:closings",
    "question": "questions:questions",
    "stalled": "stalled:stalled",
    "passive": "passives:passives",
    "command": "commands:commands",
    "unheard": "acknowledgement:unheard",
    "generic": "concrete:generic",
    "request": "requests:requests",
    "given": "identifiers:given",
    "asked-again": "again:asked_again",
    "repeated-advice": "advice:repeated",
    "contradiction": "contradictions:contradictions",
    "awaited": "awaited:awaited",
    "asked-secret": "asked_secret:asked_secrets",
    "handing": "handing:handings",
    "pointer": "pointers:pointers",
    "refusal": "refusals:refusals",
    "vague-ask": "vague_asks:vague_asks",
}


@cache
def finder(of: str) -> Callable[[Reading, View], Iterable[Any]]:
    """What finds the facts of a kind in a text."""
    if of in _FINDERS:
        return _FINDERS[of]
    module, _, name = _HOMES[of].partition(":")
    found: Callable[[Reading, View], Iterable[Any]] = getattr(import_module(f"replylint.reading.{module}"), name)
    return found
