"""The servers that are timed: replylint's, and FastAPI's floor beside it; started on a free port, ended by their id."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tools

_PATIENCE = 120  # seconds


@dataclass
class Server:
    """One that is ready: its port, its process, and how long it took."""

    port: int
    process: subprocess.Popen[bytes]
    ready: float

    def megabytes(self) -> float:
        """The most memory that it and its workers ever held. What they share is counted in each."""
        return sum(_peak(each) for each in _family(self.process.pid))

    def ask(self, body: bytes, **headers: str) -> tuple[float, bytes]:
        """Milliseconds of one check over a connection of its own, and the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        connection.connect()
        began = time.perf_counter()
        connection.request("POST", "/v1/check", body, headers)
        answer = connection.getresponse()
        got = answer.read()
        took = (time.perf_counter() - began) * 1000
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"the server answered {answer.status}")
        return took, got


@contextlib.contextmanager
def replylint(script: Path, folder: Path, workers: int, settings: str = "") -> Iterator[Server]:
    """Ours, as it is installed, with a key for those who want one; ready when it says so."""
    folder.mkdir(exist_ok=True)
    (folder / "replylint.toml").write_text(settings + '[server]\nkeys = "../keys.json"\n', "utf-8")
    port = _free_port()
    command = [sys.executable, str(script), "serve", "--port", str(port), "--workers", str(workers)]
    with _started(command, folder, port, "/health/ready", XDG_CACHE_HOME=str(folder.parent / "cache")) as server:
        yield server


@contextlib.contextmanager
def floor(folder: Path, workers: int, size: int) -> Iterator[Server]:
    """FastAPI that reads a body and answers so many bytes."""
    port = _free_port()
    command = [sys.executable, str(tools.HERE / "floor.py"), str(port), str(workers)]
    with _started(command, folder, port, "/", FLOOR_BYTES=str(size)) as server:
        yield server


@contextlib.contextmanager
def _started(command: list[str], folder: Path, port: int, path: str, **environment: str) -> Iterator[Server]:
    began = time.perf_counter()
    with (folder / "journal.txt").open("ab") as journal:
        process = subprocess.Popen(
            command, cwd=folder, env=tools.clean_environment(**environment), stdout=subprocess.DEVNULL, stderr=journal
        )
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise SystemExit(f"no server: {(folder / 'journal.txt').read_text('utf-8')[-500:]}")
            time.sleep(0.01)
        yield Server(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status in (200, 404)  # the floor has nothing else
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [process, *(each for child in told.split() for each in _family(int(child)))]


def _peak(process: int) -> float:
    told = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024
