"""What a sum of money is for: upfront, milestone, total, price …, told by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.notation import Money, find_money
from nlp.records import AmountKind, Bound
from nlp.text import Sentence, Span, fold, split_sentences

__all__ = ["AmountHit", "KindGuess", "Money", "classify", "find_deal_amounts", "find_money"]

# The words that name a payment. The first group that matches at a place names it; "none" words say it is no deal sum.
_CUES = {
    "near": r"近期(?:或有)?(?:里程碑)?(?:付款|款项?|金额)?|短期(?:里程碑|付款)|near[- ]term",
    "milestone": r"里程碑|潜在付款|后续付款|额外付款|或有付款|milestones?",
    "upfront": (r"首付款?|预付款|预付|首期款|首期付款|首笔付款|首笔款|定金|签约金|签约付款|入门费|前期付款|技术转让费|一次性付款|起始付款|初始付款|启动资金"
                r"|upfront|up-front|down payment|initial payment"),
    "option": r"选择权(?:行使|执行)?(?:费用?|付款|金)|行权(?:费|金|付款)|选择权行使|行使(?:该)?选择权|执行(?:额外)?[^,。]{0,10}选择权|option (?:exercise )?(?:fee|payment)",
    "equity": (r"股权投资|股权认购|股本投资|入股|认购|增资|战略投资|股权对价|等值股权|等价股权|普通股|参股|出资|认缴|投资款|equity investment|equity stake|investment in"),
    "price": (r"收购价格?|收购对价|收购总价|并购总?金额|转让价格|转让价款?|转让对价|转让总价|转让金额|转让款|成交价款?|成交金额|交易价格|交易作价|交易对价|股权对价款"
              r"|总对价|基础对价|对价|代价|作价|定价|售价|总价|价款|估值暂定|预估值|收购|并购|受让|买下|买入|购买|拿下|purchase price|acquisition price|acquire|acquisition of|buyout"),
    "total": (r"(?:交易|协议|合同|合作|潜在|订单|项目|总)(?:的)?(?:潜在|交易|合作|合同|协议)?总?(?:金额|价值|额|规模)|总金额|总额|总价值|总交易额|交易额|总包|总规模|总计|合计|总值|价值|费用金额"
              r"|deal value|total value|total consideration|valued at|worth|biobucks"),
    "none": (r"营业收入|营收|主营|年收入|总收入|销售收入|净?销售额|销售规模|销售总额|收入|净利润?|利润|亏损|市值|市场规模|市场空间|市场总?额|估值|融资|募集资金|募资|净资产|总资产|资产总额|账面|评估值|评估价值"
             r"|注册资本|贷款|借款|授信|担保|预算|罚款|赔偿|补助|补贴|成交额|股价|研发投入|研发费用|研发支出|投入|现金|财务资助|本金|利息|欠款|债务|分红|派息|回购|营业额|产值|补偿|奖励|捐赠|基金规模|货值|中标"
             r"|revenues?|net sales|sales of|market cap|net income|net loss|financing|Series [A-D]"),
}  # fmt: skip
_CUE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _CUES.items()), re.IGNORECASE)
_HARD = re.compile(r"[。!?\n;]")
# What may stand between a sum and the payment it modifies: 2亿美元的开发、注册及商业化里程碑付款.
_ATTACH = re.compile(
    r"\s?(?:\([^()]{0,40}\))?\s?(?:左右|以上|的|之|等值的|in|as an?|of|an?)?\s?"
    r"(?P<mods>(?:[^,。;、和及与:0-9]|(?:、|和|及|与|以及|,? and|, )(?![^,。;、]{0,3}[0-9])){0,40}?)$"
)
_RECEIVED = re.compile(
    r"(?:(?<!将)(?<!可)(?<!能)(?<!权)(?<!格)收到|已收|获支付|到账|已支付|支付了|收讫|received)[^。;]{0,60}$"
)
_PAY_FOR = re.compile(r"(?:支付|斥资|豪掷|付出|pay)[^。;]{0,12}$")
_ACQUIRE = re.compile(r"收购|并购|买下|购买|受让|转让|acqui|buy")
_DEAL_NOUN = re.compile(
    r"\s?(?:的)?(?:[^,。;:、0-9]{0,12})?(?:合作|交易|大单|授权|协议|合同|许可|订单|BD|deal|collaboration|agreement)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\s?(?:预付款|首付款)?\s?(?::|,)")


@dataclass(frozen=True, slots=True)
class KindGuess:
    """What a sum is for, with a score from 0 to 1; kind None where it is no sum of a deal."""

    kind: AmountKind | None
    score: float
    rule: str
    includes_upfront: bool | None = None


@dataclass(frozen=True, slots=True)
class AmountHit:
    """An amount of a deal and where it stands; ``rule`` says why it was read so."""

    kind: AmountKind
    currency: str
    value: Decimal
    bound: Bound
    start: int
    end: int
    rule: str
    score: float = 1.0
    includes_upfront: bool | None = None


def find_deal_amounts(text: str, spans: Sequence[Span], deal_type_hint: str | None = None) -> list[AmountHit]:
    """The amounts that the spans of one deal tell, each sum once, the best described mention of it first."""
    hits: list[AmountHit] = []
    money = [item for item in find_money(text) if item.value and not item.per_share and not item.converted]
    for start, end in spans:
        for sentence in split_sentences(text, start, end):
            for item in money:
                if not sentence.start <= item.start < sentence.end:
                    continue
                guess = classify(text, item, sentence, deal_type_hint)
                if guess.kind and item.value:
                    value = item.high or item.value
                    bound: Bound = "max" if item.high and item.bound == "exact" else item.bound
                    hits.append(AmountHit(guess.kind, item.currency or "CNY", value, bound, item.start, item.end, guess.rule,
                                          guess.score, guess.includes_upfront))  # fmt: skip
    return _once(hits)


def classify(text: str, money: Money, sentence: Sentence, deal_type_hint: str | None = None) -> KindGuess:
    """What the sum is for, from the payment word it modifies (right) or follows (left) within the sentence."""
    folded = fold(text)
    left = _left_context(folded, money, sentence)
    right = _right_context(folded, money, sentence)
    named = _right_cue(right)
    if named is None:
        named = _left_cue(left)
    kind, rule, includes = named or _verbless(left, right, money, sentence, deal_type_hint)
    if kind in ("upfront", "milestone", "near_term") and _RECEIVED.search(left):
        return KindGuess("paid", 0.9, "received", None)
    if kind == "total" and deal_type_hint in ("acquisition", "asset_purchase") and not includes:
        sentence_text = folded[sentence.start : sentence.end]
        if not re.search(r"首付|预付|里程碑|upfront|milestone", sentence_text):
            kind = "price"
    return KindGuess(kind, 0.9 if named else 0.6, rule, includes)


_Named = tuple[AmountKind | None, str, bool | None]


def _left_context(text: str, money: Money, sentence: Sentence) -> str:
    start = max(sentence.start, money.start - 90)
    cut = [match.end() for match in _HARD.finditer(text, start, money.start)]
    return text[cut[-1] if cut else start : money.start]


def _right_context(text: str, money: Money, sentence: Sentence) -> str:
    end = min(sentence.end, money.end + 60)
    cut = _HARD.search(text, money.end, end)
    return text[money.end : cut.start() if cut else end]


def _right_cue(right: str) -> _Named | None:
    found = [match for match in _CUE.finditer(right) if match.lastgroup != "total" or match.start() < 6]
    if not found or not _ATTACH.fullmatch(right[: found[0].start()]):
        return None
    names = [found[0].lastgroup]
    for before, match in zip(found, found[1:], strict=False):
        between = right[before.end() : match.start()]
        if not re.fullmatch(
            r"(?:付款|款项?|金额|总额)?(?:、|和|及|与|以及|或|\+|/| and |,)(?:[^,。;0-9]{0,16})", between
        ):
            break
        names.append(match.lastgroup)
    return _combined(names, "right")


def _left_cue(left: str) -> _Named | None:
    found = list(_CUE.finditer(left))
    if not found:
        return None
    last = found[-1]
    gap = left[last.end() :]
    if re.search(r"[0-9](?:[^0-9]{0,6})(?:元|亿|万|million|billion)", gap) or gap.count(",") > 2:
        return None
    names = [last.lastgroup]
    for before, match in zip(reversed(found[:-1]), reversed(found[1:]), strict=False):
        between = left[before.end() : match.start()]
        if re.search(r"[0-9]", between) or not re.fullmatch(
            r"[^,。;:]{0,3}(?:、|和|及|与|以及|\+|/| and |,)?[^,。;:0-9]{0,14}", between
        ):
            break
        names.append(before.lastgroup)
    return _combined(names[::-1], "left")


def _combined(names: Sequence[str | None], side: str) -> _Named:
    """One figure for several payments: 首付款和近期里程碑 is near_term, 首付款和里程碑 is total."""
    kinds = set(names)
    if "near" in kinds and "upfront" in kinds:
        return "near_term", f"{side}:upfront+near", True
    if "upfront" in kinds and "milestone" in kinds:
        return "total", f"{side}:upfront+milestone", True
    last = names[0] if side == "right" else names[-1]
    if last == "total" and kinds & {"upfront", "milestone", "option", "equity"}:
        last = next(name for name in reversed(names) if name != "total")
    match last:
        case "near":
            return "milestone", f"{side}:near", None
        case "option":
            return "option_fee", f"{side}:option", None
        case "upfront" | "milestone" | "equity" | "price" | "total":
            return last, f"{side}:{last}", None
    return None, f"{side}:none", None


def _verbless(left: str, right: str, money: Money, sentence: Sentence, hint: str | None) -> _Named:
    """A sum without a payment word: a headline's 9.7亿美元：A授权给B, 达成11.6亿美元合作, 支付最高23亿美元以获得…."""
    buys = hint in ("acquisition", "asset_purchase")
    if money.start - sentence.start <= 6 and _OPENING.match(right):
        return ("price" if buys or _ACQUIRE.search(right) else "total"), "headline", None
    if _ACQUIRE.search(right[:24]) or (buys and _PAY_FOR.search(left)):
        return "price", "buys", None
    if _DEAL_NOUN.match(right):
        return "total", "deal noun", None
    if _PAY_FOR.search(left):
        return "total", "pays", None
    return None, "no cue", None


def _once(hits: list[AmountHit]) -> list[AmountHit]:
    """Each kind, currency and value once; a mention with a bound outweighs one without."""
    best: dict[tuple[AmountKind, str, Decimal], AmountHit] = {}
    for hit in hits:
        key = (hit.kind, hit.currency, hit.value)
        held = best.get(key)
        if held is None or (held.bound == "exact" and hit.bound != "exact"):
            best[key] = hit
    return sorted(best.values(), key=lambda hit: hit.start)
