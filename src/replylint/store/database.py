"""A database opened, brought up to date, read and written; what it refuses is told in one line without its password."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from replylint.document import InputError
from replylint.store import address
from replylint.store.tables import HEAD, PROMISES, VERSION

WAIT = 10  # seconds, for another writer to finish or a server to answer
SCRIPTS = Path(__file__).parent / "migrations"
_ALEMBIC = Lock()  # what alembic's scripts act upon is a global of the process
_MIGRATING = 0x7265706C  # "repl": names the lock that one process at a time has while it migrates a PostgreSQL database


class Database:
    """The database at an address, at the newest revision."""

    def __init__(self, url: str) -> None:
        self._shown = address.hidden(url)
        self._file = address.sqlite_file(url)
        with self._told():
            self._engine = _postgresql(url) if self._file is None else _sqlite(self._file)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and changes nothing."""
        with self._told(), self._engine.connect() as connection:
            yield connection.execution_options(reading=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together when the block ends well, and only then; one at a time."""
        with self._told(), self._engine.begin() as connection:
            if self._file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT}s'"))
                connection.execute(text(f"LOCK TABLE {PROMISES.name} IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def scrub(self) -> None:
        """Leave nothing of what was deleted in SQLite's log; while a reader is still at it, the next one to do so will."""
        if self._file is None:
            return
        connection = self._engine.raw_connection()
        with closing(connection), closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout = {WAIT * 1000}")

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            if _revision(connection) == HEAD:
                return
        with self._told(), self._engine.begin() as connection:
            if self._file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT}s'"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            revision = _revision(connection)  # again: another process may have been at it
            if revision != HEAD:
                self._migrate(connection, revision)

    def _migrate(self, connection: Connection, revision: str | None) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if revision is not None and revision not in known:
            raise InputError(f"store: {self._shown} was made by a newer replylint; update this one")
        with _ALEMBIC:
            command.upgrade(config, "head")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what a database or its driver refuses into an `InputError`; only words of theirs about themselves."""
        try:
            yield
        except DBAPIError as error:
            raise InputError(f"store: {self._shown}: {_reason(error)}") from None
        except SQLAlchemyError as error:
            raise InputError(f"store: {self._shown}: {type(error).__name__}") from None


def _reason(error: DBAPIError) -> str:
    """What a driver says, in one line. Of an error about data only the kind: its message could hold what was promised."""
    code = str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", ""))
    if code == "55P03" or code.startswith("SQLITE_BUSY"):
        return f"is busy: another process has been writing for {WAIT} seconds"
    said, kind = " ".join(str(error.orig).split()), type(error).__name__
    return f"{said:.300}" if kind in ("OperationalError", "DatabaseError", "ProgrammingError") else kind


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION}")).scalar()


def _postgresql(url: str) -> Engine:
    try:
        told = make_url(address.psycopg_url(url))
    except (ArgumentError, ValueError):
        raise InputError(f"store: {address.hidden(url)} cannot be read as an address") from None
    given = {"connect_timeout": WAIT, "client_encoding": "utf8", "application_name": "replylint"}
    try:
        return create_engine(
            told,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={key: value for key, value in given.items() if key not in told.query},
        )
    except ImportError:
        raise InputError("store: PostgreSQL needs psycopg: pip install 'replylint[postgresql]'") from None


def _sqlite(file: Path) -> Engine:
    """The engine of a file, which is made for its owner alone when it is not there."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise InputError(f"store: {file}: cannot be opened to write: {error.strerror}") from None
    url = URL.create("sqlite", database=os.path.abspath(file))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    """What a connection to SQLite is to hold to: a commit is on the disk, and deleted words are overwritten."""
    connection.isolation_level = None  # transactions are begun by us, or tables would be made outside of them
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:  # SQLite does not wait here when another process is doing the same
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: were it to read first, another one could come in between."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")
