"""Reported figures: whose, what, when, how much, of what; and figures that are none of ours. Every sentence is ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nlp.facts import find_facts, may_tell_facts
from nlp.page import make_page
from nlp.periods import find_period

DAY = date(2026, 6, 15)


def read(text: str, title: str = "") -> list[tuple[str, str, str, Decimal, str]]:
    return [(f.subject, f.metric, f.period, f.value, f.unit) for f in find_facts(make_page(title, text, DAY))]


TOLD: dict[str, list[tuple[str, str, str, str, str]]] = {
    "恒瑞医药：2025年，公司海外收入约8.2亿元，占总收入的2.6%。": [
        ("恒瑞医药", "overseas_revenue", "2025", "820000000", "CNY"), ("恒瑞医药", "overseas_share", "2025", "2.6", "%"),
    ],
    "百济神州今年一季度境外收入达9.1亿美元，同比增长31%。": [
        ("百济神州", "overseas_revenue", "2026Q1", "910000000", "USD"),
        ("百济神州", "overseas_revenue_growth", "2026Q1", "31", "%"),
    ],
    "恒瑞医药已完成14笔对外许可，其中9笔发生在近三年。": [
        ("恒瑞医药", "out_licences", "last 3 years", "9", "deals"),
        ("恒瑞医药", "out_licences", "to 2026-06-15", "14", "deals"),
    ],
    "2024年，江苏20家医药上市公司合计实现海外收入68亿元，占总收入的20%。": [
        ("江苏", "overseas_revenue", "2024", "6800000000", "CNY"), ("江苏", "overseas_share", "2024", "20", "%"),
        ("江苏", "reporting_companies", "2024", "20", "companies"),
    ],
    "2025年前三季度，中国创新药License-out交易达103笔，总金额达920亿美元，同比增长77%。": [
        ("中国", "out_licence_value", "2025Q1/Q3", "92000000000", "USD"),
        ("中国", "out_licence_value_growth", "2025Q1/Q3", "77", "%"),
        ("中国", "out_licences", "2025Q1/Q3", "103", "deals"),
    ],
    "截至2025年10月，我国创新药对外授权首付款合计81亿美元，超过2024年全年。": [
        ("中国", "out_licence_upfront", "2025-01/10", "8100000000", "USD"),
    ],
    "迈瑞医疗的产品已销往190多个国家和地区，2025年国际收入占比50%。": [
        ("迈瑞医疗", "overseas_share", "2025", "50", "%"), ("迈瑞医疗", "markets", "to 2026-06-15", "190", "countries"),
    ],
}  # fmt: skip

NOT_TOLD = [
    "恒瑞医药预计2027年海外收入将超过20亿元。",  # a forecast
    "某汽车公司2025年海外收入300亿元，占比40%。",  # another trade
    "2025年全球医药交易456笔，首付款总额118亿美元。",  # not of China
    "三生制药与辉瑞就一款双抗达成授权合作，首付款12.5亿美元，刷新中国创新药出海纪录。",  # one deal
    "药明康德目标是2030年海外收入占比达到90%。",  # a target
    "海外收入约6亿元。",  # whose, when?
    "恒瑞医药海外收入约6亿元。",  # when?
]


@pytest.mark.parametrize("text", TOLD)
def test_a_figure_has_subject_metric_period_value_and_unit(text: str) -> None:
    assert sorted(read(text)) == sorted((s, m, p, Decimal(v), u) for s, m, p, v, u in TOLD[text])


@pytest.mark.parametrize("text", NOT_TOLD)
def test_forecasts_other_trades_and_single_deals_are_left_out(text: str) -> None:
    assert read(text) == []


def test_the_subject_of_the_sentence_before_carries_on() -> None:
    assert read("百济神州发布年报。2025年，公司海外收入为36亿美元。") == [
        ("百济神州", "overseas_revenue", "2025", Decimal("3600000000"), "USD")
    ]


def test_scope_keeps_what_is_counted_and_how_exactly() -> None:
    text = "据不完全统计，2025年，中国创新药对外授权交易总金额超过1300亿美元。"
    (fact,) = find_facts(make_page("", text, DAY))
    assert fact.scope == "more than; 不完全统计"
    (evidence,) = fact.evidence
    assert f"\n{text}"[evidence.start : evidence.end] == evidence.text == "1300亿美元"


def test_what_a_figure_is_held_against_is_not_its_period() -> None:
    told = read("2025年，中国创新药对外授权总额1356亿美元，为2024年的2.5倍，远超2024年全年。")
    assert [row[2] for row in told] == ["2025"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025年上半年", "2025H1"), ("去年", "2025"), ("今年前五个月", "2026-01/05"), ("今年以来", "2026-01/06"),
        ("2025年1-8月", "2025-01/08"), ("2015至2025年", "2015/2025"), ("截至2025年底", "to 2025-12"), ("2025H2", "2025H2"),
        ("截至2026年3月31日", "to 2026-03-31"), ("第三季度", "2026Q3"), ("近两年", "last 2 years"), ("海外", ""),
    ],
)  # fmt: skip
def test_periods(text: str, period: str) -> None:
    assert find_period(text, 0, len(text), len(text), DAY) == period


def test_the_gate() -> None:
    assert not may_tell_facts("央行公布外汇储备。")
    assert all(may_tell_facts(text) for text in TOLD)
