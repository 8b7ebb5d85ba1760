#!/usr/bin/env python3
"""Time replylint beside its peers: `python tests/bench/bench.py [REPLIES.jsonl] [--rounds 5] [--json FILE]`.

In each round the tools take turns: first each lints one draft of a hundred words in a process of its own (cold), then
each lints all replies in one process (warm). Figures are medians over the rounds; a ratio is taken inside a round, so
that a machine with other work to do bears on both of its sides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tools
from corpus import Writer

_STARTS = 5  # of each tool, in turn, in a round
_COLD = ("tool", "ms", "least – most", "× pass", "× replylint", "peak MB")
_WARM = ("tool", "p50 ms", "p95 ms", "replies/s", "× replylint", "findings a reply", "peak MB")


def started(tool: tools.Tool, arguments: Sequence[str], folder: Path) -> tuple[float, float]:
    """Milliseconds and peak megabytes of one whole process; a tool that breaks is an error."""
    environment = tools.clean_environment(XDG_CACHE_HOME=str(folder / "cache"))
    start = time.perf_counter()
    process = subprocess.Popen(
        [*tool.once, *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode, memory = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024
    else:
        process.wait()
        memory = float("nan")
    took = (time.perf_counter() - start) * 1000
    said = process.stderr.read() if process.stderr else b""
    if b"Traceback" in said or b"please report" in said:
        raise SystemExit(f"{tool.name} broke:\n{said.decode(errors='replace')}")
    return took, memory


def cold_round(all_tools: Sequence[tools.Tool], draft: Path) -> dict[str, dict[str, float]]:
    """The median of a few starts of each tool, in turn."""
    taken: dict[str, list[tuple[float, float]]] = {tool.name: [] for tool in all_tools}
    for _ in range(_STARTS):
        for tool in all_tools:
            taken[tool.name].append(started(tool, [str(draft)] if tool.many else [], draft.parent))
    return {
        name: {"ms": statistics.median(ms for ms, _ in runs), "rss": max(memory for _, memory in runs)}
        for name, runs in taken.items()
    }


def warm_round(linters: Sequence[tools.Tool], corpus: Path) -> dict[str, dict[str, float]]:
    """Each tool over all replies, in turn."""
    rows = {}
    for tool in linters:
        kept: dict[str, Any] = tools.kept(tool, corpus)
        ms = sorted(kept["ms"])
        rows[tool.name] = {
            "p50": statistics.median(ms),
            "p95": ms[int(len(ms) * 0.95)],
            "a second": len(ms) / sum(ms) * 1000,
            "findings": kept["findings"] / len(ms),
            "rss": kept["rss"],
        }
    return rows


def middle(rounds: Sequence[dict[str, dict[str, float]]], tool: str, key: str) -> float:
    """The median over the rounds."""
    return statistics.median(made[tool][key] for made in rounds)


def against(rounds: Sequence[dict[str, dict[str, float]]], tool: str, other: str, key: str) -> float:
    """The median of the ratios, each within one round."""
    return statistics.median(made[tool][key] / made[other][key] for made in rounds)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table with its columns aligned."""
    cells = [list(head), *([part if isinstance(part, str) else f"{part:,.4g}" for part in row] for row in rows)]
    first, *others = (max(len(row[n]) for row in cells) for n in range(len(head)))
    cells.insert(1, ["-" * first, *("-" * (wide - 1) + ":" for wide in others)])
    lines = ([row[0].ljust(first), *map(str.rjust, row[1:], others)] for row in cells)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cold_table(rounds: list[dict[str, dict[str, float]]], floor: str) -> str:
    """What a start costs."""
    rows = []
    for name in rounds[0]:
        times = [made[name]["ms"] for made in rounds]
        span = f"{min(times):.0f} – {max(times):.0f}"
        ratios = (against(rounds, name, floor, "ms"), against(rounds, name, "replylint", "ms"))
        rows.append((name, middle(rounds, name, "ms"), span, *ratios, middle(rounds, name, "rss")))
    return table(_COLD, rows)


def warm_table(rounds: list[dict[str, dict[str, float]]]) -> str:
    """What one more reply costs."""
    rows = [
        (
            name,
            *(middle(rounds, name, key) for key in ("p50", "p95", "a second")),
            against(rounds, name, "replylint", "p50"),
            middle(rounds, name, "findings"),
            middle(rounds, name, "rss"),
        )
        for name in rounds[0]
    ]
    return table(_WARM, rows)


def apart(script: str, site: Path, rounds: int) -> Any:
    """What a script beside this one measures in a process of its own."""
    command = (sys.executable, str(tools.HERE / script), str(site), str(rounds))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=tools.clean_environment())
    return json.loads(done.stdout)


def machine() -> str:
    """The class of the machine, without its name."""
    return f"{os.cpu_count()} × {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("replies", nargs="?", type=Path, help="conversations, a line each (default: generated ones)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--drafts", type=int, default=300, help="how many replies of 60 to 150 words to draw")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round there")
    parser.add_argument("--no-growth", action="store_true", help="leave out the tables of length and phrases")
    where = os.environ.get("REPLYLINT_PEERS")
    parser.add_argument("--peers", type=Path, default=where, metavar="DIR", help="the folder that holds them")
    parser.add_argument("--install-peers", type=Path, metavar="DIR", help="install them into this folder first")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    chosen = options(arguments)
    if chosen.install_peers:
        tools.install(chosen.install_peers)
    where = chosen.install_peers or chosen.peers
    peers, missing = tools.found(where.resolve() if where else None)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        linters = [tools.installed(folder), *peers]
        floor = tools.interpreter()
        corpus, draft = folder / "corpus.jsonl", folder / "draft.txt"
        count, words = tools.drawn(chosen.replies, chosen.drafts, corpus)
        draft.write_text(Writer(3).draft(100, faults=False) + "\n", "utf-8")
        cold_round([floor, *linters], draft)  # the disk's cache
        cold, warm = [], []
        for number in range(chosen.rounds):
            print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr, flush=True)
            cold.append(cold_round([floor, *linters], draft))
            warm.append(warm_round(linters, corpus))
        grown = {} if chosen.no_growth else apart("growth.py", folder / "site", chosen.rounds)
        promised = [] if chosen.no_growth else apart("promises.py", folder / "site", chosen.rounds)
    print(f"{machine()}; {chosen.rounds} rounds; {count} replies, {words:.0f} words on average\n")
    print(f"One draft, the whole process\n\n{cold_table(cold, floor.name)}\n")
    print(f"One more reply in a warm process\n\n{warm_table(warm)}")
    if grown:
        rows = [(f"× {row['of']:.0f}", row["words"], row["ms"], row["ratio"]) for row in grown["lengths"]]
        print(f"\nLonger drafts\n\n{table(('length', 'words', 'ms', '× the first'), rows)}")
        sized = [(f"{row['of']:,.0f}", row["compile"], row["load"], row["ms"], row["ratio"]) for row in grown["sizes"]]
        print(f"\nMore phrases\n\n{table(('phrases', 'compile ms', 'load ms', 'a reply, ms', '× the first'), sized)}")
    if promised:
        timed = [(row["what"], row["p50"], row["p95"]) for row in promised]
        print(f"\nTimes and promises\n\n{table(('what', 'p50 ms', 'p95 ms'), timed)}")
    if missing:
        print(f"\nNot here: {', '.join(missing)} (--install-peers DIR puts them there)")
    if chosen.json:
        data = {"machine": machine(), "replies": count, "cold": cold, "warm": warm, **grown, "promises": promised}
        chosen.json.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
