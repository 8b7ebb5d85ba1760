"""`/v1/check`, `/v1/check/batch`, `/v1/score`: conversations judged."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from replylint import instructions, wire
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces.server import body, described, overrides, told
from replylint.faces.server.access import Anyone, Caller, Serving
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant
from replylint.finding import Result
from replylint.lint import lint
from replylint.transcripts import Given, one_line

router = APIRouter(tags=["check"])
Profile = Annotated[str | None, Query(description="Another profile than the settings name.", max_length=100)]


class Wishes(NamedTuple):
    """What a caller wants beside the result, and under which profile."""

    explain: bool
    instructions: bool
    profile: str | None


async def _wishes(
    explain: Annotated[bool, Query(description="Also say what stopped each rule that nearly fired (`near`).")] = False,
    instructions: Annotated[bool, Query(description="Also say what to change, a short line a finding, to a writer.")] = False,
    profile: Profile = None,
) -> Wishes:
    return Wishes(explain, instructions, profile)


Wanted = Annotated[Wishes, Depends(_wishes)]


@router.post("/v1/check", **described.CHECK)
async def check_a_draft(request: Request, caller: Anyone, service: Serving, wanted: Wanted) -> Response:
    """Judge the draft of a conversation, told whole or in the short form."""
    given = await body.read(request, service)
    judged = await service.linted(_checked, given, caller, wanted)
    return Response(await _answer(judged, caller, service), media_type="application/json")


@router.post("/v1/check/batch", **described.BATCH)
async def check_many_drafts(request: Request, caller: Anyone, service: Serving, wanted: Wanted) -> StreamingResponse:
    """Judge many: a conversation a line in, its result a line out, in order and as they come. A line that cannot be used
    is answered by an error line, and the others go on."""
    caller.tenant.under(wanted.profile)  # a wrong one is said before the first line
    return _Streamed(_lines(request, caller, service, wanted), media_type="application/x-ndjson")


@router.post("/v1/score", **described.SCORE)
async def score_a_conversation(request: Request, caller: Anyone, service: Serving, profile: Profile = None) -> Response:
    """Score every reply of an agent in a conversation, each as things stood when it was sent."""
    given = await body.read(request, service)
    return Response(await service.linted(_scored, given, caller.tenant, profile), media_type="application/json")


class _Streamed(StreamingResponse):
    """Sent while the request is still being read; the usual one listens for the client's leaving, and would eat its body."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await self.stream_response(send)


class _Judged(NamedTuple):
    """A draft judged; `written` is the answer, None while an override may still change it."""

    conversation: Conversation
    result: Result
    instructed: bool
    written: bytes | None


def _checked(given: bytes, caller: Caller, wanted: Wishes) -> _Judged:
    return _judged(told.conversation(told.data(given), caller.tenant), caller, wanted)


def _judged(conversation: Conversation, caller: Caller, wanted: Wishes) -> _Judged:
    """Judged and, unless an override may change it, written: the way to a thread and back is gone once."""
    tenant, instructed = caller.tenant, wanted.instructions
    result = lint(conversation, tenant.rules, tenant.under(wanted.profile), wanted.explain)
    may_change = caller.keyed and result.verdict != "pass" and tenant.shelf.url is not None
    return _Judged(conversation, result, instructed, None if may_change else _written(result, conversation, instructed))


async def _answer(judged: _Judged, caller: Caller, service: Service) -> bytes:
    conversation, result, instructed, written = judged
    if written is None:
        result = await overrides.applied(result, conversation, caller.tenant, service)
        written = await service.linted(_written, result, conversation, instructed)
    service.judged(result, caller.tenant, kept=caller.keyed)
    return written


def _written(result: Result, conversation: Conversation, instructed: bool) -> bytes:
    data = wire.encode(result, conversation)
    if instructed:
        data["instructions"] = list(instructions.instructions(result, conversation))
    return json.dumps(data, ensure_ascii=False).encode()


async def _lines(request: Request, caller: Caller, service: Service, wanted: Wishes) -> AsyncIterator[bytes]:
    number = 0
    async for line in body.lines(request, service):
        number += 1
        try:
            if isinstance(line, body.TooLong):
                raise Problem(413, f"the limit of a line is {body.MOST_BYTES:,} bytes")
            yield await _answer(await service.linted(_line, line, number, caller, wanted), caller, service) + b"\n"
        except (Problem, InputError) as error:
            fault = error if isinstance(error, InputError) else InputError(error.detail, "body", number)
            yield json.dumps(wire.error(fault), ensure_ascii=False).encode() + b"\n"


def _line(line: bytes, number: int, caller: Caller, wanted: Wishes) -> _Judged:
    conversation = one_line(body.text(line), "body", number, Given())
    if isinstance(conversation, InputError):
        raise conversation
    told.within_limits(conversation, caller.tenant)
    return _judged(conversation, caller, wanted)


def _scored(given: bytes, tenant: Tenant, profile: str | None) -> bytes:
    settings = tenant.under(profile)
    conversation = told.conversation(told.data(given), tenant)
    replies = []
    for reply in conversation.replies():
        turn, result = reply.turns[-1], wire.encode(lint(reply, tenant.rules, settings), reply)
        kept = {key: result[key] for key in ("ruleset", "verdict", "score", "findings", "metrics")}
        at = turn.at.isoformat() if turn.at else None
        replies.append({"turn": len(reply.turns) - 1, "author": turn.author, "at": at, **kept})
    return json.dumps({"schema": wire.SCHEMA, "id": conversation.id, "replies": replies}, ensure_ascii=False).encode()
