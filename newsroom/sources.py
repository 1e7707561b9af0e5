"""The newsroom's outlets as source declarations, like those of real sites in ``crawlers/sources/``."""

from __future__ import annotations

from crawlers.source import Evidence, Item, Page, Source

_OURS = (Evidence(where="newsroom/pages.py, the sample newsroom of this project"),)


def newsroom_sources(base: str) -> tuple[Source, ...]:
    """The declarations for a newsroom that listens at ``base`` (``http://127.0.0.1:PORT``)."""
    return (
        Source(
            name="haichao", title="海潮财经", kind="html", urls=(f"{base}/haichao/yiyao/",), language="zh", tier=3,
            items=("ul.news li",), item=Item(title="a", url="a::attr(href)", date="span.date"),
            page=Page(title="h1", date="span.time", text="div.TRS_Editor"),
            expect_per_day=10, delay_seconds=0, evidence=_OURS, verified=True,
        ),
        Source(
            name="yaohai", title="药海日报", kind="html", urls=(f"{base}/yaohai/news?page={{page}}",),
            language="zh", tier=3, max_pages=2, items=("div.card",),
            item=Item(title="h3 a", url="h3 a::attr(href)", date="time.ago"),
            page=Page(), expect_per_day=11, delay_seconds=0, evidence=_OURS, verified=True,
        ),
        Source(
            name="guancha", title="新药出海观察", kind="feed", urls=(f"{base}/guancha/feed.xml",),
            language="zh", tier=4, page=Page(title="h1", date="div.post-time", text="div.post-body"),
            expect_per_day=8, delay_seconds=0, evidence=_OURS, verified=True,
        ),
        Source(
            name="kuaixun", title="潮信快讯", kind="json", urls=(f"{base}/kuaixun/api/roll",), language="zh", tier=3,
            items=("data.roll_data",), drop={"is_ad": ("1",)},
            item=Item(title="title", url="shareurl", date="ctime", text="content", id="id"),
            expect_per_day=18, delay_seconds=0, evidence=_OURS, verified=True,
        ),
        Source(
            name="pilu", title="样本披露站", kind="json", urls=(f"{base}/pilu/search",), language="zh", tier=1,
            method="POST", form={"from": "{start:%Y%m%d}", "to": "{end:%Y%m%d}"}, items=("result.*",),
            item=Item(title="TITLE", url="FILE_LINK", date="DATE_TIME", id="NEWS_ID"), page=Page(kind="pdf"),
            expect_per_day=4, delay_seconds=0, evidence=_OURS, verified=True,
        ),
        Source(
            name="harborwire", title="Harbor Wire", kind="feed", urls=(f"{base}/harborwire/atom.xml",),
            language="en", tier=2, expect_per_day=6, delay_seconds=0, evidence=_OURS, verified=True,
        ),
    )  # fmt: skip
