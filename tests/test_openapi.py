"""The OpenAPI document: it is valid, it holds every route, and what the service answers fits it.

Schemathesis asks each route for what the document allows and for what it forbids; the same on every run. For longer, as
with 2000 examples a route:

    REPLYLINT_EXAMPLES=2000 pytest tests/test_openapi.py -k fits
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.routing import iter_route_contexts
from jsonschema import Draft202012Validator
from schemathesis import engine
from schemathesis.engine import events
from schemathesis.python import asgi

from conftest import asked
from replylint import contract, keys, packs, store
from replylint.conversation import Span
from replylint.faces.server.app import app
from replylint.faces.server.service import Service
from replylint.finding import Due, Entry, Promise
from replylint.settings import Serving, Settings, Storage

HERE = "http://localhost:8817"
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
EXAMPLES = int(os.environ.get("REPLYLINT_EXAMPLES", "15"))
TAKEN = ["2xx", "401", "404", "422"]
SECRETS = {"zendesk": "a secret of the tests", "standard": "whsec_" + "c2VjcmV0" * 4}
PAGES = {"/", "/docs", "/openapi.json", "/docs/parts"}
# A schema cannot tell names of zones and opening hours, which turn is the draft, and which rules there are.
BEYOND_A_SCHEMA = re.compile(
    r"rule|query\.profile|(?:conversation\.?)?(?:turns(?:\[\d+\]\.(?:draft|role|text))?|(?:customer|agent|calendar)\.time_zone"
    r"|calendar\.(?:hours|holidays|country).*)?"
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Service]:
    """A service with a key and a store, in which are two promises."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    promise = Promise(Span(1, 0, 9), "I'll call", "i", "call", "promise", Due("by noon", NOW, NOW))
    timeless = Promise(Span(2, 0, 9), "I'll look", "i", "look", "offer", None)
    with store.open(url) as kept:
        kept.record("T-1", [Entry(promise, NOW, "Tim", "open", (Span(1, 0, 9),)), Entry(timeless, None, None, "unknown")], NOW)
    yield Service(packs.load(), Settings(server=Serving(keys=str(tmp_path / "keys.json"), webhooks=SECRETS), store=Storage(url)))
    asgi.shutdown_lifespans()


# -- the document ------------------------------------------------------------------------------------------------------


def test_the_document_is_valid_openapi() -> None:
    made = asked("/openapi.json", None, Service(packs.load(), Settings())).json()
    assert made["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(made).validate()
    for shape in made["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(made)))
    assert named <= made["components"]["schemas"].keys()


def test_every_route_is_in_the_document() -> None:
    made = app(service := Service(packs.load(), Settings()))
    told = {(path, method.upper()) for path, methods in made.openapi()["paths"].items() for method in methods}
    routes = {(route.path, method) for route in iter_route_contexts(made.routes) for method in route.methods or ()}
    assert {(path, method) for path, method in routes if path not in PAGES} == told
    service.close()


def test_a_path_says_all_methods_that_it_is_there_for() -> None:
    answer = asked("/v1/rules", b"", Service(packs.load(), Settings()))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    answer = asked("/v1/feedback", b"", Service(packs.load(), Settings()), method="DELETE")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_a_line_that_cannot_be_used_is_answered_as_the_document_says() -> None:
    given = b'{"text": "Fine."}\n\n[\n{"txet": "x"}\n\xff\n{"turns": []}\n{"text": "%s"}' % (b"x" * 1_100_000)
    answers = asked("/v1/check/batch", given, Service(packs.load(), Settings())).text.splitlines()
    line = Draft202012Validator(contract.error_schema())
    assert [line.is_valid(json.loads(answer)) for answer in answers] == [False, *[True] * 6]


# -- what is answered --------------------------------------------------------------------------------------------------


def document(made: Service, **headers: str) -> Any:
    """The document of a service, to be asked with these headers."""
    told = {
        "base-url": HERE,
        "seed": 1,
        "headers": headers,
        "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
        "checks": {"positive_data_acceptance": {"expected-statuses": TAKEN}},
        # a batch refuses its bad lines and no more
        "operations": [
            {"include-path": "/v1/check/batch", "checks": {"negative_data_rejection": {"enabled": False}}},
            # what LanguageTool's fields hold beyond their type (JSON, one of two) is refused as LanguageTool does
            {"include-path-regex": "^/v2/", "checks": {"positive_data_acceptance": {"expected-statuses": [*TAKEN, "400"]}}},
        ],
    }
    config = schemathesis.Config.from_dict(told)
    return schemathesis.openapi.from_asgi("/openapi.json", app(made), config=config, headers={"host": "localhost"})


@schemathesis.hook
def before_load_schema(_: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Tell of lines as of a list, which Schemathesis can make and check; OpenAPI 3.1 has no word for them."""
    batch = raw_schema["paths"]["/v1/check/batch"]["post"]
    for body in (batch["requestBody"], batch["responses"]["200"]):
        (content,) = body["content"].values()
        content["schema"] = {"type": "array", "items": content["x-itemSchema"]}
        content["example"] = [json.loads(line) for line in content["example"].splitlines()]


@schemathesis.serializer("application/x-ndjson")
def as_lines(_: schemathesis.SerializationContext, body: Any) -> dict[str, bytes]:
    """What is sent for a list."""
    return {"data": "\n".join(map(json.dumps, body if isinstance(body, list) else [body])).encode()}


@schemathesis.deserializer("application/x-ndjson")
def as_list(_: schemathesis.DeserializationContext, response: schemathesis.Response) -> Any:
    """The list that was answered."""
    return [json.loads(line) for line in response.content.splitlines()]


@schemathesis.check
def refused_for_a_reason(_: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """What the document allows is refused only where no schema could tell."""
    fits = case.meta is not None and case.meta.generation.mode is schemathesis.GenerationMode.POSITIVE
    if fits and response.status_code == 422:
        told = response.json()
        assert BEYOND_A_SCHEMA.fullmatch(told.get("field", "")), told


def faults(schema: Any) -> str:
    """All that the document and the answers disagree about, each with a command that shows it."""
    found = {}
    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            for check in (check for checks in event.recorder.checks.values() for check in checks):
                if told := check.failure_info:
                    at = (event.recorder.label, check.name, told.failure.title)
                    found.setdefault(at, f"{at}\n{told.failure.message}\n{told.code_sample}")
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found[event.id] = f"{event.info.title}: {event.info.message}"
    return "\n\n".join(found.values())


@pytest.mark.slow
def test_what_is_answered_with_a_key_fits(served: Service, tmp_path: Path) -> None:
    token = keys.add(tmp_path / "keys.json", "helpdesk", "", NOW)
    assert faults(document(served, Authorization=f"Bearer {token}")) == ""


@pytest.mark.slow
def test_what_is_answered_without_a_key_fits(served: Service) -> None:
    assert faults(document(served)) == ""
