"""What the tests of LanguageTool's shape share: a check asked for, and the words that its answer marks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import httpx

from conftest import asked
from replylint import packs
from replylint.faces.server.service import Service
from replylint.settings import Serving, Settings

SAMPLE = "Hi 😀, Q&A + 100% sure, é; that is not our problem."
WORDS = "not our problem"


def service(host: str = "127.0.0.1", **server: Any) -> Service:
    return Service(packs.load(), Settings(server=Serving(**server)), host)


def told(body: bytes, kind: str = "application/x-www-form-urlencoded", **more: Any) -> httpx.Response:
    return asked("/v2/check", body, more.pop("by", None) or service(), **{"content-type": kind, **more})


def checked(**parameters: str) -> dict[str, Any]:
    """The answer to a check with these parameters, `language=en-US` unless they say otherwise."""
    response = told(urlencode({"language": "en-US", **parameters}).encode())
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def words(answer: dict[str, Any], sent: str) -> list[str]:
    """The words that a client which counts in UTF-16 units marks."""
    units = sent.encode("utf-16-le")
    return [units[2 * m["offset"] : 2 * (m["offset"] + m["length"])].decode("utf-16-le") for m in answer["matches"]]


def rules(answer: dict[str, Any]) -> list[str]:
    return [match["rule"]["id"] for match in answer["matches"]]
