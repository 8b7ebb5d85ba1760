"""A service whose store is full, busy, gone or hangs: it says so, goes on checking, and uses it again once it is back."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import httpx
import pytest

import postgres_server
from conftest import Run, lacking
from load import at_most, children
from serving import Server, serving

pytestmark = pytest.mark.slow
if sys.platform != "linux":
    lacking("Linux")

HELD = {"text": "You are stupid, and your lamp is broken."}
SOON = 3  # seconds in which one is answered who waits for nothing, on a machine that is busy


class Desk:
    """A helpdesk with a key, and a draft that is held."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._ids = [finding["id"] for finding in self._client.post("/v1/check", json=HELD).json()["findings"]]

    def verdict(self) -> str:
        """Of the held draft: `pass` once it was let go."""
        answer = self._client.post("/v1/check", json=HELD)
        assert answer.status_code == 200
        return str(answer.json()["verdict"])

    def let_go(self, reason: str = "agreed") -> int:
        """Override; the status."""
        said = {"conversation": HELD, "findings": self._ids, "by": "ana", "reason": reason}
        return self._status(self._client.post("/v1/overrides", json=said))

    def feed_back(self) -> int:
        """Answer a finding; the status."""
        said = {"rule": "priming/negative-priming", "finding": "x", "answer": "wrong"}
        return self._status(self._client.post("/v1/feedback", json=said))

    def _status(self, answer: httpx.Response) -> int:
        if answer.status_code == 503:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail"] == "the store does not answer or cannot be written"
        return answer.status_code

    def until(self, status: int, ask: Callable[[], int]) -> None:
        """Ask until that is the answer."""
        deadline = time.monotonic() + 30
        while ask() != status:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@contextmanager
def serving_a_desk(folder: Path, key: str, store: str) -> Iterator[tuple[Server, Desk]]:
    """A server with a store, and one who asks it."""
    with (
        serving(folder, REPLYLINT_STORE=store) as server,
        httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False) as client,
    ):
        yield server, Desk(client)


@pytest.fixture
def key(folder: Path, run_cli: Callable[..., Run]) -> str:
    """A key of an installation without the parser."""
    (folder / "replylint.toml").write_text('parser = "never"\n[server]\nkeys = "keys.json"\n', encoding="utf-8")
    return run_cli("keys", "add", "helpdesk").out.strip()


def test_a_full_disk_keeps_nothing_new_and_tells_what_it_has(folder: Path, key: str) -> None:
    with serving_a_desk(folder, key, "sqlite:///kept.db") as (server, desk):
        assert (desk.verdict(), desk.let_go(), desk.verdict()) == ("hold", 201, "pass")
        with at_most(server.process.pid, (folder / "kept.db-wal").stat().st_size):
            assert (desk.let_go("another reason"), desk.feed_back()) == (503, 503)
            assert desk.verdict() == "pass"
        assert (desk.let_go("another reason"), desk.feed_back(), desk.verdict()) == (201, 204, "pass")


def test_a_busy_file_is_read(folder: Path, key: str) -> None:
    with serving_a_desk(folder, key, "sqlite:///kept.db") as (_, desk):
        assert desk.let_go() == 201
        with closing(sqlite3.connect(folder / "kept.db", isolation_level=None)) as another:
            another.execute("BEGIN IMMEDIATE")
            assert desk.verdict() == "pass"
            assert desk.let_go("another reason") == 503
            began = time.monotonic()
            assert [desk.feed_back() for _ in range(5)] == [503] * 5
            assert time.monotonic() - began < SOON
        desk.until(201, desk.let_go)
        assert desk.verdict() == "pass"


@contextmanager
def stopped(server: postgres_server.Server) -> Iterator[None]:
    server.stop()
    yield
    server.start()


@contextmanager
def hanging(server: postgres_server.Server) -> Iterator[None]:
    """It takes what is said to it and does not answer."""
    assert server.process is not None
    processes = {server.process.pid} | children(server.process.pid)
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


@pytest.mark.parametrize("away", [stopped, hanging])
def test_a_database_that_is_away_holds_nobody_up_and_is_used_again(
    folder: Path, key: str, away: Callable[[postgres_server.Server], AbstractContextManager[None]]
) -> None:
    with postgres_server.serving() as database, serving_a_desk(folder, key, database.new_database()) as (server, desk):
        assert (desk.let_go(), desk.verdict()) == (201, "pass")
        with away(database):
            began = time.monotonic()
            assert desk.verdict() == "hold"
            assert time.monotonic() - began < 5
            began = time.monotonic()
            assert [desk.verdict() for _ in range(5)] == ["hold"] * 5
            assert (desk.let_go(), desk.feed_back()) == (503, 503)
            assert time.monotonic() - began < SOON
        desk.until(201, desk.let_go)
        assert desk.verdict() == "pass"
        with away(database):
            assert desk.verdict() == "hold"
            began = time.monotonic()
            server.stop()
            assert time.monotonic() - began < 15
