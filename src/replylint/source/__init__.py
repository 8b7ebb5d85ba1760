"""The readable text of a turn, with the way back to the text as it was given."""

from __future__ import annotations

from array import array
from typing import Literal, NamedTuple

from replylint.conversation import Format

MarkKind = Literal["quote", "earlier", "code", "link", "bold", "heading", "item"]


class Mark(NamedTuple):
    """A stretch of readable text that the markup sets apart: a block quotation, what a mail program marks as an earlier
    mail, code, the words of a link, …"""

    kind: MarkKind
    start: int
    end: int


class Visible(NamedTuple):
    """What a reader sees of a turn.

    `text` holds the readable characters; `starts[i]` and `ends[i]` say which code points of the source character `i`
    came from (an entity such as `&amp;` is one character from five). Both are None when `text` is the source itself.
    """

    text: str
    starts: array[int] | None = None
    ends: array[int] | None = None
    marks: tuple[Mark, ...] = ()

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the source that the readable range `start` to `end` came from."""
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def visible(text: str, format: Format = "plain") -> Visible:
    """Read `text` in its format. Only the reader that is needed is imported."""
    if format == "html":
        from replylint.source import html

        return html.read(text)
    if format == "markdown":
        from replylint.source import markdown

        return markdown.read(text)
    from replylint.source import plain

    return plain.read(text)
