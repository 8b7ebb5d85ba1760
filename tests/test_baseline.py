"""`replylint check --baseline`: what was recorded is neither told nor counted, what is new is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, rule_text

Cli = Callable[..., Run]
Check = Callable[..., Run]
Make = Callable[..., Path]


@pytest.fixture
def check(make_pack: Make, run_cli: Cli) -> Check:
    """`check` with one rule for each severity."""
    pack = make_pack({f"mill/{s}": rule_text(f"{s} mill", s) for s in ("error", "warning", "suggestion")})

    def run(*arguments: str | Path, **more: Any) -> Run:
        return run_cli("check", "--pack", pack, "--profile", "alone", *arguments, **more)

    return run


@pytest.fixture
def library(folder: Path) -> Path:
    """A folder of macros, two of them with faults, beside what is none."""
    library = folder / "macros"
    (library / "shipping").mkdir(parents=True)
    (library / ".drafts").mkdir()
    (library / "late.md").write_text("See the warning mill.\n\nAnd the error mill.\n")
    (library / "shipping" / "away.txt").write_text("See the error mill.\n")
    (library / "hours.md").write_text("We open at 9:00.\n")
    (library / ".drafts" / "x.md").write_text("The error mill.\n")
    (library / "notes.py").write_text("the error mill\n")
    return library


def recorded(file: Path) -> dict[str, dict[str, list[str]]]:
    """The rules that a baseline holds, by place."""
    data = json.loads(file.read_text("utf-8"))
    assert data.pop("schema") == 1
    return {kind: {name: sorted(ids.values()) for name, ids in names.items()} for kind, names in data.items()}


@pytest.mark.usefixtures("library")
def test_a_folder_stands_for_the_files_in_it(check: Check) -> None:
    run = check("macros", "--format", "github")
    assert (run.code, run.err) == (1, "")
    places = [line.partition("file=")[2].partition(",")[0] for line in run.out.splitlines()]
    assert places == [str(Path("macros/late.md"))] * 2 + [str(Path("macros/shipping/away.txt"))]


def test_what_is_recorded_is_neither_told_nor_counted(check: Check, library: Path) -> None:
    baseline = library / "baseline.json"
    first = check("macros", "--baseline", baseline, "--update-baseline")
    assert (first.code, first.out) == (0, f"{baseline}: 3 set aside, 3 of them new; 0 no longer needed and dropped\n")
    for form in ("text", "json", "jsonl", "sarif", "github"):
        run = check("macros", "--baseline", baseline, "--fail-on", "suggestion", "--format", form)
        assert (run.code, run.err) == (0, ""), form
    assert check("macros", "--baseline", baseline, "--format", "github").out == ""


@pytest.mark.usefixtures("library")
def test_a_result_says_what_was_set_aside_and_its_verdict_is_without_it(check: Check) -> None:
    whole = json.loads(check("macros/late.md", "--format", "json").out)
    check("macros", "--baseline", "b.json", "--update-baseline")
    run = check("macros/late.md", "--baseline", "b.json", "--format", "json")
    result = json.loads(run.out)
    assert (whole["verdict"], result["verdict"], result["findings"]) == ("hold", "pass", [])
    assert {hidden["by"] for hidden in result["suppressed"]} == {"baseline"}
    assert result["ruleset"] == whole["ruleset"]
    assert "(2 set aside)" in check("macros/late.md", "--baseline", "b.json").out


def test_what_is_new_is_told(check: Check, library: Path) -> None:
    check("macros", "--baseline", "b.json", "--update-baseline")
    with (library / "hours.md").open("a") as file:
        file.write("\nSee the warning mill.\n")
    run = check("macros", "--baseline", "b.json", "--format", "github")
    assert run.code == 1
    assert [line.partition(" ")[0] for line in run.out.splitlines()] == ["::warning"]
    assert check("macros", "--baseline", "b.json", "--fail-on", "error").code == 0


def test_the_words_of_another_file_are_new(check: Check, library: Path) -> None:
    check("macros", "--baseline", "b.json", "--update-baseline")
    (library / "copy.md").write_bytes((library / "late.md").read_bytes())
    assert check("macros", "--baseline", "b.json").code == 1


def test_a_baseline_in_the_folder_is_no_conversation(check: Check, library: Path) -> None:
    check("macros", "--baseline", "macros/b.json", "--update-baseline")
    assert (library / "b.json").exists()
    assert check("macros", "--fail-on", "never").err == ""
    assert "b.json:2:2: unknown key 'conversations'" in check("macros/b.json").err


def test_the_file_is_sorted_and_holds_no_words(check: Check, library: Path) -> None:
    check("macros", "--baseline", "macros/b.json", "--update-baseline")
    text = (library / "b.json").read_text("utf-8")
    files = {"late.md": ["mill/error", "mill/warning"], "shipping/away.txt": ["mill/error"]}
    assert recorded(library / "b.json") == {"conversations": {}, "files": files}
    assert "See" not in text
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True) + "\n"
    check("macros", "--baseline", "macros/b.json", "--update-baseline")
    assert (library / "b.json").read_text("utf-8") == text


def test_it_goes_from_any_folder(check: Check, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check("macros", "--baseline", "macros/b.json", "--update-baseline")
    monkeypatch.chdir(library / "shipping")
    assert check(library / "late.md", "away.txt", "--baseline", "../b.json").code == 0


def test_a_conversation_is_known_by_its_id_whatever_its_file(check: Check, folder: Path) -> None:
    lines = [{"id": "T-1", "text": "See the error mill."}, {"text": "The warning mill."}]
    (folder / "march.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    check("march.jsonl", "--baseline", "b.json", "--update-baseline")
    told = {"conversations": {"T-1": ["mill/error"]}, "files": {"march.jsonl": ["mill/warning"]}}
    assert recorded(folder / "b.json") == told
    (folder / "april.jsonl").write_text(json.dumps(lines[0]) + "\n")
    assert check("march.jsonl", "april.jsonl", "--baseline", "b.json").code == 0


def test_what_is_no_longer_needed_is_named_and_then_dropped(check: Check, library: Path) -> None:
    check("macros", "--baseline", "b.json", "--update-baseline")
    (library / "late.md").write_text("And the error mill.\n")
    (library / "shipping" / "away.txt").unlink()
    run = check("macros", "--baseline", "b.json")
    assert run.code == 0
    first, second = run.err.splitlines()
    assert first.startswith("b.json: no longer needed: macros/late.md: mill/warning (")
    assert second.startswith("b.json: no longer needed: macros/shipping/away.txt: mill/error (")
    update = check("macros", "--baseline", "b.json", "--update-baseline")
    assert update.out == "b.json: 1 set aside, 0 of them new; 2 no longer needed and dropped\n"
    assert recorded(library.parent / "b.json")["files"] == {"macros/late.md": ["mill/error"]}


def test_of_what_was_not_looked_at_nothing_is_dropped(check: Check, library: Path) -> None:
    check("macros", "--baseline", "b.json", "--update-baseline")
    before = recorded(library.parent / "b.json")
    assert check("macros/hours.md", "--baseline", "b.json").err == ""
    assert check("macros", "--baseline", "b.json", "--profile", "starter").err == ""
    check("macros/hours.md", "--baseline", "b.json", "--update-baseline")
    check("macros", "--baseline", "b.json", "--profile", "starter", "--update-baseline")
    assert recorded(library.parent / "b.json") == before


def test_of_a_rule_that_could_say_nothing_everything_is_kept(run_cli: Cli, folder: Path) -> None:
    (folder / "d.txt").write_text("I will call you by 3 pm on Monday, 16 November 2026.")
    options = ("check", "d.txt", "--baseline", "b.json")
    run_cli(*options, "--update-baseline", "--now", "2026-11-18T10:30:00+00:00")
    before = recorded(folder / "b.json")
    assert any(rule.startswith("commitments/") for rule in before["files"]["d.txt"])
    assert run_cli(*options).err == ""
    run_cli(*options, "--update-baseline")
    assert recorded(folder / "b.json") == before


@pytest.mark.usefixtures("library")
def test_the_settings_name_a_baseline_beside_them(check: Check, folder: Path) -> None:
    (folder / "replylint.toml").write_text('baseline = "kept.json"\n')
    assert check("macros").err == f"{folder / 'kept.json'}: no such baseline; --update-baseline writes it\n"
    assert check("macros", "--update-baseline").code == 0
    assert check("macros").code == 0
    assert (folder / "kept.json").exists()
    whole = check("macros/late.md", "--format", "json", "--settings", "replylint.toml")
    (folder / "replylint.toml").write_text("")
    assert json.loads(whole.out)["ruleset"] == json.loads(check("macros/late.md", "--format", "json").out)["ruleset"]


@pytest.mark.usefixtures("library")
def test_what_the_settings_dismiss_needs_no_baseline(check: Check, folder: Path) -> None:
    check("macros", "--baseline", "b.json", "--update-baseline")
    ids = json.loads((folder / "b.json").read_text())["files"]["macros/shipping/away.txt"]
    (folder / "replylint.toml").write_text(f'[[dismissals]]\nid = "{next(iter(ids))}"\n')
    assert "no longer needed: macros/shipping/away.txt" in check("macros", "--baseline", "b.json").err


def test_standard_input_has_a_baseline_too(check: Check, folder: Path) -> None:
    check("--baseline", "b.json", "--update-baseline", stdin="The error mill.")
    assert recorded(folder / "b.json")["files"] == {"<stdin>": ["mill/error"]}
    assert check("--baseline", "b.json", stdin="The error mill.").code == 0
    assert check("--baseline", "b.json", stdin="That error mill.").code == 1


def test_fixes_leave_alone_what_is_set_aside(run_cli: Cli, folder: Path) -> None:
    text = "Unfortunately, the mill is shut."
    (folder / "d.txt").write_text(text)
    run_cli("check", "d.txt", "--baseline", "b.json", "--update-baseline")
    assert run_cli("check", "d.txt", "--baseline", "b.json", "--fix").code == 0
    assert (folder / "d.txt").read_text() == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "b.json:1:2: not JSON"),
        ("[]", "b.json:1:1: expected a mapping, got a list"),
        ('{"schema": 2}', "b.json:1:12: schema: 2 is not one of 1"),
        ('{"schema": 1,\n "file": {}}', "b.json:2:2: unknown key 'file'; did you mean 'files'?"),
        ('{"schema": 1, "files": {"a.md": ["x"]}}', "b.json:1:33: files.a.md: expected a mapping, got a list"),
        ("{}", "b.json:1:1: "),
    ],
)
def test_a_bad_baseline_is_refused_in_a_line(text: str, said: str, check: Check, folder: Path) -> None:
    (folder / "b.json").write_text(text)
    run = check("--baseline", "b.json", stdin="Fine.")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith(said)


def test_what_makes_no_sense_is_refused_in_a_line(check: Check, folder: Path) -> None:
    (folder / "d.txt").write_text("The error mill.")
    for arguments, said in (
        (("--baseline", "gone.json"), "gone.json: no such baseline; --update-baseline writes it\n"),
        (("--update-baseline",), "--update-baseline: which? Add --baseline FILE,"),
        (("--baseline", "b.json", "--update-baseline", "--fix"), "--update-baseline and --fix do not go together\n"),
        (("--baseline", "no/b.json", "--update-baseline"), "no/b.json: cannot be written: No such file or directory\n"),
    ):
        run = check("d.txt", *arguments)
        assert run.code == 2, arguments
        assert run.err.startswith(said), arguments


def test_a_file_that_cannot_be_read_keeps_its_record(check: Check, library: Path) -> None:
    check("macros", "--baseline", "b.json", "--update-baseline")
    before = recorded(library.parent / "b.json")
    (library / "late.md").write_text("")
    assert check("macros", "--baseline", "b.json", "--update-baseline").code == 2
    assert recorded(library.parent / "b.json") == before
