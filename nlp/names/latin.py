"""Names in Latin script: by the ending of a company, or by where they stand."""

from __future__ import annotations

import re

from nlp.names.record import Name
from nlp.names.words import CODE, LATIN_STOP

_LATIN_WORD = r"(?:[A-Z][A-Za-z0-9&’'.-]*|of|and|de|&|bio|bio[A-Za-z]*)"
_LATIN_NAME = re.compile(
    r"(?<![A-Za-z0-9\-/])"
    r"(?:The )?[A-Z][A-Za-z0-9&’']*(?:[-.][A-Za-z0-9]+)*"
    r"(?:(?: |(?<=[a-z])(?=[A-Z]))(?:[A-Z][A-Za-z0-9&’'.-]*|of|and|de|&|bio\b|pharma\b))*"
    r"(?:\((?:China|Asia|Shanghai|Beijing|Suzhou|Cayman|Hong ?Kong|HK|USA?|Europe|Japan|Singapore|Private|M|S)\))?"
    r"(?:[,,]? ?(?:Inc|Ltd|LLC|Corp|Co|Limited|GmbH|AG|PLC|plc|S\.A|N\.V|B\.V|A/S|AB|SE|SAS|Pty|KGaA|K\.K)\b\.?)*"
)
_LATIN_SURE = re.compile(
    r"Therapeutics|Pharma|Pharm\b|Bio(?:s|tech|sciences?|logics|medical|med|Pharma|therapeutics)?\b|Biotech|Inc\b|Ltd\b|LLC\b"
    r"|Corp\b|Limited\b|GmbH|Oncology|Sciences?\b|Medicines?\b|Health\b|Genomics|Labs?\b|Laboratories|Holdings?\b"
    r"|Immune|Medical|Diagnostics|Healthcare|Group\b|Technologies|Vaccines?\b|Partners\b|Capital\b|Ventures\b|Genetics",
    re.IGNORECASE,
)
_ENGLISH_VERB = (
    r"(?i:to (?:acquire|buy|license|sell|pay)|announces?|announced|enters?|signs?|grants?|gains?|pays?|in-?licen[sc]e[sd]?|out-?licen[sc]e[sd]?"
    r"|licen[sc]e[sd]|obtains?|secures?|receives?|completes?|acquires?|expands?|terminates?|exercises?|sells?|buys?|partners?|collaborates?"
    r"|picks|hands|struck|sold|bought|obtained|granted|acquired|agreed|took|said"
    r"|(?:has|have|had) (?:signed|agreed|sold|licensed|acquired|granted|entered|bought|obtained|exercised|terminated)"
    r"|will (?:have|pay|acquire|receive|buy)|is (?:giving|acquiring|paying|buying|selling|licensing))"
)
ENGLISH = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:^|(?<=[.;] ))(?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){{0,3}}?) (?:and|{_ENGLISH_VERB})\b",
        r"(?:-- |—|\) )(?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){0,3}?)(?: plc| Inc\.?|, an? [^,]{3,80},)? (?:today )?(?:announced|announces|and|has|have|said)\b",
        r" (?:[Gg]rants|[Gg]ranted|[Ll]icenses to) (?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){0,2}?)(?= (?:an?|the|Option|Exclusive|Rights|License|exclusive|worldwide|Worldwide|Global))",
        r" (?:with|from|by|to|and) (?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){0,3})(?= (?:for|to|announce|Announce|in|on|at|after|over|under|has|have|will|Mutually|Form|Sign|Enter|today|following|of [A-Z])|[,.;(]|$)",
    )
)
NOT_ENGLISH = re.compile(
    r"^(?:The|A|An|This|Acquire|Develop|Commercialize|License|Sell|Buy|Expand|Advance|Form|Create|Enter|Grant|Receive|Evaluate|Jointly|Under|In|On|Greater China|China|United|US|U\.S\.|European|Europe|Phase|Agreement|License|Exclusive|Japan|Boards?|Company|Shanghai|Hong Kong|North America|Rights|Option|[A-Z]{2,}-?\d+.*)(?: .*)?$|(?:Agreement|License|Collaboration|Rights|Disease|Union|Kingdom|China|States|Payment|Milestone)$"
)


#: Ares Trading S.A.(|ATSA|)
_SHORT_FORM = re.compile(r"\.?\s?\([\"“']?(?P<n>[A-Z][A-Za-z]{1,20})[\"”']?\)")


def _short_forms(text: str, end: int) -> list[Name]:
    short = _SHORT_FORM.match(text, end)
    return [Name(short.start("n"), short.end("n"), short["n"], "org", "defined")] if short else []


def latin_names(text: str) -> list[Name]:
    names = []
    for match in _LATIN_NAME.finditer(text):
        word = re.sub(r"[ .,&-]+$", "", match[0])
        first, link, second = word.partition(" and ")
        if link and " of " not in first and _LATIN_SURE.search(second) and (" " in second or _LATIN_SURE.search(first)):
            # Apexigen and Gansu Duyiwei Biological Pharmaceutical: two houses, the former found by where it stands.
            at = match.start() + len(first) + len(link)
            names.append(Name(at, at + len(second), second, "org", "latin"))
            names += _short_forms(text, at + len(second))
            if _LATIN_SURE.search(first):
                names.append(Name(match.start(), match.start() + len(first), first, "org", "latin"))
            continue
        if word in LATIN_STOP or len(word) < 3 or all(part in LATIN_STOP for part in re.split(r"[ /-]", word)):
            continue
        sure = bool(_LATIN_SURE.search(word))
        if sure or " " in word:
            names += _short_forms(text, match.start() + len(word))
        if CODE.search(word) and not sure:
            continue
        if sure:
            names.append(Name(match.start(), match.start() + len(word), word, "org", "latin"))
        elif (len(word) > 3 or word.isupper()) and latin_in_place(text, match.start(), match.start() + len(word)):
            names.append(Name(match.start(), match.start() + len(word), word, "org", "slot"))
    return names


_BEFORE_PARTY = re.compile(
    r"(?:与|和|及|、|同|跟|携手|牵手|联手|收购|并购|引进|授权给|授予|许可给|转让给|给|(?<!靶)向|由|从|公司|企业|药企|巨头|提供商|开发商|生产商|制造商|运营商|对手|合作方|集团|旗下|支付给|传|购买|买下|[国士典麦兰时列坡亚洲]|:|^|电,|日,|,|。|\n)[ ]?$"
)
_AFTER_PARTY = re.compile(
    r"^[ ]?(?:行使|战略|拟|出售|卖|买|认购|以|由|同意|决定|通知|向|承担|负责|先付|引入|终止|退还|取得|牵手|携手|对|为|有权|已|未|再|追加|入股|领投|参投|公司|所?持有|宣布|达成|签署|签订|订立|支付|获得|引进|收购|将|的|与|和|及|、|公告|发布|股价|盘前|旗下|拥有|保留|合作|共同|事宜|全部|授予|就|在|于|,|。|（|\(|$|\n|大跌|大涨|涨|跌)"
)


def latin_in_place(text: str, start: int, end: int) -> bool:
    """Whether a Latin word without a company's ending stands where a party stands."""
    return bool(_BEFORE_PARTY.search(text[max(0, start - 6) : start]) and _AFTER_PARTY.match(text[end : end + 4]))
