"""The check over HTTP: what is refused, whom it answers, and that nothing of a draft gets out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Run, posted
from replylint.conversation import Conversation
from replylint.faces.server import checking

SECRET = "Sesamwort"
DRAFT = f"Unfortunately, the {SECRET} is shut."


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
