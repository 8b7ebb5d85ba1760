"""Who is at the desk: a person with a key, or the one who started the server and opened the link that it printed.

A browser holds a cookie that is signed, ends with the server or after a working day, and names the key; whether that key is
still one is looked up at each request. What is posted also carries a word that only our own pages know, so that no other
page can post in a person's name.
"""

from __future__ import annotations

import getpass
import hmac
import secrets
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple
from urllib.parse import parse_qs

from fastapi import Depends, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from replylint.faces.options import LOOPBACK
from replylint.faces.server import body
from replylint.faces.server.access import Serving
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant

_HOURS = 12
_WORD = "word"  # the field that carries it


class SignIn(Exception):  # noqa: N818 - it says what is asked for
    """Nobody is signed in."""


class Visitor(NamedTuple):
    """A person at the desk. `agent` is whose scores an agent sees; `word` is what a post of hers carries."""

    name: str
    tenant: Tenant
    role: Literal["trainer", "agent"]
    agent: str | None
    word: str


def sign_in(token: str, request: Request, response: Response, service: Service) -> None:
    """Let the person in whose key that is; raises a `Problem`."""
    key = service.keys.of(token)
    if key is None or key.tenant not in service.tenants:
        raise Problem(401, "There is no such key; it may have been revoked.", "key")
    if key.role == "program":
        raise Problem(403, "That key is a program's. A trainer's is made with: replylint keys add NAME --role trainer", "key")
    _remember({"key": key.name}, request, response, service)


def open_link(link: str, request: Request, response: Response, service: Service) -> None:
    """Let the person in who started the server, by the link that it printed; raises a `Problem`."""
    if not alone(service) or not hmac.compare_digest(link.encode(), service.desk.encode()):
        raise Problem(403, "This link is not the one that the server printed when it started.")
    _remember({}, request, response, service)


def sign_out(request: Request, response: Response) -> None:
    """Let go of the cookie."""
    response.delete_cookie(_cookie(request), path="/desk")


def alone(service: Service) -> bool:
    """Whether the desk is one person's: nobody has a key to it, and only this machine is answered."""
    return service.host in LOOPBACK and not any(key.role != "program" for key in service.keys.keys)


def signed_in(request: Request, service: Service) -> Visitor | None:
    """Who asks; None for nobody."""
    given = request.cookies.get(_cookie(request), "")
    try:
        told: dict[str, str] = _serializer(service).loads(given, max_age=_HOURS * 3600)
    except BadSignature:
        return None
    if "key" not in told:
        return Visitor(_owner(), service.own, "trainer", None, told[_WORD]) if alone(service) else None
    key = next((each for each in service.keys.keys if each.name == told["key"] and each.sha256[:16] == told["made"]), None)
    if key is None or key.role == "program" or key.tenant not in service.tenants:
        return None
    return Visitor(key.name, service.tenants[key.tenant], key.role, key.agent, told[_WORD])


async def _visitor(request: Request, service: Serving) -> Visitor:
    found = signed_in(request, service)
    if found is None:
        raise SignIn
    return found


async def _trainer(visitor: Annotated[Visitor, Depends(_visitor)]) -> Visitor:
    if visitor.role != "trainer":
        raise Problem(403, "This is for trainers.")
    return visitor


async def posted(request: Request, service: Service) -> dict[str, str]:
    """The fields of a form, the last of each name; raises a `Problem` for more than a form holds."""
    try:
        found = parse_qs(body.text(await body.read(request, service)), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise Problem(422, "The form has too many fields.") from None
    return {name: values[-1].replace("\r\n", "\n") for name, values in found.items()}


async def _form(request: Request, service: Serving, visitor: Annotated[Visitor, Depends(_visitor)]) -> Mapping[str, str]:
    """The fields that a visitor sent from a page of ours; raises a `Problem` for any other."""
    fields = await posted(request, service)
    if not hmac.compare_digest(fields.pop(_WORD, "").encode("utf-8", "surrogatepass"), visitor.word.encode()):
        raise Problem(403, "The form is not one that this desk gave you. Open the page again, and send it from there.")
    return fields


def _remember(told: dict[str, str], request: Request, response: Response, service: Service) -> None:
    if "key" in told:
        told["made"] = next(each.sha256[:16] for each in service.keys.keys if each.name == told["key"])
    signed = _serializer(service).dumps({**told, _WORD: secrets.token_urlsafe(16)})
    safe = request.headers.get("origin", "").startswith("https:") or request.url.scheme == "https"
    ends = _HOURS * 3600
    response.set_cookie(_cookie(request), signed, max_age=ends, path="/desk", secure=safe, httponly=True, samesite="lax")


def _cookie(request: Request) -> str:
    """By its port: a browser sends the cookies of one host to all that answer there."""
    return f"replylint_desk_{request.url.port or ''}"


def _serializer(service: Service) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(service.desk, salt="desk")


def _owner() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "trainer"


Visiting = Annotated[Visitor, Depends(_visitor)]
Trainer = Annotated[Visitor, Depends(_trainer)]
Form = Annotated[Mapping[str, str], Depends(_form)]
