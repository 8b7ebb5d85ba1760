"""`replylint serve`: the check and what belongs to it over HTTP."""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

import uvicorn

from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.faces.options import LOOPBACK
from replylint.faces.server import journal, processes

if TYPE_CHECKING:
    from fastapi import FastAPI

    from replylint.faces.server.service import Service

_MORE = 5  # seconds that what is under way gets at the end, beyond its own limit


def run(options: argparse.Namespace) -> int:
    """Serve until stopped. Raises `InputError` for settings, a port or a host that cannot be used."""
    if options.workers < 1:
        raise InputError(f"--workers {options.workers}: at least one process serves")
    options.desk = secrets.token_urlsafe(24) if options.desk else None
    service = _service(options)
    if options.host not in LOOPBACK and not service.keys.keys:
        raise InputError(f"--host {options.host}: beyond this machine a key is needed; make one with `replylint keys add NAME`")
    with _bound(options.host, options.port) as listening, _counted_together(options.workers):
        print(f"replylint serves at {_address(listening)}", flush=True)
        if options.desk:
            print(_desk(_address(listening), service), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            _serve(options, listening, service)
    return 0


def _serve(options: argparse.Namespace, listening: socket.socket, service: Service) -> None:
    wanted = ("settings", "profile", "pack", "host", "desk")
    known = argparse.Namespace(**{name: getattr(options, name) for name in wanted})
    config = uvicorn.Config(
        partial(application, known),
        factory=True,
        workers=options.workers,
        log_config=journal.CONFIG,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=int(service.settings.seconds) + _MORE,
    )
    processes.serve(config, listening)


def application(options: argparse.Namespace) -> FastAPI:
    """The application of one process."""
    from replylint.faces.server.app import app

    return app(_service(options))


def _service(options: argparse.Namespace) -> Service:
    from replylint.faces.server.service import Service

    rules, chosen = given_options.rules_and_settings(options)
    if options.desk:
        _needs_desk()
        chosen = replace(chosen, store=given_options.desk_storage(chosen))
    return Service(rules, chosen, options.host, options.desk)


def _needs_desk() -> None:
    for package in ("itsdangerous", "sqlalchemy", "alembic"):
        if find_spec(package) is None:
            raise InputError(f"--desk: needs the package {package}: pip install 'replylint[desk]'")


def _desk(address: str, service: Service) -> str:
    """How people come to the desk: by a link while it is one person's, then by their keys."""
    from replylint.faces.server.desk.visitor import alone

    return f"the desk: {address}/desk" + (f"/enter?link={service.desk}" if alone(service) else "")


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only over a socket that says its protocol; else they wait 40 ms
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(processes.BACKLOG)
    except (OSError, OverflowError) as error:
        listening.close()
        raise InputError(f"--host {host} --port {port}: {getattr(error, 'strerror', None) or error}") from None
    listening.set_inheritable(True)
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def _counted_together(workers: int) -> Iterator[None]:
    """Let several processes count into one folder, for as long as they serve."""
    if workers == 1:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="replylint-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield
