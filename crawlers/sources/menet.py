"""米内网: market data and company news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="menet",
    title="米内网",
    kind="html",
    urls=("https://www.menet.com.cn/news",),
    language="zh",
    tier=4,
    items=("a[href*='/info/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/info/\d{6}/\d{16,17}_\d+\.shtml$",
    page=Page(title=".info_title|.article_title|h1", text=".detail"),
    poll_minutes=60,
    expect_per_day=10,
    terms="some texts are for members",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 9, 1)),),
)
