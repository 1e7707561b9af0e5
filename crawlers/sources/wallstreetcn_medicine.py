"""华尔街见闻, medicine channel: list and texts from the site's JSON."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="wallstreetcn_medicine",
    title="华尔街见闻·医药",
    kind="json",
    urls=(
        "https://api-one.wallstcn.com/apiv1/content/information-flow?channel=medicine-channel&accept=article&limit=25",
    ),
    language="zh",
    tier=3,
    items=("data.items",),
    item=Item(
        title="resource.title",
        url="resource.uri",
        date="resource.display_time",
        text="resource.content_short",
        id="resource.id",
    ),
    drop={"resource_type": ("ad", "theme")},
    page=Page(
        kind="json",
        url="https://api-one.wallstcn.com/apiv1/content/articles/{resource.id}?extract=0",
        title="data.title",
        text="data.content",
        author="data.author.display_name",
        outlet="data.source_name",
    ),
    poll_minutes=15,
    expect_per_day=4,
    terms="premium articles are cut",
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/wallstreetcn/news.ts", on=date(2026, 8, 20)),),
)
