"""The messages that a mail quotes, each with the lines that introduce it.

What is found here is history to the voice filter, too, so no word of the draft's own is ever taken for another's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from replylint.late import late
from replylint.reading.voice.history import FIELD, LONGEST_HEADER, MARKER, Rows, introduced, quoted_next, starts_rest
from replylint.reading.voice.part import lines
from replylint.source import MarkKind, Visible

_END = "\0"  # begins the line below what markup sets apart as an earlier mail; readable text never holds it
_FORWARDED = late(r"forwarded message", re.I)
_MORE_OF_A_FIELD = late(r"[ \t]+\S.*@|\S*@\S*[;,]?$")
# "My answers are below, in red": then what no ">" marks is not all of one hand.
_ANSWERED_WITHIN = late(
    r"\b(?:in-?line|interspersed|interleaved|in (?:red|blue|green|purple|bold|capitals|italics|colou?r)|(?:see|find|look|read|"
    r"answer\w*|comment\w*|repl(?:y|ies|ied)|respon\w+|notes?|added|wrote|written)\b.{0,60}\b(?:below|within|between|underneath|"
    r"beneath))\b",
    re.I | re.S,
)
_LONGEST_HEAD = 12  # lines
_DEEPEST = 20  # quotations within quotations, of which nobody reads the deepest


class Message(NamedTuple):
    """A quoted message: the lines that introduce it ("" without), its text with what is quoted within it, whether ">" marks
    it, whether it was passed on rather than answered, and the line above that leads to it, when it is no introduction."""

    head: str
    text: str
    marked: bool
    forwarded: bool = False
    above: str = ""


class Split(NamedTuple):
    """What a message says itself, and what it quotes, in order."""

    own: str
    quoted: tuple[Message, ...]


class _Piece(NamedTuple):
    """A line of a message's own; an introduction; lines that ">" marks, without it; all that is left with its introduction."""

    kind: Literal["own", "head", "block", "rest"]
    text: str
    head: str = ""


def marked(seen: Visible) -> str:
    """A readable text whose block quotations are marked with ">", as plain text marks them."""
    quotes, apart = _places(seen, "quote"), _places(seen, "earlier")
    if not quotes[0] and not apart[0]:
        return seen.text
    written, last, within = [], 0, False
    for start, end in lines(seen.text):
        line = seen.text[start:end]
        at = end - len(line.lstrip())
        if at == end:
            written.append("")
            continue
        depth, before, within = min(_depth(quotes, at), _DEEPEST), within, _depth(apart, at) > 0
        written.append(">" * depth + (_END if before and not within and depth <= last else "") + line)
        last = depth
    return "\n".join(written)


def _places(seen: Visible, kind: MarkKind) -> tuple[list[int], list[int]]:
    """Where marks of a kind start, and where they end."""
    marks = [mark for mark in seen.marks if mark.kind == kind]
    return sorted(mark.start for mark in marks), sorted(mark.end for mark in marks)


def _depth(places: tuple[list[int], list[int]], at: int) -> int:
    return bisect_right(places[0], at) - bisect_right(places[1], at)


def of_draft(text: str) -> tuple[Message, ...]:
    """What a draft quotes, in order.

    An introduction with nothing that marks the words below it counts only where none of them can be the draft's own: its
    words stand above, and do not say that answers stand between.
    """
    own, quoted = split(text)
    if own.strip() and not _ANSWERED_WITHIN.search(own):
        return quoted
    return tuple(message for message in quoted if message.marked)


def split(text: str) -> Split:
    """What a message says itself, and what it quotes."""
    own: list[str] = []
    quoted: list[Message] = []
    more: dict[int, list[str]] = {}  # number of a message -> what goes on with it further down
    head, going_on = "", False
    for piece in _pieces(text):
        if piece.kind == "own":
            own.append(piece.text)
        elif piece.kind == "head":
            head, going_on = piece.text, False
        elif piece.kind == "rest":
            quoted.append(Message(piece.head, piece.text, False, _passed_on(piece.head)))
            head, going_on = "", False
        else:
            above = "" if head else _leading(own)
            if going_on and not head and not above:
                more.setdefault(len(quoted) - 1, []).append(piece.text)
            else:
                quoted.append(Message(head, piece.text, True, above=above))
            head, going_on = "", True
    for number, texts in more.items():
        quoted[number] = quoted[number]._replace(text="\n\n".join([quoted[number].text, *texts]))
    return Split("\n".join(own).strip("\n"), tuple(quoted))


def opened(message: Message) -> Message:
    """A message whose introduction stands within it, as Apple Mail quotes: with that as its head."""
    rows = lines(message.text)
    first = next((n for n, (start, end) in enumerate(rows) if message.text[start:end].strip()), None)
    found = None if message.head or first is None else _introduction(message.text, rows, first)
    if found is None:
        return message
    last, head = found
    below = "\n".join(message.text[start:end] for start, end in rows[last:])
    return message._replace(head=head, text=below, forwarded=_passed_on(head))


def _pieces(given: str) -> Iterator[_Piece]:
    """A text in the order of its lines."""
    rows = lines(given)
    text = given.replace(_END, " ")
    number = 0
    while number < len(rows):
        start, end = rows[number]
        if text[start:end].lstrip().startswith(">"):
            number, inner = _block(given, rows, number)
            yield _Piece("block", inner)
        elif found := _introduction(text, rows, number):
            last, head = found
            number = next((at for at in range(last, len(rows)) if given.startswith(_END, rows[at][0])), len(rows))
            yield _Piece("rest", given[rows[last][0] : rows[number - 1][1]] if last < number else "", head)
        elif last := introduced(text, rows, number):
            yield _Piece("head", text[start : rows[last - 1][1]])
            number = last
        else:
            yield _Piece("own", text[start:end])
            number += 1


def _block(given: str, rows: Rows, number: int) -> tuple[int, str]:
    """The lines that ">" marks from this one on, less one ">" each: the number of the line after them, and their text."""
    inner: list[str] = []
    last = number - 1
    for at in range(number, len(rows)):
        line = given[slice(*rows[at])].lstrip()
        if line.startswith(">"):
            inner += [""] * (at - last - 1) + [line[1:].removeprefix(" ")]
            last = at
        elif line:
            break
    return last + 1, "\n".join(inner)


def _introduction(text: str, rows: Rows, number: int) -> tuple[int, str] | None:
    """An introduction on this line to all that is below it: the number of the line after it, and its lines."""
    last = introduced(text, rows, number)
    if last and not quoted_next(text, rows, last):
        return last, text[rows[number][0] : rows[last - 1][1]]
    if last or not starts_rest(text, rows, number):
        return None
    return _fields(text, rows, number)


def _fields(text: str, rows: Rows, number: int) -> tuple[int, str]:
    """The head of an earlier mail from its ruled line or first field on."""
    found = [text[slice(*rows[number])][:LONGEST_HEADER]]
    fields = 1 if FIELD.match(found[0]) else 0
    ruled = not fields and not MARKER.match(found[0])
    last = number + 1
    for at in range(last, min(number + _LONGEST_HEAD, len(rows))):
        line = text[slice(*rows[at])][:LONGEST_HEADER]
        if FIELD.match(line):
            fields += 1
        elif not line.strip():
            if fields > 1:
                break
            continue
        elif not (fields and _MORE_OF_A_FIELD.match(line)) and not (ruled and len(found) == 1):
            break
        found.append(line)
        last = at + 1
    return last, "\n".join(found)


def _leading(own: list[str]) -> str:
    """The line above, when it ends as one that leads to another's words."""
    said = next((line.strip() for line in reversed(own) if line.strip()), "")
    return said if said.endswith(":") and len(said) <= LONGEST_HEADER else ""


def _passed_on(head: str) -> bool:
    return _FORWARDED.search(head) is not None
