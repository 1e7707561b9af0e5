"""Type, status, direction and model by their words."""

from __future__ import annotations

import pytest

from nlp.entities import Entity
from nlp.fields import deal_direction, deal_model, deal_status, deal_type
from nlp.names import Name


def _party(country: str | None, name: str = "甲药业", trade: str = "") -> Entity:
    entity = Entity(0, "org", [Name(0, len(name), name, "org", "lexicon")])
    entity.country, entity.trade = country, trade
    return entity


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("双方签署独家许可协议,授予海外权益", "license"),
        ("获得独家选择权,可在行使后取得许可", "option"),
        ("与投资人共同成立NewCo并注入管线", "newco"),
        ("拟收购其80%股权,取得控制权", "acquisition"),
        ("以5000万元认购其8%股权", "equity"),
        ("双方将共同开发该药并分担成本", "co_development"),
        ("委托其提供药物发现服务", "research"),
        ("负责该产品在中国的独家商业化推广", "commercialization"),
        ("受让该药品上市许可及生产技术", "asset_purchase"),
    ],
)
def test_type(words: str, kind: str) -> None:
    hints = ["stake"] if kind in ("acquisition", "equity") else ["license"] if kind == "license" else [None]
    assert deal_type(words, words, "", hints, [_party("CN"), _party("US")])[0] == kind


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("双方签署许可协议", "announced"),
        ("决定终止许可协议", "terminated"),
        ("已行使选择权", "exercised"),
        ("已收到里程碑付款", "milestone"),
        ("签署合作意向书", "proposed"),
        ("据报道,公司正洽谈许可事宜", "proposed"),
        ("将有权收取里程碑付款", "announced"),
        ("有权行使选择权", "announced"),
    ],
)
def test_status(words: str, status: str) -> None:
    assert deal_status(words, "", "license") == status


def test_a_takeover_that_is_closed_is_completed() -> None:
    assert deal_status("已完成工商变更", "", "acquisition") == "completed"
    assert deal_status("交易完成后将成为子公司", "", "acquisition") == "announced"


@pytest.mark.parametrize(
    ("giver", "taker", "direction"),
    [("CN", "US", "out"), ("US", "CN", "in"), ("CN", "CN", "domestic"), ("US", "JP", "foreign"), ("HK", "US", "out"), ("CN", "XX", "out")],
)  # fmt: skip
def test_direction(giver: str, taker: str, direction: str) -> None:
    assert deal_direction([_party(giver)], [_party(taker)], "") == direction


@pytest.mark.parametrize(
    ("kind", "model"),
    [("license", "borrowed_ship"), ("newco", "newco"), ("co_development", "co_development"), ("acquisition", "exit"), ("research", "service")],
)  # fmt: skip
def test_model_of_what_goes_out(kind: str, model: str) -> None:
    assert deal_model(kind, "out") == model  # type: ignore[arg-type]
    assert deal_model(kind, "in") is None  # type: ignore[arg-type]
