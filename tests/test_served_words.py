"""Whatever is asked, rightly or wrongly, while all is well or not: no word of it stands in a journal, a count or an error."""

from __future__ import annotations

import itertools
import json
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from conftest import Run, lacking
from load import request
from serving import Server, serving

pytestmark = pytest.mark.slow
if sys.platform != "linux":
    lacking("Linux")

WORD = "Sesamwort"
HELD = {"text": f"You are stupid, {WORD}, and unfortunately the {WORD} is late.", "customer_message": f"Where is my {WORD}?"}
SETTINGS = """\
parser = "never"
[server]
keys = "keys.json"
seconds = 2
[store]
url = "sqlite:///kept.db"
"""
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": f"Bearer rl_{WORD}"},
    {"Authorization": f"Basic {WORD}"},
    {"Host": f"{WORD}.example"},
    {"Origin": f"https://{WORD}.example"},
    {
        "X-Request-Id": f"{WORD} {WORD}",
        f"X-{WORD}": WORD,
        "Cookie": f"{WORD}={WORD}",
        "User-Agent": WORD,
        "Referer": f"http://{WORD}/",
    },
    {"Content-Type": f"text/{WORD}; charset={WORD}", "Accept": f"text/{WORD}"},
)
RAW = (
    f"{WORD}\r\n\r\n",
    f"GET /{WORD} HTTP/9.9\r\n\r\n",
    f"{WORD} /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    f"GET /{WORD} {WORD} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{WORD}\r\n\r\n",
    f"GET /{WORD} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: {WORD}\r\n\r\n",
    f"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {WORD}\r\n\r\n{WORD}",
    f"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n{WORD}\r\n",
    f"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: {WORD}\r\n\r\n{WORD}",
    f"GET /{'x' * 70_000}{WORD} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
)
LETTING = {"conversation": HELD, "findings": [WORD], "by": WORD, "reason": f"{WORD} said so"}
ANSWER = {"rule": "priming/negative-priming", "finding": WORD, "answer": "wrong"}
WRONG = (
    {**LETTING, "reason": WORD * 100},
    {**LETTING, "findings": WORD},
    {**ANSWER, "rule": WORD},
    {"text": f"{WORD} " * 21_000},
    [WORD],
    WORD,
)
BODIES = (
    *(json.dumps(data).encode() for data in (HELD, LETTING, ANSWER, *WRONG)),
    f'{{"text": "{WORD}'.encode(),
    f'{{"text": "{WORD}\\ud83d"}}'.encode(),
    WORD.encode() + b"\xff",
    f'{{"text": "{WORD}"}}\n{{"txet": "{WORD}"}}\n{WORD}\n'.encode(),
    f"text={WORD}&data={WORD}".encode(),
)
SLIPS = ({WORD: WORD}, {**ANSWER, "answer": WORD}, {"turns": [{"role": WORD, "text": WORD}]}, {"text": WORD, "now": WORD})
MISSPELT = tuple(json.dumps(data).encode() for data in SLIPS)  # said back to the one who wrote it, and to nobody else


class Told:
    """Asks, and keeps what the server says that is no good answer."""

    def __init__(self, server: Server, key: str) -> None:
        self.said: list[str] = []
        self.statuses: set[int] = set()
        self._port = int(server.url.rpartition(":")[2])
        self._key = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(base_url=server.url, timeout=60, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> None:
        """Ask; with the key, unless the headers bring another."""
        answer = self._client.request(method, path, content=body, headers={**self._key, **(headers or {})})
        self.statuses.add(answer.status_code)
        if answer.status_code >= 400 and body not in MISSPELT:
            self.said.append(f"{answer.headers} {answer.text}")

    def send(self, raw: bytes, all: bool = True) -> None:
        """Send bytes that may be no request at all; leave before the answer, or read it."""
        with socket.create_connection(("127.0.0.1", self._port), 20) as client:
            client.sendall(raw)
            if all:
                client.shutdown(socket.SHUT_WR)
                self.said.append(b"".join(iter(lambda: client.recv(4096), b"")).decode("latin-1"))

    def everywhere(self) -> None:
        """Every route and some that are none, by every method, with every body and header."""
        paths = json.loads(self._client.get("/openapi.json").text)["paths"]
        places = [path.replace("{category}", WORD).replace("{name}", WORD) for path in paths]
        places += [
            "/",
            f"/{WORD}",
            f"/v1/{WORD}",
            f"/page/{WORD}.js",
            f"/docs/parts/{WORD}.css",
            f"/v1/rules/priming/{WORD}",
            "/docs",
        ]
        for place, method in itertools.product(places, ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", WORD.upper())):
            self.ask(method, f"{place}?{WORD}={WORD}", json.dumps(HELD).encode() if method == "POST" else None)
        for place, body in itertools.product(places, (*BODIES, *MISSPELT)):
            self.ask("POST", place, body)
        for place, headers in itertools.product(places, HEADERS):
            self.ask("POST", place, json.dumps(HELD).encode(), headers)
        for query in ("explain", "profile", "limit", "offset", "status", "conversation", "tenant", "instructions"):
            for place in ("/v1/check", "/v1/commitments", "/v2/check", "/v1/score"):
                self.ask("POST", f"{place}?{query}={WORD}", json.dumps(HELD).encode())
                self.ask("GET", f"{place}?{query}={WORD}")


def test_no_word_of_what_is_asked_gets_out(folder: Path, run_cli: Callable[..., Run]) -> None:
    (folder / "replylint.toml").write_text(SETTINGS, encoding="utf-8")
    key = run_cli("keys", "add", "helpdesk").out.strip()
    with serving(folder) as server, closing(Told(server, key)) as told:
        told.everywhere()
        for raw in RAW:
            told.send(raw.encode())
        for body in (json.dumps(HELD).encode(), f"{json.dumps(HELD)}\n".encode() * 50):
            for path in ("/v1/check", "/v1/check/batch", "/v1/overrides"):
                told.send(request(path, body), all=False)
                told.send(request(path, body)[:-5], all=False)
        told.send(request(f"/v1/check?{WORD}", json.dumps(HELD).encode())[:-5])
        with closing(sqlite3.connect(folder / "kept.db", isolation_level=None)) as another:
            another.execute("BEGIN IMMEDIATE")
            told.everywhere()
        (folder / "keys.json").write_text(f'{{"{WORD}": "{WORD}"}}', encoding="utf-8")
        told.ask("POST", "/v1/check", json.dumps(HELD).encode())
        counts = httpx.get(f"{server.url}/metrics").text
        assert server.process.poll() is None
        server.stop()
        assert server.process.stdout is not None
        printed = server.process.stdout.read().decode()
    assert {200, 201, 204, 400, 401, 403, 404, 405, 422, 503} <= told.statuses
    assert len(told.said) > 1000
    for said in (*told.said, counts, printed, (folder / "journal.txt").read_text(encoding="utf-8")):
        assert WORD.lower() not in said.lower(), said[:2000]
    assert [line["event"] for line in server.journal() if "fault" in line] == []
