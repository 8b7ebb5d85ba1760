"""`promises.py SITE ROUNDS`: what times, deadlines and the ledger cost in a warm process; prints the rows as JSON.

The texts are the labelled replies of the tests: drafts full of times, which real ones are not.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LABELLED = Path(__file__).parent.parent / "labelled"


def shortest(calls: Sequence[Callable[[], Any]], rounds: int) -> list[float]:
    """The shortest time of each call, in milliseconds, after one round that does not count."""
    times = []
    for _ in range(rounds + 1):
        row = []
        for call in calls:
            start = time.perf_counter()
            call()
            row.append((time.perf_counter() - start) * 1000)
        times.append(row)
    return [min(column) for column in zip(*times[1:], strict=True)]


def main(site: str, rounds: int) -> None:
    """Measure and print."""
    sys.path.insert(0, site)
    from replylint import packs, wire
    from replylint.ledger import ledger
    from replylint.lint import lint
    from replylint.reading.clock import moment, resolve
    from replylint.reading.times import find
    from replylint.settings import Settings

    rules, settings = packs.load(), Settings(profile="strict", parser="never")

    def told(name: str) -> list[Any]:
        lines = (LABELLED / f"{name}.jsonl").read_text("utf-8").splitlines()
        return [wire.conversation(json.loads(line)["conversation"]) for line in lines]

    drafts, threads = told("times"), told("threads")
    dated = [(each.turns[each.draft].text, moment(each, each.now)) for each in drafts if each.now]

    def read(text: str, at: Any) -> list[Any]:
        return [resolve(found, at) for found in find(text)]

    measured = {
        "times of a reply, recognised and resolved": [lambda text=text, at=at: read(text, at) for text, at in dated],
        "a reply with a clock, all rules": [lambda each=each: lint(each, rules, settings) for each in drafts],
        "a thread with its draft, all rules": [lambda each=each: lint(each, rules, settings) for each in threads],
        "the ledger of a thread": [lambda each=each: ledger(each, rules, settings) for each in threads],
    }
    rows = []
    for name, calls in measured.items():
        figures = sorted(shortest(calls, rounds))
        rows.append({"what": name, "p50": statistics.median(figures), "p95": figures[int(len(figures) * 0.95)]})
    print(json.dumps(rows))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
