"""Plots of what was measured as SVG files that need nothing else, light or dark as the reader's screen is."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

_WIDTH, _TOP, _MARGIN = 720, 58, 24
_NAMES, _ROW = 124, 27  # of bars: the width of the names, the height of a row
_LEFT, _FOOT, _HEIGHT = 64, 52, 320  # of lines
_OURS = "replylint"
_STYLE = """
svg { color-scheme: light dark; --page: #fff; --text: #1f2328; --soft: #59636e; --rule: #d1d9e0; --bar: #aab4c0; --ours: #0969da }
@media (prefers-color-scheme: dark) {
  svg { --page: #0d1117; --text: #f0f6fc; --soft: #9aa4ae; --rule: #3d444d; --bar: #59636e; --ours: #4493f8 }
}
text { font: 13px system-ui, sans-serif; fill: var(--text) }
.title { font-size: 15px; font-weight: 600 } .soft { fill: var(--soft) } .ours, .value { font-weight: 600 }
.value { paint-order: stroke; stroke: var(--page); stroke-width: 5px; stroke-linejoin: round }
.page { fill: var(--page) } rect.bar { fill: var(--bar) } rect.bar.ours { fill: var(--ours) } circle { fill: var(--ours) }
path { fill: none; stroke: var(--rule) } .reach { stroke: var(--soft) } .line { stroke: var(--ours); stroke-width: 2 }
.even { stroke: var(--soft); stroke-dasharray: 5 4 }
"""


class Plot(NamedTuple):
    """What it shows in a line, and the file."""

    title: str
    svg: str


class Bar(NamedTuple):
    """A tool's figure, and how far it reaches beyond it (`reach` is the figure itself when nothing is to be shown)."""

    name: str
    value: float
    reach: float
    label: str


def drawn(figures: Mapping[str, Any]) -> dict[str, Plot]:
    """The plots of the figures by the names of their files."""
    made = {"starts": _starts(figures["cold"]), "warm": _warm(figures["warm"])}
    grown = figures["growth"]
    if grown:
        made["lengths"] = line("A draft of so many words: milliseconds", "words of the draft", _points(grown["lengths"], "words"))
        made["turns"] = line("A thread of so many turns of 100 words: milliseconds", "turns", _points(grown["turns"], "of"))
        made["sizes"] = line(
            "Beside a pack of so many phrases: milliseconds", "phrases", _points(grown["sizes"], "of"), orders=True
        )
    return made


def _middle(rounds: Sequence[Mapping[str, Any]], name: str, key: str) -> float:
    return statistics.median(made[name][key] for made in rounds)


def _starts(rounds: Sequence[Mapping[str, Any]]) -> Plot:
    rows = []
    for name in rounds[0]:
        took = _middle(rounds, name, "ms")
        rows.append(Bar(name, took, took, f"{_short(took)} ms"))
    return bars("One draft, the whole process: milliseconds", rows)


def _warm(rounds: Sequence[Mapping[str, Any]]) -> Plot:
    rows = []
    for name in rounds[0]:
        half, most = (_middle(rounds, name, key) for key in ("p50", "p95"))
        rows.append(Bar(name, half, most, f"{_short(half)} ms, p95 {_short(most)} ms"))
    return bars("One more reply in a warm process: p50 as a bar, p95 as a line", rows)


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _points(rows: Sequence[Mapping[str, float]], key: str) -> list[tuple[float, float]]:
    return [(row[key], row["ms"]) for row in rows]


def bars(title: str, rows: Sequence[Bar]) -> Plot:
    """Bars beside their names, the shortest first."""
    rows = sorted(rows, key=lambda row: row.value)
    svg = _svg(title, "; ".join(f"{row.name}: {row.label}" for row in rows), _TOP + len(rows) * _ROW + 14)
    labels = max(len(row.label) for row in rows) * 7
    scale = (_WIDTH - _MARGIN * 2 - _NAMES - labels) / max(row.reach for row in rows)
    left = _MARGIN + _NAMES
    for number, row in enumerate(rows):
        kind, y = "ours" if row.name == _OURS else "", _TOP + number * _ROW
        wide = max(row.value * scale, 1)
        _text(svg, left - 10, y + 14, row.name, kind, "end")
        _tag(svg, "rect", x=left, y=y, width=wide, height=_ROW - 8, rx=2, class_=f"bar {kind}")
        if row.reach > row.value:
            _tag(svg, "path", d=f"M{left + wide:.1f} {y + 9.5}H{left + row.reach * scale:.1f}m0 -5v10", class_="reach")
        _text(svg, left + max(wide, row.reach * scale) + 8, y + 14, row.label, kind or "soft")
    return _plot(title, svg)


def line(title: str, across: str, points: Sequence[tuple[float, float]], orders: bool = False) -> Plot:
    """Milliseconds against a number, which may go by orders of magnitude; dashes show growth in proportion."""
    (least, first), (most, _) = points[0], points[-1]
    said = "; ".join(f"{x:,.0f} {across}: {_short(y)} ms" for x, y in points)
    svg = _svg(title, said, _HEIGHT)
    top = max(y for _, y in points) * 1.08
    ease = math.log10 if orders else float

    def place(x: float, y: float) -> tuple[float, float]:
        start, end = (ease(least), ease(most)) if orders else (0.0, most)
        along = (ease(x) - start) / (end - start)
        return _LEFT + along * (_WIDTH - _LEFT - _MARGIN - 10), _HEIGHT - _FOOT - y / top * (_HEIGHT - _FOOT - _TOP)

    for tick in ticks(top):
        x, y = place(least if orders else 0, tick)
        _tag(svg, "path", d=f"M{x:.1f} {y:.1f}H{_WIDTH - _MARGIN}")
        _text(svg, _LEFT - 8, y + 4, f"{tick:,g}", "soft", "end")
    if not orders:
        end = min(most, least * top / first)
        (x1, y1), (x2, y2) = place(least, first), place(end, first * end / least)
        _tag(svg, "path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", class_="even")
        left = x2 > _WIDTH / 2
        _text(svg, x2 - 12 if left else x2 + 12, y2 + 4, "in proportion to the first", "soft", "end" if left else "start")
    placed = [place(x, y) for x, y in points]
    _tag(svg, "path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed), class_="line")
    clear = -math.inf  # where the last number below ends
    for (x, y), (value, took) in zip(placed, points, strict=True):
        _tag(svg, "circle", cx=x, cy=y, r=4)
        if x - clear > 30:
            _text(svg, x, _HEIGHT - _FOOT + 18, f"{value:,.0f}", "soft", "middle")
            _text(svg, x, y - 10, _short(took), "value", "middle")
            clear = x
    _text(svg, (_LEFT + _WIDTH) / 2, _HEIGHT - 12, across, "soft", "middle")
    return _plot(title, svg)


def ticks(top: float) -> list[float]:
    """Round numbers from 0 to at most `top`, no more than six."""
    rough = top / 5
    order = 10 ** math.floor(math.log10(rough))
    step = next(times * order for times in (1, 2, 5, 10) if times * order >= rough)
    return [number * step for number in range(int(top / step) + 1)]


def _svg(title: str, said: str, height: float) -> ElementTree.Element:
    svg = ElementTree.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {height}", role="img")
    svg.attrib |= {"width": str(_WIDTH), "height": str(height), "aria-labelledby": "title said"}
    for name, words in (("title", title), ("desc", said)):
        ElementTree.SubElement(svg, name, id={"title": "title", "desc": "said"}[name]).text = words
    ElementTree.SubElement(svg, "style").text = _STYLE
    _tag(svg, "rect", width=_WIDTH, height=height, rx=6, class_="page")
    _text(svg, _MARGIN, 30, title, "title")
    return svg


def _plot(title: str, svg: ElementTree.Element) -> Plot:
    ElementTree.indent(svg)
    return Plot(title, ElementTree.tostring(svg, encoding="unicode") + "\n")


def _text(svg: ElementTree.Element, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
    made = ElementTree.SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "class": kind})
    made.text = words


def _tag(svg: ElementTree.Element, name: str, **attributes: float | str) -> None:
    told = {key.rstrip("_"): value if isinstance(value, str) else f"{value:.1f}" for key, value in attributes.items()}
    ElementTree.SubElement(svg, name, told)
