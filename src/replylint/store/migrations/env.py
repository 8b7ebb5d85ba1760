"""Run by alembic: migrates over the connection, and within the transaction, that `store.database` gives it."""

from __future__ import annotations

from alembic import context

from replylint.store.tables import VERSION

context.configure(connection=context.config.attributes["connection"], version_table=VERSION, render_as_batch=True)
context.run_migrations()
