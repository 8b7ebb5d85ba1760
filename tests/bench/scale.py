#!/usr/bin/env python3
"""Time tables of replies: `python tests/bench/scale.py [--replies 5000] [--rounds 1]`.

Each figure is of a whole run in a process of its own, from the first import to the last score. Replies are generated ones with
the message that they answer; of duplicates, so many in a hundred repeat another reply of the table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from typing import Any, NamedTuple

from corpus import Writer
from page import table

from bench import machine

_HEAD = ("what", "processes", "seconds", "replies/s", "CPU seconds a million", "peak MB a process")


class Run(NamedTuple):
    """What is scored, and how."""

    name: str
    workers: int
    duplicates: int = 0


RUNS = (
    Run("no duplicates", 1),
    Run("no duplicates", 2),
    Run("50 % duplicates", 1, 50),
    Run("90 % duplicates", 1, 90),
    Run("90 % duplicates", 2, 90),
)


def rows(count: int, duplicates: int) -> list[dict[str, str]]:
    """So many replies in no order, the same for the same numbers."""
    writer, dice = Writer(), random.Random(5)
    fresh = max(1, count * (100 - duplicates) // 100)
    written = []
    for _ in range(fresh):
        asked, reply = writer.conversation()["turns"]
        written.append({"text": reply["text"], "customer": asked["text"]})
    drawn = [*written, *(dice.choice(written) for _ in range(count - fresh))]
    dice.shuffle(drawn)
    return [{"id": str(number), **row} for number, row in enumerate(drawn)]


def scored(run: Run, count: int) -> dict[str, float]:
    """Score a table in this process and those that it starts; seconds, seconds of processors, megabytes."""
    import pyarrow

    from replylint.batch import score_batches

    replies = pyarrow.RecordBatch.from_pylist(rows(count, run.duplicates))
    start, before = time.perf_counter(), sum(os.times()[:4])
    made = sum(batch.num_rows for batch in score_batches([replies], run.workers))
    assert made == count
    who = resource.RUSAGE_SELF if run.workers == 1 else resource.RUSAGE_CHILDREN
    return {
        "seconds": time.perf_counter() - start,
        "cpu": sum(os.times()[:4]) - before,
        "rss": resource.getrusage(who).ru_maxrss / 1024,
    }


def apart(number: int, count: int) -> dict[str, float]:
    """The same of one of the runs in a process of its own."""
    command = (sys.executable, __file__, "--replies", str(count), "--run", str(number))
    made: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return made


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--replies", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run is not None:
        print(json.dumps(scored(RUNS[chosen.run], chosen.replies)))
        return 0
    load = os.getloadavg()[0]
    rounds = [[apart(number, chosen.replies) for number in range(len(RUNS))] for _ in range(chosen.rounds)]
    lines: list[tuple[Any, ...]] = []
    for run, *made in zip(RUNS, *rounds, strict=True):
        seconds, cpu, rss = (statistics.median(each[key] for each in made) for key in ("seconds", "cpu", "rss"))
        lines.append((run.name, run.workers, seconds, chosen.replies / seconds, f"{cpu / chosen.replies * 1e6:,.0f}", rss))
    print(f"{machine()}; {chosen.replies:,} replies, {chosen.rounds} rounds; load {load:.1f} at the start\n")
    print(table(_HEAD, lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
