"""A database opened, brought up to date, read and written; what it refuses is told in one line without its password."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from replylint.document import InputError
from replylint.store import Unavailable, address
from replylint.store.tables import HEAD, VERSION

SCRIPTS = Path(__file__).parent / "migrations"
_ALEMBIC = Lock()  # what alembic's scripts act upon is a global of the process
_MIGRATING = 0x7265706C  # "repl": names the lock that one process at a time has while it migrates a PostgreSQL database


class Database:
    """The database at an address, at the newest revision; what is asked of it waits so many seconds, and no longer."""

    def __init__(self, url: str, wait: int) -> None:
        self._wait = wait
        self._shown = address.hidden(url)
        self._file = address.sqlite_file(url)
        with self._told():
            self._engine = _postgresql(url, wait) if self._file is None else _sqlite(self._file, wait)
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
            yield connection.execution_options(begin="BEGIN")

    @contextmanager
    def writing(self, *tables: Table) -> Iterator[Connection]:
        """A connection whose changes are kept together when the block ends well, and only then.

        Of those that name a table only one writes at a time (several are named in the order of `TABLES`). In PostgreSQL
        others write meanwhile, whose statements must each be whole in themselves; SQLite has one writer in any case.
        """
        with self._told(), self._engine.begin() as connection:
            if self._file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = '{self._wait}s'"))
                if tables:
                    names = ", ".join(table.name for table in tables)
                    connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that can say what becomes of a row which is there already."""
        return postgresql.insert(table) if self._file is None else sqlite.insert(table)

    def scrub(self) -> None:
        """Leave nothing of what was deleted in SQLite's log; while a reader is still at it, the next one to do so will.

        The deletion stands even when this raises `Unavailable`.
        """
        if self._file is None:
            return
        with self._told(), self._engine.connect() as connection:
            pragma = connection.execution_options(begin=None).exec_driver_sql
            pragma("PRAGMA busy_timeout = 0")
            try:
                pragma("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                pragma(f"PRAGMA busy_timeout = {self._wait * 1000}")

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            if _revision(connection) == HEAD:
                return
        with self._told(), self._engine.begin() as connection:
            if self._file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = '{self._wait}s'"))
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
        """Turn what a database or its driver refuses into an `Unavailable`; only words of theirs about themselves."""
        try:
            yield
        except DBAPIError as error:
            raise Unavailable(f"store: {self._shown}: {_reason(error, self._wait)}") from None
        except SQLAlchemyError as error:
            raise Unavailable(f"store: {self._shown}: {type(error).__name__}") from None


def _reason(error: DBAPIError, wait: int) -> str:
    """What a driver says, in one line. Of an error about data only the kind: its message could hold what was promised."""
    code = str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", ""))
    if code == "55P03" or code.startswith("SQLITE_BUSY"):
        return f"is busy: another process has been writing for {wait} second{'' if wait == 1 else 's'}"
    said, kind = " ".join(str(error.orig).split()), type(error).__name__
    return f"{said:.300}" if kind in ("OperationalError", "DatabaseError", "ProgrammingError") else kind


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION}")).scalar()


def _postgresql(url: str, wait: int) -> Engine:
    try:
        told = make_url(address.psycopg_url(url))
    except (ArgumentError, ValueError):
        raise InputError(f"store: {address.hidden(url)} cannot be read as an address") from None
    given = {
        "connect_timeout": wait,
        "tcp_user_timeout": wait * 1000,  # a host that went dark would else be waited for until TCP gives up
        "keepalives_idle": wait,
        "keepalives_interval": 1,
        "client_encoding": "utf8",
        "application_name": "replylint",
    }
    try:
        return create_engine(
            told,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=wait,
            connect_args={key: value for key, value in given.items() if key not in told.query},
        )
    except ImportError:
        raise InputError("store: PostgreSQL needs psycopg: pip install 'replylint[postgresql]'") from None


def _sqlite(file: Path, wait: int) -> Engine:
    """The engine of a file, which is made for its owner alone when it is not there."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise Unavailable(f"store: {file}: cannot be opened to write: {error.strerror}") from None
    url = URL.create("sqlite", database=os.path.abspath(file))
    engine = create_engine(url, hide_parameters=True, pool_timeout=wait, connect_args={"timeout": wait})
    event.listen(engine, "connect", partial(_prepare, wait))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(wait: int, connection: sqlite3.Connection, _record: Any) -> None:
    """What a connection to SQLite is to hold to: a commit is on the disk, and deleted words are overwritten."""
    connection.isolation_level = None  # transactions are begun by us, or tables would be made outside of them
    until = time.monotonic() + wait
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
    how = connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")
    if how is not None:
        connection.exec_driver_sql(how)
