"""36氪: the public feed only; pages are shielded."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="kr36",
    title="36氪",
    kind="feed",
    urls=("https://36kr.com/feed-newsflash", "https://36kr.com/feed"),
    language="zh",
    tier=3,
    keep=HEALTH,
    poll_minutes=15,
    expect_per_day=100,
    access="conditional",
    terms="pages answer with a challenge: the public feed only",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 10, 1)),),
)
