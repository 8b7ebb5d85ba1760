"""The records of a JSON file one by one, however large the file is: JSON lines, a list, or an object with lists in it.

Only the record at hand is in memory. One that is not JSON ends where its brackets say, so it costs
itself alone, and has its line.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from replylint.document import InputError, parse_json
from replylint.late import late

LONGEST = 64 * 1024 * 1024  # bytes of a line, code points of a record: a ticket of 5,000 long comments
_CHUNK = 1024 * 1024
_LINES = (".jsonl", ".ndjson")
_SPACE = late(r"[ \t\r\n]*")
_CALM = late(r'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+', re.DOTALL)  # up to a bracket, over whole strings
_SINGLE = late(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\s"{}\[\],:]+', re.DOTALL)
_DECODER = json.JSONDecoder()
_CUT = "ends in the middle of a record"


class Record(NamedTuple):
    """One record with the line on which it begins. `key`: in which list of the file it stands, "" when there is but one."""

    line: int
    data: Any
    key: str = ""


def read(path: Path, lists: Collection[str]) -> Iterator[Record | InputError]:
    """The records of a file in their order; one that is not JSON is yielded as its error.

    `lists`: the keys of an object under which lists of records stand. An object that has none of them, or has an `id` of
    its own, is itself the only record. Raises `InputError` for a file that cannot be read to its end.
    """
    shape = _shape(path)
    if shape == "lines":
        yield from _lines(path)
    elif shape == "list":
        yield from _items(path)
    elif _is_record(path, lists):
        yield from _whole(path)
    else:
        yield from _under(path, lists)


def aside(path: Path, keys: Collection[str]) -> dict[str, list[Any]]:
    """What stands beside the records in a file that is one object: the lists under these keys, for people and teams."""
    held: dict[str, list[Any]] = {}
    if keys and _shape(path) == "object":
        for record in _under(path, keys):
            if isinstance(record, Record):
                held.setdefault(record.key, []).append(record.data)
    return held


def _shape(path: Path) -> Literal["lines", "list", "object"]:
    """How records stand in a file. In lines: by its ending, or because its first line is whole and is not all."""
    if path.suffix.lower() in _LINES:
        return "lines"
    first, last, ended = b"", b"", False  # what the first line with something on it begins and ends with
    with opened(path) as file:
        for piece in iter(lambda: file.readline(_CHUNK), b""):
            said = piece.removeprefix(BOM_UTF8).strip()
            if ended and said:
                return "lines" if last.endswith(b"}") else "object"
            first, last = first or said, said or last
            if first.startswith(b"["):
                return "list"
            ended = bool(first) and piece.endswith(b"\n")
    return "object"


def _is_record(path: Path, lists: Collection[str]) -> bool:
    """Whether a file that is one object is itself a record."""
    if path.stat().st_size > LONGEST:
        return False
    with opened(path) as file:
        keys = {key for key, _ in _object(_Text(file, str(path)), ())}
    return "id" in keys or not keys.intersection(lists)


def opened(path: Path) -> BinaryIO:
    """A file to read bytes from; raises `InputError`."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise InputError("no such file", str(path)) from None
    except IsADirectoryError:
        raise InputError("is a folder; name a file in it", str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(path)) from None


def _lines(path: Path) -> Iterator[Record | InputError]:
    with opened(path) as file:
        for number, raw in enumerate(iter(lambda: file.readline(LONGEST + 1), b""), 1):
            if len(raw) > LONGEST:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(_CHUNK)
                yield InputError(f"a line of more than {LONGEST:,} bytes", str(path), number)
            elif raw.removeprefix(BOM_UTF8).strip():
                yield _decoded(raw, str(path), number)


def _decoded(raw: bytes, file: str, number: int) -> Record | InputError:
    try:
        return Record(number, parse_json(raw.decode("utf-8-sig").rstrip(), file, number))
    except UnicodeDecodeError as error:
        return InputError(f"byte {raw[error.start]:#04x} is not UTF-8; save it as UTF-8", file, number, error.start + 1)
    except InputError as error:
        return error


def _items(path: Path) -> Iterator[Record | InputError]:
    with opened(path) as file:
        text = _Text(file, str(path))
        yield from _list(text, "")
        text.end()


def _under(path: Path, keys: Collection[str]) -> Iterator[Record | InputError]:
    with opened(path) as file:
        text = _Text(file, str(path))
        for key, found in _object(text, keys):
            if found is not None:
                yield found if isinstance(found, InputError) else found._replace(key=key)


def _whole(path: Path) -> Iterator[Record | InputError]:
    with opened(path) as file:
        text = _Text(file, str(path))
        text.peek()
        yield text.value()
        text.end()


def _object(text: _Text, keys: Collection[str]) -> Iterator[tuple[str, Record | InputError | None]]:
    """The keys of an object, each with the records of its list when it is one of `keys`, else once with None."""
    for _ in _between(text, "{", "}"):
        key = text.value()
        if isinstance(key, InputError) or not isinstance(key.data, str):
            raise text.error("not JSON: a key is missing")
        text.take(":")
        if key.data in keys and text.peek() == "[":
            for found in _list(text, key.data):
                yield key.data, found
        else:
            text.skip()
            yield key.data, None
    text.end()


def _list(text: _Text, key: str) -> Iterator[Record | InputError]:
    for _ in _between(text, "[", "]"):
        found = text.value()
        yield found if isinstance(found, InputError) else found._replace(key=key)


def _between(text: _Text, first: str, last: str) -> Iterator[None]:
    """Each time that something stands next between brackets, with a comma before it unless it is the first."""
    text.take(first)
    if text.peek() != last:
        yield
        while text.peek() != last:
            text.take(",")
            yield
    text.take(last)


class _Text:
    """The text of a file from where it is read on; `line` is the line there."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self.name = file, name
        self._decoder = getincrementaldecoder("utf-8-sig")()
        self._held, self._at, self.line = "", 0, 1
        self._begun = False

    def _more(self) -> bool:
        """Read on; False at the end of the file."""
        raw = self._file.read(_CHUNK)
        try:
            text = self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            raise self.error(f"byte {error.object[error.start]:#04x} below is not UTF-8; save it as UTF-8") from None
        self._held, self._at = self._held[self._at :] + text, 0
        return bool(raw)

    def _move(self, to: int) -> str:
        told = self._held[self._at : to]
        self.line += told.count("\n")
        self._at = to
        return told

    def error(self, what: str) -> InputError:
        return InputError(what, self.name, self.line)

    def peek(self) -> str:
        """The next character that is no white space; raises `InputError` at the end."""
        while True:
            found = _SPACE.match(self._held, self._at)
            self._move(found.end() if found else self._at)
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                raise self.error(_CUT if self._begun else "is empty")

    def take(self, char: str) -> None:
        """Go past a character; raises `InputError` when another is next."""
        found = self.peek()
        self._begun = True
        if found != char:
            raise self.error(f"not JSON: {char!r} is missing")
        self._move(self._at + 1)

    def end(self) -> None:
        """Raise `InputError` when anything but white space is left."""
        while self._held[self._at :].strip() == "":
            self._move(len(self._held))
            if not self._more():
                return
        raise self.error("not JSON: more stands after the end")

    def value(self) -> Record | InputError:
        """The next value; its error when it is not JSON within its brackets. Raises `InputError` when it has no end."""
        self.peek()
        line = self.line
        end = self._end(keep=True)
        try:
            return Record(line, parse_json(self._move(end), self.name, line))
        except InputError as error:
            return error

    def skip(self) -> None:
        """Go past the next value, however long it is."""
        self.peek()
        self._move(self._end(keep=False))

    def _end(self, keep: bool) -> int:
        """Where in what is held the value ends that begins here; unless it is kept, what was seen of it is let go."""
        if keep and (end := self._parsed()):
            return end
        if self._held[self._at] not in "{[":
            return self._end_of_one()
        depth, at = 0, self._at
        while True:
            calm = _CALM.match(self._held, at)
            at = calm.end() if calm else at
            if at == len(self._held) or self._held[at] == '"':
                at = self._longer(at, keep)
                continue
            depth += 1 if self._held[at] in "{[" else -1
            at += 1
            if depth == 0:
                return at

    def _parsed(self) -> int | None:
        """The same by the parser, which is far faster; None when the value goes on beyond what is held, or is not JSON."""
        try:
            end = _DECODER.raw_decode(self._held, self._at)[1]
        except (ValueError, RecursionError):
            return None
        return end if end < len(self._held) else None

    def _end_of_one(self) -> int:
        """The same for a text, a number or a word."""
        while True:
            found = _SINGLE.match(self._held, self._at)
            if found and found.end() < len(self._held):
                return found.end()
            if found is None and self._held[self._at] != '"':
                raise self.error("not JSON: a value is missing")
            self._longer(self._at, True)

    def _longer(self, at: int, keep: bool) -> int:
        """Read on in the middle of a value; where `at` is then."""
        if not keep:
            self._move(at)
        if len(self._held) - self._at > LONGEST:
            raise self.error(f"a record of more than {LONGEST:,} characters")
        before = self._at
        if not self._more():
            raise self.error(_CUT)
        return at - before
