"""A database for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.records import Article
from nlp.records import Deal, Reading
from storage.articles import save_article
from storage.companies import load_registry
from storage.deals import SavedReport, save_reading
from storage.engine import Database, open_database


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and registry, nothing else."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    database = open_database(path)
    with database.write() as session:
        load_registry(session)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def db(empty_database: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(empty_database, tmp_path / "test.db")
    database = open_database(tmp_path / "test.db")
    yield database
    database.close()


Tell = Callable[..., list[SavedReport]]


@pytest.fixture
def tell(db: Database) -> Tell:
    """Save an article that tells some deals, in one transaction."""

    def save(item: Article, *deals: Deal, extractor: str = "test 1", **more: Any) -> list[SavedReport]:
        with db.write() as session:
            saved = save_article(session, item)
            return save_reading(session, saved.id, Reading(deals=deals, **more), extractor=extractor)

    return save
