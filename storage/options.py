"""``@with_database``: the ``--db`` option that every command on the database shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from settings import Settings


def with_database(*, create: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds ``--db`` and passes ``(settings, database, …)``; ``create=False`` for commands that only read.

    ``settings`` is already turned to the chosen database. The database is closed when the command ends.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--db", "db", metavar="FILE|URL", help="The database; default: storage.url of the settings.")
        @click.pass_obj
        @wraps(command)
        def run(settings: Settings, /, *args: Any, db: str | None, **kwargs: Any) -> Any:
            from storage.engine import open_database

            settings = settings.with_database(db)
            database = open_database(settings.storage.url, create=create)
            try:
                return command(settings, database, *args, **kwargs)
            finally:
                database.close()

        return run

    return decorate
