"""Counts of what agents say of findings: a rule and a day, added up whoever adds, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from conftest import child
from replylint import store
from replylint.document import InputError

MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)
ADDER = """
import sys
from datetime import date
from replylint import store

print("ready", flush=True)
sys.stdin.readline()
with store.open(sys.argv[1]) as kept:
    for n in range(50):
        rules = [f"tone/{m}" for m in range(5)]
        kept.feedback.add({(rule, "shown"): 1 for rule in (rules if n % 2 else rules[::-1])}, date(2026, 11, 16))
"""


@pytest.fixture
def kept(address: str) -> Iterator[store.Store]:
    with store.open(address) as opened:
        yield opened


def test_counts_are_added_up_by_rule(kept: store.Store) -> None:
    kept.feedback.add({("tone/b", "shown"): 3, ("tone/b", "not-here"): 1, ("tone/a", "wrong"): 2}, MONDAY)
    kept.feedback.add({("tone/b", "shown"): 4, ("tone/b", "never"): 5}, MONDAY)
    kept.feedback.add({("tone/b", "shown"): 10}, MONDAY + DAY)
    assert kept.feedback.table() == [("tone/a", 0, 0, 0, 2), ("tone/b", 17, 1, 5, 0)]
    row = kept.feedback.table()[1]
    assert (row.rule, row.shown, row.not_here, row.never, row.wrong) == ("tone/b", 17, 1, 5, 0)
    assert [type(number) for number in row[1:]] == [int] * 4


def test_a_table_may_begin_on_a_day(kept: store.Store) -> None:
    for n in range(3):
        kept.feedback.add({(f"tone/{n}", "shown"): 1, ("tone/all", "shown"): 1}, MONDAY + n * DAY)
    assert [(row.rule, row.shown) for row in kept.feedback.table(MONDAY + DAY)] == [("tone/1", 1), ("tone/2", 1), ("tone/all", 2)]
    assert kept.feedback.table(MONDAY + 3 * DAY) == []


def test_rules_are_sorted_by_their_letters_in_every_database(kept: store.Store) -> None:
    names = ["tone/b", "tone/B", "tone-a/z", "Tone/a", "é/a", "tone/a", "a/b"]
    kept.feedback.add({(name, "shown"): 1 for name in names}, MONDAY)
    assert [row.rule for row in kept.feedback.table()] == sorted(names)


def test_counts_may_be_large(kept: store.Store) -> None:
    for _ in range(2):
        kept.feedback.add({("tone/a", "shown"): 2**40}, MONDAY)
    assert kept.feedback.table() == [("tone/a", 2**41, 0, 0, 0)]


def test_nothing_is_added_by_nothing_or_by_a_fault(kept: store.Store) -> None:
    kept.feedback.add({}, MONDAY)
    with pytest.raises(ValueError, match="one of shown, not-here, never, wrong"):
        kept.feedback.add({("tone/a", "shown"): 1, ("tone/a", "Dear Ana"): 1}, MONDAY)
    with pytest.raises(InputError, match="the id of a rule has 501 characters"):
        kept.feedback.add({("tone/a", "shown"): 1, ("x" * 501, "shown"): 1}, MONDAY)
    assert kept.feedback.table() == []


def test_days_that_are_over_are_purged(kept: store.Store) -> None:
    for n in range(3):
        kept.feedback.add({("tone/a", "shown"): 1, ("tone/b", "shown"): 1}, MONDAY + n * DAY)
    tuesday = datetime(2026, 11, 17, tzinfo=UTC)
    assert kept.purge(tuesday - timedelta(microseconds=1)).feedback == 0, "Monday was not over"
    evening = datetime(2026, 11, 16, 20, tzinfo=timezone(timedelta(hours=-5)))
    assert kept.purge(evening).feedback == 2, "it was Tuesday in UTC"
    assert kept.purge(tuesday + DAY - timedelta(microseconds=1)).feedback == 0
    assert kept.feedback.table() == [("tone/a", 2, 0, 0, 0), ("tone/b", 2, 0, 0, 0)]


def test_threads_add_at_once_and_nothing_is_lost(kept: store.Store) -> None:
    rules = [f"tone/{n}" for n in range(10)]

    def add(n: int) -> None:
        kept.feedback.add({(rule, "shown"): 1 for rule in (rules if n % 2 else rules[::-1])}, MONDAY)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(100)))
    assert kept.feedback.table() == [(rule, 100, 0, 0, 0) for rule in rules]


@pytest.mark.slow
def test_processes_add_at_once_and_nothing_is_lost(address: str) -> None:
    adders = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, address], env=child(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in adders:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    assert [(process.communicate("go\n")[0], process.returncode) for process in adders] == [("", 0)] * 4
    with store.open(address) as kept:
        assert kept.feedback.table() == [(f"tone/{n}", 200, 0, 0, 0) for n in range(5)]
