"""Round-ups are read item by item, other articles whole, without what is no story."""

from __future__ import annotations

from nlp.reader import read_deals
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


def test_a_long_document_is_cut_between_sentences_and_its_opening_keeps_the_title() -> None:
    text = "甲药业招股书\n" + "公司专注于肿瘤创新药的研发。" * 6_000
    first, *rest = find_sections(text, 6)
    assert first.title is not None and not first.continued
    assert rest and all(s.continued and s.title is None for s in rest)
    assert all(s.end - s.start <= 20_000 and text[s.end - 1] == "。" for s in (first, *rest))
    assert sum(len(s.sentences) for s in (first, *rest)) == 6_001


def test_a_sentence_longer_than_a_piece_is_cut_and_nothing_of_it_is_lost() -> None:
    text = "\n" + "药" * 70_000
    assert sum(s.end - s.start for s in find_sections(text, 0)) == 70_000


def test_far_behind_the_opening_nothing_is_news_and_nobody_is_the_company() -> None:
    deal = "与乙生物签署许可协议，授予其HRS-1234在欧洲的独家权利，首付款1亿美元。"
    filler = "本行业竞争激烈且监管严格。" * 3_000
    (near,) = read_deals("", "甲药业公告，公司" + deal, None)
    assert near.mention == "primary"
    assert all(d.mention == "background" for d in read_deals("", filler + "丙医药" + deal, None))
    assert not read_deals("", "甲药业公告，公司近况如下。" + filler + "公司" + deal, None)
