"""A real database file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import Settings
from storage.engine import Database, open_database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "chuhai.db")
    yield database
    database.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """No server: mail goes to a folder of the test."""
    return Settings.model_validate(
        {"alerts": {"outbox": str(tmp_path / "outbox")}, "storage": {"url": f"sqlite:///{tmp_path / 'chuhai.db'}"}}
    )
