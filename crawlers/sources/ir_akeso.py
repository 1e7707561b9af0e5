"""康方生物: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_akeso",
    title="康方生物 新闻中心",
    kind="html",
    urls=("https://www.akesobio.com/cn/media/akeso-news/",),
    language="zh",
    tier=2,
    items=("a[href*='/akeso-news/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"akesobio\.com/cn/media/akeso-news/\d{6,8}(?:-\d+)?/?$",
    page=Page(text=".content"),
    poll_minutes=60,
    expect_per_day=0.3,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 6, 15)),),
)
