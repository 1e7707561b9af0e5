"""Digests over a real database: each matching deal once, changes as corrections, late ones once and marked."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from alerts.due import digest_for_day, queue_digests
from nlp.records import Deal, Evidence, Insight, Milestone, Party, Reading
from settings import Settings
from storage import outbox
from storage.articles import save_article
from storage.deals import SavedReport, save_reading
from storage.engine import Database
from storage.filters import DealFilter
from storage.models import DealRow, Digest, DigestItem
from storage.query import Query
from storage.subscriptions import NewSubscription, SubscriptionView, add_subscription
from tests.storage.making import START, article, deal

#: 07:30 in Shanghai on the day after START
FIRST = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def tell(db: Database, number: int, *deals: Deal, days: float = 0, **more: object) -> list[SavedReport]:
    """Save an article that tells some deals."""
    with db.write() as session:
        saved = save_article(session, article(number, days=days, **more))
        return save_reading(session, saved.id, Reading(deals=deals), extractor="test 1")


def subscribe(db: Database, name: str = "all", **more: object) -> SubscriptionView:
    new = NewSubscription.model_validate({"name": name, "recipients": (f"{name}@x.test",), **more})
    with db.write() as session:
        return add_subscription(session, new, now=START - timedelta(hours=1), confirmed=True)


def stored(db: Database, subscriber: SubscriptionView) -> list[Digest]:
    with db.read() as session:
        asked = select(Digest).where(Digest.subscription_id == subscriber.id).order_by(Digest.id)
        return list(session.scalars(asked))


def test_a_deal_is_told_once_and_only_to_those_who_asked(db: Database, settings: Settings) -> None:
    everything, large = subscribe(db), subscribe(db, "large", query=DealFilter(min_upfront=Decimal(10**8)))
    tell(db, 1, deal(upfront=5_000_000))
    assert len(queue_digests(db, settings, FIRST)) == 2
    assert queue_digests(db, settings, FIRST + timedelta(minutes=5)) == []
    tell(db, 2, deal(upfront=5_000_000), days=1)  # the same deal once more
    tell(db, 3, deal("百济神州", "诺华", "BGB-1", upfront=200_000_000), days=1)
    queue_digests(db, settings, FIRST + timedelta(days=1))
    first, second = stored(db, everything)
    assert "恒瑞医药 → 默沙东" in first.text.replace("MSD", "默沙东")
    assert len(first.data["deals"]) == len(second.data["deals"]) == 1
    assert [len(each.data["deals"]) for each in stored(db, large)] == [0, 1]
    assert stored(db, large)[0].subject == "出海日报 3月3日：无新交易"


def test_a_changed_sum_is_told_as_a_correction_once(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db)
    tell(db, 1, deal(upfront=5_880_000), tier=4)
    queue_digests(db, settings, FIRST)
    tell(db, 2, deal(upfront=8_880_000), days=1, tier=1, source="filing")
    queue_digests(db, settings, FIRST + timedelta(days=1))
    queue_digests(db, settings, FIRST + timedelta(days=2))
    first, second, third = stored(db, subscriber)
    assert "588万美元" in first.text
    assert "== 更正 (1) ==" in second.text
    assert "首付款原为588万美元，现为888万美元" in second.text
    assert second.data["deals"] == []
    assert second.subject == "出海日报 3月4日：更正：恒瑞医药→默沙东，首付款原为588万美元，现为888万美元"
    assert "更正" not in third.text


def test_an_event_on_a_known_deal_is_told_once(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db)
    tell(db, 1, deal())
    queue_digests(db, settings, FIRST)
    tell(db, 2, deal(status="terminated"), days=1)
    queue_digests(db, settings, FIRST + timedelta(days=1))
    queue_digests(db, settings, FIRST + timedelta(days=2))
    _, second, third = stored(db, subscriber)
    assert "== 既有交易进展 (1) ==" in second.text
    assert "[终止]" in second.text
    assert "既有交易进展" not in third.text


def test_an_uncertain_deal_waits_for_review_and_is_no_news(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db)
    tell(db, 1, deal(confidence=0.3))
    queue_digests(db, settings, FIRST)
    (only,) = stored(db, subscriber)
    assert only.subject == "出海日报 3月3日：无新交易"
    assert "== 待核实 (1) ==" in only.text


def test_after_downtime_one_late_digest_tells_all(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db)
    tell(db, 1, deal())
    tell(db, 2, deal("百济神州", "诺华", "BGB-1"), days=2)
    now = FIRST + timedelta(days=3, hours=5)
    (queued,) = queue_digests(db, settings, now)
    assert (queued.late, queued.deals, queued.period) == (True, 2, "2026-03-06T07:30")
    (only,) = stored(db, subscriber)
    assert "（补发）" in only.subject
    assert "补发：原定发送时服务未运行" in only.text
    assert queue_digests(db, settings, now + timedelta(hours=1)) == []
    (following,) = queue_digests(db, settings, FIRST + timedelta(days=4))
    assert not following.late


def test_a_query_that_nobody_understands_any_more_says_so_and_stops_nobody(db: Database, settings: Settings) -> None:
    lost = subscribe(db, "lost", query=DealFilter(company=("没有这家公司",)))
    everything = subscribe(db)
    tell(db, 1, deal())
    assert len(queue_digests(db, settings, FIRST)) == 2
    assert "订阅条件无法识别" in stored(db, lost)[0].text
    assert "没有这家公司" in stored(db, lost)[0].html
    assert len(stored(db, everything)[0].data["deals"]) == 1


def test_milestones_are_told_once_and_not_to_those_who_ask_for_deals_of_some_kind(
    db: Database, settings: Settings
) -> None:
    said = "FDA批准了恒瑞医药的新药。"
    evidence = (Evidence(field="value", start=0, end=3, text="FDA"),)
    milestone = Milestone(
        company=Party(name="恒瑞医药", surface=("恒瑞医药",)), asset=None, regulator="FDA", kind="approval",
        evidence=evidence,
    )  # fmt: skip
    filed = milestone.model_copy(update={"kind": "acceptance", "regulator": "ANVISA"})
    everything, jiangsu = subscribe(db), subscribe(db, "jiangsu", query=DealFilter(province=("江苏",)))
    large = subscribe(db, "large", query=DealFilter(min_upfront=Decimal(10**8)))
    with db.write() as session:
        saved = save_article(session, article(1, title="标题", text=said))
        save_reading(session, saved.id, Reading(milestones=(filed, milestone)), extractor="test 1")
    queue_digests(db, settings, FIRST)
    queue_digests(db, settings, FIRST + timedelta(days=1))
    for reader in (everything, jiangsu):
        first, second = stored(db, reader)
        assert first.subject == "出海日报 3月3日：恒瑞医药：FDA 获批，等2项"
        assert "海外里程碑" not in second.text
    assert "海外里程碑" not in stored(db, large)[0].text


def test_a_sentence_that_two_outlets_print_is_quoted_once(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db)
    said = "把单一管线交给海外新公司的做法正在变多，灵活度高于整体授权。"
    for number, text in enumerate((said, said.replace("正在变多", "越来越多"))):
        evidence = (Evidence(field="text", start=0, end=len(text), text=text),)
        with db.write() as session:
            saved = save_article(session, article(number, title="观察", text=text, source=f"outlet{number}"))
            trend = Insight(label="trend", confidence=0.9 - number / 10, evidence=evidence)
            save_reading(session, saved.id, Reading(insights=(trend,)), extractor="test 1")
    queue_digests(db, settings, FIRST)
    queue_digests(db, settings, FIRST + timedelta(days=1))
    first, second = stored(db, subscriber)
    assert first.text.count("灵活度高于整体授权") == 1
    assert "灵活度高于整体授权" not in second.text


def test_a_watched_company_that_nobody_knows_any_more_stops_nobody(db: Database, settings: Settings) -> None:
    watching = subscribe(db, options={"watch": ("没有这家公司", "恒瑞医药")})
    tell(db, 1, deal())
    assert len(queue_digests(db, settings, FIRST)) == 1
    text = stored(db, watching)[0].text
    assert "没有这家公司：公司库中没有这个名称" in text
    assert "恒瑞医药：恒瑞医药 → 默沙东，" in text


def test_skip_empty_is_recorded_and_sends_nothing(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db, options={"skip_empty": True})
    (queued,) = queue_digests(db, settings, FIRST)
    assert queued.destinations == 0
    assert queue_digests(db, settings, FIRST + timedelta(hours=1)) == []
    assert len(stored(db, subscriber)) == 1


def test_without_subscriptions_a_default_one_begins(db: Database, settings: Settings) -> None:
    tell(db, 1, deal())
    queue_digests(db, settings, FIRST - timedelta(hours=5))
    (queued,) = queue_digests(db, settings, FIRST)
    assert (queued.subscription, queued.deals, queued.destinations) == ("default", 1, 1)


def test_the_default_subscription_leaves_out_trade_within_china(db: Database, settings: Settings) -> None:
    tell(db, 1, deal(), deal("百济神州", "石药集团", "BGB-1", direction="domestic"))
    queue_digests(db, settings, FIRST - timedelta(hours=5))
    (queued,) = queue_digests(db, settings, FIRST)
    assert (queued.deals, queued.subject) == (1, "出海日报 3月3日：恒瑞医药→默沙东，金额未披露")


def test_a_paused_subscription_is_told_afterwards(db: Database, settings: Settings) -> None:
    from storage.subscriptions import set_active

    subscriber = subscribe(db)
    with db.write() as session:
        set_active(session, subscriber.id, False)
    tell(db, 1, deal())
    assert queue_digests(db, settings, FIRST) == []
    with db.write() as session:
        set_active(session, subscriber.id, True)
    (queued,) = queue_digests(db, settings, FIRST + timedelta(days=1))
    assert queued.deals == 1


def test_the_mail_of_a_day_is_the_same_when_asked_again(db: Database, settings: Settings) -> None:
    subscriber = subscribe(db)
    tell(db, 1, deal())
    day = date(2026, 3, 2)
    first = digest_for_day(db, settings, subscriber, day)
    assert first is not None
    assert first["Subject"].startswith("出海日报 3月2日：")
    again = digest_for_day(db, settings, subscriber, day)
    assert again is not None
    assert again.as_bytes() == first.as_bytes()
    assert digest_for_day(db, settings, subscriber, date(2026, 3, 3)) is None


CHINESE = ["恒瑞医药", "百济神州", "信达生物", "康方生物", "翰森制药", "石药集团", "复宏汉霖", "科伦博泰", "和黄医药"]
FOREIGN = ["默沙东", "诺华", "辉瑞", "阿斯利康", "罗氏", "礼来", "赛诺菲"]


def test_every_matching_deal_comes_exactly_once_over_all_mails(db: Database, settings: Settings) -> None:
    """45 days of news with repetitions, late articles, two editions a day and a day of downtime; three subscribers."""
    chance = random.Random(7)
    parts = ("new", "other", "corrections", "events")
    out, large = DealFilter(direction=("out",)), DealFilter(min_upfront=Decimal(50_000_000))
    readers = [
        subscribe(db, sections=parts),
        subscribe(db, "out", query=out, schedule="0 8,18 * * *", language="en", sections=parts),
        subscribe(db, "large", query=large, schedule="30 7 * * 1-5", sections=parts),
    ]
    number = 0
    for day in range(45):
        for _ in range(chance.randint(0, 3)):
            number += 1
            giver, taker = chance.choice(CHINESE), chance.choice(FOREIGN)
            direction = chance.choice(["out", "out", "in"])
            sides = (giver, taker) if direction == "out" else (taker, giver)
            told = deal(
                *sides, f"AB-{chance.randint(1, 12)}", upfront=chance.randint(1, 100) * 10**6, direction=direction
            )
            tell(db, number, told, days=day - chance.choice([0, 0, 0, 0.9]), tier=chance.randint(1, 4))
        for hour in (0, 10) if day != 20 else ():
            queue_digests(db, settings, START + timedelta(days=day + 1, hours=hour))
    queue_digests(db, settings, START + timedelta(days=50))
    with db.read() as session:
        query = Query(session)
        for reader in readers:
            told_items = select(DigestItem.deal_id).where(
                DigestItem.subscription_id == reader.id, DigestItem.ref.startswith("deal:")
            )
            ids = list(session.scalars(told_items))
            matching = query.new_deals(since=reader.since, until=START + timedelta(days=60), asked=reader.query)
            assert len(ids) == len(set(ids))
            live = {int(view.id[1:]) for view in matching}
            assert live <= set(ids)  # every deal that matches was told
            links = session.scalars(select(Digest.html).where(Digest.subscription_id == reader.id)).all()
            for ident in ids:
                assert sum(f'/deals/D{ident}"' in html for html in links) >= 1
            cards = [each["id"] for d in stored(db, reader) for each in d.data["deals"]]
            assert sorted(cards) == sorted(f"D{ident}" for ident in ids)  # as new in exactly one mail
        assert session.scalar(select(func.count(DealRow.id))) > 20
        assert outbox.last_period(session, readers[0].id) is not None
