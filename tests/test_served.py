"""The service in processes of its own, pressed, hindered and ended: nobody who was let in goes without an answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import socket
import string
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from conftest import Run, child, lacking
from load import Answer, Pressed, answer, be_silent, children, connected, dawdle, drip, request, taken, timed
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
            async with connected(port(server.url)) as (reader, writer):
                writer.write(request("/v1/check", FINE))
                first = await answer(reader)
                server.process.terminate()
                await until_refused(server.url)
                writer.write(request("/v1/check", FINE))
                return first, await answer(reader)

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


def test_a_worker_that_is_killed_is_replaced(alone: Path) -> None:
    with serving(alone, "--workers", "2") as server, contextlib.ExitStack() as waiting:
        for _ in range(12):  # requests under way in either worker
            half = waiting.enter_context(socket.create_connection(("127.0.0.1", port(server.url))))
            half.sendall(request("/v1/check", FINE)[:-5])
        eventually(lambda: under_way(server.url) == 13)
        before = workers(server.process.pid)
        os.kill(min(before), signal.SIGKILL)
        deadline = time.monotonic() + 30
        while len(workers(server.process.pid) - before) < 1 or min(before) in workers(server.process.pid):
            assert httpx.post(f"{server.url}/v1/check", content=FINE, timeout=30).status_code == 200
            assert time.monotonic() < deadline
        waiting.close()
        eventually(lambda: under_way(server.url) == 1)


def workers(process: int) -> set[int]:
    """Those of its children that serve."""
    return {each for each in children(process) if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()}


def under_way(url: str) -> float:
    """How many requests are, this one counted."""
    page = httpx.get(f"{url}/metrics", timeout=30).text
    return float(re.findall(r"^replylint_requests_under_way ([0-9.]+)$", page, re.MULTILINE)[0])


def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "not within 30 seconds"
        time.sleep(0.05)


# -- bodies -------------------------------------------------------------------------------------------------------------


def test_a_body_that_never_comes(alone: Path) -> None:
    settings = alone / "replylint.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "seconds = 1\n", encoding="utf-8")
    with serving(alone) as server, socket.create_connection(("127.0.0.1", port(server.url)), 20) as client:
        client.sendall(request("/v1/check", FINE)[:-5])
        came = b"".join(iter(lambda: client.recv(4096), b""))
        assert came.startswith(b"HTTP/1.1 408 ")
        assert b"the body did not come within 1 seconds" in came


def test_who_reads_no_answer_before_all_is_said_reads_that_it_was_too_much(alone: Path) -> None:
    with serving(alone) as server:
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", port(server.url)), 20) as client:
                client.sendall(request("/v1/check", b"x" * 5_000_000, "Connection: close"))
                came = b"".join(iter(lambda: client.recv(4096), b""))
            assert came.startswith(b"HTTP/1.1 413 ")


def test_a_batch_is_answered_line_by_line_while_it_stays_open(alone: Path) -> None:
    with serving(alone) as server:
        eventually(lambda: under_way(server.url) == 1)
        before = taken(server.process.pid)

        async def ask() -> None:
            async with connected(port(server.url)) as (reader, writer):
                writer.write(request("/v1/check/batch", None, "Transfer-Encoding: chunked").replace(b"GET", b"POST"))
                for number in range(5):
                    line = json.dumps({"id": str(number), "text": "Your lamp ships today."}).encode() + b"\n"
                    writer.write(b"%x\r\n%s\r\n" % (len(line), line))
                    async with asyncio.timeout(20):
                        if number == 0:
                            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
                        size = int(await reader.readuntil(b"\r\n"), 16)
                        assert json.loads(await reader.readexactly(size + 2))["id"] == str(number)
                writer.write(b"ffff\r\n" + b'{"text": "cut sho')

        for _ in range(10):
            asyncio.run(ask())
        eventually(lambda: under_way(server.url) == 1)
        eventually(lambda: taken(server.process.pid).files <= before.files)
        assert taken(server.process.pid).threads <= before.threads + 4, "those that lint, and no more"


def test_a_batch_takes_no_more_memory_the_longer_it_is(alone: Path) -> None:
    lines = [
        b'{"text": "Your lamp %d ships today."}' % n if n % 4 == 0 else b'{"text": "", "id": "%d"}' % n for n in range(20_000)
    ]
    with serving(alone) as server:
        before = taken(server.process.pid).megabytes
        with httpx.stream("POST", f"{server.url}/v1/check/batch", content=b"\n".join(lines), timeout=60) as answer:
            time.sleep(1)  # a reader who dawdles is no reason to keep answers
            count, most = 0, before
            for number, _ in enumerate(answer.iter_lines()):
                count += 1
                if number % 1000 == 0:
                    most = max(most, taken(server.process.pid).megabytes)
        assert count == len(lines)
        assert most < before + 20


# -- those who are slow -------------------------------------------------------------------------------------------------


def test_slow_clients_hold_up_nobody(alone: Path) -> None:
    with serving(alone) as server:

        async def p95() -> float:
            """Of a quick client: the best of a few rounds, since other work on the machine only ever adds."""
            rounds = [await timed(port(server.url), request("/v1/check", FINE), 60) for _ in range(4)]
            return min(took[56] for took in rounds)

        async def ask() -> tuple[float, float]:
            without = await p95()
            slow = [asyncio.create_task(kind(port(server.url))) for kind in (drip, dawdle, be_silent) for _ in range(22)]
            await asyncio.sleep(0.5)
            with_them = await p95()
            assert not any(each.done() for each in slow)
            for each in slow:
                each.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
            return without, with_them

        without, with_them = asyncio.run(ask())
        assert with_them < 4 * without + 0.03
        eventually(lambda: under_way(server.url) == 1)


# -- a long day ---------------------------------------------------------------------------------------------------------


def test_a_minute_of_everything_leaves_nothing_behind(folder: Path, run_cli: Callable[..., Run]) -> None:
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\n[store]\nurl = "sqlite:///kept.db"\n', encoding="utf-8")
    asked = Everything(run_cli("keys", "add", "helpdesk").out.strip())
    with serving(folder) as server:
        process, before = server.process.pid, taken(server.process.pid)

        async def press() -> tuple[float, float]:
            clients = [Pressed(port(server.url), asked) for _ in range(8)]
            pressing = [asyncio.create_task(each.press(kept=number % 2 == 0)) for number, each in enumerate(clients)]
            await asyncio.sleep(10)
            early = taken(process).megabytes
            await asyncio.sleep(50)
            late = taken(process).megabytes
            for each in pressing:
                each.cancel()
            await asyncio.gather(*pressing, return_exceptions=True)
            assert [each.lost for each in clients] == [[]] * 8
            assert set().union(*(each.statuses for each in clients)) == {200, 201, 204, 401, 404, 405, 422}
            return early, late

        early, late = asyncio.run(press())
        assert late < early + 25
        eventually(lambda: under_way(server.url) == 1)
        after = taken(process)
        assert after.threads <= before.threads + 8, "those that lint and those of the store"
        assert after.files <= before.files + 16, "those of the store's connections"


class Everything:
    """Requests of every kind in turn, none with words that came before."""

    def __init__(self, key: str) -> None:
        self._key = f"Authorization: Bearer {key}"
        self._chance = random.Random(1)

    def __call__(self, number: int) -> bytes:
        """The next one."""
        text, word = self._text(), self._word()
        turns = [{"role": "customer", "text": f"Where is the {word}?"}, {"role": "agent", "text": text}]
        letting = {"conversation": {"text": text}, "findings": [word], "by": word, "reason": word}
        answer = {"rule": "priming/negative-priming", "finding": word, "answer": "wrong"}
        kinds = (
            ("/v1/check", {"text": text, "customer_message": f"Where is the {word}?"}),
            ("/v1/check", {"text": f"You are stupid, and so is the {word}."}),
            ("/v1/score", {"turns": turns}),
            ("/v1/check", {word: text}),
            ("/v1/overrides", letting),
            ("/v1/feedback", answer),
            (f"/v1/{word}?{word}={word}", {"text": text}),
            ("/v1/rules", {}),
        )
        path, body = kinds[number % len(kinds)]
        key = f"Authorization: Bearer rl_{word}" if number % 17 == 0 else self._key
        return request(path, json.dumps(body).encode(), key)

    def _word(self) -> str:
        return "".join(self._chance.choices(string.ascii_lowercase, k=8))

    def _text(self) -> str:
        name, *words = (self._word() for _ in range(5))
        return (
            f"Hi {name},\n\nUnfortunately, the {words[0]} is late. We will {words[1]} it soon, and I {words[2]} the {words[3]}."
        )
