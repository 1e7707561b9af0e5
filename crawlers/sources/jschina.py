"""中国江苏网: the portal of the same group."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="jschina",
    title="中国江苏网",
    kind="html",
    urls=("https://jsnews.jschina.com.cn/",),
    language="zh",
    tier=4,
    items=("a[href*='/t20']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"jschina\.com\.cn/(?:[\w-]+/)+\d{6}/t\d{8}_(?:\d+|s[0-9a-f]{24})\.shtml$",
    keep=HEALTH,
    page=Page(),
    poll_minutes=240,
    expect_per_day=60,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 10, 4)),),
)
