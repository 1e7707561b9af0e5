"""Copies the database while it is in use."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from storage.engine import Database
from storage.errors import StorageError


class BackupError(StorageError):
    """The copy could not be made."""


def back_up(database: Database, target: Path) -> int:
    """Write a whole copy to ``target`` (bytes given back); the file appears only when it is complete."""
    if not database.is_sqlite:
        raise BackupError(f"{database.where}: a server's database is backed up with pg_dump")
    if target.exists():
        raise BackupError(f"{target}: there is a file already; choose another name")
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with database.engine.connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            copy = sqlite3.connect(partial)
            try:
                source.backup(copy, pages=4096)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise BackupError(f"{target}: {error}") from None
    return target.stat().st_size
