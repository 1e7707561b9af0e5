"""What waits for a person, and what people decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonObject


class Review(Base):
    """Something uncertain that waits for a person; ``subject`` is ``deal:12`` or ``company:p-…``."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("ix_review_state", "state", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # unknown_company · conflict · low_confidence · possible_duplicate
    subject: Mapped[str]
    question: Mapped[str]
    details: Mapped[JsonObject]
    state: Mapped[str] = mapped_column(default="open")  # open · decided · gone (no longer uncertain)
    created: Mapped[datetime]


class ReviewDecision(Base):
    """What a person decided; holds until undone, whatever is extracted later. ``before`` is what undoing restores."""

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_subject", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]  # confirm · correct · merge · split · reject · alias · confirm_company
    subject: Mapped[str]
    details: Mapped[JsonObject]
    before: Mapped[JsonObject]
    author: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    decided: Mapped[datetime]
    undone: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")
