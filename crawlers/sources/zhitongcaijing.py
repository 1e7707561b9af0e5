"""智通财经: Hong Kong share news, nearly every pharma announcement retold."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="zhitongcaijing",
    title="智通财经",
    kind="json",
    urls=(
        "https://www.zhitongcaijing.com/content/hkstock.html?data_type=1&page={page}",
        "https://www.zhitongcaijing.com/announcement.html?data_type=1&page={page}",
    ),
    language="zh",
    tier=3,
    max_pages=2,
    items=("data",),
    item=Item(
        title="title", url="url", date="create_time|original_time", text="digest", author="author_info.author_name"
    ),
    keep=HEALTH,
    page=Page(title="h1", text=".news-body-content", remove=("#subscribe-vip-box", "#news-content")),
    poll_minutes=15,
    expect_per_day=150,
    access="conditional",
    terms="answered 405 in June 2026, as cloud firewalls do: a refusal is taken as one",
    evidence=(
        Evidence(where="DIYgod/RSSHub lib/routes/zhitongcaijing/index.tsx"),
        Evidence(where="RSSNext/rsshub-docs rsshub-analytics.json", on=date(2026, 6, 28), note="405 on some days"),
    ),
)
