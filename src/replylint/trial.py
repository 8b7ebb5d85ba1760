"""One rule tried on real replies: the rule of a file that is in no pack yet, and the sentence around what it finds."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from pathlib import Path

from replylint.conversation import Conversation, Span
from replylint.document import read_yaml
from replylint.lint import completed
from replylint.reading import Reading, View
from replylint.rule import Rule
from replylint.ruleset import Ruleset, compile_rule, rule
from replylint.settings import Settings


def read(file: Path, rules: Ruleset) -> Rule:
    """The rule of a file; it may name the word lists of these rules. Raises `InputError`."""
    file = file.absolute()
    compiled = compile_rule(f"{file.parent.name}/{file.stem}", read_yaml(file), rules.lexicon.nodes)
    return rule(compiled, {name: words.pattern for name, words in rules.lists.items()})


def under(settings: Settings, name: str) -> Settings:
    """Settings under which a rule surely runs and nothing that it finds is dismissed."""
    return replace(settings, profile="strict", on=(name,), off=(), dismissals=())


def sentence(told: Conversation, span: Span, rules: Ruleset, settings: Settings) -> str:
    """The readable sentence in which words of the draft stand, on one line, with `[[ ]]` around them."""
    view = Reading(completed(told, settings), span.turn, rules.lexicon, False).draft
    starts = [view.span(each.start, each.end).start for each in view.sentences]
    first = max(0, bisect_left(starts, span.start + 1) - 1)
    last = max(first, bisect_left(starts, span.end) - 1)
    begin, end = view.sentences[first].start, view.sentences[last].end
    start, stop = _readable(view, span.start, begin, end), _readable(view, span.end, begin, end)
    text = view.seen.text
    return " ".join(f"{text[begin:start]}[[{text[start:stop]}]]{text[stop:end]}".split())


def _readable(view: View, offset: int, begin: int, end: int) -> int:
    """The first readable character, from `begin` on, that stands at or after a place in the source; `end` when none does."""
    return bisect_left(range(end), offset, begin, end, key=lambda at: view.seen.source(at, at + 1)[0])
