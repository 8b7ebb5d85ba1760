"""What a way out may do by itself: change wording. A time, an amount, an apology or an act is the agent's to choose."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from replylint import examples, fix, packs
from replylint.checks import Hit
from replylint.conversation import Calendar, Conversation, Turn
from replylint.finding import Finding
from replylint.lint import lint
from replylint.reading import Reading
from replylint.reading.times import find
from replylint.rule import Insert

RULES = packs.load()
LEXICON = RULES.lexicon
NOW = datetime.fromisoformat("2026-11-18T10:30:00-05:00")
CALENDAR = Calendar("America/New_York", {"mon-fri": "09:00-18:00"}, ("2026-11-26",))
BAD = [example for file in examples.files(packs.house()) for example in examples.read(file) if example.bad]
CHOICE = r"by (?:\d{1,2}(?::\d\d)? [ap]m|noon) (?:today|tomorrow|on \w+(?: \d+ \w+)?)(?: \(\w+\))?"


def facts(example: examples.Example, text: str) -> tuple[int, int, int, int]:
    """How many times, figures, apologies and promises a draft has."""
    told = replace(example.told, turns=(*example.told.turns[:-1], replace(example.told.turns[-1], text=text)))
    reading = Reading(told, len(told.turns) - 1, LEXICON)
    view = reading.draft
    made = [c for c in reading.facts("commitment", view) if c.strength == "promise"]
    times = [time for time in find(view.text) if time.specific]
    return len(times), len(re.findall(r"\d+|[$£€]", text)), len(reading.matches(view, "apology")), len(made)


def ways(example: examples.Example) -> list[tuple[Finding, fix.Fix]]:
    """Every way out of every finding of an example, with a clock and a calendar at hand."""
    told = replace(example.told, now=example.told.now or NOW, calendar=example.told.calendar or CALENDAR)
    result = lint(told, RULES, examples.STRICT)
    return [(found, way) for found in result.findings for way in found.fixes]


@pytest.mark.parametrize("rule", sorted({example.rule for example in BAD}))
def test_no_fix_adds_a_time_an_amount_an_apology_or_an_act(rule: str) -> None:
    for example in (example for example in BAD if example.rule == rule):
        for found, way in ways(example):
            if way.applies == "automatic":
                after = facts(example, fix.applied(example.draft, way.edits))
                before = facts(example, example.draft)
                assert all(new <= old for new, old in zip(after, before, strict=True)), (found.rule, way, example.draft)


@pytest.mark.parametrize("rule", sorted({example.rule for example in BAD}))
def test_what_needs_a_fact_leaves_a_gap_or_a_choice(rule: str) -> None:
    for example in (example for example in BAD if example.rule == rule):
        for _, way in ways(example):
            if way.applies == "fill-in":
                (edit,) = way.edits
                assert "___" in edit.text or re.search(CHOICE, edit.text), way
                assert ": " not in way.label or re.search(CHOICE, way.label), way


def test_choices_are_times_that_the_calendar_allows() -> None:
    (example,) = [
        e for e in BAD if e.rule == "commitments/vague-commitment" and e.draft == "We're looking into the missing minutes."
    ]
    labels = [way.label.partition(": ")[2] for found, way in ways(example) if found.rule == example.rule]
    assert labels == ["", "by 5 pm today (Wednesday)", "by 3 pm tomorrow (Thursday)", "by noon on Friday"]


def test_without_a_clock_there_is_only_the_gap() -> None:
    (example,) = [
        e for e in BAD if e.rule == "commitments/vague-commitment" and e.draft == "We're looking into the missing minutes."
    ]
    (found,) = lint(example.told, RULES, examples.STRICT).findings
    assert [edit.text for way in found.fixes for edit in way.edits] == [" by ___ (day and time)"]


def test_what_follows_a_sentence_that_is_put_in_begins_one() -> None:
    """A sentence put after "Hi Ana," leaves no small letter behind it; a name that is written small stays."""
    asked = Conversation(
        (Turn("customer", "You said I would hear by Monday. Nothing came."), Turn("agent", "Hi Ana,\n\nthanks for waiting.")),
    )
    view = Reading(asked, 1, LEXICON).draft
    (way,) = fix.fill_in(Insert("Own it", " We missed it."), Hit(view, 0, 7))
    assert fix.applied(view.text, way.edits) == "Hi Ana, We missed it.\n\nThanks for waiting."
    (way,) = fix.fill_in(Insert("Own it", " with care,"), Hit(view, 0, 7))
    assert fix.applied(view.text, way.edits) == "Hi Ana, with care,\n\nthanks for waiting."
