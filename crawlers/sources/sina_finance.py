"""新浪财经: rolling news, most of it syndicated; only health news is followed."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="sina_finance",
    title="新浪财经 滚动",
    kind="json",
    urls=("https://feed.mix.sina.com.cn/api/roll/get?pageid=384&lid=2519&k=&num=50&page={page}",),
    headers={"Referer": "https://news.sina.com.cn/"},
    language="zh",
    tier=4,
    max_pages=4,
    items=("result.data",),
    item=Item(title="title", url="url", date="intime", text="intro", outlet="media_name", id="oid"),
    keep=HEALTH,
    article_url=r"^https?://(?:finance|cj|stock)\.sina\.(?:com\.cn|cn)/",
    page=Page(
        text="#artibody|#article",
        remove=("#left_hzh_ad", ".appendQr_wrap", ".app-kaihu-qr", ".tech-quotation", ".article-editor"),
    ),
    poll_minutes=10,
    expect_per_day=800,
    evidence=(Evidence(where="DIYgod/RSSHub lib/routes/sina/utils.ts and finance/rollnews.ts", on=date(2026, 8, 21)),),
)
