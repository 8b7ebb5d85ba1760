"""What the grammar adds is told against the words alone, which must really be alone."""

from __future__ import annotations

import json
from pathlib import Path

import ablation
from replylint import packs, wire
from replylint.lint import lint
from replylint.settings import Settings

STRICT = Settings(profile="strict", parser="never")
MEASURE = """
import json, sys
told = [json.loads(line) for line in sys.stdin if line.strip()]
found = sum(f["rule"] == "priming/negative-priming" for each in told for f in each["findings"])
labels = len(open(sys.argv[2]).read().split())
row = {"category": "priming", "precision": 1 / found if found else None, "recall": 1.0, "f1": 0.5}
print(json.dumps({"table": [{**row, "findings": found, "labels": labels}]}))
"""


def raised(text: str, alone: bool) -> set[str]:
    rules = packs.load()
    told = wire.conversation({"text": text, "customer_message": "Where is my lamp?"})
    return {found.rule for found in lint(told, ablation.words_alone(rules) if alone else rules, STRICT).findings}


def test_words_alone_know_no_exception_and_no_grammar() -> None:
    near_miss = "Unfortunate Ltd is the maker: ask them for the bulb. It fits your lamp, and it is in stock there today."
    promise = "We'll look into it."
    quoted = '"Unfortunately" is what you wrote, and you are right: the lamp is on the van today.'
    assert "commitments/vague-commitment" in raised(promise, alone=False) - raised(promise, alone=True)
    assert "priming/negative-priming" in raised(quoted, alone=True) - raised(quoted, alone=False)
    assert "priming/negative-priming" not in raised(near_miss, alone=False)


def test_the_table_has_the_three_ways_side_by_side(tmp_path: Path) -> None:
    texts = ("Unfortunately, the mill is shut.", '"Unfortunately" is what you wrote, and you are right.')
    lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts))
    (tmp_path / "conversations.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "labels.jsonl").write_text("1\n", encoding="utf-8")
    (tmp_path / "measure.py").write_text(MEASURE, encoding="utf-8")
    assert list(ablation.table(tmp_path))[2:] == ["| priming | 0.50, 1.00: 0.50 | 1.00, 1.00: 0.50 | 1.00, 1.00: 0.50 |"]
