"""A scored reply on the trainer's desk: what people say of it, and what its card comes to then.

What people say is only ever added. The card that replylint filled stays as it was, beside the one that follows from the last
word on each finding: one that a person confirms takes marks, one that a person overrides takes none. Criteria for a person
count with the mean of what the trainers gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from replylint.calibration.answers import CATEGORY, PASSED, TOOL, TOTAL
from replylint.conversation import Span
from replylint.finding import Finding
from replylint.score import SURE, step
from replylint.scorecard import Card, Scorecard, totalled

Step = Literal[0, 1, 2, 3]
Kind = Literal["scored", "confirmed", "wrong", "excused", "restored", "disputed", "upheld", "finished"]
State = Literal["waiting", "scored", "disputed", "finished"]
STEPS: Mapping[int, tuple[str, int]] = {0: ("poor", 0), 1: ("needs work", 65), 2: ("good", 87), 3: ("excellent", 100)}
"""What a person gives: its name, and the marks of 100 that it counts as (the middle of the marks that are shown so)."""
OVERRIDES: tuple[Kind, ...] = ("wrong", "excused")
"""A finding that takes no marks: replylint is wrong, or right and the agent had a reason."""
FOUND = ("deductions", "failings", "to_confirm", "uncharged")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a person said of a reply. `finding` is what it is about, None for the whole; `scored` has the `steps`
    given by criterion (None: not applicable) and whether the reply `passes`."""

    kind: Kind
    by: str
    at: datetime
    finding: str | None = None
    reason: str = ""
    steps: dict[str, Step | None] = field(default_factory=dict)
    passes: bool | None = None


@dataclass(frozen=True)
class Review:
    """A reply with all that was said of it, in order. `row` and `thread` are its own of the score sheet, `basis` what the
    number rests on (version, ruleset, model)."""

    id: str
    round: str
    row: Mapping[str, Any]
    thread: Mapping[str, Any]
    card: Scorecard
    basis: Mapping[str, Any]
    said: tuple[Said, ...] = ()

    @property
    def name(self) -> str:
        """How `measure`, `calibrate` and `sample` call the reply."""
        return f"{self.row['conversation'] or ''}#{self.row['turn']}"

    @property
    def state(self) -> State:
        """Where it is: a dispute that nobody answered comes before all else."""
        if self.disputes:
            return "disputed"
        kinds = {each.kind for each in self.said}
        return "finished" if "finished" in kinds else "scored" if "scored" in kinds else "waiting"

    @cached_property
    def found(self) -> tuple[dict[str, Any], ...]:
        """Everything that replylint found, once."""
        by_id = {each["finding"]: each for kind in FOUND for each in self.row[kind]}
        return tuple(sorted(by_id.values(), key=lambda each: (each["start"], each["end"], each["finding"])))

    @cached_property
    def answers(self) -> dict[str, Said]:
        """The last word of a trainer on each finding."""
        kinds = ("confirmed", *OVERRIDES, "restored")
        last = {each.finding: each for each in self.said if each.finding is not None and each.kind in kinds}
        return {finding: said for finding, said in last.items() if said.kind != "restored"}

    @cached_property
    def disputes(self) -> dict[str | None, Said]:
        """The agent's disputes that wait for an answer, by finding; None is the whole reply."""
        waiting: dict[str | None, Said] = {}
        for each in self.said:
            if each.kind == "disputed":
                waiting[each.finding] = each
            elif each.kind in (*OVERRIDES, "upheld", "restored", "confirmed"):
                waiting.pop(each.finding, None)
        return waiting

    @property
    def scores(self) -> dict[str, Said]:
        """The last score of each trainer."""
        return {each.by: each for each in self.said if each.kind == "scored"}

    @property
    def blind(self) -> dict[str, Said]:
        """The first score of each trainer: the one given before anything was shown."""
        first: dict[str, Said] = {}
        for each in self.said:
            if each.kind == "scored":
                first.setdefault(each.by, each)
        return first

    @cached_property
    def now(self) -> Card:
        """The card as it stands, with what people say."""
        return self._filled(_means(self.scores.values()))

    @cached_property
    def without_people(self) -> Card:
        """The same without the criteria that are a person's: what replylint's own card became."""
        return self._filled({})

    def _filled(self, people: Mapping[str, float]) -> Card:
        judged = {each["name"] for each in self.row["criteria"] if each["marks"] is not None}
        return totalled(self.card, list(self._standing()), judged, people, self.row["why_not"])

    def _standing(self) -> Iterator[Finding]:
        """The findings as they count: without those overridden, those confirmed for sure."""
        for each in self.found:
            answer = self.answers.get(each["finding"])
            if answer is None or answer.kind == "confirmed":
                yield _finding(each, self.row["turn"], each["sure"] or answer is not None)


def compared(review: Review, trainer: str) -> dict[str, tuple[int, int]]:
    """The criteria that a trainer, blind, and replylint both judged: their step, then its own."""
    theirs = review.blind[trainer].steps
    tools = {each["name"]: step(each["marks"]) for each in review.row["criteria"] if each["marks"] is not None}
    both = ((name, theirs.get(name), tool) for name, tool in tools.items())
    return {name: (one, two) for name, one, two in both if one is not None}


def apart(review: Review, trainer: str) -> dict[str, tuple[int, int]]:
    """Those in which the two lie two steps or more apart."""
    return {name: (one, two) for name, (one, two) in compared(review, trainer).items() if abs(one - two) >= 2}


class Answer(NamedTuple):
    """A row of the scores that `replylint calibrate` reads."""

    reply: str
    rater: str
    item: str
    score: str


def scores(reviews: Iterable[Review]) -> Iterator[Answer]:
    """What people scored blind, under the criteria that are one category of checks, and whether the reply passes; beside it
    what replylint gave the same replies."""
    for review in reviews:
        items = {each.name: CATEGORY + each.checks[0] for each in review.card.criteria if _category(each.checks)}
        if review.blind:
            yield from _tools(review, items)
        for trainer, said in review.blind.items():
            rater = f"{TOOL} (a person)" if trainer == TOOL else trainer  # as an account of a server may be called
            for name, given in said.steps.items():
                if name in items:
                    yield Answer(review.name, rater, items[name], "N/A" if given is None else str(given))
            if said.passes is not None:
                yield Answer(review.name, rater, PASSED, _yes(said.passes))


def _tools(review: Review, items: Mapping[str, str]) -> Iterator[Answer]:
    """What replylint gave the same reply, before anybody said anything of it."""
    row = review.row
    for each in row["criteria"]:
        if each["name"] in items:
            judged = each["marks"] is not None and row["total"] is not None
            yield Answer(review.name, TOOL, items[each["name"]], str(step(each["marks"])) if judged else "N/A")
    yield Answer(review.name, TOOL, TOTAL, "N/A" if row["total"] is None else str(row["total"]))
    yield Answer(review.name, TOOL, PASSED, "N/A" if row["passed"] is None else _yes(row["passed"]))


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def near_misses(reviews: Iterable[Review]) -> dict[str, list[dict[str, Any]]]:
    """The replies in which replylint was wrong, by rule, as examples that must not raise it: `good` lines of its file."""
    found: dict[str, list[dict[str, Any]]] = {}
    for review in reviews:
        rules = {each["finding"]: each["rule"] for each in review.found}
        wrong = {rules[finding] for finding, said in review.answers.items() if said.kind == "wrong" and finding in rules}
        for rule in sorted(wrong):
            found.setdefault(rule, []).append(_example(review))
    return found


def _example(review: Review) -> dict[str, Any]:
    """A reply as an example of a rule: its words, what was said before them, and what else was known when it was sent."""
    *before, reply = review.thread["turns"][: review.row["turn"] + 1]
    known = {key: value for key, value in review.thread["situation"].items() if key not in ("turns", "now")}
    told = {"agent": reply["text"], **known, **({"now": reply["at"]} if reply["at"] else {})}
    turns = [{key: value for key, value in turn.items() if value is not None} for turn in before]
    if len(turns) == 1 and turns[0].keys() == {"role", "text"} and turns[0]["role"] == "customer" and "customer" not in known:
        return {**told, "customer": turns[0]["text"]}
    return {**told, "thread": turns} if turns else told


def _category(checks: Sequence[str]) -> bool:
    return len(checks) == 1 and "/" not in checks[0]


def _means(scores: Iterable[Said]) -> dict[str, float]:
    """The mean marks of each criterion that anybody gave some under."""
    given: dict[str, list[int]] = {}
    for said in scores:
        for name, one in said.steps.items():
            if one is not None:
                given.setdefault(name, []).append(STEPS[one][1])
    return {name: sum(marks) / len(marks) for name, marks in given.items()}


def _finding(data: Mapping[str, Any], turn: int, sure: bool) -> Finding:
    """A finding of a row, with all that bears on marks."""
    return Finding(
        id=data["finding"],
        rule=data["rule"],
        severity=data["severity"],
        gate=data["gate"],
        about=data["about"],
        span=Span(turn, data["start"], data["end"]),
        text=data["text"],
        message=data["message"],
        advice=data["advice"],
        source="",
        confidence=1.0 if sure else SURE / 2,
        proven=sure,
    )
