"""A store for the ledger of promises, and for what the service keeps: a SQLite file, or a PostgreSQL database.

    with store.open("sqlite:///ledger.db") as kept:
        kept.record("T-4471", entries, now)

Nothing is kept unless a store is opened, and only then are SQLAlchemy and alembic imported.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from replylint.document import InputError
from replylint.finding import Entry, Override
from replylint.store.address import hidden

if TYPE_CHECKING:
    from replylint.store.ledger import Store

__all__ = ["Gone", "Kept", "Overridden", "Round", "Store", "Tally", "Unavailable", "Webhook", "hidden", "open"]
WAIT = 10  # seconds, for another writer to finish or a server to answer


class Unavailable(InputError):  # noqa: N818 - a state, and no fault of the caller
    """The database cannot be used for now: its server is away, its disk full, it may only be read, or it stays busy.

    The same call may succeed later; nothing is wrong with what was given.
    """


class Kept(NamedTuple):
    """A promise as it is stored: of which conversation, and since when its words are kept."""

    conversation: str
    entry: Entry
    recorded: datetime


class Gone(NamedTuple):
    """How much was deleted: promises, whole conversations, overridden drafts, counts of feedback (each of a rule and a
    day), webhooks received, and replies on the desk with all that was said of them."""

    promises: int
    conversations: int
    overrides: int
    feedback: int
    webhooks: int
    reviews: int


class Overridden(NamedTuple):
    """Findings that someone let go in a draft: `key` stands for its words, and is no text of it."""

    key: str
    findings: frozenset[str]
    override: Override
    recorded: datetime


class Tally(NamedTuple):
    """How often a rule's findings were shown, and how often agents answered them, and with what."""

    rule: str
    shown: int
    not_here: int
    never: int
    wrong: int


class Round(NamedTuple):
    """Replies that were put on the desk together, and how many there are."""

    name: str
    replies: int


class Webhook(NamedTuple):
    """What a vendor sent: `id` tells a replay, `body` is as it came."""

    vendor: str
    id: str
    body: bytes
    received: datetime


def open(url: str, wait: int = WAIT) -> Store:
    """The store at an address, a context manager; a new one is made, an older one brought up to date.

    It and all that is asked of it wait so many seconds, from 1, for another writer or a server (a server has at least 2
    to answer at first). Raises `Unavailable` when it cannot be reached or written, another `InputError` when the address
    is no such, is of a newer replylint, or when a package is missing.
    """
    try:
        from replylint.store.ledger import Store

        return Store(url, wait)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("sqlalchemy", "alembic"):
            raise
        raise InputError(f"store: needs {error.name}: pip install 'replylint[ledger]'") from None
