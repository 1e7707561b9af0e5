"""深交所公告: JSON form post, PDF."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import FILING

SOURCE = Source(
    name="szse",
    title="深交所公告",
    kind="json",
    urls=("https://www.szse.cn/api/disc/announcement/annList",),
    method="POST",
    body={
        "seDate": ["{start:%Y-%m-%d}", "{end:%Y-%m-%d}"],
        "channelCode": ["listedNotice_disc"],
        "stock": [],
        "pageSize": 50,
        "pageNum": "{page}",
    },
    headers={"Referer": "https://www.szse.cn/disclosure/listed/notice/"},
    language="zh",
    tier=1,
    max_pages=20,
    items=("data",),
    item=Item(
        title="title",
        url="https://disc.static.szse.cn/download{attachPath}",
        date="publishTime",
        id="id",
        outlet="secName.0",
    ),
    keep=FILING,
    page=Page(kind="pdf"),
    poll_minutes=30,
    expect_per_day=300,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/szse/disclosure/listed-notice.ts", on=date(2026, 8, 20)),),
)
