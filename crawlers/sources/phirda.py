"""中国医药创新促进会: reprints of deal news; the typo in the path is the site's own."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="phirda",
    title="中国医药创新促进会",
    kind="html",
    urls=("https://www.phirda.com/",),
    language="zh",
    tier=4,
    items=("a[href*='artilce_']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/artilce_\d+\.html",
    page=Page(title="div.news_main dt", text="div.xq_con"),
    poll_minutes=120,
    expect_per_day=10,
    evidence=(Evidence(where="phirda.com artilce_30422.html, page seen", on=date(2023, 2, 10)),),
)
