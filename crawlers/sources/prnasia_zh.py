"""美通社: Chinese texts of company releases, health industry."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="prnasia_zh",
    title="美通社 医药健康",
    kind="html",
    urls=("https://www.prnasia.com/releases/all/listpage-all-9-all-all-all-industry-1.shtml",),
    language="zh",
    tier=2,
    items=(".width-large .card-text-wrap",),
    item=Item(title="h3 a", url="h3 a::attr(href)", date="span"),
    article_url=r"/story/\d+-\d+\.shtml$",
    page=Page(title="h1", text="#dvContent"),
    poll_minutes=30,
    expect_per_day=15,
    on_topic=0.5,
    evidence=(
        Evidence(where="public crawler code, repository not named", on=date(2021, 6, 1), note="list path is old"),
    ),
)
