"""21财经·新健康: a strong pharma desk; the plain page, not the app's signed JSON."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="jingji21_health",
    title="21财经·新健康",
    kind="html",
    urls=("https://www.21jingji.com/channel/healthnews/",),
    language="zh",
    tier=3,
    items=("a[href*='/herald/']",),
    item=Item(title="a", url="a::attr(href)"),
    article_url=r"/article/\d{8}/herald/[0-9a-f]{32}(?:_\w+)?\.html$",
    page=Page(
        title="div.titleHead h1",
        date="div.author-infos span|.author-infos",
        text="div.main_content|div.txtContent",
        remove=("div.rela-box", "div.copyright"),
    ),
    poll_minutes=60,
    expect_per_day=8,
    access="conditional",
    terms="the mobile JSON needs a token made for its own pages: not used",
    evidence=(
        Evidence(where="DIYgod/RSSHub lib/routes/21caijing/channel.ts"),
        Evidence(where="RSSNext/rsshub-docs rsshub-analytics.json", on=date(2026, 2, 27), note="route broken"),
    ),
)
