"""The literal strings of which every match of an RE2 expression holds one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from replylint.anchor import FEW, INNER, OPEN, rank, share

_EDGE = "\2"  # an edge of a word among literals
_MANY = 150  # strings that a piece of an expression may match and still be spelt out


def literals(expression: str) -> tuple[frozenset[str], ...]:
    """Sets of strings of each of which every match of an RE2 expression holds one, the most selective first; none when it
    names none that are worth a look.

    The expression is taken apart by the standard library's parser, which knows all of RE2's syntax that rules use; what it
    does not know has no literals.
    """
    from re import _parser  # type: ignore[attr-defined]

    try:
        found = [frozenset(map(_marked, strings)) for strings in _literals(list(_parser.parse(expression)))]
    except (re.error, OverflowError):
        return ()
    telling = (strings for strings in found if len(strings) <= FEW and all(share(anchor) < 0.5 for anchor in strings))
    return tuple(sorted(telling, key=rank, reverse=True))


def _marked(string: str) -> str:
    """A literal as an anchor: it begins and ends where a word does when an edge stands there."""
    return INNER * (string[0] != _EDGE) + string.replace(_EDGE, "") + OPEN * (string[-1] != _EDGE)


def _literals(items: Sequence[Any], before: bool = False, after: bool = False) -> list[frozenset[str]]:
    """The sets of literals of a sequence of parsed items; `before` and `after`: whether an edge surely stands there."""
    sets: list[frozenset[str]] = []
    run = frozenset({_EDGE * before})  # what the items so far can spell
    for number, item in enumerate(items):
        spelt = _spelt(item)
        if spelt and len(run) * len(spelt) <= _MANY:
            run = frozenset(one + other for one in run for other in spelt)
            continue
        begun = _edged(items[:number], before, back=True)
        sets.append(frozenset(one + _EDGE * _edged(items[number:], after) for one in run))
        if not spelt:
            sets += _held(item[0], item[1], begun, _edged(items[number + 1 :], after))
            begun = _edged(items[: number + 1], before, back=True)
        run = frozenset(_EDGE * begun + one for one in spelt or ("",))
    sets.append(frozenset(one + _EDGE * after for one in run))
    return [found for found in sets if all(one.replace(_EDGE, "").strip() for one in found)]


def _edged(items: Sequence[Any], beyond: bool, back: bool = False) -> bool:
    """Whether an edge of a word surely stands where parsed items begin (`back`: end); `beyond`: whether one stands where they
    end (begin)."""
    edge = beyond
    for kind, value in items if back else reversed(items):
        name = str(kind)
        if name == "AT":
            edge = str(value) != "AT_NON_BOUNDARY"
        elif name in ("LITERAL", "IN"):
            edge = all(map(_no_word, value if name == "IN" else [(kind, value)]))
        elif name == "SUBPATTERN":
            edge = _edged(value[3], edge, back)
        elif name == "BRANCH":
            edge = all(_edged(branch, edge, back) for branch in value[1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            edge = _edged(value[2], edge, back) and (edge or value[0] > 0)
        else:
            edge = False
    return edge


def _no_word(item: tuple[Any, Any]) -> bool:
    """Whether a literal or a part of a set of characters is never one of a word."""
    kind, value = str(item[0]), item[1]
    return not (chr(value).isalnum() or chr(value) == "_") if kind == "LITERAL" else str(value) == "CATEGORY_SPACE"


def _held(kind: Any, value: Any, before: bool, after: bool) -> list[frozenset[str]]:
    """The sets of literals inside of a parsed item that cannot be spelt."""
    name = str(kind)
    if name == "BRANCH":
        found = [max(_literals(list(branch), before, after), key=_worth, default=None) for branch in value[1]]
        return [frozenset().union(*filter(None, found))] if all(found) else []
    if name == "SUBPATTERN":
        return _literals(list(value[3]), before, after)
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _literals(list(value[2]))
    return []


def _worth(strings: frozenset[str]) -> float:
    return rank(frozenset(map(_marked, strings)))


def _spelt(item: tuple[Any, Any]) -> frozenset[str] | None:
    """All that a parsed item can match, when that is few strings."""
    name, value = str(item[0]), item[1]
    found: frozenset[str] | None = None
    if name == "AT":
        found = frozenset({"" if str(value) == "AT_NON_BOUNDARY" else _EDGE})
    elif name == "LITERAL":
        found = frozenset({chr(value)})
    elif name == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
        found = frozenset(chr(code) for _, code in value)
    elif name == "SUBPATTERN":
        found = _sequence(value[3])
    elif name == "BRANCH":
        branches = [_sequence(branch) for branch in value[1]]
        found = frozenset().union(*filter(None, branches)) if all(branches) else None
    elif name == "MAX_REPEAT" and value[1] == 1:
        inner = _sequence(value[2])
        found = inner and inner | {""}
    few = found is not None and len(found) <= _MANY
    return found if few and not any(char in string for string in found or () for char in "\n\t\r") else None


def _sequence(items: Iterable[Any]) -> frozenset[str] | None:
    """All that a sequence of parsed items can match, when that is few strings."""
    run = frozenset({""})
    for item in items:
        spelt = _spelt(item)
        if spelt is None or len(run) * len(spelt) > _MANY:
            return None
        run = frozenset(before + after for before in run for after in spelt)
    return run
