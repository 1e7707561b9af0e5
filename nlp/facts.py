"""Finds facts: reported figures on going global, each with whose it is, what it measures, when, how much and of what.

A figure is kept only where all of these are said near it; forecasts, targets and figures of other trades are left out.
``docs/reference/brief.md`` defines each metric.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nlp.entities import MEDICAL_KINDS
from nlp.figures import COMPANIES, Figure, find_figures
from nlp.lexicon import Lexicon, Mention, load_lexicon
from nlp.page import Page
from nlp.periods import find_period
from nlp.records import Fact
from nlp.sections import find_sections
from nlp.text import Sentence

#: Words without which no article is read for facts.
CUES = (
    "海外",
    "境外",
    "国际",
    "国外",
    "出口",
    "对外",
    "出海",
    "许可",
    "授权",
    "个国家",
    "FDA",
    "icense",
    "BD",
    "國際",
    "對外",
    "授權",
)

_TRADE = re.compile(r"药|疫苗|生物|医疗|临床|器械|License|licen[sc]e|BD|创新药|管线|抗体")
_FORECAST = re.compile(
    r"预计|预期|有望|预测|将(?:达|超|突破|增|实现)|力争|目标|计划|规划|到20[3-9]\d年|或将|可达|望达|指引|假设|若|潜在(?!总?(?:金额|交易|价值|总))"
    r"|风险|可能|左右的?折扣|如果"
)


def may_tell_facts(whole: str) -> bool:
    """Whether an article holds a word of going global; microseconds."""
    return any(cue in whole for cue in CUES)


def find_facts(page: Page, lexicon: Lexicon | None = None) -> list[Fact]:
    """Every figure on going global that the article reports, in order."""
    lexicon = lexicon or load_lexicon()
    facts: list[Fact] = []
    seen: set[tuple[str, ...]] = set()
    for section in find_sections(page.text, page.title_end):
        carried = _NOBODY
        for sentence in section.sentences:
            subject = _subject(page, sentence, lexicon)
            carried = subject if subject.name else carried
            for figure in find_figures(page.text, sentence):
                fact = _fact(page, sentence, figure, carried)
                if fact is None:
                    continue
                key = (fact.subject, fact.metric, fact.period, str(fact.value), fact.unit)
                if key not in seen:
                    seen.add(key)
                    facts.append(fact)
    return facts


def _fact(page: Page, sentence: Sentence, figure: Figure, subject: Subject) -> Fact | None:
    clause = max(page.text.rfind(mark, sentence.start, figure.start) for mark in "。;\n")
    lead = page.text[max(clause + 1, sentence.start) : figure.end]
    if not subject.name or not (subject.is_maker or _TRADE.search(lead) or figure.metric in _OF_THE_TRADE):
        return None
    if _FORECAST.search(lead) or _FORECAST.match(page.text[figure.end : figure.end + 6]):
        return None
    period = find_period(page.text, sentence.start, figure.start, figure.end, page.day)
    if figure.metric in _COUNTED_TODAY and not period.startswith("to "):
        period = ""
    if not period:
        if figure.metric not in _STANDING or page.day is None:
            return None
        period = f"to {page.day.isoformat()}"
    scope = "; ".join(filter(None, (figure.bound, _scope(page.text, sentence, figure))))
    return Fact(
        subject=subject.name, metric=figure.metric, period=period, value=_whole(figure.value), unit=figure.unit, scope=scope,
        evidence=(page.evidence("value", figure.start, figure.end, f"fact.{figure.rule}"),),
    )  # fmt: skip


#: Licences are told of with words of the trade alone; revenue and markets need a drug beside them.
_OF_THE_TRADE = frozenset({"out_licences", "out_licence_value", "out_licence_upfront"})
#: Counts that stand until they change; where no period is said they hold on the article's day.
_STANDING = frozenset({"out_licences", "markets", "approvals_abroad"})
_COUNTED_TODAY = frozenset({"markets", "approvals_abroad"})


def _whole(value: Decimal) -> Decimal:
    """135655000000, not 1.35655E+11 or 135655000000.00."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


_PROVINCE = re.compile(
    r"(北京|上海|天津|重庆|江苏|浙江|广东|山东|四川|湖北|湖南|安徽|福建|河北|河南|江西|陕西|辽宁|吉林|黑龙江|海南|云南|贵州|广西|山西|甘肃)(?:省|市)?"
    r"(?=[^,。;]{0,24}?(?:药企|企业|公司|产业|医药|创新药|生物医药|全省|全市|的|已|有|共))"
)
_NATION = re.compile(r"我国|中国|国内|国产|本土")
_WORLD = re.compile(r"全球(?:医药|药物)?(?:交易|BD)|跨国药企|MNC")
_NO_COMPANY = re.compile(r"证券|研究|投行|资本|医药魔方|Insight|NextPharma|药智|数据库|智慧芽|咨询|药融|Evaluate|IQVIA")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose a figure is; ``is_maker``: a company of the trade, whose every figure is of it."""

    name: str
    is_maker: bool = False


_NOBODY = Subject("")


def _subject(page: Page, sentence: Sentence, lexicon: Lexicon) -> Subject:
    """Whose figures a sentence gives: a Chinese company, a province, or China's industry; nobody where none is named."""
    said = page.text[sentence.start : sentence.end]
    companies = [
        m for m in lexicon.find(said)
        if m.strong and m.company.country in ("CN", "HK") and m.company.kind in MEDICAL_KINDS
    ]  # fmt: skip
    first = companies[0] if companies else None
    province, nation = _PROVINCE.search(said), _NATION.search(said)
    if first is not None and nation is not None and re.fullmatch(r"[^,。;:的]{0,10}", said[nation.end() : first.start]):
        nation = None
    ranks = [(m.start if isinstance(m, Mention) else m.start(), m) for m in (first, province, nation) if m is not None]
    if ranks:
        found = min(ranks, key=lambda rank: rank[0])[1]
        if isinstance(found, Mention):
            return Subject(found.company.name_zh or found.company.name_en or found.text, is_maker=True)
        if found is province:
            return Subject(found[1])
        return _NOBODY if _WORLD.search(said[: found.start()]) else Subject("中国")
    headed = re.match(r"[^,。;:()]{2,12}(?=(?:\([^)]*\))?(?:公告|:))", said)
    if headed and _MAKER.search(headed[0]) and not _NO_COMPANY.search(headed[0]):
        return Subject(headed[0], is_maker=True)
    return _NOBODY


_MAKER = re.compile(r"药|医(?!院)|生物|疫苗|生科|制药")
_LISTED = re.compile(r"(?<!\d)\d{1,4}家[^,。;]{0,40}?(?:上市公司|上市企业|药企)")


def _scope(text: str, sentence: Sentence, figure: Figure) -> str:
    """What the figure covers, as printed: the companies counted, what is not counted."""
    said = text[sentence.start : sentence.end]
    listed = _LISTED.search(said)
    parts = [listed[0]] if listed and figure.metric != "reporting_companies" else []
    if figure.metric == "reporting_companies":
        match = COMPANIES.search(text[figure.start : figure.end])
        parts = [match["what"]] if match else []
    parts += re.findall(
        r"自20\d\d年(?:\d{1,2}月)?以来|不完全统计|已披露|披露(?=的?(?:总|金额|交易))|不含[^,。;]{1,12}|按首付款|潜在",
        said,
    )
    return "; ".join(dict.fromkeys(parts))
