"""经济观察网快讯: flash news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="eeo",
    title="经济观察网 快讯",
    kind="json",
    urls=(
        "https://app.eeo.com.cn/?app=article&controller=index&action=getMoreArticle&catid=3690&page={page}&pageSize=50",
    ),
    language="zh",
    tier=3,
    items=("data",),
    item=Item(title="title", url="url", date="published", text="description", id="contentid", author="author"),
    keep=HEALTH,
    page=Page(text="div.xx_boxsing|div#mainBody"),
    poll_minutes=60,
    expect_per_day=40,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/eeo/kuaixun.ts", on=date(2026, 8, 20)),),
)
