"""东方财富资讯搜索: keyword search over syndicated finance news, JSON with a callback's wrapper."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="eastmoney_search",
    title="东方财富资讯搜索",
    kind="json",
    urls=(
        "https://search-api-web.eastmoney.com/search/jsonp?cb=jQuery&param=%7B%22uid%22%3A%22%22%2C%22keyword%22%3A%22"
        "{keyword}%22%2C%22type%22%3A%5B%22cmsArticleWebOld%22%5D%2C%22client%22%3A%22web%22%2C%22clientType%22%3A"
        "%22web%22%2C%22clientVersion%22%3A%22curr%22%2C%22param%22%3A%7B%22cmsArticleWebOld%22%3A%7B"
        "%22searchScope%22%3A%22default%22%2C%22sort%22%3A%22time%22%2C%22pageIndex%22%3A{page}%2C"
        "%22pageSize%22%3A20%2C%22preTag%22%3A%22%22%2C%22postTag%22%3A%22%22%7D%7D%7D",
    ),
    language="zh",
    tier=4,
    keywords=("创新药 授权", "许可协议 首付款", "license out"),
    items=("result.cmsArticleWebOld",),
    item=Item(title="title", url="url", date="date", text="content", outlet="mediaName", id="code"),
    page=Page(title="h1|div.title", text="div#ContentBody"),
    poll_minutes=60,
    expect_per_day=10,
    delay_seconds=6,
    access="conditional",
    terms="addresses that ask too often are banned since autumn 2025: sparingly",
    evidence=(
        Evidence(where="akfamily/akshare akshare/news/news_stock.py @0e7db00c", on=date(2026, 8, 21)),
        Evidence(where="DIYgod/RSSHub lib/routes/eastmoney/search/index.ts", on=date(2026, 8, 20)),
    ),
)
