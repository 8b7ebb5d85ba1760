"""`warm.py replylint SITE CORPUS` or `warm.py proselint CORPUS`: lint every draft once more, in one warm process.

Prints {"ms": [of each draft], "findings": of all of them, "rss": peak megabytes}.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

_WARM_UP = 40


def replylint(site: str, conversations: list[dict[str, Any]]) -> list[Callable[[], int]]:
    """A call that lints it for each conversation: all rules."""
    sys.path.insert(0, site)
    from replylint import packs, wire
    from replylint.lint import lint
    from replylint.settings import Settings

    rules, settings = packs.load(), Settings(profile="strict")

    def call(data: dict[str, Any]) -> Callable[[], int]:
        told = wire.conversation(data)
        return lambda: len(lint(told, rules, settings).findings)

    return [call(data) for data in conversations]


def proselint(conversations: list[dict[str, Any]]) -> list[Callable[[], int]]:
    """The same by proselint: its default checks, over the draft alone."""
    checks, registry, files = map(import_module, ("proselint.checks", "proselint.registry", "proselint.tools"))
    registry.CheckRegistry().register_many(checks.__register__)

    def call(text: str) -> Callable[[], int]:
        return lambda: len(files.LintFile(source="draft", content=text).lint())

    return [call(data["draft"]) for data in conversations]


def peak() -> float:
    """The most memory that this process ever held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says starts from the parent's peak
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))
        if found:
            return int(found[1]) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform != "darwin" else most / 1024**2


def timed(calls: list[Callable[[], int]]) -> dict[str, Any]:
    """Each call once, after some to warm up."""
    for call in calls[:_WARM_UP]:
        call()
    spent, findings = [], 0
    for call in calls:
        start = time.perf_counter()
        findings += call()
        spent.append((time.perf_counter() - start) * 1000)
    return {"ms": spent, "findings": findings, "rss": peak()}


if __name__ == "__main__":
    name, *site, corpus = sys.argv[1:]
    read = [json.loads(line) for line in Path(corpus).read_text("utf-8").splitlines()]
    ready = replylint(site[0], [data["told"] for data in read]) if name == "replylint" else proselint(read)
    print(json.dumps(timed(ready)))
