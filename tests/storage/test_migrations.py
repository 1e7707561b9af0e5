"""A database of an earlier version holds after its upgrade what a new one would."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.check import check
from storage.engine import Database, open_database
from storage.filters import DealFilter
from storage.query import Query
from tests.storage.conftest import Tell
from tests.storage.making import article, deal


def before(version: str, kinds: str) -> tuple[str, ...]:
    """What a database did not hold when it was of a version."""
    return (
        f"DELETE FROM tag_total WHERE tag_id IN (SELECT id FROM tag WHERE kind LIKE '{kinds}')",
        f"DELETE FROM deal_tag WHERE tag_id IN (SELECT id FROM tag WHERE kind LIKE '{kinds}')",
        f"DELETE FROM tag WHERE kind LIKE '{kinds}'",
        f"UPDATE alembic_version SET version_num = '{version}'",
    )


_BEFORE_0006 = ("CREATE TABLE seen (source TEXT, item TEXT)", "UPDATE alembic_version SET version_num = '0005'")
_BEFORE_0005 = (*_BEFORE_0006, *before("0004", "in.%"), *before("0004", "domestic.%"), *before("0004", "foreign.%"))
_BEFORE_0004 = (*_BEFORE_0005, *before("0003", "out.%"))


def tables(database: Database) -> list[object]:
    with database.read() as session:
        query = Query(session)
        return [
            query.stats(by, DealFilter(direction=(direction,))).rows
            for direction in ("out", "in", "domestic")
            for by in ("province", "partner_country", "month")
        ]


@pytest.mark.parametrize("before", [_BEFORE_0004, _BEFORE_0005, _BEFORE_0006])
def test_an_upgrade_counts_what_is_there(db: Database, tell: Tell, tmp_path: Path, before: tuple[str, ...]) -> None:
    for number, (direction, upfront) in enumerate([("out", 5), ("out", None), ("in", 7), ("domestic", 9)]):
        tell(article(number), deal(asset=f"XQ-{number}", direction=direction, upfront=upfront))
    wanted = tables(db)
    with db.write() as session:
        for statement in before:
            session.execute(text(statement))
    db.close()
    with closing(open_database(tmp_path / "test.db")) as upgraded:
        assert tables(upgraded) == wanted and () not in wanted
        with upgraded.read() as session:
            assert check(session) == []
