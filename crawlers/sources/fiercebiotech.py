"""Fierce Biotech: trade press; the excerpt of the feed only, for pages are shielded."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Source

SOURCE = Source(
    name="fiercebiotech",
    title="Fierce Biotech, Fierce Pharma",
    kind="feed",
    urls=("https://www.fiercebiotech.com/rss/xml", "https://www.fiercepharma.com/rss/xml"),
    language="en",
    tier=3,
    timezone="America/New_York",
    poll_minutes=30,
    expect_per_day=15,
    on_topic=0.4,
    terms="pages are behind a bot shield for some hosts: feed only",
    evidence=(
        Evidence(where="weiqi-kids/pharma-intel configs/feeds.yml", on=date(2026, 5, 18)),
        Evidence(where="kidwon/pharma-daily src/config.py", on=date(2026, 1, 22)),
    ),
)
