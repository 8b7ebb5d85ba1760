"""The gate before Send: what it adds to a mail's head, and whom it lets go."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run, Stream
from replylint import keys, store
from replylint.faces import cli, hook
from replylint.faces import options as given_options
from replylint.finding import Override
from replylint.mail import head
from serving import serving

Cli = Callable[..., Run]
Tag = Callable[..., tuple[int, bytes, str]]
CANARY = "Sesamwort7!"
HEAD = "From: Tim Baker <tim@shop.example>\nTo: Ana Ruiz <ana@mail.example>\nSubject: Re: Teapot\n"
MORE = "The teapot left Leeds this morning, and the driver brings it to your door on Friday 20 November by noon."
CLEAN = f"{HEAD}\nHi Ana,\n\nthank you for the photo. {MORE}\n\nKind regards,\nTim\n".encode()
DRAFT = f"Hi Ana,\n\n{MORE} Your new password is {CANARY}\n\nKind regards,\nTim\n"
HELD = f"{HEAD}\n{DRAFT}".encode()
NOW = datetime.now(UTC).replace(microsecond=0)


# -- tags --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tag(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Tag:  # noqa: ARG001 - entered
    """The exit code, the mail on standard output, and what is said beside it."""

    def run(raw: bytes, *options: str) -> tuple[int, bytes, str]:
        out, err = Stream(), Stream()
        with monkeypatch.context() as patch:
            for name, stream in (("stdin", io.TextIOWrapper(io.BytesIO(raw))), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            try:
                code = cli.main(["hook", "--tag", *options])
            except SystemExit as left:
                code = int(left.code or 0)
        out.flush()
        assert isinstance(out.buffer, io.BytesIO)
        return code, out.buffer.getvalue(), err.told()

    return run


def test_a_mail_that_would_be_held_is_tagged_and_goes(tag: Tag) -> None:
    code, out, said = tag(HELD)
    assert (code, said) == (0, "")
    top, _, body = out.partition(b"\n\n")
    assert (top + b"\n").startswith(HEAD.encode())
    assert body.decode() == DRAFT
    tags = dict(line.split(": ", 1) for line in top.decode()[len(HEAD) :].split("\n"))
    assert (tags["X-Replylint-Verdict"], tags["X-Replylint-Findings"]) == ("hold", "safety/secret-in-reply")
    assert int(tags["X-Replylint-Score"]) < 100
    assert CANARY not in top.decode()


def test_a_clean_mail_has_no_findings(tag: Tag) -> None:
    top = tag(CLEAN)[1].partition(b"\n\n")[0]
    assert b"\nX-Replylint-Verdict: pass\nX-Replylint-Score: 100" in top
    assert b"Findings" not in top


MAILS = {
    "line ends of a mail": HELD.replace(b"\n", b"\r\n"),
    "line ends of Unix": HELD,
    "eight bits without a word of it": HELD.replace(b"Hi Ana", b"Hi \xc1n\xff\x00"),
    "a folded head": HELD.replace(b"Subject:", b"X-Long: a\n\tb\n c\nSubject:"),
    "parts that never end": HELD.replace(b"Subject", b"Content-Type: multipart/mixed; boundary=b\nSubject"),
    "an encoding that is not known": HELD.replace(b"Subject", b"Content-Type: text/plain; charset=klingon\nSubject"),
    "of an mbox": b"From tim Mon Nov 16 10:00:00 2026\n" + HELD,
    "behind blank lines": b"\n\r\n" + HELD,
    "no body": HEAD.encode(),
    "no body and no last line end": HEAD.encode().rstrip(),
    "no blank line before the body": HEAD.encode() + b"this is no field\n\nHi Ana\n",
    "a picture": HEAD.encode() + b"Content-Type: image/png\n\n\x89PNG\r\n\x1a\n",
    "ten megabytes": HELD + b"x" * 10_000_000,
}


@pytest.mark.parametrize("name", MAILS)
def test_all_else_is_byte_for_byte_as_it_was(name: str, tag: Tag) -> None:
    raw = MAILS[name]
    code, out, _ = tag(raw)
    newline = b"\r\n" if b"\r\n" in raw.lstrip()[:200] else b"\n"
    assert code == 0
    without = re.sub(rb"X-Replylint-[^\r\n]*\r?\n", b"", out, count=3)
    assert without == raw or without == raw + newline
    assert not re.search(rb"X-Replylint-[^\r\n]*\n", out) or newline == b"\n"


def test_tags_that_a_mail_came_with_are_not_believed(tag: Tag) -> None:
    forged = b"X-Replylint-Verdict: pass\nx-replylint-findings: none,\n\treally\nX-Replylint-Override: \n"
    raw = HELD.replace(b"Subject", forged + b"Subject")
    code, out, _ = tag(raw)
    assert code == 0
    assert out == tag(HELD)[1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"From: a@b.example", b"X-Y: z", b" more", b"\tmore", b"X-Replylint-Score: 9", b"odd", b"", b"\r", b"Z:"]
        )
    ),
    st.sampled_from([b"\n", b"\r\n"]),
    st.binary(max_size=40),
)
def test_adding_and_taking_out_are_inverse(lines: list[bytes], newline: bytes, body: bytes) -> None:
    raw = b"Subject: x" + newline + newline.join(lines) + newline + newline + body
    bare = head.tagged(raw, "X-Replylint-", {})
    made = head.tagged(bare, "X-Replylint-", {"X-Replylint-Verdict": "hold", "X-Replylint-Findings": "a/b, " * 40})
    assert head.tagged(made, "X-Replylint-", {}) == bare
    assert head.value(made, "x-replylint-verdict") == "hold"
    assert max(map(len, made[len(bare) :].split(b"\n"))) <= max(80, len(body))
    assert made.endswith(body)


def broken(told: object, *_: object) -> None:
    raise KeyError(str(told))


def test_on_a_fault_of_ours_the_mail_goes_as_it_is(tag: Tag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "lint", broken)
    code, out, said = tag(HELD)
    assert (code, out) == (0, HELD)
    assert "KeyError in test_hook.py" in said
    assert CANARY not in said
    assert tag(HELD.replace(b"Subject", b"X-Replylint-Verdict: pass\nSubject"))[1] == HELD


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--settings", "nowhere.toml"), 0, "nowhere.toml: no such file"),
        (("--profile", "stirct"), 0, "did you mean 'strict'?"),
        (("--tz", "Europe/Lodnon"), 0, "--tz: no zone"),
        (("--profil",), 2, "expected one argument"),
        (("--no-such",), 2, "unknown option --no-such"),
        (("--format", "json"), 2, "not allowed with argument --tag"),
    ],
)
def test_a_mail_is_not_lost_over_what_is_set_wrongly(options: tuple[str, ...], code: int, said: str, tag: Tag) -> None:
    left, out, told = tag(HELD, *options)
    assert (left, out) == (code, HELD)
    assert said in told


def test_what_is_no_mail_or_too_large_to_judge_goes_as_it_is(tag: Tag, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tag(b"Unfortunately, the mill is shut.")[:2] == (0, b"Unfortunately, the mill is shut.")
    assert tag(b"")[:2] == (0, b"")
    monkeypatch.setattr(given_options, "MOST_BYTES", 100)
    code, out, said = tag(HELD)
    assert (code, out) == (0, HELD)
    assert "more than 100 bytes" in said


# -- overrides ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(folder: Path) -> Path:
    """Settings with a store and a key."""
    text = '[store]\nurl = "sqlite:///kept.db"\n\n[server]\nkeys = "keys.json"\noverride_hours = 2\n'
    (folder / "replylint.toml").write_text(text, encoding="utf-8")
    keys.add(folder / "keys.json", "helpdesk", "", NOW)
    return folder


def ids(run: Run) -> list[str]:
    return [found["id"] for found in json.loads(run.out)["findings"] if found["severity"] == "error"]


def let_go(folder: Path, words: str, findings: list[str]) -> None:
    key = keys.read(folder / "keys.json").digest("", words)
    with store.open(f"sqlite:///{folder / 'kept.db'}") as opened:
        opened.overrides.record(key, findings, Override("ana", "Her wish.", NOW + timedelta(hours=9)), NOW)


def overrides(folder: Path) -> list[store.Overridden]:
    with store.open(f"sqlite:///{folder / 'kept.db'}") as opened:
        return list(opened.overrides.all())


def test_a_draft_that_was_let_go_elsewhere_goes(kept: Path, run_cli: Cli) -> None:
    held = run_cli("hook", "--format", "json", stdin=HELD)
    assert held.code == 1
    let_go(kept, own_words_of(DRAFT), ids(held))
    run = run_cli("hook", stdin=HELD)
    assert (run.code, run.out) == (0, "")
    assert run.err.startswith("<draft>: held, and let go by ana until ")
    assert CANARY not in run.err
    told = json.loads(run_cli("hook", "--format", "json", stdin=HELD).out)
    assert (told["verdict"], told["override"]["by"]) == ("pass", "ana")


def own_words_of(draft: str) -> str:
    from replylint import packs
    from replylint.conversation import Conversation, Turn
    from replylint.override import own_words

    return own_words(Conversation((Turn("agent", draft, draft=True),)), packs.load())


def test_what_is_added_afterwards_holds_again(kept: Path, run_cli: Cli) -> None:
    let_go(kept, own_words_of(DRAFT), ids(run_cli("hook", "--format", "json", stdin=HELD)))
    assert run_cli("hook", stdin=HELD + b"PS: Your card number is 4539 5787 6362 1486.\n").code == 1
    quoted = HELD + b"\nOn 16 Nov 2026 at 10:00, Ana Ruiz <ana@mail.example> wrote:\n> Where is it?\n"
    assert run_cli("hook", stdin=quoted).code == 0


def with_reason(reason: str, raw: bytes = HELD) -> bytes:
    return raw.replace(b"Subject:", f"X-Replylint-Override: {reason}\nSubject:".encode())


def test_a_reason_in_the_head_lets_it_go_and_is_kept(kept: Path, run_cli: Cli) -> None:
    run = run_cli("hook", stdin=with_reason("She asked\n for =?utf-8?q?these_w=C3=B6rds=2E?="))
    assert run.code == 0
    assert run.err == "<draft>: held, and let go by tim@shop.example in its own head\n"
    (override,) = overrides(kept)
    assert (override.override.by, override.override.reason) == ("tim@shop.example", "She asked for these wörds.")
    assert override.override.until is not None
    assert timedelta(hours=1.9) < override.override.until - datetime.now(UTC) <= timedelta(hours=2)
    assert run_cli("hook", stdin=HELD).code == 0, "every gate sees it"


@pytest.mark.parametrize("reason", ["", "   ", "\n "])
def test_without_a_reason_it_is_held(reason: str, run_cli: Cli) -> None:
    assert run_cli("hook", stdin=with_reason(reason)).code == 1


def test_without_a_store_a_reason_is_enough_and_is_kept_nowhere(folder: Path, run_cli: Cli) -> None:
    run = run_cli("hook", stdin=with_reason("She asked."))
    assert (run.code, "She asked" in run.err) == (0, False)
    assert list(folder.iterdir()) == []


def test_a_store_is_opened_only_when_a_draft_is_held(kept: Path, run_cli: Cli) -> None:
    assert run_cli("hook", stdin=CLEAN).code == 0
    assert run_cli("hook", stdin=with_reason("Why not?", CLEAN)).code == 0
    assert not (kept / "kept.db").exists()
    assert run_cli("hook", stdin=HELD).code == 1
    assert (kept / "kept.db").exists()


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("[store]\nurl = 'sqlite:///nowhere/kept.db'\n[server]\nkeys = 'keys.json'\n", "overrides: store: "),
        ("[store]\nurl = 'mysql://x'\n[server]\nkeys = 'keys.json'\n", "overrides: store: "),
        ("[store]\nurl = 'sqlite:///kept.db'\n[server]\nkeys = 'none.json'\n", "none.json; make one: replylint keys add"),
        ("[store]\nurl = 'sqlite:///kept.db'\n[server]\nkeys = 'replylint.toml'\n", "overrides: "),
    ],
    ids=["a store that is away", "a store of no kind", "no keys", "keys that are none"],
)
def test_when_nobody_can_be_asked_it_stays_held_and_a_reason_still_counts(
    kept: Path, spoilt: str, said: str, run_cli: Cli
) -> None:
    (kept / "replylint.toml").write_text(spoilt, encoding="utf-8")
    held = run_cli("hook", stdin=HELD)
    assert held.code == 1
    assert said in held.err
    assert "safety/secret-in-reply" in held.err
    let_go = run_cli("hook", stdin=with_reason("She asked."))
    assert let_go.code == 0
    assert said in let_go.err
    assert CANARY not in let_go.err


def test_a_fault_while_overrides_are_asked_for_holds(kept: Path, run_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    monkeypatch.setattr(hook, "own_words", broken)
    run = run_cli("hook", stdin=HELD)
    assert run.code == 1
    assert "overrides: replylint" in run.err
    assert CANARY not in run.err.partition("\n")[0]


def test_tags_know_of_an_override_and_say_no_reason(kept: Path, tag: Tag) -> None:  # noqa: ARG001 - entered
    _, out, said = tag(with_reason("She asked."))
    assert b"\nX-Replylint-Verdict: pass\n" in out
    assert b"She asked" not in out
    assert "let go by tim@shop.example" in said


@pytest.mark.slow
def test_an_override_that_the_service_took_is_seen_by_the_hook(kept: Path, run_cli: Cli) -> None:
    key = keys.add(kept / "keys.json", "extension", "", NOW)
    shown = run_cli("hook", "--format", "json", stdin=HELD)
    with serving(kept) as server:
        letting = {"conversation": {"text": DRAFT}, "findings": ids(shown), "by": "ana", "reason": "Her wish."}
        answer = httpx.post(
            f"{server.url}/v1/overrides", json=letting, headers={"Authorization": f"Bearer {key}"}, trust_env=False
        )
    assert answer.status_code == 201
    assert run_cli("hook", stdin=HELD).code == 0
