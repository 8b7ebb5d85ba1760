"""What became of the promises of a thread, through the command that tells it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject
from jsonschema import Draft202012Validator

from conftest import Run
from replylint.contract import ledger_schema

Cli = Callable[..., Run]
CALENDAR = {"time_zone": "Europe/London", "hours": {"mon-fri": "09:00-18:00"}, "country": "GB"}
# Monday 8 June 2026, 10:00: the promise. Then what was said, and when; then the clock.
MADE = "2026-06-08T10:00:00+01:00"


def thread(promise: str, *later: tuple[str, str, str], now: str = "2026-06-12T10:00:00+01:00", **more: Any) -> dict[str, Any]:
    turns = [{"role": "customer", "text": "My lamp flickers.", "at": "2026-06-08T09:00:00+01:00"}]
    turns.append({"role": "agent", "author": "Tim", "text": f"Hi Ana, {promise}", "at": MADE})
    turns += [{"role": role, "at": f"2026-06-{day}:00+01:00", "text": text} for role, day, text in later]
    return {"id": "T-1", "channel": "email", "now": now, "calendar": CALENDAR, "turns": turns, **more}


def promises(run_cli: Cli, folder: Path, told: dict[str, Any], *options: str) -> list[dict[str, Any]]:
    (folder / "thread.jsonl").write_text(json.dumps(told) + "\n", encoding="utf-8")
    done = run_cli("promises", "--format", "jsonl", *options, "thread.jsonl")
    assert (done.code, done.err) == (0, "")
    whole = json.loads(done.out)
    Draft202012Validator(ledger_schema()).validate(whole)
    found: list[dict[str, Any]] = whole["promises"]
    return found


STATUSES = [
    # a word from us: any later message that tells something keeps it, and silence breaks it
    ("I'll write to you by noon tomorrow.", [("agent", "09T11:00", "The lamp is with our workshop.")], "kept"),
    ("I'll write to you by noon tomorrow.", [("agent", "09T12:30", "The lamp is with our workshop.")], "broken"),
    ("I'll write to you by noon tomorrow.", [], "broken"),
    ("I'll write to you by noon tomorrow.", [("agent", "09T11:00", "Which colour is it?")], "broken"),
    ("I'll write to you by noon tomorrow.", [("agent", "09T11:00", "This is an automatic reply.")], "broken"),
    ("I'll look into it by Tuesday.", [("agent", "09T11:00", "It was the switch, which we know from other lamps.")], "kept"),
    ("I'll look into it by Tuesday.", [("customer", "10T09:00", "I still haven't heard from you.")], "broken"),
    ("I'll write by Tuesday.", [("customer", "09T09:00", "Any news?"), ("agent", "09T10:00", "The switch is broken.")], "kept"),
    # a document must come itself
    ("I'll send you the invoice by Tuesday.", [("agent", "09T11:00", "The invoice is attached.")], "kept"),
    ("I'll send you the invoice by Tuesday.", [("agent", "09T11:00", "Our shop is open on Sunday.")], "broken"),
    ("I'll send you the invoice by Tuesday.", [("agent", "11T11:00", "Here is the invoice.")], "broken"),
    # an act shows where someone tells of it
    ("we'll refund the lamp by Tuesday.", [("agent", "09T11:00", "We have refunded the lamp.")], "kept"),
    ("we'll refund the lamp by Tuesday.", [], "unknown"),
    ("we'll refund the lamp by Tuesday.", [("customer", "10T11:00", "There is still no refund.")], "broken"),
    ("we'll refund the lamp by Tuesday.", [("agent", "11T11:00", "I'm sorry, we missed the refund; it left today.")], "broken"),
    # a call leaves no trace
    ("I'll call you by 3 pm tomorrow.", [], "unknown"),
    ("I'll call you by 3 pm tomorrow.", [("customer", "09T14:00", "Thanks for the call!")], "kept"),
    ("I'll call you by 3 pm tomorrow.", [("customer", "09T16:00", "Nobody called.")], "broken"),
    ("our fitter will visit on Wednesday.", [("customer", "10T19:00", "The fitter came and it works.")], "kept"),
    # what others do, and what waits for something
    ("your parcel will be with you by Tuesday.", [], "unknown"),
    ("once you send the photo I'll reply within the hour.", [], "unknown"),
    # the customer has let us off
    ("I'll write by Tuesday.", [("customer", "08T12:00", "No hurry, next week is fine.")], "open"),
    # without a time, and not yet due
    ("I'll look into it.", [], "open"),
    ("I'll write by Friday.", [], "open"),
    ("I'll write by noon on Friday.", [("customer", "10T09:00", "Any news?")], "open"),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "later", "status"), STATUSES)
def test_a_promise_is_kept_broken_open_or_unknown(
    run_cli: Cli, folder: Path, promise: str, later: list[tuple[str, str, str]], status: str
) -> None:
    (found,) = promises(run_cli, folder, thread(promise, *later))
    assert found["status"] == status
    for span in found["evidence"]:
        role, at, text = later[span["turn"] - 2]
        assert span["text"] in text, role
        assert span["at"] == f"2026-06-{at}:00+01:00"


def test_a_promise_tells_who_made_it_when_and_by_when(run_cli: Cli, folder: Path) -> None:
    (found,) = promises(run_cli, folder, thread("I'll write to you by noon tomorrow."))
    assert found["text"] == "I'll write to you by noon tomorrow"
    assert (found["by"], found["made"], found["actor"], found["strength"]) == ("Tim", MADE, "i", "promise")
    assert found["due"]["text"] == "noon tomorrow"
    assert found["due"]["latest"] == "2026-06-09T12:00:00+01:00"


def test_it_is_due_soon_within_the_hour(run_cli: Cli, folder: Path) -> None:
    for now, status in (("11:30", "due-soon"), ("10:30", "open"), ("12:00", "due-soon"), ("12:01", "broken")):
        told = thread("I'll write to you by noon tomorrow.", now=f"2026-06-09T{now}:00+01:00")
        assert [each["status"] for each in promises(run_cli, folder, told)] == [status]


def test_several_promises_of_a_message_have_fates_of_their_own(run_cli: Cli, folder: Path) -> None:
    told = thread(
        "I'll send you the invoice by Tuesday. Our fitter will visit on Wednesday. "
        "I'll ask the makers about the shade by Friday noon.",
        ("agent", "09T09:30", "The invoice is attached."),
        ("customer", "10T19:00", "Thanks for the invoice, but no fitter came."),
    )
    found = {each["text"]: each["status"] for each in promises(run_cli, folder, told)}
    assert list(found.values()) == ["kept", "broken", "open"], found


def test_what_is_quoted_from_an_earlier_mail_is_not_promised_again(run_cli: Cli, folder: Path) -> None:
    told = thread("I'll write by Tuesday.", ("agent", "09T09:30", "It was the switch.\n\n> I'll write by Tuesday."))
    assert [each["turn"] for each in promises(run_cli, folder, told)] == [1]


def test_a_message_without_words_may_bring_what_was_promised(run_cli: Cli, folder: Path) -> None:
    told = thread("I'll send you the invoice by Tuesday.")
    answer = {"role": "agent", "at": "2026-06-09T11:00:00+01:00", "text": "> the invoice, please", "attachments": ["invoice.pdf"]}
    told["turns"].append(answer)
    assert [each["status"] for each in promises(run_cli, folder, told)] == ["kept"]


def test_an_unsent_draft_keeps_nothing(run_cli: Cli, folder: Path) -> None:
    told = thread("I'll write by Tuesday.")
    told["turns"].append({"role": "agent", "draft": True, "text": "It was the switch."})
    assert [each["status"] for each in promises(run_cli, folder, told)] == ["broken"]


def test_without_a_clock_a_dated_promise_is_unknown(run_cli: Cli, folder: Path) -> None:
    told = {"id": "T-2", "turns": [{"role": "agent", "text": "I'll write by Tuesday."}]}
    (found,) = promises(run_cli, folder, told)
    assert found["status"] == "unknown"
    assert found["due"] == {"text": "Tuesday", "earliest": None, "latest": None, "assumed": []}


def test_only_the_wanted_statuses_are_shown(run_cli: Cli, folder: Path) -> None:
    told = thread("I'll write to you by noon tomorrow. Next month we'll refund the lamp.")
    assert [each["status"] for each in promises(run_cli, folder, told, "--status", "broken,due-soon")] == ["broken"]
    wrong = run_cli("promises", "--status", "broke", "thread.jsonl")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err == "--status: no 'broke'; did you mean 'broken'?\n"


def test_a_bad_line_gives_its_error_and_the_others_are_done(run_cli: Cli, folder: Path) -> None:
    lines = [json.dumps(thread("I'll look into it.")), "{", json.dumps({**thread("I'll look into it."), "id": "T-3"})]
    (folder / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run_cli("promises", "--format", "jsonl", "all.jsonl")
    assert done.code == 2
    first, error, last = map(json.loads, done.out.splitlines())
    assert (first["id"], error["line"], last["id"]) == ("T-1", 2, "T-3")
    assert done.err.startswith("all.jsonl:2:")


def test_json_is_one_document(run_cli: Cli, folder: Path) -> None:
    told = thread("I'll send you the invoice by Tuesday.")
    (folder / "all.jsonl").write_text("\n".join(json.dumps({**told, "id": name}) for name in ("T-1", "T-2")), encoding="utf-8")
    found = json.loads(run_cli("promises", "--format", "json", "all.jsonl").out)
    assert [each["id"] for each in found] == ["T-1", "T-2"]
    assert found[0]["promises"][0]["object"] == "the invoice"


def test_csv_is_read_back_and_holds_no_formula(run_cli: Cli, folder: Path) -> None:
    told = {**thread("I'll write to you by noon tomorrow."), "id": "=HYPERLINK(1)"}
    (folder / "thread.json").write_text(json.dumps(told), encoding="utf-8")
    done = run_cli("promises", "--format", "csv", "thread.json")
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["status"], row["due"], row["latest"]) == ("broken", "noon tomorrow", "2026-06-09T12:00:00+01:00")
    assert row["conversation"] == "'=HYPERLINK(1)"


def test_a_calendar_rings_before_what_can_still_be_kept(run_cli: Cli, folder: Path) -> None:
    told = thread(
        "I'll write to you by noon tomorrow, 🙂. I'll send you the invoice by Tuesday.", now="2026-06-08T11:00:00+01:00"
    )
    (folder / "thread.json").write_text(json.dumps(told), encoding="utf-8")
    done = run_cli("promises", "--format", "ics", "thread.json")
    calendar = vobject.readOne(done.out)
    first, second = calendar.vevent_list
    assert first.dtend.value == datetime(2026, 6, 9, 11, 0, tzinfo=UTC)
    assert second.dtend.value == datetime(2026, 6, 9, 17, 0, tzinfo=UTC)
    assert "I'll write to you by noon tomorrow" in first.summary.value
    assert first.uid.value != second.uid.value
    assert first.valarm.trigger.value.total_seconds() == -1800
    again = run_cli("promises", "--format", "ics", "thread.json")
    assert again.out == done.out
    late = run_cli("promises", "--format", "ics", "--now", "2026-07-01T09:00:00+01:00", "thread.json")
    assert late.code == 0


def test_what_is_read_is_recorded_where_a_store_is_switched_on(run_cli: Cli, folder: Path) -> None:
    (folder / "thread.json").write_text(json.dumps(thread("I'll write to you by noon tomorrow.")), encoding="utf-8")
    off = run_cli("promises")
    assert (off.code, off.err) == (2, "name an export, or switch a store on and read what it holds\n")
    assert not list(folder.glob("*.db"))
    (folder / "replylint.toml").write_text('[store]\nurl = "sqlite:///ledger.db"\n', encoding="utf-8")
    assert run_cli("promises", "thread.json").code == 0
    assert run_cli("promises", "thread.json").code == 0
    stored = run_cli("promises", "--format", "jsonl")
    (kept,) = map(json.loads, stored.out.splitlines())
    assert (kept["conversation"], kept["status"], kept["text"]) == ("T-1", "broken", "I'll write to you by noon tomorrow")
    assert run_cli("store", "forget", "T-1").out == "1 promise forgotten\n"
    assert run_cli("promises", "--format", "jsonl").out == ""


def test_the_zone_of_the_command_line_is_the_last_resort(run_cli: Cli, folder: Path) -> None:
    told = thread("I'll write to you by noon tomorrow.")
    del told["calendar"]
    found = promises(run_cli, folder, told, "--tz", "America/New_York")
    assert found[0]["due"]["latest"] == "2026-06-09T12:00:00-04:00"
    found = promises(run_cli, folder, {**told, "agent": {"time_zone": "Asia/Tokyo"}}, "--tz", "America/New_York")
    assert found[0]["due"]["latest"] == "2026-06-09T12:00:00+09:00"
