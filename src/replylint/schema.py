"""Plain data (from JSON, YAML or TOML) to the dataclasses of replylint, and their JSON Schema.

The dataclasses are the only definition of a shape: a field's type says what is accepted, `metadata={"key": …}` gives
the name in the data where Python forbids it (None: no data may set it), `{"about": …}` a line for whoever fills the field
in, and `{"bounds": …}` what its JSON Schema says beyond its type. A key that is not a field is an error that names the
nearest one. An error never quotes prose, which could be a customer's: only a name or a date is repeated.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from replylint.late import late

EARLIEST, LATEST = 1900, 2999  # the years of an instant: beyond them zones and calendars say nothing
_INSTANT = {"type": "string", "format": "date-time", "pattern": "^(?:19|2[0-9])[0-9]{2}-"}
SAID = r"[^\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"  # as a pattern: more than white space
T = TypeVar("T")
Path = tuple[str | int, ...]


class ShapeError(ValueError):
    """Data that does not fit. `path` leads to the place (keys and list positions), `reason` is one clause."""

    def __init__(self, path: Path, reason: str, at_key: bool = False) -> None:
        super().__init__(f"{dotted(path)}: {reason}" if path else reason)
        self.path, self.reason, self.at_key = path, reason, at_key


def dotted(path: Path) -> str:
    """A path as a person writes it: `turns[0].role`; of a key that is longer than any name only the beginning."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step!s:.60}" for step in path).lstrip(".")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known spelling closest to `word`: `; did you mean "turns"?`, else the list of all of them."""
    from difflib import get_close_matches

    known = sorted(known)
    close = get_close_matches(word, known, 1, 0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are {', '.join(known)}" if known and len(known) < 40 else ""


@cache
def fields(shape: Any) -> dict[str, tuple[str, Any, bool]]:
    """Key in the data -> (attribute, type, whether it must be there)."""
    hints = get_type_hints(shape)
    absent = dataclasses.MISSING
    return {
        key: (f.name, hints[f.name], f.default is absent and f.default_factory is absent)
        for f in dataclasses.fields(shape)
        if (key := f.metadata.get("key", f.name)) is not None
    }


def decode(shape: type[T], data: Any, path: Path = ()) -> T:
    """`data` as a `shape` (a dataclass); raises `ShapeError`."""
    if not isinstance(data, Mapping):
        raise ShapeError(path, f"expected a mapping, got {_name(data)}")
    made: Any = shape
    known = fields(made)
    values = {}
    for key, value in data.items():
        if key not in known:
            raise ShapeError((*path, key), f"unknown key {str(key)!r:.40}{nearest(str(key), known)}", at_key=True)
        attribute, hint, _ = known[key]
        values[attribute] = _value(hint, value, (*path, key))
    for key, (attribute, _, required) in known.items():
        if required and attribute not in values:
            raise ShapeError(path, f"{key!r} is missing")
    return shape(**values)


def encode(made: Any) -> dict[str, Any]:
    """The plain data that `decode` makes a dataclass of; what is as it would be by default is left out."""
    shape: Any = type(made)
    absent = dataclasses.MISSING
    defaults = {f.name: f.default if f.default_factory is absent else f.default_factory() for f in dataclasses.fields(made)}
    told = {}
    for key, (attribute, hint, _) in fields(shape).items():
        value = getattr(made, attribute)
        if value != defaults[attribute]:
            told[key] = value if hint is Any else _plain(value)
    return told


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return encode(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


def known(shape: Any, data: Any) -> Any:
    """`data` without the keys that are no fields of a dataclass, at any depth: for what others send, who may add to it."""
    if isinstance(data, list):
        return [known(shape, item) for item in data]
    if not isinstance(data, Mapping):
        return data
    kept = {}
    for key, (_, hint, _) in fields(shape).items():
        if key in data:
            inner = next((kind for kind in (hint, *get_args(hint)) if dataclasses.is_dataclass(kind)), None)
            kept[key] = known(inner, data[key]) if inner else data[key]
    return kept


def _value(hint: Any, value: Any, path: Path) -> Any:
    """`value` as the type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin in (Union, types.UnionType):
        return _either(arguments, value, path)
    if origin is Literal:
        if value not in arguments or isinstance(value, bool):
            choices = ", ".join(map(str, arguments))
            raise ShapeError(path, f"{quotable(value)} is not one of {choices}{_close(value, arguments)}")
        return value
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ShapeError(path, f"expected a list, got {_name(value)}")
        return tuple(_value(arguments[0], item, (*path, number)) for number, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, Mapping):
            raise ShapeError(path, f"expected a mapping, got {_name(value)}")
        return {_value(arguments[0], k, (*path, k)): _value(arguments[1], v, (*path, k)) for k, v in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return value if isinstance(value, hint) else decode(hint, value, path)
    return _scalar(hint, value, path)


def _either(arguments: tuple[Any, ...], value: Any, path: Path) -> Any:
    """The first alternative that takes the value; the error is that of the last one that could."""
    if value is None and type(None) in arguments:
        return None
    alternatives = [a for a in arguments if a is not type(None)]
    for alternative in alternatives[:-1]:
        try:
            return _value(alternative, value, path)
        except ShapeError:
            continue
    return _value(alternatives[-1], value, path)


def _scalar(hint: Any, value: Any, path: Path) -> Any:
    if hint is datetime:
        return _instant(value, path)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise ShapeError(path, f"expected {_names.get(hint, hint.__name__)}, got {_name(value)}")
    return value


def _instant(value: Any, path: Path) -> datetime:
    """An instant: ISO 8601 with an offset."""
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ShapeError(path, f"{quotable(value)} is not an instant such as 2026-11-18T10:30:00-05:00") from None
    if not EARLIEST <= moment.year <= LATEST:
        raise ShapeError(path, f"{value!s} is out of range; years run from {EARLIEST} to {LATEST}")
    if moment.tzinfo is None:
        raise ShapeError(path, f"{value!s} has no offset; write it as {moment.isoformat()}+00:00 (or the zone's own)")
    return moment


_names = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def _name(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, _TOLD):
        return f"{_names.get(type(value), type(value).__name__)} ({quotable(value)})"
    return "text" if isinstance(value, str) else type(value).__name__


_TOLD = (int, float, date, time)
_QUOTABLE = late(r"[\w./+:-]{0,40}|\d[\w.:+ -]{0,30}")


def quotable(value: Any) -> str:
    """A value as an error may repeat it: a name, a number or a date as it stands, of any other text only its length."""
    if isinstance(value, str):
        return repr(value) if _QUOTABLE.fullmatch(value) else f"a text of {len(value):,} characters"
    if not isinstance(value, _TOLD):  # of a program, not of data: what it prints could be a customer's words
        return _name(value)
    return str(value).lower() if isinstance(value, bool) else f"{value!s:.40}"


def _close(value: Any, known: tuple[Any, ...]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(str(value), [str(k) for k in known], 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def json_schema(shape: type, description: str | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dataclass, nested shapes inline."""
    known = fields(shape)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {key: {**_schema(hint), **_more(shape, name)} for key, (name, hint, _) in known.items()},
        "additionalProperties": False,
    }
    required = [key for key, (_, _, must) in known.items() if must]
    if required:
        schema["required"] = required
    lines = (description or shape.__doc__ or "").split("\n\n")[0].split()
    if lines:
        schema["description"] = " ".join(lines)
    return schema


def _more(shape: Any, name: str) -> dict[str, Any]:
    """What is said of a field beyond its type: to whoever fills it in, and of its bounds."""
    told = shape.__dataclass_fields__[name].metadata
    return {**({"description": told["about"]} if "about" in told else {}), **told.get("bounds", {})}


def _schema(hint: Any) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Any:
        return {}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(a) for a in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return json_schema(hint)
    if hint is datetime:
        return dict(_INSTANT)
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}[hint]}
