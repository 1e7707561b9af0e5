"""药渡: aggregated items with links to the originals; their web app's own API, so ask first."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="pharmacodia",
    title="药渡 pharmnews",
    kind="json",
    urls=("https://dapi.pharmacodia.com/api/pharmnews/big_box/search",),
    method="POST",
    body={"qs": "{keyword}", "searchType": "QS", "page": "{page}", "size": 10, "sortBy": "", "sortOrder": ""},
    headers={"Origin": "https://data.pharmacodia.com"},
    language="zh",
    tier=5,
    keywords=("授权", "license"),
    items=("data.hits.records",),
    item=Item(title="pnTitle", url="siteUrl", date="publishDate", text="brief", outlet="siteName"),
    enabled=False,
    poll_minutes=120,
    expect_per_day=10,
    access="conditional",
    terms="private API of their web app: switched off until access is agreed",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 6, 1)),),
)
