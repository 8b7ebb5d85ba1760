#!/usr/bin/env python3
"""Time replylint beside its peers: `python tests/bench/bench.py [REPLIES.jsonl] [--rounds 5] [--json FILE] [--write]`.

In each round the tools take turns: first each lints one draft of a hundred words in a process of its own (cold), then
each lints all replies in one process (warm). Figures are medians over the rounds; a ratio is taken inside a round, so
that a machine with other work to do bears on both of its sides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import tools
from corpus import Writer

_STARTS = 5  # of each tool, in turn, in a round
_BROKEN = (b"Traceback", b"please report", b"Node.js v")  # how Python, a linter and Node end what they cannot go on with


class BrokenError(Exception):
    """A tool that did not lint but fail; the message is what it said."""


def started(tool: tools.Tool, draft: Path) -> tuple[float, float]:
    """Milliseconds and peak megabytes of one whole process."""
    environment = tools.clean_environment(XDG_CACHE_HOME=str(draft.parent / "cache"))
    command = [*tool.once, str(draft)] if tool.many else tool.once
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=draft.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode, memory = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024
    else:
        process.wait()
        memory = float("nan")
    took = (time.perf_counter() - start) * 1000
    with process.stderr as pipe:  # type: ignore[union-attr]
        said = pipe.read()
    if any(sign in said for sign in _BROKEN):
        raise BrokenError(f"{tool.name} broke:\n{said.decode(errors='replace')}")
    return took, memory


def working(peers: Sequence[tools.Tool], draft: Path) -> tuple[list[tools.Tool], list[str]]:
    """The peers that lint a draft here, and the names of the others; what they need of the disk is in memory then."""
    good, broken = [], []
    for tool in peers:
        try:
            started(tool, draft)
            good.append(tool)
        except (BrokenError, OSError) as problem:
            print(problem, file=sys.stderr)
            broken.append(tool.name)
    return good, broken


def cold_round(all_tools: Sequence[tools.Tool], draft: Path) -> page.Round:
    """The median of a few starts of each tool, in turn."""
    taken: dict[str, list[tuple[float, float]]] = {tool.name: [] for tool in all_tools}
    for _ in range(_STARTS):
        for tool in all_tools:
            taken[tool.name].append(started(tool, draft))
    return {
        name: {"ms": statistics.median(ms for ms, _ in runs), "rss": max(memory for _, memory in runs)}
        for name, runs in taken.items()
    }


def warm_round(linters: Sequence[tools.Tool], corpus: Path) -> page.Round:
    """Each tool over all replies, in turn."""
    rows = {}
    for tool in linters:
        kept: dict[str, Any] = dict(tools.kept(tool, corpus))
        ms = sorted(kept["ms"])
        rows[tool.name] = {
            "p50": statistics.median(ms),
            "p95": ms[int(len(ms) * 0.95)],
            "a second": len(ms) / sum(ms) * 1000,
            "findings": kept["findings"] / len(ms),
            "rss": kept["rss"],
        }
    return rows


def apart(script: str, site: Path, rounds: int) -> Any:
    """What a script beside this one measures in a process of its own."""
    command = (sys.executable, str(tools.HERE / script), str(site), str(rounds))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=tools.clean_environment())
    return json.loads(done.stdout)


def machine() -> str:
    """The class of the machine, without its name."""
    made = f"{os.cpu_count()} × {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    if not (node := shutil.which("node")):
        return made
    return f"{made}, Node {_said((node, '--version')).removeprefix('v')}"


def commit() -> str:
    """Which commit is measured; more than a commit when files have changed since."""
    try:
        changed = _said(("git", "status", "--porcelain", "--", "src", "rules", "tests/bench"))
        return _said(("git", "rev-parse", "--short", "HEAD")) + (" with changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):  # from an archive
        return "unknown"


def _said(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=tools.ROOT).stdout.strip()


def measured(chosen: argparse.Namespace, folder: Path) -> page.Figures:
    """Everything that is printed, in numbers."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    ours, floors = tools.installed(folder), tools.interpreters()
    peers, missing = ([], []) if chosen.alone else tools.found(chosen.peers.resolve())
    corpus, draft = folder / "corpus.jsonl", folder / "draft.txt"
    count, words = tools.drawn(chosen.replies, chosen.drafts, corpus)
    draft.write_text(Writer(3).draft(100, faults=False) + "\n", "utf-8")
    peers, broken = working(peers, draft)
    linters = [ours, *peers]
    cold, warm = [], []
    for number in range(chosen.rounds):
        print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr, flush=True)
        cold.append(cold_round([*floors, *linters], draft))
        warm.append(warm_round(linters, corpus))
    site = folder / "site"
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "load": load,
        "rounds": chosen.rounds,
        "replies": {"count": count, "words": words, "generated": chosen.replies is None},
        "versions": {tool.name: tool.version for tool in linters},
        "missing": [*missing, *broken],
        "cold": cold,
        "warm": warm,
        "growth": {} if chosen.no_growth else apart("growth.py", site, chosen.rounds),
        "promises": [] if chosen.no_growth else apart("promises.py", site, chosen.rounds),
    }


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("replies", nargs="?", type=Path, help="conversations, a line each (default: generated ones)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--drafts", type=int, default=300, help="how many replies of 60 to 150 words to draw")
    peers = parser.add_mutually_exclusive_group()
    where = tools.ROOT / ".bench"
    peers.add_argument("--peers", type=Path, default=where, metavar="DIR", help="where to install them (default: .bench)")
    peers.add_argument("--alone", action="store_true", help="replylint without its peers")
    parser.add_argument("--no-growth", action="store_true", help="leave out length, turns, phrases, times and promises")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every round there; page.py reads it")
    parser.add_argument("--write", action="store_true", help="put tables and plots into docs/performance.md")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    chosen = options(arguments)
    if not chosen.alone:
        tools.install(chosen.peers.resolve())
    with tempfile.TemporaryDirectory() as made:
        figures = measured(chosen, Path(made))
    print(page.text(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if chosen.write:
        page.write(figures, tools.ROOT / "docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
