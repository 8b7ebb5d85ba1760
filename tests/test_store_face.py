"""`replylint store`, and the setting that switches a store on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import Run
from replylint import store
from replylint.conversation import Conversation, Turn
from replylint.finding import Override
from test_store import DAY, LATE, NOW, TIMELESS, WHOLE, entry

Cli = Callable[..., Run]
SETTING = '[store]\nurl = "sqlite:///ledger.db"\n'
OFF = 'no store is switched on; set url = "sqlite:///ledger.db" under [store] in replylint.toml, or REPLYLINT_STORE\n'


@pytest.fixture
def filled(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address, named in the environment, of a store with four promises of three conversations."""
    monkeypatch.setenv("REPLYLINT_STORE", address)
    with store.open(address) as kept:
        kept.record("T-1", [WHOLE, entry("I'll call you", status="broken", due=NOW)], NOW - 4000 * DAY)
        kept.record("T-2", [TIMELESS], NOW - 4000 * DAY)
        kept.record("T-3", [entry("Made \x1b[31mjust\x07 now\nhere")], datetime.now(UTC))
    return address


# -- the commands ------------------------------------------------------------------------------------------------------


def test_it_lists_those_due_first(filled: str, run_cli: Cli) -> None:
    assert filled
    assert run_cli("store", "list") == Run(
        0,
        "2026-11-18T10:30-05:00  broken    T-1  “I'll call you” (Tim)\n"
        "2026-11-20T17:00+05:45  due-soon  T-1  ““I'll” 🙂 call;--'\"\\” (Åsa)\n"
        "soon                    broken    T-2  “soon”\n"
        "no time                 open      T-3  “Made [31mjust now here” (Tim)\n",
        "",
    )


def test_it_lists_for_machines(filled: str, run_cli: Cli) -> None:
    assert filled
    told = json.loads(run_cli("store", "list", "--format", "json").out)
    lines = run_cli("store", "list", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == told
    assert told[1] == {
        "conversation": "T-1",
        "turn": 3,
        "start": 17,
        "end": 170_000,
        "text": WHOLE.promise.text,
        "actor": "named",
        "action": "call",
        "strength": "expectation",
        "due": {
            "text": "by Friday",
            "earliest": "1880-01-01T12:00:00+00:19:32",
            "latest": LATE.isoformat(),
            "assumed": ["a", "b"],
        },
        "status": "due-soon",
        "evidence": [{"turn": 4, "start": 0, "end": 3}, {"turn": 5, "start": 1, "end": 2}],
        "made": NOW.isoformat(),
        "by": "Åsa",
        "recorded": (NOW - 4000 * DAY).isoformat(),
    }
    assert told[3]["due"] is None


def test_it_lists_only_some_statuses(filled: str, run_cli: Cli) -> None:
    assert filled
    run = run_cli("store", "list", "--status", "broken", "--status", "open", "--format", "jsonl")
    assert [json.loads(line)["status"] for line in run.out.splitlines()] == ["broken", "broken", "open"]
    assert run_cli("store", "list", "--status", "kept") == Run(0, "", "")
    assert run_cli("store", "list", "--status", "kept", "--format", "json").out == "[]\n"


def test_it_purges_what_is_old(filled: str, run_cli: Cli) -> None:
    assert run_cli("store", "purge", "--older-than", "9999w") == Run(0, "0 promises purged\n", "")
    assert run_cli("store", "purge", "--older-than", "90d") == Run(0, "3 promises purged\n", "")
    with store.open(filled) as kept:
        assert [k.conversation for k in kept.promises()] == ["T-3"]
    assert run_cli("store", "purge", "--older-than", "0h") == Run(0, "1 promise purged\n", "")


def test_it_forgets_a_conversation(filled: str, run_cli: Cli) -> None:
    assert filled
    assert run_cli("store", "forget", "T-1") == Run(0, "2 promises forgotten\n", "")
    assert run_cli("store", "forget", "T-1") == Run(0, "0 promises forgotten\n", "")


def test_it_says_what_went_beside_promises(filled: str, run_cli: Cli) -> None:
    with store.open(filled) as kept:
        for id in ("T-1", "T-4", "T-5"):
            kept.threads.put(Conversation((Turn("customer", "Any news?"),), id=id), NOW - 4000 * DAY)
        kept.overrides.record("0f" * 32, ["f1", "f2"], Override("Ana", "agreed", None), NOW - 4000 * DAY)
        kept.feedback.add({("tone/a", "shown"): 7}, NOW.date() - 4000 * DAY)
        kept.feedback.add({("tone/a", "shown"): 7, ("tone/b", "never"): 1}, NOW.date() - 4001 * DAY)
        kept.inbox.put("zendesk", "e-1", b"{}", NOW - 4000 * DAY)
    assert run_cli("store", "forget", "T-1") == Run(0, "2 promises, 1 conversation forgotten\n", "")
    told = "1 promise, 2 conversations, 1 override, 3 counts of feedback, 1 webhook purged\n"
    assert run_cli("store", "purge", "--older-than", "90d") == Run(0, told, "")
    assert run_cli("store", "purge", "--older-than", "90d") == Run(0, "0 promises purged\n", "")


@pytest.mark.parametrize("age", ["90", "d", "90 d", "-1d", "90m", "1.5d", "", "90D", "٣d", "9999999d"])
def test_an_age_that_is_none(age: str, run_cli: Cli) -> None:
    run = run_cli("store", "purge", f"--older-than={age}")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.endswith(" is not a time such as 90d, 12w or 36h\n")


def test_an_age_beyond_the_calendar(run_cli: Cli) -> None:
    run = run_cli("store", "purge", "--older-than", "999999w")
    assert (run.code, run.err) == (2, "--older-than: 999999w is longer ago than any calendar reaches\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lst"], "no 'lst' here; did you mean 'list'?"),
        (["list", "--status", "brokn"], "no 'brokn' here; did you mean 'broken'?"),
        (["purge"], "the following arguments are required: --older-than"),
        (["forget"], "the following arguments are required: CONVERSATION"),
    ],
)
def test_a_command_that_is_not_known(arguments: list[str], said: str, run_cli: Cli) -> None:
    run = run_cli("store", *arguments)
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert said in run.err


# -- the setting -------------------------------------------------------------------------------------------------------


def test_without_the_setting_nothing_is_kept(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_cli("store", "list") == Run(2, "", OFF)
    (folder / "replylint.toml").write_text(SETTING)
    monkeypatch.setenv("REPLYLINT_STORE", "")
    assert run_cli("store", "list") == Run(2, "", OFF)
    assert not (folder / "ledger.db").exists()


def test_a_file_lies_beside_the_settings(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pyproject.toml").write_text(SETTING.replace("store", "tool.replylint.store"))
    below = folder / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert run_cli("store", "list") == Run(0, "", "")
    assert (folder / "ledger.db").exists()
    monkeypatch.setenv("REPLYLINT_STORE", "sqlite:///other.db")
    assert run_cli("store", "list", "--settings", folder / "pyproject.toml") == Run(0, "", "")
    assert [file.name for file in below.iterdir()] == ["other.db"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[store]\nurll = "x"', ":2:1: store: unknown key 'urll'"),
        ("[store]", ":1:2: store: 'url' is missing"),
        ("[store]\nurl = 3", ":2:1: store.url: expected text, got a whole number (3)"),
        ('store = "postgresql://ana:Sesam@host/db"', ":1:1: store: expected a mapping, got text"),
    ],
)
def test_a_setting_that_cannot_be_used(text: str, said: str, run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text(text)
    run = run_cli("store", "list")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith(f"{folder / 'replylint.toml'}{said}")


def test_a_store_does_not_change_what_a_ruleset_is_called(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def named() -> str:
        return str(json.loads(run_cli("check", "--format", "json", stdin="Fine.").out)["ruleset"])

    without = named()
    (folder / "replylint.toml").write_text(SETTING)
    assert named() == without
    monkeypatch.setenv("REPLYLINT_STORE", "postgresql://ana:Sesam@host/db")
    assert named() == without
    assert [file.name for file in folder.iterdir()] == ["replylint.toml"], "a check opens no store"


def test_doctor_names_the_store_without_its_password(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "replylint.toml"
    assert "\n  store = not set  (default)\n" in run_cli("doctor").out
    file.write_text('[store]\nurl = "postgresql://ana:Sesam@host/db"\n')
    said = run_cli("doctor").out
    assert f'\n  store = {{url = "postgresql://ana:***@host/db"}}  ({file}:1)\n' in said
    monkeypatch.setenv("REPLYLINT_STORE", "postgresql://ben:Sesam@host/db?password=Sesam")
    again = run_cli("doctor").out
    assert '\n  store = {url = "postgresql://ben:***@host/db?password=***"}  (REPLYLINT_STORE)\n' in again
    assert "Sesam" not in said + again
