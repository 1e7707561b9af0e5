"""药智新闻: industry news; server-rendered pages, the obfuscated JSON is left alone."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="yaozh_news",
    title="药智新闻",
    kind="html",
    urls=("https://news.yaozh.com/archivelist/24?has_cateid=61",),
    language="zh",
    tier=4,
    items=("a[href*='/archive/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"news\.yaozh\.com/archive/\d+\.html",
    page=Page(
        title="h1.l_title span|h1.l_title",
        date="div.l_article_info span|div.l_article_info",
        text="div.article_html_control|div.article_html|.detail",
    ),
    poll_minutes=60,
    expect_per_day=10,
    access="conditional",
    terms="the JSON list is obfuscated and not decoded; 403 at times",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 9, 1)),),
)
