"""澎湃新闻, finance channel: JSON list, state in the pages."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="thepaper",
    title="澎湃新闻 财经",
    kind="json",
    urls=("https://api.thepaper.cn/contentapi/nodeCont/getByChannelId",),
    method="POST",
    body={"channelId": "25951"},
    language="zh",
    tier=3,
    items=("data.list",),
    item=Item(title="name", url="https://www.thepaper.cn/newsDetail_forward_{contId}", date="pubTimeLong", id="contId"),
    keep=HEALTH,
    page=Page(
        kind="state",
        title="props.pageProps.detailData.contentDetail.name",
        date="props.pageProps.detailData.contentDetail.publishTime",
        text="props.pageProps.detailData.contentDetail.content",
        author="props.pageProps.detailData.contentDetail.author",
    ),
    poll_minutes=30,
    expect_per_day=60,
    access="conditional",
    terms="the mobile host refuses some addresses; hosted 澎湃号 texts belong to their authors",
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/thepaper/utils.ts and channel.ts", on=date(2026, 8, 20)),),
)
