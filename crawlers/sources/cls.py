"""财联社: the topic pages of innovative drugs and of medicine; the signed wire API is not used."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="cls",
    title="财联社 创新药与医药",
    kind="state",
    urls=("https://www.cls.cn/subject/1207", "https://www.cls.cn/subject/1424"),
    language="zh",
    tier=3,
    items=("props.pageProps.data.articles", "props.initialState.subject.articles"),
    item=Item(
        title="article_title",
        url="https://www.cls.cn/detail/{article_id}",
        date="article_time",
        text="article_brief",
        id="article_id",
        author="article_author",
    ),
    page=Page(
        kind="state",
        title="props.pageProps.articleDetail.title|props.initialState.detail.articleDetail.title",
        date="props.pageProps.articleDetail.ctime|props.initialState.detail.articleDetail.ctime",
        text="props.pageProps.articleDetail.content|props.initialState.detail.articleDetail.content",
    ),
    poll_minutes=15,
    expect_per_day=2,
    access="conditional",
    terms="the JSON wire needs a signature that the site makes for its own pages: ask before using it",
    evidence=(
        Evidence(
            where="echo-stacker/cailianshe-daily-archive scripts/archive_cls_daily.py @8fe1fd6f", on=date(2026, 8, 22)
        ),
        Evidence(where="DIYgod/RSSHub lib/routes/cls/telegraph.tsx"),
    ),
)
