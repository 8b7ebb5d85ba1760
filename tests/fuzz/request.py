"""A body as `/v1/check` takes it: refused with a `Problem`, or judged, and then the result keeps to its schema and its places are
true."""

from __future__ import annotations

import json

from harness import fuzz, watched

with watched():
    from replylint import contract, packs, wire
    from replylint.faces.server import told
    from replylint.faces.server.problem import Problem
    from replylint.faces.server.tenants import tenant
    from replylint.lint import lint
    from replylint.settings import Settings

import seeds
from jsonschema import Draft202012Validator

import places

RESULT = Draft202012Validator(contract.result_schema())
OWN = tenant("", packs.load(), Settings(profile="strict", parser="never"))
FORMATS = ("plain", "html", "markdown")
ROLES = ("customer", "agent", "system")
BETWEEN = "\x1e"


def request(data: bytes) -> None:
    """Judge a body: the bytes as they are, or texts put into a conversation when they begin with the sign between turns."""
    body = conversation(data.decode("utf-8", "replace")) if data.startswith(BETWEEN.encode()) else data
    try:
        made = told.conversation(told.data(body), OWN)
    except Problem as problem:
        problem.response()
        return
    result = wire.encode(lint(made, OWN.rules, OWN.settings, explain=True), made)
    RESULT.validate(result)
    places.check_result(result, made)
    assert json.loads(json.dumps(result, ensure_ascii=False).encode()) == result


def conversation(text: str) -> bytes:
    """Turns between signs, of which the first character tells the role and the format."""
    turns = []
    for said in text.split(BETWEEN)[1:]:
        kind = ord(said[:1] or "a")
        turns.append({"role": ROLES[kind % 3], "format": FORMATS[kind // 3 % 3], "text": said[1:]})
    turns.append({"role": "agent", "text": f"Hi Ana, {turns[-1]['text']}", "draft": True, "format": turns[-1]["format"]})
    return json.dumps({"turns": turns, "now": "2026-11-18T10:30:00-05:00"}).encode()


if __name__ == "__main__":
    talks = (f"{BETWEEN}a{one}{BETWEEN}c{other}".encode() for one in seeds.CUSTOMERS for other in seeds.TEXTS)
    fuzz(request, (*seeds.BODIES, *talks))
