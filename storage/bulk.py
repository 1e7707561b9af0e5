"""Keeps many articles at once: ``save_article`` for each, in a few statements for all that are plainly new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crawlers.records import Article
from storage.articles import SavedArticle, content_hash, link_copies, new_row, save_article, searchable
from storage.copies import bands
from storage.fulltext import ARTICLE_TEXT, article_rowid, index_text
from storage.models import ArticleBand, ArticleRow

T = TypeVar("T")
_Kind = Literal["new", "open"] | SavedArticle
#: values in one IN list
_CHUNK = 400


def save_articles(session: Session, articles: Sequence[Article]) -> list[SavedArticle]:
    """Keep articles, in their order; the outcome is that of ``save_article`` for each."""
    kinds = _kinds(session, articles)
    saved: list[SavedArticle] = []
    for is_new, run in groupby(zip(kinds, articles, strict=True), key=lambda pair: pair[0] == "new"):
        if is_new:
            saved += _save_new(session, [article for _, article in run])
        else:
            saved += [k if isinstance(k, SavedArticle) else save_article(session, article) for k, article in run]
    return saved


def _save_new(session: Session, articles: Sequence[Article]) -> list[SavedArticle]:
    rows = [new_row(article, content_hash(article.title, article.text)) for article in articles]
    session.add_all(rows)
    session.flush()
    for row in rows:
        index_text(session, ARTICLE_TEXT, article_rowid(row), searchable(row))
    _link(session, rows)
    return [SavedArticle(row.id, True, False, "copy" if row.copy_of else "new") for row in rows]


def _kinds(session: Session, articles: Sequence[Article]) -> list[_Kind]:
    """For each article: ``new`` where nobody has its id or address, its outcome where it is stored word for word.

    Where the batch itself tells of it twice, or anything else is open, it must be looked at alone.
    """
    items = Counter((article.source, article.item_id) for article in articles if article.item_id)
    urls = Counter(article.url for article in articles if article.url)
    stored = _stored(session, items)
    known_urls = {
        url
        for chunk in _chunks(list(urls))
        for url in session.scalars(select(ArticleRow.url).where(ArticleRow.url.in_(chunk)))
    }

    def kind(article: Article) -> _Kind:
        item = (article.source, article.item_id)
        if items[item] != 1:
            return "open"
        if item in stored:
            ident, digest = stored[item]
            same = digest == content_hash(article.title, article.text)
            return SavedArticle(ident, False, False, "unchanged") if same else "open"
        return "new" if urls[article.url] <= 1 and article.url not in known_urls else "open"

    return [kind(article) for article in articles]


def _stored(session: Session, items: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    """Id and content hash of the stored ones among (source, item id)."""
    by_source: dict[str, list[str]] = {}
    for source, item in items:
        by_source.setdefault(source, []).append(item)
    row = ArticleRow
    return {
        (source, item): (ident, digest)
        for source, wanted in by_source.items()
        for chunk in _chunks(wanted)
        for item, ident, digest in session.execute(
            select(row.item_id, row.id, row.content_hash).where(
                row.source == source, row.item_id.in_(chunk), row.item_id != ""
            )
        )
    }


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
