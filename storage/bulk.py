"""Keeps many articles at once: ``save_article`` for each, in a few statements for all that are plainly new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from sqlalchemy import insert, select, tuple_
from sqlalchemy.orm import Session

from crawlers.records import Article
from storage.articles import SavedArticle, content_hash, link_copies, new_row, save_article, searchable
from storage.copies import bands
from storage.fulltext import ARTICLE_TEXT, article_rowid, index_text
from storage.models import ArticleBand, ArticleRow

T = TypeVar("T")
#: values in one IN list
_CHUNK = 400


def save_articles(session: Session, articles: Sequence[Article]) -> list[SavedArticle]:
    """Keep articles, in their order; the outcome is that of ``save_article`` for each."""
    plain = _plainly_new(session, articles)
    saved: list[SavedArticle] = []
    for is_plain, run in groupby(zip(plain, articles, strict=True), key=itemgetter(0)):
        some = [article for _, article in run]
        saved += _save_new(session, some) if is_plain else [save_article(session, article) for article in some]
    return saved


def _save_new(session: Session, articles: Sequence[Article]) -> list[SavedArticle]:
    rows = [new_row(article, content_hash(article.title, article.text)) for article in articles]
    session.add_all(rows)
    session.flush()
    for row in rows:
        index_text(session, ARTICLE_TEXT, article_rowid(row), searchable(row))
    _link(session, rows)
    return [SavedArticle(row.id, True, False, "copy" if row.copy_of else "new") for row in rows]


def _plainly_new(session: Session, articles: Sequence[Article]) -> list[bool]:
    """For each article whether nobody has its id or address, neither in the database nor among the others."""
    items = Counter((article.source, article.item_id) for article in articles)
    urls = Counter(article.url for article in articles if article.url)
    known_items = {
        tuple(row)
        for chunk in _chunks(list(items))
        for row in session.execute(
            select(ArticleRow.source, ArticleRow.item_id).where(
                tuple_(ArticleRow.source, ArticleRow.item_id).in_(chunk)
            )
        )
    }
    known_urls = {
        url
        for chunk in _chunks(list(urls))
        for url in session.scalars(select(ArticleRow.url).where(ArticleRow.url.in_(chunk)))
    }
    return [
        bool(article.item_id)
        and items[key := (article.source, article.item_id)] == 1
        and key not in known_items
        and urls[article.url] <= 1
        and article.url not in known_urls
        for article in articles
    ]


def _link(session: Session, rows: Sequence[ArticleRow]) -> None:
    """Only an article that shares a band or a hash with another can be a copy; the others' bands go in together."""
    of_row = {row.id: bands(row.text) for row in rows}
    counts = Counter(value for values in of_row.values() for value in values)
    hashes = Counter(row.content_hash for row in rows)
    known = {
        value
        for chunk in _chunks(list(counts))
        for value in session.scalars(select(ArticleBand.band).where(ArticleBand.band.in_(chunk)))
    }
    ids = set(of_row)
    known_hashes = {
        digest
        for chunk in _chunks(list(hashes))
        for ident, digest in session.execute(
            select(ArticleRow.id, ArticleRow.content_hash).where(ArticleRow.content_hash.in_(chunk))
        )
        if ident not in ids
    }
    alone: list[ArticleRow] = []
    alike: list[ArticleRow] = []
    for row in rows:
        shared = hashes[row.content_hash] > 1 or row.content_hash in known_hashes
        shared = shared or any(counts[value] > 1 or value in known for value in of_row[row.id])
        (alike if shared else alone).append(row)
    together = [{"band": value, "article_id": row.id} for row in alone for value in of_row[row.id]]
    if together:
        session.execute(insert(ArticleBand), together)
    for row in alike:
        link_copies(session, row)


def _chunks(values: list[T]) -> list[list[T]]:
    return [values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK)]
