"""百济神州 BeOne: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="ir_beone",
    title="百济神州 BeOne 新闻中心",
    kind="html",
    urls=("https://ir.beonemedicines.com/news",),
    language="en",
    tier=2,
    items=("a[href*='/news/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"ir\.beonemedicines\.com/news/[\w-]+/[0-9a-f-]{36}$",
    page=Page(),
    poll_minutes=60,
    expect_per_day=0.4,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 2, 26)),),
)
