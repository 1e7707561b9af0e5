"""岸迈生物: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_epimab",
    title="岸迈生物 新闻中心",
    kind="html",
    urls=("https://www.epimab.com/cn/news",),
    language="zh",
    tier=2,
    items=("a[href*='/cn/news/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"epimab\.com/cn/news/\d+$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.1,
    evidence=(Evidence(where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1", on=date(2024, 9, 4)),),
)
