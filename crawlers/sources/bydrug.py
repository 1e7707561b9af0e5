"""医药魔方 ByDrug: pharma news and reposts, strong on licensing."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="bydrug",
    title="医药魔方 ByDrug",
    kind="html",
    urls=("https://bydrug.pharmcube.com/news",),
    language="zh",
    tier=4,
    items=("a[href*='/news/detail/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/news/detail/[0-9a-f]{32}$",
    page=Page(title="h1", text="div.news-content"),
    poll_minutes=30,
    expect_per_day=30,
    access="conditional",
    terms="most texts are reposted from WeChat accounts: link and facts only",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 6, 1)),),
)
