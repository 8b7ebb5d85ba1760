"""Rules as plain data: what each says, and one with the examples that stand in its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from replylint import examples, packs
from replylint.rule import Rule


def entry(rule: Rule) -> dict[str, Any]:
    """A rule."""
    return {
        "rule": rule.id,
        "category": rule.category,
        "severity": rule.severity,
        "gate": rule.gate,
        "message": rule.message,
        "advice": rule.advice,
        "source": rule.source,
        "confidence": rule.confidence,
        "needs": list(rule.needs),
        "measured": {severity: asdict(found) for severity, found in rule.measured.items()},
    }


def explained(rule: Rule, own: tuple[str, ...] = ()) -> dict[str, Any]:
    """A rule with its drafts that are raised (`bad`) and those that are not, from the house pack and packs of one's own."""
    found = examples_of(rule, own)
    return {**entry(rule), "examples": {kind: [e.draft for e in found if e.bad == (kind == "bad")] for kind in ("bad", "good")}}


def examples_of(rule: Rule, own: tuple[str, ...]) -> list[examples.Example]:
    """The examples of a rule in every pack that has it; raises `InputError`."""
    return [example for file in _files(rule, own) for example in examples.read(file)]


def misses_of(rule: Rule, own: tuple[str, ...]) -> list[examples.Example]:
    """What the rule is known to miss, as every pack that has it says; raises `InputError`."""
    return [example for file in _files(rule, own) for example in examples.misses(file)]


def _files(rule: Rule, own: tuple[str, ...]) -> Iterator[Path]:
    """The files of a rule."""
    files = (folder / f"{rule.id}.yaml" for folder in (packs.house(), *map(Path, own)))
    return (file for file in files if file.is_file())
