"""A better reader shows what it would change, changes it when told to, and what people decided holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nlp.reader import EXTRACTOR, read_article
from nlp.records import Reading
from storage import decisions
from storage.articles import save_article
from storage.check import check
from storage.deals import save_reading
from storage.engine import Database
from storage.models import ArticleRow
from storage.query import Query
from storage.reread import compare, reread
from tests.storage.making import START, article, deal

TITLE = "恒瑞医药：与默沙东就HRS-5346签署许可协议"
TEXT = (
    "恒瑞医药公告，公司与默沙东达成协议，将HRS-5346在大中华地区以外的全球独家权利授予默沙东。"
    "默沙东将支付2亿美元首付款，公司还可获得最高17.7亿美元的里程碑付款。"
)


@pytest.fixture
def stored(db: Database) -> int:
    """An article that an older reader read badly."""
    with db.write() as session:
        saved = save_article(session, article(1, title=TITLE, text=TEXT))
        save_reading(session, saved.id, Reading(deals=(deal(type="option"),)), extractor="older reader")
    return saved.id


def test_nothing_changes_before_it_is_told_to(db: Database, stored: int) -> None:
    (change,) = list(reread(db))
    assert {each.field: (each.before, each.after) for each in change.changed}["type"] == ("option", "license")
    with db.read() as session:
        assert Query(session).deal("D1").deal.type == "option"
        assert session.get_one(ArticleRow, stored).read_by == "older reader"


def test_told_to_it_changes_once_and_keeps_decisions(db: Database, stored: int) -> None:
    with db.write() as session:
        decisions.correct(session, 1, "phase", "phase 2", author="li")
    assert len(list(reread(db, apply=True))) == 1
    assert list(reread(db, apply=True)) == []
    with db.read() as session:
        shown = Query(session).deal("D1").deal
        assert (shown.type, shown.phase) == ("license", "phase 2") and shown.amount("upfront") is not None
        assert session.get_one(ArticleRow, stored).read_by == EXTRACTOR
        assert check(session) == []


def test_deals_found_and_gone_are_told(db: Database, stored: int) -> None:
    with db.read() as session:
        row = session.get_one(ArticleRow, stored)
        change = compare(row, [deal("甲药业", "乙公司")], read_article(TITLE, TEXT, (START + timedelta(days=1)).date()))
    assert change is not None
    assert [said.startswith("恒瑞医药 → 默沙东") for said in change.found] == [True]
    assert change.gone == ("甲药业 → 乙公司 (license, primary)",)
