"""`growth.py SITE ROUNDS`: what replylint costs as drafts and threads grow longer and packs larger; prints rows as JSON."""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from corpus import Writer

TIMES = (1, 2, 4, 8, 16)
TURNS = (1, 2, 5, 10, 20, 50)
PHRASES = (100, 300, 1_000, 3_000, 10_000)
_SYLLABLES = ("ba", "cor", "del", "fim", "gro", "hus", "ket", "lor", "mip", "nev", "pol", "quar", "tem", "vul")
_COMMON = ("order", "return", "before", "today", "invoice", "light", "card", "code", "account", "part")
_A_RULE = 50  # phrases of one rule
_WORDS = 90  # of the draft beside which a pack grows
_A_TURN = 100  # words


def milliseconds(call: Callable[[], Any], least: float = 0.15) -> float:
    """The shortest of the runs of a call that fit into `least` seconds; there are at least three."""
    runs: list[float] = []
    while len(runs) < 3 or sum(runs) < least:
        start = time.perf_counter()
        call()
        runs.append(time.perf_counter() - start)
    return min(runs) * 1000


def generated(folder: Path, phrases: int) -> None:
    """A pack of so many phrases: a common word and an invented one."""
    chance = random.Random(phrases)
    (folder / "made").mkdir(parents=True)
    (folder / "pack.yaml").write_text(f"name: made-{phrases}\nversion: 1.0.0\n", "utf-8")
    for number in range(0, phrases, _A_RULE):
        names = ("".join(chance.choices(_SYLLABLES, k=5)) for _ in range(min(_A_RULE, phrases - number)))
        find = [f"{chance.choice(_COMMON)} {name}" for name in names]
        rule = {"message": "One of ours.", "advice": "Write it out.", "severity": "suggestion", "source": "made"}
        text = json.dumps({**rule, "phrase": {"find": find}}, indent=1)  # JSON is YAML
        (folder / "made" / f"rule-{number}.yaml").write_text(text, "utf-8")


def lengths() -> list[dict[str, Any]]:
    """The cost of one draft for each length."""
    from replylint import packs
    from replylint.conversation import Conversation, Turn
    from replylint.lint import lint
    from replylint.settings import Settings

    rules, settings = packs.load(), Settings(profile="strict")
    writer, rows = Writer(7), []
    body = writer.sentences(7)
    for times in TIMES:
        text = "Hi Ana,\n\n" + "\n\n".join([body] * times) + "\n\nKind regards,\nMaya"
        told = Conversation((Turn("customer", writer.sentences(3)), Turn("agent", text, draft=True)))
        took = milliseconds(lambda told=told: lint(told, rules, settings))  # type: ignore[misc]
        rows.append({"of": times, "words": len(text.split()), "ms": took})
    return rows


def turns() -> list[dict[str, Any]]:
    """The cost of a draft at the end of a thread for each number of turns, the customer's and the agent's by turns."""
    from replylint import packs
    from replylint.conversation import Conversation, Turn
    from replylint.lint import lint
    from replylint.settings import Settings

    rules, settings = packs.load(), Settings(profile="strict")
    first, rows = datetime(2026, 11, 2, 9, tzinfo=UTC), []
    for count in TURNS:
        writer, said = Writer(9), []
        for left in range(count - 1, 0, -1):
            at = first + timedelta(hours=4 * len(said))
            ours = left % 2 == 0
            text = writer.draft(_A_TURN) if ours else writer.message(_A_TURN)
            said.append(Turn("agent" if ours else "customer", text, at=at))
        thread = Conversation((*said, Turn("agent", writer.draft(_A_TURN), draft=True)), now=first + timedelta(days=9))
        took = milliseconds(lambda thread=thread: lint(thread, rules, settings))  # type: ignore[misc]
        rows.append({"of": count, "words": sum(len(turn.text.split()) for turn in thread.turns), "ms": took})
    return rows


def sizes() -> list[dict[str, Any]]:
    """The cost of a pack besides the house's own for each number of phrases."""
    from replylint import packs
    from replylint.conversation import Conversation, Turn
    from replylint.lint import lint
    from replylint.ruleset import compile_pack, ruleset
    from replylint.settings import Settings

    told = Conversation((Turn("agent", Writer(8).draft(_WORDS), draft=True),))
    settings, rows = Settings(profile="strict"), []
    house = packs.compiled(packs.house())
    for phrases in PHRASES:
        with tempfile.TemporaryDirectory() as made:
            generated(Path(made) / "pack", phrases)
            start = time.perf_counter()
            compiled = compile_pack(Path(made) / "pack")
            compiling = (time.perf_counter() - start) * 1000
        kept = packs.written(compiled)
        loading = milliseconds(lambda kept=kept: ruleset([house, packs.read(kept)]))  # type: ignore[misc]
        rules = ruleset([house, compiled])
        took = milliseconds(lambda rules=rules: lint(told, rules, settings))  # type: ignore[misc]
        rows.append({"of": phrases, "compile": compiling, "load": loading, "ms": took})
    return rows


def median_rows(rounds: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Row by row the medians over the rounds, with the ratio to the first row of the same round."""
    rows = []
    for number, first in enumerate(rounds[0]):
        row = {key: statistics.median(made[number][key] for made in rounds) for key in first}
        row["ratio"] = statistics.median(made[number]["ms"] / made[0]["ms"] for made in rounds)
        rows.append(row)
    return rows


if __name__ == "__main__":
    site, rounds = sys.argv[1], int(sys.argv[2])
    sys.path.insert(0, site)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        kinds = {"lengths": lengths, "turns": turns, "sizes": sizes}
        print(json.dumps({name: median_rows([measure() for _ in range(rounds)]) for name, measure in kinds.items()}))
