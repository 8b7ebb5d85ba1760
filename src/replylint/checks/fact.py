"""The check kind `fact`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from replylint.checks import Hit
from replylint.reading import Reading, View

Of = Literal[
    "commitment",
    "time",
    "part",
    "deadline",
    "missed",
    "apology",
    "situation",
    "card-number",
    "secret",
    "blank",
    "incident",
    "personal-data",
    "greeting",
    "closing",
    "question",
    "stalled",
    "passive",
    "command",
    "unheard",
    "generic",
    "request",
    "given",
    "asked-again",
    "repeated-advice",
    "contradiction",
    "awaited",
    "asked-secret",
    "handing",
    "pointer",
    "refusal",
    "vague-ask",
]
_start = attrgetter("start")


@dataclass(frozen=True)
class Fact:
    """A fact of the reading with these attributes.

    `of`: which facts. `where`: attribute -> value, list of values, `none` (it has none) or `some` (it has one).
    `at`: the attribute whose words are shown, when not those of the fact.
    """

    of: Of
    where: dict[str, Any] = field(default_factory=dict)
    at: str | None = None

    def run(self, reading: Reading, voice: Literal["own", "all"] = "own") -> Iterator[Hit]:
        """One hit for each such fact of the draft."""
        view = reading.draft if voice == "own" else reading.whole
        for fact in reading.facts(self.of, view):
            if holds(fact, self.where):
                place = getattr(fact, self.at) if self.at else fact
                note, evidence = getattr(fact, "note", ""), getattr(fact, "evidence", ())
                instead = getattr(fact, "instead", None)
                yield Hit(view, place.start, place.end, instead, note, evidence=evidence)


def holds(fact: Any, where: Mapping[str, Any]) -> bool:
    """Whether a fact has the attributes asked for."""
    return all(_agrees(getattr(fact, name), wanted) for name, wanted in where.items())


def _agrees(value: Any, wanted: Any) -> bool:
    if wanted in ("none", "some"):
        return bool((value is None or value == ()) == (wanted == "none"))
    if isinstance(wanted, list):
        return value in wanted
    if isinstance(value, tuple) and isinstance(wanted, str):
        return wanted in value
    return bool(value == wanted)


def facts_within(reading: Reading, of: Of, where: Mapping[str, Any], view: View, start: int, end: int) -> Iterator[Any]:
    """The facts of a stretch of text that have these attributes."""
    facts = reading.facts(of, view)
    for fact in facts[bisect_left(facts, start, key=_start) : bisect_left(facts, end, key=_start)]:
        if fact.end <= end and holds(fact, where):
            yield fact
