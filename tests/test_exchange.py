"""SARIF and GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import Run, rule_text

Cli = Callable[..., Run]
Make = Callable[..., Path]
DRAFT = "Hello Ana,\n\n🙂 see the error mill,\nthe warning mill and the suggestion mill.\n"

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
COUNT = {"type": "integer", "minimum": 1}
OFFSET = {"type": "integer", "minimum": 0}
REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": {
        "startLine": COUNT,
        "startColumn": COUNT,
        "endLine": COUNT,
        "endColumn": COUNT,
        "charOffset": OFFSET,
        "charLength": OFFSET,
        "snippet": TEXT,
    },
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": "^[!-;=?-~]*$"}},
                },
                "region": REGION,
            },
        }
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription", "defaultConfiguration"],
    "properties": {"id": {"type": "string"}, "shortDescription": TEXT, "help": TEXT},
}
LOG = Draft202012Validator(
    {
        "type": "object",
        "required": ["version", "$schema", "runs"],
        "properties": {
            "version": {"const": "2.1.0"},
            "runs": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["tool", "results", "columnKind"],
                    "properties": {
                        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                        "tool": {
                            "type": "object",
                            "required": ["driver"],
                            "properties": {
                                "driver": {
                                    "type": "object",
                                    "required": ["name", "version", "rules"],
                                    "properties": {"rules": {"type": "array", "items": RULE, "uniqueItems": True}},
                                }
                            },
                        },
                        "results": {"type": "array", "items": RESULT},
                    },
                },
            },
        },
    }
)


@pytest.fixture
def options(make_pack: Make) -> tuple[str | Path, ...]:
    """Only three rules, one for each severity."""
    pack = make_pack({f"mill/{s}": rule_text(f"{s} mill", s) for s in ("error", "warning", "suggestion")})
    return ("check", "--pack", pack, "--profile", "alone", "--fail-on", "never")


def sarif(run: Run) -> dict[str, Any]:
    assert run.err == ""
    log = json.loads(run.out)
    LOG.validate(log)
    (only,) = log["runs"]
    return dict(only)


def test_sarif_says_where_and_how_bad(options: tuple[str | Path, ...], run_cli: Cli, folder: Path) -> None:
    (folder / "my draft.txt").write_text(DRAFT)
    told = sarif(run_cli(*options, "--format", "sarif", "my draft.txt"))
    rules = told["tool"]["driver"]["rules"]
    assert [(r["ruleId"], r["level"]) for r in told["results"]] == [
        ("mill/error", "error"),
        ("mill/warning", "warning"),
        ("mill/suggestion", "note"),
    ]
    for result in told["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        words = DRAFT[region["charOffset"] :][: region["charLength"]]
        line = DRAFT.split("\n")[region["startLine"] - 1]
        assert place["artifactLocation"]["uri"] == "my%20draft.txt"
        assert words == region["snippet"]["text"]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]


def test_sarif_carries_the_automatic_fixes(run_cli: Cli) -> None:
    told = sarif(run_cli("check", "--format", "sarif", stdin="🙂 Unfortunately, the mill is shut."))
    (result,) = (r for r in told["results"] if r["ruleId"] == "priming/negative-priming")
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement == {"deletedRegion": {"charOffset": 2, "charLength": 16}, "insertedContent": {"text": "T"}}
    assert change["artifactLocation"]["uri"] == "stdin"


def test_sarif_of_records_names_their_line(options: tuple[str | Path, ...], run_cli: Cli, folder: Path) -> None:
    lines = [{"id": "T-1", "text": "Fine."}, {"id": "T-2", "text": "See the error mill."}]
    (folder / "many.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    pretty = {"turns": [{"role": "customer", "text": "x"}, {"role": "agent", "text": "See the warning mill."}]}
    (folder / "one.json").write_text(json.dumps(pretty, indent=1))
    table = 'id,text\nT-3,"Two\nlines."\nT-4,See the error mill.\n'
    (folder / "all.csv").write_text(table)
    told = sarif(run_cli(*options, "--format", "sarif", "many.jsonl", "one.json", "all.csv"))
    places = [r["locations"][0] for r in told["results"]]
    assert [p["physicalLocation"]["region"]["startLine"] for p in places] == [2, 9, 4]
    assert [p["logicalLocations"][0]["name"] for p in places] == ["T-2", "line 9", "T-4"]
    assert places[1]["logicalLocations"][0]["fullyQualifiedName"] == "turns[1].text"
    assert places[1]["properties"] == {"turn": 1, "start": 8, "end": 20, "text": "warning mill"}


def test_sarif_without_findings_is_a_run_without_results(options: tuple[str | Path, ...], run_cli: Cli) -> None:
    assert sarif(run_cli(*options, "--format", "sarif", stdin="Fine."))["results"] == []
    broken = run_cli(*options, "--format", "sarif", "gone.txt")
    assert broken.code == 2
    LOG.validate(json.loads(broken.out))


def test_github_has_an_annotation_a_finding(options: tuple[str | Path, ...], run_cli: Cli, folder: Path) -> None:
    (folder / "a,b.txt").write_text(DRAFT)
    first, second, third = run_cli(*options, "--format", "github", "a,b.txt").out.splitlines()
    place = "file=a%2Cb.txt,line=3,endLine=3,col=11,endColumn=20,title=mill/error"
    assert first == f"::error {place}::“error mill” is a word that this pack is about. Write it another way."
    assert second.startswith("::warning file=a%2Cb.txt,line=4,endLine=4,col=5,")
    assert third.startswith("::notice ")


def test_github_escapes_what_would_end_a_line(make_pack: Make, run_cli: Cli) -> None:
    text = rule_text("mill").replace("Write it another way.", '"100%: not\\nso"')
    run = run_cli("check", "--pack", make_pack({"mill/old": text}), "--profile", "alone", "--format", "github", stdin="A mill.")
    (line,) = run.out.splitlines()
    assert line.endswith("about. 100%25: not%0Aso")


def test_github_names_the_line_of_a_record(options: tuple[str | Path, ...], run_cli: Cli, folder: Path) -> None:
    (folder / "t.jsonl").write_text('{"text": "Fine."}\n{"text": "See the error mill."}\n')
    run = run_cli(*options, "--format", "github", "t.jsonl")
    assert run.out.startswith("::error file=t.jsonl,line=2,endLine=2,col=19,endColumn=28,title=mill/error::")


RECORDS = {
    "escaped.jsonl": '{"id": "a", "text": "Fine."}\n'
    '{"customer_message": "text", "text": "\\ud83d\\ude42 \\u201cHi\\u201d,\\nsee the error mill."}\n',
    "typed.jsonl": '{"turns": [{"role": "agent", "text": "x"}, {"role": "agent", "text": "🙂\u2028 see the error mill\\t"}]}\n',
    "pretty.json": '{\n "id": "b",\n "turns": [\n  {"text": "See the error mill.", "role": "agent", "draft": true},\n'
    '  {"role": "agent", "text": "x"}]\n}\n',
    "quoted.csv": 'id,text,customer\r\n\r\n"T-1, old","Say ""hello"",\r\nsee the error mill",x\r\n',
    "plain.csv": "id, text \n1,fine\n2,see the error mill",
}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("more", [(), ("--customer", "Where is the mill?")], ids=["alone", "answering"])
def test_the_words_of_a_record_are_found_in_the_file(
    name: str, more: tuple[str, ...], options: tuple[str | Path, ...], run_cli: Cli, folder: Path
) -> None:
    (folder / name).write_bytes(RECORDS[name].encode())
    (result,) = sarif(run_cli(*options, *more, "--format", "sarif", name))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = RECORDS[name].split("\n")[region["startLine"] - 1]
    assert region["startLine"] == region["endLine"]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "error mill"


def test_of_a_mail_only_its_line_is_told(options: tuple[str | Path, ...], run_cli: Cli, folder: Path) -> None:
    (folder / "m.eml").write_text("From: a@shop.example\nTo: b@example.com\nSubject: x\n\nSee the error mill.\n")
    (result,) = sarif(run_cli(*options, "--format", "sarif", "m.eml"))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert run_cli(*options, "--format", "github", "m.eml").out.startswith("::error file=m.eml,line=1,endLine=1,title=")


def test_words_over_two_lines_have_no_columns_for_github(options: tuple[str | Path, ...], run_cli: Cli, folder: Path) -> None:
    (folder / "d.txt").write_text("See the error\nmill.\n")
    assert run_cli(*options, "--format", "github", "d.txt").out.startswith("::error file=d.txt,line=1,endLine=2,title=")
