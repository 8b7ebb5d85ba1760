"""A team's scorecard, with its own criteria in its own words: each is fed by checks or left to a person.

The card that comes with replylint has the categories of the checks for its criteria, with the weights of the pack: a reply
gets the same number by it as in a result.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from replylint import packs, schema
from replylint.document import YamlDocument, read_yaml, shaped
from replylint.finding import Finding, Result
from replylint.ruleset import Ruleset
from replylint.score import FAILS_SECTION, FLOOR, PASS_MARK, Band, Charge, band, charges, marks_left, rounded

FILE = "scorecard.yaml"


@dataclass(frozen=True)
class Criterion:
    """One line: `points` of the whole, what it `asks`, and the `checks` (rules or categories) whose findings take marks off.

    A `human` criterion is for a person alone; no check stands for it.
    """

    name: str
    points: int
    asks: str = ""
    checks: tuple[str, ...] = ()
    human: bool = False

    def takes(self, found: Finding) -> bool:
        """Whether a finding counts here."""
        return found.rule in self.checks or found.category in self.checks


@dataclass(frozen=True)
class Scorecard:
    """The criteria; a reply passes with `passes` of 100, no criterion under `floor` and nothing of `autofail` found.

    Without `autofail` the gates of the rules hold: a card number, a secret, an insult.
    """

    name: str
    criteria: tuple[Criterion, ...]
    passes: int = field(default=PASS_MARK, metadata={"key": "pass"})
    floor: int = int(FLOOR)
    autofail: tuple[str, ...] | None = None

    @cached_property
    def human(self) -> tuple[Criterion, ...]:
        """Those for a person."""
        return tuple(criterion for criterion in self.criteria if criterion.human)


class Line(NamedTuple):
    """What became of a criterion: the marks left of 100 and what was charged. `marks` is None where there was nothing to
    judge, or where a person judges."""

    criterion: Criterion
    marks: float | None
    charged: tuple[Charge, ...] = ()


class Card(NamedTuple):
    """A filled scorecard. `total` is None when the reply is not scored (`why_not`); `computed` is what it would be if
    nothing had failed it, `failed_by` the rules that did."""

    total: int | None
    computed: int | None
    band: Band | None
    passed: bool | None
    why_not: str | None
    failed_by: tuple[str, ...]
    lines: tuple[Line, ...]


def load(file: Path | None, rules: Ruleset) -> Scorecard:
    """The scorecard of a file, or the one that comes with replylint; raises `InputError`."""
    document = read_yaml(file or packs.house() / FILE)
    card = shaped(Scorecard, document.data, document.file, document.place)
    _check(card, document, rules)
    return card


def _check(card: Scorecard, document: YamlDocument, rules: Ruleset) -> None:
    known = {name for rule in rules.rules for name in (rule.id, rule.category)}
    seen: dict[str, str] = {}
    if not card.criteria:
        raise document.error(("criteria",), "is empty; a scorecard has criteria")
    for number, criterion in enumerate(card.criteria):
        path: schema.Path = ("criteria", number)
        if criterion.points < 1:
            raise document.error((*path, "points"), f"{criterion.points}: a criterion is worth a point at least")
        if criterion.human == bool(criterion.checks):
            raise document.error(path, f"{criterion.name!r} is fed by `checks`, or left to a person by `human: true`")
        if criterion.name in seen.values() or any(criterion.name == other.name for other in card.criteria[:number]):
            raise document.error((*path, "name"), f"two criteria are called {criterion.name!r}")
        _known(criterion.checks, known, document, (*path, "checks"))
        for check in criterion.checks:
            other = seen.get(check) or seen.get(check.partition("/")[0])
            if other:
                raise document.error((*path, "checks"), f"{check} takes marks under {other!r} already; one fault costs once")
            seen[check] = criterion.name
    _known(card.autofail or (), known, document, ("autofail",))
    for key, value in (("pass", card.passes), ("floor", card.floor)):
        if not 0 <= value <= 100:
            raise document.error((key,), f"{value}: marks run from 0 to 100")


def _known(names: Iterable[str], known: Iterable[str], document: YamlDocument, path: schema.Path) -> None:
    for number, name in enumerate(names):
        if name not in known:
            raise document.error((*path, number), f"no check {schema.quotable(name)}{schema.nearest(name, known)}")


def filled(card: Scorecard, result: Result) -> Card:
    """The card of a reply, from its result."""
    judged = {each.name for each in card.criteria if any(_judged(check, result) for check in each.checks)}
    return totalled(card, result.findings, judged, {}, result.score.why_not)


def totalled(
    card: Scorecard,
    findings: Sequence[Finding],
    judged: Container[str],
    people: Mapping[str, float],
    why_not: str | None,
) -> Card:
    """A card from what was found under the criteria that had something to judge (`judged`, by name), and from the marks of
    100 that people gave under those that are theirs; `why_not` says why there is no total."""
    lines = tuple(_line(each, findings, each.name in judged, people) for each in card.criteria)
    counted = [(line.criterion.points, line.marks) for line in lines if line.marks is not None]
    failed_by = tuple(sorted({found.rule for found in findings if _fails(found, card)}))
    why_not = why_not or (None if counted else "not scored: nothing that this card asks could be judged")
    if why_not:
        return Card(None, None, None, None, why_not, failed_by, lines)
    computed = rounded(sum(points * marks for points, marks in counted) / sum(points for points, _ in counted))
    total = 0 if failed_by else computed
    passed = not failed_by and total >= card.passes and all(marks >= card.floor for _, marks in counted)
    return Card(total, computed, band(total), passed, None, failed_by, lines)


def _line(criterion: Criterion, findings: Sequence[Finding], judged: bool, people: Mapping[str, float]) -> Line:
    if criterion.human:
        return Line(criterion, people.get(criterion.name))
    if not judged:
        return Line(criterion, None)
    charged = tuple(charges(filter(criterion.takes, findings)))
    lost = any(_loses(criterion, found) for found in findings)
    return Line(criterion, 0.0 if lost else marks_left(charged), charged)


def _judged(check: str, result: Result) -> bool:
    """Whether a check could be applied to a reply, and had something to judge."""
    category, _, rule = check.partition("/")
    absent = {each for rules in result.not_applicable.values() for each in rules}
    return result.score.categories.get(category) is not None and not (rule and check in absent)


def _loses(criterion: Criterion, found: Finding) -> bool:
    """Whether a finding takes the whole of a criterion: its own, or that of another category."""
    return found.gate == "section-fail" and bool({FAILS_SECTION.get(found.rule), found.rule} & set(criterion.checks))


def _fails(found: Finding, card: Scorecard) -> bool:
    if card.autofail is None:
        return found.gate == "autofail"
    return bool({found.rule, found.category} & set(card.autofail))
