"""Whatever is read on the folded page leads back to the article as stored."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from nlp.page import make_page

ANY = st.text(st.characters(exclude_categories=()), max_size=200)


@given(ANY, ANY)
def test_every_character_leads_back_to_the_article(title: str, text: str) -> None:
    page = make_page(title, text, None)
    assert len(page.offsets) == len(page.text)
    assert list(page.offsets) == sorted(set(page.offsets))
    assert all(0 <= offset < len(page.whole) for offset in page.offsets)
    assert page.text[page.title_end] == "\n"


@given(ANY, st.data())
def test_evidence_is_a_stretch_of_the_article(text: str, data: st.DataObject) -> None:
    page = make_page("", text, None)
    start = data.draw(st.integers(0, len(page.text) - 1))
    end = data.draw(st.integers(start + 1, len(page.text)))
    evidence = page.evidence("type", start, end, "rule")
    assert page.whole[evidence.start : evidence.end] == evidence.text


def test_blanks_between_han_carry_nothing() -> None:
    page = make_page("", "甲 乙 药业 获得 12 亿 美元", None)
    assert page.text == "\n甲乙药业获得12亿美元"
    assert page.evidence("x", 7, 11, "").text == "12 亿 美"


def test_blanks_of_latin_names_stay() -> None:
    assert "Orchid Bridge Therapeutics" in make_page("", "与Orchid Bridge Therapeutics 签约", None).text


def test_a_blank_of_a_headline_parts_two_clauses() -> None:
    assert make_page("甲药业签下大单 乙公司股价上涨", "", None).text.startswith("甲药业签下大单,乙公司股价上涨")


def test_the_day_is_that_of_the_article_or_the_first_it_names() -> None:
    assert make_page("", "2026年3月5日，甲药业公告。", date(2026, 3, 6)).day == date(2026, 3, 6)
    assert make_page("", "2026年3月5日，甲药业公告。", None).day == date(2026, 3, 5)
    assert make_page("", "2026年13月45日，甲药业公告。", None).day is None
