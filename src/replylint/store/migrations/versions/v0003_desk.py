"""What the trainer's desk keeps: the replies that are reviewed, and what people say of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, written out as they were at first."""
    name = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "replylint_reviews",
        sa.Column("id", name, primary_key=True),
        sa.Column("round", name, nullable=False, index=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("conversation", name, index=True),
        sa.Column("agent", name, index=True),
        sa.Column("row", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("queued_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "replylint_said",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("review", name, nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("finding", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("steps", sa.JSON, nullable=False),
        sa.Column("passes", sa.Boolean),
    )
