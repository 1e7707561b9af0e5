"""亚盛医药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_ascentage",
    title="亚盛医药 新闻中心",
    kind="html",
    urls=("https://www.ascentagepharma.com/news/press-releases/?lang=zh-hant",),
    language="zh-Hant",
    tier=2,
    items=(
        "a[href*='/news/']",
        "a[href*='/press-release']",
    ),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"ascentage(?:pharma\.com|\.cn)/(?:[\w-]+/)*[\w%-]{12,}/?",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.2,
    evidence=(
        Evidence(
            where="public Scrapy project of 57 newsrooms, repository not named",
            on=date(2026, 1, 1),
            note="new host ascentage.cn seen",
        ),
    ),
)
