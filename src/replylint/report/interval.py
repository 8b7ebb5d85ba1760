"""Intervals by the bootstrap, from counts: replies drawn again with replacement, 2,000 times, with a fixed seed.

How many of n redrawn replies pass is binomial, and how many have each total is multinomial, so that the draws are made at
once and cost the same for a hundred replies as for a hundred thousand (Efron & Tibshirani, An Introduction to the
Bootstrap, 1993, chapters 5 and 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

_DRAWS, _SEED = 2_000, 20_240_229
_LOW, _HIGH = 2.5, 97.5


class Interval(NamedTuple):
    """A figure with the range in which it lies 95 times in 100."""

    value: float
    low: float
    high: float


def share(count: int, of: int) -> Interval | None:
    """A share of replies; None without any."""
    if not of:
        return None
    import numpy as np

    drawn = np.random.default_rng(_SEED).binomial(of, count / of, _DRAWS) / of
    low, high = np.percentile(drawn, (_LOW, _HIGH))
    return Interval(count / of, float(low), float(high))


def median(counts: Sequence[int]) -> Interval | None:
    """The median of totals, of which `counts[t]` replies have the total t; None without any."""
    n = sum(counts)
    if not n:
        return None
    import numpy as np

    drawn = np.random.default_rng(_SEED).multinomial(n, np.asarray(counts) / n, _DRAWS).cumsum(axis=1)
    low, high = np.percentile(_middle(drawn, n), (_LOW, _HIGH))
    return Interval(float(_middle(np.asarray(counts).cumsum()[None, :], n)[0]), float(low), float(high))


def _middle(running: Any, n: int) -> Any:
    """The median of each row of running counts."""
    first, second = ((running > at).argmax(axis=1) for at in ((n - 1) // 2, n // 2))
    return (first + second) / 2
