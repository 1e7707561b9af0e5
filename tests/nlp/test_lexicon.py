"""The company table keeps its rules, and finding keeps to the names it knows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import LexiconError
from nlp.lexicon import Company, Lexicon, lexicon_version, load_lexicon
from nlp.lexicon.company import COLUMNS, read_companies
from nlp.lexicon.fold import fold, name_key
from nlp.lexicon.lexicon import COMPANIES

LEXICON = load_lexicon()
ROWS = tuple(LEXICON.companies.values())


def found(text: str, lexicon: Lexicon = LEXICON) -> list[tuple[str, str]]:
    return [(mention.text, mention.company.name) for mention in lexicon.find(text)]


def test_the_table_is_broad() -> None:
    kinds = Counter(company.kind for company in ROWS)
    assert len(ROWS) >= 1_200
    assert sum(company.country == "CN" for company in ROWS) >= 700
    assert all(
        kinds[kind] >= 15 for kind in ("cn_pharma", "cn_biotech", "cxo", "mnc", "foreign_biotech", "fund", "newco")
    )


def test_no_strong_name_belongs_to_two() -> None:
    bearers: dict[str, set[str]] = {}
    for company in ROWS:
        for name in company.strong_names:
            bearers.setdefault(name_key(name), set()).add(company.id)
    assert {name: ids for name, ids in bearers.items() if len(ids) > 1} == {}


def test_no_name_is_strong_for_one_and_weak_for_another() -> None:
    strong = {name_key(name): company.id for company in ROWS for name in company.strong_names}
    clashes = {
        name: (strong[name_key(name)], company.id)
        for company in ROWS
        for name in company.weak_aliases
        if strong.get(name_key(name), company.id) != company.id
    }
    assert clashes == {}


def test_tickers_are_well_formed_and_belong_to_one() -> None:
    shape = re.compile(
        r"6\d{5}\.SH|[03]\d{5}\.SZ|[489]\d{5}\.BJ|\d{4}\.HK|[A-Z]{1,5}\.US|\d{4}\.T|\d{6}\.K[SQ]|[A-Z]{2,5}\.(SW|L|PA|DE|CO|MC|BR)"
    )
    tickers = [code for company in ROWS for code in company.tickers]
    assert [code for code in tickers if not shape.fullmatch(code)] == []
    assert [code for code, times in Counter(tickers).items() if times > 1] == []


def test_ids_countries_parents_and_dates() -> None:
    countries = {company.country for company in ROWS}
    assert all(re.fullmatch(r"[A-Z]{2}|", country) for country in countries)
    assert not countries & {"UK", "EU", "EN"}
    for company in ROWS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", company.id), company
        assert not company.parent or company.parent in LEXICON.companies, company
        assert company.parent != company.id, company
        assert company.country == "CN" or not company.province, company
        assert all(re.fullmatch(r"(\d{4}(-\d\d)?)?", former.until) for former in company.former_names), company


def test_nobody_is_his_own_ancestor() -> None:
    for company in ROWS:
        root = LEXICON.companies[LEXICON.group(company.id)]
        assert not root.parent, company


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("恒瑞医药与默沙东签约", ["恒瑞医药", "默沙东"]),
        ("江苏恒瑞医药股份有限公司", ["江苏恒瑞医药股份有限公司"]),
        ("信达生物制药（苏州）有限公司授予礼来权利", ["信达生物制药（苏州）有限公司", "礼来"]),
        ("ApogeeTherapeutics把产品交给AbbVie", ["ApogeeTherapeutics", "AbbVie"]),
        ("licensed to Merck & Co., Inc. in May", ["Merck & Co., Inc."]),
        ("石藥集團及翰森製藥", ["石藥集團", "翰森製藥"]),
        ("Ｐｆｉｚｅｒ买下权利", ["Ｐｆｉｚｅｒ"]),
        ("信达证券认为信达地产不变", []),
        ("加强生产管理，健康元素齐备", []),
        ("上海思科设厂，西安进行临床", []),
        ("中国生物医药产业出海", []),
        ("中国生物制药旗下正大天晴", ["中国生物制药", "正大天晴"]),
        ("the summit of the conference", []),
        ("abbvielike molecules", []),
        ("(the MSD deal)", ["MSD"]),
        ("BMS Pharma; electric-bms", ["BMS Pharma"]),
    ],
)
def test_finds_names_and_nothing_else(text: str, names: list[str]) -> None:
    assert [mention.text for mention in LEXICON.find(text)] == names


def test_the_longest_name_wins() -> None:
    assert found("石药集团巨石生物制药有限公司") == [("石药集团巨石生物制药有限公司", "巨石生物")]


@pytest.mark.parametrize(
    ("printed", "name"),
    [("*ST双成", "双成药业"), ("ST葫芦娃", "葫芦娃药业"), ("ST惠程", "*ST惠程"), ("ST南新", "南新制药")],
)
def test_shares_under_a_risk_warning_are_their_company(printed: str, name: str) -> None:
    [mention] = LEXICON.find(f"{printed}：收到付款")
    assert (mention.company.name, mention.strong) == (name, True)
    assert [(company.name, sure) for company, sure in LEXICON.candidates(printed)] == [(name, True)]


@pytest.mark.parametrize(
    "text", ["达成新里程碑", "科技创新和成果转化", "持续创新领先", "默克尔出席", "英华医科赴港上市"]
)
def test_common_words_are_no_companies(text: str) -> None:
    assert [mention.text for mention in LEXICON.find(text) if mention.strong] == []


def test_part_of_an_unknown_longer_name_is_marked() -> None:
    [mention] = LEXICON.find("石药集团百克（山东）生物制药股份有限公司")
    assert mention.partial
    assert not LEXICON.find("恒瑞医药与某某有限公司")[0].partial


def test_a_weak_name_is_weak_until_its_trade_word_follows() -> None:
    [weak] = LEXICON.find("Summit holds the rights")
    [strong] = LEXICON.find("Candid Therapeutics holds the rights")
    assert (weak.strong, strong.strong) == (False, True)


def test_former_names_find_the_company_of_today() -> None:
    assert found("BeiGene")[0][1] == "百济神州"
    assert LEXICON.companies["kailera-therapeutics"].former_names[0].until == "2024-10"


def test_without_forgets_only_the_named() -> None:
    smaller = LEXICON.without({"pfizer"})
    assert found("辉瑞与恒瑞医药", smaller) == [("恒瑞医药", "恒瑞医药")]


def test_tickers_and_groups_lead_to_companies() -> None:
    company = LEXICON.by_ticker("600276.SH")
    assert company and company.name == "恒瑞医药"
    assert LEXICON.group("cspc-innovation-pharmaceutical") == "cspc-pharmaceutical"


@given(st.text(max_size=80))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(
    st.lists(
        st.sampled_from(["恒瑞医药", "默沙东", "Zai Lab", "，", "与", "Inc.", "(", ")", "有限公司", " ", "x"]),
        max_size=12,
    )
)
def test_mentions_never_overlap_and_say_what_stands_there(parts: list[str]) -> None:
    text, last = "".join(parts), 0
    for mention in LEXICON.find(text):
        assert mention.start >= last
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("恒瑞医药股份有限公司", "恒瑞医药"),
        ("宜明昂科-B", "宜明昂科"),
        ("Zai Lab (US) LLC", "ZaiLab"),
        ("Nuvectis Pharma，Inc.", "Nuvectis Pharma"),
        ("康宁杰瑞（苏州）", "康宁杰瑞"),
        ("*ST集友", "ST集友"),
    ],
)
def test_one_key_for_two_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_merck_of_darmstadt_keeps_its_own_key() -> None:
    assert name_key("Merck KGaA") != name_key("Merck & Co.")


def test_a_broken_row_is_named(tmp_path: Path) -> None:
    table = tmp_path / "companies.csv"
    table.write_text(",".join(COLUMNS) + "\na,甲,,,,,CN,,,cn_pharma,,,\na,乙,,,,,CN,,,cn_pharma,,,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"row 3.*stands twice"):
        read_companies(table)


def test_the_version_follows_the_table() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", lexicon_version())
    assert read_companies(COMPANIES) == ROWS


def test_a_company_is_chinese_in_the_wide_sense() -> None:
    assert LEXICON.companies["hutchmed"].chinese
    assert not LEXICON.companies["pfizer"].chinese
    assert isinstance(ROWS[0], Company)
