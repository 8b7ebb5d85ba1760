"""How much a request may bring along: the schema says it, the command line and the service refuse more in the same words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import Run, asked, posted
from replylint import contract, packs
from replylint.conversation import LONGEST, MOST
from replylint.faces.server.service import Service
from replylint.settings import Settings

Cli = Callable[..., Run]
DAYS = [f"{2000 + n // 300}-{n % 12 + 1:02}-{n % 25 + 1:02}" for n in range(MOST)]


def told(field: str, value: Any) -> dict[str, Any]:
    """A conversation with a value at a field; `turns[0].text` is the customer's."""
    made: dict[str, Any] = {"turns": [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "Hi Ana."}]}
    if field == "turns[0].text":
        made["turns"][0]["text"] = value
        return made
    *outer, last = field.split(".")
    inner = made
    for key in outer:
        inner = inner.setdefault(key, {})
    inner[last] = value
    return made


def table(entries: int, value: str) -> dict[str, str]:
    return {f"entry {number}": value for number in range(entries)}


MOST_TAKEN: list[tuple[str, Any]] = [
    ("customer.names", ["Ana"] * MOST),
    ("calendar.holidays", DAYS),
    ("sla.hand_over", table(MOST, "PT4H")),
    ("glossary.allowed", ["Lumina"] * MOST),
    ("glossary.banned", table(MOST, "article number")),
    ("turns[0].text", "x " * (LONGEST // 2)),
    ("sla.hand_over.billing", "P9999W"),
    ("sla.hand_over.billing", "PT999999M"),
]
TOO_MUCH: list[tuple[str, Any, str]] = [
    ("customer.names", ["Ana"] * (MOST + 1), "1,001 entries; the limit is 1,000"),
    ("calendar.holidays", [*DAYS, DAYS[0]], "1,001 entries; the limit is 1,000"),
    ("sla.hand_over", table(MOST + 1, "PT4H"), "1,001 entries; the limit is 1,000"),
    ("glossary.allowed", ["Lumina"] * (MOST + 1), "1,001 entries; the limit is 1,000"),
    ("glossary.banned", table(MOST + 1, "article number"), "1,001 entries; the limit is 1,000"),
    ("turns[0].text", "x" * (LONGEST + 1), "200,001 characters; the limit is 200,000"),
    ("sla.hand_over.billing", "P10000W", "'P10000W' is not a duration such as PT4H or P1D"),
    ("sla.hand_over.billing", "PT", "'PT' is not a duration such as PT4H or P1D"),
]


@pytest.mark.parametrize(("field", "value", "said"), TOO_MUCH, ids=[field for field, *_ in TOO_MUCH])
def test_more_is_refused_by_the_schema_the_command_line_and_the_service(
    field: str, value: Any, said: str, run_cli: Cli, folder: Path
) -> None:
    given = told(field, value)
    assert not Draft202012Validator(contract.conversation_schema()).is_valid(given)
    (folder / "told.json").write_text(json.dumps(given), encoding="utf-8")
    run = run_cli("check", "told.json")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.endswith(f": {field}: {said}\n")
    answer = posted(json.dumps(given).encode())
    problem = answer.json()
    assert (answer.status_code, problem["field"], problem["detail"]) == (422, field, said)


@pytest.mark.slow
@pytest.mark.parametrize(("field", "value"), MOST_TAKEN, ids=[field for field, _ in MOST_TAKEN])
def test_as_much_as_is_allowed_is_judged(field: str, value: Any, run_cli: Cli, folder: Path) -> None:
    given = told(field, value)
    Draft202012Validator(contract.conversation_schema()).validate(given)
    (folder / "told.json").write_text(json.dumps(given), encoding="utf-8")
    assert run_cli("check", "--fail-on", "never", "told.json").err == ""


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"text": "Fine.", "meta": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001])
def test_what_is_nested_too_deeply_is_refused_alike(body: bytes, run_cli: Cli) -> None:
    said = "not usable: nested too deeply"
    run = run_cli("check", "--input", "json", stdin=body)
    assert (run.code, run.err) == (2, f"<stdin>:1:1: {said}\n")
    answer = posted(body)
    assert (answer.status_code, answer.json()["detail"]) == (400, f"body:1:1: {said}")


def test_the_document_of_the_service_says_what_it_takes() -> None:
    document = asked("/openapi.json", None, Service(packs.load(), Settings())).json()
    assert "500 turns" in document["info"]["description"]
    assert "200,000 characters" in document["info"]["description"]
    long = document["components"]["schemas"]["Conversation"]["anyOf"][0]["properties"]
    glossary = next(one for one in long["glossary"]["anyOf"] if "properties" in one)["properties"]
    assert (glossary["allowed"]["maxItems"], glossary["banned"]["maxProperties"]) == (MOST, MOST)
