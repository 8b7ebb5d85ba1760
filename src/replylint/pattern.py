"""The phrase language, and the one place where it is compiled.

A phrase is words as written. Case, the shape of apostrophes and white space do not matter; `(a|b)` is a choice, `word?`
or `(two words)?` may be there or not, `<list>` stands for any phrase of a named word list. Everything else is literal.
`regex:` introduces an RE2 expression instead, matched against the folded text. All of it is compiled to RE2 (time linear
in the text), and each phrase names *anchors*: literal strings of which every match holds at least one, so that one
Aho-Corasick pass over a text tells which phrases are worth a try.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

REGEX = "regex:"
_SPACE = r"\s+"
_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "}
)


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


def fold(text: str) -> str:
    """`text` in lower case with plain apostrophes and quotation marks, code point for code point."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two code points, and offsets must not move
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_APOSTROPHES)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a phrase: its RE2 source, its anchors (None when any text may match), whether it may be absent, and
    whether its first and last characters are those of a word."""

    source: str
    anchors: frozenset[str] | None
    optional: bool = False
    first: bool = False
    last: bool = False


def _rank(anchors: frozenset[str] | None) -> tuple[int, int]:
    """How selective a set of anchors is: long shortest member first, then few of them."""
    return (min(map(len, anchors)), -len(anchors)) if anchors else (0, 0)


def _join(pieces: Sequence[tuple[bool, Node]]) -> Node:
    """A sequence of pieces, each with whether a space stands before it; an optional piece takes one space with it."""
    source, anchors = "", None
    required = False
    for number, (spaced, node) in enumerate(pieces):
        gap = _SPACE if spaced and required else ""
        if not node.optional:
            source, required = source + gap + node.source, True
            anchors = max(anchors, node.anchors, key=_rank)
        elif required:
            source += f"(?:{gap}{node.source})?"
        else:
            follows = _SPACE if number + 1 < len(pieces) and pieces[number + 1][0] else ""
            source += f"(?:{node.source}{follows})?"
    nodes = [node for _, node in pieces]
    return Node(source, anchors, False, all(n.first for n in nodes[:1]), all(n.last for n in nodes[-1:]))


def _choice(nodes: Sequence[Node]) -> Node:
    """One of several pieces."""
    if len(nodes) == 1:
        return nodes[0]
    anchors: frozenset[str] | None = frozenset()
    for node in nodes:
        anchors = None if anchors is None or node.anchors is None else anchors | node.anchors
    source = "(?:" + "|".join(node.source for node in nodes) + ")"
    return Node(source, anchors, False, all(n.first for n in nodes), all(n.last for n in nodes))


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
        return node

    def choice(self, top: bool = False) -> Node:
        branches = [self.sequence()]
        while self.at < len(self.text) and self.text[self.at] == "|":
            if top:
                raise PhraseError("'|' outside brackets")
            self.at += 1
            branches.append(self.sequence())
        return _choice(branches)

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
            node = Node(f"(?:{node.source})", node.anchors, False, node.first, node.last)
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
            node = Node(escape(word), frozenset((word,)), False, _wordy(word[0]), _wordy(word[-1]))
        if self.at < len(self.text) and self.text[self.at] == "?":
            self.at += 1
            return Node(node.source, None, True, node.first, node.last)
        return node

    def expect(self, char: str) -> None:
        if self.at >= len(self.text) or self.text[self.at] != char:
            raise PhraseError(f"a missing {char!r}")
        self.at += 1


def _wordy(char: str) -> bool:
    """Whether RE2's word edge sees this character as one of a word."""
    return char.isascii() and (char.isalnum() or char == "_")


def escape(word: str) -> str:
    """A literal word as RE2 source."""
    return "".join(c if c.isalnum() or c in "_'" or not c.isascii() else "\\" + c for c in word)


def node(phrase: str, lists: Mapping[str, Node]) -> Node:
    """The compiled form of one phrase, bounded by word edges; raises `PhraseError`."""
    if phrase.startswith(REGEX):
        expression = phrase.removeprefix(REGEX).strip()
        checked(expression)
        return Node(f"(?:{expression})", None)
    parsed = _Parser(phrase, lists).parse()
    edge = r"\b"
    return Node(edge * parsed.first + parsed.source + edge * parsed.last, parsed.anchors)


@lru_cache(maxsize=None)
def checked(expression: str) -> Any:
    """The RE2 object of an expression; raises `PhraseError` with RE2's own words when it is refused."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.longest_match = True
    try:
        return re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        raise PhraseError(f"RE2 refuses it: {reason.decode() if isinstance(reason, bytes) else reason}") from None


@dataclass(frozen=True, eq=False)
class Pattern:
    """Phrases compiled together: a match is the longest of them at the leftmost place.

    `source` is RE2, `anchors` the literal strings of which every match holds one (None: any text may match), `rewrites`
    pairs of an RE2 source and the words to put in the place of what it matches.
    """

    source: str
    anchors: tuple[str, ...] | None = None
    rewrites: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def compiled(self) -> Any:
        """The RE2 object, made at the first use."""
        return checked(self.source)

    def finditer(self, folded: str) -> Iterator[tuple[int, int]]:
        """Spans of the matches in `folded`, left to right, not overlapping; empty matches are passed over."""
        for match in self.compiled.finditer(folded):
            if match.end() > match.start():
                yield match.span()

    def rewrite(self, words: str) -> str | None:
        """What to write instead of the matched `words` (folded): None when no phrase says, "" to leave them out."""
        for source, instead in self.rewrites:
            if checked(source).fullmatch(words):
                return instead
        return None


def pattern(phrases: Iterable[str | Mapping[str, str]], lists: Mapping[str, Node]) -> Pattern:
    """One `Pattern` from several phrases, a mapping being `{phrase: words to write instead}`; raises `PhraseError`."""
    nodes, rewrites = [], []
    for entry in phrases:
        pairs = {entry: None} if isinstance(entry, str) else entry
        for phrase, instead in pairs.items():
            nodes.append(node(phrase, lists))
            if instead is not None:
                rewrites.append((nodes[-1].source, instead))
    whole = _choice(nodes)
    anchors = None if whole.anchors is None else tuple(sorted(whole.anchors))
    return Pattern(whole.source, anchors, tuple(rewrites))


class Index:
    """Which patterns are worth a try on a text, found in one Aho-Corasick pass over it."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        import ahocorasick

        self.always = frozenset(p for p in patterns if p.anchors is None)
        owners: dict[str, list[Pattern]] = {}
        for p in patterns:
            for anchor in p.anchors or ():
                owners.setdefault(anchor, []).append(p)
        self.automaton = ahocorasick.Automaton()
        for anchor, found in owners.items():
            self.automaton.add_word(anchor, tuple(found))
        self.automaton.make_automaton()

    def candidates(self, folded: str) -> frozenset[Pattern]:
        """The patterns of which an anchor stands in `folded`, and those without anchors."""
        if not len(self.automaton):
            return self.always
        found = {owners for _, owners in self.automaton.iter(folded)}
        return self.always.union(*found)
