"""The extension as it is handed in: what Mozilla's own checker says of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from conftest import lacking

REPOSITORY = Path(__file__).parent.parent
WEB_EXT = REPOSITORY / "tests" / "extension" / "node_modules" / ".bin" / "web-ext"
KNOWN = {
    "BACKGROUND_SERVICE_WORKER_IGNORED",  # Chrome's name for the same file, which Firefox need not know
    "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION",  # it is no extension for telephones
}


@pytest.mark.slow
def test_mozillas_checker_has_nothing_against_the_extension() -> None:
    if not WEB_EXT.exists():
        lacking("web-ext (npm ci in tests/extension)")
    command = [WEB_EXT, "lint", "--self-hosted", "--output", "json", "--source-dir", REPOSITORY / "extension" / "browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert told["errors"] == []
    assert {warning["code"] for warning in told["warnings"]} <= KNOWN
