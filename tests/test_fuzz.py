"""Inputs that nobody thought of: each target of `tests/fuzz` for a while, with libFuzzer looking for branches not taken yet.

For longer, as for an hour, keeping what was found:

    PYTHONPATH=src:tests python tests/fuzz/request.py corpus -max_total_time=3600
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import SOURCE, child, lacking

TARGETS = Path(__file__).parent / "fuzz"
LIMITS = ("-max_total_time=12", "-timeout=20", "-rss_limit_mb=2048", "-seed=1")  # seconds in all, and of one input
NOISE = ("INFO:", "WARNING: Failed to find function", "#")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["request", "html_source", "markdown_source", "headers", "exports", "rule_files", "times"])
def test_no_input_is_more_than_a_target_takes(target: str, tmp_path: Path) -> None:
    if find_spec("atheris") is None:  # it is made for some systems and releases of Python only
        lacking("the package atheris")
    command = [sys.executable, TARGETS / f"{target}.py", tmp_path / "corpus", f"-artifact_prefix={tmp_path}/found-", *LIMITS]
    # by way of a shell, which forks: libFuzzer goes by the largest size that the kernel noted, and that of a process that takes
    # another's place counts the one it was before, here all that the tests hold
    command = ["sh", "-c", '"$@"; exit $?', "sh", *command]
    paths = child(PYTHONPATH=os.pathsep.join(map(str, (SOURCE, TARGETS.parent))))
    done = subprocess.run(
        command, cwd=tmp_path, env=paths, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=180
    )
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    found = [file.read_bytes() for file in tmp_path.glob("found-*")]
    told = "\n".join(line for line in lines if not line.startswith(NOISE))
    assert (done.returncode, found) == (0, []), f"{target} on {found}:\n{told[:4000]}"
    assert any("DONE" in line for line in lines), told
