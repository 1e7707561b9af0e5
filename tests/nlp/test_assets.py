"""Names of drugs and platforms, their forms in one group, and what looks like a name and is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.asset_names import _PRODUCT, _products
from nlp.assets import find_assets, find_deal_assets


def names(text: str) -> list[str]:
    return [hit.text for hit in find_assets(text)]


@pytest.mark.parametrize(
    "name",
    [
        "HRS-5346",
        "SHR-A1811",
        "TT-00973-MS片",
        "GR1803注射液",
        "ACI-24.060",
        "VV116",
        "BL-B01D1",
        "SSGJ-707",
        "9MW2821",
        "JSKN003",
        "DMX-200",
        "LNZ100",
        "SC-C141",
        "mRNA-1283",
        "XTX301",
        "IBI363",
        "AK112",
        "D-0502",
        "依沃西单抗",
        "瑞曼西替尼",
        "泰它西普",
        "甲磺酸伏美替尼片",
        "奥利司他胶囊",
        "玛硒洛沙韦片",
        "塞多明基注射液",
        "司美格鲁肽",
        "维卡格雷",
        "盐酸左布比卡因注射液",
        "锝[99mTc]替曲磷注射液",
        "注射用配套冷盒",
        "sitravatinib",
        "Abelacimab",
        "Zalifrelimab",
        "Sebeprenlimab",
        "Pozdeutinurad",
        "六价重组诺如病毒疫苗",
        "24价肺炎球菌多糖结合疫苗",
        "四价裂解流感疫苗",
        "Keytruda",
        "百悦泽",
    ],
)
def test_a_name_is_found_whole(name: str) -> None:
    assert names(f"公司将{name}的全球权益授予对方。") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "靶向PD-1、IL-2、CLDN18.2和HER3的抗体",
        "KRAS G12D抑制剂和EGFR L858R抑制剂",
        "公司（688506.SH、02005.HK）公告",
        "代码600276，SZ300434",
        "HARMONi-3与KEYNOTE-189试验",
        "临床试验NCT01234567已启动",
        "2026年6月30日，第3期",
        "在ASCO2025年会上，SNEC2026展会",
        "通过ISO9001认证",
        "应对COVID-19与SARS-CoV-2",
        "一款双抗和一款胰岛素",
        "光模块芯片与薄膜片",
        "公司的ADC技术平台和mRNA平台",
        "非阿片类镇痛药",
        "The agreement includes an upfront payment and development milestones for the treatment.",
        "融资B轮，市值H1同比增长",
        "津巴布韦",
    ],
)
def test_what_is_no_asset(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("EVER001（希布替尼，civorebrutinib）的权益", {"EVER001", "希布替尼", "civorebrutinib"}),
        ("塞多明基注射液（商品名：华索灵）的生产", {"塞多明基注射液", "华索灵"}),
        ("维卡格雷（Sumecigrel，曾用名：Vicagrel）的许可", {"维卡格雷", "Sumecigrel", "Vicagrel"}),
        ("ZX-7788（研发代号：ZX7788A1）", {"ZX-7788"}),
        (
            "大扶康®（Diflucan®）（氟康唑氯化钠注射液/氟康唑胶囊）",
            {"大扶康", "Diflucan", "氟康唑氯化钠注射液", "氟康唑胶囊"},
        ),
        ("TT-00973联合治疗，TT-00973-MS片", {"TT-00973", "TT-00973-MS片"}),
        ("重组六价诺如疫苗即六价重组诺如病毒疫苗", {"重组六价诺如疫苗", "六价重组诺如病毒疫苗"}),
        ("依沃西单抗（AK112/SMT112）", {"依沃西单抗", "AK112", "SMT112"}),
    ],
)
def test_forms_of_one_asset_share_a_group(text: str, forms: set[str]) -> None:
    hits = find_assets(text)
    first = hits[0].group
    assert forms <= {hit.text for hit in hits if hit.group == first}


def test_two_assets_are_two_groups() -> None:
    hits = find_assets("授予HSK42360项目和HSK39297项目的独家权利")
    assert [hit.text for hit in hits] == ["HSK42360", "HSK39297"]
    assert len({hit.group for hit in hits}) == 2


def test_a_target_in_brackets_is_no_alias() -> None:
    hits = find_assets("HSK42360（BRAF抑制剂）和HSK39297（CFB抑制剂）")
    assert len({hit.group for hit in hits}) == 2


@pytest.mark.parametrize(
    ("text", "name"), [("采用HiCB平台授权", "HiCB"), ("利用BEPO技术开发", "BEPO"), ("其AxiomerRNA编辑平台", "Axiomer")]
)
def test_a_named_platform_is_an_asset(text: str, name: str) -> None:
    assert names(text) == [name]


def test_a_deal_has_the_assets_of_its_spans_under_all_their_forms() -> None:
    text = "EVER001（希布替尼）已上市。公司就希布替尼签约。另有HRS-5346在研。"
    start = text.index("公司")
    hits = find_deal_assets(text, [(start, text.index("另有"))])
    assert {hit.text for hit in hits} == {"EVER001", "希布替尼"}


def test_a_byline_advert_is_not_read() -> None:
    assert names("Armstrong技术全梳理系列GPRC5D靶点；胰岛素百年传奇；HRS-5346") == []


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    end = 0
    for hit in find_assets(text):
        assert text[hit.start : hit.end] == hit.text
        assert hit.start >= end
        end = hit.end


@given(
    st.lists(
        st.sampled_from(
            ["单抗", "依沃西", "HRS-", "5346", "（", "）", "，", "/", "®", "注射液", "商品名：", "平台", "A", "İ"]
        ),
        max_size=30,
    )
)
def test_any_mix_of_name_parts_is_read_without_a_crash(parts: list[str]) -> None:
    text = "".join(parts)
    assert all(hit.group for hit in find_assets(text))


@given(st.text(st.sampled_from("甲乙盐酸A1[]液剂片囊粒丸胶注射口服缓释栓断仿。"), max_size=80))
def test_products_are_those_of_the_whole_pattern(text: str) -> None:
    assert [m.span() for m in _products(text)] == [m.span() for m in _PRODUCT.finditer(text)]
