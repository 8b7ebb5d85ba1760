"""Webhooks received and not worked yet. Once one is worked only its id is kept, so that a replay is known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update

from replylint.late import late
from replylint.store import Webhook
from replylint.store.database import Database
from replylint.store.tables import INBOX, SEEN, microseconds, name

ATTEMPTS = 3  # after so many failures a webhook is set aside
_KIND = late(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


class Inbox:
    """Webhooks by vendor and id, the oldest first. Several processes may be offered the same one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, vendor: str, id: str, body: bytes, at: datetime) -> bool:
        """Keep a webhook: once this returns True it is on the disk. False for a replay: its vendor sent this id before,
        whether or not it has been worked since."""
        key = {"vendor": name(vendor, "a vendor"), "id": name(id, "a webhook")}
        received = microseconds(at)
        first = self._database.insert(SEEN).on_conflict_do_nothing().values(**key, received_us=received)
        with self._database.writing() as connection:
            if connection.execution_options(preserve_rowcount=True).execute(first).rowcount == 0:
                return False
            row = {"body": body, "received_at": at.isoformat(), "received_us": received, "attempts": 0}
            connection.execute(insert(INBOX).values(**key, **row))
            return True

    def oldest(self, limit: int) -> list[Webhook]:
        """The webhooks to work next, at most so many; none that is done or set aside."""
        column = INBOX.c
        wanted = select(column.vendor, column.id, column.body, column.received_at).where(column.attempts < ATTEMPTS)
        wanted = wanted.order_by(column.received_us, column.vendor, column.id).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return [Webhook(vendor, id, body, datetime.fromisoformat(received)) for vendor, id, body, received in rows]

    def waits(self, vendor: str, id: str) -> bool:
        """Whether a webhook is still to be worked: not done and not set aside, by another process either."""
        wanted = select(exists().where(_of(vendor, id), INBOX.c.attempts < ATTEMPTS))
        with self._database.reading() as connection:
            return bool(connection.execute(wanted).scalar_one())

    def done(self, vendor: str, id: str) -> bool:
        """Delete a webhook that has been worked, and keep that its id was seen. False when another process did so before."""
        with self._database.writing() as connection:
            first = connection.execute(delete(INBOX).where(_of(vendor, id))).rowcount == 1
        self._database.scrub()
        return first

    def failed(self, vendor: str, id: str, why: str) -> None:
        """Count a failure. After the third the webhook is set aside: it is kept, until it is purged, and not offered again.

        `why` is the name of a kind such as `ShapeError`; raises `ValueError` for anything else, which could be a text.
        """
        if not _KIND.fullmatch(why):
            raise ValueError("why is the name of a kind of failure, and no text")
        with self._database.writing() as connection:
            connection.execute(update(INBOX).where(_of(vendor, id)).values(attempts=INBOX.c.attempts + 1, why=why))

    def forget_seen(self, before: datetime) -> int:
        """Delete the ids of webhooks received before an instant, but of those that wait or are set aside; returns how many.

        A replay of one that is forgotten is taken for new.
        """
        column = SEEN.c
        waits = exists().where(INBOX.c.vendor == column.vendor, INBOX.c.id == column.id)
        with self._database.writing() as connection:
            return connection.execute(delete(SEEN).where(column.received_us < microseconds(before), ~waits)).rowcount


def _of(vendor: str, id: str) -> ColumnElement[bool]:
    return and_(INBOX.c.vendor == name(vendor, "a vendor"), INBOX.c.id == name(id, "a webhook"))
