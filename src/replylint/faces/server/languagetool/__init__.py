"""`/v2/check` and what belongs to it, in LanguageTool's shape: for the many programs that can underline what it finds.

None of them knows what the customer wrote, and none holds Send: they show what is wrong with the words alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from fastapi.routing import APIRoute

from replylint.faces.server import body, described
from replylint.faces.server.access import Caller, Serving, holder_of
from replylint.faces.server.languagetool import answer, asked, form, matches
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant
from replylint.finding import Result
from replylint.lint import lint
from replylint.reading import Reading
from replylint.reading.language import english
from replylint.wire import Short


class _Plain(APIRoute):
    """A route that says what is wrong as LanguageTool does: `Error: …`, in plain text."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, its problems said in plain text."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return problem.plain()

        return handled


router = APIRouter(tags=["LanguageTool's shape"], route_class=_Plain)


@router.post("/v2/check", **described.CHECK_V2)
async def check(request: Request, service: Serving) -> Response:
    """Find words that will come back as a complaint, in a text that is being written."""
    return await _checked(request, await body.read(request, service), service)


@router.get("/v2/check", **described.CHECK_V2_BY_ADDRESS)
async def check_by_address(request: Request, service: Serving) -> Response:
    """The same with everything in the address."""
    return await _checked(request, b"", service)


@router.get("/v2/languages", **described.LANGUAGES)
async def languages() -> list[dict[str, str]]:
    """The languages that are checked: English, by each of its codes."""
    return [{"name": name, "code": code.partition("-")[0], "longCode": code} for code, name in asked.LANGUAGES.items()]


@router.get("/v2/maxtextlength", **described.MAX_TEXT_LENGTH)
async def max_text_length(request: Request, service: Serving) -> PlainTextResponse:
    """The most characters that a check takes."""
    caller: Caller | None = request.state.caller
    return PlainTextResponse(str((caller.tenant if caller else service.own).settings.server.text))


@router.get("/v2/info", **described.INFO)
async def info() -> dict[str, Any]:
    """What answers here, and its version."""
    told = answer.software()
    return {"software": {**{key: told[key] for key in ("name", "version", "buildDate", "premium")}, "commit": ""}}


@router.get("/v2/healthcheck", **described.HEALTHCHECK)
async def healthcheck() -> PlainTextResponse:
    """It runs."""
    return PlainTextResponse("OK")


async def _checked(request: Request, given: bytes, service: Service) -> Response:
    kind, query = request.headers.get("content-type", ""), request.scope["query_string"]
    told = await service.linted(form.fields, given, kind, query)
    caller = request.state.caller = _caller(request, told.get("apiKey"), service)
    result, written = await service.linted(found, told, caller.tenant, f"{request.base_url}v1/rules/")
    if result is not None:
        service.judged(result, caller.tenant, kept=caller.keyed)
    return Response(written, media_type="application/json")


def _caller(request: Request, key: str | None, service: Service) -> Caller:
    """Who asks, by a header or else by the parameter that LanguageTool's clients have for a key; raises a `Problem`."""
    caller: Caller | None = request.state.caller
    if key and not (caller and caller.keyed):
        return holder_of(key, service)
    if caller is None:
        raise Problem(401, "this needs a key, as apiKey or in a header: Authorization: Bearer …", WWW_Authenticate="Bearer")
    return caller


def found(told: dict[str, str], tenant: Tenant, rules_at: str) -> tuple[Result | None, bytes]:
    """What a check comes to: the result with the findings that are shown (None for a text that is not English), and the
    answer."""
    wanted = asked.read(told, tenant)
    result = _judged(wanted, tenant)
    shown = matches.placed(filter(wanted.shows, result.findings), wanted.text) if result else []
    data = answer.whole(shown, wanted.text, wanted.language, result is not None, rules_at)
    kept = result and result._replace(findings=tuple(match.finding for match in shown))
    return kept, json.dumps(data, ensure_ascii=False).encode()


def _judged(wanted: asked.Asked, tenant: Tenant) -> Result | None:
    conversation = Short(wanted.text.plain, wanted.customer_message).long()
    if wanted.language is None:
        reading = Reading(conversation, conversation.draft, tenant.rules.lexicon)
        if not english(reading, reading.whole):
            return None
    return lint(conversation, tenant.rules, asked.settings_for(wanted.choice, tenant))
