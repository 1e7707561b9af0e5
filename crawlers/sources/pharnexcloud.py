"""摩熵医药 (formerly 药融云): news with the text in the list's JSON."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="pharnexcloud",
    title="摩熵医药",
    kind="json",
    urls=("https://www.pharnexcloud.com/zixun/more?page={page}&pageSize=10&category=shiye&abbreviation=qy",),
    language="zh",
    tier=4,
    max_pages=2,
    items=("data",),
    item=Item(
        title="title",
        url="url",
        date="released_at",
        text="modules.0.body|abstract",
        id="id",
        author="author",
        outlet="original",
    ),
    poll_minutes=60,
    expect_per_day=6,
    access="conditional",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2025, 11, 1)),),
)
