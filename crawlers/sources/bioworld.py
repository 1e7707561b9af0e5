"""BioWorld: headlines and summaries; texts are paid."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Source

SOURCE = Source(
    name="bioworld",
    title="BioWorld",
    kind="feed",
    urls=("https://www.bioworld.com/rss/14",),
    language="en",
    tier=3,
    timezone="UTC",
    poll_minutes=120,
    expect_per_day=10,
    on_topic=0.3,
    access="conditional",
    terms="paid texts: title, summary and link only; public code disagrees on what the feed's number means",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 9, 8)),),
)
