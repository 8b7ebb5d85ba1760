"""Plain text: the readable text is the source itself, unless invisible or odd characters are in it."""

from __future__ import annotations

from array import array

from replylint.late import late
from replylint.source import Mark, MarkKind, Visible

# Whatever reads differently from what it is: controls, exotic spaces and line ends, zero-width and direction marks,
# halves of surrogate pairs.
ODD = late("[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]")
SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
JOINER = "\u200d"
LARGEST_TRIM = 8


class Growing:
    """Readable text while it is put together, with the source range of each character and the marks so far."""

    __slots__ = ("ends", "length", "marks", "pieces", "starts")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: array[int] = array("l")
        self.ends: array[int] = array("l")
        self.marks: list[Mark] = []
        self.length = 0

    def copy(self, source: str, start: int, end: int) -> None:
        """Add `source[start:end]` unchanged."""
        self.pieces.append(source[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        self.length += end - start

    def put(self, characters: str, start: int, end: int) -> None:
        """Add characters that all stand for `source[start:end]`; an inserted one has start == end."""
        self.pieces.append(characters)
        for _ in characters:
            self.starts.append(start)
            self.ends.append(end)
        self.length += len(characters)

    def copy_readable(self, source: str, start: int, end: int) -> None:
        """Add `source[start:end]`, each odd character as it reads."""
        for match in ODD.finditer(source, start, end):
            at = match.start()
            if at < start:  # the line feed of a pair already taken
                continue
            if start < at:
                self.copy(source, start, at)
            characters, start = odd(source, at)
            self.put(characters, at, start)
        if start < end:
            self.copy(source, start, end)

    def mark(self, kind: MarkKind, start: int, end: int | None = None) -> None:
        """Set apart the readable range from `start` to `end`, or to the end so far."""
        self.marks.append(Mark(kind, start, self.length if end is None else end))

    def visible(self, source: str) -> Visible:
        """What was put together; white space at the edges of a mark is left outside it, empty marks are dropped."""
        text = "".join(self.pieces)
        marks = sorted(filter(None, (_trimmed(mark, text) for mark in self.marks)), key=lambda m: (m.start, -m.end))
        if text == source and self.ends == array("l", range(1, len(source) + 1)):
            return Visible(text, marks=tuple(marks))
        return Visible(text, self.starts, self.ends, tuple(marks))


def read(text: str) -> Visible:
    """The readable text of a plain turn; `starts` and `ends` are None when nothing had to change."""
    if ODD.search(text) is None:
        return Visible(text)
    growing = Growing()
    growing.copy_readable(text, 0, len(text))
    return growing.visible(text)


def odd(source: str, at: int) -> tuple[str, int]:
    """How the odd character at `at` reads (perhaps as nothing), and where in the source it ends."""
    character = source[at]
    if character == "\r" and source.startswith("\n", at + 1):
        return "\n", at + 2
    if character in LINE_ENDS:
        return "\n", at + 1
    if character in SPACES:
        return " ", at + 1
    if "\ud800" <= character <= "\udfff":
        return "\ufffd", at + 1
    if character == JOINER and joins_emoji(source[at - 1 : at], source[at + 1 : at + 2]):
        return character, at + 1
    return "", at + 1


def joins_emoji(before: str, after: str) -> bool:
    """Whether a zero-width joiner between these two characters makes one emoji of them."""
    return _pictorial(before) and _pictorial(after)


def _pictorial(character: str) -> bool:
    return character >= "\U0001f000" or "\u2190" <= character <= "\u2bff" or character in ("\ufe0f", "\u20e3")


def _trimmed(mark: Mark, text: str) -> Mark | None:
    # Only a few steps: thousands of marks around one long run of spaces must not cost their product.
    start, end = mark.start, mark.end
    for _ in range(LARGEST_TRIM):
        if start < end and text[start] in " \n":
            start += 1
    for _ in range(LARGEST_TRIM):
        if start < end and text[end - 1] in " \n":
            end -= 1
    return Mark(mark.kind, start, end) if start < end else None
