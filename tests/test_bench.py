"""The benchmark's own parts: peers are locked, replies that warm up do not count, the page is written between its marks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

BENCH = Path(__file__).parent / "bench"
FIGURES: dict[str, Any] = {
    "date": "2026-11-02",
    "commit": "0123abc",
    "machine": "2 × x86_64, Linux, Python 3.11",
    "load": 0.25,
    "rounds": 2,
    "replies": {"count": 30, "words": 101.2, "generated": True},
    "versions": {"replylint": "7 rules", "slowlint": "1.2.3"},
    "missing": ["otherlint"],
    "cold": [
        {name: {"ms": ms + noise, "rss": 20.0} for name, ms in (("python -c pass", 10), ("replylint", 100), ("slowlint", 1500))}
        for noise in (0, 2)
    ],
    "warm": [
        {name: {"p50": ms, "p95": ms * 2, "a second": 1000 / ms, "findings": 1.5, "rss": 30.0} for name, ms in made.items()}
        for made in ({"replylint": 2, "slowlint": 4}, {"replylint": 4, "slowlint": 32})
    ],
    "growth": {
        "lengths": [{"of": 1, "words": 111, "ms": 2.0, "ratio": 1}, {"of": 16, "words": 1701, "ms": 20.0, "ratio": 10}],
        "turns": [{"of": 1, "words": 100, "ms": 2.0, "ratio": 1}, {"of": 50, "words": 5000, "ms": 140.5, "ratio": 70.25}],
        "sizes": [{"of": of, "compile": 3, "load": 9, "ms": 2.0, "ratio": 1} for of in (100, 10_000)],
    },
    "promises": [{"what": "the ledger of a thread", "p50": 1.1, "p95": 1.9}],
}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(BENCH)
    return __import__("page")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(BENCH)
    return __import__("tools")


@pytest.fixture
def docs(tmp_path: Path, page: ModuleType) -> Path:
    (tmp_path / "performance.md").write_text(f"# Before\n\n{page.BEGIN}\nold\n{page.END}\n\nAfter.\n", "utf-8")
    return tmp_path


def cells(text: str, name: str) -> list[list[str]]:
    """The cells of each row that a name begins."""
    return [[cell.strip() for cell in row.split("|")[2:-1]] for row in text.splitlines() if row.startswith(f"| {name} ")]


def test_a_figure_is_the_median_and_a_ratio_is_taken_within_a_round(page: ModuleType) -> None:
    cold, warm = cells(page.text(FIGURES), "slowlint")
    assert cold == ["1,501", "1,500 – 1,502", f"{(150 + 1502 / 12) / 2:.4g}", f"{(15 + 1502 / 102) / 2:.4g}", "20"]
    assert warm == ["18", "36", "140.6", "5", "1.5", "30"]  # 2 and 8 times: not 18 / 3


def test_the_tables_say_what_was_measured_on_what_and_what_was_missing(page: ModuleType) -> None:
    text = page.text(FIGURES).replace("\n", " ")
    assert "2026-11-02, commit 0123abc, 7 rules; 2 × x86_64, Linux, Python 3.11, load 0.2 at the start;" in text
    assert "30 generated replies of 101 words on average, 2 rounds; slowlint 1.2.3." in text
    assert text.endswith("left out: otherlint.")


def test_what_was_measured_goes_between_the_marks_each_time(page: ModuleType, docs: Path) -> None:
    page.write(FIGURES, docs)
    once = (docs / "performance.md").read_text("utf-8")
    page.write(FIGURES, docs)
    assert (docs / "performance.md").read_text("utf-8") == once
    assert once.startswith(f"# Before\n\n{page.BEGIN}\n\n2026-11-02")
    assert once.endswith(f"{page.END}\n\nAfter.\n")
    assert "old" not in once
    shown = re.findall(r"!\[(.+)\]\((performance/\w+\.svg)\)", once)
    assert {docs / name for _, name in shown} == set((docs / "performance").iterdir())
    assert all(title for title, _ in shown)


def test_a_page_without_marks_is_left_as_it_is(page: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "performance.md").write_text("All mine.\n", "utf-8")
    with pytest.raises(SystemExit, match="no <!-- measured"):
        page.write(FIGURES, tmp_path)
    assert (tmp_path / "performance.md").read_text("utf-8") == "All mine.\n"


def test_the_page_of_the_project_has_its_marks_once(page: ModuleType) -> None:
    text = (BENCH.parent.parent / "docs" / "performance.md").read_text("utf-8")
    assert [text.count(mark) for mark in (page.BEGIN, page.END)] == [1, 1]
    assert text.index(page.BEGIN) < text.index(page.END)


def test_a_plot_can_be_read_aloud_and_fetches_nothing(page: ModuleType, docs: Path) -> None:
    page.write(FIGURES, docs)
    for file in (docs / "performance").iterdir():
        title, said, style = ElementTree.parse(file).getroot()[:3]
        assert title.text
        assert re.search(r"\d ms", said.text or "")
        assert "prefers-color-scheme: dark" in (style.text or "")
        assert re.findall('https?://[^"]+|url|href', file.read_text("utf-8")) == ["http://www.w3.org/2000/svg"]


@pytest.mark.parametrize("top", [0.3, 1, 7, 49, 101, 12_345])
def test_the_ticks_of_a_plot_are_few_and_round(page: ModuleType, top: float) -> None:
    made = page.plots.ticks(top)
    assert made[0] == 0
    assert 3 <= len(made) <= 6
    assert made[-1] <= top
    assert {f"{step:.0e}"[0] for step in made[1:2]} <= {"1", "2", "5"}


def test_every_peer_is_locked_with_a_hash_and_no_address(tools: ModuleType) -> None:
    lock = json.loads((BENCH / "peers" / "package-lock.json").read_text("utf-8"))["packages"]
    modules = {name: kept for name, kept in lock.items() if name}
    assert all("integrity" in kept and "resolved" not in kept for kept in modules.values())
    assert {f"node_modules/{peer.package}" for peer in tools.NODE} <= set(modules)
    python = re.findall(r"^([\w.-]+)==.+\\\n    --hash=sha256:", tools.LOCK.read_text("utf-8"), re.MULTILINE)
    assert {peer.package for peer in tools.PYTHON} <= set(python)
    assert "://" not in tools.LOCK.read_text("utf-8")


def test_a_peer_that_is_not_there_is_named(tools: ModuleType, tmp_path: Path) -> None:
    there, missing = tools.found(tmp_path)
    assert there == []
    assert missing == [peer.name for peer in (*tools.NODE, *tools.PYTHON)]


def test_replies_that_warm_up_do_not_count(tools: ModuleType, tmp_path: Path) -> None:
    count, words = tools.drawn(None, 5, tmp_path / "corpus.jsonl")
    kept = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text("utf-8").splitlines()]
    assert (count, len(kept)) == (5, 45)
    assert [reply["timed"] for reply in kept] == [False] * 40 + [True] * 5
    assert 60 <= words <= 150


def replies(file: Path, count: int) -> Path:
    body = "The parcel left the depot in Leeds on Tuesday, and the courier has it now. " * 6
    told = [{"text": f"Hi Ana,\n\nThis is reply {number}. {body}\n\nKind regards,\nMaya"} for number in range(count)]
    file.write_text("".join(f"{json.dumps(each)}\n" for each in told), "utf-8")
    return file


@pytest.mark.slow
def test_a_round_of_replylint_alone(tmp_path: Path) -> None:
    kept = tmp_path / "figures.json"
    options = ("--alone", "--no-growth", "--rounds", "1", "--json", str(kept))
    command = (sys.executable, str(BENCH / "bench.py"), str(replies(tmp_path / "replies.jsonl", 3)), *options)
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    figures = json.loads(kept.read_text("utf-8"))
    assert figures["replies"] == {"count": 3, "words": pytest.approx(99), "generated": False}
    assert re.fullmatch(r"\d+ rules", figures["versions"]["replylint"])
    assert figures["missing"] == []
    (cold,), (warm,) = figures["cold"], figures["warm"]
    assert cold["replylint"]["ms"] > cold["python -c pass"]["ms"] > 0
    assert 0 < warm["replylint"]["p50"] <= warm["replylint"]["p95"]
    assert len(cells(done.stdout, "replylint")) == 2
