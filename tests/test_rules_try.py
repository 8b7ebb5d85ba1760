"""`replylint rules try`, one rule on real replies, and `rules new`, a rule to begin with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, rule_text

Cli = Callable[..., Run]
Make = Callable[..., Path]
RULE = rule_text("mill").replace("    - mill\n", "    - mill\n    - <mills>\n  except: [mill pond]\n") + (
    "unless:\n  - find: [old]\n    within: sentence\n"
)


@pytest.fixture
def pack(make_pack: Make) -> Path:
    """A pack with a rule that is in it, and one beside it that names a word list of it."""
    pack = make_pack({"stone/wheel": rule_text("wheel")})
    (pack / "words").mkdir()
    words = "list: [windmill]\nexamples:\n  sentence: The ___ turns.\n  miss: [The pond is deep.]\n"
    (pack / "words" / "mills.yaml").write_text(words)
    return pack


@pytest.fixture
def rule(pack: Path) -> Path:
    """A rule file of that pack which has no examples yet."""
    file = pack / "stone" / "mill.yaml"
    file.write_text(RULE)
    return file


@pytest.fixture
def export(folder: Path) -> Path:
    """An export of two tickets with four replies."""
    comments = [
        {"id": 1, "author_id": 9, "body": "Where is it?", "created_at": "2026-11-16T09:00:00Z"},
        {"id": 2, "author_id": 1, "body": "Hi.\n\nSee the mill. It is by the mill pond.", "created_at": "2026-11-16T10:00:00Z"},
        {"id": 3, "author_id": 1, "html_body": "<p>Thanks.</p><p>The <b>windmill</b> &amp; the mill.</p>",
         "body": "x", "created_at": "2026-11-16T11:00:00Z"},
        {"id": 4, "author_id": 1, "body": "The old mill.", "created_at": "2026-11-16T12:00:00Z"},
    ]  # fmt: skip
    tickets = [
        {"id": 71, "requester_id": 9, "assignee_id": 1, "comments": comments},
        {"id": 72, "requester_id": 9, "assignee_id": 1, "comments": [{**comments[1], "body": "It came."}]},
    ]
    file = folder / "tickets.json"
    file.write_text(json.dumps({"tickets": tickets}))
    return file


def records(run: Run) -> list[dict[str, Any]]:
    assert run.err == ""
    return [json.loads(line) for line in run.out.splitlines()]


def test_each_hit_has_its_sentence_and_place(rule: Path, export: Path, run_cli: Cli) -> None:
    run = run_cli("rules", "try", rule, export)
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        f"{export}: 71#1:3:9: warning: See the [[mill]].",
        f"{export}: 71#2:1:25: warning: The [[windmill]] & the mill.",
        f"{export}: 71#2:1:48: warning: The windmill & the [[mill]].",
        "stone/mill: 3 hits in 2 of 4 replies (50.0%): 3 warning",
    ]


def test_near_shows_what_stopped_it(rule: Path, export: Path, run_cli: Cli) -> None:
    run = run_cli("rules", "try", rule, export, "--near")
    nearly = [line for line in run.out.splitlines() if "nearly" in line]
    assert f"{export}: 71#3:1:9: nearly, stopped at unless[0] by “old”: The old [[mill]]." in nearly
    assert any("mill pond" in line for line in nearly)
    assert nearly[-1].startswith("2 nearly: stopped ")


def test_json_lines_have_places_in_code_points_and_the_counts_at_the_end(rule: Path, export: Path, run_cli: Cli) -> None:
    *hits, counts = records(run_cli("rules", "try", rule, export, "--format", "jsonl", "--near"))
    first = hits[0]
    assert {key: first[key] for key in ("rule", "conversation", "turn", "start", "end", "text", "severity")} == {
        "rule": "stone/mill", "conversation": "71", "turn": 1, "start": 13, "end": 17, "text": "mill", "severity": "warning",
    }  # fmt: skip
    assert first["sentence"] == "See the [[mill]]."
    assert sum("stopped_by" in hit for hit in hits) == 2
    told = counts["counts"]
    assert (told["replies"], told["with_hits"], told["hits"], told["severities"]) == (4, 2, 3, {"warning": 3})


def test_a_limit_draws_by_the_seed(rule: Path, folder: Path, run_cli: Cli) -> None:
    lines = (json.dumps({"id": f"T-{number}", "text": "See the mill."}) + "\n" for number in range(200))
    (folder / "many.jsonl").write_text("".join(lines))

    def drawn(*options: str) -> list[str]:
        *hits, counts = records(run_cli("rules", "try", rule, "many.jsonl", "--limit", "5", "--format", "jsonl", *options))
        assert counts["counts"]["hits"] == 200
        return [hit["conversation"] for hit in hits]

    first = drawn()
    assert len(set(first)) == 5
    assert first == sorted(first, key=lambda name: int(name[2:])) == drawn("--seed", "0")
    assert first != drawn("--seed", "1")
    none = run_cli("rules", "try", rule, "many.jsonl", "--limit", "0")
    assert none.out == "stone/mill: 200 hits in 200 of 200 replies (100.0%): 200 warning\n"


def test_a_rule_that_is_there_goes_by_its_id(run_cli: Cli, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"id": "T-1", "text": "Unfortunately, the mill is shut."}\n')
    run = run_cli("rules", "try", "priming/negative-priming", "a.jsonl")
    assert run.out.startswith("a.jsonl: T-1#0:1:1: warning: [[Unfortunately]], the mill is shut.\n")


def test_it_tells_where_the_rule_could_say_nothing(run_cli: Cli, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"id": "T-1", "text": "It ships today."}\n')
    run = run_cli("rules", "try", "structure/question-unanswered", "a.jsonl")
    assert "not applicable to 1 of them, for want of: customer\n" in run.out


def test_no_other_rule_takes_its_place_and_no_setting_silences_it(rule: Path, run_cli: Cli, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "See the mill."}\n')
    (folder / "replylint.toml").write_text('profile = "starter"\noff = ["priming"]\n')
    assert "1 hit in 1 of 1 replies" in run_cli("rules", "try", rule, "a.jsonl").out
    (folder / "b.jsonl").write_text('{"text": "Unfortunately, it is late."}\n')
    assert "1 hit in 1 of 1 replies" in run_cli("rules", "try", "priming/negative-priming", "b.jsonl").out


def test_a_bad_record_is_an_error_and_the_others_go_on(rule: Path, folder: Path, run_cli: Cli) -> None:
    (folder / "a.jsonl").write_text('{"id": "T-1", "txt": "x"}\n{"id": "T-2", "text": "See the mill."}\n')
    run = run_cli("rules", "try", rule, "gone.jsonl", "a.jsonl", "--kind", "replylint")
    assert run.code == 2
    assert "1 hit in 1 of 1 replies" in run.out
    assert [line.partition(":")[0] for line in run.err.splitlines()] == ["gone.jsonl", "a.jsonl"]


def test_what_cannot_be_tried_is_said_in_a_line(rule: Path, export: Path, run_cli: Cli, folder: Path) -> None:
    (folder / "bad.yaml").write_text("message: x\nphrase: {find: [<mil>]}\n")
    for arguments, said in (
        (("tone/hostil-language", export), "no rule 'tone/hostil-language'; did you mean 'tone/hostile-language'?"),
        (("gone.yaml", export), "gone.yaml: no such file"),
        (("bad.yaml", export), "bad.yaml:2:17: in the phrase '<mil>': no word list"),
        ((rule, export, "--kind", "zendsk"), f"{export}: no kind of export 'zendsk'; did you mean 'zendesk'?"),
        ((rule, export, "--tz", "Europe/Londn"), "--tz: no zone 'Europe/Londn'; did you mean"),
        ((rule, export, "--limit", "-1"), "replylint rules try: argument --limit: expected a whole number"),
        ((rule,), "replylint rules try: the following arguments are required: EXPORT"),
    ):
        run = run_cli("rules", "try", *arguments)
        assert run.code == 2, arguments
        assert said in run.err, arguments
        assert run.err.count("\n") == 1, arguments


def test_a_new_rule_holds_as_it_stands_and_all_of_it_is_needed(run_cli: Cli, folder: Path) -> None:
    made = run_cli("rules", "new", "wording/old-names")
    assert (made.code, made.err) == (0, "")
    file = folder / "our-rules" / "wording" / "old-names.yaml"
    assert file.read_text("utf-8").count("#") > 10
    (test, trial) = (line.split() for line in made.out.splitlines()[1:3])
    tested = run_cli(*test[1:])
    assert (tested.code, tested.out) == (0, "1 rules, 7 examples, all hold\n")
    (folder / "a.jsonl").write_text('{"text": "Your classic plan runs until 3 March."}\n')
    tried = run_cli(*trial[1:4], "a.jsonl")
    assert "suggestion: Your [[classic plan]] runs until 3 March.\n" in tried.out
    assert 'packs = ["our-rules"]' in made.out


def test_a_new_rule_goes_to_the_pack_of_the_settings(run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text('packs = ["house-style"]\n')
    made = run_cli("rules", "new", "wording/old-names")
    assert (folder / "house-style" / "pack.yaml").is_file()
    assert "--pack" not in made.out
    assert "replylint.toml" not in made.out
    assert run_cli("rules", "new", "wording/another").code == 0
    assert run_cli("rules", "test", "wording", "--thorough").out == "2 rules, 14 examples, all hold\n"


def test_a_pack_keeps_its_own_file(run_cli: Cli, pack: Path) -> None:
    before = (pack / "pack.yaml").read_text()
    assert run_cli("rules", "new", "wording/old-names", "--pack", pack).code == 0
    assert (pack / "pack.yaml").read_text() == before


def test_nothing_is_overwritten_or_hidden_by_a_new_rule(run_cli: Cli, folder: Path) -> None:
    assert run_cli("rules", "new", "wording/old-names").code == 0
    file = folder / "our-rules" / "wording" / "old-names.yaml"
    file.write_text("mine")
    run = run_cli("rules", "new", "wording/old-names")
    assert (run.code, file.read_text()) == (2, "mine")
    assert run.err.endswith("is there already; rules new overwrites nothing\n")
    for name, said in (
        ("tone/hostile-language", "is a rule that comes with replylint"),
        ("Tone/x", "a rule is called CATEGORY/NAME"),
        ("../x", "a rule is called CATEGORY/NAME"),
        ("words/x", "not words/"),
        ("x", "a rule is called CATEGORY/NAME"),
    ):
        run = run_cli("rules", "new", name)
        assert run.code == 2, name
        assert said in run.err, name
    (folder / "f").write_text("")
    assert "cannot be written" in run_cli("rules", "new", "a/b", "--pack", "f").err
