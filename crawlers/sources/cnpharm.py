"""中国医药报: approvals and policy."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="cnpharm",
    title="中国食品药品网",
    kind="html",
    urls=("https://www.cnpharm.com/",),
    language="zh",
    tier=3,
    items=("a[href*='/c/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"cnpharm\.com/c/\d{4}-\d{2}-\d{2}/\d+\.shtml$",
    page=Page(title="h1"),
    poll_minutes=240,
    expect_per_day=20,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 2, 25)),),
)
