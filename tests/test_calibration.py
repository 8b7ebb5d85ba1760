"""`replylint measure` and `replylint calibrate`: a team's own labels and scores beside the tool's."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, rule_text

ROOT = Path(__file__).parent.parent
ROUND, DOCUMENT = ROOT / "examples" / "round", ROOT / "docs" / "calibration.md"
Cli = Callable[..., Run]
SOON = (
    "the lamp left our store on Monday and we'll write again soon about the courier. Thanks for asking us, and have a good week."
)
GOOD = "your lamp is on the van and comes on Friday 5 June before noon. Nothing more is needed from you. Best wishes, Tim"
RUDE = "You are a liar. We looked at both charges of the order on Tuesday and only one of them is ours, so ask your bank."
SORRY = "I'm sorry for what we wrote. I've sent the second 38 euros back to your card, and they arrive by Friday 5 June. Tim"


def conversation(name: str | None, *replies: str) -> dict[str, Any]:
    """A conversation in which the customer asks before each reply; the last one is the draft."""
    turns: list[dict[str, Any]] = []
    for reply in replies:
        turns += [{"role": "customer", "text": "Where is my lamp?"}, {"role": "agent", "text": f"Hi Ana, {reply}"}]
    return {"id": name, "turns": turns}


@pytest.fixture
def export(folder: Path) -> Path:
    """Ten conversations: T-1 to T-4 have a vague time, T-5 to T-9 nothing, and T-10 an insult before its draft."""
    told = [conversation(f"T-{at}", SOON if at < 5 else GOOD) for at in range(1, 10)]
    told.append(conversation("T-10", RUDE, SORRY))
    return written(folder / "export.jsonl", *map(json.dumps, told))


def written(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def labels(folder: Path, *lines: str, head: str = "reply,check,label,rater") -> Path:
    return written(folder / "labels.csv", head, *lines)


def scores(folder: Path, *lines: str, head: str = "reply,rater,item,score") -> Path:
    return written(folder / "scores.csv", head, *lines)


def figures(run: Run) -> dict[tuple[str, str], dict[str, str]]:
    """What CSV tells, by item and statistic."""
    assert run.err == ""
    return {(row["item"], row["statistic"]): row for row in csv.DictReader(io.StringIO(run.out))}


TIMES = [f"T-{at},vague-timeframe,{'yes' if at in (1, 2, 3, 5) else 'no'},Ana" for at in range(1, 10)]


# -- measure -----------------------------------------------------------------------------------------------------------


def test_it_counts_what_was_raised_against_what_people_see(run_cli: Cli, folder: Path, export: Path) -> None:
    told = figures(run_cli("measure", labels(folder, *TIMES), export, "--format", "csv"))
    check = "commitments/vague-timeframe"
    counts = {name: told[check, name]["value"] for name in ("replies", "right", "false", "missed", "clear")}
    assert counts == {"replies": "9", "right": "3", "false": "1", "missed": "1", "clear": "4"}
    assert (told[check, "precision"]["value"], told[check, "recall"]["value"]) == ("0.75", "0.75")
    assert (told[check, "kappa"]["value"], told[check, "positive"]["value"]) == ("0.55", "0.75")
    assert float(told[check, "precision"]["low"]) < 0.75 < float(told[check, "precision"]["high"])


def test_the_table_names_what_is_to_look_at_and_no_words(run_cli: Cli, folder: Path, export: Path) -> None:
    run = run_cli("measure", labels(folder, *TIMES), export)
    assert (run.code, run.err) == (0, "")
    assert "  false alarm  T-4  commitments/vague-timeframe\n  missed       T-5  commitments/vague-timeframe\n" in run.out
    assert "vague-timeframe  9               3/1/1  0.75 0.30–0.95*  0.75 0.30–0.95*  0.55*  0.56*" in run.out
    assert "* from fewer than 20" in run.out
    assert "soon" not in run.out
    assert "lamp" not in run.out
    assert max(map(len, run.out.splitlines())) <= 120
    shown = run_cli("measure", labels(folder, *TIMES), export, "--show-text").out
    assert "T-4  commitments/vague-timeframe\n    “soon”\n" in shown
    assert f"T-5  commitments/vague-timeframe\n    Hi Ana, {GOOD}\n" in shown


def test_the_rest_of_a_reply_can_be_labelled_in_one_line(run_cli: Cli, folder: Path, export: Path) -> None:
    file = labels(folder, *(line for line in TIMES if ",yes," in line), *(f"T-{at},*,no,Ana" for at in range(1, 10)))
    told = json.loads(run_cli("measure", file, export, "--format", "json").out)
    line = told["checks"]["commitments/vague-timeframe"]
    assert [line[name] for name in ("right", "false", "missed", "clear")] == [3, 1, 1, 4]
    assert told["checks"]["tone/dismissive"]["clear"] == 9
    assert (told["replies"], told["raters"], told["profile"]) == (9, ["Ana"], "standard")
    assert told["all"]["recall"]["value"] == 0.75
    assert "more: nothing was raised, and people found nothing" in run_cli("measure", file, export).out


def test_the_rest_of_a_category_yields_to_a_line_of_its_own(run_cli: Cli, folder: Path, export: Path) -> None:
    file = labels(folder, "T-1,*,no,Ana", "T-1,commitments/*,N/A,Ana", "T-1,vague-timeframe,yes,Ana")
    told = json.loads(run_cli("measure", file, export, "--format", "json").out)["checks"]
    assert told["commitments/vague-timeframe"]["right"] == 1
    assert told["commitments/ambiguous-deadline"]["not_applicable"] == 1
    assert told["tone/dismissive"]["clear"] == 1


def test_of_several_raters_most_count_and_a_tie_is_told(run_cli: Cli, folder: Path, export: Path) -> None:
    votes = {"T-1": "yes yes no", "T-2": "yes no", "T-3": "n/a N/A yes", "T-5": "no No"}
    rows = [f"{reply},vague-timeframe,{vote},{at}" for reply, told in votes.items() for at, vote in enumerate(told.split())]
    told = json.loads(run_cli("measure", labels(folder, *rows), export, "--format", "json").out)
    line = told["checks"]["commitments/vague-timeframe"]
    assert [line[name] for name in ("right", "clear", "not_applicable", "replies")] == [1, 1, 1, 2]
    assert told["apart"] == [{"check": "commitments/vague-timeframe", "reply": "T-2", "kind": "tied"}]


def test_a_check_that_gave_way_counts_for_neither_side(run_cli: Cli, folder: Path, export: Path) -> None:
    file = labels(folder, "T-1,vague-commitment,yes,Ana", "T-5,vague-commitment,no,Ana")
    told = json.loads(run_cli("measure", file, export, "--format", "json").out)["checks"]["commitments/vague-commitment"]
    assert (told["gave_way"], told["replies"], told["clear"]) == (1, 1, 1)
    assert "1 labels of checks that gave way" in run_cli("measure", file, export).out


def test_precision_needs_replies_that_are_known_to_be_good(run_cli: Cli, folder: Path, export: Path) -> None:
    run = run_cli("measure", labels(folder, "T-1,vague-timeframe,yes", head="reply,check,label"), export)
    assert "no precision without replies that are labelled no: commitments/vague-timeframe" in run.out


def test_a_check_that_does_not_run_is_named(run_cli: Cli, folder: Path, export: Path) -> None:
    file = labels(folder, "T-1,overpromise,no,Ana")
    assert "off in this profile: commitments/overpromise" in run_cli("measure", file, export).out
    assert "off in this profile" not in run_cli("measure", file, export, "--profile", "strict").out


def test_what_was_dismissed_is_measured_all_the_same(run_cli: Cli, folder: Path, export: Path) -> None:
    finding = json.loads(run_cli("check", export, "--format", "jsonl").out.splitlines()[0])["findings"][0]
    written(folder / "replylint.toml", f'dismissals = [{{id = "{finding["id"]}"}}]')
    told = figures(run_cli("measure", labels(folder, *TIMES), export, "--format", "csv"))
    assert told["commitments/vague-timeframe", "right"]["value"] == "3"


def test_a_reply_in_the_middle_of_a_thread_is_judged_as_it_stood(run_cli: Cli, folder: Path, export: Path) -> None:
    file = labels(folder, "T-10#1,hostile-language,yes,Ana", "T-10,hostile-language,no,Ana", "T-10#3,hostile-language,no,Ben")
    told = json.loads(run_cli("measure", file, export, "--format", "json").out)
    line = told["checks"]["tone/hostile-language"]
    assert [line[name] for name in ("replies", "right", "clear")] == [2, 1, 1]  # T-10 and T-10#3 are one reply


def test_labels_may_be_json_lines_or_what_a_spreadsheet_writes(run_cli: Cli, folder: Path, export: Path) -> None:
    first = run_cli("measure", labels(folder, *TIMES), export).out
    rows = [line.split(",") for line in TIMES]
    told = [{"reply": reply, "check": check, "label": label == "yes", "rater": who} for reply, check, label, who in rows]
    lines = written(folder / "labels.jsonl", *map(json.dumps, told))
    assert run_cli("measure", lines, export).out == first
    excel = folder / "excel.csv"
    table = ["Reply;Check;Label;Rater;Note", *(";".join([*row, '"so; I think"']) for row in rows), ";;;;"]
    excel.write_bytes("\r\n".join(table).encode("utf-8-sig"))
    assert run_cli("measure", excel, export).out == first


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("T-1,vague-timefrme,yes,Ana", "2:5: check: no check 'vague-timefrme'; did you mean 'vague-timeframe'?"),
        ("T-1,tone/rude,yes,Ana", "2:5: check: no check 'tone/rude'"),
        ("T-1,tones/*,yes,Ana", "2:5: check: no category 'tones'; did you mean 'tone'?"),
        ("T-99,vague-timeframe,yes,Ana", "2:1: reply: 'T-99' is not in the export"),
        ("T-10#2,vague-timeframe,yes,Ana", "2:1: reply: no reply '2' in 'T-10'; its turns with a reply are 1, 3"),
        ('"T-1","vague-timeframe",maybe,Ana', "2:25: label: 'maybe' is not yes, no or N/A"),
        ("T-1,vague-timeframe,She said so herself,Ana", "2:21: label: a text of 19 characters is not yes, no or N/A"),
        ("T-1,vague-timeframe,yes,Ana,5", "2:1: more fields than columns"),
    ],
)
def test_a_bad_label_is_one_line_and_the_others_go_on(run_cli: Cli, folder: Path, export: Path, line: str, error: str) -> None:
    file = labels(folder, line, *TIMES[3:])
    run = run_cli("measure", file, export)
    assert run.code == 2
    assert run.err.startswith(f"{file}:{error}")
    assert len(run.err.splitlines()) == 1
    assert "false alarm" in run.out


def test_a_second_answer_of_one_person_is_an_error(run_cli: Cli, folder: Path, export: Path) -> None:
    twice = [*TIMES, "T-1,commitments/vague-timeframe,no,Ana", "T-1,*,no,Ana", "T-1,*,no,Ana"]
    run = run_cli("measure", labels(folder, *twice), export)
    assert run.code == 2
    assert run.err.splitlines() == [
        f"{folder / 'labels.csv'}:11:5: check: a second answer by 'Ana' for the same reply",
        f"{folder / 'labels.csv'}:13:5: check: a second answer for the rest of the same reply",
    ]


@pytest.mark.parametrize(
    ("head", "error"),
    [
        ("reply,chek,label", ":1:1: unknown column 'chek'; did you mean 'check'?"),
        ("reply,label", ":1:1: no column 'check'; the columns found are reply, label"),
        ("reply,check,label,label", ":1:1: the column 'label' stands here twice"),
    ],
)
def test_bad_columns_are_one_line(run_cli: Cli, folder: Path, export: Path, head: str, error: str) -> None:
    file = labels(folder, *TIMES, head=head)
    assert run_cli("measure", file, export) == Run(2, "", f"{file}{error}\n")


@pytest.mark.parametrize(
    ("text", "name", "error"),
    [
        ("", "labels.csv", "labels.csv:1:1: is empty\n"),
        ("reply,check,label\n,,\n", "labels.csv", "labels.csv: holds no answer that can be used\n"),
        ('reply,check,label\nT-1,*,"no"s', "labels.csv", "labels.csv:2:1: not CSV from here on: ',' expected after"),
        ("reply,check,label\nT-0,*,no\nT-00,*,no", "labels.csv", "labels.csv:2:1: reply: 'T-0' is not in the export\n"),
        ("reply,check,label\n", "labels.txt", "labels.txt: answers are read from .csv or .jsonl\n"),
        ('{"reply": "T-1", "chek": "x"}\n', "labels.jsonl", "labels.jsonl:1:18: unknown key 'chek'; did you mean 'check'?\n"),
        ("{\n", "labels.jsonl", "labels.jsonl:1:2: not JSON: Expecting property name enclosed in double quotes\n"),
        ('{"reply": "T-1", "check": "*", "label": 7}', "labels.jsonl", "labels.jsonl:1:41: label: expected true or false"),
        ('\n{"reply": "T-1", "check": "x", "label": "no"}', "labels.jsonl", "labels.jsonl:2:27: check: no check 'x'"),
    ],
)
def test_a_file_without_answers_is_one_line(run_cli: Cli, folder: Path, export: Path, text: str, name: str, error: str) -> None:
    (folder / name).write_text(text, "utf-8")
    run = run_cli("measure", name, export)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(error)


def test_an_export_that_cannot_be_used_is_told(run_cli: Cli, folder: Path, export: Path) -> None:
    file = labels(folder, *TIMES)
    assert run_cli("measure", file, "none.jsonl") == Run(2, "", "none.jsonl: no such file\n")
    nameless = written(folder / "nameless.jsonl", json.dumps({"turns": conversation(None, GOOD)["turns"]}))
    assert (
        run_cli("measure", file, nameless).err == f"{nameless}: no conversation of the export has an id to name its replies by\n"
    )
    twice = written(folder / "twice.jsonl", *[json.dumps(conversation("T-1", GOOD))] * 2)
    assert run_cli("measure", file, twice).err == f"{twice}: the id 'T-1' stands in the export twice\n"
    partly = written(folder / "partly.jsonl", *["{"] * 30, *export.read_text("utf-8").splitlines())
    run = run_cli("measure", file, partly)
    assert run.code == 2
    assert len(run.err.splitlines()) == 21
    assert run.err.endswith("and 10 more errors\n")
    assert "T-4  commitments/vague-timeframe" in run.out


def test_a_reply_that_cannot_be_judged_leaves_the_figures(run_cli: Cli, folder: Path, export: Path) -> None:
    odd = conversation("T-0", SOON)
    odd["agent"] = {"time_zone": "Mars/Olympus"}
    odd["now"] = "2026-11-18T10:30:00-05:00"
    both = written(folder / "both.jsonl", json.dumps(odd), *export.read_text("utf-8").splitlines())
    run = run_cli("measure", labels(folder, *TIMES, "T-0,vague-timeframe,no,Ana"), both, "--format", "json")
    assert run.code == 2
    assert "Mars" in run.err
    assert json.loads(run.out)["checks"]["commitments/vague-timeframe"]["false"] == 1


def test_a_check_of_a_pack_is_named_with_its_category_when_it_must_be(
    run_cli: Cli, folder: Path, export: Path, make_pack: Callable[..., Path]
) -> None:
    pack = make_pack({"tone/lamp": rule_text("lamp"), "clarity/lamp": rule_text("courier")})
    file = labels(folder, "T-1,lamp,yes,Ana", "T-1,tone/lamp,yes,Ana", "T-2,tone/lamp,no,Ana", "T-1,clarity/lamp,yes,Ana")
    run = run_cli("measure", file, export, "--pack", pack)
    assert run.err == f"{file}:2:5: check: 'lamp' stands in several categories: clarity/lamp, tone/lamp\n"
    assert "tone/lamp     2" in run.out
    assert "clarity/lamp  1" in run.out


# -- calibrate ---------------------------------------------------------------------------------------------------------


def round_of(*people: str) -> list[str]:
    """Scores of ten replies by some people: the first as the tool, each other with one of the ten two steps off."""
    rows = []
    for at in range(1, 11):
        for number, who in enumerate(people):
            step = 1 if at < 5 else 3
            rows.append(f"T-{at},{who},category:structure,{(step + 2) % 4 if number == at else step}")
            rows.append(f"T-{at},{who},total,{90 - 5 * at + number}")
            rows.append(f"T-{at},{who},passed,{'yes' if at < 3 or number == at else 'no'}")
    return rows


def test_people_and_the_tool_are_compared_from_the_export(run_cli: Cli, folder: Path, export: Path) -> None:
    told = figures(run_cli("calibrate", scores(folder, *round_of("Ana", "Ben", "Cleo")), export, "--format", "csv"))
    assert told["category:structure", "people"]["n"] == "10"
    assert float(told["category:structure", "people"]["value"]) < 1
    assert told["category:structure", "tool"]["value"] == "0.0"  # it gives full marks to every reply
    assert told["passed", "false"]["value"] == "8"
    assert told["passed", "missed"]["value"] == "0"
    bias = told["total", "bias"]
    assert float(bias["low"]) < float(bias["value"]) < float(bias["high"])
    assert float(told["total", "limit_low"]["value"]) < float(bias["low"])
    assert told["total", "people_near"]["value"] == "1.0"


def test_perfect_agreement_meets_its_goal(run_cli: Cli, folder: Path) -> None:
    rows = [
        f"R{at},{who},{item}"
        for at in range(20)
        for who in ("Ana", "Ben", "replylint")
        for item in (
            f"category:tone,{at % 4}",
            f"total,{60 + at}",
            f"passed,{'yes' if at % 2 else 'no'}",
            f"check:dismissive,{'no' if at % 5 else 'yes'}",
        )
    ]
    run = run_cli("calibrate", scores(folder, *rows))
    assert (run.code, run.err) == (0, "")
    perfect = "1.00 (1.00 to 1.00)"
    assert f"tone                 20  {perfect}  0.95 met  {perfect}  {perfect}" in run.out
    assert f"dismissive           20  {perfect}  0.95 met  {perfect}  {perfect}" in run.out
    assert "replylint less people  +0.0 (+0.0 to +0.0); limits of agreement +0.0 to +0.0; goal ±5: met" in run.out
    assert f"within ±10 {perfect}, ICC(2,1) {perfect}" in run.out
    assert f"kappa {perfect}, AC1 {perfect}; goal 0.95 met" in run.out
    assert "passed by replylint, failed by people: 0" in run.out
    assert "20 replies scored by Ana, Ben; replylint as in the file" in run.out
    assert max(map(len, run.out.splitlines())) <= 100
    # all that is left to discuss is what fails a reply by itself, and that is no dismissive word
    assert "To discuss" not in run.out


def test_a_round_without_the_tool_compares_people(run_cli: Cli, folder: Path) -> None:
    run = run_cli("calibrate", scores(folder, *round_of("Ana", "Ben")))
    assert (run.code, run.err) == (0, "")
    assert "no scores of replylint: name the export" in run.out
    assert "– replylint–people: no scores of replylint (structure, passed)" in run.out
    assert "replylint less people" not in run.out
    assert "    structure, 2 steps apart: Ana 1, Ben 3\n" in run.out
    told = json.loads(run_cli("calibrate", scores(folder, *round_of("Ana", "Ben")), "--format", "json").out)
    assert told["items"]["category:structure"]["tool"]["value"] is None
    assert told["discuss"][0] == {
        "reply": "T-1", "item": "category:structure", "why": "2 steps apart", "tool": None, "people": {"Ana": "1", "Ben": "3"},
    }  # fmt: skip


def test_what_is_to_discuss_names_replies_and_no_words(run_cli: Cli, folder: Path, export: Path) -> None:
    rows = [
        "T-1,Ana,category:tone,0", "T-1,Ben,category:tone,1", "T-1,Ana,total,88", "T-1,Ben,total,95",
        "T-2,Ana,category:tone,2", "T-2,Ben,category:tone,3", "T-2,Ana,total,40",
        "T-5,Ana,passed,no", "T-5,Ben,passed,N/A", "T-6,Ana,passed,yes",
        "T-10#1,Ana,category:tone,0", "T-7,Ana,check:secret-in-reply,yes",
    ]  # fmt: skip
    file = scores(folder, *rows)
    run = run_cli("calibrate", file, export)
    assert run.out.endswith(
        "To discuss (5 of 6 replies):\n"
        "  T-1\n    tone, 2 steps apart: replylint 3; Ana 0, Ben 1\n"
        "  T-2\n    total, 2 bands apart: replylint 92; Ana 40\n"
        "  T-5\n    passed, pass/fail split: replylint yes; Ana no, Ben N/A\n"
        "  T-10#1\n    tone/hostile-language, autofail: replylint yes\n"
        "  T-7\n    safety/secret-in-reply, autofail: replylint no; Ana yes\n"
    )
    assert "lamp" not in run.out
    assert f"  T-10#1\n    “Hi Ana, {RUDE}”\n" in run_cli("calibrate", file, export, "--show-text").out


def test_a_consensus_may_lie_between_two_steps(run_cli: Cli, folder: Path) -> None:
    rows = [
        f"R{at},{who},category:tone,{step}"
        for at, steps in enumerate(("121", "011", "332", "233", "100"))
        for who, step in zip(("Ana", "Ben", "replylint"), steps, strict=True)
    ]
    told = figures(run_cli("calibrate", scores(folder, *rows), "--format", "csv"))
    # worked by hand: people 1.5, 0.5, 3, 2.5, 0.5; replylint 1, 1, 2, 3, 0
    assert float(told["category:tone", "tool"]["value"]) == pytest.approx(1 - 5 * 2 / (5 * (18 + 15) - 2 * 8 * 7), abs=0.0001)


def test_not_applicable_of_one_side_is_counted_and_left_out(run_cli: Cli, folder: Path) -> None:
    marks = ("3", "N/A"), ("n/a", "2"), ("na", "NA")
    rows = [
        f"R{at},{who},category:tone,{mark}"
        for at, pair in enumerate(marks)
        for who, mark in zip(("Ana", "replylint"), pair, strict=True)
    ]
    run = run_cli("calibrate", scores(folder, *rows))
    assert "left out: 2 answers where only replylint or only people say N/A" in run.out
    assert "– replylint–people: no replies to go by (tone)" in run.out


def test_a_tie_is_told_and_left_out(run_cli: Cli, folder: Path) -> None:
    rows = ["R1,Ana,passed,yes", "R1,Ben,passed,no", "R1,replylint,passed,no"]
    assert "left out: 1 ties: R1 passed" in run_cli("calibrate", scores(folder, *rows)).out


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("T-1,Ana,category:tones,3", "2:9: item: no category 'tones'; did you mean 'tone'?"),
        ("T-1,Ana,check:dismisive,no", "2:9: item: no check 'dismisive'; did you mean 'dismissive'?"),
        ("T-1,Ana,tone,3", "2:9: item: 'tone' is not check:ID, category:NAME, total or passed"),
        ("T-1,Ana,category:tone,4", "2:23: score: '4' is not 0, 1, 2 or 3, or N/A"),
        ("T-1,Ana,category:tone,2.5", "2:23: score: '2.5' is not 0, 1, 2 or 3, or N/A"),
        ("T-1,Ana,total,101", "2:15: score: '101' is not a number from 0 to 100, or N/A"),
        ("T-1,Ana,total,nan", "2:15: score: 'nan' is not a number from 0 to 100, or N/A"),
        ("T-1,Ana,passed,82", "2:16: score: '82' is not yes, no or N/A"),
        ("T-1,,passed,yes", "2:5: rater: is empty"),
        ("T-77,Ana,passed,yes", "2:1: reply: 'T-77' is not in the export"),
    ],
)
def test_a_bad_score_is_one_line_and_the_others_go_on(run_cli: Cli, folder: Path, export: Path, line: str, error: str) -> None:
    file = scores(folder, line, *round_of("Ana", "Ben"))
    run = run_cli("calibrate", file, export)
    assert (run.code, run.err) == (2, f"{file}:{error}\n")
    assert "Passed, yes or no (10 replies)" in run.out


def test_what_cannot_be_compared_is_one_line(run_cli: Cli, folder: Path, export: Path) -> None:
    file = scores(folder, "T-1,replylint,total,80")
    assert run_cli("calibrate", file) == Run(2, "", f"{file}: holds no score of a person\n")
    both = scores(folder, "T-1,replylint,total,80", "T-1,Ana,total,80")
    what = "holds scores of replylint, and an export is named: leave one of them out"
    assert run_cli("calibrate", both, export) == Run(2, "", f"{both}: {what}\n")
    assert run_cli("calibrate", both, "--show-text") == Run(2, "", "--show-text: name the export that the replies are in\n")


def test_the_same_round_gives_the_same_bytes(run_process: Callable[..., Run], folder: Path, export: Path) -> None:
    file = scores(folder, *round_of("Ana", "Ben", "Cleo"))
    runs = [run_process("calibrate", file, export, "--format", "json", PYTHONHASHSEED=seed) for seed in ("1", "2")]
    assert runs[0] == runs[1]
    assert runs[0].code == 0


def test_nothing_in_a_name_is_obeyed_by_a_terminal(run_cli: Cli, folder: Path) -> None:
    rows = ["R\x1b[31m1,A\x07na,passed,yes", "R\x1b[31m1,Ben,passed,no"]
    assert "\x1b" not in run_cli("calibrate", scores(folder, *rows)).out


@pytest.mark.parametrize(("command", "file"), [("measure", "labels.csv"), ("calibrate", "scores.csv")])
def test_the_sample_in_the_document_is_what_is_printed(run_cli: Cli, command: str, file: str) -> None:
    run = run_cli(command, ROUND / file, ROUND / "replies.jsonl")
    assert (run.code, run.err) == (0, "")
    printed = re.sub("sha256:[0-9a-f]+", "sha256:…", run.out).rstrip().split("\n")
    lines = DOCUMENT.read_text("utf-8").split("\n")
    start = lines.index(f"    {printed[0]}")
    assert [line[4:] for line in lines[start : start + len(printed)]] == printed
