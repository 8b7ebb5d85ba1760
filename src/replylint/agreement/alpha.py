"""Krippendorff's alpha: any number of judges, marks missing here and there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import isqrt
from typing import Literal

from replylint.agreement.estimate import Estimate, Row, UndefinedError, estimate

Level = Literal["nominal", "ordinal", "interval"]
_ONE_VALUE = "everyone says the same of every reply"


def alpha(marks: Sequence[Sequence[float | None]], level: Level, draws: int = 0) -> Estimate:
    """1 less the disagreement that is there over the one that chance would give; a line a reply, None where a mark is missing.

    Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), and Content Analysis, 4th ed. (2019), chapter 12. A
    reply counts that has two marks. Not defined when only one value occurs. 0.80 and more: rely on it; 0.667 to 0.80:
    tentative conclusions; less: none.
    """
    units = [[mark for mark in line if mark is not None] for line in marks]
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        return Estimate(None, 0, "no reply was judged by two people")
    if level == "interval":
        first = units[0][0]  # marks are counted from one of them, so that what does not vary is exactly 0
        return estimate([_spread([mark - first for mark in unit]) for unit in units], _interval, draws)
    values = sorted({mark for unit in units for mark in unit})
    return estimate([_coincidences(unit, values) for unit in units], _ordinal if level == "ordinal" else _nominal, draws)


def _spread(unit: Sequence[float]) -> Row:
    """How many marks, their sum, the sum of their squares, and how far they lie apart within the reply."""
    n, total, squares = len(unit), sum(unit), sum(mark * mark for mark in unit)
    return (n, total, squares, 2 * (n * squares - total * total) / (n - 1))


def _interval(sums: Row) -> float:
    n, total, squares, within = sums
    between = 2 * (n * squares - total * total)
    if between <= 1e-9 * n * squares:
        raise UndefinedError(_ONE_VALUE)
    return 1 - (n - 1) * within / between


def _coincidences(unit: Sequence[float], values: Sequence[float]) -> Row:
    """The coincidence matrix of one reply, flat: each ordered pair of its marks, divided by one less than their number."""
    times = [unit.count(value) for value in values]
    share = 1 / (len(unit) - 1)
    return tuple(
        (one * other if at != beside else one * (one - 1)) * share
        for at, one in enumerate(times)
        for beside, other in enumerate(times)
    )


def _margins(matrix: Row) -> list[float]:
    kinds = isqrt(len(matrix))
    return [sum(matrix[at * kinds : (at + 1) * kinds]) for at in range(kinds)]


def _nominal(matrix: Row) -> float:
    counts = _margins(matrix)
    return _one_less(matrix, counts, [[float(one != other) for other in range(len(counts))] for one in range(len(counts))])


def _ordinal(matrix: Row) -> float:
    counts = _margins(matrix)
    # between two ranks lie all marks from the one to the other, those of the ranks themselves by half
    ranks = [upto - count / 2 for upto, count in zip(accumulate(counts), counts, strict=True)]
    return _one_less(matrix, counts, [[(one - other) ** 2 for other in ranks] for one in ranks])


def _one_less(matrix: Row, counts: Sequence[float], apart: Sequence[Sequence[float]]) -> float:
    """Alpha of a coincidence matrix whose margins are `counts`; `apart` is how far two values lie from each other, squared."""
    if sum(count > 0 for count in counts) < 2:
        raise UndefinedError(_ONE_VALUE)
    kinds = range(len(counts))
    there = sum(matrix[one * len(counts) + other] * apart[one][other] for one in kinds for other in kinds)
    chance = sum(counts[one] * counts[other] * apart[one][other] for one in kinds for other in kinds)
    return 1 - (sum(counts) - 1) * there / chance
