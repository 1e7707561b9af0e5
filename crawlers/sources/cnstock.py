"""上海证券报·中国证券网, companies: the state that the page carries, with stories inside cards."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="cnstock",
    title="上海证券报·中国证券网",
    kind="state",
    urls=("https://www.cnstock.com/channel/10006",),
    language="zh",
    tier=3,
    items=("props.pageProps.data.pageInfo.list", "props.pageProps.data.pageInfo.list.*.childList"),
    item=Item(
        title="name",
        url="https://www.cnstock.com/commonDetail/{contId}",
        text="summary",
        id="contId",
        author="author",
    ),
    page=Page(
        kind="state",
        title="props.pageProps.data.name",
        date="props.pageProps.data.pubTime",
        text="props.pageProps.data.textInfo.content",
        author="props.pageProps.data.author",
    ),
    keep=HEALTH,
    poll_minutes=30,
    expect_per_day=60,
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 8, 2)),),
)
