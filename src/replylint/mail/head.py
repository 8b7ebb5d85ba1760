"""The head of a mail as bytes: whether it is one, and its fields taken out and added with all else byte for byte as it was."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import NamedTuple

LEAD = b"\xef\xbb\xbf \t\r\n"  # what may stand before the head
_HEADER = re.compile(rb"From |[!-9;-~]+[ \t]*:|[ \t]+\S")
_TELLING = re.compile(rb"^(?:from|to|cc|subject|received|date|mime-version|message-id|content-type)[ \t]*:", re.I | re.M)
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_LONGEST_LINE = 76


class _Line(NamedTuple):
    """A line of a head: where it stands, and the field that it begins or goes on with, in lower case."""

    start: int
    end: int
    field: bytes


def looks_like_mail(raw: bytes) -> bool:
    """Whether bytes begin with the headers of a mail, and not with prose that has colons in it."""
    head = re.split(rb"\r?\n\r?\n", raw.lstrip(LEAD), maxsplit=1)[0][:20_000]
    return bool(_TELLING.search(head)) and all(_HEADER.match(line) for line in head.splitlines()[:-1] or [head])


def value(raw: bytes, name: str) -> str:
    """What the fields of a name say, on one line; bytes beyond ASCII are read as UTF-8."""
    lines = [raw[line.start : line.end] for line in _lines(raw) if line.field == name.lower().encode()]
    said = b" ".join(line.partition(b":")[2] if _FIELD.match(line) else line for line in lines)
    return " ".join(said.decode("utf-8", "replace").split())


def tagged(raw: bytes, prefix: str, fields: Mapping[str, str]) -> bytes:
    """A mail without the fields whose names begin with a prefix, and with these at the end of its head, in ASCII."""
    lines = list(_lines(raw))
    if not lines:
        return raw
    kept = b"".join(raw[line.start : line.end] for line in lines if not line.field.startswith(prefix.lower().encode()))
    newline = b"\r\n" if raw[lines[0].start : lines[0].end].endswith(b"\r\n") else b"\n"
    if fields and kept and not kept.endswith(b"\n"):
        kept += newline
    told = b"".join(_written(f"{name}: {value}", newline) for name, value in fields.items())
    return raw[: lines[0].start] + kept + told + raw[lines[-1].end :]


def _written(field: str, newline: bytes) -> bytes:
    """A field, folded where it is long."""
    wrapped = textwrap.wrap(field, _LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
    return (newline + b" ").join(line.encode("ascii", "replace") for line in wrapped) + newline


def _lines(raw: bytes) -> Iterator[_Line]:
    """The lines of a head, up to the first that is none."""
    at = len(raw) - len(raw.lstrip(LEAD))
    field = b""
    while found := _LINE.match(raw, at):
        line = found.group()
        named = _FIELD.match(line)
        if named:
            field = named[1].lower()
        elif not line.startswith((b" ", b"\t", b"From ")) or not line.strip():
            return
        yield _Line(at, found.end(), field)
        at = found.end()
