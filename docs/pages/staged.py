"""Gathers the pages of the site in one folder: `python docs/pages/staged.py FOLDER`, with nothing but Python.

A site is built from one folder, and what the project says stands in several: its pages outside of `docs` come along, and so do
the pictures and files that any page links to. A link is rewritten to where its target lies in the site; to a folder without a
page there is none, and the words of the link stay.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
OUTSIDE = {
    "README.md": "overview.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "extension/README.md": "extension.md",
    "examples/django/README.md": "django.md",
    "src/replylint/faces/server/page/icon.svg": "style/icon.svg",
}
SHOWN = (".md", ".png", ".css", ".svg")  # other files get the ending .txt, so that a browser shows them
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
_CODE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def stage(folder: Path) -> None:
    """Fill a folder anew with all pages and what they link to."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = {page: page.relative_to(DOCS) for page in DOCS.glob("**/*.md")}
    pages |= {ROOT / page: Path(place) for page, place in OUTSIDE.items()}
    pages |= {file: file.relative_to(DOCS) for file in DOCS.glob("style/*")}
    for source, place in pages.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            target.write_text(linked(source, pages, folder), encoding="utf-8")
        else:
            shutil.copyfile(source, target)


def linked(source: Path, pages: dict[Path, Path], folder: Path) -> str:
    """The text of a page with its links as they are in the site; files that they lead to are brought along."""

    def link(found: re.Match[str]) -> str:
        mark, words, told, anchor = found.groups()
        target = Path(os.path.normpath(source.parent / told))
        if target.is_dir():
            target /= "index.md"
            if target not in pages:
                return words
        if target not in pages and not target.is_file():
            return found[0]  # for the build to complain of
        place = pages.get(target) or _brought(target, folder)
        return f"{mark}[{words}]({Path(os.path.relpath(place, pages[source].parent)).as_posix()}{anchor or ''})"

    pieces = _CODE.split(source.read_text("utf-8"))
    return "".join(piece if number % 2 else _LINK.sub(link, piece) for number, piece in enumerate(pieces))


def _brought(target: Path, folder: Path) -> Path:
    """Copy a file of the project that is no page, and say where it lies."""
    place = target.relative_to(ROOT)
    place = place if place.suffix in SHOWN else place.with_name(place.name + ".txt")
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target, folder / place)
    return place


if __name__ == "__main__":
    stage(Path(sys.argv[1]))
