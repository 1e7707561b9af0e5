"""恒瑞医药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_hengrui",
    title="恒瑞医药 新闻中心",
    kind="html",
    urls=("https://www.hengrui.com/media/NewsType-1.html",),
    language="zh",
    tier=2,
    items=("a[href*='detail-']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"hengrui\.com/media/detail-\d+\.html$",
    page=Page(text="article"),
    poll_minutes=60,
    expect_per_day=0.5,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 9, 29)),),
)
