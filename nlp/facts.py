"""Finds facts: reported figures on going global, each with whose it is, what it measures, when, how much and of what.

A figure is kept only where all of these are said near it; forecasts, targets and figures of other trades are left out.
``docs/reference/brief.md`` defines each metric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.entities import MEDICAL_KINDS
from nlp.lexicon import Lexicon, Mention, load_lexicon
from nlp.notation import Money, find_money
from nlp.numerals import read_chinese
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
_HEDGE = r"(?:合计|总计|累计|共计|共|总额|总|已|约为?|大约|近|达到?|高达|为|是|超过?|逾|突破|实现|录得|升至|增至|增长至|提升至|首次|仅|至|:|,)*"
_N = r"(?<![\d,.])(?P<n>\d[\d,]{0,12}(?:\.\d{1,4})?|[一二两三四五六七八九十百]{1,4})(?P<more>多|余)?"
_OUT = r"(?:对外|海外|向外|跨境)?(?:的)?(?:许可|授权|BD|License[- ]?[Oo]ut|license[- ]?out|LICENSE[- ]?OUT|Licence[- ]?[Oo]ut|商务拓展)(?:输出|出海|合作|许可|交易|项目|协议)*"
_OUT_SURE = r"(?:对外(?:的)?(?:许可|授权|BD|License)|海外(?:许可|授权)|出海授权|授权出海|出海(?:BD|交易)|BD出海|BD(?:对外)?(?:授权|交易)|[Ll]icen[sc]e[- ]?[Oo]ut|LICENSE[- ]?OUT|对外许可|许可输出|出海)"
_ABROAD = r"(?:海外|境外|国际|国外|出口)"
_INCOME = r"(?:业务|市场|地区|端|主营业务|产品|制剂|药品)*(?:的)?(?:销售|营业|营业总|主营业务|总)?(?:收入|营收|销售额)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in a sentence, offsets of the article; ``bound`` is the word that softens it (约, 超)."""

    metric: str
    value: Decimal
    unit: str
    start: int
    end: int
    bound: str
    rule: str


def may_tell_facts(whole: str) -> bool:
    """Whether an article holds a word of going global and one of the trade; microseconds."""
    return any(cue in whole for cue in CUES) and bool(_TRADE.search(whole))


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
            for figure in _figures(page.text, sentence):
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


# ---- the figures --------------------------------------------------------------------------------------------------

_COMPANIES = re.compile(rf"{_N}家(?P<what>[^,。;]{{0,40}}?(?:上市公司|上市企业|药企|企业|公司))")
_COUNTS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("out_licences", "deals", re.compile(rf"(?:完成|达成|实现|累计|发生|披露|签署|落地|合计|共|有|达到?|为|:)(?:了)?(?:约|近|超过?|逾)?{_N}(?:笔|项|起|宗|单|个|例|款)[^,。;0-9]{{0,16}}?{_OUT_SURE}")),
    ("out_licences", "deals", re.compile(rf"{_OUT_SURE}[^,。;0-9]{{0,14}}?(?:数量|笔数|总数|交易数)?{_HEDGE}{_N}(?:笔|起|宗|单|例)")),
    ("out_licences", "deals", re.compile(rf"(?:其中|授权交易|交易数量|交易总量|交易总数)[^,。;0-9]{{0,6}}?{_HEDGE}{_N}(?:笔|起|宗|单)")),
    ("markets", "countries", re.compile(rf"(?:产品|药品|制剂|器械|疫苗|业务|销售网络|原料药|该药|该产品|药物)[^。;]{{0,30}}?(?:出口|销往|销售至|远销|覆盖|进入|上市|获批|商业化)[^。;0-9]{{0,20}}?{_N}个(?:国家|市场)")),
    ("markets", "countries", re.compile(rf"(?:在|于)(?:全球)?{_HEDGE}{_N}个(?:国家|市场)[^,。;]{{0,14}}?(?:获批|上市|销售|商业化)")),
    ("approvals_abroad", "products", re.compile(rf"{_N}(?:款|个|项|种)[^,。;]{{0,16}}?(?:药|疫苗|产品|器械|品种|单抗)[^,。;]{{0,12}}?(?:获|在)[^,。;]{{0,10}}?(?:FDA|美国|欧盟|海外|境外|欧美|日本)[^,。;]{{0,8}}?(?:获批|批准|上市)")),
)  # fmt: skip
_SHARE = re.compile(
    r"占(?P<of>[^,。;%]{0,22}?)(?:的)?(?:比重|比例|份额)?(?P<bound>约为?|达到?|为|超过?|近|逾|高达|已|接近)*(?P<n>\d{1,4}(?:\.\d{1,4})?)%"
)
_SHARE_AFTER = re.compile(
    rf"{_ABROAD}{_INCOME}[^。;,%]{{0,8}}?(?:占比|比重|比例)(?:约为?|达到?|为|超过?|近|逾|高达|已|提升至|升至|增至|接近)*(?P<n>\d{1, 4}(?:\.\d{1, 4})?)%"
)
_GROWTH = re.compile(
    r"同比(?:增长|上升|提升|增加|大增|增幅(?:达|为)?|(?P<down>下降|下滑|减少))(?:约|达|超过?|近|逾|了)*(?P<n>\d{1,4}(?:\.\d{1,4})?)%"
)
_MONEY_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("overseas_revenue", re.compile(rf"{_ABROAD}{_INCOME}{_HEDGE}$")),
    ("out_licence_upfront", re.compile(rf"首付款(?:总额|合计|总计|总金额|金额|规模)?{_HEDGE}$")),
    ("out_licence_value", re.compile(rf"(?:{_OUT_SURE}|{_OUT}|交易|披露|合作)[^,。;0-9]{{0,14}}?(?:总额|金额|总金额|总价值|规模|总规模|总交易额|交易额|总值)[^,。;0-9]{{0,6}}?{_HEDGE}$")),
    ("out_licence_value", re.compile(rf"(?:总金额|总额|交易额|交易总额|金额)(?:更|也|则|均)?{_HEDGE}$")),
    ("export_value", re.compile(rf"(?:药品|医药(?:保健)?(?:产?品)?|原料药|制剂|疫苗|医疗器械|西药类?(?:产品)?|中药类?(?:产品)?|生物药)(?:产品|类)?出口(?:总)?(?:额|金额){_HEDGE}$")),
)  # fmt: skip
_MONEY_AFTER = re.compile(rf"^(?:人民币)?的?{_ABROAD}{_INCOME}")
_SECTOR_CUE = re.compile(rf"{_OUT_SURE}|对外|出海")
_BOUND = re.compile(r"(约|近|超过?|逾|突破|不低于|至少|多达|高达|达)[^\d]{0,3}$")
_SOFT = {
    "约": "about",
    "近": "almost",
    "超": "more than",
    "超过": "more than",
    "逾": "more than",
    "突破": "more than",
    "不低于": "at least",
    "至少": "at least",
}


def _figures(text: str, sentence: Sentence) -> Iterator[Figure]:
    said = text[sentence.start : sentence.end]
    sector = bool(_SECTOR_CUE.search(said))
    monies = [m for m in find_money(said) if not m.converted and m.value is not None and m.currency]
    about: dict[int, str] = {}
    for money in monies:
        metric = _metric_of(said, money, sector)
        if metric and money.value is not None and money.currency:
            about[money.end] = metric
            yield Figure(metric, money.value, money.currency, sentence.start + money.start, sentence.start + money.end,
                         _soft(said[: money.start]), "money")  # fmt: skip
    yield from _shares(said, sentence.start, about)
    yield from _growths(said, sentence.start, about)
    if "overseas_revenue" in about.values():
        for match in _COMPANIES.finditer(said):
            value = _number(match["n"])
            if value is not None and value >= 2:
                span = (sentence.start + match.start(), sentence.start + match.end())
                yield Figure("reporting_companies", value, "companies", *span, "", "companies")
    if not sector and "国家" not in said and "获批" not in said and "批准" not in said:
        return
    yield from _counts(said, sentence.start, sector)


def _counts(said: str, base: int, sector: bool) -> Iterator[Figure]:
    taken: set[int] = set()
    for match in _RECENT.finditer(said):
        at = "n" if match["n"] else "n2"
        value = _number(match[at])
        if sector and value is not None:
            taken.add(match.start(at))
            yield Figure("out_licences", value, "deals", base + match.start(), base + match.end(), "", "recent")
    for metric, unit, pattern in _COUNTS:
        for match in pattern.finditer(said):
            value = _number(match["n"])
            if value is None or match.start("n") in taken or (metric == "out_licences" and not sector):
                continue
            if _ORDINAL.search(said[: match.start("n")]) or _OTHERS.search(match[0]):
                continue
            taken.add(match.start("n"))
            bound = "more than" if match["more"] else _soft(said[: match.start("n")])
            yield Figure(metric, value, unit, base + match.start(), base + match.end(), bound, metric)


_RECENT = re.compile(
    rf"{_N}(?:笔|起|宗|单|项)(?:是|均|发生|达成|完成|落地|来自|出现)*(?:在|于)?近[一二两三四五\d]年|近[一二两三四五\d]年(?:来|内|间)?(?:完成|达成|实现|发生|有|的|就|共|新增|达)*(?P<n2>\d{1, 4}|[一二两三四五六七八九十]{{1,4}})(?:笔|起|宗|单|项)"
)
_ORDINAL = re.compile(r"第$")
_OTHERS = re.compile(
    r"引进|引入|[Ll]icen[sc]e[- ]?[Ii]n|受让|全球(?:医药)?(?:交易|BD)|单笔|最高|首[笔单个]|重磅|亿美元以上|超过?\d{1,4}亿"
)


def _metric_of(said: str, money: Money, sector: bool) -> str:
    before = said[max(0, money.start - 46) : money.start]
    before = before[max(before.rfind(mark) for mark in "。;") + 1 :]
    if _MONEY_AFTER.match(said[money.end :]):
        return "overseas_revenue"
    for metric, pattern in _MONEY_BEFORE:
        if not pattern.search(before):
            continue
        if metric.startswith("out_licence") and (not sector or not _is_sum(said, money)):
            continue
        return metric
    return ""


_SUM = re.compile(
    r"全年|上半年|年内|季度|前\d{1,2}个?月|前[一二三四五六七八九十]个?月|年,?|今年以来|截至|近[一二两三四五\d]年|合计|累计|总额|年度|去年|1-\d{1,2}月"
)
_ONE_DEAL = re.compile(
    r"单笔|一笔|该交易|此次|本次|这笔|授予|授权给|支付|向[^,。;]{0,12}支付|与[^,。;]{1,24}?(?:就|达成|签|合作)|其中一|旗下|有权|资格获得|收到|将[^,。;]{1,24}授权|最高(?:可)?|潜在里程碑|里程碑|协议"
)


def _is_sum(said: str, money: Money) -> bool:
    """Whether a sum is of many deals over a time, not of one deal."""
    clause = max(said.rfind(mark, 0, money.start) for mark in "。;") + 1
    lead = said[clause : money.start]
    return (
        bool(_SUM.search(lead))
        and not _ONE_DEAL.search(lead[-60:])
        and not re.search(r"全球(?:医药)?(?:交易|BD)", lead)
    )


def _shares(said: str, base: int, about: dict[int, str]) -> Iterator[Figure]:
    for match in _SHARE_AFTER.finditer(said):
        yield Figure(
            "overseas_share",
            Decimal(match["n"]),
            "%",
            base + match.start(),
            base + match.end(),
            _soft(match[0][: match.start("n") - match.start()]),
            "share",
        )
    for match in _SHARE.finditer(said):
        end = max((e for e in about if e <= match.start()), default=None)
        near = end is not None and match.start() - end <= 16
        if (
            near
            and about[end or 0] == "overseas_revenue"
            and re.match(
                r"(?:公司|集团|企业|其|全部|当期|同期)?(?:总|营业总|主营业务|营业|全部|整体)?(?:收入|营收|销售额|销售)?|比",
                match["of"],
            )
        ):
            yield Figure(
                "overseas_share",
                Decimal(match["n"]),
                "%",
                base + match.start(),
                base + match.end(),
                _soft(match[0][: match.start("n") - match.start()]),
                "share",
            )
        elif re.search(
            r"全球(?:医药|药物|生物医药)?(?:BD|授权|交易|许可|对外授权|市场)", match["of"]
        ) and _SECTOR_CUE.search(said[: match.start()]):
            metric = (
                "global_share_of_deals"
                if re.search(r"数量|笔数", said[max(0, match.start() - 14) : match.end()])
                else "global_share_of_value"
            )
            if re.search(r"金额|价值|交易额|数量|笔数|总额", said[max(0, match.start() - 30) : match.end()]):
                yield Figure(
                    metric,
                    Decimal(match["n"]),
                    "%",
                    base + match.start(),
                    base + match.end(),
                    _soft(match[0][: match.start("n") - match.start()]),
                    "share",
                )


def _growths(said: str, base: int, about: dict[int, str]) -> Iterator[Figure]:
    for match in _GROWTH.finditer(said):
        end = max((e for e in about if e <= match.start()), default=None)
        if end is None or match.start() - end > 3 or about[end] not in _GROWING:
            continue
        value = Decimal(match["n"])
        yield Figure(
            f"{about[end]}_growth",
            -value if match["down"] else value,
            "%",
            base + match.start(),
            base + match.end(),
            "",
            "growth",
        )


_GROWING = frozenset({"overseas_revenue", "out_licence_value", "out_licence_upfront", "export_value"})


def _soft(before: str) -> str:
    match = _BOUND.search(before)
    return _SOFT.get(match[1], "") if match else ""


def _whole(value: Decimal) -> Decimal:
    """135655000000, not 1.35655E+11 or 135655000000.00."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _number(printed: str) -> Decimal | None:
    plain = printed.replace(",", "")
    return Decimal(plain) if plain[0].isdigit() else read_chinese(plain)


# ---- whose, and of what ---------------------------------------------------------------------------------------------

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
        match = _COMPANIES.search(text[figure.start : figure.end])
        parts = [match["what"]] if match else []
    parts += re.findall(
        r"自20\d\d年(?:\d{1,2}月)?以来|不完全统计|已披露|披露(?=的?(?:总|金额|交易))|不含[^,。;]{1,12}|按首付款|潜在",
        said,
    )
    return "; ".join(dict.fromkeys(parts))
