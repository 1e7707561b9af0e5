"""The shipped history and some articles of the sample newsroom, read by the whole line; made once, copied to be changed."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import uvicorn
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from chuhai import cli
from errors import ChuhaiError
from query.listening import listen
from query.tokens import Scope, add_token
from query.web import create_app
from replay import replay_files
from settings import QuerySettings, Settings
from storage.engine import Database, open_database
from storage.history import load_history

#: the articles that tell a deal of the history again, with sentences that say so
_SAMPLES = 12


def settings_of(path: Path, *, per_minute: int = 1_000_000) -> Settings:
    return Settings(query=QuerySettings(rate_limit_per_minute=per_minute)).with_database(path)


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped history alone; only read."""
    path = tmp_path_factory.mktemp("history") / "history.db"
    database = open_database(path)
    load_history(database)
    _settle(database)
    return path


@pytest.fixture(scope="session")
def shelf(history: Path, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history, and the newest articles of the sample newsroom; only read."""
    folder = tmp_path_factory.mktemp("shelf")
    newest = archive.read_text(encoding="utf-8").splitlines()[-_SAMPLES:]
    (folder / "newest.jsonl").write_text("\n".join(newest) + "\n", encoding="utf-8")
    path = folder / "shelf.db"
    shutil.copy(history, path)
    replay_files([folder / "newest.jsonl"], settings_of(path))
    _settle(open_database(path))
    return path


def _settle(database: Database) -> None:
    """Everything into the one file, so that it can be copied."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@pytest.fixture
def own(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the shelf that a test may change."""
    return Path(shutil.copy(shelf, tmp_path / "own.db"))


@pytest.fixture(scope="module")
def api(shelf: Path) -> Iterator[TestClient]:
    """Asks the application over the shelf; a crash of the server is an answer here, as it is for users."""
    with TestClient(create_app(settings_of(shelf)), raise_server_exceptions=False) as client:
        yield client


class Writing(NamedTuple):
    """An application over its own database, and tokens of each scope."""

    client: TestClient
    database: Database
    read: dict[str, str]
    write: dict[str, str]
    admin: dict[str, str]


@pytest.fixture
def writing(own: Path) -> Iterator[Writing]:
    database = open_database(own)
    scopes: tuple[Scope, ...] = ("read", "write", "admin")
    with database.write() as session:
        made = [add_token(session, f"{scope}er", scope, datetime.now(UTC)) for scope in scopes]
    headers = [{"Authorization": f"Bearer {token}"} for token in made]
    with TestClient(create_app(settings_of(own), database), raise_server_exceptions=False) as client:
        yield Writing(client, database, *headers)
    database.close()


@pytest.fixture(scope="session")
def served(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page on a port of this machine, over a copy of the shelf that the journeys change."""
    path = Path(shutil.copy(shelf, tmp_path_factory.mktemp("served") / "served.db"))
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(settings_of(path)), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def type_in(*arguments: object, columns: int = 100) -> Result:
    """Run ``chuhai ARGUMENTS`` in this process, errors told and counted as the command tells and counts them."""
    result = CliRunner(env={"COLUMNS": str(columns), "CHUHAI_CONFIG": ""}).invoke(
        cli, [str(each) for each in arguments]
    )
    error = result.exception
    if isinstance(error, ChuhaiError):
        result.exit_code, result.stderr_bytes = error.exit_code, f"chuhai: {error}".encode()
    elif error is not None and not isinstance(error, SystemExit):
        raise error
    return result
