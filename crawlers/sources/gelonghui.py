"""格隆汇: flash news of Hong Kong and mainland shares, many filings retold."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="gelonghui",
    title="格隆汇",
    kind="json",
    urls=("https://www.gelonghui.com/api/live-channels/all/lives/v4",),
    language="zh",
    tier=3,
    items=("result",),
    item=Item(title="title", url="route", date="createTimestamp", text="content", outlet="source", id="id"),
    poll_minutes=5,
    expect_per_day=400,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/gelonghui/live.tsx", on=date(2026, 8, 20)),),
)
