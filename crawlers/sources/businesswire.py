"""Business Wire: the feed needs a token of one's own."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="businesswire",
    title="Business Wire",
    kind="feed",
    urls=("https://feed.businesswire.com/rss/home/?rss=",),
    language="en",
    tier=2,
    timezone="UTC",
    keep=HEALTH,
    enabled=False,
    poll_minutes=30,
    expect_per_day=60,
    access="conditional",
    terms="tokens in public code carry clashing labels: ask for a feed of your own, then enable",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 9, 8)),),
)
