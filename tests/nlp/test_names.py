"""Possible parties in the text: every way of finding them, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexicon import load_lexicon
from nlp.names import find_party_names
from nlp.text import fold

LEXICON = load_lexicon()


def _names(text: str) -> set[str]:
    return {name.text for name in find_party_names(fold(text), LEXICON)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公司与苏州云杉谷生物医药有限公司签署协议。", "苏州云杉谷生物医药有限公司"),
        ("百利天恒宣布，与海外公司签署协议。", "百利天恒"),
        ("公司与Orchid Bridge Therapeutics签署独家许可协议。", "Orchid Bridge Therapeutics"),
        ("澜溪药业(600999.SH)公告称，拟收购资产。", "澜溪药业"),
        ("澜溪药业：与海外公司签署许可协议", "澜溪药业"),
        ("北京松风明远科技有限公司（以下简称“松风明远”）将受让股权。", "松风明远"),
        ("本次交易的受让方为某跨国药企。", "某跨国药企"),
        ("授权给Kestrelyn，后者支付首付款。", "Kestrelyn"),
    ],
)
def test_found(text: str, name: str) -> None:
    assert name in _names(text)


@pytest.mark.parametrize(
    ("text", "not_a_name"),
    [
        ("公司获得FDA批准，并与海外公司签署协议。", "FDA"),
        ("公司与中国证监会沟通，协议已签署。", "中国证监会"),
        ("公司将6个药品转让给澜溪药业有限公司。", "6个药品"),
        ("据财联社消息，公司签署许可协议。", "财联社"),
        ("公司向JX-201的合作方授予许可。", "JX-201"),
    ],
)
def test_not_found(text: str, not_a_name: str) -> None:
    assert not_a_name not in _names(text)


def test_a_later_mention_by_the_short_name_is_found_too() -> None:
    text = fold("江苏鹤鸣山生物科技股份有限公司宣布许可协议。根据协议，鹤鸣山生物将获得首付款。")
    assert any(name.text == "鹤鸣山生物" for name in find_party_names(text, LEXICON))


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_names_stand_where_they_say_without_overlaps(text: str) -> None:
    folded = fold(text)
    end = 0
    for name in find_party_names(folded, LEXICON):
        assert folded[name.start : name.end] == name.text
        assert name.start >= end
        end = name.end


def test_the_unknown_one_of_a_list_and_a_seat_abroad_are_names() -> None:
    names = {
        n.text
        for n in find_party_names("岑朗医药、栖岚禾、昀泰医药与百济神州香港有限公司签署合作协议。", load_lexicon())
    }
    assert {"岑朗医药", "栖岚禾", "昀泰医药", "百济神州香港有限公司"} <= names
    assert "香港有限公司" not in names


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("2月1日与Coherus Biosciences,Inc.(Coherus)签署许可协议。", "Coherus Biosciences,Inc.", ""),
        ("爱普股份收购NovoSana(Europe)B.V.持有的股权。", "爱普股份", "Novo"),
        ("Apexigen and Gansu Duyiwei Biological Pharmaceutical said.", "Gansu Duyiwei Biological Pharmaceutical", ""),
        ("南华生物医药股份有限公司(*ST生物,000504)公告。", "南华生物医药股份有限公司", "ST生物"),
        ("金额不大,增发股份与治疗药由大学药学院评估。", "", "药学院"),
    ],
)
def test_names_are_whole_words_of_somebody(text: str, there: str, gone: str) -> None:
    names = {n.text for n in find_party_names(text, load_lexicon())}
    assert not there or there in names
    assert gone not in names
