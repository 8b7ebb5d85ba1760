"""Judges who give points, such as a total of 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from typing import NamedTuple

from replylint.agreement.estimate import Estimate, Row, UndefinedError, estimate

_Z = 1.96


class Difference(NamedTuple):
    """By how much one judge gives more than another: the mean (`bias`), and the limits between which 95 in 100 of the
    differences are expected; None when there are fewer than two."""

    bias: Estimate
    low: float | None
    high: float | None


def difference(pairs: Sequence[tuple[float, float]], draws: int = 0) -> Difference:
    """The bias of the first of each pair against the second, with limits of agreement.

    Bland & Altman, Statistical methods for assessing agreement between two methods of clinical measurement, Lancet 327
    (1986), with 1.96 standard deviations (Stat Methods Med Res 8, 1999).
    """
    apart = [one - other for one, other in pairs]
    bias = estimate([(1.0, each) for each in apart], lambda sums: sums[1] / sums[0], draws)
    if len(apart) < 2 or bias.value is None:
        return Difference(bias, None, None)
    mean = bias.value
    deviation = sqrt(sum((each - mean) ** 2 for each in apart) / (len(apart) - 1))
    return Difference(bias, mean - _Z * deviation, mean + _Z * deviation)


def within(points: Sequence[Sequence[float | None]], most: float, draws: int = 0) -> Estimate:
    """The share of all pairs of judges' points for the same reply that lie at most so many apart; a line a reply, None
    where a judge gave none."""
    rows: list[Row] = []
    for line in points:
        given = [each for each in line if each is not None]
        apart = [abs(one - other) for one, other in combinations(given, 2)]
        if apart:
            rows.append((sum(each <= most for each in apart), len(apart)))
    return estimate(rows, lambda sums: sums[0] / sums[1], draws)


def icc(points: Sequence[Sequence[float | None]], draws: int = 0) -> Estimate:
    """ICC(2,1), the intraclass correlation of one judge's points, judges and replies taken at random, their bias counted
    against them; a line a reply, a column a judge. Only replies that every judge gave points to count.

    Shrout & Fleiss, Intraclass correlations: uses in assessing rater reliability, Psychol Bull 86 (1979), table 2.
    """
    whole = [[each for each in line if each is not None] for line in points if None not in line]
    if not whole:
        return Estimate(None, 0, "no reply was judged by all of them")
    first, judges = whole[0][0], len(whole[0])
    if judges < 2:
        return Estimate(None, len(whole), "it takes two judges")

    def of(sums: Row) -> float:
        return _icc(sums, judges)

    return estimate([_row([each - first for each in line]) for line in whole], of, draws)


def _row(line: Sequence[float]) -> Row:
    """What a reply adds: itself, the squares of its points, the square of their sum, and the points."""
    return (1.0, sum(each * each for each in line), sum(line) ** 2, *line)


def _icc(sums: Row, judges: int) -> float:
    n, squares, lines, *columns = sums
    if n < 2:
        raise UndefinedError("it takes two replies")
    mean = sum(columns) ** 2 / (n * judges)
    between_replies = lines / judges - mean
    between_judges = sum(column * column for column in columns) / n - mean
    total = squares - mean
    if total <= 1e-9 * squares or total <= 0:
        raise UndefinedError("everyone gives the same points to every reply")
    rest = max(0.0, total - between_replies - between_judges) / ((n - 1) * (judges - 1))
    replies, raters = between_replies / (n - 1), between_judges / (judges - 1)
    whole = replies + (judges - 1) * rest + judges * (raters - rest) / n
    if whole <= 1e-9 * total:
        raise UndefinedError("too few replies to tell them from the judges")
    return (replies - rest) / whole
