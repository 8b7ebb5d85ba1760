"""Any text read as html: the way back to the source is monotone and true, and marks lie within the text."""

from __future__ import annotations

from harness import fuzz, watched

with watched():
    from replylint.source import html

import seeds

import places


def read(data: bytes) -> None:
    """Read a text; bytes that are no UTF-8 are halves of surrogate pairs."""
    text = data.decode("utf-8", "surrogateescape")
    places.check_source(text, html.read(text))


if __name__ == "__main__":
    fuzz(read, (text.encode() for text in seeds.TEXTS))
