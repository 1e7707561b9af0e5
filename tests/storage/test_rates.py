"""Days after the shipped months are kept once, and the sums of later deals use them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from nlp.records import Amount
from storage.engine import Database
from storage.fx import load_rates, to_usd
from storage.query import Query
from storage.rates import ask_today, keep_rates, kept_rates
from tests.storage.conftest import Tell
from tests.storage.making import article, deal

LAST = load_rates()["CNY"][-1][0]
LATER = (LAST + timedelta(days=62)).replace(day=9)  # in a month that the table does not have


def test_later_days_are_kept_once_and_earlier_ones_not(db: Database) -> None:
    days = {LAST: {"CNY": Decimal("0.2")}, LATER: {"CNY": Decimal("0.3")}}
    with db.write() as session:
        assert keep_rates(session, days) == 1
        assert keep_rates(session, {LATER: {"CNY": Decimal("0.9")}}) == 0
        assert kept_rates(session)["CNY"][-1] == (LATER, Decimal("0.3"))
        assert kept_rates(session)["CNY"][:-1] == load_rates()["CNY"]


def test_the_rate_of_the_latest_day_before_is_used(db: Database) -> None:
    with db.write() as session:
        keep_rates(session, {LATER: {"CNY": Decimal("0.3")}, LATER + timedelta(days=1): {"CNY": Decimal("0.4")}})
        rates = kept_rates(session)
    for day, rate_date in ((LATER, LATER), (LATER + timedelta(days=9), LATER + timedelta(days=1)), (LAST, LAST)):
        found = to_usd(Decimal(1), "CNY", day, rates)
        assert found and found.rate_date == rate_date


def test_a_deal_keeps_the_rate_and_its_day(db: Database, tell: Tell) -> None:
    with db.write() as session:
        keep_rates(session, {LATER: {"CNY": Decimal("0.3")}})
    told = datetime(LATER.year, LATER.month, LATER.day + 1, 4, tzinfo=UTC)
    upfront = Amount(kind="upfront", currency="CNY", value=Decimal(100_000_000))
    tell(article(1, published=told), deal(amounts=(upfront,)))
    with db.read() as session:
        shown = Query(session).deal("D1").deal
        (amount,) = shown.amounts
    assert (shown.upfront_usd, amount.rate, amount.rate_date) == (Decimal(30_000_000), Decimal("0.3"), LATER)


def test_rates_are_asked_for_once_a_day(db: Database) -> None:
    now = datetime(2026, 11, 24, 6, tzinfo=UTC)
    with db.write() as session:
        assert [ask_today(session, now + timedelta(hours=hours)) for hours in (0, 5, 24)] == [True, False, True]
