"""A store for the ledger of promises: a SQLite file, or a PostgreSQL database.

    with store.open("sqlite:///ledger.db") as kept:
        kept.record("T-4471", entries, now)

Nothing is kept unless a store is opened, and only then are SQLAlchemy and alembic imported.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from replylint.document import InputError
from replylint.finding import Entry
from replylint.store.address import hidden

if TYPE_CHECKING:
    from replylint.store.ledger import Store

__all__ = ["Kept", "Store", "hidden", "open"]


class Kept(NamedTuple):
    """A promise as it is stored: of which conversation, and since when its words are kept."""

    conversation: str
    entry: Entry
    recorded: datetime


def open(url: str) -> Store:
    """The store at an address, a context manager; a new one is made, an older one brought up to date.

    Raises `InputError` when the address is no such, cannot be reached or written, is of a newer replylint, or when a
    package is missing.
    """
    try:
        from replylint.store.ledger import Store

        return Store(url)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("sqlalchemy", "alembic"):
            raise
        raise InputError(f"store: needs {error.name}: pip install 'replylint[ledger]'") from None
