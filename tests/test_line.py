"""The steps of the line over one database: what is crawled again and what left alone; rates refreshed once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crawlers.source import Evidence, Item, Page, Source
from line import crawl_sources, due_sources, read_waiting, refresh_rates, save_readings
from settings import CrawlersSettings, Settings, StorageSettings
from storage.engine import Database, open_database
from storage.models import ArticleRow, ArticleVersion
from storage.query import Query
from storage.rates import kept_rates
from storage.source_runs import keep_run, source_health
from telling.sources import trouble
from telling.words import Words
from tests.crawlers.web import Answer, Asked, Web, serve
from tests.rate_server import rate_server

SETTINGS = Settings(crawlers=CrawlersSettings(allow_private_hosts=True, download_timeout=2))
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
DEAL = "岚溪生物公告，公司与北境制药签订独家许可协议，授予对方LX-218在大中华区以外的权益，首付款{}亿美元。"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'line.db'}")
    yield opened
    opened.close()


def wire(web: Web, **more: object) -> Source:
    values: dict[str, object] = {
        "name": "wire", "title": "wire", "kind": "html", "urls": (f"{web.address}/list",), "language": "zh", "tier": 3,
        "delay_seconds": 0.0, "expect_per_day": 5, "evidence": (Evidence(where="this test"),), "items": ("li",),
        "item": Item(title="a", url="a::attr(href)", date="i"), "page": Page(text=".c"),
    }  # fmt: skip
    return Source.model_validate(values | more)


def page(path: str, text: str) -> Answer:
    title = "岚溪生物与北境制药签订许可协议" if path == "/deal" else "医保谈判今日开场"
    return Answer(f"<h1>{title}</h1><p>2026-11-20 10:00</p><div class=c><p>{text}</p></div>".encode())


def test_an_article_that_told_a_deal_is_fetched_once_more(db: Database) -> None:
    upfront = ["1.2"]

    def reply(asked: Asked) -> Answer:
        if asked.url == "/list":
            return Answer('<ul><li><a href="/deal">甲</a></li><li><a href="/other">乙</a></li></ul>'.encode())
        if asked.url == "/other":
            return page("/other", "今年的医保谈判在北京开始，多家企业参加，结果预计月底公布。")
        return page("/deal", DEAL.format(upfront[0])) if asked.url == "/deal" else Answer(status=404)

    with serve(reply) as web:
        now = datetime.now(UTC)
        for hours, expected in ((0, ["/deal", "/other"]), (2, ["/deal"]), (3, [])):
            upfront[0] = "1.5" if hours else "1.2"
            web.asked.clear()
            (run,) = crawl_sources(db, SETTINGS, [wire(web)], now + timedelta(hours=hours))
            assert run.ok, run.problems
            assert sorted(url for url in web.urls() if url in ("/deal", "/other")) == expected
            save_readings(db, read_waiting(db))
    with db.read() as session:
        text, version = session.execute(
            select(ArticleRow.text, ArticleRow.version).where(ArticleRow.url.endswith("/deal"))
        ).one()
        assert "1.5亿" in text and version == 2
        assert "1.2亿" in session.scalars(select(ArticleVersion.text)).one()


def test_a_site_that_refuses_is_left_alone_ever_longer(db: Database) -> None:
    with serve(lambda asked: Answer(status=404 if asked.url == "/robots.txt" else 403)) as web:
        source = wire(web, poll_minutes=10)
        start = datetime.now(UTC)
        (run,) = crawl_sources(db, SETTINGS, [source], start)

    def refused_again() -> None:
        with db.write() as session:
            keep_run(session, run, 0)

    assert due_sources(db, [source], start + timedelta(minutes=50)) == []
    assert due_sources(db, [source], start + timedelta(minutes=70)) == [source]
    refused_again()
    assert due_sources(db, [source], start + timedelta(hours=5)) == []
    refused_again()
    refused_again()
    later = start + timedelta(days=30)
    assert due_sources(db, [source], later) == []
    with db.read() as session:
        (health,) = source_health(session, [source], later)
    assert health.state == "blocked" and "HTTP 403" in health.problem
    assert "not asked again until chuhai crawl wire" in health.line(later)


def test_reading_back_turns_pages_until_the_day(db: Database) -> None:
    def reply(asked: Asked) -> Answer:
        path, _, number = asked.url.partition("?p=")
        if path != "/list":
            return page(path, "今年的医保谈判在北京开始，多家企业参加，结果预计月底公布。" + path)
        day = datetime.now(UTC) - timedelta(days=10 * int(number))
        entries = "".join(f'<li><a href="/p{number}-{n}">丙</a><i>{day:%Y-%m-%d} 0{n}:00</i></li>' for n in range(2))
        return Answer(f"<ul>{entries}</ul>".encode())

    with serve(reply) as web:
        source = wire(web, urls=(f"{web.address}/list?p={{page}}",), max_pages=1)
        assert crawl_sources(db, SETTINGS, [source], datetime.now(UTC))[0].new == 2
        since = datetime.now(UTC) - timedelta(days=35)
        (run,) = crawl_sources(db, SETTINGS, [source], datetime.now(UTC), since)
    assert run.ok and (run.known, run.new) == (2, 4)
    assert "/list?p=4" in web.urls() and "/list?p=5" not in web.urls()


def test_rates_are_refreshed_once_a_day_and_their_lack_stops_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path / "rates.db")
    with rate_server() as address:
        found = Settings(storage=StorageSettings(rates_url=f"{address}/rates"))
        away = Settings(storage=StorageSettings(rates_url=f"{address}/gone"))
        never = Settings(storage=StorageSettings(rates_url=""))
        assert refresh_rates(database, never, NOW) == ""
        assert "404" in refresh_rates(database, away, NOW - timedelta(days=1))
        assert refresh_rates(database, found, NOW) == ""
        assert refresh_rates(database, away, NOW + timedelta(hours=1)) == "", "it was asked for today"
    with database.read() as session:
        assert str(kept_rates(session)["CNY"][-1][0]) == "2026-11-24"
    database.close()


def test_a_source_that_answers_and_brings_nothing_new_is_in_trouble(db: Database) -> None:
    now = datetime.now(UTC)
    old = now - timedelta(days=6)

    def reply(asked: Asked) -> Answer:
        if asked.url == "/list":
            return Answer(f'<ul><li><a href="/deal">新药许可</a><i>{old:%Y-%m-%d %H:%M}</i></li></ul>'.encode())
        return page("/deal", DEAL.format("1.2")) if asked.url == "/deal" else Answer(status=404)

    with serve(reply) as web:
        (run,) = crawl_sources(db, SETTINGS, [wire(web)], now)
    assert run.ok
    with db.read() as session:
        (source,) = Query(session).sources()
    assert source.state == "quiet" and source.in_trouble and not source.failing_since
    assert trouble(source, Words("en")).startswith("nothing newer than")
    assert trouble(source, Words("zh")).startswith("最新内容停在")
