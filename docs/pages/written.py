"""Words of others in Markdown: shown as they stand, on a forge and in the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_SIGNS = re.compile(r"[\\`*_\[\]{}#]")
_ENTITIES = re.compile(r"[|~^]|(?m:^[ \t]*[-+=])|(?m:^[ \t]*\d+(?=[.)]))")  # what a backslash does not hide everywhere


def plain(text: str) -> str:
    """A text as it stands; where one of its lines ended, a line ends."""
    hidden = _SIGNS.sub(r"\\\g<0>", escape(text, quote=False))
    hidden = _ENTITIES.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", hidden)
    return "<br>".join(" ".join(line.split()) for line in hidden.split("\n"))


def edged(text: str) -> str:
    """The same for a piece of a text, whose white space at the edges parts it from its neighbours."""
    lead, tail = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * lead}{plain(text)}{' ' * tail}"


def own(text: str) -> str:
    """Words of the project's own, which are Markdown already, in a cell of a table."""
    return text.replace("<", "&lt;").replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown."""
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: “a, b and c”."""
    *before, final = words
    return f"{', '.join(before)} {last} {final}" if before else final
