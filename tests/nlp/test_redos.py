"""No reader of this room takes more than linear time, whatever the text.

Time on a shared machine says little, so every compiled pattern of the room runs on adversarial texts of one size and of
four times that size: the best of several ratios must stay near four (a quadratic pattern takes sixteen times as long).
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import pytest

import nlp
from nlp.assets import find_assets
from nlp.descriptors import (
    find_date_text,
    find_indications,
    find_modality,
    find_phase,
    find_royalty,
    find_targets,
    is_exclusive,
    is_option,
)
from nlp.lexicon import load_lexicon
from nlp.money import find_deal_amounts
from nlp.names import find_party_names
from nlp.notation import find_money
from nlp.reader import read_article
from nlp.territory import find_territory
from nlp.text import fold, is_mojibake, split_clauses, split_sentences, strip_boilerplate

SMALL, LARGE = 600, 2_400
SEEDS = [
    "1",
    "1,",
    "1.",
    "1,000",
    "一",
    "万",
    "亿",
    "1亿",
    "1亿美元",
    "1亿、",
    "1万和",
    "$",
    "$1",
    "a",
    "A",
    "Aa ",
    "A-",
    "A1",
    "A-1",
    "-",
    ".",
    " ",
    "\n",
    "\t ",
    "(",
    "()",
    ")",
    "((",
    "(a",
    "a)",
    '"',
    '"a',
    "的",
    "和",
    "、",
    "及",
    "以及",
    "除",
    "以外",
    "大中华区",
    "中国、",
    "全球",
    "美国和",
    "里程碑",
    "首付款和",
    "首付款",
    "单抗",
    "阿",
    "重组",
    "片",
    "疫苗",
    "注射用",
    "三价",
    "选择权",
    "收购",
    "合计",
    "支付",
    "分成",
    "净销售额",
    "1%",
    "一定比例",
    "临床",
    "II",
    "一期",
    "公司",
    "财联社",
    "记者",
    "原标题:",
    "(记者",
    "【",
    "】",
    "保留",
    "在",
    "开发",
    "权益",
    "独家",
    "平台",
    "技术",
    "商品名",
    "®",
    "有限公司",
    "以下简称",
    "与",
    "就",
    "于",
    "恒瑞医药与四川科伦药业、",
    "Merck & Co., Inc. ",
    "Xyzbio Pharma与",
    "华晟生物(688000.SH)",
]


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(nlp.__path__, "nlp."):
        if not module.ispkg and ".train" not in module.name:
            yield module.name


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found: dict[str, re.Pattern[str]] = {}
    for name in _modules():
        for key, value in vars(importlib.import_module(name)).items():
            for index, item in enumerate(value if isinstance(value, tuple | list) else (value,)):
                if isinstance(item, re.Pattern) and isinstance(item.pattern, str):
                    found.setdefault(item.pattern, item)
                    found[item.pattern] = item
                    _NAMES[item.pattern] = f"{name}.{key}[{index}]"
    return [(_NAMES[text], pattern) for text, pattern in found.items()]


_NAMES: dict[str, str] = {}


def _growth(work: Callable[[str], object], seed: str) -> float:
    """How many times longer the large text takes, at best of a few tries; what is read at once counts as linear."""
    best = float("inf")
    small, large = (seed * (size // len(seed)) for size in (SMALL, LARGE))
    if _seconds(work, large) < 0.02:
        return 1.0
    for _ in range(4):
        first = _seconds(work, small)
        best = min(best, _seconds(work, large) / max(first, 1e-6)) if first < 1 else best
        if best < 8 or first >= 1:
            break
    return best


_TICKS = itertools.count()


def _seconds(work: Callable[[str], object], text: str) -> float:
    text += chr(0x4E00 + next(_TICKS) % 20_000)  # no two runs read one text: some readers remember their last
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


@pytest.mark.parametrize(("name", "pattern"), _patterns(), ids=[name for name, _ in _patterns()])
def test_a_pattern_scans_any_text_in_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    slow = {
        seed: growth
        for seed in SEEDS
        if (growth := _growth(lambda text: sum(1 for _ in pattern.finditer(text)), seed)) >= 9
    }
    assert not slow, f"{name} grows faster than its text on {slow}"


READERS: list[Callable[[str], object]] = [
    fold,
    split_sentences,
    split_clauses,
    strip_boilerplate,
    is_mojibake,
    find_money,
    find_assets,
    lambda text: find_deal_amounts(text, [(0, len(text))]),
    lambda text: find_territory(text, [(0, len(text))]),
    lambda text: find_targets(text, [(0, len(text))]),
    lambda text: find_modality(text, [(0, len(text))]),
    lambda text: find_indications(text, [(0, len(text))]),
    lambda text: find_phase(text, [(0, len(text))]),
    lambda text: find_royalty(text, [(0, len(text))]),
    lambda text: find_date_text(text, [(0, len(text))]),
    lambda text: is_option(text, [(0, len(text))]),
    lambda text: is_exclusive(text, [(0, len(text))]),
    lambda text: load_lexicon().find(text),
    lambda text: find_party_names(text, load_lexicon()),
]


@pytest.mark.parametrize("index", range(len(READERS)))
def test_a_reader_takes_linear_time(index: int) -> None:
    slow = {seed: growth for seed in SEEDS if (growth := _growth(READERS[index], seed)) >= 9}
    assert not slow, f"grows faster than its text on {slow}"


def _prospectus(deals: int) -> str:
    """A text that names two new houses, a drug and a sum again and again, as no press article does."""
    names = [chr(0x5000 + 7 * i) + chr(0x6000 + 11 * i) for i in range(2 * deals)]
    filler = "公司在研管线涵盖肿瘤与自身免疫等领域。" * 40
    return "".join(
        f"{one}医药有限公司与{two}药业签署许可协议,授予其HRS-{1000 + i}注射液的独家权利,首付款{i + 1}万美元。" + filler
        for i, (one, two) in enumerate(zip(names[::2], names[1::2], strict=True))
    )


def test_a_long_document_takes_time_in_proportion() -> None:
    """A prospectus tells of hundreds of houses and deals; names, sides and sums are compared with each other."""
    small, large = _prospectus(75), _prospectus(300)  # some three pieces and some twelve
    read_article("公司上市招股", small[:500], None)  # the model loads
    ratios = []
    for _ in range(2):
        first = _seconds(lambda text: read_article("公司上市招股", text, None), small)
        ratios.append(_seconds(lambda text: read_article("公司上市招股", text, None), large) / first)
        if ratios[-1] < 7:
            break
    assert min(ratios) < 7, ratios


def test_a_megabyte_is_read() -> None:
    text = "甲公司将获得首付款1亿美元，乙公司获得大中华区以外的全球独家权益，产品为SHR-1000注射液 " * 20_000
    assert len(text) > 900_000
    assert len(fold(text)) == len(text)
    assert len(find_money(text)) == 20_000
    assert find_territory(text, [(0, len(text))]) is not None
    part = text[:100_000]
    assert len(find_deal_amounts(part, [(0, len(part))])) == 1
    assert {hit.group for hit in find_assets(part)} == {"shr1000"}
