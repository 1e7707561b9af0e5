"""诺诚健华: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_innocare",
    title="诺诚健华 新闻中心",
    kind="html",
    urls=("https://cn.innocarepharma.com/cn/media/press-release/?page=1",),
    language="zh",
    tier=2,
    items=("a[href*='/press-release/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"innocarepharma\.com/cn/media/press-release/[\w-]+/?$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.2,
    evidence=(
        Evidence(
            where="public Scrapy project of 57 newsrooms, repository not named",
            on=date(2021, 1, 1),
            note="selectors unknown: general reader",
        ),
    ),
)
