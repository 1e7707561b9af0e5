"""The full-text index: FTS5 without content on SQLite, a tsvector on PostgreSQL, both over the same bigrams.

A row's number carries its order (``order_key`` of a deal; minutes since 1970 and id of an article), so the newest hits
come first without sorting.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, Text, cast, column, delete, insert, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import TableClause

from storage.bigrams import cut, is_prefix, phrases
from storage.models import ArticleRow

_LOW = (1 << 32) - 1
_LAST_POSITION = 16_383  # of a word in a tsvector


def _index(name: str) -> TableClause:
    # FTS5 has a hidden column of the table's own name: to match against, and to give commands.
    return table(name, column("rowid", BigInteger), column("body", Text), column(name, Text))


DEAL_TEXT = _index("deal_text")
ARTICLE_TEXT = _index("article_text")


def row_id(rowid: int) -> int:
    """The id of the deal or article behind a row number of the index."""
    return rowid & _LOW


def article_rowid(article: ArticleRow) -> int:
    """The number of an article in the index."""
    return (int(article.day.timestamp()) // 60 << 32) | article.id


def index_text(session: Session, index: TableClause, rowid: int, body: str) -> None:
    """Make ``body`` searchable as ``rowid``."""
    words = cut(body)
    if _is_sqlite(session):
        session.execute(insert(index), {"rowid": rowid, "body": " ".join(words)})
    else:
        literal = " ".join(f"'{word}':{min(place, _LAST_POSITION)}" for place, word in enumerate(words, 1))
        session.execute(insert(index).values(rowid=rowid, body=cast(literal, TSVECTOR)))


def drop_text(session: Session, index: TableClause, rowid: int, body: str) -> None:
    """Take a text out of the index; ``body`` must be what went in."""
    if _is_sqlite(session):
        session.execute(insert(index), {index.name: "delete", "rowid": rowid, "body": " ".join(cut(body))})
    else:
        session.execute(delete(index).where(index.c.rowid == rowid))


def holds(session: Session, index: TableClause, asked: str) -> ColumnElement[bool] | None:
    """The condition that a row of the index holds every piece asked for; None where nothing searchable is asked."""
    wanted = phrases(asked)
    if not wanted:
        return None
    if _is_sqlite(session):
        parts = ['"' + " ".join(words) + '"' + ("*" if is_prefix(words) else "") for words in wanted]
        return index.c[index.name].op("MATCH", is_comparison=True)(" AND ".join(parts))
    parts = ["(" + " <-> ".join(_lexemes(words)) + ")" for words in wanted]
    return index.c.body.op("@@", is_comparison=True)(cast(" & ".join(parts), TSQUERY))


def _lexemes(words: list[str]) -> list[str]:
    last = "':*" if is_prefix(words) else "'"
    return [f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}{last}"]


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
