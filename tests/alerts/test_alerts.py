"""Immediate alerts: above the threshold, once, not at night, not more than the cap."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from alerts.alerts import queue_alerts
from alerts.outbox import deliver_outbox, queue_due_digests
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.filters import DealFilter
from tests.alerts.sending import put_digest
from tests.alerts.test_due import START, stored, subscribe, tell
from tests.storage.making import deal


def test_a_large_deal_is_told_at_once_and_once(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db, alert_usd=Decimal(50_000_000))
    tell(db, 1, deal(upfront=60_000_000))
    tell(db, 2, deal("百济神州", "诺华", "BGB-1", upfront=1_000_000))
    now = START + timedelta(minutes=1)
    (queued,) = queue_due_digests(db, settings, now)
    assert (queued.deals, queued.period) == (1, "alert:2026-03-02T09:01:00")
    assert queued.subject == "出海快讯：恒瑞医药→默沙东，首付款6000万美元"
    assert deliver_outbox(db, settings, now).sent == 1
    assert queue_due_digests(db, settings, now + timedelta(minutes=1)) == []
    (digest,) = queue_due_digests(db, settings, START + timedelta(hours=23))
    assert digest.deals == 2  # an alert takes nothing out of the digest
    assert [each.kind for each in stored(db, subscriber)] == ["alert", "digest"]


def test_zero_means_every_deal_even_without_a_sum(db: Database, settings: Settings) -> None:
    subscribe(db, alert_usd=Decimal(0))
    tell(db, 1, deal())
    (queued,) = queue_alerts(db, settings, START + timedelta(minutes=1)).queued
    assert queued.subject.endswith("金额未披露")


def test_an_alert_overtakes_ten_digests_that_wait(db: Database, settings: Settings) -> None:
    put_digest(db, settings, [f"reader{n}@x.test" for n in range(10)], now=START)
    subscriber = subscribe(db, "eager", alert_usd=Decimal(0))
    tell(db, 1, deal())
    now = START + timedelta(minutes=1)
    queue_alerts(db, settings, now)
    mails_left = iter([False, True])
    report = deliver_outbox(db, settings, now, enough=lambda: next(mails_left))
    assert report.sent == 1
    with db.read() as session:
        sent = [each for each in outbox.deliveries(session) if each.state == "sent"]
        assert [(each.kind, each.subscription) for each in sent] == [("alert", subscriber.name)]
    assert deliver_outbox(db, settings, now).sent == 10  # the rest waited for the next call


def test_nights_are_quiet_and_the_morning_tells(db: Database, settings: Settings) -> None:
    subscribe(db, alert_usd=Decimal(0), options={"quiet_hours": "22:00-08:00"})
    night = START + timedelta(hours=14)  # 23:00 in Shanghai
    tell(db, 1, deal(), days=14 / 24)
    report = queue_alerts(db, settings, night + timedelta(minutes=1))
    assert report.queued == ()
    assert [(held.deals, held.reason) for held in report.held] == [(1, "quiet hours until 08:00")]
    (queued,) = queue_alerts(db, settings, night + timedelta(hours=9, minutes=1)).queued
    assert queued.deals == 1


def test_what_a_digest_told_in_the_quiet_hours_raises_no_alarm_after_them(db: Database, settings: Settings) -> None:
    subscribe(db, alert_usd=Decimal(0), options={"quiet_hours": "22:00-08:00"})
    tell(db, 1, deal(), days=14 / 24)  # 23:00 in Shanghai
    (digest,) = queue_due_digests(db, settings, START + timedelta(hours=22, minutes=30))
    assert digest.deals == 1
    assert queue_alerts(db, settings, START + timedelta(hours=23, minutes=1)).queued == ()


def test_an_alert_asks_only_for_what_matches_and_passes_over_queries_nobody_understands(
    db: Database, settings: Settings
) -> None:
    subscribe(db, "lost", alert_usd=Decimal(0), query=DealFilter(company=("没有这家公司",)))
    subscribe(db, "shanghai", alert_usd=Decimal(0), query=DealFilter(province=("上海",)))
    subscribe(db, "jiangsu", alert_usd=Decimal(0), query=DealFilter(province=("江苏",)))
    tell(db, 1, deal())
    report = queue_alerts(db, settings, START + timedelta(minutes=1))
    assert [each.subscription for each in report.queued] == ["jiangsu"]


def test_the_daily_cap_holds_and_the_digest_has_the_rest(db: Database, settings: Settings) -> None:
    subscribe(db, alert_usd=Decimal(0), options={"alerts_per_day": 2})
    for number in range(4):
        tell(db, number, deal(asset=f"AB-{number}", upfront=(number + 1) * 10**6), days=number / 24)
        report = queue_alerts(db, settings, START + timedelta(hours=number, minutes=1))
        assert len(report.queued) == (number < 2)
    assert report.held[0].reason == "2 alerts today already"


def test_news_that_was_old_when_it_was_read_raises_no_alarm(db: Database, settings: Settings) -> None:
    subscribe(db, alert_usd=Decimal(0))
    tell(db, 1, deal())
    assert queue_alerts(db, settings, START + timedelta(hours=30)).queued == ()
