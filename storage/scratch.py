"""One article by itself: read into a database that lives as long as it is looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from crawlers.records import Article
from nlp.reader import EXTRACTOR, read_article
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import open_database
from storage.errors import NoSuchRowError
from storage.models import ArticleRow
from storage.query import Query


@contextmanager
def article_alone(article: Article) -> Iterator[Query]:
    """A ``Query`` over nothing but what this article says."""
    day = article.day.astimezone(ZoneInfo("Asia/Shanghai")).date()
    with tempfile.TemporaryDirectory(prefix="chuhai-") as folder:
        database = open_database(Path(folder) / "article.db")
        try:
            with database.write() as session:
                saved = save_article(session, article)
                reading = read_article(article.title, article.text, day, source=article.source)
                save_reading(session, saved.id, reading, extractor=EXTRACTOR)
            with database.read() as session:
                yield Query(session, today=day)
        finally:
            database.close()


def stored_article(session: Session, ident: int) -> Article:
    """An article of the database as it came in; raises NoSuchRowError."""
    row = session.get(ArticleRow, ident)
    if row is None:
        raise NoSuchRowError("article", ident)
    names = ("source", "url", "title", "text", "published", "precision", "raw_date", "fetched", "language", "tier",
             "author", "outlet", "item_id")  # fmt: skip
    return Article.model_validate({name: getattr(row, name) for name in names})
