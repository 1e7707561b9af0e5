"""基石药业: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_cstone",
    title="基石药业 新闻中心",
    kind="html",
    urls=("https://www.cstonepharma.com/news/company_news.html",),
    language="zh",
    tier=2,
    items=(".s_news li",),
    item=Item(title=".title", url="a::attr(href)", date=".time"),
    page=Page(text=".newssrc"),
    poll_minutes=60,
    expect_per_day=0.2,
    evidence=(Evidence(where="public Scrapy project of 57 newsrooms, repository not named", on=date(2021, 1, 1)),),
)
