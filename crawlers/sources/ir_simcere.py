"""先声药业: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_simcere",
    title="先声药业 新闻中心",
    kind="html",
    urls=("https://www.simcere.com/news/news.aspx?mtt=1",),
    language="zh",
    tier=2,
    items=("a[href*='detail.aspx']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"simcere\.com/news/detail\.aspx\?mtt=\d+$",
    page=Page(text=".new-nr-zi"),
    poll_minutes=60,
    expect_per_day=0.3,
    evidence=(Evidence(where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1", on=date(2025, 12, 19)),),
)
