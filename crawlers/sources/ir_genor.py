"""嘉和生物: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_genor",
    title="嘉和生物 新闻中心",
    kind="html",
    urls=("https://www.genorbio.com/cn/media/corporate-news/",),
    language="zh",
    tier=2,
    items=("a[href*='/corporate-news/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"genorbio\.com/cn/media/corporate-news/\d{8}/?$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.1,
    evidence=(Evidence(where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1", on=date(2024, 8, 5)),),
)
