"""Endpoints News: title and summary of the feed; full texts need registration."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Source

SOURCE = Source(
    name="endpoints",
    title="Endpoints News",
    kind="feed",
    urls=("https://endpts.com/feed/",),
    language="en",
    tier=3,
    timezone="UTC",
    poll_minutes=30,
    expect_per_day=15,
    on_topic=0.4,
    terms="texts are for registered readers: summary and link only",
    evidence=(
        Evidence(where="jayhuang131/pharma-daily pharma_fetch.py", on=date(2026, 8, 8)),
        Evidence(where="weiqi-kids/pharma-intel configs/feeds.yml", on=date(2026, 5, 18)),
    ),
)
