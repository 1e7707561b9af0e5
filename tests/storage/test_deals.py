"""Reports become deals: once each, whatever the order, with their life as events."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select

from nlp.records import Evidence, Reading
from storage.articles import save_article
from storage.check import check
from storage.deals import save_reading
from storage.engine import Database
from storage.errors import NoSuchRowError
from storage.models import DealRow, EventRow, Report, Review
from storage.query import Query
from tests.storage.conftest import Tell
from tests.storage.making import article, deal, party, territory


def rows(db: Database) -> list[DealRow]:
    with db.read() as session:
        found = list(session.scalars(select(DealRow).where(DealRow.state == "live").order_by(DealRow.order_key)))
        assert check(session, quick=True) == []
        return found


def test_two_wires_tell_one_deal_and_only_the_first_is_new(db: Database, tell: Tell) -> None:
    (first,) = tell(article(1), deal(upfront=200_000_000))
    (second,) = tell(article(2, source="portal", tier=4, days=0.5), deal("恒瑞", "MSD", upfront=200_000_000))
    assert (first.is_new_deal, second.is_new_deal) == (True, False)
    assert first.deal_key == second.deal_key == "D1"
    assert first.events == ("announced",) and second.events == ()
    (row,) = rows(db)
    assert (row.reports, row.upfront_usd, row.news) == (2, Decimal(200_000_000), True)


def test_saying_it_again_changes_nothing(db: Database, tell: Tell) -> None:
    for _ in range(2):
        tell(article(1), deal(upfront=200_000_000), deal("百济神州", "诺华", "BGB-1"))
    again = tell(article(1), deal(upfront=200_000_000), deal("百济神州", "诺华", "BGB-1"))
    assert [saved.is_new_deal for saved in again] == [False, False]
    assert len(rows(db)) == 2


def test_the_better_source_is_believed_and_the_other_kept(db: Database, tell: Tell) -> None:
    tell(article(1, tier=4, source="portal"), deal(upfront=588_000_000))
    tell(article(2, tier=1, source="exchange", days=0.2), deal(upfront=888_000_000))
    with db.read() as session:
        (shown,) = Query(session).deals().items
        detail = Query(session).deal(shown.id)
        upfront = next(field for field in detail.fields if field.field == "amounts.upfront")
        assert shown.upfront_usd == Decimal(888_000_000) and "amounts.upfront" in shown.conflicts
        assert upfront.source and upfront.source.source == "exchange"
        assert [other.source.source for other in upfront.others if other.source] == ["portal"]
        assert shown.source and shown.source.source == "exchange"
        assert session.scalar(select(Review.kind).where(Review.subject == "deal:1", Review.kind == "conflict"))


def test_the_life_of_an_agreement_is_one_deal_with_events(db: Database, tell: Tell) -> None:
    tell(article(1), deal(upfront=200_000_000))
    (closed,) = tell(article(2, days=40), deal(status="completed"))
    (ended,) = tell(article(3, days=400), deal(status="terminated"))
    assert (closed.is_new_deal, closed.events) == (False, ("effective",))
    assert (ended.is_new_deal, ended.events) == (False, ("terminated",))
    (row,) = rows(db)
    assert row.status == "terminated" and row.announced == article(1).day.date()
    with db.read() as session:
        kinds = [event.kind for event in Query(session).deal("D1").timeline]
        assert kinds == ["announced", "effective", "terminated"]


def test_history_told_in_passing_is_no_news(db: Database, tell: Tell) -> None:
    (saved,) = tell(article(1), deal(mention="background"))
    assert not saved.is_new_deal and not rows(db)[0].news
    (told,) = tell(article(2, days=0.5), deal())
    assert told.is_new_deal and told.deal_key == saved.deal_key


def test_two_deals_of_one_article_are_two(db: Database, tell: Tell) -> None:
    one, two = tell(article(1), deal(asset="HRS-5346"), deal(asset="SHR-1905"))
    assert one.deal_id != two.deal_id
    assert len(rows(db)) == 2


def test_dollars_come_from_the_month_of_announcement(db: Database, tell: Tell) -> None:
    tell(article(1), deal(upfront=70_000_000, currency="CNY"))
    with db.read() as session:
        (amount,) = Query(session).deals().items[0].amounts
        assert amount.currency == "CNY" and amount.value == Decimal(70_000_000)
        assert amount.usd and amount.rate and amount.rate_date
        assert amount.usd == (amount.value * amount.rate).quantize(Decimal("0.01"))
        assert (amount.rate_date.year, amount.rate_date.month) <= (2026, 3)


def test_evidence_is_a_sentence_with_its_source(db: Database, tell: Tell) -> None:
    text = "恒瑞医药将收取2亿美元首付款。其余内容与此无关。" + "另有其他段落。" * 50
    whole = f"许可\n{text}"
    start = whole.index("2亿")
    said = Evidence(field="amounts.upfront", start=start, end=start + 4, text="2亿美元", rule="money")
    tell(article(1, title="许可", text=text), deal(upfront=200_000_000, evidence=(said,)))
    with db.read() as session:
        field = next(f for f in Query(session).deal("D1").fields if f.field == "amounts.upfront")
        (shown,) = field.evidence
        assert shown.sentence == "恒瑞医药将收取2亿美元首付款。"
        assert shown.sentence[shown.start : shown.start + 4] == "2亿美元"
        assert shown.source.url == "https://wire.example/1"


def test_unknown_parties_are_provisional_and_wait_for_review(db: Database, tell: Tell) -> None:
    tell(article(1), deal("海蓝石生物", "Norvane Therapeutics"))
    tell(article(2, days=0.1, source="portal"), deal("海蓝石生物", "Norvane Therapeutics Inc."))
    (row,) = rows(db)
    assert row.reports == 2
    with db.read() as session:
        (shown,) = Query(session).deals().items
        assert all(p.provisional for p in (*shown.grantors, *shown.partners))
        kinds = set(session.scalars(select(Review.kind)))
        assert kinds == {"unknown_company"}


def test_an_undisclosed_party_is_nobody(db: Database, tell: Tell) -> None:
    tell(article(1), deal("恒瑞医药", "某跨国药企", "HRS-1"))
    tell(article(2), deal("百济神州", "某跨国药企", "BGB-2"))
    with db.read() as session:
        first, second = Query(session).deals().items
        assert {first.partners[0].company, second.partners[0].company} == {"undisclosed"}
        assert first.partners[0].printed == "某跨国药企"


def test_an_edited_article_replaces_what_it_said(db: Database, tell: Tell) -> None:
    (first,) = tell(article(1), deal(upfront=588_000_000))
    (second,) = tell(article(1, text="更正后的正文。", days=0.1), deal(upfront=888_000_000))
    assert first.deal_key == second.deal_key
    (row,) = rows(db)
    assert (row.reports, row.upfront_usd) == (1, Decimal(888_000_000))


def test_a_better_extractor_may_find_more_and_less(db: Database, tell: Tell) -> None:
    (first,) = tell(article(1), deal())
    tell(article(2, days=0.1, source="portal"), deal())
    one, two = tell(article(1), deal("百济神州", "诺华", "BGB-1"), deal(), extractor="test 2")
    assert two.deal_key == first.deal_key and one.deal_key != first.deal_key
    tell(article(1), extractor="test 3")
    (row,) = rows(db)
    assert row.id == first.deal_id and row.reports == 1
    with db.read() as session, pytest.raises(NoSuchRowError):
        Query(session).deal(one.deal_key)


def test_a_report_that_joins_two_deals_makes_them_one_and_both_ids_answer(db: Database, tell: Tell) -> None:
    (one,) = tell(article(1), deal(asset=None, upfront=30_000_000, partner="某跨国药企"))
    (two,) = tell(article(2, days=1), deal(asset="HRS-5346"))
    tell(article(3, days=0.5), deal(asset="HRS-5346", upfront=30_000_000))
    with db.read() as session:
        assert len({Query(session).deal(saved.deal_key).deal.id for saved in (one, two)}) <= 2
        assert check(session, quick=True) == []


def a_world() -> list[tuple[Any, list[Any]]]:
    """Reports of some agreements as several sources tell them over a year."""
    told: list[tuple[Any, list[Any]]] = []
    pairs = [
        ("恒瑞医药", "默沙东", "HRS-5346"),
        ("恒瑞医药", "默沙东", "HRS-1780"),
        ("百济神州", "诺华", "BGB-A317"),
        ("石药集团", "阿斯利康", "YS-2302"),
        ("信达生物", "礼来", "IBI-362"),
        ("海蓝石生物", "Norvane", "HLS-1"),
    ]
    number = 0
    for place, (grantor, partner, asset) in enumerate(pairs):
        for source, tier, delay in (("wire", 3, 0.0), ("exchange", 1, 0.3), ("portal", 4, 1.2)):
            number += 1
            told.append((
                article(number, source=source, tier=tier, days=place * 20 + delay),
                [deal(grantor, partner, asset, upfront=10_000_000 * (place + 1) + (tier == 4))],
            ))  # fmt: skip
        number += 1
        told.append((article(number, days=place * 20 + 150), [deal(grantor, partner, asset, status="completed")]))
    number += 1
    told.append((article(number, days=33), [deal(*pairs[0], mention="background"), deal(*pairs[2])]))
    return told


def state(db: Database) -> list[Any]:
    with db.read() as session:
        query, found = Query(session), []
        for shown in query.deals().items:
            detail = query.deal(shown.id)
            fields = [
                (f.field, str(f.value), f.source and f.source.url,
                 [(str(o.value), o.source and o.source.url) for o in f.others])
                for f in detail.fields
            ]  # fmt: skip
            found.append((
                shown.title, shown.announced, shown.upfront_usd, shown.status, shown.news, shown.first_seen,
                sorted(r.source.url for r in detail.reports), fields, [(e.kind, e.day) for e in detail.timeline],
            ))  # fmt: skip
        assert check(session, quick=True) == []
        return sorted(found, key=str)


def tell_all(db: Database, world: Iterable[tuple[Any, list[Any]]]) -> int:
    new = 0
    for item, deals in world:
        with db.write() as session:
            saved = save_article(session, item)
            new += sum(r.is_new_deal for r in save_reading(session, saved.id, Reading(deals=deals), extractor="t"))
    return new


def test_the_order_of_articles_changes_nothing(empty_database: Any, tmp_path: Any) -> None:
    import shutil

    from storage.engine import open_database

    states = []
    for seed in range(3):
        world = a_world()
        random.Random(seed).shuffle(world)
        shutil.copy(empty_database, tmp_path / f"{seed}.db")
        database = open_database(tmp_path / f"{seed}.db")
        assert tell_all(database, world) == 6  # each is new once
        tell_all(database, world)
        states.append(state(database))
        database.close()
    assert len(states[0]) == 6
    assert all(found == states[0] for found in states)


def test_a_deal_knows_its_values_and_territory(db: Database, tell: Tell) -> None:
    told = deal(territory=territory("world", without=("greater-china",)), model="borrowed_ship", targets=("PD-1",))
    tell(article(1), told)
    (row,) = rows(db)
    assert row.territory == {"include": ["world"], "exclude": ["greater-china"]}
    assert (row.model, row.targets) == ("borrowed_ship", ["PD-1"])


def test_an_article_that_is_not_there_is_named(db: Database) -> None:
    with pytest.raises(NoSuchRowError, match="99"), db.write() as session:
        save_reading(session, 99, Reading(), extractor="t")


def test_what_made_a_report_is_written_on_it(db: Database, tell: Tell) -> None:
    tell(article(1), deal(), extractor="reader 7")
    tell(article(1), deal(), extractor="reader 8")
    with db.read() as session:
        report = session.scalars(select(Report)).one()
        assert report.extractor == "reader 8" and report.lexicon and report.data["type"] == "license"
        assert session.scalars(select(EventRow)).one().report_id == report.id


def test_several_issuers_of_one_group_are_one_side(db: Database, tell: Tell) -> None:
    tell(article(1), deal("石药集团", "阿斯利康", "YS-9", grantors=(party("石药集团"), party("新诺威"))))
    with db.read() as session:
        (shown,) = Query(session).deals().items
        assert len(shown.grantors) == 2


def test_saving_looks_rows_up_and_scans_no_table_that_grows(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    said: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        said.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    tell(article(2), deal())  # another report of it
    tell(article(3, days=400), deal("海蓝石生物", asset="HLS-1"))  # a new one of a company that nobody knows
    event.remove(db.engine, "before_cursor_execute", note)
    plans = []
    with db.engine.connect() as connection:
        for statement, parameters in said:
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans += [(row[3], statement) for row in rows]
    grown = ("article", "report", "report_key", "evidence", "deal", "deal_party", "deal_tag", "tag", "event", "review")
    assert [plan for plan, _ in plans if plan.startswith(tuple(f"SCAN {name} " for name in grown))] == []
    assert [plan for plan, _ in plans if plan in {f"SCAN {name}" for name in grown}] == []
