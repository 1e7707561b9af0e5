"""上证e互动: answers of Shanghai issuers to investors, a fragment of HTML."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="sse_einteract",
    title="上证e互动",
    kind="html",
    urls=("https://sns.sseinfo.com/ajax/userfeeds.do?typeCode=company&type=11&pageSize=100&uid=&page=1",),
    method="POST",
    language="zh",
    tier=2,
    items=(".m_feed_item",),
    item=Item(
        title=".m_feed_detail .m_feed_txt",
        url="https://sns.sseinfo.com/#/item/{id}",
        id=".m_feed_item::attr(id)",
        date=".m_feed_from",
        text=".m_qa .m_feed_txt",
    ),
    enabled=False,
    poll_minutes=240,
    expect_per_day=50,
    access="conditional",
    terms="needs an issuer's id in uid: switched off until a list of issuers is set",
    evidence=(
        Evidence(where="akfamily/akshare akshare/stock_feature/stock_sns_sseinfo.py @0e7db00c", on=date(2026, 8, 21)),
    ),
)
