"""剂泰科技: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_metis",
    title="剂泰科技 新闻中心",
    kind="html",
    urls=("https://www.metispharma.com/",),
    language="zh",
    tier=2,
    items=("a[href*='/qyxw/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"metispharma\.com/qyxw/\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.1,
    evidence=(
        Evidence(
            where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1",
            on=date(2026, 6, 30),
            note="only an article's address was seen",
        ),
    ),
)
