"""艾力斯: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_allist",
    title="艾力斯 新闻中心",
    kind="html",
    urls=("https://www.allist.com.cn/",),
    language="zh",
    tier=2,
    items=("a[href*='/newsd/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"allist\.com\.cn/newsd/\d+/\d+\.html$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.1,
    evidence=(
        Evidence(
            where="KaydenZhao/biopharma-bd news-data.js @2e8c3d1",
            on=date(2024, 8, 30),
            note="only an article's address was seen",
        ),
    ),
)
