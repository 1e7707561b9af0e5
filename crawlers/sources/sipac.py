"""苏州工业园区: park news on BioBAY companies."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="sipac",
    title="苏州工业园区 媒体聚焦",
    kind="html",
    urls=("https://www.sipac.gov.cn/szgyyq/mtjj/",),
    language="zh",
    tier=3,
    items=("a[href$='.shtml']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/szgyyq/[\w-]+/\d{6}/[0-9a-f]{32}\.shtml$",
    keep=HEALTH,
    page=Page(),
    poll_minutes=720,
    expect_per_day=5,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 8, 1)),),
)
