"""YAML, JSON and TOML read strictly, each error with its file, line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from replylint import schema
from replylint.late import late

T = TypeVar("T")
Place = Callable[[schema.Path, bool], tuple[int, int]]
_TRAPS = late(r"yes|no|on|off|y|n|~", re.IGNORECASE)
_NUMBER = late(r"[-+]?(?:\d+|\d*\.\d+)")
_SURROGATE = late(r"\\u[dD][89a-fA-F]")  # half a character, written out: the other half may follow
_DEEPEST = 100  # lists and mappings within each other
_UNYAML = "[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


class InputError(Exception):
    """Something given that cannot be used. `str()` is one line: file:line:column, what, the nearest spelling."""

    def __init__(self, what: str, file: str = "", line: int = 0, column: int = 0) -> None:
        place = ":".join(str(part) for part in (file, line, column) if part)
        super().__init__(f"{place}: {what}" if place else what)
        self.what, self.file, self.line, self.column = what, file, line, column


def read_text(file: str | Path, limit: int | None = None) -> str:
    """The text of a UTF-8 file; raises `InputError` when it is not there, a folder, no UTF-8, or over `limit` bytes."""
    path = Path(file)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", str(file)) from None
    except IsADirectoryError:
        raise InputError("is a folder; name a file in it", str(file)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(file)) from None
    if limit is not None and len(data) > limit:
        raise InputError(f"is {len(data):,} bytes; the limit is {limit:,}", str(file))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = f"byte {data[error.start]:#04x} is not UTF-8; save it as UTF-8"
        raise InputError(what, str(file), line, column) from None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def shaped(shape: type[T], data: Any, file: str, place: Place) -> T:
    """`data` as a dataclass; a misfit becomes an `InputError` at the place that `place(path, at_key)` gives."""
    try:
        return schema.decode(shape, data)
    except schema.ShapeError as error:
        raise misfit(error, file, place) from None


def misfit(error: schema.ShapeError, file: str, place: Place) -> InputError:
    """An error of shape as one of the file."""
    where = schema.dotted(error.path[:-1] if error.at_key else error.path)
    what = f"{where}: {error.reason}" if where else error.reason
    return InputError(what, file, *place(error.path, error.at_key))


def _check_depth(yaml: Any, text: str, loader: Any) -> None:
    """Raise `RecursionError` for a document nested too deeply: composing one recurses in C, where Python counts no calls."""
    depth = 0
    for event in yaml.parse(text, loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise RecursionError


class YamlDocument:
    """One YAML document as plain data, with the place of each of its nodes."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.places: dict[tuple[schema.Path, bool], tuple[int, int]] = {}
        self._built: set[int] = set()
        try:
            self.data = self._build(self._compose(text), ())
        except RecursionError:
            raise InputError("not usable: nested too deeply", file, 1, 1) from None

    def _compose(self, text: str) -> Any:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            _check_depth(yaml, text, loader)
            node = yaml.compose(text, loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            at = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            raise InputError(f"not YAML: {error.problem}", self.file, *at) from None
        except yaml.YAMLError as error:
            raise InputError(f"not YAML: {' '.join(str(error).split())}", self.file) from None
        if node is None:
            raise InputError("is empty", self.file, 1, 1)
        return node

    def place(self, path: schema.Path, at_key: bool = False) -> tuple[int, int]:
        """Line and column of a path (of its key, or of its value), else of the nearest thing around it."""
        while path:
            for key in (at_key, not at_key):
                if (path, key) in self.places:
                    return self.places[path, key]
            path = path[:-1]
        return self.places.get(((), False), (1, 1))

    def error(self, path: schema.Path, what: str) -> InputError:
        """An error at a path of this document."""
        return InputError(what, self.file, *self.place(path))

    def changed(self, data: Any) -> YamlDocument:
        """The same document with other data; places are those of the original."""
        other = object.__new__(YamlDocument)
        other.file, other.places, other.data = self.file, self.places, data
        return other

    def _build(self, node: Any, path: schema.Path) -> Any:
        at = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.places[path, False] = at
        if id(node) in self._built:
            raise InputError("an alias (*name) stands here; write the value out", self.file, *at)
        self._built.add(id(node))
        if node.id == "scalar":
            return self._scalar(node, at)
        if node.id == "sequence":
            return [self._build(item, (*path, number)) for number, item in enumerate(node.value)]
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_at = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            key = self._scalar(key_node, key_at) if key_node.id == "scalar" else None
            if not isinstance(key, str):
                raise InputError("a key must be plain text", self.file, *key_at)
            if key in data:
                raise InputError(f"the key {key!r} stands here twice", self.file, *key_at)
            self.places[(*path, key), True] = key_at
            data[key] = self._build(value_node, (*path, key))
        return data

    def _scalar(self, node: Any, at: tuple[int, int]) -> Any:
        value: str = node.value
        if node.style:  # quoted or a block: always text
            return value
        if value in ("true", "false"):
            return value == "true"
        if value in ("", "null"):
            return None
        if _NUMBER.fullmatch(value):
            return float(value) if "." in value else int(value)
        if _TRAPS.fullmatch(value):
            raise InputError(f'{value} means something else in YAML; write "{value}" or true/false', self.file, *at)
        return value


def read_yaml(file: Path) -> YamlDocument:
    """A YAML file; raises `InputError`."""
    return YamlDocument(read_text(file), str(file))


def parse_json(text: str, file: str, line: int = 1) -> Any:
    """JSON from `text`, whose first line is number `line` of the file; raises `InputError`, for lone surrogates too."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", file, line + error.lineno - 1, error.colno) from None
    except RecursionError:
        raise InputError("not usable: nested too deeply", file, line, 1) from None
    except ValueError:
        raise InputError("not usable: a number of thousands of digits", file, line, 1) from None
    if _SURROGATE.search(text) and (bad := next(_lone_surrogates(data), None)) is not None:
        row, column = line_and_column(text, text.lower().find(f"\\u{ord(bad):04x}"))
        what = f"\\u{ord(bad):04x} is half a character (a lone surrogate)"
        raise InputError(what, file, line + row - 1, column)
    return data


def _lone_surrogates(data: Any) -> Iterator[str]:
    waiting = [data]  # some releases of Python read JSON that is nested deeper than functions can call each other
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield from (char for char in one if "\ud800" <= char <= "\udfff")
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


def json_place(text: str, line: int = 1) -> Place:
    """How to find a path of a JSON text in it: JSON is YAML enough to be parsed with marks, when an error asks."""
    tame = re.sub(_UNYAML, "?", re.sub(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", r"\\u0020", text)).replace("\t", " ")

    def place(path: schema.Path, at_key: bool) -> tuple[int, int]:
        import yaml

        try:
            mark = _mark(yaml.parse(tame, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), path, at_key)
        except yaml.YAMLError:
            return line, 1
        return line + mark.line, mark.column + 1

    return place


def _mark(events: Iterator[Any], path: schema.Path, at_key: bool) -> Any:
    """Where a path leads among the events of a parser, else where the nearest thing around it stands. Only that is kept: a
    megabyte of JSON may have half a million nodes."""
    node = next(event for event in events if hasattr(event, "anchor"))  # after the start of the document
    marks = (node.start_mark, node.start_mark)
    for step in path:
        found = _child(events, node, step)
        if found is None:
            return marks[1]
        key, node = found
        marks = (key.start_mark, node.start_mark)
    return marks[0 if at_key else 1]


def _child(events: Iterator[Any], node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The key and the value at one step into a node whose first event that is; an item of a list is its own key."""
    from yaml import MappingStartEvent, NodeEvent, SequenceStartEvent

    keyed = isinstance(node, MappingStartEvent)
    for number in count() if keyed or isinstance(node, SequenceStartEvent) else ():
        key = next(events)
        if not isinstance(key, NodeEvent):
            break
        value = next(events) if keyed else key
        if step == (getattr(key, "value", None) if keyed else number):
            return key, value
        _pass(events, value)
    return None


def _pass(events: Iterator[Any], node: Any) -> None:
    """Pass over the rest of a node."""
    from yaml import CollectionEndEvent, CollectionStartEvent

    depth = int(isinstance(node, CollectionStartEvent))
    while depth:
        event = next(events)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
