"""The phrase language, and the one place where it is compiled.

A phrase is words as written. Case, the shape of apostrophes and white space do not matter; `(a|b)` is a choice, `word?`
or `(two words)?` may be there or not, `<list>` stands for any phrase of a named word list. Everything else is literal.
`regex:` introduces an RE2 expression instead, matched against the folded text. All of it is compiled to RE2 (time linear
in the text), and each phrase names *anchors*: literal strings of which every match holds at least one, so that one
Aho-Corasick pass over a text tells which phrases are worth a try.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

REGEX = "regex:"
INNER = "\0"  # before an anchor that may stand inside a word; all others begin where a word does
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
    its first and last characters are those of a word, further sets of strings of which every match holds one each, and
    the words when it is nothing but words."""

    source: str
    anchors: frozenset[str] | None
    optional: bool = False
    first: bool = False
    last: bool = False
    needs: tuple[frozenset[str], ...] = ()
    literal: str | None = None


_COMMON = frozenset({  # too frequent to tell anything
    "a", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from", "get", "has", "have",
    "if", "in", "is", "it", "its", "may", "more", "no", "not", "of", "on", "or", "our", "out", "so", "some", "that", "the",
    "their", "them", "there", "this", "to", "up", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with",
    "would", "you", "your", "i'm", "we're", "i've", "we've", "it's", "that's", "don't", "am", "i", "me", "my", "had", "all",
    "very", "just", "also", "now", "then", "here", "how", "about", "could", "should", "please", "thank", "thanks", "yours",
    "make", "made", "time", "let", "know", "help", "back", "one", "new",
})  # fmt: skip


_FEW = 12  # anchors of a set that is still quick to look for one by one


def _rank(anchors: frozenset[str] | None) -> tuple[bool, int, int]:
    """How selective a set of anchors is: no common word, a long shortest member, few of them."""
    if not anchors:
        return False, 0, 0
    plain = [anchor.strip(f" {INNER}") for anchor in anchors]
    common = any(len(anchor) < 3 or anchor in _COMMON for anchor in plain)
    return not common, min(map(len, anchors)), -len(anchors)


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
            if found and number and not spaced and not run:
                found = frozenset(INNER + anchor.lstrip(INNER) for anchor in found)
            needs += [strings for strings in (found, *node.needs) if strings]
            continue
        run = None
        if required:
            source += f"(?:{gap}{node.source})?"
        else:
            follows = _SPACE if number + 1 < len(pieces) and pieces[number + 1][0] else ""
            source += f"(?:{node.source}{follows})?"
    nodes = [node for _, node in pieces]
    ranked = sorted(needs, key=_rank, reverse=True)
    best, others = (ranked[0] if ranked else None), ranked[1:]
    plain = (frozenset(anchor.lstrip(INNER) for anchor in found) for found in others if len(found) <= _FEW)
    few = tuple(found for found in plain if not any(" " in anchor for anchor in found))
    ends = all(n.first for n in nodes[:1]), all(n.last for n in nodes[-1:])
    return Node(source, best, not required, *ends, few, run if len(nodes) == 1 else None)


def choice(nodes: Sequence[Node]) -> Node:
    """One of several pieces."""
    if len(nodes) == 1:
        return nodes[0]
    anchors: frozenset[str] | None = frozenset()
    for node in nodes:
        anchors = None if anchors is None or node.anchors is None else anchors | node.anchors
    source = "(?:" + "|".join(node.source for node in nodes) + ")"
    optional = any(node.optional for node in nodes)
    return Node(source, anchors, optional, all(n.first for n in nodes), all(n.last for n in nodes))


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
        branches = [self.sequence()]
        while self.at < len(self.text) and self.text[self.at] == "|":
            if top:
                raise PhraseError("'|' outside brackets")
            self.at += 1
            branches.append(self.sequence())
        return choice(branches)

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
        if char == "\\":
            raise PhraseError(r"\ means nothing here; only a phrase that begins with regex: has it")
        if char == "(":
            self.at += 1
            node = self.choice()
            self.expect(")")
            node = Node(f"(?:{node.source})", node.anchors, node.optional, node.first, node.last, node.needs, node.literal)
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
            node = Node(escape(word), frozenset((word,)), False, wordy(word[0]), wordy(word[-1]), (), word)
        if self.at < len(self.text) and self.text[self.at] == "?":
            self.at += 1
            return Node(node.source, None, True, node.first, node.last)
        return node

    def expect(self, char: str) -> None:
        if self.at >= len(self.text) or self.text[self.at] != char:
            raise PhraseError(f"a missing {char!r}")
        self.at += 1


def literals(expression: str) -> frozenset[str] | None:
    """Strings of which every match of an RE2 expression holds one; None when it names none that are worth a look.

    The expression is taken apart by the standard library's parser, which knows all of RE2's syntax that rules use; what it
    does not know has no literals.
    """
    from re import _parser  # type: ignore[attr-defined]

    try:
        found = _literals(list(_parser.parse(expression)))
    except (re.error, OverflowError):
        return None
    if not found or not _rank(found)[0] or len(found) > 200:
        return None
    return frozenset(INNER + string for string in found)


def _literals(items: list[Any]) -> frozenset[str] | None:
    """The best set of literals of a sequence of parsed items."""
    sets: list[frozenset[str]] = []
    run = ""
    for kind, value in [*items, (None, None)]:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value)
            continue
        if run.strip():
            sets.append(frozenset((run,)))
        run = ""
        inner: list[Any] | None = None
        if name == "SUBPATTERN":
            inner = list(value[3])
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
            inner = list(value[2])
        elif name == "BRANCH":
            branches = [_literals(list(branch)) for branch in value[1]]
            if all(branches):
                sets.append(frozenset().union(*filter(None, branches)))
        found = _literals(inner) if inner else None
        if found:
            sets.append(found)
    return max(sets, key=_rank, default=None)


def wordy(char: str) -> bool:
    """Whether RE2's word edge sees this character as one of a word; no character is none."""
    return char.isascii() and (char.isalnum() or char == "_")


def escape(word: str) -> str:
    """A literal word as RE2 source."""
    return "".join(c if c.isalnum() or c in "_'" or not c.isascii() else "\\" + c for c in word)


def node(phrase: str, lists: Mapping[str, Node]) -> Node:
    """The compiled form of one phrase, bounded by word edges; raises `PhraseError`."""
    if phrase.startswith(REGEX):
        expression = phrase.removeprefix(REGEX).strip()
        checked(expression)
        return Node(f"(?:{expression})", literals(expression))
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
