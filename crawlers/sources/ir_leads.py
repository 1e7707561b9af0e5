"""维立志博: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_leads",
    title="维立志博 新闻中心",
    kind="html",
    urls=("https://www.leadsbiolabs.com/",),
    language="zh",
    tier=2,
    items=("a[href*='/id']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"leadsbiolabs\.com/id\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.1,
    evidence=(
        Evidence(
            where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1",
            on=date(2024, 11, 7),
            note="only an article's address was seen",
        ),
    ),
)
