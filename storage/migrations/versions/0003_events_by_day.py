"""Events are asked for by day and kind: what came back to its licensor in 2023."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_event_day_kind", "event", ["day", "kind"])
