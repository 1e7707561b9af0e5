"""Saved queries and the keys to the API."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonObject


class SavedQuery(Base):
    """A ``DealFilter`` under a name."""

    __tablename__ = "saved_query"
    name: Mapped[str] = mapped_column(primary_key=True)
    query: Mapped[JsonObject]
    author: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]


class ApiToken(Base):
    """A key to the API, kept as its SHA-256; ``scope`` is read, write or admin."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[str]
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
