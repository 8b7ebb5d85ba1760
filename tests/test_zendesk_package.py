"""The package of the Zendesk app: all that Zendesk asks of one, and its parts by themselves."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from chromium_browser import REPOSITORY
from conftest import lacking
from zendesk_desk import APP


def test_zendesk_gets_all_it_asks_of_a_package(tmp_path: Path) -> None:
    zipped = tmp_path / "replylint.zip"
    with zipfile.ZipFile(zipped, "w") as package:
        for file in sorted(APP.rglob("*")):
            package.write(file, file.relative_to(APP))
    with zipfile.ZipFile(zipped) as package:
        names = package.namelist()
        manifest = json.loads(package.read("manifest.json"))
        words = json.loads(package.read(f"translations/{manifest['defaultLocale']}.json"))["app"]
        sizes = {name: struct.unpack(">II", package.read(f"assets/{name}.png")[16:24]) for name in ("logo", "logo-small")}
    places = manifest["location"]["support"]
    assert set(places) == {"ticket_sidebar", "new_ticket_sidebar"}
    assert all(place["url"] in names for place in places.values())
    assert {each["name"] for each in manifest["parameters"]} == set(words["parameters"])
    assert {each["type"] for each in manifest["parameters"]} <= {"text", "checkbox", "url", "number", "multiline", "hidden"}
    assert [each["name"] for each in manifest["parameters"] if each.get("secure")] == ["key"]
    assert sizes == {"logo": (320, 320), "logo-small": (128, 128)}
    asked_for = re.findall(r'(?:src|href)="(?!https:)([^"]+)"', (APP / "assets" / "iframe.html").read_text("utf-8"))
    for script in APP.glob("assets/*.js"):
        asked_for += re.findall(r"^import .* from '\./(.*)';$", script.read_text("utf-8"), re.MULTILINE)
    assert {f"assets/{name}" for name in asked_for} <= set(names)


@pytest.mark.slow
def test_its_parts_keep_their_word() -> None:
    node = shutil.which("node")
    if node is None:
        lacking("Node.js")
    done = subprocess.run([node, "--test", "tests/zendesk"], capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode == 0, done.stdout
