"""How sources are doing, what is due and who does it; written by the scheduler."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonList, JsonObject


class SourceState(Base):
    """The health of one source and what the next crawl needs (``validators``: ETag and the like, by address)."""

    __tablename__ = "source_state"
    source: Mapped[str] = mapped_column(primary_key=True)
    validators: Mapped[JsonObject]
    last_run: Mapped[datetime | None]
    last_good: Mapped[datetime | None]
    newest_item: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    data: Mapped[JsonObject]


class SourceRun(Base):
    """One crawl of one source, and what went wrong in it."""

    __tablename__ = "source_run"
    __table_args__ = (Index("ix_source_run_source", "source", "started"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    started: Mapped[datetime]
    ended: Mapped[datetime]
    outcome: Mapped[str]  # good · problem · failed
    items: Mapped[int]
    new_items: Mapped[int]
    problems: Mapped[JsonList]
    stats: Mapped[JsonObject]


class DueJob(Base):
    """A piece of work (``crawl:hkexnews``, ``digest:3``) that became due at a moment; done at most once."""

    __tablename__ = "due_job"
    __table_args__ = (UniqueConstraint("job", "due_at"), Index("ix_due_job_state", "state", "due_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]  # due · running · done · failed
    holder: Mapped[str] = mapped_column(default="")
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class Lease(Base):
    """Who alone may do something (``scheduler``) until when."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


class Note(Base):
    """A value that the database remembers about itself, as the version of the registry it was filled from."""

    __tablename__ = "note"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
