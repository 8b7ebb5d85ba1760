"""The phrase language, and the one place where it is compiled.

A phrase is words as written. Case, the shape of apostrophes and white space do not matter; `(a|b)` is a choice, `word?`
or `(two words)?` may be there or not, `<list>` stands for any phrase of a named word list. Everything else is literal.
`regex:` introduces an RE2 expression instead, matched against the folded text. All of it is compiled to RE2 (time linear
in the text), and each phrase names *anchors*: literal strings of which every match holds at least one, so that a look at
the words of a text tells which phrases are worth a try.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from replylint.anchor import FEW, edged, rank

REGEX = "regex:"
_SPACE = r"\s+"
_PLAIN = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("´", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("\u00a0", " "))


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


def fold(text: str) -> str:
    """`text` in lower case with plain apostrophes and quotation marks, code point for code point."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two code points, and offsets must not move
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    lowered = lowered.replace("`", "'")
    if not lowered.isascii():
        for shaped, plain in _PLAIN:
            lowered = lowered.replace(shaped, plain)
    return lowered


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a phrase: its RE2 source, its anchors (None when any text may match), whether it may be absent, whether
    its first and last characters are those of a word, further sets of strings of which every match holds one each, the
    words when it is nothing but words, and whether a match may begin and may end with a character of a word."""

    source: str
    anchors: frozenset[str] | None
    optional: bool = False
    first: bool = False
    last: bool = False
    needs: tuple[frozenset[str], ...] = ()
    literal: str | None = None
    begins: bool = True
    ends: bool = True


def _join(pieces: Sequence[tuple[bool, Node]]) -> Node:
    """A sequence of pieces, each with whether a space stands before it; an optional piece takes one space with it."""
    source = ""
    required = False
    needs: list[frozenset[str]] = []
    run: str | None = None  # words that stand together
    for number, (spaced, node) in enumerate(pieces):
        gap = _SPACE if spaced and required else ""
        if not node.optional:
            source, required = source + gap + node.source, True
            follows_run = run is not None or number == 0 or spaced
            run = f"{run}{' ' * spaced}{node.literal}" if run and node.literal else node.literal if follows_run else None
            found = frozenset((run,)) if run else node.anchors
            before, behind = _glued(pieces, number)
            glued = before and not run, behind
            sets = [strings for strings in (found, *node.needs) if strings]
            needs += [edged(strings, *glued) for strings in sets] if any(glued) else sets
            continue
        run = None
        if required:
            apart = not node.last if spaced else not node.begins
            edge = r"\b" if apart and pieces[number - 1][1].last else ""
            source += f"{edge}(?:{gap}{node.source})?"
        else:
            follows = _SPACE if number + 1 < len(pieces) and pieces[number + 1][0] else ""
            source += f"(?:{node.source}{follows})?"
    nodes = [node for _, node in pieces]
    ranked = sorted(needs, key=rank, reverse=True)
    best, others = (ranked[0] if ranked else None), ranked[1:]
    few = tuple(found for found in others if len(found) <= FEW)
    ends = all(n.first for n in nodes[:1]), all(n.last for n in nodes[-1:])
    alone = run if len(nodes) == 1 else None
    return Node(source, best, not required, *ends, few, alone, _may(nodes, "begins"), _may(nodes[::-1], "ends"))


def _may(nodes: Iterable[Node], do: Literal["begins", "ends"]) -> bool:
    """Whether the first of some nodes that is there, looked at from one side, may have a character of a word on that side."""
    for node in nodes:
        if getattr(node, do) or not node.optional:
            return bool(getattr(node, do))
    return False


def _glued(pieces: Sequence[tuple[bool, Node]], number: int) -> tuple[bool, bool]:
    """Whether a character of a word may stand right before a piece of a sequence, and right behind it."""
    first = next((n for n in range(number, 0, -1) if pieces[n][0]), 0)
    behind = next((n for n in range(number + 1, len(pieces)) if pieces[n][0]), len(pieces))
    before = [node for _, node in pieces[first:number]]
    return _may(before[::-1], "ends"), _may((node for _, node in pieces[number + 1 : behind]), "begins")


def choice(nodes: Sequence[Node], apart: tuple[bool, bool] = (False, False)) -> Node:
    """One of several pieces. `apart`: whether it stands apart from what is before it and behind it, so that a word among the
    pieces ends there, whatever the others are."""
    if len(nodes) == 1:
        return nodes[0]
    first, last = all(node.first for node in nodes), all(node.last for node in nodes)
    begins, ends = apart[0] and not first, apart[1] and not last
    anchors: frozenset[str] | None = frozenset()
    for node in nodes:
        found = edged(node.anchors, False, True) if node.anchors and node.last and not (last or ends) else node.anchors
        anchors = None if anchors is None or found is None else anchors | found
    edge = r"\b"
    source = "|".join(edge * (begins and n.first) + n.source + edge * (ends and n.last) for n in nodes)
    optional = any(node.optional for node in nodes)
    may = any(node.begins for node in nodes), any(node.ends for node in nodes)
    return Node(f"(?:{source})", anchors, optional, first, last, (), None, *may)


class _Parser:
    """One phrase to one `Node`. `lists` gives the node of each word list that the phrase may name."""

    def __init__(self, phrase: str, lists: Mapping[str, Node]) -> None:
        self.text, self.at, self.lists = fold(phrase.strip()), 0, lists

    def parse(self) -> Node:
        node = self.choice(top=True)
        if self.at < len(self.text):
            raise PhraseError(f"unexpected {self.text[self.at]!r}")
        if not node.source:
            raise PhraseError("an empty phrase")
        if node.optional:
            raise PhraseError("all of it may be left out")
        return node

    def choice(self, top: bool = False) -> Node:
        before = self.text[: max(0, self.at - 1)][-1:]
        branches = [self.sequence()]
        while self.at < len(self.text) and self.text[self.at] == "|":
            if top:
                raise PhraseError("'|' outside brackets")
            self.at += 1
            branches.append(self.sequence())
        after = self.text[self.at + 1 :].removeprefix("?")[:1]
        return choice(branches, (not before.strip(" (|"), not after.strip(" )|")))

    def sequence(self) -> Node:
        pieces: list[tuple[bool, Node]] = []
        spaced = False
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            if self.text[self.at].isspace():
                spaced, self.at = True, self.at + 1
                continue
            pieces.append((spaced, self.piece()))
            spaced = False
        return _join(pieces)

    def piece(self) -> Node:
        char = self.text[self.at]
        if char == "(":
            self.at += 1
            node = self.choice()
            self.expect(")")
            node = replace(node, source=f"(?:{node.source})")
        elif char == "<":
            end = self.text.find(">", self.at)
            name = self.text[self.at + 1 : end] if end > 0 else self.text[self.at :]
            if name not in self.lists:
                raise PhraseError(f"no word list <{name}>")
            node, self.at = self.lists[name], end + 1
        else:
            start = self.at
            while self.at < len(self.text) and self.text[self.at] not in "()<|?" and not self.text[self.at].isspace():
                self.at += 1
            word = self.text[start : self.at]
            if not word:
                raise PhraseError(f"unexpected {char!r}")
            if wordy(word[0]) and not word[-1].isalnum() and self.text[self.at : self.at + 1] == "?":
                raise PhraseError(f"the whole of {word!r} may be left out; put the sign in brackets: ({word[-1]})?")
            edges = wordy(word[0]), wordy(word[-1])
            may = word[0].isalnum(), word[-1].isalnum()
            node = Node(escape(word), frozenset((word,)), False, *edges, (), word, *may)
        if self.at < len(self.text) and self.text[self.at] == "?":
            self.at += 1
            return Node(node.source, None, True, node.first, node.last, begins=node.begins, ends=node.ends)
        return node

    def expect(self, char: str) -> None:
        if self.at >= len(self.text) or self.text[self.at] != char:
            raise PhraseError(f"a missing {char!r}")
        self.at += 1


def wordy(char: str) -> bool:
    """Whether RE2's word edge sees this character as one of a word; no character is none."""
    return char.isascii() and (char.isalnum() or char == "_")


def escape(word: str) -> str:
    """A literal word as RE2 source."""
    return "".join(c if c.isalnum() or c in "_'" or not c.isascii() else "\\" + c for c in word)


def node(phrase: str, lists: Mapping[str, Node]) -> Node:
    """The compiled form of one phrase, bounded by word edges; raises `PhraseError`."""
    if any(char < " " and not char.isspace() for char in phrase):
        raise PhraseError(r"a control character: in double quotation marks YAML takes \b for one; write \\b or use single ones")
    if phrase.startswith(REGEX):
        expression = phrase.removeprefix(REGEX).strip()
        checked(expression)
        from replylint.literals import literals  # a check of a draft compiles no phrase

        best, *others = literals(expression) or (None,)
        return Node(f"(?:{expression})", best, needs=tuple(others))
    if "\\" in phrase:
        raise PhraseError(r"\ means nothing here; only a phrase that begins with regex: has it")
    parsed = _Parser(phrase, lists).parse()
    edge = r"\b"
    return Node(edge * parsed.first + parsed.source + edge * parsed.last, parsed.anchors, needs=parsed.needs)


@cache
def checked(expression: str) -> Any:
    """The RE2 object of an expression; raises `PhraseError` with RE2's own words when it is refused."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.longest_match = True
    options.max_mem = 32 << 20  # with less, a long choice falls back to a matcher many times slower
    try:
        return re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        raise PhraseError(f"RE2 refuses it: {reason.decode() if isinstance(reason, bytes) else reason}") from None
