"""PR Newswire, health releases: most Chinese biotechs publish their English texts here."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Page, Source

SOURCE = Source(
    name="prnewswire_health",
    title="PR Newswire Health",
    kind="feed",
    urls=("https://www.prnewswire.com/rss/health-latest-news/health-latest-news-list.rss",),
    language="en",
    tier=2,
    timezone="America/New_York",
    item=Item(outlet="contributors.0.name|author"),
    page=Page(text="section.release-body", remove=(".release-body aside", ".dnr")),
    poll_minutes=10,
    expect_per_day=150,
    # A misspelt feed is answered with the general feed, not with an error.
    on_topic=0.5,
    terms="behind Cloudflare; some requests get a 301 to an address that is 404: the next poll succeeds",
    evidence=(
        Evidence(where="pipeworx-io/mcp-prnewswire src/index.ts", on=date(2026, 9, 21)),
        Evidence(
            where="jayhuang131/pharma-daily pharma_fetch.py", on=date(2026, 8, 8), note="a wrong path is no error"
        ),
    ),
)
