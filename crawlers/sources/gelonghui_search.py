"""格隆汇, keyword search: articles on licensing."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="gelonghui_search",
    title="格隆汇 搜索",
    kind="json",
    urls=(
        "https://www.gelonghui.com/api/post/search/v4?keyword={keyword}&isVipArticle=false&count=20&page={page}"
        "&searchArea=all",
    ),
    language="zh",
    tier=3,
    keywords=("创新药 授权", "许可协议 药", "NewCo 药"),
    items=("result",),
    item=Item(title="title", url="link", date="timestamp", text="summary", outlet="source"),
    page=Page(title=".article-title", text="article.article-with-html"),
    poll_minutes=60,
    expect_per_day=5,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/gelonghui/keyword.ts", on=date(2026, 8, 20)),),
)
