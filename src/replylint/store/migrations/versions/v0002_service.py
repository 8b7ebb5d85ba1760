"""What the service keeps: conversations, overrides, counts of feedback, and webhooks received."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, written out as they were at first."""
    name = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "replylint_threads",
        sa.Column("conversation", name, primary_key=True),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("turn_keys", sa.Text, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replylint_overrides",
        sa.Column("key", name, primary_key=True),
        sa.Column("finding", name, primary_key=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.Column("until_us", sa.BigInteger),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("recorded_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replylint_feedback",
        sa.Column("rule", name, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("shown", sa.BigInteger, nullable=False),
        sa.Column("not_here", sa.BigInteger, nullable=False),
        sa.Column("never", sa.BigInteger, nullable=False),
        sa.Column("wrong", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replylint_seen",
        sa.Column("vendor", name, primary_key=True),
        sa.Column("id", name, primary_key=True),
        sa.Column("received_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replylint_inbox",
        sa.Column("vendor", name, primary_key=True),
        sa.Column("id", name, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("received_us", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("why", sa.Text),
    )
