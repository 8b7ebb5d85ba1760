"""What each layer of reading adds: `ablation.py DATA` judges labelled replies by words alone, by the grammar, by the parser too.

DATA is a folder with conversations.jsonl, labels.jsonl and a measure.py that reads both (`--json`). "Words alone" are the
phrases of the rules wherever they stand: without exceptions, conditions and changes, without facts and limits, in quoted
text too. Prints a table in Markdown.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from replylint import packs, wire
from replylint.lint import lint
from replylint.rule import Rule
from replylint.ruleset import Ruleset
from replylint.settings import Settings


def words_alone(rules: Ruleset) -> Ruleset:
    """The same rules with nothing but their phrases; one that has none is left out."""
    made = tuple(replace(pack, rules=tuple(_bare(rule) for rule in pack.rules if rule.phrase)) for pack in rules.packs)
    return Ruleset(made, rules.digests)


def _bare(rule: Rule) -> Rule:
    assert rule.phrase is not None
    phrase = replace(rule.phrase, unless_in=None, glossary=False)
    return replace(rule, phrase=phrase, fact=None, limit=None, asked=None, when=(), unless=(), becomes=(), voice="all")


def measured(folder: Path, rules: Ruleset, settings: Settings) -> dict[str, Any]:
    """What measure.py says of the results."""
    lines = (folder / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    talks = (wire.conversation(json.loads(line)) for line in lines if line.strip())
    told = "\n".join(json.dumps(wire.encode(lint(talk, rules, settings), talk)) for talk in talks)
    command = [sys.executable, folder / "measure.py", "--json", folder / "labels.jsonl"]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(folder: Path) -> Iterator[str]:
    """The lines of the table."""
    rules = packs.load()
    ways = (
        measured(folder, words_alone(rules), Settings(profile="strict", parser="never")),
        measured(folder, rules, Settings(profile="strict", parser="never")),
        measured(folder, rules, Settings(profile="strict")),
    )
    yield "| category | words alone | with the grammar | with the parser, too |"
    yield "| --- | --: | --: | --: |"
    for rows in zip(*(way["table"] for way in ways), strict=True):
        yield " | ".join(("| " + rows[0]["category"].replace("-", " "), *map(_cell, rows))) + " |"


def _cell(row: dict[str, Any]) -> str:
    """Precision, recall and F1."""
    if not row["findings"]:
        return "none found"
    return f"{row['precision']:.2f}, {row['recall']:.2f}: {row['f1']:.2f}"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("\n".join(table(Path(sys.argv[1]))))
