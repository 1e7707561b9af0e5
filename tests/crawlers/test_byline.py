"""Dates and names printed around a title."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawlers.byline import dateline_author, find_credits, find_header_date, find_stamped_date, header_block, with_year
from crawlers.dates import FoundDate, find_date
from crawlers.render import Run, parse_html, runs

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 20, 9, 0, tzinfo=SHANGHAI)
TITLE = "岚溪生物与北境制药签订许可协议"


def block(markup: str) -> list[Run]:
    return header_block(runs(parse_html(f"<body><h1>{TITLE}</h1>{markup}</body>")), TITLE, None)


@pytest.mark.parametrize(
    ("markup", "author", "outlet"),
    [
        ("<p>来源：药报 作者：柳二</p>", "柳二", "药报"),
        ("<p><span>来源：<a>药报</a></span><span>作者：</span><span>柳二</span><a>分享</a></p>", "柳二", "药报"),
        ("<p>作者：柳二</p><p>岚溪生物公告，协议已经生效。</p>", "柳二", ""),
        ("<p>文|柳二、王三 编辑|李四</p>", "柳二、王三", ""),
        ("<p>药报记者 柳二</p>", "柳二", ""),
        ("<p>作者：○记者 柳二 ○编辑 王三</p>", "柳二", ""),
        ("<p>藥報 記者<a>柳二</a>／綜合報導</p>", "柳二", ""),
        ("<p>By <a>Ann Writer</a> | 3 min read</p>", "Ann Writer", ""),
        ("<p><span class=author>柳二</span><span class=source>药报</span></p>", "柳二", "药报"),
        ("<p>记者从会议获悉，协议已经生效。</p>", "", ""),
    ],
)
def test_credits(markup: str, author: str, outlet: str) -> None:
    assert find_credits(block(markup)) == (author, outlet)


def test_the_reporter_of_the_first_sentence() -> None:
    assert dateline_author("财讯社6月12日电（记者 柳二、王三）岚溪生物公告，协议已经生效。") == "柳二、王三"
    assert dateline_author("岚溪生物公告，协议已经生效。记者获悉，双方还有其他合作。") == ""


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>2026-06-12 10:31</p>", "2026-06-12T10:31"),
        ("<p>2026年6月12日</p><p>08-01 热榜</p>", "2026-06-12T00:00"),
        ("<p>3小时前</p>", "2026-06-20T06:00"),
        ("<p>药报 2026-06-12</p><p>3小时前</p>", "2026-06-12T00:00"),
        ("<div><b>12</b> <span>2026-06</span></div>", "2026-06-12T00:00"),
        ("<p>最后更新：2026-06-14 08:00</p><p>2026-06-12 10:31</p>", "2026-06-12T10:31"),
        ("<p>更新于2026年6月12日 10:31</p>", "2026-06-12T10:31"),
        ("<p>2026-06-12</p><p>09999.HK 26.45 2026-06-19 16:00</p>", "2026-06-12T00:00"),
        ("<p>Jun. 12, 2026 08:00 ET (12:00 GMT)</p>", "2026-06-12T20:00"),
    ],
)
def test_printed_dates(markup: str, expected: str) -> None:
    found = find_header_date(block(markup), NOW, SHANGHAI)
    assert found is not None and found.value.isoformat().startswith(expected)


def test_a_date_above_the_title_counts_after_those_below_it() -> None:
    def read(below: str) -> str:
        page = runs(parse_html(f"<body><p>2026-06-11 08:00</p><h1>{TITLE}</h1>{below}</body>"))
        found = find_header_date(header_block(page, TITLE, None), NOW, SHANGHAI)
        return found.raw if found else ""

    assert read("<p>正文。</p>") == "2026-06-11 08:00"
    assert read("<p>2026-06-12 10:31</p>") == "2026-06-12 10:31"


def test_a_time_that_only_an_attribute_has() -> None:
    tree = parse_html(f"<body><i data-time=1700000000></i><h1>{TITLE}</h1><i data-time='1781231460'></i></body>")
    found = find_stamped_date(tree, header_block(runs(tree), TITLE, None), NOW, SHANGHAI)
    assert found is not None and found.raw == "1781231460"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("06-12 10:31", "2024-06-12T10:31"), ("3小时前", "2024-06-12T00:00"), ("2026-06-12 10:31", "2026-06-12T10:31")],
)
def test_the_day_in_the_address_gives_the_year(printed: str, expected: str) -> None:
    found = find_date(printed, NOW, SHANGHAI)
    assert found is not None
    day = FoundDate(datetime(2024, 6, 12, tzinfo=SHANGHAI), "day", "2024-06-12")
    assert with_year(found, day).value.isoformat().startswith(expected)
