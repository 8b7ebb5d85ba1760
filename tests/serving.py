"""A server of our own in a process of its own: started, asked, and ended by its id."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from conftest import child

_READY = 90  # seconds; the parser is loaded in that time, and this machine may be busy


@dataclass(frozen=True)
class Server:
    """One that runs: where it answers, and what it writes down."""

    url: str
    process: subprocess.Popen[bytes]
    errors: Path

    def journal(self) -> list[dict[str, Any]]:
        """Every line of its journal; anything that is none is an error."""
        return [json.loads(line) for line in self.errors.read_text(encoding="utf-8").splitlines()]

    def stop(self) -> int:
        """End it as an operator does, and wait until it has; its exit code."""
        self.process.terminate()
        return self.process.wait(30)


def key_for(folder: Path, *more: str) -> str:
    """A key to the server of a folder, whose settings are written there: where keys are, and more lines of `[server]`."""
    lines = ["[server]", 'keys = "keys.json"', *more]
    (folder / "replylint.toml").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "replylint", "keys", "add", "desk"]
    return subprocess.run(command, cwd=folder, env=child(), capture_output=True, check=True, text=True).stdout.strip()


@contextmanager
def serving(folder: Path, *arguments: str | Path, port: int = 0, **environment: str) -> Iterator[Server]:
    """A server in a folder, ready; it is ended when the block is, if it has not ended by then."""
    errors = folder / "journal.txt"
    command = [sys.executable, "-m", "replylint", "serve", "--port", str(port), *map(str, arguments)]
    with errors.open("ab") as journal:
        process = subprocess.Popen(command, cwd=folder, env=child(**environment), stdout=subprocess.PIPE, stderr=journal)
    try:
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        assert said.startswith("replylint serves at "), said + errors.read_text(encoding="utf-8")
        server = Server(said.split()[-1], process, errors)
        until_ready(server.url)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stdout.close()


def until_ready(url: str) -> None:
    """Wait until a server is ready."""
    deadline = time.monotonic() + _READY
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} was not ready after {_READY} seconds")
