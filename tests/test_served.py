"""The service in processes of its own, pressed, hindered and ended: nobody who was let in goes without an answer."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import child, lacking
from load import Answer, Pressed, answer, request
from serving import serving

pytestmark = pytest.mark.slow
if sys.platform != "linux":
    lacking("Linux")

FINE = b'{"text": "Your lamp ships today."}'


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with settings that leave the parser out: what is tried here is the same with it, and sooner without."""
    (tmp_path / "replylint.toml").write_text('parser = "never"\n[server]\nkeys = "keys.json"\n', encoding="utf-8")
    return tmp_path


def port(url: str) -> int:
    return int(url.rpartition(":")[2])


# -- the end ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("workers", [1, 2])
def test_whoever_was_let_in_is_answered_at_the_end(alone: Path, workers: int, end: signal.Signals) -> None:
    with serving(alone, "--workers", str(workers)) as server:
        new, kept = (Pressed(port(server.url), lambda _: request("/v1/check", FINE)) for _ in range(2))

        async def press() -> float:
            clients = [asyncio.create_task(each.press(kept=each is kept)) for each in (new, kept) for _ in range(24)]
            while not (len(new.statuses) and len(kept.statuses)):
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.5)
            server.process.send_signal(end)
            began = time.monotonic()
            await asyncio.gather(*clients)
            await asyncio.to_thread(server.process.wait, 30)
            return time.monotonic() - began

        took = asyncio.run(press())
    assert new.lost == kept.lost == []
    assert set(new.statuses) == set(kept.statuses) == {200}
    assert new.refused == kept.refused == 24
    assert took < 15, "longer than a request may take and five seconds more"
    assert server.process.returncode in (0, -end)
    assert all(line["event"] == "request" for line in server.journal())


def test_a_connection_that_was_kept_is_answered_once_more(alone: Path) -> None:
    with serving(alone) as server:

        async def ask() -> tuple[Answer, Answer]:
            reader, writer = await asyncio.open_connection("127.0.0.1", port(server.url))
            writer.write(request("/v1/check", FINE))
            first = await answer(reader)
            server.process.terminate()
            await until_refused(server.url)
            writer.write(request("/v1/check", FINE))
            last = await answer(reader)
            writer.close()
            return first, last

        first, last = asyncio.run(ask())
        assert (first.status, last.status) == (200, 200)
        assert "connection: close" not in first.head
        assert "connection: close" in last.head
        server.process.wait(20)


async def until_refused(url: str) -> None:
    """Wait until nobody new is let in. Whoever asks while the socket is closed is told after a second: not so this one."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        probe = socket.socket()
        probe.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            probe.connect(("127.0.0.1", port(url)))
        await asyncio.sleep(0.01)
        refused = probe.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        probe.close()
        if refused:
            return
    raise AssertionError("still let in")


def test_a_second_server_on_the_same_port_says_so(alone: Path) -> None:
    with serving(alone) as server:
        command = [sys.executable, "-m", "replylint", "serve", "--port", str(port(server.url))]
        second = subprocess.run(command, cwd=alone, env=child(), capture_output=True, text=True, check=False)
        assert (second.returncode, second.stdout) == (2, "")
        assert second.stderr == f"--host 127.0.0.1 --port {port(server.url)}: Address already in use\n"
