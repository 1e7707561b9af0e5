"""人民网: few deals, but a stable feed and clean pages that declare GB2312."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="people",
    title="人民网 社会",
    kind="feed",
    urls=("http://www.people.com.cn/rss/society.xml",),
    language="zh",
    tier=3,
    keep=HEALTH,
    page=Page(title="h1", text="div.rm_txt_con > p", author="div.author"),
    poll_minutes=120,
    expect_per_day=20,
    evidence=(Evidence(where="flairNLP/fundus src/fundus/publishers/cn/people.py", on=date(2026, 8, 5)),),
)
