"""What people answer to findings, and the promises that are kept: over HTTP, with a key and a store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import Run, asked
from replylint import choice, store
from replylint.faces.server.service import Service
from replylint.settings import read

Cli = Callable[..., Run]
HELD = "You are stupid. Your lamp ships today."
LETTING = {"by": "ana", "reason": "She asked for these words."}


@pytest.fixture
def key(folder: Path, run_cli: Cli) -> str:
    settings = '[server]\nkeys = "keys.json"\n[store]\nurl = "sqlite:///kept.db"\n'
    (folder / "replylint.toml").write_text(settings, encoding="utf-8")
    return run_cli("keys", "add", "helpdesk").out.strip()


@pytest.fixture
def ask(folder: Path, key: str) -> Iterator[Callable[..., httpx.Response]]:
    """Ask one service that goes on; a mapping is sent as JSON."""
    made = Service(*choice.chosen(read(folder / "replylint.toml"), None, ()))

    def send(path: str, body: dict[str, Any] | None = None, keyed: bool = True) -> httpx.Response:
        headers = {"authorization": f"Bearer {key}"} if keyed else {}
        return asked(path, None if body is None else json.dumps(body).encode(), made, keep=True, **headers)

    yield send
    made.close()


Ask = Callable[..., httpx.Response]


def judged(ask: Ask, text: str, **more: Any) -> dict[str, Any]:
    return dict(ask("/v1/check", {"text": text, **more}).json())


def let_go(ask: Ask, text: str, **more: Any) -> httpx.Response:
    found = judged(ask, text, **more)
    return ask(
        "/v1/overrides", {**LETTING, "conversation": {"text": text, **more}, "findings": [f["id"] for f in found["findings"]]}
    )


# -- overrides ---------------------------------------------------------------------------------------------------------


def test_a_draft_that_was_let_go_passes_with_its_findings(ask: Ask) -> None:
    before = judged(ask, HELD)
    assert (before["verdict"], before["override"]) == ("hold", None)
    answer = let_go(ask, HELD)
    assert answer.status_code == 201
    assert answer.json()["by"] == "ana"
    after = judged(ask, HELD)
    assert after["verdict"] == "pass"
    assert after["findings"] == before["findings"]
    assert after["override"] == {key: answer.json()[key] for key in ("by", "reason", "until")}
    left = datetime.fromisoformat(after["override"]["until"]) - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("text", "format"),
    [
        (f"<p>{HELD}</p>", "html"),
        (HELD.replace(". ", ".\n"), "plain"),
        (f"**{HELD[:15]}**{HELD[15:]}", "markdown"),
        (f"{HELD}\n\nOn Mon, 16 Nov 2026 at 10:00, Ana <ana@mail.example> wrote:\n> Where is it?", "plain"),
        (f"{HELD}\n-- \nTim, Returns", "plain"),
    ],
)
def test_every_gate_sees_the_same_draft_whatever_its_format(ask: Ask, text: str, format: str) -> None:
    let_go(ask, HELD)
    assert judged(ask, text, format=format)["override"] is not None


def test_other_words_hold_again(ask: Ask) -> None:
    let_go(ask, HELD)
    assert judged(ask, HELD.replace("today", "tomorrow"))["verdict"] == "hold"


def test_a_finding_that_was_not_listed_holds_again(ask: Ask) -> None:
    both = f"{HELD} You are an idiot."
    holding = [f for f in judged(ask, both)["findings"] if f["severity"] == "error"]
    assert len(holding) == 2
    told = {**LETTING, "conversation": {"text": both}, "findings": [holding[0]["id"]]}
    assert ask("/v1/overrides", told).status_code == 201
    assert judged(ask, both)["verdict"] == "hold"
    assert ask("/v1/overrides", {**told, "findings": [f["id"] for f in holding]}).status_code == 201
    assert judged(ask, both)["verdict"] == "pass"


def test_a_draft_that_was_warned_about_passes_once_let_go(ask: Ask) -> None:
    warned = "Unfortunately, your lamp ships on Tuesday."
    assert judged(ask, warned)["verdict"] == "warn"
    let_go(ask, warned)
    assert judged(ask, warned)["verdict"] == "pass"
    more = f"{warned} Your old one is no longer our problem, as we already told you."
    assert judged(ask, more)["override"] is None


def test_a_warning_that_was_not_listed_is_given_again(ask: Ask) -> None:
    both = "Unfortunately, your lamp ships on Tuesday. You should have read the instructions."
    first, *rest = judged(ask, both)["findings"]
    assert {"warning"} == {each["severity"] for each in (first, *rest) if each["severity"] != "suggestion"}
    ask("/v1/overrides", {**LETTING, "conversation": {"text": both}, "findings": [first["id"]]})
    assert judged(ask, both)["verdict"] == "warn"


def test_without_a_key_no_override_is_seen(ask: Ask) -> None:
    let_go(ask, HELD)
    answer = ask("/v1/check", {"text": HELD}, keyed=False)
    assert (answer.json()["verdict"], answer.json()["override"]) == ("hold", None)
    assert LETTING["reason"] not in answer.text


def test_an_override_ends(ask: Ask, folder: Path, key: str) -> None:
    settings = (folder / "replylint.toml").read_text("utf-8").replace("[store]", "override_hours = 0.0\n[store]")
    (folder / "replylint.toml").write_text(settings, encoding="utf-8")
    let_go(ask, HELD)
    brief = Service(*choice.chosen(read(folder / "replylint.toml"), None, ()))
    body = {**LETTING, "conversation": {"text": HELD}, "findings": [f["id"] for f in judged(ask, HELD)["findings"]]}
    headers = {"authorization": f"Bearer {key}"}
    assert asked("/v1/overrides", json.dumps(body).encode(), brief, **headers).status_code == 201
    assert judged(ask, HELD)["verdict"] == "hold"


def test_nothing_of_the_draft_is_kept(ask: Ask, folder: Path) -> None:
    let_go(ask, "You are stupid, dear Sesamwort.")
    kept = b"".join(file.read_bytes() for file in folder.glob("kept.db*"))
    assert b"She asked" in kept
    assert b"Sesamwort" not in kept


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"by": " "}, "by", "is empty"),
        ({"reason": ""}, "reason", "is empty"),
        ({"reason": "x" * 501}, "reason", "501 characters; the limit is 500"),
        ({"findings": []}, "findings", "is empty"),
        ({"findings": ["x"] * 201}, "findings", "at most 200"),
        ({"findings": "x"}, "findings", "expected a list"),
        ({"conversation": {"text": " "}}, "conversation.text", "the draft is empty"),
        ({"conversation": {"turns": [{"role": "agnet", "text": "x"}]}}, "conversation.turns[0].role", "did you mean 'agent'?"),
        ({"resaon": "x"}, "resaon", "did you mean 'reason'?"),
    ],
)
def test_an_override_that_cannot_be_used(ask: Ask, change: dict[str, Any], field: str, said: str) -> None:
    answer = ask("/v1/overrides", {**LETTING, "conversation": {"text": HELD}, "findings": ["x"], **change})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert said in answer.json()["detail"]


# -- feedback ----------------------------------------------------------------------------------------------------------


def test_answers_are_counted_with_how_often_the_rule_was_shown(ask: Ask) -> None:
    rule = "priming/negative-priming"
    found = judged(ask, "Unfortunately, it is late.")["findings"][0]
    for _ in range(3):
        judged(ask, "Unfortunately, it is late.")  # the same draft while it is being written
    judged(ask, "Sadly, it is late, and the lamp is red.")
    for answer in ("not-here", "never", "wrong", "wrong"):
        assert ask("/v1/feedback", {"rule": rule, "finding": found["id"], "answer": answer}).status_code == 204
    (counts,) = [row for row in ask("/v1/feedback").json()["rules"] if row["rule"] == rule]
    assert counts == {"rule": rule, "shown": 2, "not_here": 1, "never": 1, "wrong": 2}


def test_feedback_that_cannot_be_used(ask: Ask) -> None:
    misspelt = ask("/v1/feedback", {"rule": "priming/negative-primin", "finding": "x", "answer": "wrong"})
    assert misspelt.json()["detail"] == "no such rule; did you mean 'priming/negative-priming'?"
    odd = ask("/v1/feedback", {"rule": "priming/negative-priming", "finding": "x", "answer": "Sesamwort"})
    assert (odd.status_code, odd.json()["field"]) == (422, "answer")


# -- promises ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(ask: Ask, folder: Path, run_cli: Cli) -> Ask:
    """A store with the promises of a thread."""
    turns = [
        {"role": "customer", "text": "Where is my lamp?", "at": "2026-11-18T09:00:00Z"},
        {"role": "agent", "text": "I'll call you by Friday. We will send a new one on 4 December.", "at": "2026-11-18T09:30:00Z"},
    ]
    (folder / "export.jsonl").write_text(json.dumps({"id": "T-1", "turns": turns}) + "\n", encoding="utf-8")
    assert run_cli("promises", "export.jsonl").code == 0
    return ask


def test_promises_that_are_kept(kept: Ask) -> None:
    listed = kept("/v1/commitments").json()["commitments"]
    assert [(each["conversation"], each["text"]) for each in listed] == [
        ("T-1", "I'll call you by Friday"),
        ("T-1", "We will send a new one on 4 December"),
    ]
    assert kept("/v1/commitments?limit=1&offset=1").json()["commitments"] == listed[1:]
    assert kept("/v1/commitments?conversation=T-2").json() == {"commitments": []}
    assert kept("/v1/commitments?status=broken&status=kept").json() == {"commitments": []}
    odd = kept("/v1/commitments?status=brokn")
    assert (odd.status_code, odd.json()["field"]) == (422, "query.status.0")


@pytest.mark.usefixtures("kept")
def test_a_calendar_of_promises_takes_the_key_as_a_password(folder: Path, key: str) -> None:
    import base64

    import icalendar

    made = Service(*choice.chosen(read(folder / "replylint.toml"), None, ()))
    basic = base64.b64encode(f"ana:{key}".encode()).decode()
    answer = asked("/v1/commitments.ics", None, made, authorization=f"Basic {basic}")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        "Due: I'll call you by Friday",
        "Due: We will send a new one on 4 December",
    ]


def test_who_has_no_store_is_told(folder: Path, run_cli: Cli) -> None:
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\n', encoding="utf-8")
    key = run_cli("keys", "add", "helpdesk").out.strip()
    made = Service(*choice.chosen(read(folder / "replylint.toml"), None, ()))
    answer = asked("/v1/commitments", None, made, authorization=f"Bearer {key}")
    assert answer.status_code == 409
    assert "set url under [store]" in answer.json()["detail"]


def test_a_store_without_its_packages_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise store.InputError("store: needs sqlalchemy: pip install 'replylint[ledger]'")

    monkeypatch.setattr(store, "open", missing)
    assert "pip install" in ask("/v1/commitments").json()["detail"]
    assert judged(ask, HELD)["verdict"] == "hold"
