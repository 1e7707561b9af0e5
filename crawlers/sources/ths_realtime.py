"""同花顺7x24: flash wire with the text in the list; JSON in UTF-8 although the site's pages are GBK."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="ths_realtime",
    title="同花顺7x24",
    kind="json",
    urls=("https://news.10jqka.com.cn/tapp/news/push/stock?page={page}&tag=&track=website&pagesize=100",),
    language="zh",
    tier=3,
    max_pages=3,
    items=("data.list",),
    item=Item(title="title", url="url", date="ctime|rtime", text="digest|short", id="seq", outlet="source"),
    poll_minutes=5,
    expect_per_day=380,
    evidence=(
        Evidence(
            where="echo-stacker/cailianshe-daily-archive scripts/archive_market_sources.py @8fe1fd6f",
            on=date(2026, 8, 22),
        ),
        Evidence(where="DIYgod/RSSHub lib/routes/10jqka/realtimenews.ts"),
    ),
)
