"""动脉网: lists are drawn by a script that signs its requests."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Page, Source

SOURCE = Source(
    name="vbdata",
    title="动脉网",
    kind="html",
    urls=("https://www.vbdata.cn/intelList",),
    language="zh",
    tier=3,
    article_url=r"vbdata\.cn/(?:\d+|intelDetail/\w+)$",
    page=Page(),
    enabled=False,
    poll_minutes=120,
    expect_per_day=10,
    access="restricted",
    terms="signed API, pages drawn by script: treated as not public",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 9, 1)),),
)
