"""Names by their place in the sentence: a headline, an announcement, a definition, between 与 and 签署."""

from __future__ import annotations

import re

from nlp.names.record import Name, Source
from nlp.names.words import ABROAD, GENERIC, HAN, INNER_STOP, NOT_A_NAME, plausible

#: A name stands between these; the group is the name. All of it on one clause, at most 24 characters.
_NAME = rf"[{HAN}A-Za-z0-9·&\-. ()]"
HEADED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"^(?P<n>[{HAN}]{{2,3}}新药)(?=与|:|公告|宣布|拟)",
        rf"^[^\S\n]{{0,8}}(?P<n>[*]?{_NAME}{{2,16}}?)(?:\(\d{{4,6}}(?:\.[A-Z]{{1,2}})?\))?:",
        rf"(?:^|[,。;、\s]|电,|讯,|及|和|与)(?P<n>[*]?[{HAN}A-Za-z\-]{{2,10}}?)\((?:SH|SZ|HK)?:?\d{{4,6}}(?:\.(?:SH|SZ|BJ|HK))?[,)]",
        rf"(?:^|[,。;\s]|电,|讯,)(?P<n>[*]?{_NAME}{{2,14}}?)(?:今日|近日|日前|今晚|晚间|午间|早间|发布|在港交所|在联交所|\d{{1,2}}月\d{{1,2}}日)*(?:晚间|早间|午间)?(?:发布)?(?:自愿|风险提示|异动)?公告",
        rf"\((?P<n>[*]?[{HAN}A-Za-z\-]{{2,10}}?)[,、;] ?(?:SH|SZ|HK)?:?\d{{4,6}}(?:\.(?:SH|SZ|BJ|HK))?[,;)]",
        rf"据(?P<n>[*]?{_NAME}{{2,12}}?)(?:\d{{1,2}}月\d{{1,2}}日)?(?:消息|官微|官方|公众号|微信)",
    )
)
SLOTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:已与|拟与|将与|正与|,与|与|携手|牵手|联手)(?P<n>{_NAME}{{2,24}}?)(?:就|共同|正式|双方)?(?:签署|签订|签约|订立|达成|合作(?:开发|推进|研发|$))",
        rf"(?:授权给|许可给|转让给|出售给|售予|卖给|转让予)(?P<n>[{HAN}A-Za-z·&\-. ]{{2,16}}?)(?=[,。;在\n(]|$|的|将|享有|于|全球|独家)",
        rf"(?:大股东|控股股东)(?P<n>[{HAN}]{{4,8}}?)(?=拟|将|与|以|所持|持有|通过|已)",
        rf"(?:收购|并购|引进|入股|参股)(?P<n>[{HAN}]{{3,8}})(?=[,。;\s]|$)",
        rf"(?:转让|收购|受让|所?持有的?|出售|认购|购买)(?P<n>[{HAN}A-Za-z·]{{2,12}}?)(?:合计|约|不超过|超过|超)?(?=\d[\d.]*(?:%|万股)|(?:的)?(?:全部|部分)?(?:股权|股份|控股权|控制权))",
    )
)
_DEFINED = re.compile(
    r"\((?:以下|下称|以下合称)?(?:简称|下称|称)?[::]?[“\"']?(?P<n>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9·&\-. ]{1,20}?)[”\"']?\)"
)
_UNNAMED = re.compile(
    r"合作方[A-Z]公司|(?<![A-Za-z])[A-Z]公司|(?<![的\u4e00-\u9fff])合作方(?=于|,|。|签|在|、)|(?<=与)合作方|(?:欧洲|美国|日本|韩国|海外|国际|境外|国外|全球)?某(?:上市|国内|创新|头部|跨国|大型|知名|全球|海外|国际|欧洲|美国|日本|韩国|海外)[\u4e00-\u9fff]{0,8}?(?:药企(?!业)|公司|企业)"
    r"|(?<!\d)(?:\d{1,2}|一|两|三|四|五|六)家(?![\u4e00-\u9fff]{0,8}(?:子|孙|附属|控股)公司)[\u4e00-\u9fff]{2,18}?(?:公司|企业|药企(?!业)|机构)"
)


def defined_names(text: str) -> list[Name]:
    names = []
    for match in _DEFINED.finditer(text):
        head = text[match.start() : match.start("n")]
        if "称" in head and not NOT_A_NAME.match(match["n"]):
            names.append(Name(match.start("n"), match.end("n"), match["n"], "org", "defined"))
    return names


def slot_names(text: str, patterns: tuple[re.Pattern[str], ...], source: Source) -> list[Name]:
    names = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span("n")
            raw = text[start:end]
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            word = text[start:end]
            if plausible(word):
                names.append(Name(start, end, word, "org", source))
    return names


#: A name without a legal form that ends as companies end, between words that end a name on both sides.
_ENDING = re.compile(
    r"(?:^|(?<=[,。;:、\"\s(《/|])|(?<=[与和及向由从给予为对将])|(?<=收购|引进|受让|携手|牵手|联手|公司|旗下|股东|持有|转让|认购|设立|并购|企业|拿下|签约|参股|委托|增资|终止|巨头|成立|购买|标的|股份|授权|研究|上市))"
    rf"(?P<n>[*]?(?:ST)?[{HAN}]{{1,6}}?(?:生物制药|生物医药|生物科技|医药科技|制药总厂|制药厂|药厂|制药|药业|医药|生物|医疗科技|医疗|生科|生命科学|大健康|健康|基因|诊断|细胞|疫苗|科技|医药集团|集团|股份|控股(?!股东|权|子)|资本|投资|产投|创投|健康产投|金控|基金|智能|器械|医学|医美|化学|国际|物流|大药房|药房|研究院|研究所|实验室|医院|大学))"
    r"(?=[,。;:、\"\s(《%\d/+&]|$|[与和及就签达订宣公将拟的所持在获授支联共正于以已为等向对由双三是有近也均旗全控完转通发从间终]|股权|股份|股东|合作|合计|收购|收到|集团旗下|方面|未来|此次|今日)"
)


def endings(text: str) -> list[Name]:
    names = []
    for match in _ENDING.finditer(text):
        start, end = match.span("n")
        start = max((stop.end() for stop in INNER_STOP.finditer(text, start, end - 2)), default=start)
        word = text[start:end]
        if len(word) >= 3 and not GENERIC.match(ABROAD.sub("", word)) and plausible(word):
            names.append(Name(start, end, word, "org", "ending"))
    return names


def unnamed(text: str) -> list[Name]:
    return [Name(m.start(), m.end(), m[0], "unnamed", "unnamed") for m in _UNNAMED.finditer(text)]
