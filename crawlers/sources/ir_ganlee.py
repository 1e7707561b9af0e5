"""甘李药业: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_ganlee",
    title="甘李药业 新闻中心",
    kind="html",
    urls=("https://www.ganlee.com.cn/",),
    language="zh",
    tier=2,
    items=("a[href*='/detail/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"ganlee\.com\.cn/detail/\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.2,
    evidence=(
        Evidence(
            where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1",
            on=date(2026, 4, 8),
            note="only an article's address was seen",
        ),
    ),
)
