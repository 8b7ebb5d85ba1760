"""The phrase language, and the one place where it is compiled.

A phrase is words as written. Case, the shape of apostrophes and white space do not matter; `(a|b)` is a choice, `word?`
or `(two words)?` may be there or not, `<list>` stands for any phrase of a named word list. Everything else is literal.
`regex:` introduces an RE2 expression instead, matched against the folded text. All of it is compiled to RE2 (time linear
in the text), and each phrase names *anchors*: literal strings of which every match holds at least one, so that a look at
the words of a text tells which phrases are worth a try.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import fsum
from typing import Any, Literal

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


def share(anchor: str) -> float:
    """Roughly in how many of a reply's sentences an anchor stands."""
    words = bare(anchor).split()
    share = min((0.6 if word in _COMMON else 0.05 if word in _FREQUENT else 0.003 for word in words), default=1.0)
    if len(words) == 1 and words[0] != anchor and len(words[0]) < _SHORT:  # stands in many words
        return max(share, 0.1 if len(words[0]) > 2 else 1.0)
    return share * 0.3 ** (len(words) - 1)


_MANY = 150  # strings that a piece of an expression may match and still be spelt out
_FEW = 400  # strings of a set that is worth the room that it takes
_SHORT = 5  # characters of a piece of a word that tells something


def _rank(anchors: frozenset[str]) -> float:
    """How selective a set of anchors is: the fewer sentences hold one of them, the higher."""
    return -fsum(map(share, anchors))  # exact, so that no order of adding tells


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
            before, behind = _glued(pieces, number)
            glued = before and not run, behind
            sets = [strings for strings in (found, *node.needs) if strings]
            needs += [_edges(strings, *glued) for strings in sets] if any(glued) else sets
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
    ranked = sorted(needs, key=_rank, reverse=True)
    best, others = (ranked[0] if ranked else None), ranked[1:]
    few = tuple(found for found in others if len(found) <= _FEW)
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
        found = _edges(node.anchors, False, True) if node.anchors and node.last and not (last or ends) else node.anchors
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
    telling = (strings for strings in found if len(strings) <= _FEW and all(share(anchor) < 0.5 for anchor in strings))
    return tuple(sorted(telling, key=_rank, reverse=True))


def _marked(string: str) -> str:
    """A literal as an anchor: it begins and ends where a word does when an edge stands there."""
    return INNER * (string[0] != _EDGE) + string.replace(_EDGE, "") + OPEN * (string[-1] != _EDGE)


_EDGE = "\2"  # an edge of a word among literals


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
    if not items:
        return beyond
    item, rest = (items[-1], items[:-1]) if back else (items[0], items[1:])
    name, value = str(item[0]), item[1]
    if name == "AT":
        return str(value) != "AT_NON_BOUNDARY"
    if name in ("LITERAL", "IN"):
        return all(map(_no_word, value if name == "IN" else [item]))
    insides: list[Any] = []
    if name == "SUBPATTERN":
        insides = [value[3]]
    elif name == "BRANCH":
        insides = value[1]
    elif name in ("MAX_REPEAT", "MIN_REPEAT"):
        insides = [value[2], *([] if value[0] else [()])]
    return bool(insides) and all(_edged([*rest, *some] if back else [*some, *rest], beyond, back) for some in insides)


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
    return _rank(frozenset(map(_marked, strings)))


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
