"""A real database file for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import Settings
from storage.companies import load_registry
from storage.engine import Database, open_database


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and registry, nothing else, to copy: making one costs most of a second."""
    path = tmp_path_factory.mktemp("empty") / "chuhai.db"
    database = open_database(path)
    with database.write() as session:
        load_registry(session)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def db(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    shutil.copy(empty_database, tmp_path / "chuhai.db")
    database = open_database(tmp_path / "chuhai.db")
    yield database
    database.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """No server: mail goes to a folder of the test."""
    return Settings.model_validate(
        {"alerts": {"outbox": str(tmp_path / "outbox")}, "storage": {"url": f"sqlite:///{tmp_path / 'chuhai.db'}"}}
    )
