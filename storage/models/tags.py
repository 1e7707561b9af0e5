"""What deals are filed under and counted by; filters, facets and league tables read these."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.types import Money


class Tag(Base):
    """One value that deals can be cut by (kind ``company``, ``province``, ``model``, …), with the count of deals."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("kind", "value"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    value: Mapped[str]  # folded
    label: Mapped[str]  # as shown
    deals: Mapped[int] = mapped_column(default=0)


class DealTag(Base):
    """A deal under a tag, in the deals' order: filters and facets read this."""

    __tablename__ = "deal_tag"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, autoincrement=False)
    order_key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)


class TagTotal(Base):
    """Totals of the deals under a tag announced in one month (``2026-06``), in one year (``2026``), or ever (empty)."""

    __tablename__ = "tag_total"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    deals: Mapped[int]
    upfronts: Mapped[int]  # deals whose upfront is disclosed
    upfront_usd: Mapped[Decimal] = mapped_column(Money)
    totals: Mapped[int]
    total_usd: Mapped[Decimal] = mapped_column(Money)
