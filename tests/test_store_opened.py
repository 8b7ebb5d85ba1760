"""A store is opened: made, brought up to date, or refused in one line that never holds its password."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import child
from postgres_server import Server
from replylint import store
from replylint.conversation import Turn
from replylint.document import InputError
from replylint.finding import Override
from test_store import DAY, NOW, TIMELESS, WHOLE, entry, go, writer

STORES = Path(__file__).parent / "stores"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    op.add_column("replylint_promises", sa.Column("team", sa.Text, nullable=False, server_default="blue"))
    op.execute("UPDATE replylint_promises SET made_by = 'Ana'")
    {last}
"""


def refused(address: str) -> str:
    """The line with which an address is refused."""
    with pytest.raises(InputError) as caught, store.open(address):
        pass
    line = str(caught.value)
    assert "\n" not in line
    assert "esam" not in line, "the password"
    return line


# -- versions ----------------------------------------------------------------------------------------------------------


def made_by_the_first_version(address: str) -> None:
    """A database as the first version left it, which is to be read for ever."""
    if address.startswith("sqlite"):
        connection = sqlite3.connect(address.removeprefix("sqlite:///"))
        connection.executescript((STORES / "first.sqlite.sql").read_text("utf-8"))
        connection.close()
    else:
        import psycopg

        with psycopg.connect(address) as server:
            server.execute((STORES / "first.postgresql.sql").read_bytes())


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make this program one with a further migration, whose last line is given."""
    from replylint.store import database

    def become(last: str) -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(database.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "v0003_teams.py").write_text(NEXT.format(last=last), encoding="utf-8")
        monkeypatch.setattr(database, "SCRIPTS", scripts)
        monkeypatch.setattr(database, "HEAD", "0004")

    return become


def test_a_database_of_the_first_version_is_whole(address: str) -> None:
    made_by_the_first_version(address)
    call = entry("I'll call you", 60, "kept", NOW + DAY)
    with store.open(address) as kept:
        told = list(kept.promises())
        kept.record("T-4473", [call], NOW)
    of_it = [store.Kept("T-4471", call, NOW), store.Kept("T-4471", WHOLE._replace(promise=told[1].entry.promise), NOW)]
    assert told[:2] == of_it
    assert told[1].entry.promise.due == WHOLE.promise.due
    assert [(k.conversation, k.recorded) for k in told[2:]] == [("T-4472", NOW + DAY)] * 2
    assert told[3].entry == TIMELESS


@pytest.mark.slow
def test_processes_bring_an_older_database_up_to_date_at_once(address: str) -> None:
    made_by_the_first_version(address)
    writers = [writer(address, on=False) for _ in range(4)]
    go(*writers)
    assert [(process.communicate()[0], process.returncode) for process in writers] == [("T-0 0\n", 0)] * 4
    with store.open(address) as kept:
        assert {each.conversation for each in kept.promises()} == {"T-0", "T-4471", "T-4472"}
        assert list(kept.overrides.all()) == []


def test_a_further_migration_keeps_what_was_there(
    address: str, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by_the_first_version(address)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        next_version("")
        for _ in range(2):
            with store.open(address) as kept:
                assert [k.entry.by for k in kept.promises()] == ["Ana"] * 4
    monkeypatch.undo()
    assert refused(address).endswith(" was made by a newer replylint; update this one")


def test_a_migration_that_fails_changes_nothing(
    address: str, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by_the_first_version(address)
    next_version("raise RuntimeError")
    with pytest.raises(RuntimeError):
        store.open(address)
    monkeypatch.undo()
    with store.open(address) as kept:
        assert [k.entry.by for k in kept.promises()] == ["Tim", "Åsa", None, None]
        assert "team" not in columns(kept)


def columns(kept: store.Store) -> set[str]:
    from sqlalchemy import inspect

    with kept._database.reading() as connection:
        return {column["name"] for column in inspect(connection).get_columns("replylint_promises")}


def test_the_migrations_make_the_tables_of_today(address: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from replylint.store import database, tables

    assert ScriptDirectory(str(database.SCRIPTS)).get_heads() == [tables.HEAD]
    with store.open(address) as kept, kept._database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.VERSION})
        assert compare_metadata(context, tables.TABLES) == []


def test_every_column_is_in_the_document() -> None:
    from replylint.store.tables import TABLES

    said = (Path(__file__).parent.parent / "docs" / "store.md").read_text("utf-8")
    for table in TABLES.tables.values():
        (section,) = [part for part in said.split("### ")[1:] if f"`{table.name}`" in part.splitlines()[0]]
        assert [column.name for column in table.columns if f"`{column.name}`" not in section] == []


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ledger.db", "store: *** is not an address such as sqlite:///ledger.db or postgresql://user@host/database"),
        ("", "store: *** is not an address such as"),
        ("sqlite://ledger.db", "sqlite://ledger.db is not an address such as sqlite:///ledger.db"),
        ("mysql://ana:Sesam@host/db", "store: mysql://ana:***@host/db is not an address"),
        ("sqlite://", "SQLite's has three slashes"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///a.db?mode=ro", "a ? in its name"),
        ("sqlite:///a\0.db", "names no file"),
        ("sqlite:///{folder}", "{folder}: cannot be opened to write: Is a directory"),
        ("sqlite:///{folder}/gone/a.db", "{folder}/gone/a.db: cannot be opened to write: No such file or directory"),
        ("sqlite:///{folder}/text", "file is not a database"),
        ("sqlite:///{folder}/text/a.db", "cannot be opened to write: Not a directory"),
        ("postgresql://ana:Sesam@127.0.0.1:port/db", "store: postgresql://ana:***@127.0.0.1:port/db cannot be read"),
        ("postgresql://ana:Se/sam@127.0.0.1:1/db", "store: postgresql://***: "),
        ("postgresql://ana:Sesam@127.0.0.1:1/db", "store: postgresql://ana:***@127.0.0.1:1/db: connection failed: "),
        ("postgres://127.0.0.1:1/db?password=Sesam", "store: postgres://127.0.0.1:1/db?password=***: connection failed: "),
        ("postgresql://127.0.0.1:1/db?pasword=Sesam", "pasword=***"),
        ("postgresql://127.0.0.1:1/db?colour=red", 'invalid connection option "colour"'),
    ],
)
def test_an_address_that_cannot_be_used(address: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text").write_text("no database at all, but a text that is long enough to be one" * 20)
    assert said.format(folder=tmp_path) in refused(address.format(folder=tmp_path))


def test_a_file_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)
        assert refused(f"sqlite:///{tmp_path}/a.db") == f"store: {tmp_path}/a.db: cannot be opened to write: Permission denied"


@pytest.mark.slow
def test_what_a_server_refuses(postgresql: Server) -> None:
    wrong = refused(postgresql.url("postgres", "Sesam, but wrong"))
    assert wrong.startswith(f"store: postgresql://keeper:***@/postgres?host={postgresql.folder}: ")
    assert "password authentication failed" in wrong
    assert 'database "gone" does not exist' in refused(postgresql.url("gone"))


def test_a_busy_store_is_said_to_be_so(address: str) -> None:
    from replylint.store.tables import PROMISES

    with store.open(address, wait=1) as kept, store.open(address) as other, other._database.writing(PROMISES):
        with pytest.raises(store.Unavailable, match=r"is busy: another process has been writing for 1 second$"):
            kept.record("T-1", [entry()], NOW)
        assert list(kept.promises()) == [], "one may read meanwhile"


@pytest.mark.slow
def test_a_writer_of_promises_keeps_nobody_else_waiting(postgresql: Server) -> None:
    from replylint.store.tables import PROMISES

    address = postgresql.new_database()
    with store.open(address, wait=1) as kept, store.open(address) as other, other._database.writing(PROMISES):
        kept.feedback.add({("tone/a", "shown"): 1}, NOW.date())
        kept.overrides.record("0f" * 32, ["f1"], Override("Ana", "agreed", None), NOW)
        assert kept.inbox.put("zendesk", "e-1", b"{}", NOW)
        kept.inbox.failed("zendesk", "e-1", "ShapeError")
        kept.inbox.done("zendesk", "e-1")
        kept.threads.append("T-1", Turn("customer", "Any news?"), "c-1", NOW)
        with pytest.raises(store.Unavailable, match="is busy"):
            kept.purge(NOW + DAY)
    with store.open(address) as kept:
        assert kept.purge(NOW + 2 * DAY) == (0, 1, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("package", "address", "said"),
    [
        ("sqlalchemy", "sqlite:///a.db", "store: needs sqlalchemy: pip install 'replylint[ledger]'"),
        ("alembic", "sqlite:///a.db", "store: needs alembic: pip install 'replylint[ledger]'"),
        ("psycopg", "postgresql://h/db", "store: PostgreSQL needs psycopg: pip install 'replylint[postgresql]'"),
    ],
)
def test_a_package_that_is_missing_is_named(package: str, address: str, said: str, tmp_path: Path) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; from replylint.faces.cli import main; sys.exit(main(['store', 'list']))"
    surroundings = child(REPLYLINT_STORE=address)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said + "\n")


# -- and what is shown -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("sqlite:////srv/a@b:c/ledger.db", "sqlite:////srv/a@b:c/ledger.db"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql://ana@host:5432/db?sslmode=require", "postgresql://ana@host:5432/db?sslmode=require"),
        ("postgresql://ana:Sesam@host/db", "postgresql://ana:***@host/db"),
        ("postgresql+psycopg://ana:Sesam@[::1]:5432/db", "postgresql+psycopg://ana:***@[::1]:5432/db"),
        ("postgresql:///db?user=ana&password=Sesam&sslmode=x", "postgresql:///db?user=ana&password=***&sslmode=x"),
        ("postgresql://ana:Se@sam@host/db", "postgresql://***"),
        ("postgresql://ana:Se?password=sam@host/db", "postgresql://***"),
        ("postgresql://host:5432/db?password=Se@sam", "postgresql://***"),
        ("postgresql://ana:Se#sam@host/db", "postgresql://***"),
        ("ana:Sesam@host", "***"),
        ("Postgresql://ana:Sesam@host/db", "***"),
    ],
)
def test_a_password_is_never_shown(address: str, shown: str) -> None:
    assert store.hidden(address) == shown


def test_no_face_imports_a_database_without_a_store(tmp_path: Path) -> None:
    code = """
import sys
from replylint.faces import check, cli, doctor, hook, server, store
assert cli.main(["check", "--fail-on", "never", "--format", "json"]) == 0
assert cli.main(["store", "list"]) == 2
print([name for name in ("sqlalchemy", "alembic", "psycopg") if name in sys.modules], file=sys.stderr)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path, env=child(), input="We'll call you.", capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-1] == "[]"
