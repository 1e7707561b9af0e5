"""宜明昂科: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_immuneonco",
    title="宜明昂科 新闻中心",
    kind="html",
    urls=("http://www.immuneonco.com/",),
    language="zh",
    tier=2,
    items=("a[href*='/gsdynamics/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"immuneonco\.com/news/gsdynamics/\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.1,
    evidence=(
        Evidence(
            where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1",
            on=date(2024, 8, 1),
            note="only an article's address was seen",
        ),
    ),
)
