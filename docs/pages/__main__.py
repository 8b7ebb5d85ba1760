"""Writes the pages that are made from the program, and their part of the navigation: `python docs/pages`.

They are committed, so that a forge shows them. `--check` writes nothing and names those that are stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

import commands
import contents
import rules
import shapes

from replylint import packs

DOCS = Path(__file__).resolve().parent.parent


def made() -> dict[Path, str]:
    """Each file and what it holds."""
    ruleset = packs.load()
    pages = {DOCS / "rules" / path: text for path, text in rules.pages(ruleset)}
    decisions = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    return {
        **pages,
        DOCS / "command-line.md": commands.page(),
        DOCS / "shapes.md": shapes.page(),
        DOCS / "decisions" / "index.md": contents.decisions(decisions),
        DOCS.parent / "mkdocs.yml": contents.navigation(DOCS.parent / "mkdocs.yml", ruleset, decisions),
    }


def main() -> int:
    """Write what is stale, or with `--check` name it; 1 when something is."""
    files = made()
    gone = [file for file in DOCS.glob("rules/**/*.md") if file not in files]
    stale = [file for file, text in files.items() if not file.exists() or file.read_text("utf-8") != text]
    if "--check" in sys.argv:
        print(*(file.relative_to(DOCS.parent) for file in (*gone, *stale)), sep="\n", end="")
        return bool(gone or stale)
    for file in gone:
        file.unlink()
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(files[file], encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
