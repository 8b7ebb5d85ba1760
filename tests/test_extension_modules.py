"""The extension's modules by themselves, in plain Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from conftest import lacking

TESTS = Path(__file__).parent.parent / "extension" / "tests"


def test_the_modules_of_the_extension_do_what_their_own_tests_say() -> None:
    node = shutil.which("node")
    if node is None:
        lacking("Node 20 as `node` on the path (apt-get install npm)")
    done = subprocess.run([node, "--test", str(TESTS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout
