"""The one JSON shape, both ways: a conversation in, a result out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from replylint import schema
from replylint.conversation import LONGEST, MOST, Channel, Conversation, Format, Span, Turn
from replylint.document import InputError
from replylint.finding import Due, Edit, Entry, Finding, Fix, Near, Promise, Question, Result, Score
from replylint.measures import grade

SCHEMA = 1


@dataclass(frozen=True)
class Short:
    """The short form of a conversation: a draft and, at most, the message that it answers."""

    text: str = field(metadata={"bounds": {"pattern": schema.SAID, "maxLength": LONGEST}})
    customer_message: str | None = field(default=None, metadata={"bounds": {"maxLength": LONGEST}})
    format: Format = "plain"
    now: datetime | None = None
    id: str | None = None
    channel: Channel | None = None

    def long(self) -> Conversation:
        """The conversation that it stands for."""
        turns = (Turn("customer", self.customer_message),) if self.customer_message else ()
        draft = Turn("agent", self.text, draft=True, format=self.format)
        return Conversation((*turns, draft), id=self.id, channel=self.channel, now=self.now)


def conversation(data: Any) -> Conversation:
    """A conversation from its JSON, long or short form, or one that was made in Python; raises `schema.ShapeError`."""
    if not isinstance(data, Mapping) or "turns" in data:
        return checked(data if isinstance(data, Conversation) else schema.decode(Conversation, data))
    if "text" not in data:
        raise _neither(data)
    short = schema.decode(Short, data)
    for key in ("text", "customer_message"):
        if len(getattr(short, key) or "") > LONGEST:
            raise _too_long((key,), getattr(short, key))
    if not short.text.strip():
        raise schema.ShapeError(("text",), "the draft is empty")
    return short.long()


def told(conversation: Conversation) -> dict[str, Any]:
    """A conversation as its JSON, the inverse of `conversation`; what is as it would be by default is left out."""
    return schema.encode(conversation)


def checked(made: Conversation) -> Conversation:
    """A conversation that can be judged; raises `schema.ShapeError` for what the types of its parts cannot tell."""
    _check_situated(made)
    _check_draft(made)
    return made


def thread(data: Any) -> Conversation:
    """A conversation in the long form, or one that was made in Python, in which there need not be anything to judge; raises
    `schema.ShapeError`."""
    made = data if isinstance(data, Conversation) else schema.decode(Conversation, data)
    _check_situated(made)
    return made


def _check_situated(made: Conversation) -> None:
    _check_turns(made)
    _check_counts(made)
    zones = [person.time_zone for person in (made.customer, made.agent) if person]
    if made.calendar or made.sla or any(zones):
        _check_situation(made)


def _neither(data: Mapping[Any, Any]) -> schema.ShapeError:
    """What is wrong with data that has neither `turns` nor `text`: a misspelling, or it is something else."""
    known = {**schema.fields(Conversation), **schema.fields(Short)}
    for key in data:
        if key not in known:
            return schema.ShapeError((key,), f"unknown key {str(key)!r:.40}{schema.nearest(str(key), known)}", at_key=True)
    return schema.ShapeError((), "neither 'turns' nor 'text' is here, so there is nothing to judge")


def _too_long(path: schema.Path, text: str) -> schema.ShapeError:
    return schema.ShapeError(path, f"{len(text):,} characters; the limit is {LONGEST:,}")


def _check_counts(made: Conversation) -> None:
    """The lists that one request may bring along; those of the settings are as long as a team likes."""
    told = {
        ("customer", "names"): made.customer.names if made.customer else (),
        ("calendar", "holidays"): made.calendar.holidays if made.calendar else (),
        ("sla", "hand_over"): made.sla.hand_over if made.sla else (),
        ("glossary", "allowed"): made.glossary.allowed if made.glossary else (),
        ("glossary", "banned"): made.glossary.banned if made.glossary else (),
    }
    for path, entries in told.items():
        if len(entries) > MOST:
            raise schema.ShapeError(path, f"{len(entries):,} entries; the limit is {MOST:,}")


def _check_situation(made: Conversation) -> None:
    """What a type cannot tell: names of zones, hours, durations."""
    from replylint.reading.clock import office

    if made.calendar:
        office.check(made.calendar, ("calendar",))
    for key, person in (("customer", made.customer), ("agent", made.agent)):
        if person and person.time_zone:
            office.check_zone(person.time_zone, (key, "time_zone"))
    for team, length in (made.sla.hand_over if made.sla else {}).items():
        if office.duration(length) is None:
            place = ("sla", "hand_over", team)
            raise schema.ShapeError(place, f"{schema.quotable(length)} is not a duration such as PT4H or P1D")


def _check_turns(made: Conversation) -> None:
    if not made.turns:
        raise schema.ShapeError(("turns",), "is empty; a conversation has at least the draft")
    drafts = [n for n, turn in enumerate(made.turns) if turn.draft]
    if len(drafts) > 1:
        raise schema.ShapeError(("turns", drafts[1], "draft"), "a second draft; a conversation has one")
    if drafts and made.turns[drafts[0]].role != "agent":
        raise schema.ShapeError(("turns", drafts[0], "role"), "the draft is the agent's")
    for n, turn in enumerate(made.turns):
        if len(turn.text) > LONGEST:
            raise _too_long(("turns", n, "text"), turn.text)


def _check_draft(made: Conversation) -> None:
    number = made.draft
    if number is None:
        raise schema.ShapeError(("turns",), "none has the role 'agent', so there is nothing to judge")
    if not made.turns[number].text.strip():
        raise schema.ShapeError(("turns", number, "text"), "the draft is empty")


class Units:
    """UTF-16 offsets of a text, counted once."""

    def __init__(self, text: str) -> None:
        self._wide = [n for n, char in enumerate(text) if char > "\uffff"] if not text.isascii() else []

    def at(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)


class Encoder:
    """Results of one conversation as plain data, with UTF-16 offsets beside the code points."""

    def __init__(self, told: Conversation) -> None:
        self._told = told
        self._units: dict[int, Units] = {}

    def _utf16(self, turn: int, start: int, end: int) -> dict[str, int]:
        units = self._units.get(turn)
        if units is None:
            units = self._units[turn] = Units(self._told.turns[turn].text)
        return {"start": units.at(start), "end": units.at(end)}

    def span(self, span: Span, text: str | None = None) -> dict[str, Any]:
        """A span with its text."""
        words = self._told.turns[span.turn].text[span.start : span.end] if text is None else text
        return {"turn": span.turn, "start": span.start, "end": span.end, "text": words}

    def _fix(self, fix: Fix, turn: int) -> dict[str, Any]:
        return {"label": fix.label, "applies": fix.applies, "edits": [self._edit(edit, turn) for edit in fix.edits]}

    def _edit(self, edit: Edit, turn: int) -> dict[str, Any]:
        utf16 = self._utf16(turn, edit.start, edit.end)
        return {"start": edit.start, "end": edit.end, "utf16": utf16, "text": edit.text}

    def finding(self, found: Finding) -> dict[str, Any]:
        """A finding."""
        return {
            "id": found.id,
            "rule": found.rule,
            "category": found.category,
            "severity": found.severity,
            "gate": found.gate,
            "about": found.about,
            "turn": found.span.turn,
            "start": found.span.start,
            "end": found.span.end,
            "utf16": self._utf16(found.span.turn, found.span.start, found.span.end),
            "text": found.text,
            "message": found.message,
            "advice": found.advice,
            "source": found.source,
            "confidence": found.confidence,
            "proven": found.proven,
            "evidence": [self.span(span) for span in found.evidence],
            "fixes": [self._fix(fix, found.span.turn) for fix in found.fixes],
        }

    def _promise(self, made: Promise) -> dict[str, Any]:
        return {
            **self.span(made.span, made.text),
            "actor": made.actor,
            "action": made.action,
            "object": made.object,
            "strength": made.strength,
            "due": _due(made.due),
        }

    def entry(self, entry: Entry) -> dict[str, Any]:
        """A promise of a thread: a commitment with what became of it, and the words that show it with their instants."""
        evidence = [{**self.span(span), "at": _instant(self._told.turns[span.turn].at)} for span in entry.evidence]
        known = {"made": _instant(entry.made), "by": entry.by, "status": entry.status}
        return {**self._promise(entry.promise), **known, "evidence": evidence}

    def _question(self, asked: Question) -> dict[str, Any]:
        return {**self.span(asked.span, asked.text), "answer": asked.answer, "by": [self.span(s) for s in asked.by]}

    def near(self, near: Near) -> dict[str, Any]:
        """Words that nearly were a finding."""
        return {
            "rule": near.rule,
            **self.span(near.span, near.text),
            "stopped_by": near.stopped_by,
            "words": near.words,
        }

    def result(self, result: Result) -> dict[str, Any]:
        """A result, in the order of the contract."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "id": result.id,
            "ruleset": result.ruleset,
            "engine": result.engine,
            "verdict": result.verdict,
            "findings": [self.finding(found) for found in result.findings],
            "suppressed": [{**self.finding(s.finding), "by": s.by} for s in result.suppressed],
            "not_applicable": {need: list(rules) for need, rules in result.not_applicable.items()},
            "commitments": [self._promise(made) for made in result.commitments],
            "questions": [self._question(asked) for asked in result.questions],
            "score": _score(result.score),
            "metrics": {
                "words": result.metrics.words,
                "sentences": result.metrics.sentences,
                "grade": grade(result.metrics.readable),
            },
            "override": None,
        }
        if result.override:
            until = result.override.until.isoformat() if result.override.until else None
            data["override"] = {"by": result.override.by, "reason": result.override.reason, "until": until}
        if result.near:
            data["near"] = [self.near(near) for near in result.near]
        return data


def error(fault: InputError) -> dict[str, Any]:
    """What stands in the place of a line that could not be used."""
    detail = {"file": fault.file, "line": fault.line, "column": fault.column, "what": fault.what}
    return {"schema": SCHEMA, "line": fault.line or 1, "error": detail}


def encode_ledger(entries: Iterable[Entry], told: Conversation) -> dict[str, Any]:
    """The promises of a conversation as plain data."""
    encoder = Encoder(told)
    return {"schema": SCHEMA, "id": told.id, "promises": [encoder.entry(entry) for entry in entries]}


def described(conversation: str, entry: Entry) -> dict[str, Any]:
    """A promise whose thread is not at hand: its evidence has places and no words."""
    promise, made, by, status, evidence = entry
    return {
        "conversation": conversation,
        **_place(promise.span),
        "text": promise.text,
        "actor": promise.actor,
        "action": promise.action,
        "strength": promise.strength,
        "due": _due(promise.due),
        "status": status,
        "evidence": [_place(span) for span in evidence],
        "made": _instant(made),
        "by": by,
    }


def _place(span: Span) -> dict[str, int]:
    return {"turn": span.turn, "start": span.start, "end": span.end}


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _due(due: Due | None) -> dict[str, Any] | None:
    """By when, or None."""
    if due is None:
        return None
    earliest, latest = (moment.isoformat() if moment else None for moment in (due.earliest, due.latest))
    return {"text": due.text, "earliest": earliest, "latest": latest, "assumed": list(due.assumed)}


def _score(score: Score) -> dict[str, Any]:
    return {
        "total": score.total,
        "computed": score.computed,
        "band": score.band,
        "passed": score.passed,
        "why_not": score.why_not,
        "gates": list(score.gates),
        "categories": score.categories,
        "coverage": {"applied": score.applied, "of": score.of},
        "unconfirmed": list(score.unconfirmed),
    }


def encode(result: Result, told: Conversation) -> dict[str, Any]:
    """A result as plain data."""
    return Encoder(told).result(result)
