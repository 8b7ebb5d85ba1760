"""The pages of the documentation: those made from the program are up to date, and all of them are in the navigation."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from conftest import child
from replylint import schema
from replylint.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_the_pages_that_are_made_from_the_program_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "pages", "--check"], env=child(), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, f"stale; `python docs/pages` writes them anew:\n{done.stdout}{done.stderr}"


def test_every_page_is_in_the_navigation_once() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    outside = runpy.run_path(str(DOCS / "pages" / "staged.py"))["OUTSIDE"].values()
    pages = [file.relative_to(DOCS).as_posix() for file in DOCS.glob("**/*.md")]
    assert sorted(named(site["nav"])) == sorted([*pages, *(page for page in outside if page.endswith(".md"))])


def named(navigation: Any) -> Iterator[str]:
    """The pages that a navigation names."""
    if isinstance(navigation, str):
        yield navigation
    for inner in navigation.values() if isinstance(navigation, dict) else navigation if isinstance(navigation, list) else ():
        yield from named(inner)


def test_every_setting_is_told_with_what_holds_without_it() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| (\S+) \|", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == dict(keys(Settings))
    assert len(rows) == len(dict(rows))


def keys(shape: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Every key of a settings file, as the page writes it, with its default."""
    hints = get_type_hints(shape)
    known = {name: key for key, (name, *_) in schema.fields(shape).items()}
    for field in fields(shape):
        if field.name not in known:
            continue
        key = f"{under}{known[field.name]}"
        inner = [kind for kind in (hints[field.name], *get_args(hints[field.name])) if is_dataclass(kind)]
        if inner:
            yield from keys(inner[0], f"{key}.")
        elif field.default is MISSING and field.default_factory is MISSING:
            yield key, "needed"
        else:
            default = field.default if field.default_factory is MISSING else field.default_factory()
            yield key, "none" if default is None else f"`{json.dumps(default)}`"
