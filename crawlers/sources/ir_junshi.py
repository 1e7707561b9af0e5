"""君实生物: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_junshi",
    title="君实生物 新闻中心",
    kind="html",
    urls=("https://www.junshipharma.com/News.html",),
    language="zh",
    tier=2,
    items=("a[href*='.html']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"junshipharma\.com/(?:[\w-]+/)*\w*[Nn]ews\w*[/_-]\w*\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.3,
    evidence=(
        Evidence(
            where="public Scrapy project of 57 newsrooms, repository not named",
            on=date(2021, 1, 1),
            note="selectors unknown: general reader",
        ),
    ),
)
