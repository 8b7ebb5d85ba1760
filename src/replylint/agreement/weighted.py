"""Judges who give marks on a scale of steps: the further apart, the worse."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from replylint.agreement.estimate import Estimate, Row, UndefinedError, estimate

_WIDTH = 6  # numbers that a reply gives to the kappa of one pair of judges


def weighted_kappa(pairs: Sequence[tuple[float, float]], draws: int = 0) -> Estimate:
    """Cohen's kappa with quadratic weights, of marks that two judges gave; of 0 and 1 it is Cohen's kappa.

    Cohen, Weighted kappa, Psychol Bull 70 (1968): 1 less the mean squared difference over that of all marks of the one
    with all marks of the other. A mark may lie between two steps, as the median of two people does. Not defined when both
    give one and the same mark to every reply.
    """
    return estimate([_row(*pair) for pair in pairs], _weighted, draws)


def mean_weighted_kappa(marks: Sequence[Sequence[float | None]], draws: int = 0) -> Estimate:
    """The mean weighted kappa of all pairs of judges, each over the replies that both marked; a line a reply, a column a
    judge, None where a mark is missing. A pair of which it is not defined is left out.

    Light, Measures of response agreement for qualitative data, Psychol Bull 76 (1971).
    """
    judges = len(marks[0]) if marks else 0
    shared = [line for line in marks if sum(mark is not None for mark in line) > 1]
    if not shared:
        return Estimate(None, 0, "no reply was judged by two people")
    return estimate([_all_pairs(line, judges) for line in shared], _mean, draws)


def _row(one: float, other: float) -> Row:
    return (1.0, (one - other) ** 2, one, other, one * one, other * other)


def _all_pairs(line: Sequence[float | None], judges: int) -> Row:
    row: list[float] = []
    for first, second in combinations(range(judges), 2):
        one, other = line[first], line[second]
        row += (0.0,) * _WIDTH if one is None or other is None else _row(one, other)
    return tuple(row)


def _weighted(sums: Row) -> float:
    n, apart, one, other, one_squared, other_squared = sums
    if not n:
        raise UndefinedError("no replies in common")
    chance = (one_squared + other_squared) * n - 2 * one * other
    if chance <= 1e-9 * n * (one_squared + other_squared):
        raise UndefinedError("both say the same of every reply")
    return 1 - n * apart / chance


def _mean(sums: Row) -> float:
    values = []
    why = "no replies in common"
    for at in range(0, len(sums), _WIDTH):
        try:
            values.append(_weighted(sums[at : at + _WIDTH]))
        except UndefinedError as undefined:
            why = str(undefined)
    if not values:
        raise UndefinedError(why)
    return sum(values) / len(values)
