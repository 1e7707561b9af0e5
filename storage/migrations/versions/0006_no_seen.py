"""What a source has shown before is told by the addresses of its articles: the table for it was never filled."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_table("seen")
