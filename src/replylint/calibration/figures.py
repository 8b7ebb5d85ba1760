"""The figures of a round for programs: JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from replylint.agreement import Estimate
from replylint.calibration.calibrate import Calibration
from replylint.calibration.measure import Measure

COLUMNS = ("item", "statistic", "value", "low", "high", "n", "why")
Figure = tuple[str, str, Estimate | int]  # item, statistic, value


def of_measure(found: Measure) -> Iterator[Figure]:
    """Every figure of a measure: item, statistic, value."""
    for line in found.lines:
        yield line.check, "replies", line.n
        yield line.check, "not_applicable", line.not_applicable
        yield line.check, "gave_way", line.gave_way
        yield from ((line.check, name, value) for name, value in line.came._asdict().items())
    yield "all", "precision", found.precision
    yield "all", "recall", found.recall


def of_calibration(found: Calibration) -> Iterator[Figure]:
    """Every figure of a calibration: item, statistic, value."""
    for each in (*found.categories, *((found.passed,) if found.passed else ()), *found.checks):
        yield each.item, "tool", each.tool
        yield each.item, "people", each.people
        yield each.item, "alpha", each.alpha
        yield each.item, "goal", Estimate(each.goal, each.people.n, each.people.why if each.goal is None else None)
        yield each.item, "one_sided", each.one_sided
        if each.came:
            yield from ((each.item, name, value) for name, value in each.came._asdict().items())
    if found.total:
        total = found.total
        yield "total", "bias", total.bias.bias
        for name, limit in (("limit_low", total.bias.low), ("limit_high", total.bias.high)):
            yield "total", name, Estimate(limit, total.bias.bias.n, None if limit is not None else "it takes two replies")
        for name in ("icc", "near", "people_icc", "people_near", "people_alpha"):
            yield "total", name, getattr(total, name)


def nested(figures: Iterable[Figure]) -> dict[str, dict[str, Any]]:
    """Figures as JSON tells them: item -> statistic -> a count, or value, low, high, n and why there is none."""
    told: dict[str, dict[str, Any]] = {}
    for item, statistic, value in figures:
        told.setdefault(item, {})[statistic] = value if isinstance(value, int) else _rounded(value)._asdict()
    return told


def as_csv(figures: Iterable[Figure]) -> str:
    """Figures as CSV, a line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item, statistic, value in figures:
        told = Estimate(value, value) if isinstance(value, int) else _rounded(value)
        writer.writerow((item, statistic, told.value, told.low, told.high, told.n, told.why))
    return out.getvalue()


def _rounded(told: Estimate) -> Estimate:
    """With four digits, which are the same on every machine."""
    value, low, high = (None if each is None else round(each, 4) for each in (told.value, told.low, told.high))
    return told._replace(value=value, low=low, high=high)
