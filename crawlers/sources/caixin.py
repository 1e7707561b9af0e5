"""财新: title and summary only, for most articles are paid."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="caixin",
    title="财新 最新",
    kind="json",
    urls=("https://gateway.caixin.com/api/dataplatform/scroll/index",),
    language="zh",
    tier=3,
    items=("data.articleList",),
    item=Item(title="title", url="url", date="time", text="summary|title", outlet="channelObject.name"),
    poll_minutes=60,
    expect_per_day=60,
    access="conditional",
    terms="paid texts: title, summary and link only",
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/caixin/latest.ts", on=date(2026, 8, 20)),),
)
