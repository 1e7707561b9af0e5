"""Each wording of a deal, with invented parties A and B, and which of them gives."""

from __future__ import annotations

import pytest

from nlp.frames import RULES, find_frames
from nlp.skeleton import PARTY, Skeleton

A, B, C = chr(PARTY), chr(PARTY + 1), chr(PARTY + 2)


def _votes(text: str) -> tuple[float, float]:
    """Strength of A giving to B, and of B giving to A."""
    text = text.replace("甲", A).replace("乙", B).replace("丙", C)
    skeleton = Skeleton(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    there = back = 0.0
    for frame in find_frames(skeleton):
        gives = {i for role in "gst" for i in frame.roles.get(role, [])}
        takes = set(frame.roles.get("r", []))
        there += frame.rule.weight * ((0 in gives) + (1 in takes))
        back += frame.rule.weight * ((1 in gives) + (0 in takes))
    return there, back


@pytest.mark.parametrize(
    "text",
    [
        "甲授予乙在大中华区以外开发该药的独家许可",
        "甲将该药的海外权益授权给乙",
        "甲将向乙授予一项独家选择权",
        "乙从甲引进一款抗体药物",
        "乙获得甲旗下该药的商业化权利",
        "乙获甲独家授权",
        "乙向甲支付首付款三千万美元",
        "甲收到乙支付的里程碑付款",
        "乙收购甲全部股权",
        "甲被乙收购",
        "乙委托甲生产该药",
        "甲将为乙提供临床前研究",
        "乙行使对甲该药的选择权",
        "乙向甲退回该药的权益",
        "甲三款疫苗的部分推广权交给乙",
        "甲先后披露,从丙收到首付款,又从乙收到里程碑付款",
        "甲isgiving乙thedistributionrightstothedrug",
        "甲soldglobalrightstoitscandidateto乙",
        "乙gainsChinalicenseto甲",
        "乙willpay$2.7billionincashforabout20%of甲",
        "乙saidasubsidiarymadeamilestonepaymentto甲",
    ],
)
def test_who_gives(text: str) -> None:
    there, back = _votes(text)
    assert there > back, (there, back)


@pytest.mark.parametrize("text", ["甲与乙达成战略合作", "甲携手乙", "甲和乙共同签署协议"])
def test_an_agreement_alone_shows_no_side(text: str) -> None:
    assert _votes(text) == (0, 0)


def test_every_rule_has_a_name_of_its_own_and_a_role() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all("(?P<" in rule.pattern for rule in RULES)
