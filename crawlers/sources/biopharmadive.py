"""BioPharma Dive: trade press, news and deals feeds."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Source

SOURCE = Source(
    name="biopharmadive",
    title="BioPharma Dive",
    kind="feed",
    urls=("https://www.biopharmadive.com/feeds/news/", "https://www.biopharmadive.com/feeds/topic/deals/"),
    language="en",
    tier=3,
    timezone="America/New_York",
    poll_minutes=60,
    expect_per_day=6,
    on_topic=0.4,
    terms="one project reports refusals of plain clients; a refusal is taken as one",
    evidence=(
        Evidence(where="jayhuang131/pharma-daily pharma_fetch.py", on=date(2026, 8, 8)),
        Evidence(where="weiqi-kids/pharma-intel configs/feeds.yml", on=date(2026, 5, 18)),
    ),
)
