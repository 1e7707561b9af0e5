"""三生制药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_3sbio",
    title="三生制药 新闻中心",
    kind="html",
    urls=("https://www.3sbio.com/news/list.aspx",),
    language="zh",
    tier=2,
    items=("a[href*='details.aspx']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"3sbio\.com/news/details\.aspx\?id=\d+$",
    page=Page(text=".fckBody"),
    poll_minutes=60,
    expect_per_day=0.2,
    evidence=(Evidence(where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1", on=date(2025, 5, 20)),),
)
