"""A real Chromium and a real `replylint serve`, for the tests of what people see in a browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import child, lacking

REPOSITORY = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need_chromium() -> None:
    """Skip the test where there is no browser to try it in."""
    if find_spec("playwright") is None:
        lacking("playwright (pip install playwright)")
    if CHROMIUM is None:
        lacking("Chromium as `chromium` on the path (apt-get install chromium)")


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*options: str, port: int | None = None) -> Iterator[str]:
    """The address of a server of our own, which answers."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "replylint", "serve", "--port", str(port), *options]
    with subprocess.Popen(command, cwd=REPOSITORY, env=child(), stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(url, process)
            yield url
        finally:
            process.terminate()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        assert process.poll() is None, f"`replylint serve` ended with {process.returncode}"
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    pytest.fail("`replylint serve` was not ready after 15 seconds")
