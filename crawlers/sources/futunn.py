"""富途牛牛快讯: flash news of Hong Kong, American and mainland shares."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="futunn",
    title="富途牛牛快讯",
    kind="json",
    urls=("https://news.futunn.com/news-site-api/main/get-flash-list?pageSize=50",),
    language="zh",
    tier=3,
    items=("data.data.news",),
    item=Item(title="title", url="detailUrl", date="time", text="content", id="id"),
    poll_minutes=10,
    expect_per_day=400,
    evidence=(Evidence(where="akfamily/akshare akshare/stock_feature/stock_info.py @0e7db00c", on=date(2026, 8, 21)),),
)
