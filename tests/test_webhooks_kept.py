"""A server in a process of its own that is killed, stopped or run in several: what it has answered for is worked, once."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import desk
from conftest import child
from desk import Sent, comment, conversation, standard, until_worked, zendesk
from replylint import store
from serving import Server, serving

pytestmark = pytest.mark.slow
MANY = 24
DOCUMENT = Path(__file__).parent.parent / "docs" / "webhooks.md"


@contextmanager
def server(folder: Path, address: str, *options: str) -> Iterator[Server]:
    """A server over a store, which takes webhooks of both kinds."""
    secrets = "\n".join(f"{vendor} = {json.dumps(secret)}" for vendor, secret in desk.SECRETS.items())
    told = f'parser = "never"\n[server]\nkeys = "keys.json"\n[server.webhooks]\n{secrets}\n'
    (folder / "replylint.toml").write_text(told, encoding="utf-8")
    with serving(folder, *options, REPLYLINT_STORE=address) as running:
        yield running


def threads() -> list[Sent]:
    """A long conversation each with one promise, and a ticket to which each adds a comment: enough work for a while."""
    sent = []
    for n in range(MANY):
        said = ["Thank you for the photo of the lamp."] * 60
        sent.append(standard(conversation(f"T-{n}", *said, f"I'll call you about lamp {n} by noon on Friday."), f"msg_{n}"))
        sent.append(zendesk(comment(str(n), f"I'll send you the invoice for lamp {n} by Friday.", f"2026-06-08T10:{n:02}:00Z")))
    return sent


def post(url: str, sent: Sequence[Sent]) -> list[int]:
    """The statuses of the answers to what is sent, four at a time."""
    with httpx.Client(base_url=url, timeout=30) as client, ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda each: client.post(each.path, content=each.body, headers=each.headers), sent)
        return [told.status_code for told in answers]


def waiting(address: str) -> int:
    with store.open(address) as kept:
        return len(kept.inbox.oldest(10 * MANY))


def check(address: str) -> None:
    """Everything that was sent is in the store, and nothing twice."""
    with store.open(address) as kept:
        lengths = {told.id: len(told.turns) for told in kept.threads.all()}
        found = sorted((each.conversation, each.entry.promise.text) for each in kept.promises())
    assert lengths == {"35436": MANY, **{f"T-{n}": 62 for n in range(MANY)}}
    calls = [(f"T-{n}", f"I'll call you about lamp {n} by noon on Friday") for n in range(MANY)]
    invoices = [("35436", f"I'll send you the invoice for lamp {n} by Friday") for n in range(MANY)]
    assert found == sorted(calls + invoices)


def test_what_was_answered_for_outlives_a_kill(folder: Path, address: str) -> None:
    sent = threads()
    with server(folder, address) as running:
        assert set(post(running.url, sent)) == {202}
        running.process.kill()
        running.process.wait()
    assert waiting(address) > 0, "nothing was left to work, so the kill came too late to show anything"
    with server(folder, address) as running:
        assert set(post(running.url, sent)) == {200}
        until_worked(address)
        check(address)


def test_several_processes_work_one_inbox(folder: Path, address: str) -> None:
    with server(folder, address, "--workers", "3") as running:
        assert set(post(running.url, threads())) == {202}
        until_worked(address)
        check(address)
        assert [line for line in running.journal() if line["level"] == "error"] == []


def test_a_server_that_is_stopped_ends_at_once_and_loses_nothing(folder: Path, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    with server(folder, address) as running:
        assert set(post(running.url, threads())) == {202}
        running.stop()
        assert [line for line in running.journal() if line["level"] == "error"] == []
    assert waiting(address) > 0, "it worked on to the end of its inbox"
    with server(folder, address):
        until_worked(address)
    check(address)


def test_the_sender_of_the_document_is_taken_in(folder: Path, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    with server(folder, address) as running:
        given = child(REPLYLINT_URL=running.url, WEBHOOK_SECRET=desk.STANDARD)
        done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=False)
        assert (done.stdout, done.stderr) == ('202 {"status":"accepted"}\n', "")
        until_worked(address)
    with store.open(address) as kept:
        assert [each.conversation for each in kept.promises()] == ["T-4471"]
