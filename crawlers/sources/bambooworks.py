"""咏竹坊: Chinese companies listed abroad."""

from __future__ import annotations

from crawlers.source import Evidence, Page, Source
from crawlers.topics import HEALTH

SOURCE = Source(
    name="bambooworks",
    title="咏竹坊",
    kind="feed",
    urls=("https://thebambooworks.com/cn/category/%E5%BF%AB%E8%AE%AF/feed/",),
    language="zh",
    tier=3,
    timezone="UTC",
    keep=HEALTH,
    page=Page(),
    poll_minutes=120,
    expect_per_day=4,
    evidence=(Evidence(where="public crawler code, repository not named", note="guid ?p=NNN"),),
)
