"""Where a store lies: `sqlite:///ledger.db`, `postgresql://user:password@host/database`. Nothing here opens it."""

from __future__ import annotations

from pathlib import Path

from replylint.document import InputError
from replylint.late import late

SQLITE = "sqlite:///"
_POSTGRESQL = late(r"postgres(?:ql)?(?:\+psycopg)?://")
_KNOWN = "is not an address such as sqlite:///ledger.db or postgresql://user@host/database"
_WELL_MADE = late(r"([a-z+]+://)(?:([^:/?#@]*)(:[^:/?#@]*)?@)?([^/?#@]*(?:/[^?#@]*)?)(\?[^#@]*)?")
_SECRET = late(r"([?&](?!(?:host|port|user|sslmode)=)[^=&]*=?)[^&]*")  # a misspelt "password" is one, too


def hidden(url: str) -> str:
    """An address as it may be shown: without its password, and without all that cannot be told from one."""
    if url.startswith(SQLITE):
        return url
    parts = _WELL_MADE.fullmatch(url)
    if parts is None:
        return f"{url.partition('://')[0]}://***" if _POSTGRESQL.match(url) else "***"
    scheme, user, password, place, query = parts.groups()
    who = "" if user is None else f"{user}{':***' if password else ''}@"
    return scheme + who + place + _SECRET.sub(r"\1***", query or "")


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address, None when the address is of PostgreSQL; raises `InputError` for any other."""
    if _POSTGRESQL.match(url):
        return None
    path = url.removeprefix(SQLITE)
    if path == url:
        hint = "; SQLite's has three slashes" if url.startswith("sqlite:") else ""
        raise InputError(f"store: {hidden(url)} {_KNOWN}{hint}")
    if path in ("", ":memory:") or "?" in path or "\0" in path:
        raise InputError(f"store: {SQLITE}{path!r:.200} names no file, or one with a ? in its name")
    return Path(path)


def psycopg_url(url: str) -> str:
    """A PostgreSQL address that names psycopg 3."""
    return _POSTGRESQL.sub("postgresql+psycopg://", url, 1)
