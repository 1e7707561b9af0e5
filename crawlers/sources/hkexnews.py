"""披露易: every announcement of issuers listed in Hong Kong, most Chinese biotechs among them; Chinese PDF."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import FILING

SOURCE = Source(
    name="hkexnews",
    title="披露易 HKEXnews",
    kind="json",
    urls=("https://www1.hkexnews.hk/ncms/json/eds/lcisehk1relsdc_{page}.json",),
    language="zh-Hant",
    tier=1,
    timezone="Asia/Hong_Kong",
    max_pages=5,
    items=("newsInfoLst",),
    item=Item(
        title="title",
        url="https://www1.hkexnews.hk{webPath}",
        date="relTime",
        id="newsId",
        outlet="stock.0.sn",
    ),
    # 51500 are the exchange's own test announcements.
    drop={"t1Code": ("51500",)},
    keep=FILING,
    article_url=r"\.pdf$",
    page=Page(kind="pdf"),
    poll_minutes=10,
    expect_per_day=300,
    delay_seconds=2,
    terms="public JSON without documentation; evidence advises at most one request a second",
    evidence=(
        Evidence(where="public crawler code that reads newsInfoLst, four files that agree", on=date(2025, 10, 1)),
        Evidence(where="simonplmak-cloud/hkex-filing-scraper src/hkex_scraper/api.py", on=date(2026, 2, 15)),
    ),
)
