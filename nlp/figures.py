"""The figures on going global in a sentence: money, counts and shares, each with the metric that the words around it name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.notation import Money, find_money
from nlp.numerals import read_chinese
from nlp.text import Sentence

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


COMPANIES = re.compile(rf"{_N}家(?P<what>[^,。;]{{0,40}}?(?:上市公司|上市企业|药企|企业|公司))")
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
    rf"{_ABROAD}{_INCOME}[^。;,%]{{0,8}}?(?:占比|比重|比例)(?:约为?|达到?|为|超过?|近|逾|高达|已|提升至|升至|增至|接近)*(?P<n>\d{{1,4}}(?:\.\d{{1,4}})?)%"
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


def find_figures(text: str, sentence: Sentence) -> Iterator[Figure]:
    """Every figure of a sentence that a metric is told of."""
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
        for match in COMPANIES.finditer(said):
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
    rf"{_N}(?:笔|起|宗|单|项)(?:是|均|发生|达成|完成|落地|来自|出现)*(?:在|于)?近[一二两三四五\d]年|近[一二两三四五\d]年(?:来|内|间)?(?:完成|达成|实现|发生|有|的|就|共|新增|达)*(?P<n2>\d{{1,4}}|[一二两三四五六七八九十]{{1,4}})(?:笔|起|宗|单|项)"
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


def _share(match: re.Match[str], base: int) -> Figure:
    soft = _soft(match[0][: match.start("n") - match.start()])
    return Figure("overseas_share", Decimal(match["n"]), "%", base + match.start(), base + match.end(), soft, "share")


def _shares(said: str, base: int, about: dict[int, str]) -> Iterator[Figure]:
    for match in _SHARE_AFTER.finditer(said):
        yield _share(match, base)
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
            yield _share(match, base)
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


def _number(printed: str) -> Decimal | None:
    plain = printed.replace(",", "")
    return Decimal(plain) if plain[0].isdigit() else read_chinese(plain)
