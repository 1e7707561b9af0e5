"""Natural persons who sell or buy shares: a surname and a place in a list of holders."""

from __future__ import annotations

import re

from nlp.names.record import Name
from nlp.names.words import ENDS_LIKE_ORG, NOT_A_NAME, SURNAMES

_PERSON_LIST = re.compile(
    r"(?:(?<!等)股东|(?<!等)自然人|从|(?<!转)向|卖方|交易对方|交易对手方|对手方|持有人|实际控制人|董事长|总经理|转让方)(?:为|包括|系|是|有)?"
    r"(?P<list>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})*(?:[和及与][\u4e00-\u9fff]{2,3})?)(?=等|签|拟|与|,|。|合计|所?持|手中|名下|处|先生|女士|将|共|于|以|购买|收购|受让)"
)
_PERSON_NEXT = re.compile(
    r"(?<=、)(?P<n>[\u4e00-\u9fff]{2,3})(?=、|和|及|与|合计|等?所?持|等关联|等自然人|等股东|手中|等\d|先生)"
)
_PERSON_TITLE = re.compile(
    r"(?P<n>\b[A-Z][A-Za-z]{1,30}+(?: [A-Z][A-Za-z.]{0,30}+){1,4}|[\u4e00-\u9fff]{2,3})(?=先生|女士)"
)


def persons(text: str) -> list[Name]:
    names = []
    for match in _PERSON_LIST.finditer(text):
        for part in re.finditer(r"[\u4e00-\u9fff]{2,3}", match["list"]):
            if part[0][0] in SURNAMES and not NOT_A_NAME.match(part[0]):
                start = match.start("list") + part.start()
                names.append(Name(start, start + len(part[0]), part[0], "person", "slot"))
    names += [
        Name(m.start("n"), m.end("n"), m["n"], "person", "slot")
        for m in _PERSON_NEXT.finditer(text)
        if m["n"][0] in SURNAMES and not NOT_A_NAME.match(m["n"]) and not ENDS_LIKE_ORG.search(m["n"])
    ]
    for match in _PERSON_TITLE.finditer(text):
        word = match["n"]
        if not ("\u4e00" <= word[0] <= "\u9fff") or word[0] in SURNAMES:
            names.append(Name(match.start(), match.start() + len(word), word, "person", "slot"))
    return names
