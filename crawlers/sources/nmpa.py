"""国家药监局: behind a dynamic shield."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Page, Source

SOURCE = Source(
    name="nmpa",
    title="国家药监局",
    kind="html",
    urls=("https://www.nmpa.gov.cn/yaowen/ypjgyw/index.html",),
    language="zh",
    tier=1,
    article_url=r"nmpa\.gov\.cn/(?:[\w-]+/)+\d{17}\.html$",
    page=Page(title="h1.title|div.xl_tit h2|h1", text="div.TRS_Editor|div#zoom|div.article-content|div.text"),
    enabled=False,
    poll_minutes=360,
    expect_per_day=5,
    access="restricted",
    terms="HTTP 412 from a script shield: not to be defeated; saved pages can be read with `chuhai article`",
    evidence=(Evidence(where="public crawler code, repository not named", on=date(2026, 6, 24)),),
)
