"""互动易: answers of Shenzhen issuers to investors, often the first word on talks."""

from __future__ import annotations

from datetime import date

from crawlers.source import Evidence, Item, Source

SOURCE = Source(
    name="irm_cninfo",
    title="互动易",
    kind="json",
    urls=(
        "https://irm.cninfo.com.cn/newircs/company/question?stockcode=&orgId=&pageSize=100&pageNum=1&keyWord={keyword}"
        "&startDay=&endDay=",
    ),
    method="POST",
    language="zh",
    tier=2,
    keywords=("对外授权", "海外授权", "license out"),
    items=("rows",),
    may_be_null=True,
    item=Item(
        title="mainContent",
        url="https://irm.cninfo.com.cn/ircs/question/questionDetail?questionId={indexId}",
        date="pubDate",
        text="attachedContent|mainContent",
        id="indexId",
        outlet="companyShortName",
    ),
    poll_minutes=240,
    expect_per_day=3,
    evidence=(
        Evidence(where="akfamily/akshare akshare/stock_feature/stock_irm_cninfo.py @0e7db00c", on=date(2026, 8, 21)),
    ),
)
