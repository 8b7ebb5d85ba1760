"""`replylint rules list|show|test`; `new` and `try` are faces of their own."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from replylint import catalogue, examples, packs
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.rule import Rule
from replylint.ruleset import Ruleset
from replylint.schema import nearest


def run(options: argparse.Namespace) -> int:
    """List, show or test the named rules."""
    rules, settings = given_options.rules_and_settings(options)
    folders = (packs.house(), *map(Path, settings.packs))
    chosen = _chosen(rules, tuple(options.names))
    if options.verb == "test":
        return _test(folders, rules, tuple(options.names), options.thorough)
    if options.format == "json":
        print(json.dumps([catalogue.entry(rule) for rule in chosen], ensure_ascii=False, indent=2))
    elif options.verb == "list":
        width = max(len(rule.id) for rule in chosen)
        for rule in chosen:
            print(f"{rule.id:{width}}  {rule.severity:10}  {rule.advice}")
    else:
        print("\n\n".join(_shown(rule, settings.packs) for rule in chosen))
    return 0


def _chosen(rules: Ruleset, names: tuple[str, ...]) -> list[Rule]:
    known = {name for rule in rules.rules for name in (rule.id, rule.category)}
    for name in names:
        if name not in known:
            raise InputError(f"no rule or category {name!r}{nearest(name, known)}")
    return [rule for rule in rules.rules if not names or {rule.id, rule.category} & set(names)]


def _shown(rule: Rule, own: tuple[str, ...]) -> str:
    """A rule with its examples, for a person."""
    lines = [rule.id, f"  {rule.severity}" + (f", {rule.gate}" if rule.gate else ""), f"  {rule.advice}"]
    lines.append(f"  source: {rule.source}")
    lines += [f"  {e.kind:4}  {e.draft}" for e in (*catalogue.examples_of(rule, own), *catalogue.misses_of(rule, own))]
    return "\n".join(lines)


def _test(folders: tuple[Path, ...], rules: Ruleset, names: tuple[str, ...], thorough: bool) -> int:
    """Run the examples; 1 when one does not hold."""
    held = failed = 0
    for folder in folders:
        for outcome in examples.outcomes(folder, rules, names):
            example = outcome.example
            if outcome.fault is None:
                held += 1
                continue
            failed += 1
            kind = "known miss" if example.kind == "miss" else f"{example.kind} example"
            print(f"{example.file}:{example.line}: {example.rule}: {kind} {outcome.fault}: {example.draft!r}")
        for file in examples.files(folder) if thorough else ():
            if not names or {f"{file.parent.name}/{file.stem}", file.parent.name} & set(names):
                for line, what in examples.idle_lines(file, rules):
                    failed += 1
                    print(f"{file}:{line}: no example needs {what}")
        if not names or thorough:
            for place, fault in examples.list_faults(folder, rules):
                failed += 1
                print(f"{place}: {fault}")
    count = len({rule.id for rule in _chosen(rules, names)})
    print(f"{count} rules: {held} examples hold, {failed} do not" if failed else f"{count} rules, {held} examples, all hold")
    return 1 if failed else 0
