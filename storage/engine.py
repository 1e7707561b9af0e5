"""Opens the database: connections set up right for many readers and one writer, the schema brought up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from storage import migrations
from storage.errors import (
    DatabaseUnreachableError,
    LockedDatabaseError,
    MissingDatabaseError,
    NewerDatabaseError,
    NotADatabaseError,
)

#: a writer waits this long for another one
BUSY_SECONDS = 30.0


class Database:
    """An open database: ``read()`` and ``write()`` give a Session in one transaction, kept at the end.

    A writer takes the write lock at once (``BEGIN IMMEDIATE``): what it read cannot change before it writes. Safe to
    share between threads; a forked process opens its own.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self.engine = engine
        self.where = where
        self._writers = engine.execution_options(chuhai_write=True)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the database; nothing it does is kept."""
        with self._named_errors(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose work is kept whole or not at all; raises LockedDatabaseError."""
        with self._named_errors(), Session(self._writers) as session, session.begin():
            session.connection()  # takes the lock before anything is read
            yield session

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            named = _named(error, self.where)
            if named is None:
                raise
            raise named from None


def open_database(url_or_path: str | Path, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database at a file path or SQLAlchemy address and bring its schema up to date.

    ``create=False`` raises MissingDatabaseError where there is none. Raises NotADatabaseError, NewerDatabaseError,
    LockedDatabaseError or DatabaseUnreachableError, each with what to do.
    """
    url = _address(url_or_path)
    where = url.database if url.get_backend_name() == "sqlite" and url.database else url.render_as_string()
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database)
        if path.is_dir():
            raise NotADatabaseError(where, "it is a folder")
        if not path.exists():
            if not create:
                raise MissingDatabaseError(where)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DatabaseUnreachableError(where, error.strerror) from None
    engine = _engine(url, where, busy_seconds)
    database = Database(engine, where)
    try:
        _bring_up_to_date(database, create=create)
    except DatabaseError as error:
        engine.dispose()
        raise _named(error, where) or DatabaseUnreachableError(where, error.orig) from None
    except BaseException:
        engine.dispose()
        raise
    return database


def _address(url_or_path: str | Path) -> URL:
    given = str(url_or_path)
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise DatabaseUnreachableError(given, error) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine(url: URL, where: str, busy_seconds: float) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": busy_seconds, "check_same_thread": False})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseUnreachableError(where, error) from None

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: see begin()
        _log_ahead(connection, busy_seconds)
        for pragma in (
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "cache_size = -65536",
            "mmap_size = 1073741824",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("chuhai_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _log_ahead(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Turn write-ahead logging on. Two that create one file at once are turned away here, whatever the timeout says."""
    until = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _bring_up_to_date(database: Database, *, create: bool) -> None:
    with database.engine.connect() as connection:
        found = _version(connection, database.where)
    if found == migrations.HEAD:
        return
    if found is not None and found not in migrations.known():
        raise NewerDatabaseError(database.where, found, migrations.HEAD)
    if found is None and not create:
        raise MissingDatabaseError(database.where)
    with database.engine.execution_options(chuhai_write=True).begin() as connection:
        migrations.upgrade(connection)  # under the write lock: a second process finds the work done


def _version(connection: Connection, where: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if tables:
        raise NotADatabaseError(where, f"it holds other tables, as {tables[0]!r}")
    return None


def _named(error: DatabaseError, where: str) -> Exception | None:
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said:
        return LockedDatabaseError(where, BUSY_SECONDS)
    if "not a database" in said or "malformed" in said:
        return NotADatabaseError(where, str(error.orig))
    if isinstance(error, OperationalError) and ("unable to open" in said or "readonly" in said or "connect" in said):
        return DatabaseUnreachableError(where, error.orig)
    return None
