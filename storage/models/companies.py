"""Organisations and their names."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonList


class CompanyRow(Base):
    """An organisation: a row of the registry, or a provisional one that waits for a person (``provisional``)."""

    __tablename__ = "company"
    id: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    country: Mapped[str | None]
    province: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("company.id"), index=True)
    tickers: Mapped[JsonList]
    provisional: Mapped[bool] = mapped_column(default=False, index=True)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("company.id"), index=True)


class CompanyAlias(Base):
    """A name of a company; ``folded`` is its comparable form. A weak one needs support to be believed."""

    __tablename__ = "company_alias"
    __table_args__ = (UniqueConstraint("company_id", "alias"), Index("ix_company_alias_folded", "folded"))
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"))
    alias: Mapped[str]
    folded: Mapped[str]
    weak: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str]  # registry · review · article
