"""What lists pages: the decisions, and the part of the navigation that grows by itself."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from replylint.ruleset import Ruleset

_OURS = re.compile(r"(?<=  # written by docs/pages from here on\n).*", re.DOTALL)


def decisions(files: list[Path]) -> str:
    """The page that lists the decisions, by their headings."""
    listed = "\n".join(f"- [{_heading(file)}]({file.name})" for file in files)
    return f"# Decisions\n\nWhat was weighed, and why it came out as it did; a page each.\n\n{listed}\n"


def navigation(file: Path, rules: Ruleset, decisions: list[Path]) -> str:
    """The settings of the site with every rule and decision in its navigation."""
    lines = ["  - Rules:", "      - rules/index.md"]
    for category, those in groupby(rules.rules, key=lambda rule: rule.category):
        lines += [f"      - {category}:", *(f"          - {rule.id.partition('/')[2]}: rules/{rule.id}.md" for rule in those)]
    lines += ["  - Decisions:", "      - decisions/index.md", *(f"      - decisions/{each.name}" for each in decisions)]
    return _OURS.sub("\n".join(lines) + "\n", file.read_text("utf-8"))


def _heading(file: Path) -> str:
    return file.read_text("utf-8").partition("\n")[0].removeprefix("# ")
