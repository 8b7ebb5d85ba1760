"""The named word lists of a ruleset."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from replylint.pattern import Pattern, union
from replylint.phrase import Node


@dataclass(frozen=True)
class WordList:
    """A named word list: its entries as `written` (a JSON list), and all of them as one pattern."""

    written: bytes
    pattern: Pattern

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The entries in order."""
        return tuple(json.loads(self.written))

    @cached_property
    def words(self) -> frozenset[str]:
        """The entries, for a grammar that looks words up."""
        return frozenset(self.entries)


class Lexicon:
    """Word lists by name. Two over the same lists are equal: what readings work out and keep hangs on the lists alone."""

    def __init__(self, lists: dict[str, WordList]) -> None:
        self.lists = lists

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.lists is other.lists

    def __hash__(self) -> int:
        return id(self.lists)

    def __getitem__(self, name: str) -> WordList:
        """The word list of that name; KeyError when no pack has it."""
        return self.lists[name]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """The lists as phrases may name them."""
        return {name: union(words.pattern.alternatives) for name, words in self.lists.items()}
