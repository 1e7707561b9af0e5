"""生物谷: research news, few deals; links are http on an https site and may hold spaces."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="bioon",
    title="生物谷",
    kind="html",
    urls=("https://news.bioon.com/",),
    language="zh",
    tier=4,
    items=("div.item-content",),
    item=Item(title="h2 a", url="h2 a::attr(href)", text="p.text-justify", date="span.item-meta-item"),
    article_url=r"news\.bioon\.com/article/[0-9a-z]+\.html$",
    page=Page(title="div.composs-main-content h1", date="p.source_text", text="div.composs-main-content > div"),
    poll_minutes=120,
    expect_per_day=20,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 3, 30)),),
)
