"""What was measured as Markdown and plots: `page.py FIGURES.json` puts it into docs/performance.md, between two marks."""

from __future__ import annotations

import json
import statistics
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import plots

Round = dict[str, dict[str, float]]  # of a tool's name, what was measured of it
Figures = dict[str, Any]  # see bench.measured
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_FLOOR, _OURS = "python -c pass", "replylint"
_COLD = ("tool", "ms", "least – most", "× pass", "× replylint", "peak MB")
_WARM = ("tool", "p50 ms", "p95 ms", "replies/s", "× replylint", "findings a reply", "peak MB")
_GROWTH = {  # name: title, head, columns
    "lengths": ("Longer drafts", ("words", "ms", "× the first"), ("words", "ms", "ratio")),
    "turns": ("More turns", ("turns", "words", "ms", "× the first"), ("of", "words", "ms", "ratio")),
    "sizes": (
        "More phrases",
        ("phrases", "compile ms", "load ms", "a reply, ms", "× the first"),
        ("of", "compile", "load", "ms", "ratio"),
    ),
}


def middle(rounds: Sequence[Round], tool: str, key: str) -> float:
    """The median over the rounds."""
    return statistics.median(made[tool][key] for made in rounds)


def against(rounds: Sequence[Round], tool: str, other: str, key: str) -> float:
    """The median of the ratios, each within one round."""
    return statistics.median(made[tool][key] / made[other][key] for made in rounds)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table with its columns aligned."""
    cells = [list(head), *([part if isinstance(part, str) else f"{part:,.4g}" for part in row] for row in rows)]
    first, *others = (max(len(row[n]) for row in cells) for n in range(len(head)))
    cells.insert(1, ["-" * first, *("-" * (wide - 1) + ":" for wide in others)])
    lines = ([row[0].ljust(first), *map(str.rjust, row[1:], others)] for row in cells)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cold_table(rounds: Sequence[Round]) -> str:
    """What a start costs."""
    rows = []
    for name in rounds[0]:
        times = [made[name]["ms"] for made in rounds]
        span = f"{min(times):,.0f} – {max(times):,.0f}"
        ratios = (against(rounds, name, _FLOOR, "ms"), against(rounds, name, _OURS, "ms"))
        rows.append((name, middle(rounds, name, "ms"), span, *ratios, middle(rounds, name, "rss")))
    return table(_COLD, rows)


def warm_table(rounds: Sequence[Round]) -> str:
    """What one more reply costs."""
    rows = [
        (
            name,
            *(middle(rounds, name, key) for key in ("p50", "p95", "a second")),
            against(rounds, name, _OURS, "p50"),
            middle(rounds, name, "findings"),
            middle(rounds, name, "rss"),
        )
        for name in rounds[0]
    ]
    return table(_WARM, rows)


def about(figures: Figures) -> str:
    """When, of which commit, on what and over what it was measured, in a paragraph."""
    replies, versions = figures["replies"], dict(figures["versions"])
    kind = "generated replies" if replies["generated"] else "replies of a file"
    parts = [
        f"{figures['date']}, commit {figures['commit']}, {versions.pop(_OURS)}",
        f"{figures['machine']}, load {figures['load']:.1f} at the start",
        f"{replies['count']:,} {kind} of {replies['words']:.0f} words on average, {figures['rounds']} rounds",
    ]
    if versions:
        parts.append(", ".join(f"{name} {version}" for name, version in versions.items()))
    return textwrap.fill("; ".join(parts) + ".", 130)


def text(figures: Figures, pictures: str = "") -> str:
    """All tables with their titles; `pictures` is the folder of the plots, which are shown when it is given."""
    drawn = plots.drawn(figures) if pictures else {}

    def section(name: str, title: str, body: str) -> str:
        shown = f"![{drawn[name].title}]({pictures}/{name}.svg)\n\n" if name in drawn else ""
        return f"### {title}\n\n{shown}{body}"

    parts = [
        about(figures),
        section("starts", "One draft, the whole process", cold_table(figures["cold"])),
        section("warm", "One more reply in a warm process", warm_table(figures["warm"])),
    ]
    for name, rows in figures["growth"].items():
        title, head, columns = _GROWTH[name]
        lines = [(f"{row[columns[0]]:,.0f}", *(row[column] for column in columns[1:])) for row in rows]
        parts.append(section(name, title, table(head, lines)))
    if figures["promises"]:
        lines = [(row["what"], row["p50"], row["p95"]) for row in figures["promises"]]
        parts.append(section("promises", "Times and promises", table(("what", "p50 ms", "p95 ms"), lines)))
    if figures["missing"]:
        parts.append(f"Not to be had here, and left out: {', '.join(figures['missing'])}.")
    return "\n\n".join(parts)


def write(figures: Figures, docs: Path) -> None:
    """Put tables and plots into `performance.md` of a folder, between the marks, and the plots beside it."""
    page, folder = docs / "performance.md", docs / "performance"
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{page}: no {BEGIN} with {END} after it")
    page.write_text(f"{before}{BEGIN}\n\n{text(figures, folder.name)}\n\n{END}{after}", "utf-8")
    folder.mkdir(exist_ok=True)
    for name, drawing in plots.drawn(figures).items():
        (folder / f"{name}.svg").write_text(drawing.svg, "utf-8")


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(__file__).resolve().parent.parent.parent / "docs")
