"""History is there on the first morning, is never news, and news of old deals meets it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from errors import MissingFileError
from storage.check import check
from storage.engine import Database
from storage.errors import DataFileError
from storage.filters import DealFilter
from storage.history import COLUMNS, load_history
from storage.query import Query
from tests.storage.conftest import Tell
from tests.storage.making import article, deal

ROW = {
    "announced": "2021-05", "licensor": "恒瑞医药", "partner": "默沙东", "asset": "HRS-9999", "target": "PD-1",
    "modality": "ADC", "type": "license", "direction": "out", "status": "terminated", "territory_include": "world",
    "territory_exclude": "greater-china", "upfront_currency": "USD", "upfront": "50000000", "milestone": "",
    "total": "700000000", "equity": "", "source_url": "https://news.example/a", "note": "terminated 2023-04-02",
}  # fmt: skip


def table(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "history.csv"
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_shipped_table_loads_once_and_is_no_news(db: Database) -> None:
    counts = load_history(db)
    again = load_history(db)
    assert counts["rows"] - counts["undated"] <= counts["new"] and counts["deals"] > 150
    assert (again["new"], again["changed"], again["deals"]) == (0, 0, counts["deals"])
    with db.read() as session:
        query = Query(session)
        assert check(session) == []
        assert query.new_deals(since=datetime(2000, 1, 1, tzinfo=UTC), until=datetime(2100, 1, 1, tzinfo=UTC)) == []
        for shown in query.deals(DealFilter(limit=1000)).items:
            assert shown.source and shown.source.url.startswith("http")
        assert query.deals(DealFilter(partner="诺华", status="terminated", company="百济神州")).items


def test_a_row_is_a_deal_with_its_life_and_its_page(db: Database, tmp_path: Path) -> None:
    load_history(db, table(tmp_path, ROW))
    with db.read() as session:
        detail = Query(session).deal("D1")
        shown = detail.deal
        assert (shown.status, shown.announced_precision, f"{shown.announced:%Y-%m}") == (
            "terminated",
            "month",
            "2021-05",
        )
        assert (shown.upfront_usd, shown.total_usd) == (Decimal(50_000_000), Decimal(700_000_000))
        assert (shown.modality, shown.targets, shown.model) == ("adc", ("PD-1",), "borrowed_ship")
        assert [(e.kind, str(e.day)) for e in detail.timeline] == [
            ("announced", "2021-05-01"),
            ("terminated", "2023-04-02"),
        ]
        assert shown.source and shown.source.url == "https://news.example/a"
        for field in detail.fields:
            assert all(e.sentence[e.start : e.start + len(e.text)] == e.text for e in field.evidence)


def test_an_end_of_unknown_date_is_no_event(db: Database, tmp_path: Path) -> None:
    load_history(db, table(tmp_path, ROW | {"note": "ended some time later"}))
    with db.read() as session:
        detail = Query(session).deal("D1")
        assert detail.deal.status == "terminated" and detail.timeline == ()


def test_news_of_an_old_deal_meets_it(db: Database, tmp_path: Path, tell: Tell) -> None:
    load_history(db, table(tmp_path, ROW | {"status": "announced", "note": ""}))
    (saved,) = tell(article(1), deal(asset="HRS-9999", status="terminated"))
    assert (saved.deal_key, saved.is_new_deal, saved.events) == ("D1", False, ("terminated",))


def test_the_page_itself_may_still_be_crawled(db: Database, tmp_path: Path, tell: Tell) -> None:
    load_history(db, table(tmp_path, ROW))
    tell(article(1, url="https://news.example/a"), deal("百济神州", "诺华", "BGB-1"))
    load_history(db, table(tmp_path, ROW))
    with db.read() as session:
        assert Query(session).deals().count == 2


@pytest.mark.parametrize(
    "change",
    [{"upfront": "many"}, {"type": "sale"}, {"announced": "2021-13"}, {"upfront_currency": ""}, {"upfront": "NaN"}],
)
def test_a_bad_row_is_named_and_nothing_is_kept(db: Database, tmp_path: Path, change: dict[str, str]) -> None:
    with pytest.raises(DataFileError, match="row 3"):
        load_history(db, table(tmp_path, ROW, ROW | change))
    with db.read() as session:
        assert Query(session).deals().count == 0


def test_another_table_or_none_is_named(db: Database, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataFileError, match="header"):
        load_history(db, tmp_path / "other.csv")
    with pytest.raises(MissingFileError):
        load_history(db, tmp_path / "none.csv")
