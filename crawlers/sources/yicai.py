"""第一财经: news list and pages."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="yicai",
    title="第一财经",
    kind="json",
    urls=("https://www.yicai.com/api/ajax/getjuhelist?action=news&page={page}&pagesize=30",),
    language="zh",
    tier=3,
    max_pages=3,
    items=("*",),
    item=Item(
        title="NewsTitle", url="url", date="CreateDate", text="NewsNotes", author="NewsAuthor", outlet="NewsSource"
    ),
    drop={"AppID": ("0",)},
    keep=HEALTH,
    page=Page(title="h1", text=".multiText|#multi-text|.txt", remove=(".u-btn6", ".m-smallshare", ".topic-hot")),
    poll_minutes=15,
    expect_per_day=150,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/yicai/utils.ts and news.ts", on=date(2026, 8, 20)),),
)
