"""What came in: articles as published, and what finds their copies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class ArticleRow(Base):
    """One item as published, kept for evidence; ``copy_of`` names the article that it repeats."""

    __tablename__ = "article"
    __table_args__ = (
        Index("uq_article_item", "source", "item_id", unique=True, sqlite_where=text("item_id <> ''")),
        Index("ix_article_url", "url"),
        Index("ix_article_content_hash", "content_hash"),
        Index("ix_article_day", "day"),
        Index("ix_article_unread", "read_by", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    item_id: Mapped[str] = mapped_column(default="")
    url: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    published: Mapped[datetime | None]
    precision: Mapped[str]
    raw_date: Mapped[str] = mapped_column(default="")
    fetched: Mapped[datetime]
    day: Mapped[datetime]  # published, else fetched: when it was news
    language: Mapped[str]
    tier: Mapped[int]
    author: Mapped[str] = mapped_column(default="")
    outlet: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("article.id"), index=True)
    read_by: Mapped[str] = mapped_column(default="")  # extractor version; empty: not yet read
    read_version: Mapped[int] = mapped_column(default=0)  # the article's version that was read
    skipped: Mapped[str] = mapped_column(default="")  # why nothing was read


class ArticleVersion(Base):
    """What an edited article said before."""

    __tablename__ = "article_version"
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    content_hash: Mapped[str]
    fetched: Mapped[datetime]


class ArticleBand(Base):
    """One band of an article's MinHash: articles that share a band may be copies."""

    __tablename__ = "article_band"
    __table_args__ = ({"sqlite_with_rowid": False},)
    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, index=True)
