"""A desk with replies on it, and people who visit it in this process: what a browser would send, without one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

import month
from replylint import keys, packs, scorecard, scoring, store, wire
from replylint.faces.server.app import app
from replylint.faces.server.service import Service
from replylint.scorecard import Scorecard
from replylint.settings import Serving, Settings, Storage

QUEUED = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
SECRET = "a-secret-of-the-test"
BASIS = {"version": "1", "ruleset": "en@1", "model": None}
_WORD = re.compile(r'name="word" value="([^"]+)"')
Reply = tuple[dict[str, Any], dict[str, Any]]


@cache
def card() -> Scorecard:
    """The scorecard that comes with replylint."""
    return scorecard.load(None, packs.load())


def replies(count: int = 20, agent: str | None = None) -> list[Reply]:
    """Scored replies of a month, or as many of one agent's: the row and the conversation of each."""
    found: list[Reply] = []
    for told in month.conversations(10 * count):
        conversation = wire.thread(told)
        thread = scoring.thread(conversation)
        rows = (row for row in scoring.rows(conversation, packs.load(), Settings(), card()))
        found += [(row, thread) for row in rows if agent is None or row["agent"] == agent]
        if len(found) >= count:
            break
    return found[:count]


def queue(address: str, scored: Sequence[Reply], round: str = "October", at: datetime = QUEUED) -> list[str]:
    """Put replies on the desk of a store; their ids."""
    with store.open(address) as kept:
        kept.desk.queue(round, scored, card(), BASIS, at)
        return [review.id for review in kept.desk.reviews(round)]


class Visitor:
    """A person before a browser: what is posted has the word of the last page that had one."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.cookies: dict[str, str] = {}
        self.word = ""

    def get(self, path: str, **headers: str) -> httpx.Response:
        """A page, after any redirection."""
        answer = self._asked("GET", path, None, headers)
        while answer.is_redirect:
            answer = self._asked("GET", answer.headers["location"], None, headers)
        return answer

    def post(self, path: str, headers: Mapping[str, str] | None = None, **fields: str) -> httpx.Response:
        """What a form of the last page does; the page that it leads to."""
        answer = self._asked("POST", path, {"word": self.word, **fields}, headers or {})
        return self.get(answer.headers["location"].partition("#")[0]) if answer.is_redirect else answer

    def _asked(self, method: str, path: str, fields: Mapping[str, str] | None, headers: Mapping[str, str]) -> httpx.Response:
        body = None if fields is None else urlencode(fields).encode("ascii")

        async def ask() -> httpx.Response:
            through = httpx.ASGITransport(app(self._service))
            async with httpx.AsyncClient(transport=through, base_url="http://localhost:8817", cookies=self.cookies) as client:
                return await client.request(method, path, content=body, headers=dict(headers))

        answer = asyncio.run(ask())
        self.cookies.update(answer.cookies)
        self.word = (_WORD.findall(answer.text) or [self.word])[-1]
        return answer


class Desk:
    """A desk over a store, with a file of keys."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.keys = address, folder / "keys.json"
        self.service = Service(packs.load(), Settings(store=Storage(address), server=Serving(keys=str(self.keys))), desk=SECRET)

    def owner(self) -> Visitor:
        """Who started the server."""
        visitor = Visitor(self.service)
        assert visitor.get(f"/desk/enter?link={SECRET}").status_code == 200
        return visitor

    def key(self, name: str, role: keys.Role, agent: str | None = None) -> str:
        """A new key."""
        return keys.add(self.keys, name, "", QUEUED, role, agent)

    def person(self, name: str, role: keys.Role = "trainer", agent: str | None = None) -> Visitor:
        """Somebody who has a key and is signed in by it."""
        token = self.key(name, role, agent)
        visitor = Visitor(self.service)
        assert visitor.post("/desk/sign-in", key=token).status_code == 200
        return visitor


@contextmanager
def desk(address: str, folder: Path) -> Iterator[Desk]:
    """A desk that lets go of its store when the block ends."""
    made = Desk(address, folder)
    try:
        yield made
    finally:
        made.service.close()


def steps(step: str = "2", **other: str) -> dict[str, str]:
    """The fields of a whole score: the same for each criterion but those named."""
    return {f"step:{each.name}": other.get(each.name, step) for each in card().criteria}


def agents(scored: Sequence[Reply], name: str | None) -> list[Reply]:
    """The same replies with another agent."""
    return [({**row, "agent": name}, thread) for row, thread in scored]
