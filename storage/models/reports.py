"""What one article tells: deals with their evidence, milestones, figures, sentences worth quoting."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonObject
from storage.types import Exact


class Report(Base):
    """One deal as one article tells it; ``data`` is the ``nlp`` record as extracted."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("article_id", "seq"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    article_version: Mapped[int]
    seq: Mapped[int]
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)  # null only within a transaction
    data: Mapped[JsonObject]
    parties: Mapped[JsonObject]  # name of a party as printed -> company id
    born_deal: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)  # the deal it was first put into
    mention: Mapped[str]
    confidence: Mapped[float]
    headline: Mapped[str]  # the sentence that tells the deal
    extractor: Mapped[str]
    lexicon: Mapped[str]
    pinned: Mapped[bool] = mapped_column(default=False)  # a person said which deal it belongs to
    created: Mapped[datetime]


class ReportKey(Base):
    """A blocking key of a report: only reports that share one are compared."""

    __tablename__ = "report_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    key: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, index=True)


class EvidenceRow(Base):
    """The characters that state one field of one report, and the sentence around them (at most 200 characters)."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    field: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    sentence: Mapped[str]
    sentence_start: Mapped[int]
    rule: Mapped[str]


class MilestoneRow(Base):
    """A going-global event that is no deal."""

    __tablename__ = "milestone"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    asset: Mapped[str] = mapped_column(default="")
    regulator: Mapped[str]
    kind: Mapped[str]
    detail: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    sentence: Mapped[str]
    same_as: Mapped[int | None] = mapped_column(
        ForeignKey("milestone.id"), index=True
    )  # told before by another article


class FactRow(Base):
    """A reported figure with its definition."""

    __tablename__ = "fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    subject: Mapped[str] = mapped_column(index=True)
    metric: Mapped[str]
    period: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Exact)
    unit: Mapped[str]
    scope: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    sentence: Mapped[str]


class InsightRow(Base):
    """A sentence worth quoting."""

    __tablename__ = "insight"
    __table_args__ = (Index("ix_insight_label_day", "label", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    label: Mapped[str]
    topic: Mapped[str]
    speaker: Mapped[str]
    confidence: Mapped[float]
    day: Mapped[date]
    sentence: Mapped[str]
