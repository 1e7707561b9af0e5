"""What reports were merged into: deals with their fields, parties, sums and events."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonList, JsonObject
from storage.types import Exact, Money


class DealRow(Base):
    """One transaction through its whole life; its columns are the values chosen from its reports.

    ``order_key`` is ``announced.toordinal() << 32 | id``: one integer that sorts by day, then id, and serves as keyset.
    ``state``: live · merged (see ``merged_into``) · rejected (a person said it is none) · withdrawn (no report left).
    """

    __tablename__ = "deal"
    __table_args__ = (
        Index("ix_deal_upfront", "upfront_usd", "order_key"),
        Index("ix_deal_total", "total_usd", "order_key"),
        Index("ix_deal_first_seen", "first_seen"),
        Index("ix_deal_updated", "updated"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    order_key: Mapped[int] = mapped_column(BigInteger, unique=True)
    key: Mapped[str] = mapped_column(String(24), index=True)  # names the deal by its first report, in every database
    state: Mapped[str] = mapped_column(String(10), default="live")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    title: Mapped[str]
    type: Mapped[str]
    direction: Mapped[str]
    status: Mapped[str]
    model: Mapped[str | None]
    modality: Mapped[str | None]
    phase: Mapped[str | None]
    announced: Mapped[date]
    announced_precision: Mapped[str] = mapped_column(default="day")  # day · month · year
    territory: Mapped[JsonObject | None]
    targets: Mapped[JsonList]
    indications: Mapped[JsonList]
    royalty: Mapped[str | None]
    option: Mapped[bool]
    exclusive: Mapped[bool | None]
    upfront_usd: Mapped[Decimal | None] = mapped_column(Money)
    total_usd: Mapped[Decimal | None] = mapped_column(Money)
    confidence: Mapped[float]
    confirmed: Mapped[bool] = mapped_column(default=False)
    news: Mapped[bool]  # a first announcement was reported as news (not as background, not by import)
    report_id: Mapped[int | None]  # the best report (no foreign key: reports point here)
    reports: Mapped[int]
    first_seen: Mapped[datetime]  # the article's time of the first report that tells it as news
    created: Mapped[datetime]
    updated: Mapped[datetime]
    search_text: Mapped[str]


class DealField(Base):
    """The chosen value of one field, the report it came from, and the others' values where they disagree."""

    __tablename__ = "deal_field"
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[JsonObject]  # {"value": …}
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)  # None: a person corrected it
    confidence: Mapped[float]
    conflicting: Mapped[bool]
    others: Mapped[JsonList]  # [{"value": …, "report": id}]


class DealParty(Base):
    """A company on one side of a deal."""

    __tablename__ = "deal_party"
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)  # grantor · partner
    position: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str]
    country: Mapped[str | None]


class DealAsset(Base):
    """A drug, programme or platform of a deal."""

    __tablename__ = "deal_asset"
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    surface: Mapped[JsonList]


class DealAmount(Base):
    """A sum of a deal as stated, and in US dollars at a dated rate."""

    __tablename__ = "deal_amount"
    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    kind: Mapped[str]
    currency: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Money)
    bound: Mapped[str]
    usd: Mapped[Decimal | None] = mapped_column(Money)
    rate: Mapped[Decimal | None] = mapped_column(Exact)  # dollars for one unit
    rate_date: Mapped[date | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)


class EventRow(Base):
    """One moment of a deal's life: announced, effective, upfront_received, milestone, option_exercised, amended,
    terminated, closed."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_recorded", "recorded"),
        Index("ix_event_deal", "deal_id", "day"),
        Index("ix_event_day_kind", "day", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    kind: Mapped[str]
    day: Mapped[date]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    sentence: Mapped[str]
    news: Mapped[bool]  # told as news, not as background
    recorded: Mapped[datetime]  # the article's time of the report that told it first
