"""The views for SQL say what ``Query`` says."""

from __future__ import annotations

from sqlalchemy import text

from nlp.records import Evidence
from storage.engine import Database
from storage.query import Query
from tests.storage.conftest import Tell
from tests.storage.making import article, deal, party


def test_a_view_has_dollars_and_names(db: Database, tell: Tell) -> None:
    said = Evidence(field="amounts.upfront", start=0, end=3, text="第1号")
    told = deal(upfront=12_345_678, grantors=(party("石药集团"), party("新诺威")), evidence=(said,))
    tell(article(1), told)
    tell(article(2, days=50), deal("石药集团", status="terminated"))
    with db.read() as session:
        (shown,) = Query(session).deals().items
        (row,) = session.execute(text("SELECT * FROM deals")).mappings()
        assert (row["id"], row["upfront_usd"], row["title"]) == (shown.id, float(shown.upfront_usd or 0), shown.title)
        assert row["grantors"] == "; ".join(p.name for p in shown.grantors) and row["url"] == "https://wire.example/1"
        events = session.execute(text("SELECT kind FROM deal_events ORDER BY day")).scalars().all()
        assert events == [event.kind for event in Query(session).deal("D1").timeline] == ["announced", "terminated"]
        assert session.execute(text("SELECT deal, field, text FROM deal_evidence")).first() == (
            "D1", "amounts.upfront", "第1号",
        )  # fmt: skip
        assert session.scalar(text("SELECT value FROM deal_amounts")) == 12_345_678
        assert session.scalar(text("SELECT count(*) FROM deal_companies WHERE role = 'grantor'")) == 2
