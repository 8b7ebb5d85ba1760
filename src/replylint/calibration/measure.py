"""Precision and recall of each check on replies that people labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from replylint.agreement import DRAWS, Estimate, YesNo, yes_no
from replylint.agreement.estimate import UndefinedError, estimates
from replylint.calibration.answers import CHECK, Answers, Value
from replylint.calibration.replies import Judged


class Line(NamedTuple):
    """A check: how many labelled replies it was measured on, how many people called N/A, in how many it gave way to
    another check (neither counts), and what came out."""

    check: str
    n: int
    not_applicable: int
    gave_way: int
    came: YesNo


class Apart(NamedTuple):
    """A reply of which the tool and people say different things, or of which people say yes as often as no."""

    check: str
    reply: str
    kind: Literal["false alarm", "missed", "tied"]


class Measure(NamedTuple):
    """The checks that were measured, those that do not run, all together, and the replies to look at."""

    lines: tuple[Line, ...]
    off: tuple[str, ...]
    precision: Estimate
    recall: Estimate
    apart: tuple[Apart, ...]


def majority(answers: Iterable[Value]) -> tuple[Value, bool]:
    """What most say, and whether it is a tie, in which case there is no answer (None)."""
    (first, most), *others = Counter(answers).most_common(2)
    tied = any(count == most for _, count in others)
    return None if tied else first, tied


def measure(labels: Answers, judged: Mapping[str, Judged]) -> Measure:
    """The figures of each labelled check, sorted by name; of several raters the majority counts."""
    lines, off = [], []
    apart: list[Apart] = []
    counts: dict[str, list[int]] = {}
    for item in sorted(labels):
        check = item.removeprefix(CHECK)
        if not any(item in judged[reply].answers for reply in labels[item]):
            off.append(check)
            continue
        line = _line(check, labels[item], judged, apart, counts)
        lines.append(line)
    precision, recall = _whole(counts)
    return Measure(tuple(lines), tuple(off), precision, recall, tuple(sorted(apart, key=lambda each: (each.check, each.kind))))


def _line(
    check: str,
    labels: Mapping[str, Mapping[str, Value]],
    judged: Mapping[str, Judged],
    apart: list[Apart],
    counts: dict[str, list[int]],
) -> Line:
    """One check; adds the replies to look at, and what each reply counts for all checks together."""
    pairs: dict[str, tuple[bool, bool]] = {}
    not_applicable = gave_way = 0
    for reply, told in labels.items():
        right, tied = majority(told.values())
        said = judged[reply].answers[CHECK + check]
        if tied:
            apart.append(Apart(check, reply, "tied"))
        elif right is None:
            not_applicable += 1
        elif said is None:
            gave_way += 1
        else:
            pairs[reply] = bool(said), bool(right)
    clear = any(not right for _, right in pairs.values())
    for reply, (said_so, right_so) in pairs.items():
        count = counts.setdefault(reply, [0, 0, 0, 0])
        for at, holds in enumerate((said_so and right_so and clear, said_so and clear, said_so and right_so, right_so)):
            count[at] += holds
        if said_so != right_so:
            apart.append(Apart(check, reply, "false alarm" if said_so else "missed"))
    return Line(check, len(pairs), not_applicable, gave_way, yes_no(list(pairs.values()), DRAWS))


def _whole(counts: Mapping[str, list[int]]) -> tuple[Estimate, Estimate]:
    """Precision and recall of all checks together, with the interval of the replies resampled; checks without a reply that
    is known to be without their fault have no part in the precision."""

    def precision(sums: tuple[float, ...]) -> float:
        if not sums[1]:
            raise UndefinedError("nothing was raised")
        return sums[0] / sums[1]

    def recall(sums: tuple[float, ...]) -> float:
        if not sums[3]:
            raise UndefinedError("no reply has a fault")
        return sums[2] / sums[3]

    made = estimates([tuple(map(float, row)) for row in counts.values()], {"p": precision, "r": recall}, DRAWS)
    return made["p"], made["r"]
