"""`linters.py NAME once FILE` lints one draft, `linters.py NAME many CORPUS` every draft of a file in one warm process.

The second prints {"ms": [of each draft], "findings": of all of them, "rss": peak megabytes}; lines of the corpus that are
not `timed` warm up. For replylint, the folder that it is installed in stands before the file.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Reply = dict[str, Any]  # a line of corpus.py
Lint = Callable[[], int]  # lints one reply and counts the findings


def replylint(replies: Sequence[Reply], site: str) -> list[Lint]:
    """All rules, over the draft with the message that it answers."""
    sys.path.insert(0, site)
    from replylint import packs, wire
    from replylint.lint import lint
    from replylint.settings import Settings

    rules, settings = packs.load(), Settings(profile="strict")

    def call(data: dict[str, Any]) -> Lint:
        told = wire.conversation(data)
        return lambda: len(lint(told, rules, settings).findings)

    return [call(reply["told"]) for reply in replies]


def proselint(replies: Sequence[Reply]) -> list[Lint]:
    """Its default checks, over the draft."""
    from proselint import checks
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(checks.__register__)
    return [lambda text=reply["draft"]: len(LintFile(source="draft", content=text).lint()) for reply in replies]


def harper(replies: Sequence[Reply]) -> list[Lint]:
    """Its default checks, over the draft as plain text."""
    from harper import Linter

    linter = Linter()
    return [lambda text=reply["draft"]: len(linter.lint(text, language="plaintext")) for reply in replies]


LINTERS: dict[str, Callable[..., list[Lint]]] = {"replylint": replylint, "proselint": proselint, "harper-py": harper}


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


def timed(replies: Sequence[Reply], calls: Sequence[Lint]) -> dict[str, Any]:
    """Each call once; what those that count took and found."""
    spent, findings = [], 0
    for reply, call in zip(replies, calls, strict=True):
        start = time.perf_counter()
        found = call()
        if reply["timed"]:
            spent.append((time.perf_counter() - start) * 1000)
            findings += found
    return {"ms": spent, "findings": findings, "rss": peak()}


if __name__ == "__main__":
    name, how, *site, file = sys.argv[1:]
    text = Path(file).read_text("utf-8")
    if how == "once":
        print(LINTERS[name]([{"draft": text}])[0]())
    else:
        lines = [json.loads(line) for line in text.splitlines()]
        print(json.dumps(timed(lines, LINTERS[name](lines, *site))))
