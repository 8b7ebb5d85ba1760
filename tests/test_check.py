"""`replylint check`: exit codes, formats, fixes, and what it can be told of the situation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, rule_text

Cli = Callable[..., Run]
Make = Callable[..., Path]
WARNED = "Unfortunately, the mill is shut."
ALONE = ("--profile", "alone")
CLEAN = "The mill opens at 9:00 on Monday 23 March."


@pytest.fixture
def pack(make_pack: Make) -> Path:
    """A pack with one rule for each severity."""
    return make_pack({f"mill/{s}": rule_text(f"{s} mill", s) for s in ("error", "warning", "suggestion")})


# -- exit codes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("error", "suggestion", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("suggestion", "warning", 0),
        ("suggestion", "suggestion", 1),
        ("plain", "suggestion", 0),
    ],
)
def test_the_exit_code(word: str, fail_on: str, code: int, run_cli: Cli, pack: Path) -> None:
    for form in ("text", "json", "jsonl", "sarif", "github"):
        options = ("--pack", pack, *ALONE, "--fail-on", fail_on, "--format", form)
        run = run_cli("check", *options, stdin=f"See the {word} mill.")
        assert (run.code, run.err) == (code, ""), form


def test_a_warning_fails_unless_told_otherwise(run_cli: Cli) -> None:
    assert run_cli("check", stdin=WARNED).code == 1
    assert run_cli("check", stdin=CLEAN).code == 0


def test_the_verdict_says_what_to_do(run_cli: Cli, pack: Path) -> None:
    verdicts = [
        json.loads(run_cli("check", "--pack", pack, *ALONE, "--format", "json", stdin=f"See the {word} mill.").out)["verdict"]
        for word in ("error", "warning", "suggestion")
    ]
    assert verdicts == ["hold", "warn", "pass"]


# -- formats -----------------------------------------------------------------------------------------------------------

GOLDEN = """\
warning: “old mill” is a word that this pack is about.  mill/old
  --> <stdin>:3:11
   |
 3 | 🙂 Well, 日本 the old mill is shut.
   |                   ^^^^^^^^
   = Write it another way.

warning: “old mill” is a word that this pack is about.  mill/old
  --> <stdin>:4:5
   |
 4 | The old mill, again.
   |     ^^^^^^^^
   = Write it another way.

<stdin>: worth another look (2 warnings)
"""


def test_text_underlines_the_words(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": rule_text("old mill")})
    draft = "Hello Ana,\n\n🙂\tWell,\u200b 日本 the old\xa0mill is shut.\nThe\told mill, again.\n"
    run = run_cli("check", "--pack", pack, *ALONE, stdin=draft)
    expected = GOLDEN.replace(":3:11", f":3:{draft.splitlines()[2].index('old') + 1}")
    assert run.out == expected


def test_a_long_line_is_cut_around_the_words(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": rule_text("old mill")})
    draft = "It is " + "very, " * 60 + "old mill" + ", very" * 60 + "."
    lines = run_cli("check", "--pack", pack, *ALONE, stdin=draft).out.splitlines()
    row = next(n for n, line in enumerate(lines) if "^" in line)
    at = lines[row].index("^")
    assert lines[row - 1][at : at + lines[row].count("^")] == "old mill"
    assert len(lines[row - 1]) < 120


def test_text_shows_the_fix_as_the_sentence_will_read(run_cli: Cli) -> None:
    draft = "Hello Ana. The lamp is, unfortunately, sold out. It was red."
    assert "\n   + The lamp is sold out.\n" in run_cli("check", stdin=draft).out


def test_text_shows_five_findings_and_all_when_asked(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": rule_text("old mill")})
    draft = "See the old mill.\n" * 7
    short = run_cli("check", "--pack", pack, *ALONE, stdin=draft)
    whole = run_cli("check", "--pack", pack, *ALONE, "--all", stdin=draft)
    assert (short.out.count("-->"), whole.out.count("-->")) == (5, 7)
    assert "and 2 more: --all shows them" in short.out


def test_no_colour_but_on_a_terminal(run_cli: Cli) -> None:
    assert "\x1b" not in run_cli("check", stdin=WARNED).out


def test_json_is_one_result_or_a_list(run_cli: Cli, folder: Path) -> None:
    for name in ("a.txt", "b.md"):
        (folder / name).write_text(WARNED)
    assert json.loads(run_cli("check", "--format", "json", "a.txt").out)["verdict"] == "warn"
    assert [r["verdict"] for r in json.loads(run_cli("check", "--format", "json", "a.txt", "b.md").out)] == ["warn"] * 2


def test_jsonl_gives_a_line_for_each_line_in_order(run_cli: Cli, folder: Path) -> None:
    lines = [
        json.dumps({"id": "1", "text": WARNED}),
        '{"id": "2", "text": ',
        "",
        '{"id": "4", "text": "  "}',
        json.dumps({"id": "5", "text": CLEAN}),
    ]  # fmt: skip
    (folder / "many.jsonl").write_text("\n".join(lines) + "\n\n")
    run = run_cli("check", "--format", "jsonl", "many.jsonl")
    told = [json.loads(line) for line in run.out.splitlines()]
    assert run.code == 2
    assert [one.get("id") for one in told] == ["1", None, None, None, "5"]
    assert [one["line"] for one in told if "error" in one] == [2, 3, 4]
    assert all(one["schema"] == 1 for one in told)
    assert told[1]["error"] == {"file": "many.jsonl", "line": 2, "column": 21, "what": "not JSON: Expecting value"}
    assert run.err.count("\n") == 3


def test_output_is_utf_8_in_every_locale(run_process: Cli) -> None:
    outputs = {
        run_process("check", "--format", form, stdin="🙂 Café: " + WARNED, **locale).out
        for form in ("json",)
        for locale in ({"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"})
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["findings"][0]["start"] == 8


# -- other inputs ------------------------------------------------------------------------------------------------------


def test_a_table_has_the_columns_of_a_conversation(run_cli: Cli, folder: Path) -> None:
    table = f'id,customer,channel,now,text\nT-1,"Is it, unfortunately, so?",chat,2026-11-18T10:30:00-05:00,"{WARNED}"\n'
    (folder / "t.csv").write_text("\ufeff" + table + f'T-2,,,,"{CLEAN}"\n', encoding="utf-8")
    run = run_cli("check", "--format", "jsonl", "t.csv")
    first, second = (json.loads(line) for line in run.out.splitlines())
    assert (first["id"], second["id"]) == ("T-1", "T-2")
    assert first["findings"][0]["turn"] == 1, "the customer's message comes first"
    assert second["findings"] == []


@pytest.mark.parametrize(
    ("name", "text", "start"),
    [
        ("a.eml", f"From: a@b.example\nSubject: Mill\n\n{WARNED}\n", 0),
        ("a.md", f"# Mill\n\n**{WARNED}**\n", 10),
        ("a.html", f"<h1>Mill</h1><p>{WARNED}</p>", 16),
        ("a.txt", f"Mill\n\n{WARNED}", 6),
        ("a.json", json.dumps({"text": WARNED}), 0),
    ],
)
def test_a_file_is_read_by_its_ending(name: str, text: str, start: int, run_cli: Cli, folder: Path) -> None:
    (folder / name).write_text(text)
    found = json.loads(run_cli("check", "--format", "json", name).out)["findings"][0]
    assert (found["start"], found["text"]) == (start, "Unfortunately")


# -- the situation -----------------------------------------------------------------------------------------------------

NEEDY = rule_text("mill") + "needs: [customer]\n"


@pytest.mark.parametrize("form", ["--customer", "--customer-file"])
def test_the_customers_message_can_be_given(form: str, run_cli: Cli, make_pack: Make, folder: Path) -> None:
    pack = make_pack({"mill/asked": NEEDY})
    message = "Is the mill open?"
    (folder / "message.txt").write_text(message)
    given = message if form == "--customer" else "message.txt"
    run = run_cli("check", "--pack", pack, *ALONE, "--format", "json", form, given, stdin="The mill is shut.")
    result = json.loads(run.out)
    assert [f["rule"] for f in result["findings"]] == ["mill/asked"]
    assert result["findings"][0]["turn"] == 1
    without = json.loads(run_cli("check", "--pack", pack, *ALONE, "--format", "json", stdin="The mill is shut.").out)
    assert "mill/asked" in without["not_applicable"]["customer"]


def test_a_template_has_no_customer(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/asked": NEEDY})
    told = ("check", "--pack", pack, *ALONE, "--format", "json", "--customer", "Is it open?")
    result = json.loads(run_cli(*told, "--template", stdin="The mill is shut, {name}.").out)
    assert "mill/asked" in result["not_applicable"]["customer"]


def test_a_clock_can_be_given(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/late": rule_text("mill") + "needs: [clock]\n"})
    told = ("check", "--pack", pack, *ALONE, "--format", "json")
    for now in (
        ["--now", "2026-11-18T10:30:00-05:00"],
        ["--now", "2026-11-18T10:30", "--tz", "Europe/London"],
        ["--now", "system"],
    ):
        assert json.loads(run_cli(*told, *now, stdin="The mill is shut.").out)["findings"], now
    assert not json.loads(run_cli(*told, stdin="The mill is shut.").out)["findings"]


def test_explain_says_what_stopped_a_rule(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": rule_text("old mill") + "  except:\n    - very old mill\n"})
    run = run_cli("check", "--pack", pack, *ALONE, "--explain", stdin="Look,\nthe very old mill is open.")
    assert run.code == 0
    assert "<stdin>:2:10: “old mill” is no mill/old: stopped at except by “very old mill”" in run.out


# -- fixes -------------------------------------------------------------------------------------------------------------


def fixing(*pairs: str) -> str:
    """A rule that writes other words: `old: new`."""
    rule = rule_text("x").partition("    - x")[0]
    return rule + "".join(f"    - {pair}\n" for pair in pairs)


def test_fix_shows_the_diff_and_changes_the_file(run_cli: Cli, make_pack: Make, folder: Path) -> None:
    fix = ("check", "--fix", "--pack", make_pack({"mill/sad": fixing('unfortunately: ""')}), *ALONE, "a.txt")
    draft = folder / "a.txt"
    draft.write_bytes("Hi Ana,\r\n\r\nUnfortunately, the café is shut.\r\nBye 🙂\r\n".encode())
    run = run_cli(*fix)
    assert run.code == 0
    assert "-Unfortunately, the café is shut." in run.out
    assert "+The café is shut." in run.out
    assert run.err == "a.txt: 1 fixed, 0 left\n"
    assert draft.read_bytes().decode() == "Hi Ana,\r\n\r\nThe café is shut.\r\nBye 🙂\r\n"
    again = run_cli(*fix)
    assert (again.code, again.out, again.err) == (0, "", "a.txt: 0 fixed, 0 left\n")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_fix_keeps_the_encoding(encoding: str, run_cli: Cli, folder: Path) -> None:
    (folder / "a.txt").write_bytes("Unfortunately, the café is shut.".encode(encoding))
    run_cli("check", "--fix", "a.txt")
    assert (folder / "a.txt").read_bytes() == "The café is shut.".encode(encoding)


def test_fix_writes_standard_input_out_again(run_cli: Cli) -> None:
    run = run_cli("check", "--fix", stdin="Unfortunately, the café is shut.\r\n")
    assert run.out == "The café is shut.\r\n"
    assert "-Unfortunately" in run.err


def test_fix_keeps_markup(run_cli: Cli) -> None:
    run = run_cli("check", "--fix", "--input", "html", stdin="<p>Unfortunately, the caf&eacute; <b>is</b> shut.</p>")
    assert run.out == "<p>The caf&eacute; <b>is</b> shut.</p>"


def test_fix_makes_a_change_that_moves_another_finding(run_cli: Cli) -> None:
    run = run_cli("check", "--fix", stdin="Unfortunately, we'll look into it.")
    assert run.out == "We'll look into it."
    assert run.code == 1, "the promise is still vague"


def test_a_fix_that_raises_a_new_finding_is_not_made(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": fixing("old mill: ruin", "barn: shed"), "mill/ruin": rule_text("ruin")})
    run = run_cli("check", "--fix", "--pack", pack, *ALONE, stdin="The old mill and the barn are here.")
    assert run.out == "The old mill and the shed are here."
    assert "1 fixed, 1 left" in run.err


def test_fixes_that_undo_each_other_come_to_an_end(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack(
        {
            "mill/old": fixing("mill: barn"),
            "mill/new": fixing("barn: mill"),
            "mill/both": fixing("oak: ash", "ash: oak"),
        }
    )
    assert run_cli("check", "--fix", "--pack", pack, *ALONE, stdin="The mill has an oak.").out == "The mill has an oak."


def test_a_fix_never_empties_a_draft(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": fixing('old mill: ""')})
    assert run_cli("check", "--fix", "--pack", pack, *ALONE, stdin="Old mill").out == "Old mill"


def test_a_conversation_cannot_be_fixed(run_cli: Cli, folder: Path) -> None:
    (folder / "t.json").write_text(json.dumps({"text": WARNED}))
    run = run_cli("check", "--fix", "t.json")
    assert (run.code, run.out) == (2, "")
    assert "--fix changes drafts (.txt, .md, .html), not conversations" in run.err


def test_a_file_that_cannot_be_written(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text(WARNED)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    run = run_cli("check", "--fix", "a.txt")
    assert (run.code, run.err.splitlines()[-1]) == (2, "a.txt: cannot be written: Permission denied")
