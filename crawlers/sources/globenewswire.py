"""GlobeNewswire: licensing agreements, mergers and biotechnology."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="globenewswire",
    title="GlobeNewswire",
    kind="feed",
    urls=(
        "https://www.globenewswire.com/RssFeed/subjectcode/25-Licensing%20Agreements/feedTitle/"
        "GlobeNewswire%20-%20Licensing%20Agreements",
        "https://www.globenewswire.com/RssFeed/subjectcode/27-Mergers%20And%20Acquisitions/feedTitle/"
        "GlobeNewswire%20-%20Mergers%20And%20Acquisitions",
        "https://rss.globenewswire.com/RssFeed/industry/4573-Biotechnology/feedTitle/"
        "GlobeNewswire%20-%20Industry%20News%20on%20Biotechnology",
    ),
    language="en",
    tier=2,
    timezone="UTC",
    item=Item(outlet="contributors.0.name|author"),
    keep=HEALTH,
    page=Page(text="#main-body-container"),
    poll_minutes=10,
    expect_per_day=120,
    evidence=(
        Evidence(where="pipeworx-io/mcp-prnewswire src/index.ts", on=date(2026, 9, 21), note="dc:contributor"),
        Evidence(where="public crawler code, repository not named", on=date(2026, 9, 8), note="feed addresses"),
    ),
)
