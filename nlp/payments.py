"""What a sum of money is for: upfront, milestone, total, price …, told by the words around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.notation import Money
from nlp.records import AmountKind
from nlp.text import Sentence

# The words that name a payment. The first group that matches at a place names it; "none" words say it is no deal sum.
_CUES = {
    "none": (
        r"营业收入|营收|主营|市价|收[盘市]价|折让|年收入|总收入|销售收入|净?销售额(?!的?(?:销售)?里程碑)|销售规模|销售总额|收入|净?利润"
        r"|亏损|市值|市场规模|市场空间|市场总?额|估值(?!暂定)|融资|募集资金|募资|净资产|总资产|资产总额"
        r"|账面(?:价值|净值|余额)?|评估值|评估价值|注册资本|贷款|借款|授信|担保|预算|罚款|赔偿|补助|补贴|成交额"
        r"|股价|研发投入|研发费用|研发支出|现金流|现金储备|货币资金|财务资助|本金|利息|欠款|债务|分红|派息"
        r"|回购|营业额|产值|补偿|奖励|捐赠|基金规模|货值|中标|已出资|年销售|(?:向"
        r"|对)[^,。;]{0,8}子公司[^,。;]{0,40}增资|增资(?:其)?(?:全资|控股|旗下)?子公司|保证金|违约金|诚意金不"
        r"|revenues?|net sales|sales of|market cap|net income|net loss|financing|Series [A-D]"
        r"|cash (?:and cash equivalents|position|runway)"
    ),
    "near": r"近期(?:或有)?(?:的)?(?:里程碑|开发里程碑)?(?:付款|款项?|金额)?|短期(?:里程碑|付款)|near[- ]term",
    "milestone": r"里程碑(?:付款)?(?:的)?(?:潜在)?总额|里程碑|潜在付款(?!总)|后续付款|额外付款|就(?:后续|未来)[^,。;]{0,14}?(?:开发|销售|研发|注册|监管|商业化)(?=支付)|视[^,。;]{2,20}?(?:进展|进度|进程)|(?:目标|指标|条件)(?:达到|达成|实现|满足)后|待[^,。;]{1,14}后(?:再)?(?:支付|付清?)|或有付款|或有对价|milestones?|contingent payments?",
    "upfront": (
        r"即时(?:收取|获得|支付|收到)|立即(?:收取|获得)|即期(?:收取|付款)|首付款?(?:对价)?|(?:预付|前期|签约)对价|选择权付款(?!和|及|与|或|、)|先付|先行支付|预付款|预付|首期款|首期付款|首笔付款|首笔款|定金|签约金|签约付款|入门费|前期付款|前期款"
        r"|技术转让费|技术转移费|(?:许可|授权)基础费|一次性(?:许可|授权)费|一次性支付[^,。;\d]{0,16}?(?:许可费|授权费|使用费)|一次性付款|起始付款|初始付款|启动资金|授权金"
        r"|upfront|up-front|down payment|initial payment|signing fee"
    ),
    "option": (
        r"选择权(?:行使|执行)(?:费用?|付款|金)|选择权(?:费用?|付款|金)|行权(?:费|金|付款)|选择权行使|行使(?:该|其|独家)?选择权|(?:执行"
        r"|行使)[^,。;]{0,10}选择权"
        r"|option (?:exercise )?(?:fee|payment)|exercise fee"
    ),
    "equity": (
        r"股权投资|股权认购|股本投资|入股|认购|增资|战略投资|股权对价|等值股权|等价股权|普通股|参股|出资|认缴"
        r"|投资款|投资入股|注资|(?:发行|增发)[^,。;]{0,10}募集资金"
        r"|认股权证?|^(?:的)?股权(?=[,。;、和及]|$)|限制性股票|warrants?|equity investment|equity stake|equity(?! value)"
    ),
    "price": (
        r"收购价格?|收购对价|收购总价|收购金额|收购款|并购总?金额|转让价格|转让价款?|转让对价|转让总价|转让金额"
        r"|转让费用?|转让款|成交价款?|成交价格|成交金额|交易价格|交易作价|交易对价|总对价|基础对价"
        r"|(?<!净)对价|(?<!净)代价|作价|定价|售价|总价(?!值)|价款|估值暂定|预估值|出售价格|购买价格?|挂牌价格?|底价|股权价值"
        r"|purchase price|acquisition price|equity value"
    ),
    "buy": r"收购|并购|受让|买下|买入|购买|拿下|竞得|要约|转让|出售|出让"
    r"|acquisition of|acquires?|acquiring|buyout|buys?\b",
    "total": (
        r"(?:交易|协议|合同|合作|潜在|订单|项目)(?:的)?(?:潜在|交易|合作|合同|协议)?总?(?:金额|价值|总值|额|规模"
        r"|价款?)|总交易额|交易额|总付款|最高付款|各类付款|付款总额|采购(?:总)?(?:金?额|目标|承诺)|整笔交易[^,。;0-9]{0,6}值|总投资(?!者|人|决|顾)|潜在付款总额|总包|总规模|总价值|总值|费用金额|价值"
        r"|deal value|transaction value|aggregate value|total value|total potential|potential value|total consideration|valued at|worth|biobucks"
    ),
    "fee": r"许可费用?|授权费用?|授权许可费|技术使用费|license fee",
    "sum": r"总金额|总额|金额|总计|合计|共计|累计|总和|合共|totall?ing|in total|(?<!upfront )(?<!milestone )total of|aggregate",
}  # fmt: skip
_CUE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _CUES.items()), re.IGNORECASE)
_WORTH = re.compile(r"(?:等值|价值)(?:约|为)?$")
_OF_SHARES = re.compile(r"[^,。;]{0,24}?(?:股权|股份|股票|普通股|优先股|认股权证)")
_FOR = re.compile(r"(?:^|[^,。;]{1,30})(?:以|作价|出资|斥资)(?:约|现金|人民币|总价)*$")
_SOLD = re.compile(
    r"(?:的价格)?(?:现金)?(?=出售|收购|购入|受让|买下)|(?:的价格|现金)?(?:向|从|把|将)[^,。;]{0,40}?(?:购入|购买|受让|收购|买下|接手|卖给|出售(?!方)|转让(?!方)|售予)|(?:现金)?(?:摘牌|竞得|拍得)"
)
_TAKEN_UP = re.compile(r"行使|行权|执行|exercis")
_HARD = re.compile(r"[。!?\n;]")
# What may stand between a sum and the payment behind it: 2亿美元的开发、注册及商业化里程碑付款; verbs stand closer.
_ATTACH = re.compile(
    r"\s?(?:\([^()]{0,40}\))?\s?(?!、|和|及|与|以及|并|,|另|plus|and\b)(?:左右|以上|的|之|等值的|in|as an?|of|an?)?\s?"
    r"(?:[^,。;、和及与:0-9]|(?:、|和|及|与|以及|,? and|,\s?(?=[a-z]))(?![^,。;、]{0,3}[0-9])){0,40}?"
)
_TIGHT = re.compile(
    r"\s?(?:\([^()]{0,40}\))?\s?(?:的)?(?:股权|现金|自有资金|交易|总)?(?:价格|对价|总价|代价|价款|现金)?(?:现金"
    r"|方式|存续|新增|年度?)?\s?"
)
_LOOSE_KINDS = {"near", "milestone", "upfront", "option"}
_JOIN = re.compile(
    r"(?:付款|款项?|金额|投资|费用?)?(?:、|和|及|与|以及|或|\+|/|或者| and | or )(?:[^,。;0-9]{0,16})", re.IGNORECASE
)
_JOIN_LEFT = re.compile(
    r"(?:付款|款项?|金额|投资|费用?|payments?)?(?:\s?(?:、|和|及|与|以及|\+|/|,|以及相关"
    r"|and)\s?)?(?:[^,。;:0-9]{0,14})",
    re.IGNORECASE,
)
_SUM_INSIDE = re.compile(r"[0-9][^0-9]{0,6}(?:元|亿|万|million|billion)")
_RECEIVED = re.compile(
    r"(?:(?<![将可能权格应])收到|已收|累计收款|(?<!将)获支付|到账|已[^,。;]{0,8}?支付|支付了|收讫|确认收入|(?<!to )(?<!will )(?<!could )(?<!may )(?<!can )(?<!also )(?:received|receives|receipt of)\b"
    r"|has paid)(?:(?!有权|将|有资格|若|如果|另有|另可|至多|最高可)[^。;]){0,60}$"
)
_PAY_FOR = re.compile(r"(?:支付|斥资|豪掷|付出|耗资|砸下|掏出|pays?|paying)[^。;]{0,16}$")
_ACQUIRE = re.compile(r"收购|并购|买下|购买|受让|转让|出售|acqui|\bbuy", re.IGNORECASE)
_FOUND = re.compile(r"[^,。;]{0,24}?(?:设立|成立|增资|认购|认缴|投资|入股|参与|组建|新设)")
_DEAL_NOUN = re.compile(
    r"\s?(?:的|级|级别|规模的?)?[^,。;:、0-9]{0,12}?(?:合作|交易|大单|授权|协议|合同|许可|订单|出海|BD|deal"
    r"|collaboration|agreement|pact)",
    re.IGNORECASE,
)
_AT_PRICE = re.compile(r"\s?(?:\([^()]{0,40}\))?的(?:现金|总|交易)?(?:价格|对价|代价|价钱)")
_IN_LICENSED = re.compile(r"\s?(?:的)?(?:从[^,。;]{1,16})?(?:引进|引入|买断|拿下|获得|取得)")
_SHARING = re.compile(r"\s?(?:、|和|及|与|或|以及|/|and)\s?(?:人民币)?", re.IGNORECASE)
_OPENING = re.compile(r"\s?(?:\+[^:,。]{0,20})?(?::|,|!)")
#: …预付款，以及里程碑金额，总金额8.5亿美元: a sum in a clause of its own, behind an upfront, is that of all.
_OF_ALL = re.compile(r",(?:合作|协议|交易|潜在)?(?:总金额|总额|总计|合计|共计)[^,。;]{0,8}$")
#: 1500万美元首付款及监管与销售里程碑 is the upfront alone, 1500万美元的首付款和里程碑付款 both in one figure.
_BESIDE = re.compile(r"(?:首付款|预付款|首付)(?:以?及|和|、)[^,。;、0-9]{2,12}")
#: 连同里程碑，总金额最高…: what is summed up goes beyond the milestones.
_TOGETHER = re.compile(r"(?:连同|加上|算上|计入|叠加|包括|包含|including|together with)[^。;]{0,40}$")
_MANY = re.compile(
    r"[两二三四五六七八九十](?:笔|项|起|桩|单)(?:交易|许可|授权|合作|首付款?)[^。;]{0,16}(?:合计|共|总)|累计达成|累计[^,。;]{0,8}[笔起项]|(?<![这该此本一首])[笔起项](?:交易|授权|BD|合作)|领域(?:交易|BD)|出海(?:总)?金额|家MNC|同比"
    r"|全年|上半年|前三季度|[一二三四]季度|年内|历年|行业(?:交易|总)|全国"
)
_IN_PARTS = re.compile(r"首付|预付|里程碑|upfront|milestone|CVR", re.IGNORECASE)
_SHARES_FOR = re.compile(r"(?:发行|认购|增发|获得)[^,。;]{0,24}股[^。;]{0,30}\([^)]{0,40}(?:约合|价值|约|折合)\s?$")


@dataclass(frozen=True, slots=True)
class KindGuess:
    """What a sum is for, with a score from 0 to 1; kind None where it is no sum of a deal.

    ``includes_upfront`` is True where one figure is told for the upfront and what follows it.
    """

    kind: AmountKind | None
    score: float
    rule: str
    includes_upfront: bool | None = None


@dataclass(frozen=True, slots=True)
class _Cue:
    """A payment word, or several that share one sum, read beside a sum; ``end`` is where the last of them ends."""

    names: tuple[str, ...]
    side: str
    end: int
    word: str


#: What a deal may be paid in: a figure that is the sum of one of these and of what may follow is the deal's total.
PAID_AT_ONCE = frozenset({"upfront", "near_term", "price", "equity", "option_fee"})


_CHANGED = re.compile(
    r"\s?(?:\([^()]{0,40}\))?,?(?:分别)?(?:降|升|增|减|下调|上调|调整|调低|调高|修订|改|变更)(?:少|加)?(?:至|为|到)(?:人民币|约)?\s?"
)


def classified(text: str, money: Sequence[Money], sentence: Sentence, hint: str | None) -> list[KindGuess]:
    """A guess for each sum of a sentence; a word that one sum has taken does not name the next."""
    guesses: list[KindGuess] = []
    taken = sentence.start
    for index, item in enumerate(money):
        until = money[index + 1].start if index + 1 < len(money) else sentence.end
        right = _right_context(text, item, min(sentence.end, item.end + 70))
        left = _left_context(text, item, max(sentence.start, taken, item.start - 90))
        cue = _right_cue(right, until - item.end) or _left_cue(left)
        guess = _guess(text, item, sentence, left, right, cue, hint)
        if index and guesses[-1].kind and _CHANGED.fullmatch(text, money[index - 1].end, item.start):
            guess = guess if guess.kind else replace(guesses[-1], rule="as the sum before")
        if cue and guess.kind == "milestone" and _OF_ALL.search(left) and any(g.kind in PAID_AT_ONCE for g in guesses):
            guess = replace(guess, kind="total", includes_upfront=True)
        if index and not guess.kind and not cue and _SHARING.fullmatch(text, money[index - 1].end, item.start):
            guess = replace(guesses[-1], rule="as the sum before")
        guesses.append(guess)
        taken = item.end + (cue.end if cue and cue.side == "right" else 0)
    return guesses


def _guess(
    text: str, item: Money, sentence: Sentence, left: str, right: str, cue: _Cue | None, hint: str | None
) -> KindGuess:
    before = text[max(sentence.start, item.start - 90) : item.start]
    if _SHARES_FOR.search(before) or (_WORTH.search(left) and _OF_SHARES.match(right)):
        return KindGuess("equity", 0.8, "worth of shares")
    if hint == "acquisition" and cue and (cue.word == "估值" or cue.word.lower() == "equity value"):
        return KindGuess("price", 0.7, f"{cue.side}: {cue.word}")
    if hint in ("acquisition", "asset_purchase", "equity") and _FOR.search(left) and _SOLD.match(right):
        return KindGuess("price", 0.8, "at a price")
    kind, rule, includes = _named(cue, left, right, hint) if cue else _unnamed(item, sentence, left, right, hint)
    if kind in ("total", "upfront", "milestone") and _MANY.search(before):
        return KindGuess(None, 0.6, "sum of many deals")
    if kind in ("upfront", "milestone", "near_term") and hint != "acquisition" and _RECEIVED.search(before):
        return KindGuess("paid", 0.9, "received", None)
    if kind == "total" and includes is None and hint in ("acquisition", "asset_purchase", "equity"):
        said = text[sentence.start : sentence.end]
        if not _IN_PARTS.search(said) and (hint != "equity" or _ACQUIRE.search(said)):
            kind = "price"
    return KindGuess(kind, 0.9 if cue else 0.6, rule, includes)


_Named = tuple[AmountKind | None, str, bool | None]


def _left_context(text: str, item: Money, start: int) -> str:
    cut = [match.end() for match in _HARD.finditer(text, start, item.start)]
    return text[cut[-1] if cut else start : item.start]


def _right_context(text: str, item: Money, end: int) -> str:
    cut = _HARD.search(text, item.end, end)
    return text[item.end : cut.start() if cut else end]


_OWN_SUM = re.compile(r"(?:约|为|人民币|合计|最高|至多)?\s?[$€£¥]?\d")


def _right_cue(right: str, until: int) -> _Cue | None:
    """The payment that the sum modifies: 2亿美元首付款, 4000万美元的首付款和近期里程碑付款, 以3亿元收购."""
    found = [match for match in _CUE.finditer(right) if match.start() < until]
    if not found:
        return None
    first = found[0]
    loose = first.lastgroup in _LOOSE_KINDS or any(match.lastgroup in _LOOSE_KINDS for match in found[1:3])
    between = right[: first.start()]
    if not (_ATTACH if loose and first.lastgroup in {*_LOOSE_KINDS, "equity"} else _TIGHT).fullmatch(between):
        return None
    if first.lastgroup in ("total", "sum") and between.strip():
        return None
    names, end = [str(first.lastgroup)], first.end()
    for before, match in itertools.pairwise(found):
        if not _JOIN.fullmatch(right[before.end() : match.start()]):
            break
        if names == ["upfront"] and match.lastgroup == "milestone" and _BESIDE.fullmatch(right[: match.start()]):
            break
        if _OWN_SUM.match(right, match.end()):  # 5.6亿美元里程碑付款及首付款1500万美元
            break
        names.append(str(match.lastgroup))
        end = match.end()
    return _Cue(tuple(names), "right", end, first[0])


def _left_cue(left: str) -> _Cue | None:
    """The payment named before the sum: 首付款1500万美元, 里程碑付款，最高可达3亿美元, 首付款和里程碑付款总额."""
    found = list(_CUE.finditer(left))
    if not found:
        return None
    last = found[-1]
    gap = left[last.end() :]
    if _SUM_INSIDE.search(gap) or gap.count(",") > 2:
        return None
    names, word = [str(last.lastgroup)], last[0]
    for before, match in zip(reversed(found[:-1]), reversed(found[1:]), strict=False):
        if not _JOIN_LEFT.fullmatch(left[before.end() : match.start()]):
            break
        if names == ["sum"]:
            word = before[0]
        names.append(str(before.lastgroup))
    return _Cue(tuple(reversed(names)), "left", 0, word)


def _named(cue: _Cue, left: str, right: str, hint: str | None) -> _Named:
    """One figure for several payments: 首付款和近期里程碑 is near_term, 首付款和里程碑 is total."""
    names, rule = list(cue.names), f"{cue.side}: {cue.word}"
    if cue.side == "left" and names[-1] in ("sum", "total") and _TOGETHER.search(left):
        return "total", rule, True
    if cue.side == "left" and names[-1] == "total":
        names = ["total"]
    elif names[-1] == "sum" and len(names) > 1 and cue.side == "left":
        names = names[:-1]
        if names[-1] == "buy":
            names = ["price"]
    elif cue.side == "left" and names[-1] in ("equity", "buy", "price", "none", "option"):
        names = names[-1:]
    kinds = set(names)
    if "near" in kinds and "upfront" in kinds:
        return "near_term", rule, True
    if "upfront" in kinds and "milestone" in kinds:
        return "total", rule, True
    if "milestone" in kinds and names[0] != "none":
        return "milestone", rule, None
    match names[0] if cue.side == "right" else names[-1]:
        case "near":
            return "milestone", rule, None
        case "option":
            return ("option_fee" if _TAKEN_UP.search(cue.word + left) else "upfront"), rule, None
        case "equity":
            if cue.word in ("出资", "投入") and hint in ("research", "co_development", "commercialization"):
                return "total", rule, None
            return _invested(left, right, rule, cue)
        case "buy":
            return ("price" if cue.side == "right" or _names_price(left) else None), rule, None
        case "fee":
            milestone = "里程碑" in left.rpartition(",")[2]
            return ("milestone", "fee at milestones", None) if milestone else ("total", "licence fee", None)
        case "upfront" | "price" | "total" as kind:
            return kind, rule, None
        case "sum":
            return "total", rule, None
    return None, rule, None


def _names_price(left: str) -> bool:
    """Whether a bare 收购 to the left names the sum: nothing but the bought and a verb of paying stand between."""
    return bool(
        re.search(
            r"(?:收购|受让|购买|并购|买下)[^,。;]{0,40}(?:,)?(?:共|需|须|将)?(?:支付|作价|耗资|斥资|付"
            r"|价格为?)[^,。;]{0,8}$|(?:acquir|buy)[^.;]{0,80}for[^.;]{0,24}$",
            left,
        )
    )


def _invested(left: str, right: str, rule: str, cue: _Cue) -> _Named:
    """出资3亿元: to buy shares from holders (price), to subscribe or found (equity), or both (total)."""
    clause = re.split(r"[,。;]", right, maxsplit=1)[0]
    if cue.side == "right" or cue.word not in ("出资", "投入"):
        return "equity", rule, None
    buys = re.search(r"受让|收购|购买|股权转让", clause)
    founds = _FOUND.match(clause)
    if (
        buys
        and founds
        and buys.start() > founds.end()
        and re.search(r"并(?!购)|及|和", clause[founds.end() : buys.start()])
    ):
        return "total", rule, False
    if buys and not (founds and founds.end() < buys.start()):
        return "price", rule, None
    return "equity", rule, None


#: 至多可获20.85亿美元,其中首付款1.5亿美元
_PARTS_FOLLOW = re.compile(r",(?:其中|包括|包含|由)[^,。;]{0,6}?(?:首付|预付|里程碑|近期)")
_GETS = re.compile(r"(?:获得|可获|将获|收取|收到|支付|获|得到)(?:至多|最多|最高|约|合计|共|逾|超)*$")


def _unnamed(item: Money, sentence: Sentence, left: str, right: str, hint: str | None) -> _Named:
    """A sum without a payment word: a headline's 9.7亿美元：A授权给B, 达成11.6亿美元合作, 支付最高23亿美元以获得…."""
    buys = hint in ("acquisition", "asset_purchase")
    if _AT_PRICE.match(right):
        return ("price" if buys or _ACQUIRE.search(left + right) else "total"), "at a price", None
    if _IN_LICENSED.match(right):
        return "total", "pays", None
    alone = item.start - sentence.start <= 6 and item.end >= sentence.end - 1  # 21亿美元！ as a headline's opening cry
    if alone or (item.start - sentence.start <= 6 and _OPENING.match(right)):
        if re.match(r"[^。;]{1,24}(?:投资|入股|参股|认购)", right):
            return "equity", "headline", None
        return ("price" if buys or _ACQUIRE.search(right) else "total"), "headline", None
    if buys and _PAY_FOR.search(left):
        return "price", "pays", None
    if _DEAL_NOUN.match(right):
        return "total", "sum of a deal", None
    if _PAY_FOR.search(left):
        return "total", "pays", None
    if _PARTS_FOLLOW.match(right) and _GETS.search(left):
        return "total", "parts follow", None
    return None, "no cue", None
