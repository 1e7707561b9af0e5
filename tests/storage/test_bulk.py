"""Many at once is the same as one by one."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import aliased

from crawlers.records import Article
from newsroom.articles import load_samples
from storage.articles import SavedArticle, save_article
from storage.bulk import save_articles
from storage.engine import open_database
from storage.fulltext import ARTICLE_TEXT
from storage.models import ArticleBand, ArticleRow

NOON = datetime(2026, 6, 3, 4, 0, tzinfo=UTC)


def articles() -> list[Article]:
    """The samples, with copies by another outlet, edits, repeated ids and addresses, and items without either."""
    chance = random.Random(3)
    made: list[Article] = []
    for number, sample in enumerate(s for outlet in load_samples().values() for s in outlet):
        when = NOON - sample.age
        one = Article(
            source=sample.outlet, url=f"https://{sample.outlet}.example/{sample.id}", title=sample.title,
            text=sample.text, published=when, fetched=when, item_id=sample.id,
        )  # fmt: skip
        later = one.fetched + timedelta(hours=1)
        made.append(one)
        if number % 3 == 0:
            made.append(one.model_copy(update={"source": "portal", "url": "", "tier": 4}))
        if number % 5 == 0:
            made.append(one.model_copy(update={"text": sample.text + "更正：数字有误。", "fetched": later}))
        if number % 7 == 0:
            made.append(one.model_copy(update={"item_id": "", "url": ""}))
        if number % 11 == 0:
            made.append(one)
    chance.shuffle(made)
    return made


def kept(path: Path, batch: int) -> tuple[list[object], list[SavedArticle]]:
    with closing(open_database(path)) as db:
        outcome: list[SavedArticle] = []
        for start in range(0, len(todo := articles()), batch):
            with db.write() as session:
                part = todo[start : start + batch]
                outcome += save_articles(session, part) if batch > 1 else [save_article(session, a) for a in part]
        with db.read() as session:
            original = aliased(ArticleRow)
            row = ArticleRow
            asked = select(row.source, row.item_id, row.url, row.text, row.version, original.source, original.item_id)
            rows = session.execute(asked.outerjoin(original, original.id == row.copy_of)).all()
            bands = session.scalars(select(ArticleBand.band)).all()
            texts = session.execute(select(ARTICLE_TEXT.c.rowid)).all()
    return [sorted(map(repr, rows)), sorted(bands), len(texts)], outcome


def test_same_rows_copies_and_versions_whatever_the_batch(tmp_path: Path) -> None:
    single, outcome = kept(tmp_path / "1.db", 1)
    assert {"new", "copy", "edited", "unchanged"} <= {each.reason for each in outcome}
    for batch in (2, 7, 1000):
        many, again = kept(tmp_path / f"{batch}.db", batch)
        assert many == single
        assert sum(each.is_new for each in again) == sum(each.is_new for each in outcome)


@pytest.mark.parametrize("batch", [1, 20])
def test_no_statement_walks_through_all_articles(tmp_path: Path, batch: int) -> None:
    asked: set[tuple[str, tuple[Any, ...]]] = set()

    def remember(_c: object, _cursor: object, statement: str, parameters: tuple[Any, ...], *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.add((statement, parameters))

    with closing(open_database(tmp_path / "a.db")) as db:
        event.listen(db.engine, "before_cursor_execute", remember)
        todo = articles()[:40]
        with db.write() as session:
            for start in range(0, len(todo), batch):
                part = todo[start : start + batch]
                _ = save_articles(session, part) if batch > 1 else [save_article(session, a) for a in part]
        assert asked
        with db.engine.connect() as connection:
            for statement, parameters in asked.copy():
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                assert not any("SCAN article" in step[-1] for step in plan), statement
