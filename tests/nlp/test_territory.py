"""Territories as the texts print them, and places that say nothing about rights."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.territory import find_places, find_territory

CASES = [
    ("授予乙公司在大中华区以外的全球独家权益。", "world", "greater-china"),
    (
        "乙公司获得该药除大中华区及部分东南亚国家以外区域的独家开发及商业化权益。",
        "world",
        "greater-china southeast-asia",
    ),
    (
        "在除大中华、东南亚及印度以外区域的全球范围内开发和商业化的独家权利。",
        "world",
        "greater-china southeast-asia IN",
    ),
    (
        "授予其在大中华区、美国、加拿大、欧洲、日本、俄罗斯等国家之外的全球权益。",
        "world",
        "greater-china US CA europe JP RU",
    ),
    ("将该药的全球权益授权给乙公司。", "world", ""),
    ("获得全球独家开发、生产及商业化权利。", "world", ""),
    ("授予其全球独占许可（不含中国内地、香港、澳门及台湾）。", "world", "greater-china"),
    ("获得该产品在全球（不包括中国大陆）的独家权利。", "world", "CN"),
    ("在中国大陆及港澳台地区以外的全球范围内独家开发。", "world", "greater-china"),
    ("拥有除中国境内及港澳地区外的全球范围的商业化权利。", "world", "CN HK MO"),
    ("授权其海外权益。", "world", "CN"),
    ("中国以外的全球权益归乙公司所有，乙公司负责开发。", "world", "CN"),
    ("获得在中国大陆、香港、澳门和台湾地区的独家商业化权利。", "greater-china", ""),
    ("在大中华区（包括中国内地、香港、澳门及台湾地区）开发、生产及商业化该药。", "greater-china", ""),
    ("在中华人民共和国（不含港澳台）范围内的开发、生产及销售独家授权。", "CN", ""),
    ("取得在中国区域内的独家开发并商业化权利。", "CN", ""),
    ("引进该药的日本权益。", "JP", ""),
    ("将其在美国地区的独家商业化权利授予对方。", "US", ""),
    ("在大中华区、韩国及若干东南亚国家开发及商业化该药。", "greater-china KR southeast-asia", ""),
    ("在亚太多个国家与地区（东南亚、韩国、澳大利亚）临床开发、注册和商业化的独家许可。", "southeast-asia KR AU", ""),
    ("授予其在亚太区（日本除外）的独家开发权利。", "asia-pacific", "JP"),
    ("获得该产品在欧洲、中东和北非的独家商业化权益。", "europe middle-east north-africa", ""),
    ("乙公司负责该产品在美国、加拿大、墨西哥、英国、瑞士、俄罗斯和日本的商业化。", "US CA MX GB CH RU JP", ""),
    ("授予乙公司在独联体国家及土耳其的独家经销权利。", "cis TR", ""),
    ("获得孟加拉、巴西和菲律宾的商业化授权。", "BD BR PH", ""),
    ("公司保留大中华区权益，乙公司拥有海外权益。", "world", "greater-china"),
    ("乙公司获得全球独家权益，公司保留大中华区的全部权利。", "world", "greater-china"),
    ("授予其除大中華區以外的全球獨家許可。", "world", "greater-china"),
    (
        "Beta receives exclusive rights to develop and commercialize the drug worldwide, excluding Greater China.",
        "world",
        "greater-china",
    ),
    ("an exclusive license outside of mainland China, Hong Kong, Macau and Taiwan", "world", "greater-china"),
    ("exclusive rights to commercialize the product in the United States and Canada", "US CA", ""),
]


@pytest.mark.parametrize(("text", "include", "exclude"), CASES)
def test_a_territory_is_read(text: str, include: str, exclude: str) -> None:
    hit = find_territory(text, [(0, len(text))])
    assert hit is not None
    assert (sorted(hit.include), sorted(hit.exclude)) == (sorted(include.split()), sorted(exclude.split()))


@pytest.mark.parametrize(
    "text",
    [
        "公司是全球领先的生物制药企业，双方达成战略合作。",
        "该药正在开展全球多中心三期临床试验。",
        "双方达成全球战略合作。",
        "公司与美国甲公司签署独家许可协议。",
        "乙公司已在美国纳斯达克上市。",
        "该药去年在中国的销售额超过10亿元。",
        "公司专注于面向全球市场的创新疗法开发。",
        "该药已获美国FDA批准。",
        "中国生物制药与乙公司合作开发新药。",
        "公司位于内蒙古的生产基地投产。",
    ],
)
def test_a_place_without_rights_is_no_territory(text: str) -> None:
    assert find_territory(text, [(0, len(text))]) is None


def test_only_the_spans_of_the_deal_count() -> None:
    text = "甲获得该药的日本权益。乙获得该药的欧洲权益。"
    hit = find_territory(text, [(text.index("乙"), len(text))])
    assert hit is not None
    assert hit.include == ("europe",)
    assert text[hit.start : hit.end].startswith("欧洲")


def test_the_first_of_two_assets_tells_the_territory() -> None:
    text = "授予其在大中华区以外的全球开发甲药的独家权利，以及在日本开发乙药的独家权利。"
    hit = find_territory(text, [(0, len(text))])
    assert hit is not None
    assert (hit.include, hit.exclude) == (("world",), ("greater-china",))


def test_the_table_names_every_country_in_both_languages() -> None:
    with (Path("nlp/lexicon/countries.csv")).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    codes = {row["codes"] for row in rows if len(row["codes"]) == 2}
    assert len(codes) >= 240
    for code in codes:
        names = [row["name"] for row in rows if row["codes"] == code]
        assert any(name[-1].isascii() for name in names)
        assert any("\u4e00" <= char <= "\u9fff" for name in names for char in name)


def test_the_longest_name_wins_and_words_are_whole() -> None:
    assert [place.codes for place in find_places("印度尼西亚和印度")] == [("ID",), ("IN",)]
    assert [place.codes for place in find_places("the US and USEFUL things")] == [("US",)]


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    hit = find_territory(text, [(0, len(text))])
    assert hit is None or 0 <= hit.start < hit.end <= len(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "全球",
                "中国",
                "、",
                "和",
                "以外",
                "除",
                "（",
                "）",
                "权益",
                "保留",
                "不含",
                "日本",
                "，",
                "。",
                "在",
                "开发",
            ]
        ),
        max_size=30,
    )
)
def test_any_mix_of_places_is_read_without_a_crash(parts: list[str]) -> None:
    text = "".join(parts)
    hit = find_territory(text, [(0, len(text))])
    assert hit is None or (hit.include and len(set(hit.include)) == len(hit.include))


@pytest.mark.parametrize(
    ("text", "include", "exclude"),
    [
        ("海外权利许可给后者\n后者可在美国、日本和澳大利亚独家开发和销售该产品。", ("US", "JP", "AU"), ()),
        ("海外权益已许可,后者享有全球独家权利,但中国内地和港澳台除外。", ("world",), ("greater-china",)),
        ("海外权益许可给后者。", ("world",), ("CN",)),
    ],
)
def test_abroad_is_told_to_the_end_further_down(text: str, include: tuple[str, ...], exclude: tuple[str, ...]) -> None:
    hit = find_territory(text, [(0, len(text))])
    assert hit is not None
    assert (hit.include, hit.exclude) == (include, exclude)
