"""Webhooks received: each accepted once and kept until it is worked, and then only that its id was seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from conftest import child
from replylint import store
from replylint.document import InputError

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
DAY = timedelta(days=1)
BODY = '{"text": "Wo ist meine Löwenzahnlampe?"}'.encode()
TAKER = """
import json, sys
from datetime import UTC, datetime
from replylint import store

print("ready", flush=True)
first, last = map(int, sys.stdin.readline().split())
with store.open(sys.argv[1]) as kept:
    for n in range(first, last):
        if kept.inbox.put("zendesk", str(n), b"x" * 5000, datetime.now(UTC)):
            print(n, flush=True)
"""


@pytest.fixture
def kept(address: str) -> Iterator[store.Store]:
    with store.open(address) as opened:
        yield opened


def waiting(kept: store.Store, limit: int = 100) -> list[str]:
    return [each.id for each in kept.inbox.oldest(limit)]


def test_a_webhook_comes_back_as_it_was(kept: store.Store) -> None:
    every = bytes(range(256)) * 100
    assert kept.inbox.put("zendesk", "e-1", every, NOW) is True
    (back,) = kept.inbox.oldest(10)
    assert back == store.Webhook("zendesk", "e-1", every, NOW)
    assert (type(back.body), back.received.isoformat()) == (bytes, NOW.isoformat())


def test_one_waits_until_it_is_done_or_set_aside(kept: store.Store) -> None:
    for id in ("e-1", "e-2"):
        kept.inbox.put("zendesk", id, BODY, NOW)
    assert (kept.inbox.waits("zendesk", "e-1"), kept.inbox.waits("standard", "e-1")) == (True, False)
    assert [kept.inbox.done("zendesk", "e-1") for _ in range(2)] == [True, False]
    for _ in range(3):
        assert kept.inbox.waits("zendesk", "e-2")
        kept.inbox.failed("zendesk", "e-2", "KeyError")
    assert not any(kept.inbox.waits("zendesk", id) for id in ("e-1", "e-2"))


def test_the_oldest_come_first(kept: store.Store) -> None:
    for n, zone in enumerate((UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))):
        kept.inbox.put("zendesk", f"e-{n}", BODY, (NOW - n * timedelta(microseconds=1)).astimezone(zone))
    assert waiting(kept) == ["e-2", "e-1", "e-0"]
    assert waiting(kept, 2) == ["e-2", "e-1"]
    assert waiting(kept, 0) == []


def test_a_replay_is_known_before_and_after_it_is_worked(kept: store.Store) -> None:
    assert kept.inbox.put("zendesk", "e-1", BODY, NOW)
    assert not kept.inbox.put("zendesk", "e-1", b"another", NOW + DAY)
    assert kept.inbox.put("front", "e-1", BODY, NOW), "another vendor's"
    assert kept.inbox.put("zendesk", "E-1", BODY, NOW)
    assert [each.body for each in kept.inbox.oldest(9)] == [BODY] * 3
    for _ in range(2):
        kept.inbox.done("zendesk", "e-1")
    assert not kept.inbox.put("zendesk", "e-1", BODY, NOW)
    assert sorted((each.vendor, each.id) for each in kept.inbox.oldest(9)) == [("front", "e-1"), ("zendesk", "E-1")]


def test_after_the_third_failure_a_webhook_is_set_aside(kept: store.Store) -> None:
    kept.inbox.put("zendesk", "e-1", BODY, NOW)
    kept.inbox.put("zendesk", "e-2", BODY, NOW)
    for n in range(3):
        assert waiting(kept) == ["e-1", "e-2"], n
        kept.inbox.failed("zendesk", "e-1", "ShapeError")
    assert waiting(kept) == ["e-2"]
    assert not kept.inbox.put("zendesk", "e-1", BODY, NOW)
    kept.inbox.failed("zendesk", "unknown", "ShapeError")
    assert kept.inbox.forget_seen(NOW + DAY) == 0, "it is kept, and so is its id"
    assert kept.purge(NOW + DAY).webhooks == 2
    assert (waiting(kept), kept.inbox.put("zendesk", "e-1", BODY, NOW)) == ([], True)


@pytest.mark.parametrize("why", ["", "the customer wrote: where is it?", "two words", "x" * 65, "über"])
def test_a_text_is_not_kept_as_the_kind_of_a_failure(why: str, kept: store.Store) -> None:
    kept.inbox.put("zendesk", "e-1", BODY, NOW)
    with pytest.raises(ValueError, match=r"no text$"):
        kept.inbox.failed("zendesk", "e-1", why)


def test_ids_that_were_seen_long_ago_are_forgotten(kept: store.Store) -> None:
    for n in range(4):
        kept.inbox.put("zendesk", f"e-{n}", BODY, NOW + n * DAY)
        if n != 1:
            kept.inbox.done("zendesk", f"e-{n}")
    assert kept.inbox.forget_seen(NOW + 3 * DAY) == 2
    assert [kept.inbox.put("zendesk", f"e-{n}", BODY, NOW) for n in range(4)] == [True, False, True, False]


def test_what_is_old_is_purged_worked_or_not(kept: store.Store) -> None:
    for n in range(4):
        kept.inbox.put("zendesk", f"e-{n}", BODY, NOW + n * DAY)
    kept.inbox.done("zendesk", "e-0")
    assert kept.purge(NOW + 2 * DAY).webhooks == 2
    assert waiting(kept) == ["e-2", "e-3"]


def test_ids_are_kept_as_a_database_can(kept: store.Store) -> None:
    assert kept.inbox.put("zendesk", "e\0\ud83d", BODY, NOW)
    assert not kept.inbox.put("zendesk", "e\0\ud83d", BODY, NOW)
    kept.inbox.done("zendesk", "e\0\ud83d")
    assert waiting(kept) == []
    assert kept.inbox.put("z" * 500, "🙂" * 500, BODY, NOW)
    with pytest.raises(InputError, match="the id of a webhook has 501 characters"):
        kept.inbox.put("zendesk", "x" * 501, BODY, NOW)
    with pytest.raises(ValueError, match="offset"):
        kept.inbox.put("zendesk", "e-2", BODY, NOW.replace(tzinfo=None))


def test_a_worked_webhook_is_not_in_the_file(tmp_path: Path) -> None:
    with store.open(f"sqlite:///{tmp_path / 'ledger.db'}") as kept:
        for n in range(20):
            kept.inbox.put("zendesk", f"e-{n}", BODY * 500, NOW)
        kept.inbox.put("zendesk", "other", b"Pusteblume", NOW)
        assert "Löwenzahn".encode() in b"".join(file.read_bytes() for file in tmp_path.iterdir())
        for n in range(20):
            kept.inbox.done("zendesk", f"e-{n}")
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "Löwenzahn".encode() not in left
    assert b"Pusteblume" in left


def test_threads_take_a_webhook_once(kept: store.Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda n: kept.inbox.put("zendesk", str(n % 25), BODY, NOW), range(200)))
    assert (sum(taken), len(waiting(kept))) == (25, 25)


def taker(address: str, span: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", TAKER, address], env=child(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write(span + "\n")
    process.stdin.flush()
    return process


@pytest.mark.slow
def test_processes_take_a_webhook_once(address: str) -> None:
    takers = [taker(address, "0 100") for _ in range(4)]
    taken = [line for process in takers for line in process.communicate()[0].split()]
    assert sorted(map(int, taken)) == list(range(100))
    with store.open(address) as kept:
        assert sorted(map(int, waiting(kept, 999))) == list(range(100))


@pytest.mark.slow
def test_what_was_taken_outlives_the_process(address: str) -> None:
    process = taker(address, "0 1000000")
    assert process.stdout is not None
    assert process.stdin is not None
    acknowledged = [process.stdout.readline() for _ in range(50)]
    os.kill(process.pid, signal.SIGKILL)
    acknowledged += [line for line in process.stdout.readlines() if line.endswith("\n")]
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    with store.open(address) as kept:
        there = waiting(kept, 1_000_000)
    assert [line.strip() for line in acknowledged] == there[: len(acknowledged)]
    assert len(there) - len(acknowledged) in (0, 1)
