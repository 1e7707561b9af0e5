"""证券时报网: flash news with company tags; the list answers JSON only to the header that its own page sends."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="stcn",
    title="证券时报网",
    kind="json",
    urls=("https://www.stcn.com/article/list.html?type=kx", "https://www.stcn.com/article/list.html?type=company"),
    headers={"X-Requested-With": "XMLHttpRequest"},
    language="zh",
    tier=3,
    items=("data",),
    item=Item(title="title", url="url", date="time", text="content", outlet="source"),
    keep=HEALTH,
    article_url=r"/article/detail/\d+\.html$",
    page=Page(
        title="div.detail-title",
        date="div.detail-info span:last-child",
        text="div.detail-content",
        outlet="div.detail-info span:first-child",
        remove=("div.detail-content-tags",),
    ),
    poll_minutes=10,
    expect_per_day=200,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/stcn/kx.ts and index.ts", on=date(2026, 9, 7)),),
)
