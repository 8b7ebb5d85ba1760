"""The rules that ship, held to the house rules by the runner that `replylint rules test` uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, rule_text
from replylint import examples, packs
from replylint.document import read_yaml
from replylint.ruleset import Ruleset

HOUSE = packs.house()
FILES = sorted(examples.files(HOUSE))
LISTS = sorted(HOUSE.glob("words/*.yaml"))


def name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_example_holds(file: Path, rules: Ruleset) -> None:
    faults = [
        f"{file.name}:{outcome.example.line}: {outcome.fault}: {outcome.example.draft}"
        for outcome in (examples.run(example, rules) for example in (*examples.read(file), *examples.misses(file)))
        if outcome.fault
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_line_of_a_rule_is_idle(file: Path, rules: Ruleset) -> None:
    idle = [f"{file.name}:{line}: {what}" for line, what in examples.idle_lines(file, rules)]
    assert not idle, "no example needs\n" + "\n".join(idle)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_rule_has_enough_examples_and_its_bad_ones_mark_their_words(file: Path) -> None:
    given = examples.read(file)
    bad = [example for example in given if example.bad]
    absence = read_yaml(file).data.get("about") == "absence"
    assert len(bad) >= 6
    assert len(given) - len(bad) >= 6
    assert absence or all(example.words for example in bad)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_rule_speaks_to_the_agent_in_one_friendly_sentence(file: Path) -> None:
    rule = read_yaml(file).data
    assert len(rule["message"]) <= 160
    assert len(rule["advice"]) <= 160
    assert not re.search(r"you (?:failed|forgot|must not|should have)", rule["advice"], re.IGNORECASE)
    assert ":" in rule["source"], "a source names where it is said, and quotes it"


def test_word_lists_find_each_of_their_entries_and_miss_what_they_must(rules: Ruleset) -> None:
    faults = [f"{Path(place).name}: {what}" for place, what in examples.list_faults(HOUSE, rules)]
    assert not faults, "\n".join(faults)


def test_every_word_list_is_used() -> None:
    texts = [file.read_text(encoding="utf-8") for file in HOUSE.glob("*/*.yaml")]
    code = [file.read_text(encoding="utf-8") for file in Path(packs.__file__).parent.glob("**/*.py")]
    for list_ in LISTS:
        used = any(f"<{list_.stem}>" in text for text in texts) or any(f'"{list_.stem}"' in text for text in code)
        assert used, list_.stem


def test_what_the_pack_says_of_rules_names_rules_that_exist(rules: Ruleset) -> None:
    known = {rule.id for rule in rules.rules} | {rule.category for rule in rules.rules}
    file = rules.packs[0].file
    named = {name for p in file.precedence for name in (p.keep, *p.over)}
    named |= {name for profile in file.profiles.values() for name in (*profile.rules, *profile.without)}
    assert named <= known
    assert {rule.category for rule in rules.rules} <= {*file.weights, "safety"}


def test_all_good_examples_together_hold_nobody_up(rules: Ruleset) -> None:
    from replylint.lint import lint

    held = [
        example.draft
        for file in FILES
        if file.parent.name != "safety"
        for example in examples.read(file)
        if not example.bad and lint(example.told, rules, examples.STRICT).verdict == "hold"
    ]
    assert held == []


def test_what_is_known_to_be_missed_is_shown_and_says_so_when_it_is_found(
    run_cli: Callable[..., Run], make_pack: Callable[..., Path]
) -> None:
    known = "examples:\n  bad: [The mill is shut.]\n  good: [The pond is deep.]\nmisses:\n  - The sails stand still.\n"
    pack = make_pack({"stone/mill": rule_text("mill") + known})
    assert run_cli("rules", "test", "stone", "--pack", pack).out == "1 rules, 3 examples, all hold\n"
    assert "  miss  The sails stand still.\n" in run_cli("rules", "show", "stone/mill", "--pack", pack).out
    file = make_pack({"stone/mill": rule_text("mill") + known.replace("sails", "mill and sails")}) / "stone" / "mill.yaml"
    tested = run_cli("rules", "test", "stone", "--pack", pack)
    fault = "stone/mill: known miss is found now: it belongs under bad: 'The mill and sails stand still.'"
    assert (tested.code, tested.out.splitlines()[0]) == (1, f"{file}:12: {fault}")
    make_pack({"stone/mill": rule_text("mill") + known.partition("  - The")[0] + "  sails: still\n"})
    assert "expected a list of drafts that the rule is known to miss" in run_cli("rules", "test", "stone", "--pack", pack).err
