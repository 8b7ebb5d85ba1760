"""What several test files share: the command line in two ways, packs made on the spot, and no way out to a network."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

from replylint import packs
from replylint.faces import cli
from replylint.faces.server.app import app
from replylint.faces.server.service import Service
from replylint.settings import Settings

SOURCE = Path(__file__).parent.parent / "src"
RULE = """\
message: "“{{match}}” is a word that this pack is about."
advice: Write it another way.
severity: {severity}
source: A page of the test's own.
phrase:
  find:
    - {find}
"""


@dataclass(frozen=True)
class Run:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """Standard output or error of a run in this process."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def told(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compiled packs are kept in a folder of this session, in subprocesses too."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A connection to anything but this machine is a failure."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "localhost", "::1"):
            raise AssertionError("a test reached for the network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, where no settings of the project are found."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run_cli(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:  # noqa: ARG001 - entered
    """Run the command line in this process, in the test's own folder."""

    def run(*arguments: str | Path, stdin: str | bytes = b"") -> Run:
        given, out, err = io.TextIOWrapper(io.BytesIO(as_bytes(stdin))), Stream(), Stream()
        with monkeypatch.context() as patch:
            for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            try:
                code = cli.main([str(argument) for argument in arguments])
            except SystemExit as left:
                code = int(left.code or 0)
        return Run(code, out.told(), err.told())

    return run


@pytest.fixture
def run_process(folder: Path) -> Callable[..., Run]:
    """The same in a process of its own, with environment variables as wanted."""

    def run(*arguments: str | Path, stdin: str | bytes = b"", **environment: str) -> Run:
        command = [sys.executable, "-m", "replylint", *map(str, arguments)]
        done = subprocess.run(
            command, input=as_bytes(stdin), capture_output=True, check=False, cwd=folder, env=child(**environment)
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def as_bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def child(**environment: str) -> dict[str, str]:
    """The environment of a subprocess that imports this checkout."""
    return {**os.environ, "PYTHONPATH": str(SOURCE), **environment}


def lacking(what: str) -> NoReturn:
    """Skip a test for want of something, unless a skip counts as a failure here."""
    if os.environ.get("REPLYLINT_NO_SKIP") == "1":
        pytest.fail(f"this test needs {what}", pytrace=False)
    pytest.skip(f"needs {what}", allow_module_level=True)


def pictured(name: str, picture: Callable[[], bytes]) -> None:
    """Keep a picture of what a test sees, in the folder that REPLYLINT_PICTURES names; without one nobody takes it."""
    if folder := os.environ.get("REPLYLINT_PICTURES"):
        time.sleep(1)  # what fades in is there by then
        (Path(folder) / f"{name}.png").write_bytes(picture())


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A PostgreSQL server of this session."""
    from postgres_server import serving

    with serving() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of either kind."""
    for package in ("sqlalchemy", "alembic", "psycopg"):
        if find_spec(package) is None:
            lacking(f"the package {package}")
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("postgresql").new_database())


@pytest.fixture
def make_pack(folder: Path) -> Iterator[Callable[..., Path]]:
    """Write a pack of rules, `category/name` with the text of its file, and forget compiled packs afterwards.

    Its profile `alone` runs these rules and no other.
    """

    def make(rules: dict[str, str], name: str = "own", about: str = "") -> Path:
        pack = folder / name
        pack.mkdir(exist_ok=True)
        profile = f"profiles:\n  alone: {{rules: [{', '.join(rules)}]}}\n" if rules else ""
        (pack / "pack.yaml").write_text(f"name: {name}\nversion: 1.2.0\n{profile}{about}", encoding="utf-8")
        for rule, text in rules.items():
            file = pack / f"{rule}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return pack

    packs.load.cache_clear()
    yield make
    packs.load.cache_clear()


def rule_text(find: str, severity: str = "warning") -> str:
    """The text of a small rule that looks for a phrase."""
    return RULE.format(find=find, severity=severity)


def posted(body: bytes, **headers: str) -> httpx.Response:
    """The answer of the service to a check with this body."""
    return asked("/v1/check", body, Service(packs.load(), Settings()), **headers)


def asked(
    path: str, body: bytes | None, service: Service, keep: bool = False, method: str | None = None, **headers: str
) -> httpx.Response:
    """The answer of a service: a POST of a body, else a GET, else what is told; closed after that unless it is kept."""
    how = method or ("GET" if body is None else "POST")

    async def ask() -> httpx.Response:
        through = httpx.ASGITransport(app(service))
        async with httpx.AsyncClient(transport=through, base_url="http://localhost:8817") as client:
            return await client.request(how, path, content=body, headers=headers)

    try:
        return asyncio.run(ask())
    finally:
        if not keep:
            service.close()
