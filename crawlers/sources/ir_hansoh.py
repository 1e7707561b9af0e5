"""翰森制药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_hansoh",
    title="翰森制药 新闻中心",
    kind="html",
    urls=("http://cn.hspharm.com/news/ji-tuan-xin-wen-list-0.htm",),
    language="zh",
    tier=2,
    items=("a[href*='news-detail-']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"hspharm\.com/news/news-detail-\d+\.htm$",
    page=Page(text=".myart"),
    poll_minutes=60,
    expect_per_day=0.3,
    evidence=(Evidence(where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1", on=date(2025, 12, 16)),),
)
