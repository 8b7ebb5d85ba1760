"""Charts as SVG, drawn here: each has a title and a description to be read aloud, and stands above its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from replylint.report.summary import STEP
from replylint.score import BANDS

_WIDTH, _HEIGHT, _LEFT, _TOP, _FOOT = 720, 250, 46, 22, 34
_MOST_LABELS = 14


def distribution(counts: Sequence[int], passes: int) -> Markup:
    """How many replies have which total: bars of ten points, and one for 100; `passes` is the pass mark."""
    most, wide = max(*counts, 1), (_WIDTH - _LEFT - 10) / len(counts)
    parts = [_rules(0, most, f"{most:,}")]
    for number, count in enumerate(counts):
        low = number * STEP
        x, y = _LEFT + number * wide, _y(count / most)
        parts += [
            _tag("rect", x=x + 3, y=y, width=wide - 6, height=_HEIGHT - _FOOT - y, rx=2, class_=f"bar {_band(low)}"),
            _words(x + wide / 2, y - 5, f"{count:,}" if count else "", "value"),
            _words(x + wide / 2, _HEIGHT - 14, "100" if low == 100 else f"{low}–{low + STEP - 1}", "axis"),
        ]
    mark = _LEFT + min(passes / STEP, len(counts) - 1) * wide
    parts += [
        _tag("line", x1=mark, x2=mark, y1=_TOP - 8, y2=_HEIGHT - _FOOT, class_="mark"),
        _words(mark - 5, _TOP - 9, f"pass mark {passes}", "axis", "end"),
    ]
    said = "; ".join(f"{100 if n == 10 else f'{n * STEP} to {n * STEP + 9}'}: {count:,}" for n, count in enumerate(counts))
    return _chart("distribution", "How many replies got which total", said, parts)


def weeks(groups: Sequence[Mapping[str, Any]]) -> Markup:
    """The share of replies that pass, week by week, in the band of its interval; weeks without a scored reply are left out."""
    groups = [group for group in groups if group["share"]]
    step = (_WIDTH - _LEFT - 50) / max(len(groups) - 1, 1)
    xs = [_LEFT + 20 + number * step for number in range(len(groups))]
    shares = [group["share"] for group in groups]
    upper = [(x, _y(share["high"])) for x, share in zip(xs, shares, strict=True)]
    lower = [(x, _y(share["low"])) for x, share in zip(xs, shares, strict=True)]
    middle = [(x, _y(share["value"])) for x, share in zip(xs, shares, strict=True)]
    parts = [
        _rules(0, 100, "100 %"),
        _tag("polygon", points=_points([*upper, *reversed(lower)]), class_="band"),
        _tag("polyline", points=_points(middle), class_="line"),
    ]
    every = -(-len(groups) // _MOST_LABELS)
    for number, (group, (x, y)) in enumerate(zip(groups, middle, strict=True)):
        parts.append(_tag("circle", cx=x, cy=y, r=4, class_="dot"))
        if number % every == 0:
            parts += [
                _words(x, y - 9, percent(group["share"]["value"]), "value"),
                _words(x, _HEIGHT - 14, group["name"].partition("-")[2] + f" ’{group['name'][2:4]}", "axis"),
            ]
    said = "; ".join(f"{group['name']}: {percent(group['share']['value'])} of {group['scored']:,}" for group in groups)
    return _chart("weeks", "Share of replies that pass, by week", said, parts)


def whisker(share: Mapping[str, float]) -> Markup:
    """A share as a dot on the line of its interval, beside the numbers: nothing to be read aloud."""
    low, high, value = (round(share[name] * 150 + 5, 1) for name in ("low", "high", "value"))
    parts = [
        _tag("line", x1=5, x2=155, y1=9, y2=9, class_="rail"),
        _tag("line", x1=low, x2=high, y1=9, y2=9, class_="span"),
        _tag("circle", cx=value, cy=9, r=4.5, class_="dot"),
    ]
    return _aside(160, parts)


def meter(marks: float) -> Markup:
    """Marks of 100 as a bar, beside the number: nothing to be read aloud."""
    rail = _tag("rect", x=0, y=4, width=150, height=10, rx=2, class_="rail")
    return _aside(150, [rail, _tag("rect", x=0, y=4, width=marks * 1.5, height=10, rx=2, class_=f"bar {_band(marks)}")])


def percent(part: float) -> str:
    """A share in words."""
    return f"{part:.0%}".replace("%", " %")


def _aside(width: int, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="aside" viewBox="0 0 {0} 18" width="{0}" height="18" aria-hidden="true">{1}</svg>').format(
        width, Markup().join(parts)
    )


def _chart(name: str, title: str, said: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {0} {1}" role="img" aria-labelledby="{2}-title {2}-said">'
        '<title id="{2}-title">{3}</title><desc id="{2}-said">{4}</desc>{5}</svg>'
    ).format(_WIDTH, _HEIGHT, name, title, said, Markup().join(parts))


def _rules(low: int, high: int, label: str) -> Markup:
    """Lines at the foot, the middle and the head."""
    lines = [_tag("line", x1=_LEFT, x2=_WIDTH - 10, y1=_y(at), y2=_y(at), class_="rule") for at in (0, 0.5, 1)]
    ends = [_words(_LEFT - 7, _y(at) + 4, text, "axis", "end") for at, text in ((0, str(low)), (1, label if high else ""))]
    return Markup().join([*lines, *ends])


def _y(part: float) -> float:
    return _TOP + (1 - part) * (_HEIGHT - _TOP - _FOOT)


def _band(total: float) -> str:
    return next(name for least, name in BANDS if total >= least).replace(" ", "-")


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _words(x: float, y: float, text: str, kind: str, anchor: str = "middle") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>').format(f"{x:.1f}", f"{y:.1f}", anchor, kind, text)


def _tag(name: str, **attributes: Any) -> Markup:
    told = [(key.rstrip("_"), f"{value:.1f}" if isinstance(value, float) else value) for key, value in attributes.items()]
    return Markup("<{}{}/>").format(
        Markup(name), Markup().join(Markup(' {}="{}"').format(Markup(key), escape(v)) for key, v in told)
    )
