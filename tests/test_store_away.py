"""A database that cannot be used for now is told from a fault in what was given, soon, and used again once it is back."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import child
from postgres_server import Server, serving
from replylint import store
from replylint.document import InputError
from test_store import NOW, entry

FULL = """
import json, resource, sys
from pathlib import Path
from replylint import store
from test_store import NOW, entry

file = Path(sys.argv[1])
with store.open(f"sqlite:///{file}", wait=1) as kept:
    def refused(call, *given):
        try:
            call(*given)
            return None
        except store.Unavailable as error:
            return str(error)

    kept.record("T-1", [entry("before")], NOW)
    long = [entry("x" * 1000, start) for start in range(2000)]
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.with_name(file.name + "-wal").stat().st_size + 10_000, most[1]))
    said = [refused(kept.record, "T-2", long, NOW)]
    said.append([each.conversation for each in kept.promises()])
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most[1]))
    said.append(refused(kept._database.scrub))
    resource.setrlimit(resource.RLIMIT_FSIZE, most)
    said.append(refused(kept.record, "T-2", long[:1], NOW))
    said.append([each.conversation for each in kept.promises()])
print(json.dumps(said))
"""


def test_a_full_disk_refuses_a_writer_and_serves_a_reader(tmp_path: Path) -> None:
    paths = child(PYTHONPATH=os.pathsep.join((child()["PYTHONPATH"], str(Path(__file__).parent))))
    command = [sys.executable, "-c", FULL, str(tmp_path / "a.db")]
    done = subprocess.run(command, env=paths, capture_output=True, text=True, check=True)
    refusal = f"store: sqlite:///{tmp_path}/a.db: disk I/O error"
    assert json.loads(done.stdout) == [refusal, ["T-1"], refusal, None, ["T-1", "T-2"]]


def test_a_file_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    from sqlalchemy import event

    with store.open(f"sqlite:///{tmp_path / 'a.db'}", wait=1) as kept:
        kept.record("T-1", [entry()], NOW)
        kept.close()  # the next connection is a new one
        event.listen(kept._database._engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
        for write in (lambda: kept.record("T-2", [entry()], NOW), lambda: kept.forget("T-1"), lambda: kept.purge(NOW)):
            with pytest.raises(store.Unavailable, match="attempt to write a readonly database"):
                write()
        assert [each.conversation for each in kept.promises()] == ["T-1"]


@pytest.mark.parametrize(
    ("address", "away"),
    [
        ("sqlite:///{folder}/gone/a.db", True),
        ("sqlite:///{folder}/text", True),
        ("postgresql://ana:Sesam@127.0.0.1:1/db", True),
        ("sqlite:///:memory:", False),
        ("mysql://host/db", False),
        ("postgresql://ana:Sesam@127.0.0.1:port/db", False),
    ],
)
def test_a_place_that_is_away_is_told_from_an_address_that_is_wrong(address: str, away: bool, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database at all, but a text that is long enough to be one" * 20)
    with pytest.raises(InputError) as caught:
        store.open(address.format(folder=tmp_path), wait=1)
    assert isinstance(caught.value, store.Unavailable) is away


def test_what_is_wrong_with_what_was_given_is_another_error(address: str) -> None:
    with store.open(address, wait=1) as kept:
        with pytest.raises(InputError) as caught:
            kept.record("x" * 501, [entry()], NOW)
        assert not isinstance(caught.value, store.Unavailable)


@pytest.mark.slow
def test_a_server_that_never_answers_is_told_soon() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        before = time.monotonic()
        with pytest.raises(store.Unavailable, match="timeout"):
            store.open(f"postgresql://ana:Sesam@127.0.0.1:{silent.getsockname()[1]}/db", wait=1)
        assert time.monotonic() - before < 4


@pytest.mark.slow
def test_a_server_that_was_away_is_used_again() -> None:
    with serving() as server:
        address = server.new_database()
        with store.open(address, wait=1) as kept:
            kept.record("T-1", [entry()], NOW)
            server.stop()
            before = time.monotonic()
            with pytest.raises(store.Unavailable):
                kept.record("T-2", [entry()], NOW)
            with pytest.raises(store.Unavailable):
                list(kept.promises())
            with pytest.raises(store.Unavailable):
                store.open(address, wait=1)
            assert time.monotonic() - before < 4
            server.start()
            assert [each.conversation for each in kept.promises()] == ["T-1"]
            kept.record("T-2", [entry()], NOW)
            assert [each.conversation for each in kept.promises()] == ["T-1", "T-2"]


@pytest.mark.slow
def test_a_server_that_goes_away_in_the_middle_leaves_what_was() -> None:
    from sqlalchemy import text

    def writes(server: Server, kept: store.Store) -> None:
        with kept._database.writing() as connection:
            connection.execute(text("DELETE FROM replylint_promises"))
            server.stop()
            connection.execute(text("SELECT 1"))

    with serving() as server, store.open(server.new_database(), wait=1) as kept:
        kept.record("T-1", [entry()], NOW)
        with pytest.raises(store.Unavailable):
            writes(server, kept)
        server.start()
        assert [each.conversation for each in kept.promises()] == ["T-1"]
