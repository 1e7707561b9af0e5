"""界面新闻, pharma lists: original reporting."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="jiemian_pharma",
    title="界面新闻·医药",
    kind="html",
    urls=("https://www.jiemian.com/lists/472.html", "https://www.jiemian.com/lists/854.html"),
    language="zh",
    tier=3,
    items=("a[href*='/article/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"jiemian\.com/article/\d+(?:_\w+)?\.html$",
    page=Page(
        title="div.article-header h1",
        date="div.article-info span[data-article-publish-time]::attr(data-article-publish-time)",
        text="div.article-content",
        author="span.author a",
    ),
    poll_minutes=30,
    expect_per_day=8,
    on_topic=0.3,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/jiemian/lists.ts and common.ts", on=date(2026, 8, 20)),),
)
