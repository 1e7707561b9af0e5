"""The gate lets through whatever could be a deal, and little else."""

from __future__ import annotations

import pytest

from nlp.gate import gate


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("甲药业与乙公司签署许可协议", ""),
        ("", "康宁杰瑞授权海外权益，首付款三千万美元。"),
        ("簽署獨家許可協議", "石藥集團宣布，公司與海外夥伴達成授權。"),
        ("Kelun enters license agreement", "The biotech will receive an upfront payment."),
        ("某公司拟收购疫苗企业51%股权", ""),
        ("天士力：华润三九协议受让股份完成过户", ""),
    ],
)
def test_what_may_be_a_deal_passes(title: str, text: str) -> None:
    assert gate(title, text) == ""


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("央行开展逆回购操作", "今日净投放一千亿元。", "no medical word"),
        ("新药临床试验入组首例患者", "患者已完成首次给药。", "no word of a transaction"),
        ("", "", "no medical word"),
        ("\ud800收购\ud800", "\ud800" * 300, "no medical word"),
    ],
)
def test_what_cannot_be_one_is_told_with_the_reason(title: str, text: str, why: str) -> None:
    assert gate(title, text) == why
