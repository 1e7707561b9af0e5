"""东方财富公告大全: the announcements of mainland issuers as text, so that no PDF is needed."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import FILING

SOURCE = Source(
    name="eastmoney_ann",
    title="东方财富公告大全",
    kind="json",
    urls=(
        "https://np-anotice-stock.eastmoney.com/api/security/ann?sr=-1&page_size=100&page_index={page}&ann_type=A"
        "&client_source=web&f_node=5&s_node=0&begin_time={start:%Y-%m-%d}&end_time={end:%Y-%m-%d}",
        "https://np-anotice-stock.eastmoney.com/api/security/ann?sr=-1&page_size=100&page_index={page}&ann_type=A"
        "&client_source=web&f_node=6&s_node=0&begin_time={start:%Y-%m-%d}&end_time={end:%Y-%m-%d}",
    ),
    language="zh",
    tier=1,
    max_pages=5,
    items=("data.list",),
    item=Item(
        title="title",
        url="https://data.eastmoney.com/notices/detail/{codes.0.stock_code}/{art_code}.html",
        date="display_time|notice_date",
        id="art_code",
        outlet="codes.0.short_name",
    ),
    keep=FILING,
    page=Page(
        kind="json",
        url="https://np-cnotice-stock.eastmoney.com/api/content/ann?art_code={art_code}&client_source=web&page_index=1",
        text="data.notice_content",
    ),
    poll_minutes=15,
    expect_per_day=200,
    delay_seconds=6,
    access="conditional",
    terms="addresses that ask too often are banned since autumn 2025: a few calls a minute only",
    evidence=(
        Evidence(where="akfamily/akshare akshare/stock_fundamental/stock_notice.py @0e7db00c", on=date(2026, 8, 21)),
        Evidence(where="akfamily/akshare issue 6585", on=date(2025, 10, 2), note="bans"),
    ),
)
