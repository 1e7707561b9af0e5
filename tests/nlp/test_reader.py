"""Whole articles: which deals they tell, which way, and what they do not say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.reader import parse_day, read_article
from nlp.records import Deal

DAY = date(2026, 6, 20)


def _news(title: str, text: str, day: date | None = DAY) -> list[Deal]:
    return [deal for deal in read_article(title, text, day).deals if deal.mention == "primary"]


def _sides(deal: Deal) -> tuple[set[str], set[str]]:
    return {form for p in deal.grantors for form in p.surface}, {form for p in deal.partners for form in p.surface}


OUT = (
    "澜溪生物将JX-201海外权益授权给Kestrelyn Bio",
    "澜溪生物今日宣布，与美国公司Kestrelyn Bio签署独家许可协议，授予其在大中华区以外开发、生产及商业化JX-201的权利。"
    "根据协议，澜溪生物将获得4500万美元首付款，以及最高8.2亿美元的里程碑付款，另有销售分成。",
)


def test_an_out_licence_with_all_its_fields() -> None:
    (deal,) = _news(*OUT)
    grantors, partners = _sides(deal)
    assert "澜溪生物" in grantors
    assert "Kestrelyn Bio" in partners
    assert (deal.type, deal.direction, deal.status, deal.model) == ("license", "out", "announced", "borrowed_ship")
    assert [asset.name for asset in deal.assets] == ["JX-201"]
    assert deal.territory is not None
    assert (deal.territory.include, deal.territory.exclude) == (("world",), ("greater-china",))
    amounts = {(a.kind, a.currency, a.value, a.bound) for a in deal.amounts}
    assert ("upfront", "USD", Decimal(45_000_000), "exact") in amounts
    assert ("milestone", "USD", Decimal(820_000_000), "max") in amounts
    assert deal.exclusive is True


def test_every_field_has_the_words_that_say_so() -> None:
    title, text = OUT
    whole = f"{title}\n{text}"
    (deal,) = _news(title, text)
    fields = {evidence.field for evidence in deal.evidence}
    stated = {"grantors", "partners", "assets", "territory", "type", "status", "direction", "amounts.upfront"}
    assert stated | {"amounts.milestone", "exclusive"} <= fields
    for evidence in deal.evidence:
        assert whole[evidence.start : evidence.end] == evidence.text != ""


def test_what_is_not_stated_stays_empty() -> None:
    (deal,) = _news(
        "澜溪生物与Kestrelyn Bio签署许可协议", "澜溪生物将一款新药的权利授予Kestrelyn Bio，双方未披露金额。"
    )
    assert deal.amounts == ()
    assert deal.territory is None
    assert deal.royalty is None
    assert deal.exclusive is None


@pytest.mark.parametrize(
    ("title", "text", "giver", "taker", "kind", "status"),
    [
        ("澜溪生物从Kestrelyn Bio引进抗体新药", "澜溪生物宣布从Kestrelyn Bio引进KB-77在大中华区的权益。", "Kestrelyn Bio", "澜溪生物", "license", "announced"),
        ("Kestrelyn Bio终止与澜溪生物的许可协议", "澜溪生物公告，Kestrelyn Bio决定终止双方就JX-201签署的许可协议，权利退回公司。", "澜溪生物", "Kestrelyn Bio", "license", "terminated"),
        ("澜溪生物收到Kestrelyn Bio里程碑付款", "澜溪生物公告，已收到Kestrelyn Bio就JX-201支付的2000万美元里程碑付款。", "澜溪生物", "Kestrelyn Bio", "license", "milestone"),
        ("Kestrelyn Bio行使JX-201选择权", "澜溪生物宣布，Kestrelyn Bio已行使对JX-201的选择权，将支付3000万美元。", "澜溪生物", "Kestrelyn Bio", "license", "exercised"),
        ("澜溪药业拟收购远山生物60%股权", "澜溪药业公告，拟以6亿元收购远山生物60%股权，交易完成后远山生物成为公司控股子公司。", "远山生物", "澜溪药业", "acquisition", "announced"),
        ("澜溪药业与远山生物签署收购意向书", "澜溪药业公告，公司与远山生物签署收购意向书，拟收购其疫苗业务控股权。", "远山生物", "澜溪药业", "acquisition", "proposed"),
        ("澜溪药业独家代理Kestrelyn Bio新药", "澜溪药业宣布，获得Kestrelyn Bio的KB-77在中国大陆的独家代理权，将负责其推广和销售。", "Kestrelyn Bio", "澜溪药业", "commercialization", "announced"),
    ],
)  # fmt: skip
def test_one_deal(title: str, text: str, giver: str, taker: str, kind: str, status: str) -> None:
    (deal,) = _news(title, text)
    grantors, partners = _sides(deal)
    assert giver in grantors
    assert taker in partners
    assert deal.status == status
    assert deal.type == kind or (deal.type == "option" and status == "exercised")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("澜溪生物JX-201获批临床", "澜溪生物公告，JX-201临床试验申请获药监局许可。"),
        ("澜溪药业：股东拟减持不超过2%股份", "澜溪药业公告，股东拟通过集中竞价减持公司股份。"),
        ("澜溪生物完成3亿元B轮融资", "本轮融资由远山资本领投，资金用于新药临床开发。"),
        ("澜溪生物：未与任何公司签署许可协议", "澜溪生物在互动平台表示，公司没有与Kestrelyn Bio签署许可协议。"),
        ("澜溪医院与远山区政府签署合作协议", "双方将共建医联体，开展健康管理与义诊。"),
        ("澜溪药业回购股份", "澜溪药业公告，已回购公司股份100万股，耗资2000万元。"),
    ],
)
def test_no_deal(title: str, text: str) -> None:
    assert _news(title, text) == []


def test_a_past_deal_is_background() -> None:
    text = (
        "澜溪生物公告，JX-201上市申请获受理。2023年3月，公司与Kestrelyn Bio签署许可协议，"
        "授予其JX-201海外权益，并已获得3000万美元首付款。"
    )
    deals = read_article("澜溪生物JX-201上市申请获受理", text, DAY).deals
    assert [deal.mention for deal in deals] in ([], ["background"])


def test_a_round_up_tells_each_of_its_deals_apart() -> None:
    text = (
        "1、澜溪生物与Kestrelyn Bio签署许可协议，授予其JX-201海外权益，首付款4000万美元。\n"
        "2、远山药业从Orchid Bridge Therapeutics引进OB-9大中华区权益，首付款1500万美元。\n"
        "3、松风医药收到药监局临床试验批准通知书。\n"
        "4、鹤鸣制药三季度净利润增长10%。"
    )
    deals = _news("医药早报", text)
    upfronts = {next(iter(deal.grantors)).name: deal.amounts[0].value for deal in deals}
    assert upfronts == {"澜溪生物": Decimal(40_000_000), "Orchid Bridge Therapeutics": Decimal(15_000_000)}
    assert {deal.direction for deal in deals} == {"out", "in"}


def test_an_item_that_the_gate_refuses_says_why() -> None:
    reading = read_article("央行开展逆回购", "今日净投放。", DAY)
    assert reading.skipped
    assert not reading.relevant


def test_an_article_is_read_the_same_twice() -> None:
    assert read_article(*OUT, DAY) == read_article(*OUT, DAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-05-14", date(2026, 5, 14)), ("2026-05-14T00:08:23+08:00", date(2026, 5, 14)), ("", None), ("gestern", None)],
)  # fmt: skip
def test_day(text: str, day: date | None) -> None:
    assert parse_day(text) == day


PIECES = [
    "澜溪生物", "Kestrelyn Bio", "与", "签署", "许可协议", "授权给", "收购", "JX-201", "首付款", "最高", "8.2亿美元", "股权", "60%", "。",
    "，", "\n", "1、", "（", "）", "大中华区", "以外", "公司", "终止", "2023年", "后者", "“", "以下简称", " ", "\u3000", "\ud800", "\x00",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60), st.booleans())
def test_whatever_the_text_evidence_points_into_it(pieces: list[str], titled: bool) -> None:
    text = "".join(pieces)
    title = OUT[0] if titled else ""
    for deal in read_article(title, text, DAY).deals:
        for evidence in deal.evidence:
            stated = f"{title}\n{text}"[evidence.start : evidence.end]
            assert stated.replace("\ud800", "\ufffd") == evidence.text
