"""Keeps articles: each item once, edits as versions, copies linked to their original."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from crawlers.records import Article
from storage.copies import are_copies, bands, normal_text
from storage.fulltext import ARTICLE_TEXT, article_rowid, drop_text, index_text
from storage.models import ArticleBand, ArticleRow, ArticleVersion
from storage.tellings import HISTORY

Reason = Literal["new", "copy", "edited", "unchanged", "older version"]
#: a text that comes back later than this is told anew, not copied
_COPY_DAYS = 45
_MOST_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class SavedArticle:
    """What became of an article: ``is_new`` and ``is_changed`` ask for reading it; ``reason`` says why."""

    id: int
    is_new: bool
    is_changed: bool
    reason: Reason


def save_article(session: Session, article: Article) -> SavedArticle:
    """Keep one article; doing it again changes nothing.

    Known by (source, item_id), by canonical address, or, without both, by source and content.
    """
    digest = content_hash(article.title, article.text)
    row = _known(session, article, digest)
    if row is None:
        row = new_row(article, digest)
        session.add(row)
        session.flush()
        index_text(session, ARTICLE_TEXT, article_rowid(row), searchable(row))
        link_copies(session, row)
        return SavedArticle(row.id, True, False, "copy" if row.copy_of else "new")
    if row.content_hash == digest:
        return SavedArticle(row.id, False, False, "unchanged")
    earlier = select(ArticleVersion.version).where(
        ArticleVersion.article_id == row.id, ArticleVersion.content_hash == digest
    )
    if session.scalar(earlier) is not None or article.fetched < row.fetched:
        return SavedArticle(row.id, False, False, "older version")
    _replace(session, row, article, digest)
    return SavedArticle(row.id, False, True, "edited")


def content_hash(title: str, text: str) -> str:
    """32 hex digits that are equal for texts that differ in white space, width and script only."""
    return hashlib.sha256(f"{normal_text(title)}\n{normal_text(text)}".encode()).hexdigest()[:32]


_BY_ITEM = select(ArticleRow).where(
    ArticleRow.source == bindparam("source"),
    ArticleRow.item_id == bindparam("item_id"),
    ArticleRow.item_id != "",  # says to SQLite that the partial index serves
)
_BY_URL = (
    select(ArticleRow)
    .where(ArticleRow.url == bindparam("url"), ArticleRow.source != HISTORY)
    .order_by(ArticleRow.id)
    .limit(1)
)
_BY_TEXT = (
    select(ArticleRow)
    .where(ArticleRow.content_hash == bindparam("digest"), ArticleRow.source == bindparam("source"))
    .limit(1)
)


def _known(session: Session, article: Article, digest: str) -> ArticleRow | None:
    if article.item_id:
        row = session.scalar(_BY_ITEM, {"source": article.source, "item_id": article.item_id})
        if row:
            return row
    if article.url and article.source != HISTORY:  # history cites a page, it is not the page
        row = session.scalar(_BY_URL, {"url": article.url})
        if row and not (article.item_id and row.item_id and row.source == article.source):
            return row  # one source's two items on one page (a live ticker) stay two
    if not article.item_id and not article.url:
        return session.scalar(_BY_TEXT, {"digest": digest, "source": article.source})
    return None


def new_row(article: Article, digest: str) -> ArticleRow:
    fields = article.model_dump(exclude={"day"})
    return ArticleRow(**fields, day=article.day, content_hash=digest, version=1, read_by="", read_version=0, skipped="")


def _replace(session: Session, row: ArticleRow, article: Article, digest: str) -> None:
    drop_text(session, ARTICLE_TEXT, article_rowid(row), searchable(row))
    session.add(
        ArticleVersion(
            article_id=row.id, version=row.version, title=row.title, text=row.text, content_hash=row.content_hash,
            fetched=row.fetched,
        )
    )  # fmt: skip
    row.title, row.text, row.content_hash, row.fetched = article.title, article.text, digest, article.fetched
    row.version += 1
    row.copy_of = None
    session.flush()
    index_text(session, ARTICLE_TEXT, article_rowid(row), searchable(row))
    session.execute(delete(ArticleBand).where(ArticleBand.article_id == row.id))
    link_copies(session, row)


def searchable(row: ArticleRow) -> str:
    return f"{row.title}\n{row.text}"


_SHARING = (
    select(ArticleBand.article_id)
    .where(ArticleBand.band.in_(bindparam("bands", expanding=True)), ArticleBand.article_id != bindparam("id"))
    .order_by(ArticleBand.article_id.desc())
    .limit(_MOST_CANDIDATES)
)
_SAME_HASH = select(ArticleRow.id).where(
    ArticleRow.content_hash == bindparam("digest"), ArticleRow.id != bindparam("id")
)


def link_copies(session: Session, row: ArticleRow) -> None:
    """Link an article with those of the same words; the best source's, then the earliest, is the original."""
    values = bands(row.text)
    near = set(session.scalars(_SAME_HASH, {"digest": row.content_hash, "id": row.id}))
    if values:
        near.update(session.scalars(_SHARING, {"bands": values, "id": row.id}))
        session.execute(insert(ArticleBand), [{"band": value, "article_id": row.id} for value in values])
    if not near:
        return
    group = [
        other
        for other in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(near)))
        if abs((other.day - row.day).days) <= _COPY_DAYS
        and (other.content_hash == row.content_hash or are_copies(other.text, row.text))
    ]
    if not group:
        return
    roots = {other.copy_of or other.id for other in group}
    candidates = [row, *session.scalars(select(ArticleRow).where(ArticleRow.id.in_(roots)))]
    original = min(candidates, key=lambda other: (other.tier, other.day, other.source, other.item_id, other.url))
    for other in candidates:
        other.copy_of = None if other is original else original.id
    session.flush()
    gone = [other.id for other in candidates if other is not original]
    session.execute(update(ArticleRow).where(ArticleRow.copy_of.in_(gone)).values(copy_of=original.id))
