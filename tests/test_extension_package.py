"""The extensions as they are handed in: what is in them, and what Mozilla's own checker says of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conftest import lacking

REPOSITORY = Path(__file__).parent.parent
WEB_EXT = REPOSITORY / "tests" / "extension" / "node_modules" / ".bin" / "web-ext"
PACK = REPOSITORY / "extension" / "pack.py"
KNOWN = {
    "BACKGROUND_SERVICE_WORKER_IGNORED",  # Chrome's name for the same file, which Firefox need not know
    "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION",  # it is no extension for telephones
}
THUNDERBIRDS = {
    "MANIFEST_PERMISSIONS",  # the checker knows those of Firefox alone
    "MISSING_DATA_COLLECTION_PERMISSIONS",  # a field for Firefox 140 and later
}


@pytest.mark.slow
def test_mozillas_checker_has_nothing_against_the_extension() -> None:
    told = checked(REPOSITORY / "extension" / "browser")
    assert told["errors"] == []
    assert {warning["code"] for warning in told["warnings"]} <= KNOWN


@pytest.mark.slow
def test_mozillas_checker_has_nothing_against_the_extension_for_thunderbird(tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(tmp_path)) as package:
        package.extractall(tmp_path / "unpacked")
    told = checked(tmp_path / "unpacked")
    assert told["errors"] == []
    assert {warning["code"] for warning in told["warnings"]} <= THUNDERBIRDS


def test_the_package_for_thunderbird_has_all_that_its_files_name_and_is_the_same_each_time(tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    assert packed(tmp_path).read_bytes() == packed(again).read_bytes()
    with zipfile.ZipFile(tmp_path / "replylint.xpi") as package:
        files = {name: package.read(name) for name in package.namelist()}
    for name, content in files.items():
        if not name.endswith((".js", ".html", "manifest.json")):
            continue
        named = re.findall(r"""(?:^import .* from |src=|href=)['"](?!#)([^'"]+)['"];?""", content.decode(), re.MULTILINE)
        named += ["/" + each for each in re.findall(r"""['"]((?:content|icons)/[\w-]+\.\w+)['"]""", content.decode())]
        there = {str((Path("/", name).parent / each).resolve()).removeprefix("/") for each in named}
        lacks = there - set(files) - {"week.html", "options/week.html"}  # the options take the link to it out
        assert not lacks, name


def packed(folder: Path) -> Path:
    """The extension for Thunderbird as it is handed out."""
    package = folder / "replylint.xpi"
    subprocess.run([sys.executable, PACK, package], check=True, stdout=subprocess.DEVNULL)
    return package


def checked(folder: Path) -> Any:
    """What the checker says of an extension."""
    if not WEB_EXT.exists():
        lacking("web-ext (npm ci in tests/extension)")
    command = [WEB_EXT, "lint", "--self-hosted", "--output", "json", "--source-dir", folder]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
