"""东方财富快讯: flash wire, the text in the list."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="eastmoney_kuaixun",
    title="东方财富快讯",
    kind="json",
    urls=(
        "https://np-weblist.eastmoney.com/comm/web/getFastNewsList?client=web&biz=web_724&fastColumn=102"
        "&sortEnd={cursor}&pageSize=200&req_trace={now_ms}",
    ),
    headers={"Referer": "https://kuaixun.eastmoney.com/"},
    language="zh",
    tier=3,
    max_pages=3,
    cursor="data.sortEnd",
    items=("data.fastNewsList",),
    item=Item(
        title="title",
        url="https://finance.eastmoney.com/a/{code}.html",
        date="showTime",
        text="summary",
        id="code",
    ),
    poll_minutes=5,
    expect_per_day=450,
    delay_seconds=6,
    evidence=(
        Evidence(
            where="echo-stacker/cailianshe-daily-archive scripts/archive_market_sources.py @8fe1fd6f",
            on=date(2026, 8, 22),
        ),
        Evidence(where="akfamily/akshare akshare/stock_feature/stock_info.py @0e7db00c", on=date(2026, 8, 21)),
    ),
)
