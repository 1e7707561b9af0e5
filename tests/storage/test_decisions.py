"""What people decide is logged, applied at once, survives re-extraction and can be undone."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from storage import decisions
from storage.check import check
from storage.engine import Database
from storage.errors import DecisionError, NoSuchRowError
from storage.filters import DealFilter
from storage.models import Review
from storage.query import Query
from storage.views import DealView, Page, deal_id
from tests.storage.conftest import Tell
from tests.storage.making import article, deal


def deals(db: Database, **asked: object) -> Page[DealView]:
    with db.read() as session:
        assert check(session, quick=True) == []
        return Query(session).deals(DealFilter(**asked))  # type: ignore[arg-type]  # any field of the filter


def decide(db: Database, action: str, *args: object, **more: object) -> int:
    with db.write() as session:
        return int(getattr(decisions, action)(session, *args, author="li", **more).id)


def undo(db: Database, decision: int) -> None:
    with db.write() as session:
        decisions.undo(session, decision, author="wang")


def test_a_correction_holds_through_new_reports_and_re_extraction(db: Database, tell: Tell) -> None:
    tell(article(1), deal(upfront=588_000_000))
    made = decide(db, "correct", 1, "amounts.upfront", "888000000 USD", note="filing")
    tell(article(2, days=0.2, tier=1, source="exchange"), deal(upfront=588_000_000))
    tell(article(1), deal(upfront=500_000_000), extractor="test 2")
    (shown,) = deals(db, min_upfront="800000000").items
    assert shown.upfront_usd == Decimal(888_000_000) and shown.conflicts == ()
    with db.read() as session:
        detail = Query(session).deal("D1")
        field = next(f for f in detail.fields if f.field == "amounts.upfront")
        assert field.corrected and len(field.others) == 2
        assert [(d.action, d.author, d.note) for d in detail.decisions] == [("correct", "li", "filing")]
    undo(db, made)
    (shown,) = deals(db).items
    assert shown.upfront_usd == Decimal(588_000_000)


@pytest.mark.parametrize(
    ("field", "typed", "asked"),
    [
        ("type", "option", {"type": "option"}),
        ("partners", "诺华", {"partner": "Novartis"}),
        ("announced", "2025-12-24", {"until": "2025"}),
        ("targets", "PD-1; VEGF", {"target": "vegf"}),
        ("modality", "ADC", {"modality": "adc"}),
        ("territory", "world -greater-china", {"territory_excludes": "greater-china"}),
        ("assets", "XK-1, XK-2", {"asset": "XK2"}),
        ("status", "terminated", {"status": "terminated"}),
    ],
)
def test_each_field_can_be_corrected_and_then_found(
    db: Database, tell: Tell, field: str, typed: str, asked: dict[str, str]
) -> None:
    tell(article(1), deal())
    tell(article(2, days=1), deal("百济神州", "辉瑞", "BGB-1"))
    made = decide(db, "correct", 1, field, typed)
    assert [shown.id for shown in deals(db, **asked).items] == ["D1"]
    undo(db, made)
    assert [shown.id for shown in deals(db).items] == ["D2", "D1"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("type", "licence"), ("amounts.upfront", "much"), ("amounts.gift", "1 USD"), ("amounts.upfront", "-1 USD"),
        ("announced", "tomorrow"), ("colour", "red"), ("option", "maybe"), ("type", "none"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_changes_nothing(db: Database, tell: Tell, field: str, typed: str) -> None:
    tell(article(1), deal())
    with pytest.raises(DecisionError):
        decide(db, "correct", 1, field, typed)
    with db.read() as session:
        assert Query(session).deal("D1").decisions == ()


def test_a_rejected_deal_stays_away(db: Database, tell: Tell) -> None:
    tell(
        article(1),
        deal(),
    )
    made = decide(db, "reject", 1)
    (again,) = tell(article(2, days=0.2, source="portal"), deal())
    assert deals(db).items == () and not again.is_new_deal
    undo(db, made)
    (shown,) = deals(db).items
    assert shown.reports == 2


def test_a_confirmed_deal_is_believed_and_not_asked_about(db: Database, tell: Tell) -> None:
    tell(article(1), deal(confidence=0.3))
    with db.read() as session:
        assert session.scalars(select(Review.state).where(Review.kind == "low_confidence")).all() == ["open"]
    made = decide(db, "confirm", 1)
    (shown,) = deals(db, min_confidence=1).items
    assert shown.confirmed
    tell(article(1), deal(confidence=0.2), extractor="test 2")
    with db.read() as session:
        assert session.scalars(select(Review.state).where(Review.kind == "low_confidence")).all() == ["decided"]
    undo(db, made)
    with db.read() as session:
        assert session.scalars(select(Review.state).where(Review.kind == "low_confidence")).all() == ["open"]


def test_merged_by_a_person_is_one_deal_under_both_ids(db: Database, tell: Tell) -> None:
    tell(article(1), deal(asset="HRS-5346"))
    tell(article(2, days=1), deal(asset="SHR-1905"))
    made = decide(db, "merge", 2, 1)
    (shown,) = deals(db).items
    assert (shown.id, shown.reports) == ("D1", 2)
    with db.read() as session:
        assert Query(session).deal("D2").deal.id == "D1"
    (more,) = tell(article(3, days=1.2, source="portal"), deal(asset="SHR-1905"))
    assert more.deal_key == "D1" and not more.is_new_deal
    tell(article(2, days=1), deal("恒瑞", asset="SHR-1905", upfront=5), extractor="test 2")
    assert len(deals(db).items) == 1
    undo(db, made)
    assert [shown.id for shown in deals(db).items] == ["D2", "D1"]


def test_split_by_a_person_stays_two(db: Database, tell: Tell) -> None:
    tell(article(1), deal(asset=None))
    (second,) = tell(article(2, days=1), deal(asset=None))
    assert len(deals(db).items) == 1
    made = decide(db, "split", 1, [second.report_id])
    assert sorted(shown.reports for shown in deals(db).items) == [1, 1]
    tell(article(2, days=1), deal(asset=None, upfront=9), extractor="test 2")
    (third,) = tell(article(3, days=1.1, source="portal"), deal(asset=None))
    assert len(deals(db).items) == 2 and third.deal_id in {1, 2}
    undo(db, made)
    (shown,) = deals(db).items
    assert (shown.id, shown.reports) == ("D1", 3)


def test_a_split_names_reports_of_the_deal(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    for wrong in ([1], [99], []):
        with pytest.raises(DecisionError, match="has reports 1"):
            decide(db, "split", 1, wrong)


def test_a_confirmed_alias_works_for_old_reports(db: Database, tell: Tell) -> None:
    tell(article(1), deal("恒瑞旧称药业"))
    tell(article(2, days=0.3, source="portal"), deal("恒瑞医药"))
    assert len(deals(db).items) == 2
    made = decide(db, "add_alias", "jiangsu-hengrui-pharmaceuticals", "恒瑞旧称药业")
    (shown,) = deals(db, company="恒瑞旧称药业").items
    assert shown.reports == 2 and [p.company for p in shown.grantors] == ["jiangsu-hengrui-pharmaceuticals"]
    undo(db, made)
    assert len(deals(db).items) == 2
    assert len(deals(db, company="恒瑞医药").items) == 1


def test_an_alias_of_another_company_is_refused(db: Database) -> None:
    with pytest.raises(DecisionError, match="already a name of"):
        decide(db, "add_alias", "jiangsu-hengrui-pharmaceuticals", "百济神州")


def test_a_provisional_company_can_be_confirmed(db: Database, tell: Tell) -> None:
    tell(article(1), deal("海蓝石生物"))
    (shown,) = deals(db).items
    made = decide(db, "confirm_company", shown.grantors[0].company, country="中国", province="江苏省")
    (shown,) = deals(db, province="江苏").items
    assert not shown.grantors[0].provisional and shown.grantors[0].country == "CN"
    undo(db, made)
    (shown,) = deals(db).items
    assert shown.grantors[0].provisional and shown.grantors[0].province == ""


def test_undoing_twice_or_nothing_is_named(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    made = decide(db, "confirm", 1)
    undo(db, made)
    with pytest.raises(DecisionError, match="undone by wang"):
        undo(db, made)
    with pytest.raises(NoSuchRowError):
        undo(db, 99)


def test_a_decision_has_an_author(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    with pytest.raises(DecisionError, match="author"), db.write() as session:
        decisions.confirm(session, 1, author=" ")


def test_decisions_on_no_deal_are_named(db: Database) -> None:
    for action in ("confirm", "reject"):
        with pytest.raises(NoSuchRowError):
            decide(db, action, 7)


@given(st.text(max_size=20))
def test_any_text_is_a_deals_id_or_a_named_error(typed: str) -> None:
    with suppress(NoSuchRowError):
        assert 0 <= deal_id(typed) < 10**9
