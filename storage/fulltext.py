"""The full-text index: FTS5 without content on SQLite, a tsvector on PostgreSQL, both over the same bigrams.

A row's number carries its order (``order_key`` of a deal; minutes since 1970 and id of an article), so the newest hits
come first without sorting.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.bigrams import cut, is_prefix, phrases
from storage.models import ArticleRow

Index = Literal["deal_text", "article_text"]
_LOW = (1 << 32) - 1


def row_id(rowid: int) -> int:
    """The id of the deal or article behind a row number of the index."""
    return rowid & _LOW


def article_rowid(article: ArticleRow) -> int:
    """The number of an article in the index."""
    return (int(article.day.timestamp()) // 60 << 32) | article.id


def index_text(session: Session, index: Index, rowid: int, body: str, *, before: tuple[int, str] | None = None) -> None:
    """Make ``body`` searchable as ``rowid``; ``before`` is the number and text that it replaces."""
    if before == (rowid, body):
        return
    if before is not None:
        drop_text(session, index, *before)
    words = cut(body)
    if session.get_bind().dialect.name == "sqlite":
        statement = text(f"INSERT INTO {index} (rowid, body) VALUES (:rowid, :body)")  # noqa: S608 - closed list
        session.execute(statement, {"rowid": rowid, "body": " ".join(words)})
    else:
        literal = " ".join(f"'{word}':{min(place, 16383)}" for place, word in enumerate(words, 1))
        statement = text(f"INSERT INTO {index} (rowid, body) VALUES (:rowid, cast(:body AS tsvector))")  # noqa: S608
        session.execute(statement, {"rowid": rowid, "body": literal})


def drop_text(session: Session, index: Index, rowid: int, body: str) -> None:
    """Take a text out of the index; ``body`` must be what went in."""
    if session.get_bind().dialect.name == "sqlite":
        statement = text(f"INSERT INTO {index} ({index}, rowid, body) VALUES ('delete', :rowid, :body)")  # noqa: S608
        session.execute(statement, {"rowid": rowid, "body": " ".join(cut(body))})
    else:
        session.execute(text(f"DELETE FROM {index} WHERE rowid = :rowid"), {"rowid": rowid})  # noqa: S608


def matching(session: Session, asked: str) -> tuple[str, str] | None:
    """The SQL condition on an index and the value of its ``:match``; None where nothing searchable is asked."""
    wanted = phrases(asked)
    if not wanted:
        return None
    if session.get_bind().dialect.name == "sqlite":
        parts = ['"' + " ".join(words) + '"' + ("*" if is_prefix(words) else "") for words in wanted]
        return "{index} MATCH :match", " AND ".join(parts)
    parts = [
        " <-> ".join(f"'{word}'" + (":*" if number == len(words) - 1 and is_prefix(words) else "")
                     for number, word in enumerate(words))
        for words in wanted
    ]  # fmt: skip
    return "body @@ cast(:match AS tsquery)", " & ".join(f"({part})" for part in parts)
