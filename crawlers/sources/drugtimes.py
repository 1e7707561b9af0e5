"""药时代: a medium on licensing deals; carried deals that no wire had."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="drugtimes",
    title="药时代",
    kind="html",
    urls=("https://www.drugtimes.cn/",),
    language="zh",
    tier=3,
    items=("a[href*='/20']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"drugtimes\.cn/\d{4}/\d{2}/\d{2}/[\w-]+/?$",
    page=Page(),
    poll_minutes=120,
    expect_per_day=4,
    on_topic=0.3,
    evidence=(
        Evidence(where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1", on=date(2026, 7, 15), note="article addresses"),
    ),
)
