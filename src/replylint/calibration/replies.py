"""The replies of an export by the names that people give them, and what the tool says of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from replylint.calibration.answers import CATEGORY, CHECK, PASSED, TOTAL, Known, Value
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.finding import Result
from replylint.lint import enabled, lint
from replylint.ruleset import Ruleset
from replylint.schema import quotable
from replylint.score import step
from replylint.settings import Settings


class Judged(NamedTuple):
    """What the tool says of a reply: its answers by item (None for N/A), and its result."""

    answers: dict[str, Value]
    result: Result


class Replies:
    """Conversations by id. `T-1` names the draft of one (else its last reply), `T-1#3` the reply that is turn 3, counted
    from 0 as in a result."""

    def __init__(self, conversations: Iterable[Conversation]) -> None:
        """Raises `InputError` for an id that stands twice, and when there is none to name a reply by."""
        self._told: dict[str, Conversation] = {}
        for told in conversations:
            if told.id in self._told:
                raise InputError(f"the id {quotable(told.id)} stands in the export twice")
            if told.id is not None:
                self._told[told.id] = told
        if not self._told:
            raise InputError("no conversation of the export has an id to name its replies by")

    def find(self, name: str) -> str:
        """The name that a reply goes by; raises `ValueError` when there is no such reply."""
        told, turn = self._told.get(name), ""
        if told is None:
            number, _, turn = name.rpartition("#")
            told = self._told.get(number)
        if told is None:
            raise ValueError(f"{quotable(name)} is not in the export")
        if not turn and told is self._told.get(name):
            if told.draft is None:
                raise ValueError(f"{quotable(name)} holds no reply of an agent")
            return name
        replies = [at for at, each in enumerate(told.turns) if each.role == "agent" and each.text.strip()]
        if not turn.isdecimal() or int(turn) not in replies:
            those = ", ".join(map(str, replies)) or "none"
            raise ValueError(f"no reply {quotable(turn)} in {quotable(told.id)}; its turns with a reply are {those}")
        return str(told.id) if int(turn) == told.draft else f"{told.id}#{int(turn)}"

    def conversation(self, found: str) -> Conversation:
        """The conversation whose draft is a reply, as it stood when that was sent."""
        if found in self._told:
            return self._told[found]
        number, _, turn = found.rpartition("#")
        return next(reply for reply in self._told[number].replies() if len(reply.turns) - 1 == int(turn))


def known(rules: Ruleset, settings: Settings) -> Known:
    """What people may name: rules and categories."""
    running = [rule.id for rule in enabled(rules, settings)]
    weights = [category for pack in rules.packs for category in pack.file.weights]
    return Known([rule.id for rule in rules.rules], running, weights)


def judge(told: Conversation, rules: Ruleset, settings: Settings) -> Judged:
    """What the tool says of a reply; what was dismissed counts as found, since it is the check that is measured.

    A check is 1 when it is among the findings, None when it only gave way to another one, else 0, and is left out when it
    does not run. Raises `InputError`.
    """
    result = lint(told, rules, replace(settings, dismissals=()))
    found, gave_way = {each.rule for each in result.findings}, {each.finding.rule for each in result.suppressed}
    answers: dict[str, Value] = {
        CHECK + rule.id: 1.0 if rule.id in found else None if rule.id in gave_way else 0.0 for rule in enabled(rules, settings)
    }
    score = result.score
    for category, marks in score.categories.items():
        answers[CATEGORY + category] = None if marks is None or score.total is None else float(step(marks))
    answers[TOTAL] = None if score.total is None else float(score.total)
    answers[PASSED] = None if score.passed is None else float(score.passed)
    return Judged(answers, result)
