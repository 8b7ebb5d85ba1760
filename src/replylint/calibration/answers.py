"""What people said of replies: the labels of `measure` and the scores of `calibrate`, read and checked.

An answer is a number: 1 and 0 for yes and no, 0 to 3 for a category, 0 to 100 for the total; None is N/A.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from replylint.calibration.rows import Row, rows
from replylint.document import InputError
from replylint.schema import nearest, quotable

TOOL = "replylint"
CHECK, CATEGORY, TOTAL, PASSED = "check:", "category:", "total", "passed"
REST = "*"
Value = float | None
Kind = Literal["csv", "jsonl"]
Answers = dict[str, dict[str, dict[str, Value]]]  # item -> reply -> rater -> answer
Find = Callable[[str], str]  # the name that a reply goes by, raises `ValueError` when there is none

_Shape = TypeVar("_Shape")
_WORDS: dict[str, Value] = {"yes": 1.0, "y": 1.0, "true": 1.0, "no": 0.0, "n": 0.0, "false": 0.0, "n/a": None, "na": None}


@dataclass(frozen=True, slots=True)
class Label:
    """Whether a reply has a fault: `check` is a rule, or `*` or `tone/*` for all others of the reply or the category;
    `label` is yes, no or N/A, empty for "not answered"."""

    reply: str
    check: str
    label: str | bool | None
    rater: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One mark: `item` is `check:ID`, `category:NAME`, `total` or `passed`; `score` is empty for "not answered"."""

    reply: str
    rater: str
    item: str
    score: str | bool | float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to be named: the ids of all rules, those that run, and the categories that are scored."""

    rules: Sequence[str]
    running: Sequence[str]
    categories: Sequence[str]

    def rule(self, name: str) -> str:
        """The id of a rule by it or by its last part; raises `ValueError` with the nearest one."""
        if name in self.rules:
            return name
        whole = [rule for rule in self.rules if rule.partition("/")[2] == name]
        if len(whole) > 1:
            raise ValueError(f"{quotable(name)} stands in several categories: {', '.join(whole)}")
        if not whole:
            short = [rule.partition("/")[2] for rule in self.rules]
            raise ValueError(f"no check {quotable(name)}{nearest(name, self.rules if '/' in name else short)}")
        return whole[0]

    def item(self, name: str) -> str:
        """An item as it is known here; raises `ValueError`."""
        kind, _, rest = name.partition(":")
        if kind == "check" and rest:
            return CHECK + self.rule(rest)
        if kind == "category" and rest:
            if rest not in self.categories:
                raise ValueError(f"no category {quotable(rest)}{nearest(rest, self.categories)}")
            return name
        if name not in (TOTAL, PASSED):
            raise ValueError(f"{quotable(name)} is not check:ID, category:NAME, total or passed")
        return name


@dataclass(slots=True)
class Book:
    """Answers as they are read, the errors of the rows that could not be used, and the replies in their order."""

    answers: Answers
    errors: list[InputError]
    replies: dict[str, None]

    def take(self, row: Row[Label] | Row[Score], key: str, item: str, reply: str, rater: str, value: Value) -> None:
        """One answer; a second one of the same person is an error."""
        told = self.answers.setdefault(item, {}).setdefault(reply, {})
        if rater in told:
            who = f"by {quotable(rater)}" if rater else "without a rater"
            self.errors.append(row.error(key, f"a second answer {who} for the same reply"))
        else:
            told[rater] = value
            self.replies[reply] = None


def labels(text: str, kind: Kind, file: str, find: Find, known: Known) -> Book:
    """The labels of a file; raises `InputError` for a first line that cannot be used."""
    book = Book({}, [], {})
    rest: dict[tuple[str, str, str], Value] = {}
    for row in _good(rows(Label, text, kind, file), book):
        told, key = row.told, "reply"
        if told.label == "":
            continue
        try:
            reply = find(told.reply)
            key = "check"
            category = _rest(told.check, known)
            check = "" if category is not None else known.rule(told.check)
            key = "label"
            value = _yes_no(told.label)
        except ValueError as error:
            book.errors.append(row.error(key, str(error)))
            continue
        if category is None:
            book.take(row, "check", CHECK + check, reply, told.rater, value)
        elif (category, reply, told.rater) in rest:
            book.errors.append(row.error("check", "a second answer for the rest of the same reply"))
        else:
            rest[category, reply, told.rater] = value
    for (category, reply, rater), value in sorted(rest.items(), key=lambda each: each[0][0] == ""):
        for rule in known.running:
            if not category or rule.startswith(f"{category}/"):
                book.answers.setdefault(CHECK + rule, {}).setdefault(reply, {}).setdefault(rater, value)
        book.replies[reply] = None
    return book


def scores(text: str, kind: Kind, file: str, find: Find, known: Known) -> Book:
    """The scores of a file, those of the tool under `TOOL`; raises `InputError` for a first line that cannot be used."""
    book = Book({}, [], {})
    for row in _good(rows(Score, text, kind, file), book):
        told, key = row.told, "reply"
        if told.score == "":
            continue
        try:
            reply = find(told.reply)
            key = "rater"
            if not told.rater:
                raise ValueError("is empty")
            key = "item"
            item = known.item(told.item)
            key = "score"
            value = _score(item, told.score)
        except ValueError as error:
            book.errors.append(row.error(key, str(error)))
        else:
            book.take(row, "item", item, reply, told.rater, value)
    return book


def _good(read: Iterable[Row[_Shape] | InputError], book: Book) -> Iterator[Row[_Shape]]:
    """The rows that could be read; the errors of the others go to the book."""
    for row in read:
        if isinstance(row, InputError):
            book.errors.append(row)
        else:
            yield row


def _rest(name: str, known: Known) -> str | None:
    """The category whose other checks are meant ("" for all of them), or None when the name is that of a check."""
    if name == REST:
        return ""
    category, _, last = name.rpartition("/")
    if last != REST:
        return None
    categories = {rule.partition("/")[0] for rule in known.rules}
    if category not in categories:
        raise ValueError(f"no category {quotable(category)}{nearest(category, categories)}")
    return category


def _yes_no(told: str | bool | float | None) -> Value:
    word = {True: "yes", False: "no", None: "n/a"}[told] if told is None or isinstance(told, bool) else str(told).lower()
    if word not in _WORDS:
        raise ValueError(f"{quotable(told)} is not yes, no or N/A")
    return _WORDS[word]


def _score(item: str, told: str | bool | float | None) -> Value:
    if item.startswith(CHECK) or item == PASSED:
        return _yes_no(told)
    if told is None or (isinstance(told, str) and told.lower() in ("n/a", "na")):
        return None
    most, step = (100, "a number from 0 to 100") if item == TOTAL else (3, "0, 1, 2 or 3")
    try:
        value = float("nan" if isinstance(told, bool) else told)
    except ValueError:
        value = float("nan")
    if not 0 <= value <= most or (item != TOTAL and value != int(value)):
        raise ValueError(f"{quotable(told)} is not {step}, or N/A")
    return value
