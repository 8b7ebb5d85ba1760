#!/usr/bin/env python3
"""Time the service beside FastAPI's floor: `python tests/bench/service.py [--rounds 3] [--seconds 3] [--rate 50 100 200]`.

It needs wrk and Linux. In each round all servers take turns, with each number of connections; figures are medians over the
rounds, and a ratio is taken inside a round, so that a machine with other work to do bears on both of its sides.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import servers
import tools
from corpus import Writer
from page import table
from rate import streamed

_WORDS = 100
_BODIES = 24
WORKERS, CONNECTIONS = (1, 2), (1, 8, 64)
_UNDER_LOAD = ("what", "workers", "connections", "requests/s", "p50 ms", "p99 ms", "× floor", "errors")
Round = dict[tuple[str, int, int], dict[str, float]]


class Kind(NamedTuple):
    """What is asked, of which server."""

    name: str
    server: str
    bodies: Path
    authorization: str | None = None


def bodies(folder: Path, name: str, faults: bool) -> Path:
    """A file of requests, a line each: a customer's message and a draft."""
    writer, file = Writer(11), folder / f"{name}.jsonl"
    told = [
        {"text": writer.draft(_WORDS, faults), "customer_message": writer.conversation()["turns"][0]["text"]}
        for _ in range(_BODIES)
    ]
    file.write_text("\n".join(map(json.dumps, told)) + "\n", "utf-8")
    return file


def pressed(kind: Kind, server: servers.Server, connections: int, seconds: int) -> dict[str, float]:
    """What wrk says of so many connections, each of which asks again when it is answered."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    where = ["-s", str(tools.HERE / "press.lua"), f"http://127.0.0.1:{server.port}/v1/check", "--", str(kind.bodies)]
    given = [kind.authorization] if kind.authorization else []
    said = subprocess.run([*command, *where, *given], check=True, stdout=subprocess.PIPE, text=True).stdout
    told: dict[str, float] = json.loads(said.splitlines()[-1])
    return told


def under_load(kinds: list[Kind], running: dict[tuple[str, int], servers.Server], rounds: int, seconds: int) -> str:
    """All of them in turn, several times."""
    made: list[Round] = []
    for _ in range(rounds):
        made.append({})
        for workers in WORKERS:
            for connections in CONNECTIONS:
                for kind in kinds:
                    done = pressed(kind, running[kind.server, workers], connections, seconds)
                    made[-1][kind.name, workers, connections] = done
    rows = [
        (name, str(workers), str(connections), *_figures(made, name, workers, connections))
        for workers in WORKERS
        for connections in CONNECTIONS
        for name in (kind.name for kind in kinds)
    ]
    return table(_UNDER_LOAD, rows)


def _figures(made: list[Round], name: str, workers: int, connections: int) -> Iterable[float]:
    rows = [(each[name, workers, connections], each["floor", workers, connections]) for each in made]
    yield from (statistics.median(row[key] for row, _ in rows) for key in ("a second", "p50", "p99"))
    yield statistics.median(row["a second"] / floor["a second"] for row, floor in rows)
    yield sum(row["errors"] for row, _ in rows)


def starts(script: Path, folder: Path, body: bytes, rounds: int) -> str:
    """How long until it is ready, and what the first request takes then."""
    rows = []
    for name, settings in (("with the parser", ""), ('`parser = "never"`', 'parser = "never"\n')):
        taken: list[tuple[float, float, float]] = []
        for _ in range(rounds):
            with servers.replylint(script, folder / "start", 1, settings) as server:
                ms = [server.ask(body)[0] for _ in range(110)]
                taken.append((server.ready, ms[0], statistics.median(ms[90:])))
        rows.append((name, *map(statistics.median, zip(*taken, strict=True))))
    return table(("start", "ready after s", "first request ms", "100th ms"), rows)


def at_rates(running: dict[tuple[str, int], servers.Server], file: Path, rates: list[int], rounds: int) -> str:
    """What callers wait who come at a steady rate."""
    sent = [line.encode() for line in file.read_text("utf-8").splitlines()]
    rows = []
    for rate in rates:
        for name in ("floor", "replylint"):
            done = [streamed(running[name, 2].port, sent, rate, 8) for _ in range(rounds)]
            p50, p99 = (statistics.median(ms[int(len(ms) * share)] for ms, _ in done) for share in (0.5, 0.99))
            rows.append((name, str(rate), p50, p99, str(sum(errors for _, errors in done))))
    return table(("2 workers", "requests/s", "p50 ms", "p99 ms", "errors"), rows)


def main() -> int:
    """Start all servers, and print what they do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each turn")
    parser.add_argument("--rate", type=int, nargs="+", default=[50, 100, 200])
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("needs wrk: apt install wrk, https://github.com/wg/wrk")
    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        folder = Path(made)
        script = Path(tools.installed(folder).once[1])
        print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; load {_load()}\n")
        faulty, clean = bodies(folder, "faulty", True), bodies(folder, "clean", False)
        body = faulty.read_bytes().splitlines()[0]
        print(starts(script, folder, body, options.rounds), "\n", flush=True)
        key = _key(script, folder)
        running: dict[tuple[str, int], servers.Server] = {}
        for workers in WORKERS:
            running["replylint", workers] = stack.enter_context(servers.replylint(script, folder / f"ours-{workers}", workers))
        size = len(running["replylint", 1].ask(body)[1])
        for workers in WORKERS:
            running["floor", workers] = stack.enter_context(servers.floor(folder, workers, size))
        kinds = [
            Kind("floor", "floor", faulty),
            Kind("a draft with findings", "replylint", faulty),
            Kind("a clean draft", "replylint", clean),
            Kind("with a key", "replylint", faulty, f"Bearer {key}"),
        ]
        print(under_load(kinds, running, options.rounds, options.seconds), "\n", flush=True)
        print(at_rates(running, faulty, options.rate, options.rounds), "\n", flush=True)
        memory = [(name, str(workers), server.megabytes()) for (name, workers), server in running.items()]
        print(table(("memory", "workers", "peak MB"), memory))
        print(f"\nan answer of {size:,} bytes; load at the end {_load()}")
    return 0


def _key(script: Path, folder: Path) -> str:
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\n', "utf-8")
    command: list[Any] = [sys.executable, script, "keys", "add", "bench"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
