"""Folding keeps every offset; sentences, boilerplate, language and mojibake are told apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import (
    fold,
    guess_language,
    is_mojibake,
    merge_spans,
    split_clauses,
    split_paragraphs,
    split_sentences,
    strip_boilerplate,
)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("ＳＨＲ－Ａ１８１１", "SHR-A1811"),
        ("（１２．５億美元）", "(12.5亿美元)"),
        ("簽署獨家授權許可協議", "签署独家授权许可协议"),
        ("“泽布替尼”—「百悦泽」", '"泽布替尼"-"百悦泽"'),
        ("首付款：1亿，里程碑；", "首付款:1亿,里程碑;"),
        ("Ⅲ期", "Ⅲ期"),
        ("PD\u20111", "PD-1"),
    ],
)
def test_fold_unifies_width_script_and_punctuation(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_pinyin_aids_are_blanked_and_other_brackets_are_not() -> None:
    assert fold("12.5億(yì)美元") == "12.5亿    美元"
    assert fold("全新(de novo)项目") == "全新(de novo)项目"
    assert fold("基因(gene)编辑") == "基因(gene)编辑"


@given(st.text())
def test_fold_keeps_the_length_of_any_text_and_changes_nothing_twice(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_sentences_end_at_full_stops_and_line_breaks_never_in_a_number() -> None:
    text = (
        "甲公司公告，首付款1.5亿美元。里程碑付款最高3.2亿美元！\n第二段Alpha Inc. signed it. Then it paid $2.5 million."
    )
    pieces = [text[s.start : s.end] for s in split_sentences(text)]
    assert pieces == [
        "甲公司公告，首付款1.5亿美元。",
        "里程碑付款最高3.2亿美元！",
        "第二段Alpha Inc. signed it.",
        "Then it paid $2.5 million.",
    ]


def test_sentences_of_a_part_keep_offsets_of_the_whole() -> None:
    text = "第一句。第二句。第三句。"
    assert [text[s.start : s.end] for s in split_sentences(text, 4, 8)] == ["第二句。"]


def test_clauses_end_at_commas_but_not_at_list_marks() -> None:
    text = "在美国、日本和欧洲开发，公司保留中国权益；"
    assert [text[s.start : s.end] for s in split_clauses(text)] == ["在美国、日本和欧洲开发，", "公司保留中国权益；"]


def test_paragraphs_are_lines_with_something_in_them() -> None:
    text = "一\n\n  \n 二 \n"
    assert [text[s.start : s.end] for s in split_paragraphs(text)] == ["一", "二"]


@given(st.text(alphabet="甲。！\n. aA1，"))
def test_sentences_are_in_order_trimmed_and_lose_nothing(text: str) -> None:
    sentences = split_sentences(text)
    kept = "".join(text[s.start : s.end] for s in sentences)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("财联社5月14日电，甲药业公告签约。", "财联社5月14日电，"),
        ("【甲药业签约】正文在此，很长。", "【甲药业签约】"),
        ("甲药业公告签约。（记者 张三）", "（记者 张三）"),
        ("甲药业公告签约。（界面新闻）", "（界面新闻）"),
        ("甲药业签约。\n风险提示：药品研发周期长，存在不确定性。", "风险提示：药品研发周期长，存在不确定性。"),
        ("正文。\n免责声明：本文不构成投资建议", "免责声明：本文不构成投资建议"),
    ],
)
def test_boilerplate_is_told_as_spans(text: str, ignored: str) -> None:
    assert [text[start:end] for start, end in strip_boilerplate(text)] == [ignored]


def test_brackets_at_the_end_of_a_line_are_kept() -> None:
    assert strip_boilerplate("授予依沃西单抗（AK112）") == []


def test_a_title_repeated_at_the_start_is_boilerplate() -> None:
    assert strip_boilerplate("甲药业签约乙公司 正文开始。", "甲药业签约乙公司") == [(0, 8)]
    assert strip_boilerplate("正文开始。", "甲药业签约乙公司") == []


def test_spans_that_touch_are_merged() -> None:
    assert merge_spans([(5, 9), (0, 2), (2, 4), (7, 8), (6, 6)]) == [(0, 4), (5, 9)]


def test_language_is_told_by_script() -> None:
    assert guess_language("甲药业与Beta Pharma达成独家授权许可协议") == "zh"
    assert guess_language("甲藥業與乙公司簽署獨家授權許可協議") == "zh-Hant"
    assert guess_language("Alpha and Beta announced a license agreement for China (中国)") == "en"


def test_mojibake_is_found_and_real_text_is_not() -> None:
    assert is_mojibake("锟斤拷锟斤拷药业与锟斤拷签署协议")
    assert is_mojibake("ï¿½ï¿½ï¿½ï¿½ signed with ï¿½ï¿½")
    assert is_mojibake("甲\ufffd\ufffd药业")
    assert not is_mojibake("甲药业与Novartis就α-突触核蛋白抗体签署协议，首付款1亿欧元（€）。")
    assert not is_mojibake("")
