"""Round-ups are read item by item, other articles whole, without what is no story."""

from __future__ import annotations

from nlp.sections import find_sections


def _sections(title: str, body: str) -> list[str]:
    text = f"{title}\n{body}"
    return [text[s.start : s.end] for s in find_sections(text, len(title))]


def test_an_article_is_one_section_with_its_title() -> None:
    (section,) = find_sections("甲药业引进新药\n甲药业今日宣布。协议已签。", 7)
    assert section.title is not None
    assert len(section.sentences) == 3


def test_each_numbered_item_of_a_round_up_is_a_section() -> None:
    found = _sections("医药早报", "1、甲药业收购乙公司。\n2、丙生物获批。\n3、丁医药签约。")
    assert len(found) == 3
    assert found[1].startswith("丙生物")


def test_two_numbers_alone_make_no_round_up() -> None:
    assert len(_sections("甲药业签署协议", "协议要点：1、独家。2、全球。")) == 1


def test_headlines_with_a_colon_part_a_round_up_without_numbers() -> None:
    found = _sections("晚间公告集锦", "甲药业:签订许可协议。乙生物:股东减持。丙医药:收到受理通知。")
    assert [text[:3] for text in found] == ["甲药业", "乙生物", "丙医药"]


def test_an_article_without_title_or_text_has_no_section_or_one() -> None:
    assert find_sections("\n", 0) == []
    assert len(_sections("", "甲药业宣布。")) == 1
