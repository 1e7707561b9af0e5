"""披露易, title search: the way back in time, one month a query, behind a form session."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Session, Source
from crawlers.topics import FILING

SOURCE = Source(
    name="hkexnews_search",
    title="披露易 HKEXnews 标题搜索",
    kind="json",
    urls=(
        "https://www1.hkexnews.hk/search/titleSearchServlet.do?sortDir=0&sortByOptions=DateTime&category=0&market=SEHK"
        "&stockId=-1&documentType=-1&fromDate={start:%Y%m%d}&toDate={end:%Y%m%d}&title={keyword}&searchType=0"
        "&t1code=-2&t2Gcode=-2&t2code=-2&rowRange=200&lang=ZH",
    ),
    language="zh-Hant",
    tier=1,
    timezone="Asia/Hong_Kong",
    headers={"X-Requested-With": "XMLHttpRequest"},
    session=Session(
        url=(
            "https://www1.hkexnews.hk/search/titlesearch.xhtml?sortDir=0&sortByRecordDate=on&searchType=0&category=0"
            "&t1code=-2&t2Gcode=-2&t2code=-2&documentType=-1&rowRange=0&lang=ZH"
        ),
        form={"j_idt10": "j_idt10", "j_idt10:loadMoreRange": "100"},
    ),
    keywords=("許可協議", "授權", "許可及合作", "獨家", "合作協議", "License"),
    window_days=30,
    # The answer's "result" is a JSON string, and the string "null" where there is nothing.
    items=("result",),
    may_be_null=True,
    item=Item(
        title="TITLE",
        url="https://www1.hkexnews.hk{FILE_LINK}",
        date="DATE_TIME",
        id="NEWS_ID",
        outlet="STOCK_NAME",
    ),
    keep=FILING,
    article_url=r"\.pdf$",
    page=Page(kind="pdf"),
    poll_minutes=720,
    expect_per_day=5,
    delay_seconds=2,
    terms="undocumented; without a stock code a search may span one month at most",
    evidence=(
        Evidence(where="simonplmak-cloud/hkex-filing-scraper src/hkex_scraper/api.py @e53df8b", on=date(2026, 2, 15)),
        Evidence(where="SK-ERIC/hkex-announcement-sync app/scraper/hkex_client.py @097e05dc", on=date(2026, 5, 1)),
    ),
)
