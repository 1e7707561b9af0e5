"""和黄医药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_hutchmed",
    title="和黄医药 新闻中心",
    kind="html",
    urls=("https://www.hutch-med.com/sc/news/news-archive/",),
    language="zh",
    tier=2,
    items=(".news-item",),
    item=Item(title=".h24", url="a::attr(href)", date=".meta div"),
    page=Page(text=".textWidget"),
    poll_minutes=60,
    expect_per_day=0.3,
    evidence=(
        Evidence(
            where="public Scrapy project of 57 newsrooms, repository not named",
            on=date(2021, 1, 1),
            note="certificate chain incomplete: the check stays on",
        ),
    ),
)
