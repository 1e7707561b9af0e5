"""Alembic's entry point: runs the migrations on the connection that ``migrations.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from storage.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
