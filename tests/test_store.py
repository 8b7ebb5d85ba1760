"""What is kept of promises: the same in SQLite and PostgreSQL, whole whatever happens, and gone when it is to go."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from conftest import child
from replylint import store
from replylint.conversation import Span
from replylint.document import InputError
from replylint.finding import Due, Entry, Promise, Status

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
DAY = timedelta(days=1)


def entry(words: str = "I'll call you", start: int = 0, status: Status = "open", due: datetime | None = None) -> Entry:
    """A promise of the first turn."""
    by = Due("then", due, due) if due else None
    return Entry(Promise(Span(0, start, start + 9), words, "i", "call", "promise", by), NOW, "Tim", status)


@pytest.fixture
def kept(address: str) -> Iterator[store.Store]:
    with store.open(address) as opened:
        yield opened


# -- what is kept ------------------------------------------------------------------------------------------------------

LATE = datetime(2026, 11, 20, 17, 0, 0, 123456, timezone(timedelta(hours=5, minutes=45)))
OLD = datetime(1880, 1, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))  # its offset then had seconds
WHOLE = Entry(
    Promise(
        Span(3, 17, 170_000), "“I'll” 🙂\n\tcall;--'\"\\", "named", "call", "expectation", Due("by Friday", OLD, LATE, ("a", "b"))
    ),
    NOW,
    "Åsa",
    "due-soon",
    (Span(4, 0, 3), Span(5, 1, 2)),
)
BARE = Entry(Promise(Span(0, 0, 4), "", "nobody", "", "courtesy", None), None, None, "unknown")
TIMELESS = Entry(Promise(Span(0, 5, 9), "soon", "we", "write", "offer", Due("soon")), None, None, "broken")
ENDS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
ENDLESS = Entry(Promise(Span(1, 0, 1), "x", "team", "y", "promise", Due("", *ENDS)), ENDS[0], "", "kept")


@pytest.mark.parametrize("one", [WHOLE, BARE, TIMELESS, ENDLESS], ids=["whole", "bare", "timeless", "endless"])
def test_a_promise_comes_back_as_it_was(one: Entry, kept: store.Store) -> None:
    kept.record("T-1", [one], LATE)
    assert list(kept.promises()) == [store.Kept("T-1", one, LATE)]
    (back,) = kept.promises()
    due = back.entry.promise.due
    told = (one.promise.due and one.promise.due.earliest, one.made, LATE)
    assert [i and i.isoformat() for i in (due and due.earliest, back.entry.made, back.recorded)] == [
        i and i.isoformat() for i in told
    ]


def test_what_no_database_can_keep_is_replaced(kept: store.Store) -> None:
    kept.record("T\0-1", [entry("half \ud83d a \0 character 🙂")], NOW)
    (back,) = kept.promises(conversation="T\0-1")
    assert (back.conversation, back.entry.promise.text) == ("T\ufffd-1", "half \ufffd a \ufffd character 🙂")
    assert kept.forget("T\0-1").promises == 1


def test_those_due_first_come_first(kept: store.Store) -> None:
    names = ["b", "B", "a", "Ä", "ä", "Z", "z", "_", "10", "9", "é", "\u65e5", "🙂", "a b", "ab", "A-b", ""]
    random.Random(7).shuffle(names)
    for name in names:
        kept.record(name, [entry(start=9, due=NOW), entry(start=2, due=NOW), BARE], NOW)
    zones = (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))
    dues = [(NOW + timedelta(microseconds=n)).astimezone(zones[n % 3]) for n in (-2, -1, 1, 2)]
    kept.record("x", [entry(start=n, due=due) for n, due in enumerate(reversed(dues))], NOW)
    told = [(k.entry.promise.due and k.entry.promise.due.latest, k.conversation, k.entry.promise.span) for k in kept.promises()]
    with_time = [row for row in told if row[0] is not None]
    assert told[: len(with_time)] == sorted(with_time, key=lambda row: (row[0], row[1].encode(), row[2]))
    assert [row[1] for row in told[len(with_time) :]] == sorted(names, key=str.encode)


def test_some_statuses_or_one_conversation(kept: store.Store) -> None:
    for name in ("T-1", "T-2"):
        kept.record(name, [entry(start=n, status=status) for n, status in enumerate(get_args(Status))], NOW)
    told = [(row.conversation, row.entry.status) for row in kept.promises(["open", "broken"])]
    assert sorted(told) == [("T-1", "broken"), ("T-1", "open"), ("T-2", "broken"), ("T-2", "open")]
    assert [row.conversation for row in kept.promises({"kept"}, "T-2")] == ["T-2"]
    assert list(kept.promises(conversation="t-1")) == []


def test_an_instant_without_an_offset_is_a_fault(kept: store.Store) -> None:
    with pytest.raises(ValueError, match="offset"):
        kept.record("T-1", [entry()], NOW.replace(tzinfo=None))


def test_the_id_of_a_conversation_has_a_limit(kept: store.Store) -> None:
    kept.record("🙂" * 500, [entry()], NOW)
    with pytest.raises(InputError, match=r"has 501 characters; the limit is 500"):
        kept.record("x" * 501, [entry()], NOW)


# -- recorded again ----------------------------------------------------------------------------------------------------


def test_the_same_thread_twice_changes_nothing(kept: store.Store) -> None:
    kept.record("T-1", [WHOLE, BARE, TIMELESS], NOW)
    before = list(kept.promises())
    kept.record("T-1", [TIMELESS, WHOLE, BARE, BARE], NOW + DAY)
    assert list(kept.promises()) == before


def test_the_thread_as_it_is_now_takes_the_place_of_what_was(kept: store.Store) -> None:
    kept.record("T-1", [entry("first", 0), entry("second", 20), entry("third", 40)], NOW)
    kept.record("T-2", [entry("other")], NOW)
    kept.record("T-1", [entry("first", 0, "kept"), entry("changed", 20)], NOW + DAY)
    told = {(k.entry.promise.text, k.entry.status, k.recorded) for k in kept.promises(conversation="T-1")}
    assert told == {("first", "kept", NOW), ("changed", "open", NOW + DAY)}, "a promise is as old as its words"
    kept.record("T-1", [], NOW)
    assert [k.conversation for k in kept.promises()] == ["T-2"]


def test_of_two_at_one_place_the_last_counts(kept: store.Store) -> None:
    kept.record("T-1", [entry("one"), entry("two")], NOW)
    assert [k.entry.promise.text for k in kept.promises()] == ["two"]


def test_a_fault_in_what_is_recorded_leaves_all_as_it_was(kept: store.Store) -> None:
    def broken() -> Iterator[Entry]:
        yield entry("new")
        raise RuntimeError

    kept.record("T-1", [entry("old")], NOW)
    with pytest.raises(RuntimeError):
        kept.record("T-1", broken(), NOW)
    assert [k.entry.promise.text for k in kept.promises()] == ["old"]


# -- and gone ----------------------------------------------------------------------------------------------------------


def test_what_is_old_is_purged(kept: store.Store) -> None:
    for days in range(4):
        kept.record(f"T-{days}", [entry(), entry(start=20)], NOW + days * DAY)
    assert kept.purge((NOW + 2 * DAY).astimezone(UTC)) == (4, 0, 0, 0, 0, 0)
    assert {k.conversation for k in kept.promises()} == {"T-2", "T-3"}
    assert kept.purge(NOW) == (0, 0, 0, 0, 0, 0)


def test_a_conversation_is_forgotten(kept: store.Store) -> None:
    for name in ("T-1", "T-2"):
        kept.record(name, [entry(), entry(start=20)], NOW)
    assert [kept.forget(name).promises for name in ("T-1", "T-1", "T-9")] == [2, 0, 0]
    assert {k.conversation for k in kept.promises()} == {"T-2"}


def test_what_is_listed_may_be_forgotten_meanwhile(kept: store.Store) -> None:
    for n in range(600):
        kept.record(f"T-{n}", [entry()], NOW)
    before = time.monotonic()
    assert sum(kept.forget(row.conversation).promises for row in kept.promises()) == 600
    assert list(kept.promises()) == []
    assert time.monotonic() - before < 30


def test_forgotten_words_are_not_in_the_file(tmp_path: Path) -> None:
    with store.open(f"sqlite:///{tmp_path / 'ledger.db'}") as kept:
        kept.record("T-1", [entry(f"Sesamwort {n}", n) for n in range(500)], NOW)
        kept.record("T-2", [entry("Kein Wort")], NOW)
        assert b"Sesamwort" in b"".join(file.read_bytes() for file in tmp_path.iterdir())
        kept.forget("T-1")
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Sesamwort" not in left
    assert b"Kein Wort" in left


# -- several at once, and the end of one -------------------------------------------------------------------------------


def test_threads_share_a_store(kept: store.Store) -> None:
    def write(n: int) -> None:
        kept.record("T-1", [entry(f"writer {n}", start) for start in range(20)], NOW)
        kept.record(f"T-{n}", [entry()], NOW)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(2, 42)))
    told = [k.entry.promise.text for k in kept.promises(conversation="T-1")]
    assert len(told) == 20
    assert len(set(told)) == 1, "one writer's, whole"
    assert len({k.conversation for k in kept.promises()}) == 41


def test_threads_open_new_files_at_once(tmp_path: Path) -> None:
    def fill(n: int) -> None:
        with store.open(f"sqlite:///{tmp_path / str(n % 8)}.db") as kept:
            kept.record(f"T-{n}", [entry()], NOW)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(fill, range(32)))
    for n in range(8):
        with store.open(f"sqlite:///{tmp_path / str(n)}.db") as kept:
            assert len(list(kept.promises())) == 4


WRITER = """
import sys
from alembic import command
from test_store import NOW, entry
from replylint import store
from replylint.store import ledger

print("ready", flush=True)
sys.stdin.readline()
with store.open(sys.argv[1]) as kept:
    for n in range(int(sys.argv[2]), sys.maxsize if sys.argv[3] == "on" else 1):
        name = f"T-{n % 5}"
        kept.record(name, [entry(f"{n} of {100 + n % 7}", start) for start in range(100 + n % 7)], NOW)
        print(name, n, flush=True)
"""


def writer(address: str, first: int = 0, *, on: bool = True) -> subprocess.Popen[str]:
    """A process that opens the store when `go` says so, and records one conversation, or on and on."""
    command = [sys.executable, "-c", WRITER, address, str(first), "on" if on else "once"]
    paths = child(PYTHONPATH=os.pathsep.join((child()["PYTHONPATH"], str(Path(__file__).parent))))
    process = subprocess.Popen(command, env=paths, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


@pytest.mark.slow
def test_a_killed_writer_leaves_whole_conversations(address: str) -> None:
    chance, last = random.Random(11), {}
    for _ in range(4):
        process = writer(address, max(last.values(), default=-1) + 1)
        go(process)
        assert process.stdin is not None
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(chance.randint(3, 30))]
        time.sleep(chance.uniform(0, 0.01))
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.readlines()
        process.stdin.close()
        process.stdout.close()
        assert process.wait() == -signal.SIGKILL
        for line in acknowledged:
            if line.endswith("\n"):
                name, number = line.split()
                last[name] = int(number)
        with store.open(address) as kept:
            for name, number in last.items():
                told = [k.entry.promise.text for k in kept.promises(conversation=name)]
                (words,) = set(told)
                found, _, size = words.partition(" of ")
                assert len(told) == int(size), "no half of a conversation"
                assert int(found) >= number, "nothing that was acknowledged is lost"
                last[name] = int(found)


@pytest.mark.slow
def test_processes_open_a_new_store_at_once(address: str) -> None:
    writers = [writer(address, on=False) for _ in range(6)]
    go(*writers)
    assert [process.communicate()[0] for process in writers] == ["T-0 0\n"] * 6
    assert [process.returncode for process in writers] == [0] * 6
    with store.open(address) as kept:
        assert len(list(kept.promises())) == 100


# -- the file ----------------------------------------------------------------------------------------------------------


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with store.open(f"sqlite:///{tmp_path / 'ledger.db'}") as kept:
            kept.record("T-1", [entry()], NOW)
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"ledger.db": 0o600, "ledger.db-wal": 0o600, "ledger.db-shm": 0o600}


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with store.open(f"sqlite:///{tmp_path / 'ledger.db'}") as kept, kept._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    assert sqlite3.connect(tmp_path / "ledger.db").execute("PRAGMA journal_mode").fetchone() == ("wal",)
