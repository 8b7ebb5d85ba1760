"""Findings told to whoever writes the next draft, a program that takes text as its orders above all: one line each.

What a customer or a drafter wrote stands between “ and ” and nowhere else in a line; nothing in it can close the quotation,
begin a line or hide. The rest of a line is the rule's own advice and the phrases of this file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import dropwhile

from replylint.conversation import Conversation, Role, Span
from replylint.finding import Edit, Finding, Fix, Result
from replylint.late import late

LONGEST = 560  # characters of a line, whatever was written; with the rules in the box most lines have under 200
_WORDS, _SAID, _ADVICE = 70, 60, 160
_MOST_SAID = 3  # words of others in one line
_NO_FACTS = "Use only facts you have; never invent a time, name or amount."
_WROTE: dict[Role, str] = {"customer": "The customer wrote", "agent": "Earlier we wrote", "system": "The thread says"}
_UNSEEN = late(  # letters and marks that show nothing and are no format characters
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_QUOTING = ("QUOTATION MARK", "DOUBLE PRIME", "DOUBLE ACUTE", "GRAVE ACCENT", "GERSHAYIM", "DITTO MARK", "DOUBLE APOSTROPHE")
_STROKES = late(r"'{2,}")
_BEFORE, _AFTER = late(r"[\w'’-]+\s*$"), late(r"\s*[\w'’-]+")


def instructions(result: Result, told: Conversation) -> tuple[str, ...]:
    """What to change in the draft, one imperative line a finding, in the order of the findings.

    A line has at most `LONGEST` characters. The same arguments give the same lines.
    """
    return tuple(_line(found, told) for found in result.findings)


def _line(found: Finding, told: Conversation) -> str:
    source = told.turns[found.span.turn].text
    ready = next((line for way in found.fixes if way.applies == "automatic" and (line := _replacement(way, source))), None)
    return ready or " ".join(_asked(found, told))


def _asked(found: Finding, told: Conversation) -> Iterator[str]:
    """What a rewrite must see to: the words, what others wrote, the advice, and what nobody may make up."""
    absent = found.about == "absence"
    yield "Add what is missing." if absent else _ended(f"Change {_quoted(found.text, _WORDS)}")
    yield from _said(found.evidence, told)
    yield _ended(_own(found.advice))
    if absent or any(way.applies == "fill-in" for way in found.fixes):
        yield _NO_FACTS


def _replacement(way: Fix, source: str) -> str | None:
    """The words of a fix and the ready words in their place; None when they are too many to be told in full."""
    edit, *more = way.edits
    start, end = _whole(edit, source)
    old, new = source[start:end], source[start : edit.start] + edit.text + source[edit.end : end]
    if more or max(len(old), len(new)) > _WORDS:
        return None
    return _ended(f"Replace {_quoted(old, _WORDS)} with {_quoted(new, _WORDS)}")


def _whole(edit: Edit, source: str) -> tuple[int, int]:
    """The place of an edit and the words that it cuts into or would leave nothing of."""
    start, end = edit.start, edit.end
    if not source[start : start + 1].isalnum() or not edit.text.strip():
        before = _BEFORE.search(source, max(0, start - _WORDS), start)
        start = before.start() if before else start
    cut = source[end - 1 : end].isalnum() and source[end : end + 1].isalnum()
    if cut or edit.text[-1:].isspace() or not (edit.text.strip() or source[start : edit.start].strip()):
        after = _AFTER.match(source, end, end + _WORDS)
        end = after.end() if after else end
    return start, end


def _said(evidence: Iterable[Span], told: Conversation) -> Iterator[str]:
    """What was written elsewhere that makes it a fault, by who wrote it."""
    by: dict[Role, list[str]] = {}
    for span in tuple(evidence)[:_MOST_SAID]:
        turn = told.turns[span.turn]
        by.setdefault(turn.role, []).append(_quoted(turn.text[span.start : span.end], _SAID))
    return (_ended(f"{_WROTE[role]} {_listed(words)}") for role, words in by.items())


def _quoted(text: str, most: int) -> str:
    """A foreign text as a quotation of one line that nothing in it can close, cut to so many characters."""
    words = " ".join("".join(map(_tame, _UNSEEN.sub("", text))).split())
    words = "".join(dropwhile(_is_mark, _STROKES.sub("'", words)))  # no accent upon our own “
    return f"“{_cut(words, most)}”"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _tame(char: str) -> str:
    if char.isalnum():
        return char
    if char.isspace():
        return " "
    if not char.isprintable():  # control and format characters: line ends are space, these order or hide
        return ""
    name = unicodedata.name(char, "")
    return "'" if any(sign in name for sign in _QUOTING) else char


def _own(text: str) -> str:
    """A text of the rules' own in one line, its quotations told apart from those of foreign words."""
    return _cut(" ".join(text.translate({ord("“"): '"', ord("”"): '"'}).split()), _ADVICE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _ended(text: str) -> str:
    """A text with a stop at its end."""
    return text if text.rstrip("”\"'").endswith((".", "!", "?", "…")) else text + "."
