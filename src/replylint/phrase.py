"""The phrase language, and the one place where it is compiled.

A phrase is words as written. Case, the shape of apostrophes and white space do not matter; `(a|b)` is a choice, `word?`
or `(two words)?` may be there or not, `<list>` stands for any phrase of a named word list. Everything else is literal.
`regex:` introduces an RE2 expression instead, matched against the folded text. All of it is compiled to RE2 (time linear
in the text), and each phrase names *anchors*: literal strings of which every match holds at least one, so that one
Aho-Corasick pass over a text tells which phrases are worth a try.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum
from typing import Any

REGEX = "regex:"
INNER = "\0"  # before an anchor that may begin inside a word; all others begin where a word does
OPEN = "\1"  # behind an anchor that may end inside a word; all others end where a word does
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


_COMMON = frozenset(  # in more than one sentence of ten
    "a an and any are as at be been but by can do for from get has have if in is it its may more no not of on or our out so some "
    "that the their them there this to up us was we were what when which who will with would you your i'm we're i've we've it's "
    "that's don't am i me my had all very just also now then here how about could should please thank thanks yours make made "
    "time let know help back one new i'll we'll you're he she they his her did does than into only".split()
)
_FREQUENT = frozenset(  # in one sentence of twenty or fifty
    "account address after again already another app apologies apologise ask before being best call card case change check come "
    "contact customer customers date day days did directly does doing don't down dear details email even every feel find first "
    "free full further give go going good got great happy having hello hi hope hours however information issue it'll keep "
    "kind last like link long look looking money most much must need needed next number off once open option order other over "
    "own page payment phone possible problem question quite really reason receive received refund regards reply request right "
    "same see send sent service set should site since soon sorry still such support sure system take team tell that'll there's "
    "these they thing think those though three through today too try trying two understand until update use used using via want "
    "way well where while why within without work working year years you'll you've yet".split()
)


def _share(anchor: str) -> float:
    """Roughly in how many of a reply's sentences an anchor stands."""
    words = bare(anchor).split()
    share = min((0.6 if word in _COMMON else 0.05 if word in _FREQUENT else 0.003 for word in words), default=1.0)
    if len(words) == 1 and words[0] != anchor and len(words[0]) < _SHORT:  # stands in many words
        return max(share, 0.1 if len(words[0]) > 2 else 1.0)
    return share * 0.3 ** (len(words) - 1)


_MANY = 100  # strings that a piece of an expression may match and still be spelt out
_FEW = 12  # strings of a set that is still quick to look for one by one
_SHORT = 5  # characters of a piece of a word that tells something


def _rank(anchors: frozenset[str]) -> float:
    """How selective a set of anchors is: the fewer sentences hold one of them, the higher."""
    return -fsum(map(_share, anchors))  # exact, so that no order of adding tells


def bare(anchor: str) -> str:
    """An anchor without its marks."""
    return anchor.strip(INNER + OPEN)


def _edges(anchors: frozenset[str], inner: bool, open_: bool) -> frozenset[str]:
    """The anchors as they are when a piece follows them or is followed without a space."""
    return frozenset(INNER * inner + a.strip(INNER * inner + OPEN * open_) + OPEN * open_ for a in anchors)


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
            glued = number > 0 and not spaced and not run, number + 1 < len(pieces) and not pieces[number + 1][0]
            sets = [strings for strings in (found, *node.needs) if strings]
            needs += [_edges(strings, *glued) for strings in sets] if any(glued) else sets
            continue
        run = None
        if required:
            edge = r"\b" if spaced and not node.last and pieces[number - 1][1].last else ""
            source += f"{edge}(?:{gap}{node.source})?"
        else:
            follows = _SPACE if number + 1 < len(pieces) and pieces[number + 1][0] else ""
            source += f"(?:{node.source}{follows})?"
    nodes = [node for _, node in pieces]
    ranked = sorted(needs, key=_rank, reverse=True)
    best, others = (ranked[0] if ranked else None), ranked[1:]
    few = tuple(found for found in others if len(found) <= _FEW and not any(" " in anchor for anchor in found))
    ends = all(n.first for n in nodes[:1]), all(n.last for n in nodes[-1:])
    return Node(source, best, not required, *ends, few, run if len(nodes) == 1 else None)


def choice(nodes: Sequence[Node], apart: tuple[bool, bool] = (False, False)) -> Node:
    """One of several pieces. `apart`: whether it stands apart from what is before it and behind it, so that a word among the
    pieces ends there, whatever the others are."""
    if len(nodes) == 1:
        return nodes[0]
    first, last = all(node.first for node in nodes), all(node.last for node in nodes)
    begins, ends = apart[0] and not first, apart[1] and not last
    anchors: frozenset[str] | None = frozenset()
    for node in nodes:
        found = _edges(node.anchors, False, True) if node.anchors and node.last and not (last or ends) else node.anchors
        anchors = None if anchors is None or found is None else anchors | found
    edge = r"\b"
    source = "|".join(edge * (begins and n.first) + n.source + edge * (ends and n.last) for n in nodes)
    return Node(f"(?:{source})", anchors, any(node.optional for node in nodes), first, last)


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
            if wordy(word[0]) and not word[-1].isalnum() and self.text[self.at : self.at + 1] == "?":
                raise PhraseError(f"the whole of {word!r} may be left out; put the sign in brackets: ({word[-1]})?")
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
    marked = _edges(found, True, True) if found else frozenset()
    if not marked or len(marked) > 200 or any(_share(anchor) >= 0.5 for anchor in marked):
        return None
    return marked


def _literals(items: Sequence[Any]) -> frozenset[str] | None:
    """The best set of literals of a sequence of parsed items."""
    sets: list[frozenset[str]] = []
    run = frozenset({""})  # what the items so far can spell
    for item in [*items, None]:
        spelt = _spelt(item) if item else None
        if spelt and len(run) * len(spelt) <= _MANY:
            run = frozenset(before + after for before in run for after in spelt)
            continue
        sets += [run] if all(map(str.strip, run)) else []
        run = spelt or frozenset({""})
        found = _held(*item) if item and not spelt else None
        sets += [found] if found else []
    sets += [run] if all(map(str.strip, run)) else []
    return max(sets, key=lambda found: _rank(_edges(found, True, True)), default=None)


def _held(kind: Any, value: Any) -> frozenset[str] | None:
    """The best set of literals inside of a parsed item that cannot be spelt."""
    name = str(kind)
    if name == "BRANCH":
        branches = [_literals(list(branch)) for branch in value[1]]
        return frozenset().union(*filter(None, branches)) if all(branches) else None
    if name == "SUBPATTERN":
        return _literals(list(value[3]))
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _literals(list(value[2]))
    return None


def _spelt(item: tuple[Any, Any]) -> frozenset[str] | None:
    """All that a parsed item can match, when that is few strings."""
    name, value = str(item[0]), item[1]
    found: frozenset[str] | None = None
    if name == "AT":
        found = frozenset({""})
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
