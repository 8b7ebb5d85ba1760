"""The replies of conversations as rows of a score sheet: plain data, one row a reply, the same for the same input.

A row says who wrote the reply and when, its filled scorecard, every finding that took marks with its sentence and what to
write instead, what failed it without marks of its own (`failings`), what a person is to look at, what another finding has
paid for (`uncharged`), how often each rule fired, and what was promised and became of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from replylint import schema, source
from replylint.conversation import Conversation
from replylint.finding import Entry, Finding, Result
from replylint.fix import applied
from replylint.ledger import ledger
from replylint.lint import completed, lint
from replylint.reading import Reading
from replylint.ruleset import Ruleset
from replylint.score import takes_marks
from replylint.scorecard import Card, Line, Scorecard, filled
from replylint.settings import Settings

_LONGEST = 400  # characters of a sentence that is quoted


def rows(conversation: Conversation, rules: Ruleset, settings: Settings, card: Scorecard) -> Iterator[dict[str, Any]]:
    """A row for each reply of an agent, in order, each judged as things stood when it was sent."""
    replies = list(conversation.replies())
    promised: dict[int, list[Entry]] = {}
    for entry in ledger(conversation, rules, settings) if replies else ():
        promised.setdefault(entry.promise.span.turn, []).append(entry)
    for reply in replies:
        result = lint(reply, rules, settings)
        number = len(reply.turns) - 1
        yield {
            **_who(reply, number),
            "words": result.metrics.words,
            "angry": _angry(reply, rules, settings),
            **_card(filled(card, result), Quoted(reply, rules, settings), result),
            "promises": [_promise(entry) for entry in promised.get(number, ())],
        }


def thread(conversation: Conversation) -> dict[str, Any]:
    """A conversation as a reader sees it: who said what, in order, and what else was known (`situation`)."""
    turns = [
        {
            "role": turn.role,
            "author": turn.author,
            "at": turn.at.isoformat() if turn.at else None,
            "text": source.visible(turn.text, turn.format).text,
        }
        for turn in conversation.turns
    ]
    situation = schema.encode(replace(conversation, turns=(), id=None, agent=None))
    return {"conversation": conversation.id, "turns": turns, "situation": situation}


def _who(reply: Conversation, number: int) -> dict[str, Any]:
    turn, agent = reply.turns[number], reply.agent
    return {
        "conversation": reply.id,
        "turn": number,
        "agent": turn.author or (agent and (agent.name or agent.id)) or None,
        "team": agent.team if agent else None,
        "channel": reply.channel,
        "at": turn.at.isoformat() if turn.at else None,
    }


def _angry(reply: Conversation, rules: Ruleset, settings: Settings) -> bool | None:
    """Whether the message that is answered is an angry one; None when there is none."""
    reading = Reading(completed(reply, settings), len(reply.turns) - 1, rules.lexicon)
    if not reading.customer:
        return None
    return any(fact.kind == "angry" for fact in reading.facts("situation", reading.customer[-1]))


def _card(card: Card, quoted: Quoted, result: Result) -> dict[str, Any]:
    points = sum(line.criterion.points for line in card.lines if line.marks is not None)
    unconfirmed = set(result.score.unconfirmed)
    charged = {charge.finding for line in card.lines for charge in line.charged}
    fatal = [found for found in result.findings if found.rule in card.failed_by or found.gate == "section-fail"]
    told = {*charged, *fatal}
    return {
        "total": card.total,
        "computed": card.computed,
        "band": card.band,
        "passed": card.passed,
        "why_not": card.why_not,
        "failed_by": list(card.failed_by),
        "criteria": [_criterion(line) for line in card.lines],
        "coverage": {"applied": result.score.applied, "of": result.score.of},
        "deductions": [
            {
                **quoted.finding(charge.finding),
                "criterion": line.criterion.name,
                "marks": charge.marks,
                "of_total": round(charge.marks * line.criterion.points / points, 2) if points else None,
            }
            for line in card.lines
            for charge in line.charged
        ],
        "failings": [quoted.finding(found) for found in fatal if found not in charged],
        "to_confirm": [quoted.finding(found) for found in result.findings if found.id in unconfirmed],
        "uncharged": [quoted.finding(found) for found in result.findings if found not in told and found.id not in unconfirmed],
        "fired": dict(sorted(Counter(found.rule for found in result.findings).items())),
    }


def _criterion(line: Line) -> dict[str, Any]:
    made = {"name": line.criterion.name, "points": line.criterion.points, "marks": line.marks}
    return {**made, "human": True} if line.criterion.human else made


def _promise(entry: Entry) -> dict[str, Any]:
    due = entry.promise.due
    latest = due.latest.isoformat() if due and due.latest else None
    return {"text": entry.promise.text, "due": latest, "status": entry.status}


class Quoted:
    """Findings of one reply with the sentences that they stand in, as a reader sees them."""

    def __init__(self, reply: Conversation, rules: Ruleset, settings: Settings) -> None:
        self._turn = reply.turns[-1]
        self._view = Reading(completed(reply, settings), len(reply.turns) - 1, rules.lexicon).draft

    def finding(self, found: Finding) -> dict[str, Any]:
        """A finding as plain data: what was said, why it costs, and the sentence mended, a blank where only agents know."""
        start, end = self._sentence(found) if found.about == "words" else (found.span.start, found.span.start)
        return {
            "finding": found.id,
            "rule": found.rule,
            "severity": found.severity,
            "gate": found.gate,
            "sure": takes_marks(found),
            "about": found.about,
            "start": found.span.start,
            "end": found.span.end,
            "seen": self._place(found),
            "text": found.text,
            "sentence": self._seen(self._turn.text[start:end]),
            "message": found.message,
            "advice": found.advice,
            "instead": self._instead(found, start, end),
        }

    def _place(self, found: Finding) -> list[int] | None:
        """Where the words stand in the text as a reader sees it; None for what is missing."""
        if found.about == "absence":
            return None
        starts, ends = self._view.seen.starts, self._view.seen.ends
        if starts is None or ends is None:
            return [found.span.start, found.span.end]
        return [bisect_left(starts, found.span.start), bisect_left(ends, found.span.end) + 1]

    def _sentence(self, found: Finding) -> tuple[int, int]:
        """The sentence around a finding, in the text as given."""
        spans = (self._view.span(sentence.start, sentence.end) for sentence in self._view.sentences)
        around = next((span for span in spans if span.start <= found.span.start < span.end), found.span)
        return around.start, max(around.end, found.span.end)

    def _instead(self, found: Finding, start: int, end: int) -> str | None:
        inside = [fix for fix in found.fixes if all(start <= edit.start and edit.end <= end for edit in fix.edits)]
        if found.about == "absence" or not inside:
            return None
        fix = min(inside, key=lambda fix: fix.applies != "automatic")
        moved = tuple(edit._replace(start=edit.start - start, end=edit.end - start) for edit in fix.edits)
        return self._seen(applied(self._turn.text[start:end], moved))

    def _seen(self, text: str) -> str:
        seen = " ".join(source.visible(text, self._turn.format).text.split())
        return seen if len(seen) <= _LONGEST else f"{seen[:_LONGEST]}…"
