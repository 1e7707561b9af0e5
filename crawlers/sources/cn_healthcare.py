"""健康界: hospital management, little licensing."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="cn_healthcare",
    title="健康界",
    kind="json",
    urls=(
        "https://www.cn-healthcare.com/api/article/articlelist?data=%7B%22start%22%3A%221%22%2C%22size%22%3A%2250%22"
        "%2C%22arctype%22%3A%220%22%2C%22wmstart%22%3A%220%22%2C%22flag%22%3A%222%22%7D",
    ),
    language="zh",
    tier=4,
    items=("data.datalist",),
    item=Item(title="title", url="url", date="createdate", text="content"),
    page=Page(),
    poll_minutes=240,
    expect_per_day=20,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/cn-healthcare/index.ts", on=date(2026, 8, 20)),),
)
