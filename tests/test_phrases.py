"""A phrase is found wherever its expression matches: what tells that it is not worth a try never hides a match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from replylint import packs
from replylint.pattern import Alternative, Pattern
from replylint.phrase import checked, fold
from replylint.ruleset import Ruleset
from replylint.text import Text
from test_expressions import samples

AROUND = ("{}", "So {}, then.", "all  of\n{} (and more)", "un{}ing")


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


def patterns(value: Any) -> Iterator[Pattern]:
    """Every pattern of a rule."""
    if isinstance(value, Pattern):
        yield value
    elif is_dataclass(value):
        yield from (found for field in fields(value) for found in patterns(getattr(value, field.name)))
    elif isinstance(value, tuple):
        yield from (found for one in value for found in patterns(one))


def hidden(pattern: Pattern, phrase: Alternative, most: int) -> Iterator[tuple[str, str]]:
    """The texts in which a phrase's expression matches and the phrase is not tried."""
    try:
        tree = parser.parse(phrase.source)
    except re.error:  # of RE2's own: nothing is read from it
        assert phrase.anchors is None
        return
    for sample in samples(tree, most):
        for around in AROUND if sample.isascii() else AROUND[:-1]:  # RE2's edges of words know no "è"; an anchor's do
            text = Text(fold(around.format(sample)))
            if any(found.end() > found.start() for found in checked(phrase.source).finditer(text.folded)):
                tried = (one for one in pattern.tried(text) if one.source == phrase.source)
                if not any(one.possible(text) for one in tried):
                    yield phrase.source, text.folded


def test_no_phrase_of_a_rule_is_passed_over_where_it_matches(rules: Ruleset) -> None:
    looked = [pattern for rule in rules.rules for pattern in patterns(rule)]
    assert len(looked) > 200
    assert [text for pattern in looked for phrase in pattern.alternatives for text in hidden(pattern, phrase, 3)] == []


@pytest.mark.slow
def test_no_phrase_of_a_word_list_is_passed_over_where_it_matches(rules: Ruleset) -> None:
    looked = [words.pattern for words in rules.lists.values()]
    assert [text for pattern in looked for phrase in pattern.alternatives for text in hidden(pattern, phrase, 12)] == []
