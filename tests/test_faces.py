"""One draft through every way in: the same words are found at the same place."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import Run, asked, rule_text
from replylint import packs
from replylint.faces.server.service import Service
from replylint.settings import Settings
from serving import serving

Cli = Callable[..., Run]
Ask = Callable[[str, Cli, Path], dict[str, Any]]
PRIMING = "priming/negative-priming"
OWN = "odd/shipping"
DRAFTS = {
    "emoji before": (PRIMING, "🙂 [[Unfortunately]], we can't ship before Monday."),
    "emoji of several code points": (PRIMING, "👩🏽‍🔧 👍🏿 [[Unfortunately]], the mill is shut."),
    "curly apostrophe before": (PRIMING, "That’s booked. [[Unfortunately]], the mill is shut."),
    "curly apostrophe within": (OWN, "🙂 So sorry, but [[we can’t ship]] the oak desk."),
    "non-breaking space": (OWN, "Right,\xa0Ana:\xa0[[we\xa0can't\xa0ship]] the oak desk."),
    "zero width": (OWN, "\ufeffThe oak\u200b desk: [[we can\u200b't\u200d ship]] it by\u200b\u200b rail."),
    "soft hyphen": (OWN, "The oak desk: [[we can't sh\xadip]] it by rail."),
    "line ends of Windows": (OWN, "Hi Ana,\r\n\r\nthe oak desk is here, but [[we can't\r\nship]] it.\r\n\r\nTim\r\n"),
    "a tab": (OWN, "The oak desk:\t[[we can't\tship]] it."),
}


def marked(draft: str) -> tuple[str, dict[str, Any]]:
    """A draft without its marks, and where they were, in code points and in UTF-16."""
    start = draft.index("[[")
    text = draft.replace("[[", "").replace("]]", "")
    end = draft.index("]]") - 2
    units = [len(text[:offset].encode("utf-16-le")) // 2 for offset in (start, end)]
    return text, {
        "start": start,
        "end": end,
        "utf16": dict(zip(("start", "end"), units, strict=True)),
        "text": text[start:end],
    }


def found(result: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [{key: f[key] for key in ("start", "end", "utf16", "text")} for f in result["findings"] if f["rule"] == rule]


# -- the ways in -------------------------------------------------------------------------------------------------------


def by_pipe(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    return read(cli("check", "--pack", pack, "--format", "json", stdin=draft))


def by_file(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    file = pack.parent / "draft.txt"
    file.write_bytes(draft.encode())
    return read(cli("check", "--pack", pack, "--format", "json", file))


def by_conversation(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    file = pack.parent / "ticket.json"
    turns = [{"role": "customer", "text": "Where is my desk?"}, {"role": "agent", "text": draft, "draft": True}]
    file.write_text(json.dumps({"turns": turns}), encoding="utf-8")
    return read(cli("check", "--pack", pack, "--format", "json", file))


def by_lines(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    line = json.dumps({"text": draft}, ensure_ascii=False)
    return read(cli("check", "--pack", pack, "--format", "jsonl", "--input", "jsonl", stdin=line))


def by_table(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["id", "text"], ["T-1", draft]])
    return read(cli("check", "--pack", pack, "--format", "json", "--input", "csv", stdin=table.getvalue()))


def by_hook(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    return read(cli("hook", "--pack", pack, "--format", "json", stdin=draft))


def by_mail(draft: str, cli: Cli, pack: Path) -> dict[str, Any]:
    return read(cli("hook", "--pack", pack, "--format", "json", stdin=mail(draft)))


def by_http(draft: str, _: Cli, pack: Path) -> dict[str, Any]:
    answer = asked("/v1/check", json.dumps({"text": draft}).encode(), Service(packs.load((str(pack),)), Settings()))
    assert answer.status_code == 200
    return dict(answer.json())


def read(run: Run) -> dict[str, Any]:
    assert run.err == ""
    return dict(json.loads(run.out))


def mail(draft: str) -> bytes:
    head = "From: Tim <tim@shop.example>\r\nTo: ana@mail.example\r\nSubject: Your desk\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return (head + kind).encode() + base64.encodebytes(draft.encode())


WAYS: tuple[Ask, ...] = (by_pipe, by_file, by_conversation, by_lines, by_table, by_hook, by_mail, by_http)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", DRAFTS)
def test_the_same_words_at_the_same_place(name: str, way: Ask, run_cli: Cli, make_pack: Callable[..., Path]) -> None:
    rule, draft = DRAFTS[name]
    text, place = marked(draft)
    pack = make_pack({OWN: rule_text("we can't ship")})
    if text.startswith("\ufeff") and way in (by_pipe, by_file, by_hook):
        text = "\ufeff" + text  # of a file the first of these is its signature, and no part of the text
    assert found(way(text, run_cli, pack), rule) == [place]


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_markup_keeps_the_offsets_of_its_source(kind: str, run_cli: Cli, make_pack: Callable[..., Path]) -> None:
    drafts = {
        "html": "<p>&#128578;&nbsp;Hi&nbsp;Ana,</p><p>today [[we can&rsquo;t <b>ship]]</b> it</p>",
        "markdown": "🙂 **Hi Ana**,\n\ntoday [[we *can't* ship]] it",
    }
    text, place = marked(drafts[kind])
    pack = make_pack({OWN: rule_text("we can't ship")})
    result = read(run_cli("check", "--pack", pack, "--input", kind, "--format", "json", stdin=text))
    assert found(result, OWN) == [place]
    assert "ship" in unescape(place["text"])


def test_a_mail_in_html_is_read_as_html(run_cli: Cli) -> None:
    body = "<p>🙂 Unfortunately, the mill is shut.</p>"
    raw = f"Subject: Mill\nContent-Type: text/html; charset=utf-8\n\n{body}\n".encode()
    result = read(run_cli("hook", "--format", "json", stdin=raw))
    assert found(result, PRIMING) == [marked("<p>🙂 [[Unfortunately]], the mill is shut.</p>")[1]]


def test_the_hook_shows_the_words_to_a_person(run_cli: Cli) -> None:
    run = run_cli("hook", "--hold-on", "warning", stdin="🙂 Unfortunately, we can't ship before Monday.")
    assert run.code == 1
    assert run.out == ""
    assert f"{PRIMING}\n  --> <draft>:1:3\n" in run.err


# -- a server of its own -----------------------------------------------------------------------------------------------


def test_a_served_check_finds_the_same(folder: Path) -> None:
    text, place = marked(DRAFTS["emoji before"][1])
    with serving(folder) as server:
        address = server.url
        answer = httpx.post(f"{address}/v1/check", json={"text": text}, trust_env=False)
        refused = httpx.post(f"{address}/v1/check", content=b'{"turns": [', trust_env=False)
        foreign = httpx.post(f"{address}/v1/check", json={"text": text}, headers={"Host": "evil.example"}, trust_env=False)
    assert found(answer.json(), PRIMING) == [place]
    assert (refused.status_code, foreign.status_code) == (400, 403)
    assert [line["status"] for line in server.journal() if line["route"] == "/v1/check"] == [200, 400]
    assert "Unfortunately" not in server.errors.read_text(encoding="utf-8")
    assert refused.headers["content-type"] == "application/problem+json"
