"""Targets, modality, disease, phase, royalty wording, option, exclusivity and date of a deal, each with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.descriptors import (
    Finding,
    Flag,
    find_date_text,
    find_indications,
    find_modality,
    find_phase,
    find_royalty,
    find_targets,
    is_exclusive,
    is_option,
)


def whole(text: str) -> list[tuple[int, int]]:
    return [(0, len(text))]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("一款PD-1/VEGF双抗", ["PD-1", "VEGF"]),
        ("靶向Claudin18.2的ADC", ["CLDN18.2"]),
        ("GLP-1/GIP双靶点激动剂", ["GLP-1", "GIP"]),
        ("人表皮生长因子受体2（HER2）阳性", ["HER2"]),
        ("KRAS G12D抑制剂", ["KRAS G12D"]),
        ("公司召开ASCO会议", []),
    ],
)
def test_targets(text: str, targets: list[str]) -> None:
    assert [item.value for item in find_targets(text, whole(text))] == targets


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("一款双抗ADC新药", "adc"),
        ("抗体偶联药物", "adc"),
        ("PD-1/VEGF双特异性抗体", "bispecific_antibody"),
        ("CD3三特异性抗体", "multispecific_antibody"),
        ("全人源单克隆抗体", "monoclonal_antibody"),
        ("口服小分子抑制剂", "small_molecule"),
        ("CAR-T细胞产品", "car_t"),
        ("小核酸药物", "sirna"),
        ("重组带状疱疹疫苗", "vaccine"),
        ("蛋白降解剂", "degrader"),
        ("靶向核药", "radioligand"),
        ("an antibody-drug conjugate", "adc"),
        ("双方签署协议", None),
    ],
)
def test_modality_is_the_most_specific_one(text: str, modality: str | None) -> None:
    found = find_modality(text, whole(text))
    assert (found.value if found else None) == modality


@pytest.mark.parametrize(
    ("text", "diseases"),
    [
        ("用于治疗非小细胞肺癌和乳腺癌", ["非小细胞肺癌", "乳腺癌"]),
        ("治疗局灶节段性肾小球硬化症（FSGS）", ["局灶节段性肾小球硬化症"]),
        ("用于肿瘤治疗，包括弥漫大B细胞淋巴瘤", ["淋巴瘤"]),
        ("聚焦自身免疫性疾病", ["自身免疫性疾病"]),
        ("for the treatment of ulcerative colitis", ["溃疡性结肠炎"]),
        ("双方签署协议", []),
    ],
)
def test_indications(text: str, diseases: list[str]) -> None:
    assert [item.value for item in find_indications(text, whole(text))] == diseases


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("目前处于临床前阶段", "preclinical"),
        ("处于一期临床阶段", "phase_1"),
        ("正在开展Ⅱ期临床试验", "phase_2"),
        ("进入III期临床", "phase_3"),
        ("I/II期临床研究", "phase_1_2"),
        ("正在进行关键性临床3期研究", "phase_3"),
        ("上市许可申请已获受理", "filed"),
        ("已获批上市", "approved"),
        ("a Phase 2 trial is ongoing", "phase_2"),
        ("IND申请获受理", "ind"),
        ("该药一期临床已完成，目前正在开展三期临床", "phase_3"),
        ("公司最近一期经审计净资产", None),
        ("第二期项目建设", None),
    ],
)
def test_phase(text: str, phase: str | None) -> None:
    found = find_phase(text, whole(text))
    assert (found.value if found else None) == phase


@pytest.mark.parametrize(
    ("text", "royalty"),
    [
        ("以及高个位数至双位数百分比的分级特许权使用费。", "高个位数至双位数百分比的分级特许权使用费"),
        ("并支付一定比例的销售分成。", "一定比例的销售分成"),
        ("获得最高达双位数比例的销售提成", "最高达双位数比例的销售提成"),
        (
            "基于未来年度净销售额的潜在分层特许权使用费，介乎10%至15%之间；",
            "净销售额的潜在分层特许权使用费，介乎10%至15%之间",
        ),
        ("（包括4000万美元的首付款及里程碑付款）以及销售提成。", "销售提成"),
        ("plus tiered royalties on net sales", "tiered royalties"),
    ],
)
def test_royalty_is_kept_as_printed(text: str, royalty: str) -> None:
    found = find_royalty(text, whole(text))
    assert found is not None
    assert royalty in found.value
    assert len(found.value) <= len(royalty) + 14
    assert text[found.start : found.end] == found.value


def test_no_royalty_is_none() -> None:
    assert find_royalty("双方签署协议，首付款1亿美元。", [(0, 14)]) is None


def test_option_and_exclusivity() -> None:
    assert is_option("乙公司拥有该产品的独家选择权", [(0, 14)]) is not None
    assert is_option("公司授予员工股票期权", [(0, 10)]) is None
    exclusive = is_exclusive("授予乙公司独家许可", [(0, 9)])
    shared = is_exclusive("订立非独占技术许可协议", [(0, 11)])
    assert exclusive is not None
    assert exclusive.value is True
    assert shared is not None
    assert shared.value is False
    assert is_exclusive("双方签署合作协议", [(0, 8)]) is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("财联社6月16日电，公司公告，于2026年6月12日与乙公司签署协议。", "2026年6月12日"),
        ("公司公告，近日与乙公司签署协议。", "近日"),
        ("6月9日，甲公司宣布与乙公司达成协议。", "6月9日"),
        ("On June 5, 2026, Alpha and Beta signed", "June 5, 2026"),
    ],
)
def test_date_of_signing_is_kept_as_printed(text: str, printed: str) -> None:
    found = find_date_text(text, whole(text))
    assert found is not None
    assert found.value == printed == text[found.start : found.end]


READERS: list[Callable[[str, list[tuple[int, int]]], list[Finding] | Finding | Flag | None]] = [
    find_targets,
    find_modality,
    find_indications,
    find_phase,
    find_royalty,
    find_date_text,
    is_option,
    is_exclusive,
]


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_findings_lie_inside_their_spans(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    for reader in READERS:
        found = reader(text, [(start, end)])
        for item in found if isinstance(found, list) else [found] if found else []:
            assert start <= item.start < item.end <= end
