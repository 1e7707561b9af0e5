"""石药集团: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_cspc",
    title="石药集团 新闻中心",
    kind="html",
    urls=("http://www.e-cspc.com/news/index.html",),
    language="zh",
    tier=2,
    items=(".ratio-img li",),
    item=Item(title="h2 a", url="h2 a::attr(href)", date="div span"),
    page=Page(title="h1.fnt_40", date="div.btxt span:first-child", text=".edit_con_original"),
    poll_minutes=60,
    expect_per_day=0.3,
    evidence=(Evidence(where="public Scrapy project of 57 newsrooms, repository not named", on=date(2021, 1, 1)),),
)
