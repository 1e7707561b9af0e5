"""BioSpace: deals and all news."""

from __future__ import annotations

from crawlers.source import Evidence, Page, Source

SOURCE = Source(
    name="biospace",
    title="BioSpace",
    kind="feed",
    urls=("https://www.biospace.com/deals.rss", "https://www.biospace.com/all-news.rss"),
    language="en",
    tier=3,
    timezone="UTC",
    page=Page(),
    poll_minutes=30,
    expect_per_day=20,
    on_topic=0.4,
    evidence=(Evidence(where="B0nn1eLa1/biospace-daily main.py"),),
)
