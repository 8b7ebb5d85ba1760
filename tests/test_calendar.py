"""A team's calendar as it is told: in a conversation, in the settings, over HTTP; and what a wrong one is answered with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, posted

Cli = Callable[..., Run]
NOW = "2026-11-20T16:00:00+00:00"
DRAFT = "I'll write to you by close of business on Monday. You'll have the form within 2 business days."

WRONG = [
    ({"calendar": {"time_zone": "Europe/Lodnon"}}, "calendar.time_zone: no zone 'Europe/Lodnon'; did you mean 'Europe/London'?"),
    ({"calendar": {"hours": {"mon-fry": "09:00-18:00"}}}, "calendar.hours: 'fry' is not a weekday; did you mean 'fri'?"),
    ({"calendar": {"hours": {"mon": "9 to 5"}}}, "calendar.hours.mon: '9 to 5' is not a range of hours such as 09:00-18:00"),
    ({"calendar": {"hours": {"mon": "09:00-25:00"}}}, "calendar.hours.mon: '09:00-25:00' is not a range of hours"),
    ({"calendar": {"holidays": ["25.12.2026"]}}, "calendar.holidays[0]: '25.12.2026' is not a date such as 2026-12-25"),
    ({"calendar": {"country": "England"}}, "calendar.country: 'England' is not a country code such as GB or GB-SCT"),
    ({"customer": {"time_zone": "CEST"}}, "customer.time_zone: no zone 'CEST'"),
    ({"agent": {"time_zone": "Asia/Tokio"}}, "agent.time_zone: no zone 'Asia/Tokio'; did you mean 'Asia/Tokyo'?"),
    ({"sla": {"hand_over": {"billing": "4h"}}}, "sla.hand_over.billing: '4h' is not a duration such as PT4H or P1D"),
    (
        {"sla": {"hand_over": {"billing": f"P{'9' * 5000}D"}}},
        "sla.hand_over.billing: a text of 5,002 characters is not a duration",
    ),
]


def conversation(**more: Any) -> dict[str, Any]:
    return {"now": NOW, "turns": [{"role": "agent", "text": DRAFT, "draft": True}], **more}


@pytest.mark.parametrize(("told", "what"), WRONG, ids=[what.partition(":")[0] for _, what in WRONG])
@pytest.mark.parametrize("command", ["check", "promises"])
def test_a_wrong_calendar_is_named_with_its_place(
    run_cli: Cli, folder: Path, command: str, told: dict[str, Any], what: str
) -> None:
    (folder / "told.json").write_text(json.dumps(conversation(**told), indent=1), encoding="utf-8")
    run = run_cli(command, "told.json")
    assert (run.code, run.out.strip().removeprefix("0 promises")) == (2, "")
    place, _, said = run.err.rstrip("\n").partition(": ")
    assert said.startswith(what)
    file, line, column = place.split(":")
    assert (file, int(line) > 1, int(column) > 1) == ("told.json", True, True)


@pytest.mark.parametrize(("told", "what"), WRONG, ids=[what.partition(":")[0] for _, what in WRONG])
def test_over_http_it_is_a_problem_that_names_the_field(told: dict[str, Any], what: str) -> None:
    answer = posted(json.dumps(conversation(**told)).encode())
    field, _, reason = what.partition(": ")
    assert answer.status_code == 422
    assert answer.json()["field"].startswith(field)
    assert answer.json()["detail"].startswith(reason)


def test_in_the_settings_it_is_named_with_its_line(run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text(
        '[calendar]\ntime_zone = "Europe/London"\nhours = {"mo-fr" = "9-5"}\n', encoding="utf-8"
    )
    run = run_cli("check", stdin=DRAFT)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(str(folder / "replylint.toml:3:"))
    assert "'mo' is not a weekday" in run.err


def test_a_country_that_nobody_knows_spoils_only_its_line(run_cli: Cli, folder: Path) -> None:
    lines = [conversation(calendar={"country": "ZZ"}), conversation(calendar={"country": "GB"})]
    (folder / "told.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run = run_cli("check", "--format", "jsonl", "told.jsonl")
    assert run.code == 2
    wrong, right = map(json.loads, run.out.splitlines())
    assert "no holidays are known for 'ZZ'" in wrong["error"]["what"]
    assert right["commitments"]


def latest(result: dict[str, Any]) -> list[str | None]:
    return [made["due"] and made["due"]["latest"] for made in result["commitments"]]


def test_every_face_reads_the_same_deadlines(run_cli: Cli, folder: Path) -> None:
    told = conversation(calendar={"time_zone": "Europe/London", "hours": {"mon-fri": "08:00-16:30"}})
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    expected = ["2026-11-23T16:30:00+00:00", "2026-11-24T16:30:00+00:00"]
    assert latest(json.loads(run_cli("check", "--format", "json", "told.json").out)) == expected
    assert latest(posted(json.dumps(told).encode()).json()) == expected
    settings = '[calendar]\ntime_zone = "Europe/London"\nhours = {"mon-fri" = "08:00-16:30"}\n'
    (folder / "replylint.toml").write_text(settings, encoding="utf-8")
    assert latest(json.loads(run_cli("check", "--format", "json", "--now", NOW, stdin=DRAFT).out)) == expected
    assert latest(json.loads(run_cli("hook", "--format", "json", "--now", NOW, stdin=DRAFT).out)) == expected


def test_what_a_conversation_lacks_of_a_calendar_is_the_settings(run_cli: Cli, folder: Path) -> None:
    settings = '[calendar]\ntime_zone = "Europe/London"\nhours = {"mon-fri" = "08:00-16:30"}\n'
    (folder / "replylint.toml").write_text(settings, encoding="utf-8")
    told = conversation(calendar={"holidays": ["2026-11-24"]})
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    result = json.loads(run_cli("check", "--format", "json", "told.json").out)
    assert latest(result) == ["2026-11-23T16:30:00+00:00", "2026-11-25T16:30:00+00:00"]


def test_without_a_clock_the_words_stand_and_the_instants_are_null(run_cli: Cli) -> None:
    result = json.loads(run_cli("check", "--format", "json", stdin=DRAFT).out)
    assert [made["due"]["text"] for made in result["commitments"]] == ["close of business on Monday", "2 business days"]
    assert latest(result) == [None, None]
    assert "commitments/impossible-deadline" in result["not_applicable"]["clock"]


def test_the_rules_with_a_clock_come_and_go_with_it(run_cli: Cli) -> None:
    draft = "You'll hear from me by 3 pm today."
    late = json.loads(run_cli("check", "--format", "json", "--now", "2026-11-20T15:10:00+00:00", stdin=draft).out)
    assert [(f["rule"], f["severity"]) for f in late["findings"]] == [("commitments/impossible-deadline", "error")]
    assert late["verdict"] == "hold"
    early = json.loads(run_cli("check", "--format", "json", "--now", "2026-11-20T10:10:00+00:00", stdin=draft).out)
    assert early["findings"] == []


def test_offsets_of_a_deadline_are_true_in_html_and_after_an_emoji(run_cli: Cli, folder: Path) -> None:
    text = "<p>Hi 👩🏽‍🔧 Ana,</p><p>You&rsquo;ll hear from me <b>by 3&nbsp;pm today</b>.</p>"
    told = {"now": "2026-11-20T15:10:00+00:00", "turns": [{"role": "agent", "format": "html", "draft": True, "text": text}]}
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    result = json.loads(run_cli("check", "--format", "json", "told.json").out)
    found = result["findings"][0]
    assert found["rule"] == "commitments/impossible-deadline"
    assert text[found["start"] : found["end"]] == "by 3&nbsp;pm today"
    assert result["commitments"][0]["due"]["text"] == "3&nbsp;pm today"
