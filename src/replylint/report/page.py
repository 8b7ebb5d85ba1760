"""The report as one HTML file: the template beside this file, filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from replylint.report import cases, charts
from replylint.report.summary import DEMOTED, FEWEST, STEP
from replylint.score import BANDS, COST, MOST_FOR_STYLE, SURE


def filled(figures: Mapping[str, Any], shown: list[dict[str, Any]], more: Mapping[str, Any]) -> str:
    """The page: `figures` are those of `summary.json`, `shown` the conversations in it, `more` whatever else the template
    names. All text is escaped."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=True,
        loader=folder,
    )
    environment.filters.update(count=_count, percent=_percent, range=_range, points=_points, moment=_moment)
    constants = {"bands": BANDS, "cost": COST, "most_for_style": MOST_FOR_STYLE, "sure": SURE, "fewest": FEWEST, "step": STEP}
    limits = {"demoted_over": DEMOTED, "most": cases.MOST}
    template = environment.get_template("report.html.jinja")
    return template.render(**constants, **limits, f=figures, shown=shown, charts=charts, **more)


def _count(number: float | None) -> str:
    return "–" if number is None else f"{number:,}"


def _points(number: float | None) -> str:
    """Marks or points, without a needless nought."""
    return "–" if number is None else f"{number:,.1f}".removesuffix(".0")


def _percent(part: float | None) -> str:
    return "–" if part is None else charts.percent(part)


def _range(figure: Mapping[str, float] | None, form: str) -> str:
    """The interval of a figure."""
    if figure is None:
        return "–"
    low, high = (_percent(figure[end]) if form == "percent" else _points(figure[end]) for end in ("low", "high"))
    return f"{low} to {high}"


def _moment(at: str | None) -> str:
    if at is None:
        return ""
    moment = datetime.fromisoformat(at)
    return f"{moment.day} {moment:%b %Y, %H:%M}"
