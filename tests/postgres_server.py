"""A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket in it, and ended again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conftest import lacking

USER, PASSWORD = "keeper", "Sesam:öffne/dich@7"
CALM = ("-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50", "-c", "log_min_messages=fatal")


@dataclass
class Server:
    """A server by the folder of its socket; it may be stopped, and started again."""

    folder: Path
    common: dict[str, Any]
    made: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [programs() / "postgres", "-D", self.folder / "data", "-k", self.folder, *CALM]
        self.process = server = subprocess.Popen(command, **(self.common | {"stderr": subprocess.DEVNULL}))
        until = time.monotonic() + 30
        while not self._answers():
            assert server.poll() is None, "the server went away"
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url()).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End it, whoever is connected."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": clients are dropped, the data is left whole
            self.process.wait(timeout=30)

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}:{quote(password, safe='')}@/{database}?host={quote(str(self.folder))}"

    def new_database(self) -> str:
        """The address of a database of its own for a test."""
        import psycopg

        self.made += 1
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE test_{self.made}".encode())
        return self.url(f"test_{self.made}")


def programs() -> Path:
    """The folder of the newest initdb and postgres that are installed."""
    installed = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else lacking("PostgreSQL")


def _another_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: what makes a subprocess another user's."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        lacking("PostgreSQL's user")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def serving() -> Iterator[Server]:
    """A server whose databases sort words as English does, not byte by byte, where it can."""
    bin, who = programs(), _another_user()
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if who:
            for path in (folder, folder / "password"):
                os.chown(path, who["user"], who["group"])
        common: dict[str, Any] = {**who, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        options = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={folder / 'password'}", "--encoding=UTF8"]
        locale = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"]
        for chosen in (locale, ["--locale=C"]):  # ICU came with version 15
            command = [bin / "initdb", "--no-sync", "-D", folder / "data", *options, *chosen]
            done = subprocess.run(command, check=False, **common)
            if done.returncode == 0:
                break
        assert done.returncode == 0, done.stderr
        server = Server(folder, common)
        try:
            server.start()
            yield server
        finally:
            server.stop()
