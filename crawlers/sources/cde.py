"""国家药监局药审中心: behind a cookie shield."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Page, Source

SOURCE = Source(
    name="cde",
    title="国家药监局药审中心",
    kind="html",
    urls=("https://www.cde.org.cn/",),
    language="zh",
    tier=1,
    article_url=r"cde\.org\.cn/main/news/viewInfoCommon/[0-9a-f]{32}$",
    page=Page(title="div.news_detail_title", date="div.news_detail_date", text="div.news_detail_box"),
    enabled=False,
    poll_minutes=720,
    expect_per_day=5,
    access="restricted",
    terms="cookie shield on lists and pages since August 2023",
    evidence=(Evidence(where="DIYgod/RSSHub issue 13053", on=date(2023, 8, 16)),),
)
