"""微信公众号: where much is published first, and nothing may be crawled."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Page, Source

SOURCE = Source(
    name="wechat_pharma",
    title="微信公众号（医药）",
    kind="html",
    language="zh",
    tier=3,
    article_url=r"^https?://mp\.weixin\.qq\.com/s(?:/[\w-]+|\?__biz=.+)$",
    page=Page(title="#activity-name", text="#js_content", outlet="#js_name"),
    enabled=False,
    poll_minutes=1440,
    expect_per_day=100,
    access="restricted",
    terms="captcha for servers since 2025: read a page that you saved yourself with `chuhai article`",
    evidence=(Evidence(where="RSSNext/rsshub-docs rsshub-analytics.json @af1d8f29", on=date(2025, 7, 23)),),
)
