"""新华日报 交汇点: Suzhou, Nanjing and Lianyungang biotechs."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="xhby",
    title="新华日报 交汇点",
    kind="html",
    urls=("https://www.xhby.net/",),
    language="zh",
    tier=3,
    items=("a[href*='/content/s']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/content/s[0-9a-f]{24}\.html$",
    keep=HEALTH,
    page=Page(),
    poll_minutes=240,
    expect_per_day=60,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 7, 17)),),
)
