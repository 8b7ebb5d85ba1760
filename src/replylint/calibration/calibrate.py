"""People's scores against the tool's, and against each other's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import Literal, NamedTuple

from replylint.agreement import (
    DRAWS,
    Difference,
    Estimate,
    YesNo,
    alpha,
    difference,
    icc,
    mean_weighted_kappa,
    weighted_kappa,
    within,
    yes_no,
)
from replylint.calibration.answers import CATEGORY, CHECK, PASSED, TOTAL, Answers, Value
from replylint.calibration.measure import majority
from replylint.score import BANDS

NEAR = 10  # points within which two totals are near each other
CEILING = 0.05  # by how much the tool may agree less with people than they with each other
_NO_TOOL = "no scores of replylint"
Tool = Mapping[str, Mapping[str, Value]]  # item -> reply -> answer


class Steps(NamedTuple):
    """A check, a category or pass and fail. `tool`: replylint with the consensus of people (weighted kappa; of yes and no
    it is Cohen's); `people`: its mean over all pairs of them; `goal`: what the first should reach, None when the second is
    not known. `one_sided`: replies to which only one side gave N/A. `came` for yes and no, the tool against people."""

    item: str
    tool: Estimate
    people: Estimate
    alpha: Estimate
    goal: float | None
    one_sided: int
    came: YesNo | None


class Points(NamedTuple):
    """The totals: replylint less the mean of people, and people among themselves."""

    bias: Difference
    icc: Estimate
    near: Estimate
    people_icc: Estimate
    people_near: Estimate
    people_alpha: Estimate


class Discuss(NamedTuple):
    """A disagreement worth a round: what replylint says (None: N/A or nothing) and what each person says."""

    reply: str
    item: str
    why: Literal["2 steps apart", "2 bands apart", "pass/fail split", "autofail"]
    tool: Value
    people: dict[str, Value]


class Calibration(NamedTuple):
    """All figures of a round; the parts of which nobody scored anything are empty. `tool` is whether replylint's scores
    were there."""

    raters: tuple[str, ...]
    replies: int
    tool: bool
    categories: tuple[Steps, ...]
    total: Points | None
    passed: Steps | None
    checks: tuple[Steps, ...]
    ties: tuple[tuple[str, str], ...]
    discuss: tuple[Discuss, ...]


def calibrate(
    people: Answers, tool: Tool, autofail: Iterable[str], fell: Mapping[str, Sequence[str]], replies: Iterable[str]
) -> Calibration:
    """The figures of a round. `autofail` are the checks that fail a reply by themselves, `fell` those that did, by reply;
    `replies` is the order in which to discuss."""
    raters = tuple(sorted({rater for replies in people.values() for told in replies.values() for rater in told}))
    order = {reply: at for at, reply in enumerate(replies)}
    ties: list[tuple[str, str]] = []
    steps = {item: _steps(item, people[item], tool.get(item, {}), raters, ties) for item in sorted(people) if item != TOTAL}
    total = _points(people[TOTAL], tool.get(TOTAL, {}), raters) if TOTAL in people else None
    talk = _discuss(people, tool, frozenset(CHECK + rule for rule in autofail), fell)
    return Calibration(
        raters,
        len({reply for replies in people.values() for reply in replies}),
        bool(tool),
        tuple(each for item, each in steps.items() if item.startswith(CATEGORY)),
        total,
        steps.get(PASSED),
        tuple(each for item, each in steps.items() if item.startswith(CHECK)),
        tuple(ties),
        tuple(sorted(talk, key=lambda each: order[each.reply])),
    )


def middle(told: Mapping[str, Value]) -> Value:
    """The consensus on a category: the median, which may lie between two steps; N/A when more than half say so."""
    given = [value for value in told.values() if value is not None]
    return median(given) if given and 2 * len(given) >= len(told) else None


def _steps(
    item: str,
    people: Mapping[str, Mapping[str, Value]],
    tool: Mapping[str, Value],
    raters: Sequence[str],
    ties: list[tuple[str, str]],
) -> Steps:
    yes_or_no = not item.startswith(CATEGORY)
    pairs: list[tuple[float, float]] = []
    one_sided = 0
    for reply, told in people.items():
        agreed, tied = majority(told.values()) if yes_or_no else (middle(told), False)
        said = tool.get(reply)
        if tied:
            ties.append((item, reply))
        elif said is not None and agreed is not None:
            pairs.append((said, agreed))
        elif reply in tool and said is not agreed:
            one_sided += 1
    came = yes_no([(bool(one), bool(other)) for one, other in pairs], DRAWS) if yes_or_no and tool else None
    marks = _lines(people, raters)
    with_tool = came.kappa if came else weighted_kappa(pairs, DRAWS) if tool else Estimate(None, 0, _NO_TOOL)
    each_other = mean_weighted_kappa(marks, DRAWS)
    goal = None if each_other.value is None else each_other.value - CEILING
    level: Literal["nominal", "ordinal"] = "nominal" if yes_or_no else "ordinal"
    return Steps(item, with_tool, each_other, alpha(marks, level, DRAWS), goal, one_sided, came)


def _lines(people: Mapping[str, Mapping[str, Value]], raters: Sequence[str]) -> list[list[Value]]:
    """A line a reply, a column a rater."""
    return [[told.get(rater) for rater in raters] for told in people.values()]


def _points(people: Mapping[str, Mapping[str, Value]], tool: Mapping[str, Value], raters: Sequence[str]) -> Points:
    pairs: list[tuple[float, float]] = []
    for reply, told in people.items():
        given, said = [value for value in told.values() if value is not None], tool.get(reply)
        if said is not None and given:
            pairs.append((said, fmean(given)))
    points = _lines(people, [rater for rater in raters if any(rater in told for told in people.values())])
    if tool:
        bias, with_tool, near = difference(pairs, DRAWS), icc(pairs, DRAWS), within(pairs, NEAR, DRAWS)
    else:
        bias, with_tool = Difference(Estimate(None, 0, _NO_TOOL), None, None), Estimate(None, 0, _NO_TOOL)
        near = with_tool
    return Points(bias, with_tool, near, icc(points, DRAWS), within(points, NEAR, DRAWS), alpha(points, "interval", DRAWS))


def _discuss(people: Answers, tool: Tool, autofail: frozenset[str], fell: Mapping[str, Sequence[str]]) -> list[Discuss]:
    """What a round talks about."""
    found: list[Discuss] = []
    for item, replies in people.items():
        said_of = tool.get(item, {})
        for reply, told in replies.items():
            said = said_of.get(reply)
            given = [value for value in told.values() if value is not None]
            why: Literal["2 steps apart", "2 bands apart", "pass/fail split", "autofail"] | None = None
            if item.startswith(CATEGORY) and (_apart(given) >= 2 or _from_tool(said, middle(told)) >= 2):
                why = "2 steps apart"
            elif item == TOTAL and _two_bands(given, said):
                why = "2 bands apart"
            elif item == PASSED and len({*given, *([] if said is None else [said])}) > 1:
                why = "pass/fail split"
            elif item in autofail and (said or any(given)):
                why = "autofail"
            if why:
                found.append(Discuss(reply, item, why, said, dict(told)))
    listed = {(each.reply, each.item) for each in found}
    gates = ((reply, CHECK + rule) for reply, rules in fell.items() for rule in rules)
    found += [Discuss(*gate, "autofail", 1.0, {}) for gate in gates if gate not in listed]
    return found


def _apart(given: Sequence[float]) -> float:
    return max(given) - min(given) if given else 0.0


def _from_tool(said: Value, agreed: Value) -> float:
    return 0.0 if said is None or agreed is None else abs(said - agreed)


def _two_bands(given: Sequence[float], said: Value) -> bool:
    """Whether totals lie two bands apart: among people, or the tool's from their mean."""
    if not given:
        return False
    with_tool = [] if said is None else [_band(said), _band(fmean(given))]
    return _apart([_band(each) for each in given]) >= 2 or _apart(with_tool) >= 2


def _band(total: float) -> float:
    return float(next(at for at, (least, _) in enumerate(BANDS) if total >= least))
