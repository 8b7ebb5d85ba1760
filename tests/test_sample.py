"""A sample for an audit: seeded, some of each agent, channel and band."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import month
from replylint import audit

Cli = Callable[..., Any]


@given(st.lists(st.integers(1, 400), max_size=20), st.integers(1, 300))
def test_each_stratum_gets_its_share_and_one_at_least(sizes: list[int], size: int) -> None:
    counts = {audit.Stratum(f"A{number}", "email", "good"): count for number, count in enumerate(sizes)}
    shares = audit.shared(counts, size)
    drawn, total = sum(shares.values()), sum(counts.values())
    assert drawn == min(max(size, len(counts)), total)
    assert all(1 <= share <= counts[name] for name, share in shares.items())
    rare = sum(count * drawn < total for count in counts.values())  # those whose one is more than their share
    assert all(abs(share - counts[name] * drawn / total) <= 1 + rare for name, share in shares.items())


@pytest.fixture
def scored(run_cli: Cli, folder: Path) -> Path:
    (folder / "month.jsonl").write_text(month.lines(40), encoding="utf-8")
    assert run_cli("score", "month.jsonl", "--out", "out", "--workers", "1").code == 0
    return folder / "out"


def test_the_list_is_random_and_the_same_for_the_same_seed(scored: Path, run_cli: Cli) -> None:
    lists = [run_cli("sample", scored, "--size", "25", "--seed", seed, "--format", "csv") for seed in ("1", "1", "2")]
    assert [each.code for each in lists] == [0, 0, 0]
    assert lists[0].out == lists[1].out != lists[2].out
    rows = list(csv.DictReader(io.StringIO(lists[0].out)))
    names = [json.loads(line) for line in (scored / "scores.jsonl").read_text("utf-8").splitlines()]
    assert {row["reply"] for row in rows} <= {f"{row['conversation']}#{row['turn']}" for row in names}
    assert len({row["reply"] for row in rows}) == len(rows)
    every = Counter(audit.stratum(row) for row in names)
    drawn = Counter(audit.Stratum(row["agent"], row["channel"], row["band"]) for row in rows)
    assert drawn.keys() == every.keys()
    assert len(rows) == max(25, len(every))


def test_a_list_for_reading_says_what_it_is_of(scored: Path, run_cli: Cli) -> None:
    told = run_cli("sample", scored, "--size", "1")
    assert "more than --size 1: one of each of " in told.err
    assert told.out.splitlines()[0].startswith("T-")
    assert "seed 1" in told.out.splitlines()[-1]
    everything = run_cli("sample", scored, "--size", "100000", "--format", "csv")
    assert len(everything.out.splitlines()) == 1 + len((scored / "scores.jsonl").read_text("utf-8").splitlines())


def test_a_folder_without_scores_and_no_size_are_refused(run_cli: Cli, folder: Path) -> None:
    assert (run_cli("sample", ".").code, run_cli("sample", ".").err) == (2, ".: holds no scores: No such file or directory\n")
    assert run_cli("sample", folder, "--size", "0").err == "--size: 0: one at least\n"
