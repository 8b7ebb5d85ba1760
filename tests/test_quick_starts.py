"""What the quick starts show in a terminal is what comes of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from conftest import child, lacking
from serving import serving

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("start-*.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TURN = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
USUAL = "http://127.0.0.1:8817"


@pytest.fixture
def terminal(tmp_path: Path) -> Path:
    """A folder with the examples, and the command of this checkout in `bin`."""
    if shutil.which("bash") is None:
        lacking("bash")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    command = tmp_path / "bin" / "replylint"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m replylint "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_terminal_answers_as_the_page_says(page: Path, terminal: Path) -> None:
    turns = [turn for block in BLOCK.findall(page.read_text("utf-8")) for turn in TURN.findall(block)]
    assert turns
    with ExitStack() as stack:
        url = USUAL
        for command, shown in turns:
            if command == "replylint serve":  # on a port that is free
                url = stack.enter_context(serving(terminal)).url
                continue
            said = run(command.replace(USUAL, url), terminal)
            assert re.fullmatch(pattern(shown), said), f"$ {command}\n{said}"


def run(command: str, folder: Path) -> str:
    """What a command says, on either stream."""
    if command.startswith("curl ") and shutil.which("curl") is None:
        lacking("curl")
    before = child(PYTHONUNBUFFERED="1")  # the streams in the order that a terminal shows
    path = f"{folder / 'bin'}:{before['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder, env={**before, "PATH": path}, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout.decode()


def pattern(shown: str) -> str:
    """What a page shows, as an expression: … stands for the rest of a line, and alone in one for any lines."""
    lines = (r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in shown.split("\n")[:-1])
    return "".join(lines)
