"""中证网, company news: charset differs from page to page."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="cs_com_cn",
    title="中证网 公司新闻",
    kind="html",
    urls=("https://www.cs.com.cn/ssgs/gsxw/",),
    language="zh",
    tier=3,
    items=("a[href$='.html']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/\d{6}/t\d{8}_\d+\.html$",
    keep=HEALTH,
    page=Page(
        title="article.cont_article header h1",
        date=".time::attr(datetime)|.time",
        text="article.cont_article section",
        outlet="div.artc_info em",
    ),
    poll_minutes=60,
    expect_per_day=30,
    access="conditional",
    terms="answered 403 in April 2026: a refusal is taken as one",
    evidence=(
        Evidence(where="DIYgod/RSSHub lib/routes/cs/index.ts"),
        Evidence(where="RSSNext/rsshub-docs rsshub-analytics.json", on=date(2026, 4, 3), note="403"),
    ),
)
