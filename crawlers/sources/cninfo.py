"""巨潮资讯: statutory announcements of Shanghai, Shenzhen and Beijing, searched by title word, PDF."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import FILING

SOURCE = Source(
    name="cninfo",
    title="巨潮资讯 CNINFO",
    kind="json",
    urls=("http://www.cninfo.com.cn/new/hisAnnouncement/query",),
    method="POST",
    form={
        "pageNum": "{page}",
        "pageSize": "30",
        "column": "szse",
        "tabName": "fulltext",
        "plate": "",
        "stock": "",
        "searchkey": "{keyword}",
        "secid": "",
        "category": "",
        "trade": "",
        "seDate": "{start:%Y-%m-%d}~{end:%Y-%m-%d}",
        "sortName": "",
        "sortType": "",
        "isHLtitle": "true",
    },
    headers={"Referer": "http://www.cninfo.com.cn/new/commonUrl/pageOfSearch?url=disclosure/list/search"},
    language="zh",
    tier=1,
    keywords=("许可协议", "授权许可", "许可及合作", "独家许可", "授权", "合作开发", "商业化", "收购", "license"),
    max_pages=3,
    window_days=30,
    items=("announcements",),
    # The site says "nothing" with null.
    may_be_null=True,
    item=Item(
        title="announcementTitle",
        url="http://static.cninfo.com.cn/{adjunctUrl}",
        date="announcementTime",
        id="announcementId",
        outlet="secName",
    ),
    keep=FILING,
    article_url=r"\.(?:pdf|PDF)$",
    page=Page(kind="pdf"),
    poll_minutes=30,
    expect_per_day=40,
    delay_seconds=2,
    terms="over-frequent use is limited by the site",
    evidence=(
        Evidence(
            where="akfamily/akshare akshare/stock_feature/stock_disclosure_cninfo.py @0e7db00c", on=date(2026, 8, 21)
        ),
        Evidence(where="DIYgod/RSSHub lib/routes/cninfo/announcement.ts @b67018ee"),
    ),
)
