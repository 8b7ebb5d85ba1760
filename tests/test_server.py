"""The check over HTTP: what is refused, whom it answers, and that nothing of a draft gets out."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio.to_thread
import pytest
from opentelemetry import trace
from opentelemetry.trace import NoOpTracer, Tracer, TracerProvider

from conftest import Run, asked, posted
from replylint import packs
from replylint.conversation import Conversation
from replylint.faces.server import checking, openapi
from replylint.faces.server.service import Service
from replylint.settings import Serving, Settings

Cli = Callable[..., Run]
SECRET = "Sesamwort"
DRAFT = f"Unfortunately, the {SECRET} is shut."


def service(**server: Any) -> Service:
    return Service(packs.load(), Settings(server=Serving(**server)))


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "body:1:1: not JSON: Expecting value"),
        (b'{"text": "\xff"}', 400, "byte 10 is not UTF-8"),
        (b'{"text": "\\ud83d"}', 400, "half a character"),
        (b'{"txet": "%s"}', 422, "unknown key 'txet'; did you mean 'text'?"),
        (b'{"turns": [{"role": "%s", "text": "x"}]}', 422, "a text of 37 characters is not one of"),
        (b'{"text": "  "}', 422, "the draft is empty"),
        (b'{"text": "' + b"x" * 300_000 + b'"}', 422, "300,000 characters; the limit is 200,000"),
        (b'{"text": "' + b"x" * 1_100_000 + b'"}', 413, "the limit is 1,048,576 bytes"),
    ],
)
def test_a_request_that_cannot_be_used(body: bytes, status: int, said: str) -> None:
    answer = posted(body.replace(b"%s", DRAFT.encode()))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert SECRET not in answer.text


def test_a_fault_of_ours_over_http_tells_nothing_of_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(told: Conversation, *_: object) -> None:
        raise KeyError(told.turns[0].text)

    monkeypatch.setattr(checking, "lint", broken)
    answer = posted(b'{"text": "%s"}' % DRAFT.encode())
    assert answer.status_code == 500
    assert "please report it" in answer.json()["detail"]
    assert SECRET not in answer.text


def test_no_worker_at_all_is_refused(run_cli: Callable[..., Run]) -> None:
    done = run_cli("serve", "--workers", "0")
    assert done.code == 2
    assert "--workers 0" in done.err


# -- batch -------------------------------------------------------------------------------------------------------------


def lines_of(body: bytes, made: Service | None = None) -> list[dict[str, Any]]:
    answer = asked("/v1/check/batch", body, made or service())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_batch_answers_each_line_in_order_and_bad_ones_too() -> None:
    given = [b'{"id": "1", "text": "Unfortunately, no."}', b'{"txet": "x"}', b"", b"[", b'{"id": "5", "text": "Fine."}', b"\xff"]
    first, misspelt, empty, broken, fifth, foreign = lines_of(b"\n".join(given))
    assert (first["id"], fifth["id"]) == ("1", "5")
    assert first["findings"][0]["rule"] == "priming/negative-priming"
    assert "did you mean 'text'?" in misspelt["error"]["what"]
    assert [answer["line"] for answer in (misspelt, empty, broken, foreign)] == [2, 3, 4, 6]
    assert "not UTF-8" in foreign["error"]["what"]


def test_a_batch_says_what_the_command_line_says(run_cli: Cli) -> None:
    given = '{"id": "1", "text": "Unfortunately, no."}\n{"turns": 3}\n{"text": "🙂 We will look into it."}\n'
    told = run_cli("check", "--input", "jsonl", "--format", "jsonl", stdin=given).out.replace("<stdin>", "body")
    assert lines_of(given.encode()) == [json.loads(line) for line in told.splitlines()]


def test_a_line_over_the_limit_is_passed_over() -> None:
    long = b'{"text": "' + b"x" * 1_100_000 + b'"}'
    answers = lines_of(long + b'\n{"text": "Fine."}\n' + long)
    assert [answer.get("line") for answer in answers] == [1, None, 3]
    assert "1,048,576" in answers[0]["error"]["what"]


def test_an_empty_batch_has_no_answer() -> None:
    assert lines_of(b"") == []


# -- scores, rules, what the document says --------------------------------------------------------------------------------


def test_every_reply_is_scored_as_things_stood_when_it_was_sent() -> None:
    answer = asked("/v1/score", json.dumps(openapi.THREAD).encode(), service()).json()
    assert answer["id"] == "T-4471"
    assert [(reply["turn"], reply["author"]) for reply in answer["replies"]] == [(1, "Tim"), (3, "Tim")]
    assert answer["replies"][0]["at"] == "2026-11-18T09:30:00-05:00"
    assert all(f["turn"] == reply["turn"] for reply in answer["replies"] for f in reply["findings"])
    alone = asked("/v1/check", json.dumps({"turns": openapi.THREAD["turns"][:2]}).encode(), service()).json()
    assert answer["replies"][0]["score"] == alone["score"]


def test_the_rules_are_those_of_the_command_line(run_cli: Cli) -> None:
    listed = asked("/v1/rules", None, service()).json()["rules"]
    assert listed == json.loads(run_cli("rules", "list", "--format", "json").out)
    one = asked("/v1/rules/priming/negative-priming", None, service()).json()
    assert one["examples"]["bad"]
    assert one["examples"]["good"]
    assert {key: one[key] for key in listed[0]} in listed
    missing = asked("/v1/rules/priming/negative-primin", None, service())
    assert missing.status_code == 404
    assert missing.json()["detail"] == "no such rule; did you mean 'priming/negative-priming'?"


def test_instructions_and_near_misses_come_when_they_are_asked_for() -> None:
    body = b'{"text": "Unfortunately, it is late."}'
    plain = asked("/v1/check", body, service()).json()
    assert "instructions" not in plain
    assert "near" not in plain
    told = asked("/v1/check?instructions=true&explain=true", body, service()).json()
    assert len(told["instructions"]) == len(plain["findings"])
    assert told["near"][0]["rule"] == "priming/empathy-but"
    refused = asked("/v1/check?explain=Sesamwort", body, service())
    assert (refused.status_code, refused.json()["field"]) == (422, "query.explain")
    assert SECRET not in refused.text


def test_a_caller_may_ask_for_another_profile(run_cli: Cli) -> None:
    text = "Unfortunately, we will look into it soon and get back to you."
    for profile in ("starter", "standard", "strict"):
        told = run_cli("check", "--format", "json", "--profile", profile, stdin=text).out
        answer = asked(f"/v1/check?profile={profile}", json.dumps({"text": text}).encode(), service())
        assert answer.json() == json.loads(told)
    for path in ("/v1/check", "/v1/check/batch", "/v1/score"):
        refused = asked(f"{path}?profile=strikt", b'{"turns": [{"role": "agent", "text": "Fine."}]}', service())
        assert (refused.status_code, refused.json()["field"]) == (422, "query.profile")
        assert refused.json()["detail"] == "no such profile; did you mean 'strict'?"


def test_the_document_holds_the_schemas_of_the_contract(run_cli: Cli) -> None:
    schemas = asked("/openapi.json", None, service()).json()["components"]["schemas"]
    printed = json.loads(run_cli("schema").out)
    assert schemas["Conversation"] == printed["conversation"]
    assert schemas["Result"] == printed["result"]
    assert schemas["Promises"] == printed["promises"]


def test_the_examples_of_the_document_are_what_is_answered() -> None:
    document = asked("/openapi.json", None, service()).json()
    route = document["paths"]["/v1/check"]["post"]
    body = route["requestBody"]["content"]["application/json"]["example"]
    answer = route["responses"]["200"]["content"]["application/json"]["example"]
    assert asked("/v1/check", json.dumps(body).encode(), service()).json() == answer
    assert answer["findings"]
    batch = document["paths"]["/v1/check/batch"]["post"]
    sent = batch["requestBody"]["content"]["application/x-ndjson"]["example"]
    assert (
        asked("/v1/check/batch", sent.encode(), service()).text
        == batch["responses"]["200"]["content"]["application/x-ndjson"]["example"]
    )


def test_the_page_about_the_routes_fetches_nothing_from_elsewhere() -> None:
    page = asked("/docs", None, service()).text
    assert re.findall(r"https?://", page) == []
    for part in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert asked(part, None, service()).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/v1/chek", 404), ("/v1/check", 405), ("/v1/rules/x", 404)])
def test_no_such_route(path: str, status: int) -> None:
    answer = asked(path, None, service())
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_more_than_the_settings_take() -> None:
    most = {"turns": 3, "text": 50}
    turns = [{"role": "agent", "text": "Fine."}] * 4
    many = asked("/v1/check", json.dumps({"turns": turns}).encode(), service(**most))
    assert (many.status_code, many.json()["detail"]) == (422, "4 turns; the limit is 3")
    long = asked("/v1/check", json.dumps({"text": "Fine. " * 9}).encode(), service(**most))
    assert (long.status_code, long.json()["detail"]) == (422, "54 characters in all turns; the limit is 50")
    assert "54 characters" in lines_of(json.dumps({"text": "Fine. " * 9}).encode(), service(**most))[0]["error"]["what"]


def test_a_request_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "lint", lambda *_: time.sleep(0.5))
    answer = asked("/v1/check", b'{"text": "Fine."}', service(seconds=0.05))
    assert (answer.status_code, answer.json()["detail"]) == (504, "this took longer than 0.05 seconds")


def test_a_check_goes_to_a_thread_and_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    submit, gone = ThreadPoolExecutor.submit, []

    def counted(pool: ThreadPoolExecutor, work: Callable[..., Any], *given: Any) -> Any:
        gone.append(work)
        return submit(pool, work, *given)

    async def never(*_: object) -> None:
        raise AssertionError("a step on the way was left to a thread")

    monkeypatch.setattr(ThreadPoolExecutor, "submit", counted)
    monkeypatch.setattr(anyio.to_thread, "run_sync", never)
    assert asked("/v1/check", b'{"text": "You are stupid."}', service()).json()["verdict"] == "hold"
    assert len(gone) == 1


def test_nothing_is_told_to_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    class Provider(TracerProvider):
        def get_tracer(self, *given: Any, **_: Any) -> Tracer:
            told.append(given)
            return NoOpTracer()

    monkeypatch.setattr(trace, "get_tracer_provider", Provider)
    assert asked(f"/v1/check?name={SECRET}", b'{"text": "Fine."}', service()).status_code == 200
    assert told == []


def test_every_answer_has_its_number_and_says_what_a_browser_may_do_with_it() -> None:
    given = asked("/v1/check", b'{"text": "Fine."}', service(), **{"x-request-id": "abc-1"})
    assert given.headers["x-request-id"] == "abc-1"
    own = asked("/v1/check", b"", service(), **{"x-request-id": "a b\u007f"})
    assert re.fullmatch(r"[0-9a-f]{32}", own.headers["x-request-id"])
    assert own.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in own.headers["content-security-policy"]


def test_what_is_counted() -> None:
    made = service()
    for text in ("Unfortunately, it is late.", "You are stupid.", "It ships today."):
        asked("/v1/check", json.dumps({"text": text}).encode(), made, keep=True)
    asked("/v1/check", b"[", made, keep=True)
    page = asked("/metrics", None, made).text
    assert 'replylint_requests_total{route="/v1/check",status="200"} 3.0' in page
    assert 'replylint_requests_total{route="/v1/check",status="400"} 1.0' in page
    assert 'replylint_findings_total{rule="priming/negative-priming",severity="warning"} 1.0' in page
    assert 'replylint_verdicts_total{verdict="hold"} 1.0' in page
    assert 'replylint_verdicts_total{verdict="pass"} 1.0' in page
