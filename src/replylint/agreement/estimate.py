"""A number with its interval.

Every statistic here is a function of sums over the replies: each reply gives a row of numbers, the rows are added up, and
the statistic is worked out from the totals. A resample then only needs to count how often each different row was drawn.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

DRAWS = 2_000
_SEED = 20261121
_FEWEST = 0.5  # of the resamples must give a number, or the interval would be one of the lucky half
_KEPT = 10_000  # replies up to which resamples are remembered for the next statistic: a byte a reply and resample
Row = tuple[float, ...]
Of = Callable[[Row], float]


class UndefinedError(Exception):
    """The data do not settle a statistic; its text is the reason, one clause."""


class Estimate(NamedTuple):
    """A statistic of `n` replies with its 95 % interval; `value` is None when it is not defined, and `why` says why.
    The interval may be missing where the value is not."""

    value: float | None
    n: int
    why: str | None = None
    low: float | None = None
    high: float | None = None


def estimate(rows: Iterable[Row], of: Of, draws: int = 0) -> Estimate:
    """What `of` makes of the summed rows, one a reply. `of` raises `UndefinedError` where it has no value."""
    return estimates(rows, {"": of}, draws)[""]


def estimates(rows: Iterable[Row], functions: Mapping[str, Of], draws: int = 0) -> dict[str, Estimate]:
    """The same for several functions of the same rows, which are then drawn once."""
    rows = list(rows)
    if not rows:
        return {name: Estimate(None, 0, "no replies to go by") for name in functions}
    made = {name: _value(of, _sums(rows), len(rows)) for name, of in functions.items()}
    defined = {name: functions[name] for name, told in made.items() if told.value is not None}
    if draws and defined and len(rows) > 1:
        for name, values in _resampled(rows, defined, draws).items():
            if len(values) >= _FEWEST * draws:
                low, high = _percentiles(values)
                made[name] = made[name]._replace(low=low, high=high)
    return made


def _value(of: Of, sums: Row, n: int) -> Estimate:
    try:
        return Estimate(of(sums), n)
    except UndefinedError as why:
        return Estimate(None, n, str(why))


def _sums(rows: Sequence[Row]) -> Row:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def _resampled(rows: Sequence[Row], functions: Mapping[str, Of], draws: int) -> dict[str, list[float]]:
    """The values of each function in resamples of the rows, those where it has none left out."""
    alike: dict[Row, list[int]] = {}
    for at, row in enumerate(rows):
        alike.setdefault(row, []).append(at)
    # the row that most replies have, as those without a fault do, is never counted: it is what the others leave
    most, *others = sorted(alike, key=lambda row: -len(alike[row]))
    grouped = len(alike) * 2 < len(rows)
    columns = list(zip(*((most, *others) if grouped else rows), strict=True))
    values: dict[str, list[float]] = {name: [] for name in functions}
    for times in _kept(len(rows), draws) if len(rows) <= _KEPT else _drawn(len(rows), draws):
        counts: Sequence[int] = times
        if grouped:
            counted = [sum(map(times.__getitem__, alike[row])) for row in others]
            counts = (len(rows) - sum(counted), *counted)
        sums = tuple(sum(map(mul, counts, column)) for column in columns)
        for name, of in functions.items():
            try:
                values[name].append(of(sums))
            except UndefinedError:
                continue
    return values


@lru_cache(maxsize=4)
def _kept(n: int, draws: int) -> tuple[bytes, ...]:
    return tuple(_drawn(n, draws))


def _drawn(n: int, draws: int) -> Iterator[bytes]:
    """How often each resample holds each reply: `n` of `n`, with replacement, from a seed of our own."""
    dice = random.Random(_SEED)
    for _ in range(draws):
        count = Counter(dice.choices(range(n), k=n))
        yield bytes(map(count.__getitem__, range(n)))


def _percentiles(values: list[float]) -> tuple[float, float]:
    """The percentile interval (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, section 12.5 and chapter 13)."""
    values.sort()
    tail = int((len(values) + 1) * 0.025)
    return values[max(tail, 1) - 1], values[-max(tail, 1)]
