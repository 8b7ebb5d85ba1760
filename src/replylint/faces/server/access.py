"""Who is answered: by which name the server was called, which page or extension calls, and with whose key."""

from __future__ import annotations

import base64
import ipaddress
from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from starlette.datastructures import Headers

from replylint.faces.options import LOOPBACK
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.faces.server.tenants import Tenant
from replylint.keys import Role

EXTENSION = "chrome-extension://naijkcicfiejmolghchicbiokdmmhjip"  # of extension/browser, by the key in its manifest
_FIREFOX = "moz-extension://"  # with another id on every machine, so it is answered when it has a key
_THROUGH_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Caller(NamedTuple):
    """Who asks. Without a key (`keyed` false) only this machine is answered, as the installation's own. `role` is the key's."""

    tenant: Tenant
    keyed: bool
    role: Role = "program"


def admitted(headers: Headers, service: Service) -> Caller | None:
    """Who asks, None when only a key could say; raises a `Problem` for a name, a page or a key that is not known here."""
    host = headers.get("host", "")
    if not _called(_name(host), service):
        raise Problem(403, "this server does not answer to that Host; the names it has are the hosts of [server]")
    token = _token(headers.get("authorization", ""))
    origin = headers.get("origin")
    own = (f"http://{host}", f"https://{host}")  # a proxy in front may speak TLS
    known = origin is None or origin in own or origin in origins(service)
    if not known and not (token and origin and origin.startswith(_FIREFOX)):
        raise Problem(403, "this server does not answer to that Origin; those it answers are the origins of [server]")
    if token:
        return holder_of(token, service)
    return Caller(service.own, False) if _on_this_machine(headers, service) else None


def origins(service: Service) -> tuple[str, ...]:
    """The origins of other pages and extensions that may call."""
    return (EXTENSION, *service.settings.origins)


def holder_of(token: str, service: Service) -> Caller:
    """Whose key that is; raises a `Problem`."""
    key = service.keys.of(token)
    if key is None:
        raise Problem(401, "no such key; it may have been revoked", WWW_Authenticate="Bearer")
    if key.tenant not in service.tenants:
        raise Problem(403, "the settings of this key's tenant were not there when the server started")
    return Caller(service.tenants[key.tenant], True, key.role)


def needs_key(service: Service) -> bool:
    """Whether the server is bound or named so that others than this machine reach it."""
    return service.host not in LOOPBACK or any(host not in LOOPBACK for host in service.settings.hosts)


def _on_this_machine(headers: Headers, service: Service) -> bool:
    return not needs_key(service) and not any(name in headers for name in _THROUGH_A_PROXY)


def _called(name: str, service: Service) -> bool:
    if name in LOOPBACK or name in service.settings.hosts:
        return True
    if service.host in LOOPBACK:
        return False
    return name == service.host.lower() or (service.host in ("0.0.0.0", "::") and _is_address(name))


def _is_address(name: str) -> bool:
    """Whether it is an address itself: no name of an attacker can lead to one."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name.strip("[]").lower()


def _token(authorization: str) -> str:
    """The key in an Authorization header: a bearer's, or the password of a program that knows no other way (calendars)."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except ValueError:  # no base64 (beyond ASCII not even binascii's own error), or no UTF-8 in it
        return ""


async def service_of(request: Request) -> Service:
    """The service that a request came to."""
    found: Service = request.app.state.service
    return found


async def _anyone(request: Request) -> Caller:
    """Who asks; raises a `Problem` when a key is needed and none is given."""
    caller: Caller | None = request.state.caller
    if caller is None:
        raise Problem(401, "this needs a key: Authorization: Bearer …", WWW_Authenticate="Bearer")
    return caller


async def _holder(request: Request) -> Caller:
    """Whose key was given; raises a `Problem` when none was, on this machine too: others may share it."""
    caller = await _anyone(request)
    if not caller.keyed:
        raise Problem(
            401, "this reads or writes what is stored, so it needs a key: Authorization: Bearer …", WWW_Authenticate="Bearer"
        )
    return caller


async def _reader(caller: Annotated[Caller, Depends(_holder)]) -> Caller:
    """Who may read what others wrote; raises a `Problem` for an agent's key."""
    if caller.role == "agent":
        raise Problem(403, "this key is an agent's: it reads nothing that is stored but her own scores, on the desk")
    return caller


Anyone = Annotated[Caller, Depends(_anyone)]
Holder = Annotated[Caller, Depends(_holder)]
Reader = Annotated[Caller, Depends(_reader)]
Serving = Annotated[Service, Depends(service_of)]
