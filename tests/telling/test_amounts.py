"""Money in both languages: exact, as people write it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telling.amounts import format_money


@pytest.mark.parametrize(
    ("value", "currency", "bound", "chinese", "english"),
    [
        ("112000000", "USD", "exact", "1.12亿美元", "US$112 million"),
        ("8880000", "USD", "exact", "888万美元", "US$8.88 million"),
        ("1250000000", "USD", "max", "最高12.5亿美元", "up to US$1.25 billion"),
        ("50000000", "CNY", "min", "超过5000万元人民币", "more than RMB 50 million"),
        ("9999", "HKD", "approx", "约9,999港元", "about HK$9,999"),
        ("30000000000", "JPY", "exact", "300亿日元", "JPY 30 billion"),
        ("20000000", "EUR", "exact", "2000万欧元", "€20 million"),
        ("123456789", "HKD", "exact", "1.23456789亿港元", "HK$123.456789 million"),
    ],
)
def test_as_people_write_it(value: str, currency: str, bound: str, chinese: str, english: str) -> None:
    assert format_money(Decimal(value), currency, "zh", bound) == chinese
    assert format_money(Decimal(value), currency, "en", bound) == english
    assert format_money(Decimal(value), currency, "both", bound) == f"{chinese} · {english}"


@given(st.integers(min_value=1, max_value=10**14))
def test_nothing_is_rounded_away(value: int) -> None:
    chinese = format_money(Decimal(value), "USD", "zh").removesuffix("美元").replace(",", "")
    unit = {"亿": 10**8, "万": 10**4}.get(chinese[-1], 1)
    assert Decimal(chinese.rstrip("亿万")) * unit == value
    number, _, word = format_money(Decimal(value), "USD", "en").removeprefix("US$").replace(",", "").partition(" ")
    assert Decimal(number) * {"billion": 10**9, "million": 10**6, "": 1}[word] == value
