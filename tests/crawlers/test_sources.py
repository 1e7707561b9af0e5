"""Every declared source against its saved answers, over real HTTP, in one crawl."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crawlers.article import read_article_page
from crawlers.crawl import crawl
from crawlers.dates import find_date
from crawlers.records import Article, CrawlResult, SourceRun
from crawlers.source import Source
from crawlers.sources import load_sources
from settings import CrawlersSettings
from tests.crawlers.web import FIXTURES, Web, read_fixture, saved, serve

SOURCES = load_sources()
CRAWLED = [name for name, source in SOURCES.items() if source.access != "restricted"]
RESTRICTED = [name for name in SOURCES if name not in CRAWLED]


def expected(name: str) -> list[dict[str, Any]]:
    return read_fixture(name, "expected.json")


@pytest.fixture(scope="module")
def crawled() -> tuple[CrawlResult, Web]:
    sources = [SOURCES[name].model_copy(update={"delay_seconds": 0.0}) for name in CRAWLED]
    with serve(saved(*CRAWLED)) as web:
        return crawl(sources, settings=CrawlersSettings(), through=web.address, deadline=200), web


def run_of(result: CrawlResult, name: str) -> SourceRun:
    return next(run for run in result.runs if run.source == name)


def test_at_least_45_sources_with_evidence_and_fixture() -> None:
    assert len(SOURCES) >= 45
    assert sum(source.enabled for source in SOURCES.values()) >= 45
    assert not [name for name in SOURCES if not (FIXTURES / name / "index.json").exists()]
    assert not [name for name, source in SOURCES.items() if not any(e.on or e.note or e.where for e in source.evidence)]


def test_no_fixture_without_a_source() -> None:
    assert not [folder.name for folder in FIXTURES.iterdir() if folder.name not in SOURCES]


@pytest.mark.parametrize("name", CRAWLED)
def test_articles_come_as_published(name: str, crawled: tuple[CrawlResult, Web]) -> None:
    result, _ = crawled
    articles = {article.title: article for article in result.articles if article.source == name}
    assert set(articles) == {want["title"] for want in expected(name)}, run_of(result, name).problems
    for want in expected(name):
        check(articles[want["title"]], want, SOURCES[name])


def check(article: Article, want: dict[str, Any], source: Source) -> None:
    assert squeeze(want["contains"]) in squeeze(article.text)
    assert "\ufffd" not in article.text
    assert article.published is not None
    if want["published"] and article.precision != "day":
        assert article.published.strftime("%Y-%m-%dT%H:%M") == want["published"]
    else:
        assert not want["published"], f"only the day was read of {want['published']}"
        assert article.published.astimezone(source.zone).date().isoformat() == want["day"]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", CRAWLED)
def test_nothing_went_wrong(name: str, crawled: tuple[CrawlResult, Web]) -> None:
    result, _ = crawled
    run = run_of(result, name)
    assert run.ok, run.problems
    assert run.states or SOURCES[name].placeholders


def test_client_is_honest_and_cookies_stay(crawled: tuple[CrawlResult, Web]) -> None:
    _, web = crawled
    agents = {asked.headers["User-Agent"] for asked in web.asked}
    assert len(agents) == 1 and agents.pop().startswith("chuhai/")
    robots = [url for url in web.urls() if url.endswith("/robots.txt")]
    assert len(robots) == len(set(robots)) >= 45


def test_only_wanted_filings_are_downloaded(crawled: tuple[CrawlResult, Web]) -> None:
    _, web = crawled
    assert not [url for url in web.urls() if "2026112000002_c.pdf" in url or "122500002.PDF" in url]


@pytest.mark.parametrize("name", RESTRICTED)
def test_restricted_sources_are_read_from_saved_pages_only(name: str) -> None:
    source = SOURCES[name]
    assert not source.enabled and source.terms
    entry = read_fixture(name, "index.json")[0]
    page = read_article_page(
        (FIXTURES / name / entry["file"]).read_bytes(), entry["url"], entry["headers"], page=source.page, tz=source.zone
    )
    want = expected(name)[0]
    assert page.title == want["title"] and squeeze(want["contains"]) in squeeze(page.text)
    assert page.published is not None
    assert page.published.value.astimezone(source.zone).date().isoformat() == want["day"]
    assert find_date(page.published.raw, page.published.value, source.zone) is not None
