"""和铂医药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_harbour",
    title="和铂医药 新闻中心",
    kind="html",
    urls=("https://www.harbourbiomed.cn/news/",),
    language="zh",
    tier=2,
    items=("a[href*='/news/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"harbourbiomed\.cn/news/\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.2,
    evidence=(
        Evidence(
            where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1",
            on=date(2022, 4, 7),
            note="the list's address follows from the articles'",
        ),
    ),
)
