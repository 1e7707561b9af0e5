"""Reading the stored reports anew against today's registry."""

from __future__ import annotations

from sqlalchemy import text

from storage.check import check
from storage.engine import Database
from storage.query import Query
from storage.rebuild import rebuild
from tests.storage.conftest import Tell
from tests.storage.making import article, deal


def test_what_the_registry_has_learnt_works_for_old_reports(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    tell(article(2, days=0.1, source="portal"), deal("恒瑞"))
    tell(article(3, days=30), deal("某药企", "诺华", "BGB-1"))
    older = "UPDATE report SET parties = replace(parties, 'jiangsu-hengrui-pharmaceuticals', 'undisclosed')"
    with db.write() as session:  # as if an older registry had not known the company
        session.execute(text(older))
    assert rebuild(db) == 3
    with db.read() as session:
        shown = Query(session).deal("D1").deal
        assert [p.name for p in shown.grantors] == ["恒瑞医药"] and shown.reports == 2
        assert check(session) == []
