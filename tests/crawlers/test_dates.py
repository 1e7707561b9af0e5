"""Dates as news print them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawlers.dates import find_date, month_first

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 1, 3, 10, 0, tzinfo=TZ)

CASES = [
    ("刚刚", "2026-01-03T10:00", "minute"),
    ("30秒前", "2026-01-03T09:59", "minute"),
    ("5分钟前", "2026-01-03T09:55", "minute"),
    ("半小时前", "2026-01-03T09:30", "minute"),
    ("1分10秒前", "2026-01-03T09:58", "minute"),
    ("两小时前", "2026-01-03T08:00", "minute"),
    ("3 hours ago", "2026-01-03T07:00", "minute"),
    ("三天前", "2025-12-31T10:00", "day"),
    ("2周前", "2025-12-20T10:00", "day"),
    ("剛剛", "2026-01-03T10:00", "minute"),
    ("5分鐘前", "2026-01-03T09:55", "minute"),
    ("今天 08:30", "2026-01-03T08:30", "minute"),
    ("昨天 12:30", "2026-01-02T12:30", "minute"),
    ("前天", "2026-01-01T00:00", "day"),
    ("星期三 10:00", "2025-12-31T10:00", "minute"),
    ("12-30 08:15", "2025-12-30T08:15", "minute"),
    ("12月30日", "2025-12-30T00:00", "day"),
    ("01-02", "2026-01-02T00:00", "day"),
    ("2025年12月30日 09:05", "2025-12-30T09:05", "minute"),
    ("2025年12月30日09时05分", "2025-12-30T09:05", "minute"),
    ("２０２５年１２月３０日", "2025-12-30T00:00", "day"),
    ("2025/12/30 9:05:06", "2025-12-30T09:05", "second"),
    ("2025.12.30", "2025-12-30T00:00", "day"),
    ("20251230", "2025-12-30T00:00", "day"),
    ("25-12-30 09:05", "2025-12-30T09:05", "minute"),
    ("发布时间: 25-12-3009:05", "2025-12-30T09:05", "minute"),
    ("12/30/2025", "2025-12-30T00:00", "day"),
    ("30 Dec 2025 8:05 pm", "2025-12-30T20:05", "minute"),
    ("30.12.2025", "2025-12-30T00:00", "day"),
    ("30 December 2025 | 14:00 (CET)", "2025-12-30T21:00", "minute"),
    ("12 June 2025 | 14:00 (CEST)", "2025-06-12T20:00", "minute"),
    ("6/5/2025, 10:31:15 AM", "2025-06-05T10:31", "second"),
    ("06/05/2025 10:31", "2025-05-06T10:31", "minute"),
    ("20251230090506", "2025-12-30T09:05", "second"),
    ("二〇二五年十二月三十日", "2025-12-30T00:00", "day"),
    ("30/12/2025 16:31", "2025-12-30T16:31", "minute"),
    ("2025-12-30 下午3:20", "2025-12-30T15:20", "minute"),
    ("1767200000", "2026-01-01T00:53", "second"),
    ("1767200000123", "2026-01-01T00:53", "second"),
    ("1767200000123456", "2026-01-01T00:53", "second"),
    ("1767196800000", "2026-01-01T00:00", "day"),
    ("2025-12-30T08:00:00+08:00", "2025-12-30T08:00", "second"),
    ("2025-12-30T00:00:00Z", "2025-12-30T08:00", "second"),
    ("Tue, 30 Dec 2025 12:00:00 GMT", "2025-12-30T20:00", "second"),
    ("Dec. 30, 2025 08:00 ET", "2025-12-30T21:00", "minute"),
    ("Jun 12, 2025, 08:00 ET", "2025-06-12T20:00", "minute"),
    ("December 30, 2025", "2025-12-30T00:00", "day"),
    ("30 December 2025", "2025-12-30T00:00", "day"),
    ("来源：某网 2025-12-30 10:10:10 字号", "2025-12-30T10:10", "second"),
]


@pytest.mark.parametrize(("text", "value", "precision"), CASES)
def test_printed_forms(text: str, value: str, precision: str) -> None:
    found = find_date(text, NOW, TZ)
    assert found is not None
    assert (found.value.isoformat()[:16], found.precision) == (value, precision)
    assert found.value.tzinfo is not None


@pytest.mark.parametrize(
    "text",
    ["", "0000-0-0", "2025-13-40", "20000000小时前", "99999999999年前", "2099-01-01", "1900-01-01", "GLP-1 12/7 研究"],
)
def test_what_is_no_date(text: str) -> None:
    assert find_date(text, NOW, TZ) is None


def test_beijing_midnight_is_a_day_of_beijing() -> None:
    found = find_date("1767196800000", NOW, TZ)
    assert found is not None and found.value.astimezone(TZ).date().isoformat() == "2026-01-01"
    assert found.value.astimezone(UTC).date().isoformat() == "2025-12-31"


def test_the_next_day_of_an_evening_filing_is_allowed() -> None:
    assert find_date("2026-01-04", NOW, TZ) is not None
    assert find_date("2026-01-09", NOW, TZ) is None


@given(st.text(alphabet="0123456789年月日时分秒前天周-/:. T上下午昨刚GMTZ+个半", max_size=40))
@example("0000-0-0")
@example("20000000小时前")
@example("9999年前")
@example("2025-02-30 25:61")
def test_never_raises_and_stays_in_bounds(text: str) -> None:
    found = find_date(text, NOW, TZ)
    assert found is None or (found.value.year >= 1990 and found.value <= NOW + timedelta(days=2))


@given(st.integers(0, 34 * 365 * 86400).map(lambda seconds: (NOW - timedelta(seconds=seconds)).replace(tzinfo=None)))
def test_full_dates_come_back(value: datetime) -> None:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S"):
        if form == "%Y%m%d%H%M%S" and value.year < 2000:
            continue
        found = find_date(value.strftime(form), NOW, TZ)
        assert found is not None and found.value.replace(tzinfo=None) == value.replace(microsecond=0)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("06/05/2025", "2025-06-05"),
        ("30/12/2025", "2025-12-30"),
        ("01/12/2025", "2025-01-12"),
        ("02/01/2026", "2026-01-02"),
    ],
)
def test_american_days(raw: str, day: str) -> None:
    found = find_date(raw, NOW, TZ)
    assert found is not None and month_first(found, NOW).value.date().isoformat() == day
