"""The same input gives the same bytes, whatever the process, its hash seed, its locale and its time zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import month
from conftest import child
from test_faces import DRAFTS

pytestmark = pytest.mark.slow
WORLDS: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4471", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Kathmandu"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONDONTWRITEBYTECODE": "1"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "de_DE", "TZ": ":Pacific/Apia", "PYTHONOPTIMIZE": "1", "COLUMNS": "40"},
)
COMMANDS = {
    "check": ("check", "--format", "jsonl", "--profile", "strict", "--fail-on", "never", "--explain", "talks.jsonl"),
    "check, as text": ("check", "--fail-on", "never", "talks.jsonl"),
    "promises": ("promises", "--format", "json", "talks.jsonl"),
    "rules": ("rules", "list", "--format", "json"),
    "schema": ("schema",),
}


def bytes_of(world: Mapping[str, str], folder: Path, *arguments: str) -> bytes:
    """What a process in a world of its own prints."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    environment = {**plain, "PYTHONPATH": child()["PYTHONPATH"], **world}
    command = [sys.executable, "-m", "replylint", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode("utf-8", "replace")
    return done.stdout


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with conversations: a month's, and drafts with signs that locales differ about."""
    folder = tmp_path_factory.mktemp("talks")
    odd = [draft.replace("[[", "").replace("]]", "") for _, draft in DRAFTS.values()]
    odd += ["İstanbul'da UNFORTUNATELY, the mill is shut. I'LL WRITE SOON.", "Straße, ﬁnally: we will get back to you by 5 pm."]
    told = [{"id": f"D-{n}", "text": text, "customer_message": "Where is it?"} for n, text in enumerate(odd)]
    lines = [json.dumps(each, ensure_ascii=False) for each in (*month.conversations(40), *told)]
    (folder / "talks.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_the_same_everywhere(name: str, talks: Path) -> None:
    first, *others = (bytes_of(world, talks, *COMMANDS[name]) for world in WORLDS)
    assert len(first) > 1000
    assert all(other == first for other in others)


def test_a_run_of_scores_writes_the_same_files_everywhere(talks: Path) -> None:
    runs = []
    for number, world in enumerate(WORLDS[:3]):
        bytes_of(world, talks, "score", "talks.jsonl", "--out", f"out-{number}", "--workers", str(number % 2 + 1))
        folder = talks / f"out-{number}"
        names = ("scores.jsonl", "conversations.jsonl", "scores.csv", "summary.json", "report.html")
        runs.append({name: (folder / name).read_bytes() for name in names})
    assert all(run == runs[0] for run in runs[1:])
