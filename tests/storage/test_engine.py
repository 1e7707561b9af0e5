"""Opening: every way it can go wrong has a name; many writers lose nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from storage import migrations
from storage.engine import Database, open_database
from storage.errors import (
    DatabaseUnreachableError,
    LockedDatabaseError,
    MissingDatabaseError,
    NewerDatabaseError,
    NotADatabaseError,
)
from storage.models import Base


def test_a_new_database_is_set_up_for_many_readers_and_one_writer(tmp_path: Path) -> None:
    database = open_database(tmp_path / "deep" / "new.db")
    with database.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == migrations.HEAD
    database.close()


def test_the_migrations_make_the_tables_of_the_models(db: Database) -> None:
    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not str(name).startswith(("deal_text", "article_text"))

    with db.engine.connect() as connection:
        options = {"include_name": is_ours, "compare_type": False}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_an_older_database_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        migrations.upgrade(connection, "0001")
        connection.execute(text("INSERT INTO note VALUES ('kept', 'yes')"))
    engine.dispose()
    database = open_database(tmp_path / "old.db")
    with database.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == migrations.HEAD
        assert session.scalar(text("SELECT value FROM note")) == "yes"
        assert session.execute(text("SELECT * FROM deals")).all() == []
    database.close()


def test_the_newest_migration_is_the_head() -> None:
    assert max(migrations.known()) == migrations.HEAD


def test_text_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database at all, " * 50)
    with pytest.raises(NotADatabaseError, match=r"notes\.txt"):
        open_database(tmp_path / "notes.txt")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(NotADatabaseError, match="folder"):
        open_database(tmp_path)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE photos (id)")
    other.close()
    with pytest.raises(NotADatabaseError, match="photos"):
        open_database(tmp_path / "other.db")
    assert sqlite3.connect(tmp_path / "other.db").execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    open_database(tmp_path / "new.db").close()
    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError, match="9999"):
        open_database(tmp_path / "new.db")


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(MissingDatabaseError):
        open_database(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(DatabaseUnreachableError):
        open_database("oracle://nobody@127.0.0.1/none")
    with pytest.raises(DatabaseUnreachableError):
        open_database("://")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnreachableError):
        open_database(tmp_path / "file" / "new.db")


def test_a_lock_held_too_long_is_named(tmp_path: Path) -> None:
    database = open_database(tmp_path / "new.db", busy_seconds=0.1)
    holder = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedDatabaseError), database.write():
        pass
    with database.read() as session:  # readers go on
        assert session.scalar(text("SELECT count(*) FROM deal")) == 0
    holder.execute("ROLLBACK")
    with database.write() as session:
        session.execute(text("INSERT INTO note VALUES ('a', 'b')"))


def test_four_processes_may_create_it_at_once(tmp_path: Path) -> None:
    code = f"from storage.engine import open_database; open_database({str(tmp_path / 'new.db')!r})"
    every = [subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2]) for _ in range(4)]
    assert [process.wait(60) for process in every] == [0, 0, 0, 0]


def test_what_fails_is_not_kept(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as session:
        session.execute(text("INSERT INTO note VALUES ('a', 'b')"))
        _ = 1 / 0
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM note WHERE name = 'a'")) == 0


def test_writers_that_read_first_lose_nothing(db: Database) -> None:
    with db.write() as session:
        session.execute(text("INSERT INTO note VALUES ('counter', '0')"))

    def count() -> None:
        for _ in range(50):
            with db.write() as session:
                value = int(session.scalar(text("SELECT value FROM note WHERE name = 'counter'")))
                session.execute(text("UPDATE note SET value = :v WHERE name = 'counter'"), {"v": str(value + 1)})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as session:
        assert session.scalar(text("SELECT value FROM note WHERE name = 'counter'")) == "200"
