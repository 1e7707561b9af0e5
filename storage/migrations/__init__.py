"""The schema's history as Alembic migrations, packaged with the code that needs them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

HERE = Path(__file__).parent
#: the version that this code works on
HEAD = "0006"


def known() -> set[str]:
    """The versions that this code can bring up to date."""
    return {path.name.split("_")[0] for path in (HERE / "versions").glob("[0-9]*.py")}


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
