"""每经网: company news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="nbd",
    title="每经网",
    kind="html",
    urls=("https://www.nbd.com.cn/columns/3/",),
    language="zh",
    tier=3,
    items=("a[href*='/articles/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/articles/\d{4}-\d{2}-\d{2}/\d+\.html$",
    keep=HEALTH,
    page=Page(title="h1", text=".g-articl-text"),
    poll_minutes=60,
    expect_per_day=40,
    access="conditional",
    terms="answered 503 in November 2024",
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/nbd/index.ts", on=date(2024, 11, 12)),),
)
