"""How sums of money are printed: every notation of Chinese and English news, read to a Decimal and a currency."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from nlp.numerals import SCALES, read_chinese
from nlp.records import Bound
from nlp.text import fold

_CURRENCIES = {
    "USD": "美元|美金|刀|US dollars?|U\\.S\\. dollars?|USD|dollars?",
    "CNY": "人民币元?|RMB|CNY|yuan|圆",
    "HKD": "港元|港币|港圆|HKD|HK dollars?",
    "EUR": "欧元|euros?|EUR",
    "GBP": "英镑|GBP|pounds?",
    "JPY": "日元|日圆|日币|JPY|yen",
    "KRW": "韩元|韩圆|韩币|KRW|won",
    "CHF": "瑞士法郎|瑞郎|CHF|Swiss francs?",
    "AUD": "澳元|澳大利亚元|澳币|AUD|Australian dollars?",
    "CAD": "加元|加拿大元|加币|CAD|Canadian dollars?",
    "TWD": "新台币元?|台币|TWD|NTD",
    "SGD": "新加坡元|新元|坡币|SGD",
    "MOP": "澳门元|澳门币|MOP",
    "INR": "印度卢比|卢比|INR|rupees?",
    "RUB": "俄罗斯卢布|卢布|RUB",
    "SEK": "瑞典克朗|SEK",
    "DKK": "丹麦克朗|DKK",
    "NOK": "挪威克朗|NOK",
    "ILS": "新谢克尔|谢克尔|ILS",
    "BRL": "巴西雷亚尔|雷亚尔|BRL",
    "AED": "迪拉姆|AED",
    "SAR": "沙特里亚尔|SAR",
    "THB": "泰铢|THB",
    "MYR": "林吉特|马币|令吉|MYR",
    "VND": "越南盾|VND",
    "IDR": "印尼盾|印尼卢比|印度尼西亚盾|IDR",
    "PHP": "菲律宾比索|PHP",
    "EGP": "埃及镑|埃镑|EGP",
    "TRY": "土耳其里拉|TRY",
    "PLN": "兹罗提|PLN",
    "MXN": "墨西哥比索|MXN",
    "KZT": "坚戈|KZT",
    "ZAR": "南非兰特|兰特|ZAR",
}
_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "USD$": "USD", "HK$": "HKD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "S$": "SGD",
    "NT$": "TWD", "RMB¥": "CNY", "CN¥": "CNY", "JP¥": "JPY", "$": "USD", "¥": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW",
    "₹": "INR", "Fr.": "CHF", "Rs.": "INR",
}  # fmt: skip
_CODE = {name.lower(): code for code, names in _CURRENCIES.items() for name in names.replace("\\.", ".").split("|")}


def _currency(printed: str) -> str:
    name = printed.strip().lower()
    for form in (name, name.rstrip("s"), name.rstrip("元"), name + "?", name.rstrip("s") + "s?"):
        if form in _CODE:
            return _CODE[form]
    return "CNY"


_WORD = "|".join(_CURRENCIES.values())
_SCALE = (
    "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|trillion|billion|million|thousand|bn|mn|mm|tn|[mMbBkK](?![A-Za-z0-9])"
)
_SUFFIX = rf"元\s?(?:{_WORD})|{_WORD}|元(?![素件旦宵老首气宇月年件化])"

# Prefix currency, read at the end of the sixteen characters before a number.
_PREFIX = re.compile(
    rf"(?:(?P<sign>{'|'.join(re.escape(s) for s in sorted(_SIGNS, key=len, reverse=True))})"
    rf"|(?<![A-Za-z])(?P<word>{_WORD}))\s{{0,3}}$",
    re.IGNORECASE,
)
_PREFIX_ENDS = frozenset("$¥€£₩₹.元币民圆刀镑郎布比尔朗姆铢特abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMBER = re.compile(r"[0-9]{1,24}(?:,[0-9]{3}){0,8}(?:\.[0-9]{1,8})?")
_NAMED = re.compile(_SUFFIX, re.IGNORECASE)
# 多 and 余 make a number vague behind it, never before: 至多一千万.
_CHINESE = re.compile(r"(?![余多])[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟点数几余多]{1,24}")
# Behind the number: scale (twice in 2亿5000万), a vague 余/多, then the currency.
_TAIL = re.compile(
    rf"\s{{0,3}}(?P<more1>[余多]?)(?P<scale>{_SCALE})?(?P<more2>[余多]?)"
    rf"(?:(?<=亿)(?P<low>[0-9]{{1,4}}(?:\.[0-9]+)?|[0-9],[0-9]{{3}})(?P<lowscale>千万|百万|万))?"
    rf"(?P<more3>[余多]?)\s{{0,8}}(?P<currency>{_SUFFIX})?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\s?(?:股|份|人|例|片|盒|支|瓶|粒|剂|针|吨|千克|公斤|克|毫|升|米|平|亩|次|户|家|名|位|套|台|条|个|张|只|头|件"
    r"|项|种|字|步|美分|分"
    r"|株|袋|单位|IU|患者|细胞|以上人|左右人|年|点|倍|%|％|mg|g|ml|shares|patients|people|doses)",
    re.IGNORECASE,
)
_MAX = (
    r"最高不超过|累计不超过|总计不超过|不超过|不超|不高于|不多于|不逾|最高可达到?|最高可获得?|最高可|最高达到?|最高"
    r"|最多可达|最多|至多|至高|高达|上限|有望达到?|可能达到|可达到?|上看"
        r"|up to|as much as|no more than|not exceeding|not to exceed|maximum of|capped at")  # fmt: skip
_MIN = (r"不低于|不少于|不小于|不下|至少|最低|最少|起码|超过|超逾|逾|超|突破|破|大于|高于|多于|过(?<!通过)(?<!经过)"
        r"|more than|over|at least|exceed(?:s|ing)?|in excess of|upwards of|north of")  # fmt: skip
_APPROX = (
    r"接近|将近|大约|大概|约为|约达|约合|(?<![合契节条签预制特解])约|(?<!最)(?<!附)(?<!邻)(?<!就)近|预计|预估|暂定"
    r"|估计"
           r"|approximately|about|around|nearly|roughly|almost|some|circa|~")  # fmt: skip
_FILL = (
    r"合计|总计|共计|累计|总额|金额|款项|付款|再收|再付|再得|支付|合共|总共|共|累积|等值|相当于|价值|为|是|计|可|将|获得|获|得|达到|达|至|到"
    r"|于|以|的|额外|另外|总|折合|人民币|[:(\s]"
         r"|of|an|a|additional|aggregate|total|in|to|the")  # fmt: skip
_BEFORE = re.compile(rf"(?:(?P<max>{_MAX})|(?P<min>{_MIN})|(?P<approx>{_APPROX})|(?P<fill>{_FILL}))$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s?(?:\((?:含税价?|不含税|税前|税后)\)\s?)?(?:(?P<min>及?以上|起)|(?P<approx>左右|上下|上下)|(?P<max>及?以内"
    r"|之内|以下|封顶|为上限|为限))"
)
_PER = re.compile(
    r"\s?(?:/|每|per )\s?(?:股|份|片|盒|支|瓶|粒|剂|针|吨|千克|公斤|克|人|年|月|天|次|mg|g|kg|ml|ADS|share|year"
    r"|dose|ordinary|American)"
                  r"|\s?(?:一|每)(?:股|针|支|盒|片|瓶|年|人)|a share|apiece", re.IGNORECASE)  # fmt: skip
_PER_BEFORE = re.compile(
    r"(?:每股|每份|每支|每片|每盒|每瓶|每针|每人|每吨|每年|人均|单价|股价|收盘价|每ADS|每单位|均价)[^0-9,。;]{0,14}$"
    r"|(?:per share (?:price )?of|price per share)[^0-9.;]{0,12}$",
    re.IGNORECASE,
)
_CONVERTED = re.compile(
    r"(?:约合|折合|合约|折算|相当于|等值于?|约等于|兑换为|换算|合)(?:成|为|约|共|计|人民币|港币|美元|\s){0,4}$"
)
_EQUIVALENT = re.compile(
    r"\((?:约|即|合|约为|approximately|about|equivalent to|or|\s){0,3}(?:人民币|US|HK|RMB|\s)?\$?$"
)
# A bare 百亿 or 千万 is a sum only behind a bound word; alone it is the unit of a table (人民币百万元).
_COUNTED = frozenset("一二两三四五六七八九壹贰叁肆伍陆柒捌玖数几")
_BEFORE_ORDER = re.compile(rf"(?:{_MAX}|{_MIN}|{_APPROX})(?:人民币)?$")
_NO_NUMERAL = frozenset("0123456789第")
_RANGE = re.compile(r"\s?(?:至|到|-|~|—|and|to)\s?(?:不超过|最高)?\s?$")
_SHARE = re.compile(r"\s?(?:、|和|及|与|以及|或|至|到|-|~|,|/)\s?(?:人民币)?$")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum at ``start:end``; value None where only its order is told (数千万美元), currency None where it is not told.

    ``high`` is the upper end of a range, ``converted`` marks the second figure of 2亿美元（约合14亿元）.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    currency: str | None
    bound: Bound = "exact"
    high: Decimal | None = None
    per_share: bool = False
    converted: bool = False


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    value: Decimal | None
    currency: str | None
    scaled: bool
    vague: bool
    scale: Decimal = Decimal(1)


@lru_cache(maxsize=4)  # every deal of an article asks for the whole article's
def find_money(text: str) -> tuple[Money, ...]:
    """Every sum of money in the text, in order; shares, percentages, doses and counts are none."""
    folded = fold(text)
    found = sorted([*_digits(folded), *_numerals(folded)], key=lambda item: item.start)
    found = _lend_units(folded, found)
    return tuple(_flagged(text, folded, [item for item in found if item.currency or item.scaled]))


def _digits(text: str) -> list[_Found]:
    found: list[_Found] = []
    for match in _NUMBER.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        before = text[max(0, match.start() - 16) : match.start()]
        if before[-1:].isascii() and before[-1:].isalpha() and not _prefix(before):
            continue
        tail = _TAIL.match(text, match.end())
        prefix = _prefix(before)
        if tail is None:
            continue
        scale, currency = tail["scale"] or "", tail["currency"]
        if len(scale) == 1 and scale.isascii() and not prefix:
            scale, currency = "", None
        code = _code(currency, prefix)
        value = Decimal(match[0].replace(",", "")) * SCALES.get(scale.lower(), Decimal(1))
        if tail["low"]:
            value += Decimal(tail["low"].replace(",", "")) * SCALES[tail["lowscale"]]
        end = tail.end() if scale or currency else match.end()
        while end > match.end() and text[end - 1] == " ":
            end -= 1
        if code is None and scale and _MEASURE.match(text, end):
            continue
        start = match.start() - (len(prefix[0]) if prefix else 0)
        vague = bool(tail["more1"] or tail["more2"] or tail["more3"]) and bool(scale)
        found.append(_Found(start, end, value, code, bool(scale), vague, SCALES.get(scale.lower(), Decimal(1))))
    return found


def _numerals(text: str) -> list[_Found]:
    found: list[_Found] = []
    for match in _CHINESE.finditer(text):
        if not set(match[0]) & set("百千万亿壹佰仟十拾"):
            continue
        if match.start() and text[max(0, match.start() - 4) : match.start()].rstrip(" ")[-1:] in _NO_NUMERAL:
            continue
        before = text[max(0, match.start() - 16) : match.start()]
        prefix = _prefix(before)
        currency = _NAMED.match(text, match.end())
        code = _code(currency[0] if currency else None, prefix)
        if code is None or (currency is None and not set(match[0]) & set("万亿")):
            continue
        if currency and prefix is None and currency[0] == "元" and not set(match[0]) & set("万亿佰仟"):
            continue
        number = match[0]
        if not set(number) & _COUNTED and not _BEFORE_ORDER.search(before):
            continue
        vague = any(mark in number for mark in "余多")
        end = currency.end() if currency else match.end()
        start = match.start() - (len(prefix[0]) if prefix else 0)
        found.append(_Found(start, end, read_chinese(number), code, True, vague))
    return found


def _prefix(before: str) -> re.Match[str] | None:
    """The currency that the characters before a number end with; a look at the last one spares most searches."""
    last = before.rstrip(" ")[-1:]
    return _PREFIX.search(before) if last in _PREFIX_ENDS else None


def _code(currency: str | None, prefix: re.Match[str] | None) -> str | None:
    if currency:
        bare = currency == "元"
        if not bare:
            return _currency(currency.lstrip("元") if currency.startswith("元") else currency)
        return (_prefix_code(prefix) if prefix else None) or "CNY"
    return _prefix_code(prefix) if prefix else None


def _prefix_code(prefix: re.Match[str]) -> str:
    return (
        _SIGNS[prefix["sign"].upper() if prefix["sign"] != "Fr." else "Fr."]
        if prefix["sign"]
        else _currency(prefix["word"])
    )


def _lend_units(text: str, found: list[_Found]) -> list[_Found]:
    """1亿和2亿美元, 3000万、1350万美元, 1至2亿美元: the last currency, and a range's scale, hold for those before."""
    for left, right in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = text[left.end : right.start]
        if left.currency is None and right.currency and _SHARE.fullmatch(between):
            if left.scaled:
                left.currency = right.currency
            elif _RANGE.fullmatch(between) and right.scaled and left.value is not None:
                left.currency, left.scaled, left.value = right.currency, True, left.value * right.scale
        if left.currency and right.currency is None and not right.scaled and _RANGE.fullmatch(between) and left.scaled:
            continue
    return found


def _flagged(text: str, folded: str, found: list[_Found]) -> list[Money]:
    money: list[Money] = []
    for item in found:
        if money and money[-1].high is None and money[-1].value is not None and item.value is not None:
            between = folded[money[-1].end : item.start]
            same = money[-1].currency in (item.currency, None)
            if same and _RANGE.fullmatch(between) and item.value > money[-1].value:
                last = money[-1]
                money[-1] = replace(
                    last, end=item.end, text=text[last.start : item.end], high=item.value, currency=item.currency
                )
                continue
        before = folded[max(0, item.start - 24) : item.start]
        bound = _bound(before, folded, item)
        previous = money[-1] if money else None
        money.append(
            Money(
                start=item.start,
                end=item.end,
                text=text[item.start : item.end],
                value=item.value,
                currency=item.currency,
                bound=bound,
                per_share=bool(_PER.match(folded, item.end) or _PER_BEFORE.search(before)),
                converted=_is_converted(folded, before, item, previous),
            )
        )
    return money


def _bound(before: str, text: str, item: _Found) -> Bound:
    """The nearest bound word to the left (最高 and 超过 outweigh 约 in front of the same figure), else one behind."""
    seen: Bound = "exact"
    while match := _BEFORE.search(before):
        if match["max"]:
            return "max"
        if match["min"]:
            return "min"
        if match["approx"]:
            seen = "approx"
        before = before[: match.start()]
    if seen == "exact" and (match := _BEHIND.match(text, item.end)):
        return "min" if match["min"] else "max" if match["max"] else "approx"
    return "min" if seen == "exact" and item.vague else seen


def _is_converted(text: str, before: str, item: _Found, previous: Money | None) -> bool:
    if previous is None or previous.currency == item.currency or item.start - previous.end > 16:
        return False
    return bool(_CONVERTED.search(before) or _EQUIVALENT.search(before))
