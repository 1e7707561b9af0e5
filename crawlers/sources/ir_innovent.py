"""信达生物: the company's own news."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="ir_innovent",
    title="信达生物 新闻中心",
    kind="json",
    urls=("https://www.innoventbio.com/api/news",),
    language="zh",
    tier=2,
    items=("data",),
    item=Item(
        title="title",
        url="https://www.innoventbio.com/#/news/{id}",
        id="id",
        date="created_at|publish_time|date",
        text="content",
    ),
    poll_minutes=60,
    expect_per_day=0.4,
    evidence=(
        Evidence(
            where="public crawler code, repository not named",
            on=date(2026, 6, 1),
            note="the key of the date is not confirmed",
        ),
    ),
)
