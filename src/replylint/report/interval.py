"""Intervals by the bootstrap, from counts: what redrawing the replies with replacement would give, worked out exactly.

How many of n redrawn replies pass is binomial, and the median of redrawn totals is at most t when at least half of them are,
which is binomial too. So no draw is needed: there is no seed, and a hundred thousand replies cost as little as a hundred
(Efron & Tibshirani, An Introduction to the Bootstrap, 1993: the ideal bootstrap of chapter 6, percentiles of chapter 13).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

_LOW, _HIGH = 0.025, 0.975
_NOTHING = 1e-16  # of the likeliest count: a count that is less likely changes no figure


class Interval(NamedTuple):
    """A figure with the range in which it lies 95 times in 100."""

    value: float
    low: float
    high: float


def share(count: int, of: int) -> Interval | None:
    """A share of replies; None without any."""
    if not of:
        return None
    if count in (0, of):
        return Interval(count / of, count / of, count / of)
    first, running = _binomial(of, count / of)
    low, high = ((first + bisect_left(running, at * running[-1])) / of for at in (_LOW, _HIGH))
    return Interval(count / of, low, high)


def median(counts: Sequence[int]) -> Interval | None:
    """The median of totals, of which `counts[t]` replies have the total t; None without any."""
    n = sum(counts)
    if not n:
        return None
    running = list(accumulate(counts))
    lower, upper = (n + 1) // 2, n // 2 + 1  # which of them in order, from 1, stand in the middle
    value = (bisect_left(running, lower) + bisect_left(running, upper)) / 2
    low = bisect_left(running, _LOW, key=lambda under: _at_least(lower, n, under / n))
    high = bisect_left(running, _HIGH, key=lambda under: _at_least(upper, n, under / n))
    return Interval(value, float(low), float(high))


def _at_least(count: int, n: int, p: float) -> float:
    """How likely it is that of n draws, each good with probability p, so many are good; `count` is 1 at least."""
    if p in (0.0, 1.0):
        return p
    first, running = _binomial(n, p)
    under = count - first
    return 1.0 - (running[min(under, len(running)) - 1] / running[-1] if under > 0 else 0.0)


def _binomial(n: int, p: float) -> tuple[int, list[float]]:
    """The first count that can be, and from there the running sums of how likely each is beside the likeliest."""
    mode, odds = min(int((n + 1) * p), n), p / (1 - p)
    below, above = [1.0], [1.0]
    for count in range(mode, 0, -1):
        below.append(below[-1] * count / ((n - count + 1) * odds))
        if below[-1] < _NOTHING:
            break
    for count in range(mode, n):
        above.append(above[-1] * (n - count) * odds / (count + 1))
        if above[-1] < _NOTHING:
            break
    return mode - len(below) + 1, list(accumulate([*reversed(below), *above[1:]]))
