"""上交所公告: a list of lists behind a callback's wrapper; the PDF host is shielded, so titles only."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source
from crawlers.topics import FILING

SOURCE = Source(
    name="sse",
    title="上交所公告",
    kind="json",
    urls=(
        "https://query.sse.com.cn/security/stock/queryCompanyBulletinNew.do?jsonCallBack=jsonpCallback1"
        "&isPagination=true&pageHelp.pageSize=100&pageHelp.cacheSize=1&START_DATE={start:%Y-%m-%d}"
        "&END_DATE={end:%Y-%m-%d}&SECURITY_CODE=&TITLE={keyword}&BULLETIN_TYPE=&stockType=&pageHelp.pageNo={page}"
        "&pageHelp.beginPage={page}&pageHelp.endPage={page}",
    ),
    headers={"Referer": "https://www.sse.com.cn/"},
    language="zh",
    tier=1,
    keywords=("许可", "授权", "合作"),
    window_days=3,
    items=("result", "pageHelp.data"),
    item=Item(
        title="TITLE",
        url="https://static.sse.com.cn{URL}",
        date="SSEDATE|ADDDATE",
        text="TITLE",
        outlet="SECURITY_NAME",
    ),
    keep=FILING,
    poll_minutes=60,
    expect_per_day=10,
    access="conditional",
    terms="the PDF host answers scripts with a challenge: the text is taken from cninfo instead",
    evidence=(
        Evidence(where="public crawler code, repository not named", note="current endpoint"),
        Evidence(where="DIYgod/RSSHub lib/routes/sse/disclosure.ts", on=date(2026, 8, 19), note="last failed that day"),
    ),
)
