"""复星医药: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_fosun",
    title="复星医药 新闻中心",
    kind="html",
    urls=("https://www.fosunpharma.com/news/groupNewsData.aspx?pageid=1&time=0",),
    language="zh",
    tier=2,
    items=(".listBlock li",),
    item=Item(title="a", url="a::attr(href)", date=".color555"),
    page=Page(text=".news_Info"),
    poll_minutes=60,
    expect_per_day=0.4,
    evidence=(Evidence(where="public Scrapy project of 57 newsrooms, repository not named", on=date(2021, 1, 1)),),
)
