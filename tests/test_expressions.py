"""No regular expression takes exponential time on a text that is made against it: whatever may be repeated is, over and over."""

from __future__ import annotations

import pkgutil
import re
import signal
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import product
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import replylint
from replylint.late import late

READ = ("checks", "reading", "source", "mail", "measures", "lint")  # the modules that read what others wrote
MANY = 26  # times: two ways to read each of so many come to seconds
SECONDS = 0.5
LATE = type(late(""))
SIGNS = {code.CATEGORY_DIGIT: "4", code.CATEGORY_SPACE: " ", code.CATEGORY_NOT_WORD: " "}


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression that stands in a module, with where it does."""
    for module in pkgutil.walk_packages(replylint.__path__, "replylint."):
        if module.name.split(".")[1] in READ:
            for name, value in vars(import_module(module.name)).items():
                yield from ((f"{module.name}.{name}", found) for found in within(value))


def within(value: Any) -> Iterator[re.Pattern[str]]:
    """The expressions of a value, one or a collection of them."""
    if isinstance(value, re.Pattern | LATE) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from within(one)


def samples(tree: Iterable[Any], most: int = 60) -> list[str]:
    """Texts that a parsed expression matches, with each of its choices at least once, the plainest first."""
    choices = [pieces(kind, told) for kind, told in tree]
    plain = [each[0] for each in choices]
    found = ["".join(plain)]
    for number, each in enumerate(choices):
        found += ["".join((*plain[:number], other, *plain[number + 1 :])) for other in each[1:]]
    return list(dict.fromkeys(found))[:most]


def pieces(kind: Any, told: Any) -> list[str]:
    """What one piece of an expression may match."""
    if kind == code.LITERAL:
        return [chr(told)]
    if kind == code.IN:
        return [sign(one, two) for one, two in told if one != code.NEGATE] if told[0][0] != code.NEGATE else ["a"]
    if kind == code.BRANCH:
        return [text for branch in told[1] for text in samples(branch)]
    if kind in (code.SUBPATTERN, code.ATOMIC_GROUP):
        return samples(told[3] if kind == code.SUBPATTERN else told)
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        once = samples(told[2])
        return [text * told[0] for text in once] if told[0] else ["", *once]
    return ["a"] if kind in (code.ANY, code.NOT_LITERAL) else [""]


def sign(kind: Any, told: Any) -> str:
    """A character of a class."""
    return chr(told) if kind == code.LITERAL else chr(told[0]) if kind == code.RANGE else SIGNS.get(told, "a")


def repeated(tree: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """What stands before each repeat of an expression, and each text that may be repeated there."""
    for kind, told in tree:
        inner: list[Any] = []
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            if told[1] > MANY // 3:
                yield from ((before, text) for text in samples(told[2]) if text)
            inner = [told[2]]
        elif kind == code.BRANCH:
            inner = told[1]
        elif kind in (code.SUBPATTERN, code.ATOMIC_GROUP):
            inner = [told[3] if kind == code.SUBPATTERN else told]
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            inner = [told[1]]
        for each in inner:
            yield from repeated(each, before)
        before += pieces(kind, told)[0]


def test_no_expression_takes_exponential_time() -> None:
    def late_(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, late_)
    slow, tried = [], list(expressions())
    assert len(tried) > 500
    for name, expression in tried:
        for (lead, unit), end in product(set(repeated(parser.parse(expression.pattern, expression.flags))), ("\0", " \0", "x y")):
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                expression.search(f"{lead}{unit * MANY}{end}")
            except TimeoutError:
                slow.append((name, lead, unit))
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)
    assert slow == []
