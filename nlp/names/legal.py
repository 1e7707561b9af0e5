"""Names that end in their legal form: where …有限公司 begins."""

from __future__ import annotations

import re

from nlp.names.record import Name
from nlp.names.words import HAN, PLACE

_LEGAL = re.compile(
    r"股份有限公司|有限责任公司|有限公司|合伙企业(?:\(有限合伙\))?|两合公司|株式会社|研究院有限公司"
    rf"|(?<=[{HAN}])(?:研究所|研究院|科学院|大学|学院|中医院|医院|基金会|投资中心\(有限合伙\)|投资中心)(?![\u4e00-\u9fff]{{0,12}}(?:研究所|研究院|医院|大学|学院|有限公司))"
)
#: What cannot stand inside a legal name and so ends it on the left.
_LEFT_STOP = re.compile(
    r"全资子公司|控股子公司|控股孙公司|参股公司|联营公司|子公司|孙公司|附属公司|全资附属|(?<!大学)(?<!学院)附属|下属公司|下属|旗下|关联方|关联人"
    r"|控股股东|原股东|股东|实际控制人|一致行动人|合作方|交易对手方|交易对方|交易对手|标的公司|目标公司|受让方|转让方"
    r"|收购|受让|出售|亿元|万元|持有的|所持的|持有|所持|认购|转让|签署|签订|签约|订立|授予|许可|授权|委托|联合|公告称|公告|宣布|获得|引进|包括|其中|分别"
    r"|投资设立|设立|成立|参股|入股|增资|出资|支付|收到|近日|日前|通过|(?<=[司团)股日已,业药物院技医今昨晚早])同(?![仁济方花])|已[和同与跟]|终止|企业(?!管理|发展|咨询|投资|集团)|更名为|变更为|成为|同意|完成|名称为|简称|携手|牵手|合作|公司|通知|获|称|为|与|向|由|对|及|从|给|将|于|是|拟|的|被|等|在|以"
)
#: Before 和 another name has ended.
ORG_END = re.compile(r"(?:生物|医药|药业|制药|医疗|健康|科技|集团|股份|公司)$")
_BREAK = re.compile(r"[,。;;::、!?!?“”\"《》【】「」『』\n\t|…▎]")


def legal_names(text: str) -> list[Name]:
    names = []
    floor = 0
    for match in _LEGAL.finditer(text):
        start = _left_edge(text, max(floor, match.start() - 40), match.start())
        if match.start() - start >= 2:
            names.append(Name(start, match.end(), text[start : match.end()], "org", "legal"))
            floor = match.end()
    return names


def _left_edge(text: str, low: int, high: int) -> int:
    """Where the legal name that runs up to ``high`` begins: after the last break or stop word, at a place name if any."""
    edge = low
    for match in _BREAK.finditer(text, low, high):
        edge = match.end()
    # A closing bracket whose opening one lies left of the edge belongs to another name; one opened and closed stays.
    depth = 0
    for i in range(high - 1, edge - 1, -1):
        if text[i] in ")）":
            depth += 1
        elif text[i] in "(（":
            depth -= 1
            if depth < 0:
                edge = i + 1
                break
    places = [
        m.start()
        for m in PLACE.finditer(text, edge, high)
        if "(" not in text[max(edge, m.start() - 1) : m.start()]
        and not re.search(r"(?:大学|学院)附属$", text[edge : m.start()])
    ]
    stops = [m.end() for m in _LEFT_STOP.finditer(text, edge, high)]
    last_stop = max((s for s in stops if high - s >= 2), default=edge)
    after = [p for p in places if p >= last_stop]
    if after:
        return after[0]
    # A stop character may be part of the name (华为…): prefer a place name that follows any of the stops.
    for place in places:
        if (place == edge or place in stops) and high - place >= 4 and not _LEFT_STOP.search(text, place + 2, high):
            return place
    # Only a single character may be a part of the name; 拟以1亿美元收购X持有的Y有限公司 holds words of a sentence.
    said = max((m.end() for m in _LEFT_STOP.finditer(text, edge, high) if m.end() - m.start() > 1), default=edge)
    for place in reversed(places):
        if place < said:
            break
        if place == edge or place in stops or text[place - 1] in "和与及向由、":
            return place
    start = last_stop
    joined = text.rfind("和", start, high)
    if joined - start >= 3 and ORG_END.search(text, start, joined):
        start = joined + 1
    if text[start : start + 1] in ("和", "与") and any(ch in text[edge:start] for ch in "司院所学"):
        start += 1
    return start


_SEAT = re.compile(rf"(?:{PLACE.pattern})(?:控股|投资|集团|国际|贸易)?(?:股份)?有限公司")


def joined_seat(name: Name, others: list[Name]) -> Name | None:
    """The name of a house abroad in one piece (天境生物科技|香港有限公司); None for the half that the other takes in."""
    if name.source == "legal" and _SEAT.fullmatch(name.text):
        return None if any(o.end == name.start for o in others) else name
    if name.source in ("lexicon", "weak"):
        rest = next(
            (o for o in others if o.start == name.end and o.source == "legal" and _SEAT.fullmatch(o.text)), None
        )
        if rest:
            return Name(name.start, rest.end, name.text + rest.text, "org", "legal", name.company)
    return name


LEGAL_END = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|合伙企业(?:\(有限合伙\))?)$")
