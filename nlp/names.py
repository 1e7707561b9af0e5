"""Finds what may be a party: every stretch of text that names an organisation or a seller, with how it was found.

Four ways, the surest first: a legal name ends in its legal form (…有限公司, Inc.); the lexicon knows the name; the place in
the sentence demands a name (与…签署, …(600000.SH)公告); the trained component says so. Overlaps go to the surer way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nlp.assets import find_assets
from nlp.lexicon import Company, Lexicon
from nlp.ner import find_names
from nlp.territory import find_places
from nlp.text import guess_language, split_sentences

Kind = Literal["org", "person", "unnamed"]
Source = Literal["legal", "lexicon", "defined", "headed", "latin", "ner", "ending", "slot", "unnamed", "weak"]

_RANK: dict[Source, int] = {
    "legal": 0, "defined": 1, "lexicon": 2, "headed": 3, "latin": 4, "ner": 5, "ending": 6, "slot": 7, "unnamed": 8,
    "weak": 9,
}  # fmt: skip

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"
_LATIN_WORD = r"(?:[A-Z][A-Za-z0-9&’'.-]*|of|and|de|&|bio|bio[A-Za-z]*)"

_LEGAL = re.compile(
    r"股份有限公司|有限责任公司|有限公司|合伙企业(?:\(有限合伙\))?|两合公司|株式会社|研究院有限公司"
    rf"|(?<=[{_HAN}])(?:研究所|研究院|科学院|大学|学院|中医院|医院|基金会|投资中心\(有限合伙\)|投资中心)(?![\u4e00-\u9fff]{{0,12}}(?:研究所|研究院|医院|大学|学院|有限公司))"
)
#: What cannot stand inside a legal name and so ends it on the left.
_LEFT_STOP = re.compile(
    r"全资子公司|控股子公司|控股孙公司|参股公司|联营公司|子公司|孙公司|附属公司|全资附属|(?<!大学)(?<!学院)附属|下属公司|下属|旗下|关联方|关联人"
    r"|控股股东|原股东|股东|实际控制人|一致行动人|合作方|交易对手方|交易对方|交易对手|标的公司|目标公司|受让方|转让方"
    r"|收购|受让|持有的|所持的|持有|所持|认购|转让|签署|签订|签约|订立|授予|许可|授权|委托|联合|公告称|公告|宣布|获得|引进|包括|其中|分别"
    r"|投资设立|设立|成立|参股|入股|增资|出资|支付|收到|近日|日前|通过|终止|企业(?!管理|发展|咨询|投资|集团)|更名为|变更为|成为|同意|完成|名称为|简称|携手|牵手|合作|公司|通知|获|称|为|与|向|由|对|及|从|给|将|于|是|拟|的|被|等|在|以"
)
_PLACE = re.compile(
    r"北京|上海|天津|重庆|江苏|浙江|广东|山东|四川|湖北|湖南|河南|河北|安徽|福建|江西|辽宁|吉林|黑龙江|陕西|山西|甘肃|青海|云南|贵州|海南|"
    r"广西|内蒙古|宁夏|新疆|西藏|台湾|香港|澳门|苏州|南京|杭州|无锡|常州|泰州|连云港|南通|扬州|镇江|徐州|盐城|宁波|温州|嘉兴|绍兴|台州|湖州|金华|"
    r"广州|深圳|珠海|东莞|佛山|中山|惠州|汕头|济南|青岛|烟台|淄博|潍坊|威海|成都|绵阳|武汉|宜昌|长沙|株洲|郑州|石家庄|合肥|芜湖|亳州|福州|厦门|"
    r"泉州|南昌|沈阳|大连|长春|通化|哈尔滨|西安|太原|兰州|昆明|贵阳|遵义|海口|三亚|南宁|呼和浩特|乌鲁木齐|拉萨|银川|西宁|张家港|昆山|江阴|常熟|"
    r"美国|英国|德国|法国|日本|韩国|瑞士|瑞典|丹麦|荷兰|比利时|意大利|西班牙|以色列|印度|澳大利亚|加拿大|新加坡|泰国|马来西亚|印度尼西亚|越南|"
    r"俄罗斯|巴西|中国|国药|中科院|中国科学院"
)
#: A place that stands right before a name may be part of it (上海药明康德).
PLACE = _PLACE
PLACE_BEFORE = re.compile(rf"(?:{_PLACE.pattern})$")
_BREAK = re.compile(r"[,。;;::、!?!?“”\"《》【】「」『』\n\t|…▎]")

_LATIN_NAME = re.compile(
    r"(?<![A-Za-z0-9\-/])"
    r"(?:The )?[A-Z][A-Za-z0-9&’']*(?:[-.][A-Za-z0-9]+)*"
    r"(?:(?: |(?<=[a-z])(?=[A-Z]))(?:[A-Z][A-Za-z0-9&’'.-]*|of|and|de|&|bio\b|pharma\b))*"
    r"(?:\([A-Z][A-Za-z]+\))?"
    r"(?:[,,]? ?(?:Inc|Ltd|LLC|Corp|Co|Limited|GmbH|AG|PLC|plc|S\.A|N\.V|B\.V|A/S|AB|SE|SAS|Pty|KGaA|K\.K)\b\.?)*"
)
_LATIN_SURE = re.compile(
    r"Therapeutics|Pharma|Pharm\b|Bio(?:s|tech|sciences?|logics|medical|med|Pharma|therapeutics)?\b|Biotech|Inc\b|Ltd\b|LLC\b"
    r"|Corp\b|Limited\b|GmbH|Oncology|Sciences?\b|Medicines?\b|Health\b|Genomics|Labs?\b|Laboratories|Holdings?\b"
    r"|Immune|Medical|Diagnostics|Healthcare|Group\b|Technologies|Vaccines?\b|Partners\b|Capital\b|Ventures\b|Genetics",
    re.IGNORECASE,
)
_LATIN_STOP = frozenset(
    [
        "FDA",
        "EMA",
        "NMPA",
        "CDE",
        "PMDA",
        "MHRA",
        "TGA",
        "ANVISA",
        "HSA",
        "MFDS",
        "ADC",
        "ADCs",
        "XDC",
        "BD",
        "IND",
        "NDA",
        "BLA",
        "ANDA",
        "IPO",
        "ETF",
        "AI",
        "CRO",
        "CDMO",
        "CMO",
        "CXO",
        "MAH",
        "GMP",
        "GLP",
        "GCP",
        "EU",
        "USA",
        "US",
        "UK",
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "ASCO",
        "ESMO",
        "AACR",
        "ASH",
        "WCLC",
        "JPM",
        "EHA",
        "CSCO",
        "PD",
        "OS",
        "PFS",
        "ORR",
        "CR",
        "PR",
        "HR",
        "NSCLC",
        "SCLC",
        "HCC",
        "TNBC",
        "MM",
        "DLBCL",
        "AML",
        "CLL",
        "COPD",
        "MASH",
        "NASH",
        "IgA",
        "IgG",
        "IgAN",
        "HER",
        "HER2",
        "EGFR",
        "VEGF",
        "PSMA",
        "TROP2",
        "Trop2",
        "Claudin",
        "CLDN",
        "BTK",
        "KRAS",
        "CAR",
        "CART",
        "TCE",
        "TCR",
        "NK",
        "mRNA",
        "siRNA",
        "RNA",
        "DNA",
        "ASO",
        "RDC",
        "PDC",
        "DAC",
        "PROTAC",
        "LNP",
        "AAV",
        "HIV",
        "HBV",
        "HPV",
        "RSV",
        "COVID",
        "SARS",
        "CEO",
        "CFO",
        "CSO",
        "COO",
        "CMO",
        "R&D",
        "NewCo",
        "MNC",
        "Biotech",
        "biotech",
        "BioTech",
        "Pharma",
        "pharma",
        "License",
        "LICENSE",
        "Deal",
        "DEAL",
        "MOU",
        "LOI",
        "IP",
        "QFII",
        "REITs",
        "SPV",
        "CVR",
        "NYSE",
        "NASDAQ",
        "Nasdaq",
        "HK",
        "SH",
        "SZ",
        "BJ",
        "ST",
        "A",
        "B",
        "C",
        "D",
        "E",
        "F",
        "H",
        "I",
        "X",
        "Phase",
        "Armstrong",
        "Lancet",
        "Nature",
        "Science",
        "Cell",
        "NEJM",
        "BIC",
        "FIC",
        "PCT",
        "SPA",
        "GSP",
        "Wind",
        "VIP",
        "OTC",
        "DRG",
        "PCC",
        "CMC",
        "API",
        "APIs",
        "PEG",
        "SC",
        "IV",
        "OA",
        "RA",
        "MS",
        "ALS",
        "AD",
        "UC",
        "CD",
        "SLE",
        "wAMD",
        "AMD",
        "DME",
        "BCMA",
        "GPRC5D",
        "TNF",
        "IL",
        "FcRn",
        "TL1A",
        "LAG",
        "KOL",
        "GLP1",
        "TIGIT",
        "ROR1",
        "DLL3",
        "FGFR",
        "FGFR2b",
        "MET",
        "TYK2",
        "JAK",
        "JAK1",
        "APRIL",
        "BAFF",
        "PCSK9",
        "FXI",
        "FXIa",
        "FRα",
        "Fc",
        "Fab",
        "scFv",
        "TSLP",
        "CTLA",
        "FGF21",
        "GIP",
        "GCG",
        "Inc",
        "Ltd",
        "Limited",
        "Co",
        "AG",
        "Therapeutics",
        "Group",
        "Holdings",
    ]
)
_CODE = re.compile(r"[A-Z]{1,6}[A-Za-z]{0,3}-?\d{2,}|[A-Z]{2,}-[A-Z]?\d")

#: A name stands between these; the group is the name. All of it on one clause, at most 24 characters.
_NAME = rf"[{_HAN}A-Za-z0-9·&\-. ()]"
_HEADED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"^\s*(?P<n>[*]?{_NAME}{{2,16}}?)(?:\(\d{{4,6}}(?:\.[A-Z]{{1,2}})?\))?:",
        rf"(?:^|[,。;、\s]|电,|讯,|及|和|与)(?P<n>[*]?[{_HAN}A-Za-z\-]{{2,10}}?)\((?:SH|SZ|HK)?:?\d{{4,6}}(?:\.(?:SH|SZ|BJ|HK))?[,)]",
        rf"(?:^|[,。;\s]|电,|讯,)(?P<n>[*]?{_NAME}{{2,14}}?)(?:今日|近日|日前|今晚|晚间|午间|早间|发布|在港交所|在联交所|\d{{1,2}}月\d{{1,2}}日)*(?:晚间|早间|午间)?(?:发布)?(?:自愿|风险提示|异动)?公告",
        rf"据(?P<n>[*]?{_NAME}{{2,12}}?)(?:\d{{1,2}}月\d{{1,2}}日)?(?:消息|官微|官方|公众号|微信)",
    )
)
_SLOTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:已与|拟与|将与|正与|,与|与|携手|牵手|联手)(?P<n>{_NAME}{{2,24}}?)(?:就|共同|正式|双方)?(?:签署|签订|签约|订立|达成|合作(?:开发|推进|研发|$))",
        rf"(?:授权给|许可给|转让给|出售给|售予|卖给|转让予)(?P<n>[{_HAN}A-Za-z·&\-. ]{{2,16}}?)(?=[,。;在\n(]|$|的|将|享有|于|全球|独家)",
        rf"(?:收购|并购|引进|入股|参股)(?P<n>[{_HAN}]{{3,8}})(?=[,。;\s]|$)",
        rf"(?:转让|收购|受让|所?持有的?|出售|认购|购买)(?P<n>[{_HAN}A-Za-z·]{{2,12}}?)(?:合计|约|不超过|超过|超)?(?=\d[\d.]*(?:%|万股)|(?:的)?(?:全部|部分)?(?:股权|股份|控股权|控制权))",
    )
)
_ENGLISH = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^(?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){0,3}?) (?:to Acquire|Announces?|Enters?|Grants?|and|In-Licenses|Out-Licenses|Licenses|Receives|Completes|Signs|Acquires|Expands|Terminates|Exercises|Sells|Buys|Partners|Collaborates)\b",
        r"(?:-- |—|\) )(?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){0,3}?)(?: plc| Inc\.?|, an? [^,]{3,80},)? (?:today )?(?:announced|announces|and|has|have|said)\b",
        r" (?:with|from|by|to|and) (?P<n>[A-Z][\w'&.-]*(?: [A-Z][\w'&.-]*){0,3})(?= (?:for|to|announce|Announce|in|under|has|have|will|Mutually|Form|Sign|Enter|today|following)|[,.;]|$)",
    )
)
_NOT_ENGLISH = re.compile(
    r"^(?:The|A|An|This|Under|In|On|Greater China|China|United|US|U\.S\.|European|Europe|Phase|Agreement|License|Exclusive|Japan|Boards?|Company|Shanghai|Hong Kong|North America|Rights|Option|[A-Z]{2,}-?\d+.*)(?: .*)?$|(?:Agreement|License|Collaboration|Rights|Disease|Union|Kingdom|China|States|Payment|Milestone)$"
)
_DEFINED = re.compile(
    r"\((?:以下|下称|以下合称)?(?:简称|下称|称)?[::]?[“\"']?(?P<n>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9·&\-. ]{1,20}?)[”\"']?\)"
)
_NOT_A_NAME = re.compile(
    r"^(?:[一两二三四五六七八九十多数某该本此各这][项种个款家份次名位].*|公司|本公司|集团|该公司|双方|各方|对方|甲方|乙方|后者|前者|其|标的|卖方|买方|目标公司|合资公司|标的公司|记者|编者|全资|控股|协议|本次.*|"
    r"创新药|医药|生物医药|许可|转让|投资|收购|授权|临床前|.{0,6}(?:意向书|协议书|备忘录|议案|预案)|中国|.*(?:药企|药厂|企业|客户|伙伴|动态)|多方|各方|三方|美国|国内|全球|跨国药企|药企|.*(?:概念|板块|公告|精选|一览|快讯|日报|要闻|盘前|美股|港股|异动|涨停|证券|指数|ETF.*|研报|"
    r"记者|消息|股价|注射液|胶囊|单抗|疫苗|协议|合同|备忘录|大单|合作|药物|新药|抗体|技术|交易|领域|项目|产品|国家药监局|药监局|局|委员会|政府|部|会议|"
    r"交易所|联交所|深交所|上交所|港交所|证监会|公众号|最新|突发|重磅|官方|方面|原标题|来源|时间|摘要|股东会|董事会|子公司|附属公司|孙公司|万元|亿元|美元|人民币))$"
)
_UNNAMED = re.compile(
    r"合作方[A-Z]公司|(?<![A-Za-z])[A-Z]公司|(?<![的\u4e00-\u9fff])合作方(?=于|,|。|签|在|、)|(?<=与)合作方|某(?:跨国|大型|知名|全球|海外|国际|欧洲|美国)[\u4e00-\u9fff]{0,8}(?:药企|公司|企业)"
    r"|(?<!\d)(?:\d{1,2}|一|两|三|四|五|六)家(?![\u4e00-\u9fff]{0,8}(?:子|孙|附属|控股)公司)[\u4e00-\u9fff]{2,18}?(?:公司|企业|药企|机构)"
)
_PERSON_LIST = re.compile(
    r"(?:股东|自然人|卖方|交易对方|交易对手方|对手方|持有人|实际控制人|董事长|总经理|转让方)(?:为|包括|系|是|有)?"
    r"(?P<list>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})*(?:[和及与][\u4e00-\u9fff]{2,3})?)(?=等|签|拟|与|,|。|合计|所?持|先生|女士|将|共|于|以)"
)
_PERSON_NEXT = re.compile(r"(?<=、)(?P<n>[\u4e00-\u9fff]{2,3})(?=、|和|及|与|合计|等?所?持|等关联|等自然人|等\d|先生)")
_PERSON_TITLE = re.compile(r"(?P<n>[A-Z][A-Za-z]+(?: [A-Z][A-Za-z.]*)+|[\u4e00-\u9fff]{2,3})(?=先生|女士)")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊施洪季温居申"
    "俞聂苗柯毕包左辛管祝章鲁葛项应阮卞齐安凌霍柴欧阳司马"
)


@dataclass(frozen=True, slots=True)
class Name:
    """Characters ``start:end`` that name a possible party."""

    start: int
    end: int
    text: str
    kind: Kind
    source: Source
    company: Company | None = None


#: The model, the slowest step, reads only sentences in which rights, shares, assets or paid work may move.
_CUE = re.compile(
    r"协议|合作|授权|(?<!上市)(?<!经营)(?<!生产)许可(?!证|申请)|收购|转让|受让|引进|股权|控制权|控股股东|实际控制人|合同|首付|预付款|里程碑|并购|要约|认购|增资|入股|参股|合资|备忘录|意向|代理|经销|"
    r"选择权|权益|权利|买下|拿下|牵手|携手|联手|委托|出售|卖给|交给|私有化|共同开发|联合开发|联合创立|共建|授予|推广|出海|终止|NewCo|大单|交由|购入|注入|赎回|剥离|取得[^,。]{0,20}权|"
    r"(?i:licens|acqui|collaborat|agreement|partner|upfront|merger|option|rights|milestone|memorandum|joint venture)"
)


def find_party_names(text: str, lexicon: Lexicon) -> list[Name]:
    """Every possible party of folded ``text`` (see ``nlp.text.fold``), in order, without overlaps."""
    found: list[Name] = []
    found += _legal_names(text)
    found += _lexicon_names(text, lexicon)
    found += _defined_names(text)
    found += _latin_names(text)
    english = guess_language(text[:2000]) == "en"
    found += _slot_names(text, _HEADED, "headed")
    found += _slot_names(text, _SLOTS, "slot")
    found += _endings(text)
    if english:
        found = [n for n in found if n.source in ("lexicon", "legal") or n.source == "latin"]
        found += [n for n in _slot_names(text, _ENGLISH, "headed") if not _NOT_ENGLISH.search(n.text)]
    found += _unnamed(text)
    found += _persons(text)
    cues = [(s.start, s.end) for s in split_sentences(text) if _CUE.search(text, s.start, s.end)]
    # The model knows Chinese sentences only; in English the capitals and the verbs around them say more.
    hits = find_names(text, cues) if cues and not english else []
    barred = [(h.start, h.end) for h in hits if h.label == "DRUG"]
    barred += [(hit.start, hit.end) for hit in find_assets(text)]
    found = [
        n for n in found if n.source not in ("slot", "ending") or not (_overlaps(n, barred) or _VERBISH.search(n.text))
    ]
    for hit in hits:
        if hit.label in ("COMPANY", "INSTITUTE", "FUND", "PERSON") and 2 <= hit.end - hit.start <= 40:
            kind: Kind = "person" if hit.label == "PERSON" else "org"
            name = Name(hit.start, hit.end, hit.text, kind, "ner")
            if kind == "person" and (
                _REPORTER.search(text[max(0, hit.start - 8) : hit.start]) or not _is_person(hit.text)
            ):
                continue
            shaky = name.text.isascii() and (name.text.isupper() or name.text[0].isdigit()) and len(name.text) <= 6
            if shaky and not _latin_in_place(text, name.start, name.end):
                continue
            if _may_be_party(name) and not _overlaps(name, barred):
                found.append(name)
    found = [_grown(text, _trimmed(text, n)) for n in found]
    found = [n for n in found if n.source in ("lexicon", "legal") or not _NEVER.search(n.text)]
    found = [n for n in found if not (n.source == "headed" and re.search(r"\d{1,2}月|\d日|午间|晚间", n.text))]
    places = {(p.start, p.end) for p in find_places(text)}
    found = [n for n in found if (n.start, n.end) not in places]
    found = [n for n in found if not (n.company and len(n.text) <= 3 and _GOES_ON.match(text, n.end))]
    found = [n for n in found if not (n.text == "方达" and text[n.end : n.end + 1] == "成")]  # 与多方达成
    platforms = {n.text for n in found if n.source != "lexicon" and _OF_ASSET.match(text, n.end)}
    found = [n for n in found if text[n.end : n.end + 1] != "企" and n.text not in platforms]
    found = [_known(text, n, lexicon) for n in _consistent(found)]
    found = _lengthened(found)
    found = [n for n in found if not (n.company and len(n.text) <= 2 and _swallowed(n, found))]
    first = _without_overlaps(found)
    return _without_overlaps([*found, *_repeats(text, first)])


_OF_ASSET = re.compile(
    r"(?:技术)?平台(?!公司)|小分子|抑制剂|激动剂|拮抗剂|受体|双抗|三抗|ADC|siRNA|双靶点|注射液|胶囊|片剂|疫苗|单抗|抗体|项目|靶点|适应症"
)
_TAIL = re.compile(
    r"(?:尚欠|方面|业务|即将|周[一二三四五六日]|昨晚|昨日|昨夜|今早|今晨|今晚|今日|今天|当日|盘后|.{0,2}动态|盘前.*|股价.*|大涨|大跌|涨超|将|也|还|共|仍|处|拟|于|等|的|与|和|之|均|已|并|或|再|向)$"
)
_HEAD = re.compile(r"^(?:占|由|与|向|对|为|将|拟|的|被|及|称|在|从|给|予|使|让|以|而|则|其中|包括|现场举行了)")
_MIXED = re.compile(r"^([A-Z][A-Za-z0-9&.\- ]{2,}?)(?=[\u4e00-\u9fff])")
_GROWS = re.compile(
    r"(?:健康)?(?:产投|创投|资本|投资|生物|医药|制药|药业|医疗|科技|产业|并购基金|基金|集团|股份|控股(?!股东|权|子)|国际|生科)(?:集团|基金|公司(?!控股))?"
)


def _trimmed(text: str, name: Name) -> Name:
    """A name that the model or a slot cut too wide, without the words at its edges that belong to the sentence."""
    if name.source not in ("ner", "slot", "ending", "headed", "latin"):
        return name
    start, end = name.start, name.end
    owner = re.match(r"[A-Z][a-z]+'s ", text[start:end])
    if owner:
        start += owner.end()
    if name.source != "headed":
        mixed = _MIXED.match(text[start:end])
        if mixed and not _ENDS_LIKE_ORG.search(text[start:end]):
            end = start + len(mixed[1].rstrip())
        head = _HEAD.match(text[start:end])
        if head and end - start - head.end() >= 3 and name.kind == "org":
            start += head.end()
    if name.kind == "org":
        tail = _TAIL.search(text[start:end])
        if tail and tail.start() >= 2:
            end = start + tail.start()
        if text[start:end].endswith("控股") and text[end : end + 1] in ("权", "股", "子") and end - start >= 4:
            end -= 2
    return name if (start, end) == (name.start, name.end) else Name(start, end, text[start:end], name.kind, name.source)


_LATIN_GROWS = re.compile(
    r"(?: ?(?:Pte\.? Ltd|Co\.?,? ?Ltd|[,]? ?Inc|Ltd|LLC|Corp|Limited|GmbH|AG|AB|A/S|plc|PLC|Tbk|S\.A|N\.V|Lda|SpA|Oy|KGaA|Bio|Pharma|Therapeutics|Oncology|Biosciences|Biologics|Medical|Santé)\b\.?)+"
)


def _grown(text: str, name: Name) -> Name:
    """A name that the model cut short before the word that companies end in (新工|产投, Alvenne| AG)."""
    if name.source in ("ner", "slot", "latin") and name.text.isascii():
        tail = _LATIN_GROWS.match(text, name.end)
        if tail:
            return Name(name.start, tail.end(), text[name.start : tail.end()].rstrip("."), name.kind, name.source)
        return name
    if name.source not in ("ner", "slot") or name.kind != "org" or name.text.isascii():
        return name
    more = _GROWS.match(text, name.end)
    if not more or (_ENDS_LIKE_ORG.search(name.text) and more[0] in ("投资", "科技", "国际")):
        return name
    return Name(name.start, more.end(), text[name.start : more.end()], name.kind, name.source)


def _consistent(found: list[Name]) -> list[Name]:
    """Unsure names cut down to a surer or more frequent name that they begin or end with."""
    counts: dict[str, int] = {}
    for name in found:
        counts[name.text] = counts.get(name.text, 0) + (
            3 if name.source in ("legal", "defined", "lexicon", "headed") else 1
        )
    out = []
    for name in found:
        if name.source in ("ner", "slot", "ending") and name.kind == "org":
            for shorter in sorted(counts, key=len, reverse=True):
                if len(shorter) < 3 or len(shorter) >= len(name.text) or counts[shorter] <= counts[name.text]:
                    continue
                if name.text.startswith(shorter) and not _GROWS.match(name.text, len(shorter)):
                    name = Name(name.start, name.start + len(shorter), shorter, name.kind, name.source)
                    break
                if name.text.endswith(shorter) and not _PLACE.match(name.text):
                    name = Name(name.end - len(shorter), name.end, shorter, name.kind, name.source)
                    break
        out.append(name)
    return out


_RESIDUE = re.compile(
    rf"(?:{_PLACE.pattern}|省|市|股份|有限|责任|公司|集团|科技|控股|\\(|\\)|,|\\.| |Inc|Ltd|Co|Limited|Corp)*".replace(
        "\\\\", "\\"
    )
)


def _known(text: str, name: Name, lexicon: Lexicon) -> Name:
    """A legal name with the registry's company in it, where nothing but place and legal form is left over (南京|药石科技|股份有限公司)."""
    if name.company or name.source not in ("legal", "headed", "latin", "defined", "ner"):
        return name
    for hit in lexicon.find(name.text):
        rest = name.text[: hit.start] + name.text[hit.end :]
        if hit.strong and len(hit.text) >= 3 and _RESIDUE.fullmatch(rest):
            return Name(name.start, name.end, name.text, name.kind, name.source, hit.company)
    return name


def _lengthened(found: list[Name]) -> list[Name]:
    """A model's name gives way to a slot that begins with it and ends at a mark (北京雅信|诚)."""
    slots = {n.start: n for n in found if n.source in ("slot", "headed")}
    latin = [n for n in found if n.source == "slot" and n.text.isascii()]
    return [
        n
        for n in found
        if n.source != "ner"
        or not (
            (
                n.start in slots
                and n.end < slots[n.start].end <= n.end + 3
                and not _INNER_STOP.search(slots[n.start].text[len(n.text) :])
            )
            or any(o.start <= n.start and n.end <= o.end and len(o.text) > len(n.text) for o in latin)
        )
    ]


def _swallowed(name: Name, found: list[Name]) -> bool:
    """Whether a very short known name stands inside a longer one that begins before it (强生 in 九强生物)."""
    return any(
        other.start < name.start and name.end <= other.end and other.source in ("legal", "headed", "ending", "ner")
        for other in found
    )


def _overlaps(name: Name, spans: list[tuple[int, int]]) -> bool:
    return any(name.start < end and start < name.end for start, end in spans)


_REPORTER = re.compile(r"记者|编辑|作者|分析师|首席|通讯员|主持|教授|院士|博士")


def _is_person(word: str) -> bool:
    return not ("\u4e00" <= word[0] <= "\u9fff") or (word[0] in _SURNAMES and len(word) <= 4)


def _may_be_party(name: Name) -> bool:
    """Whether a name that only the model found looks like one."""
    word = name.text
    if "\n" in word or _NOT_A_NAME.match(word) or _GENERIC.match(word) or _INSIDE.search(word):
        return False
    if _VERBISH.search(word):
        return False
    if word.isascii():
        return word not in _LATIN_STOP and not _CODE.search(word) and len(word) >= 3
    return not _PLACE.fullmatch(word)


#: Words of a sentence, not of a name.
_VERBISH = re.compile(
    r"^(?:因|若|要|会|是|收到|高达|就|以|同|并|或|且|而|但|则|使|让|把|这|那|其|此|由|随着|我们|目前|根据|通过|对于|关于)|(?:趋|却|仍|去卖|尚|达到|超过|影响|用于|提升|研发|竞争力|市场|以及|获批|受理|风险投资|许可$|口服药|药理|毒理|实施|完成后|注册资本|实收资本|月\d+日)"
)
#: Regulators, governments, media, markets: named in deals but never a side of one.
_NEVER = re.compile(
    r"FDA|NMPA|EMA\b|CDE\b|PMDA|药监局|药品监督|药品管理局|卫健委|卫生部|医保局|国资委|国有资产监督|人民政府|管委会|管理委员会|委员会|政府|省委|市委|书记|市长|省长|总统|街道|"
    r"证监会|交易所|联交所|法院|检察院|协会|学会|商会|联盟|财联社|新浪|同花顺|证券报|日报|记者|编辑|配售代理|投资人|投资者|股东会|董事会|监事会|发行人|承配人|版权方|员工|配售|公众号|突破疗法|拆迁|"
    r"普通股|[HA]股|管理$|目录|化学品|健康中国|药审中心|审评中心|交易对方|交易对手|未盈利|^并|^加强|^列|证券$|期货$|ETF|指数|Armstrong|NewCo|OpenAI|Claude"
)


def _without_overlaps(found: list[Name]) -> list[Name]:
    """The surest of overlapping names; of equally sure ones the longer."""
    taken = bytearray(max((name.end for name in found), default=0))
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (_RANK[n.source], n.start - n.end, n.start)):
        if any(taken[name.start : name.end]):
            continue
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
        kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def _legal_names(text: str) -> list[Name]:
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
        m.start() for m in _PLACE.finditer(text, edge, high) if "(" not in text[max(edge, m.start() - 1) : m.start()]
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
    for place in reversed(places):
        if place == edge or place in stops or text[place - 1] in "和与及向由、":
            return place
    start = last_stop
    if text[start : start + 1] in ("和", "与") and any(ch in text[edge:start] for ch in "司院所学"):
        start += 1
    return start


def _lexicon_names(text: str, lexicon: Lexicon) -> list[Name]:
    return [
        Name(hit.start, hit.end, hit.text, "org", "lexicon" if hit.strong else "weak", hit.company)
        for hit in lexicon.find(text)
    ]


def _defined_names(text: str) -> list[Name]:
    names = []
    for match in _DEFINED.finditer(text):
        head = text[match.start() : match.start("n")]
        if "称" in head and not _NOT_A_NAME.match(match["n"]):
            names.append(Name(match.start("n"), match.end("n"), match["n"], "org", "defined"))
    return names


def _latin_names(text: str) -> list[Name]:
    names = []
    for match in _LATIN_NAME.finditer(text):
        word = match[0].rstrip(" .-&,,")
        if word in _LATIN_STOP or len(word) < 3 or all(part in _LATIN_STOP for part in re.split(r"[ /-]", word)):
            continue
        sure = bool(_LATIN_SURE.search(word))
        if _CODE.search(word) and not sure:
            continue
        if sure:
            names.append(Name(match.start(), match.start() + len(word), word, "org", "latin"))
        elif (len(word) > 3 or word.isupper()) and _latin_in_place(text, match.start(), match.start() + len(word)):
            names.append(Name(match.start(), match.start() + len(word), word, "org", "slot"))
    return names


_BEFORE_PARTY = re.compile(
    r"(?:与|和|及|、|同|跟|携手|牵手|联手|收购|并购|引进|授权给|授予|许可给|转让给|给|向|由|从|公司|企业|药企|巨头|对手|合作方|集团|旗下|支付给|传|购买|买下|[国士典麦兰时列坡亚洲]|:|^|电,|日,|,|。|\n)[ ]?$"
)
_AFTER_PARTY = re.compile(
    r"^[ ]?(?:行使|战略|拟|出售|卖|买|认购|以|由|同意|决定|通知|向|承担|负责|先付|引入|终止|退还|取得|牵手|携手|对|为|有权|已|未|再|追加|入股|领投|参投|公司|宣布|达成|签署|签订|订立|支付|获得|引进|收购|将|的|与|和|及|、|公告|发布|股价|盘前|旗下|拥有|保留|合作|共同|事宜|全部|授予|就|在|于|,|。|（|\(|$|\n|大跌|大涨|涨|跌)"
)


def _latin_in_place(text: str, start: int, end: int) -> bool:
    """Whether a Latin word without a company's ending stands where a party stands."""
    return bool(_BEFORE_PARTY.search(text[max(0, start - 6) : start]) and _AFTER_PARTY.match(text[end : end + 4]))


def _slot_names(text: str, patterns: tuple[re.Pattern[str], ...], source: Source) -> list[Name]:
    names = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span("n")
            raw = text[start:end]
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            word = text[start:end]
            if _plausible(word):
                names.append(Name(start, end, word, "org", source))
    return names


#: A name without a legal form that ends as companies end, between words that end a name on both sides.
_ENDING = re.compile(
    r"(?:^|(?<=[,。;:、\"\s(《/|])|(?<=[与和及向由从给予为对将])|(?<=收购|引进|受让|携手|牵手|联手|公司|旗下|股东|持有|转让|认购|设立|并购|企业|拿下|签约|参股|委托|增资|终止|巨头|成立|购买|标的|股份|授权|研究|上市))"
    rf"(?P<n>[*]?(?:ST)?[{_HAN}]{{1,6}}?(?:生物制药|生物医药|生物科技|医药科技|制药|药业|医药|生物|医疗科技|医疗|生科|生命科学|大健康|健康|基因|诊断|细胞|疫苗|科技|医药集团|集团|股份|控股|资本|投资|产投|创投|健康产投|金控|基金|智能|器械|医学|医美|化学|国际|物流|大药房|药房|研究院|研究所|实验室|医院|大学))"
    r"(?=[,。;:、\"\s(《%\d/+&]|$|[与和及就签达订宣公将拟的所持在获授支联共正于以已为等向对由双三是有近也均旗全控完转通发从间终]|股权|股份|股东|合作|合计|收购|收到|集团旗下|方面|未来|此次|今日)"
)
_GENERIC = re.compile(
    r"^(?:创新|生物|中国|化学|国内|全球|传统|原料|现代|合成|仿制|大|新|小|数字|智慧|互联网|人工|上市|相关|多家|该|本|其|目标|标的|投资|产业|并购|私募|公募|国外|海外|跨国|大型|知名|民营|国有|高端|医疗|中|西|国产|进口|"
    r"控股|全资|参股|多|各|此|主要|核心|优质|头部|龙头|战略|财务|专业|高新|前沿|未来|高|低|我国|欧美|美国|日本|韩国|欧洲|香港|港股|一家|两家|三家|部分|干|体外|分子|免疫|肿瘤|先进|重大|公立|民营|三甲|定点|"
    r"肿瘤|乡镇|社区|持有公司|公司|转让|回购|增发|普通|流通|限售|发行|有限售条件|无限售|质押|总|新增|认购|间接|直接|合计|约|其中|以上|科创|创业|北交|上证|沪深|恒生|中证|联交|央|国企|银行|信托|保险|证券|期货|金融|社会|政府|地方|引导|产业|母|子|专项|合作|联合|共同|本集团)+(?:生物制药|生物医药|生物科技|医药科技|制药|药业|医药|生物|医疗|生命科学|大健康|健康|基因|诊断|细胞|疫苗|科技|医药集团|集团|股份|控股|资本|投资|基金|智能|器械|医学|医美|化学|国际|物流|大药房|药房|研究院|研究所|实验室|医院|大学)$"
)


_INNER_STOP = re.compile(
    r"终止|加快|推动|发展|收购|受让|转让|引进|携手|牵手|联手|签署|签订|达成|仍为|变更为|旗下|子公司|企业|公司|股东|平台|巨头|药企|机构|深化|战略|拟|向|与|将|及|由|被|对|以|(?<!中)和(?!铂|黄|元|记|泽|誉|径|君|其|佳|美|邦|康)|为(?!真|康)|的|给"
)


def _endings(text: str) -> list[Name]:
    names = []
    for match in _ENDING.finditer(text):
        start, end = match.span("n")
        stop = None
        for stop in _INNER_STOP.finditer(text, start, end - 2):
            pass
        start = stop.end() if stop else start
        word = text[start:end]
        if len(word) >= 3 and not _GENERIC.match(word) and _plausible(word):
            names.append(Name(start, end, word, "org", "ending"))
    return names


_GOES_ON = re.compile(
    r"生物|医药|制药|药业|医疗|智造|健康|产投|科技|集团|股份|基金|资本|控股|研究|国际|商业|投资|物流|大药房|产业"
)
_LEGAL_END = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|合伙企业(?:\(有限合伙\))?)$")


def _repeats(text: str, names: list[Name]) -> list[Name]:
    """Further places of names already found, and of the short forms that a legal name leaves behind (威凯尔医药)."""
    forms: dict[str, Name] = {}
    for name in names:
        if name.source in ("lexicon", "weak", "unnamed") or len(name.text) < 2:
            continue
        forms.setdefault(name.text, name)
        if name.source == "legal" and _LEGAL_END.search(name.text):
            stem = _LEGAL_END.sub("", name.text)
            stem = re.sub(r"\([^)]{2,8}\)", "", stem)
            place = _PLACE.match(stem)
            root = stem[place.end() :][:2] if place else stem[:2]
            for ending in ("集团", "股份", "生物", "医药", "药业", "制药", "健康", "投资"):
                if ending in stem and len(root) == 2 and not _GENERIC.match(root + ending) and root + ending in text:
                    forms.setdefault(root + ending, name)
            tails = [stem, stem[place.end() :].lstrip("省市区") if place else ""]
            for tail in tails:
                for size in range(len(tail), 2, -1):
                    head = tail[:size]
                    outside = [
                        i
                        for i in _places_of(text, head)
                        if not any(n.start <= i < n.end for n in names if n.source in ("legal", "lexicon", "headed"))
                        and not _GOES_ON.match(text, i + len(head))
                    ]
                    if outside and not _GENERIC.match(head) and not _PLACE.fullmatch(head):
                        forms.setdefault(head, name)
                        break
        elif name.source == "latin":
            first = re.split(r"[ ,(.]", name.text)[0]
            if (
                len(first) >= 4
                and first not in _LATIN_STOP
                and first.lower() not in ("china", "shanghai", "american", "national", "the", "suzhou")
            ):
                forms.setdefault(first, name)
    found = []
    for form, name in forms.items():
        for start in _places_of(text, form):
            end = start + len(form)
            if form.isascii() and (
                (text[end : end + 1].isalnum() and text[end : end + 1].isascii())
                or (text[start - 1 : start].isascii() and text[start - 1 : start].isalnum())
            ):
                continue
            if not form.isascii() and form != name.text and _GOES_ON.match(text, end):
                continue
            found.append(Name(start, end, form, name.kind, name.source))
    return found


def _places_of(text: str, form: str) -> list[int]:
    places = []
    at = text.find(form)
    while at >= 0:
        places.append(at)
        at = text.find(form, at + 1)
    return places


_INSIDE = re.compile(
    r"(?<!A)(?<!B)公司|与|的|但|尚|已认|该|相关|却|若因|深化|战略|终止|仍|签署|签订|达成|收购|授权|引进|公告|宣布|股东|协议|获|拟|将|[0-9]{3,}|亿|[0-9]万|万元|%|美元|[一二三四五六七八九十]家|双方|多家|合作"
)


def _plausible(word: str) -> bool:
    bare = word.lstrip("*")
    return (
        len(bare) >= 2
        and not _NOT_A_NAME.match(bare)
        and not _INSIDE.search(bare)
        and bare.count("(") == bare.count(")")
    )


def _unnamed(text: str) -> list[Name]:
    return [Name(m.start(), m.end(), m[0], "unnamed", "unnamed") for m in _UNNAMED.finditer(text)]


_ENDS_LIKE_ORG = re.compile(r"(?:生物|医药|药业|制药|医疗|健康|科技|集团|股份|投资|资本|基金|药)$")


def _persons(text: str) -> list[Name]:
    names = []
    for match in _PERSON_LIST.finditer(text):
        for part in re.finditer(r"[\u4e00-\u9fff]{2,3}", match["list"]):
            if part[0][0] in _SURNAMES and not _NOT_A_NAME.match(part[0]):
                start = match.start("list") + part.start()
                names.append(Name(start, start + len(part[0]), part[0], "person", "slot"))
    for match in _PERSON_NEXT.finditer(text):
        if match["n"][0] in _SURNAMES and not _NOT_A_NAME.match(match["n"]) and not _ENDS_LIKE_ORG.search(match["n"]):
            names.append(Name(match.start("n"), match.end("n"), match["n"], "person", "slot"))
    for match in _PERSON_TITLE.finditer(text):
        word = match["n"]
        if not ("\u4e00" <= word[0] <= "\u9fff") or word[0] in _SURNAMES:
            names.append(Name(match.start(), match.start() + len(word), word, "person", "slot"))
    return names
