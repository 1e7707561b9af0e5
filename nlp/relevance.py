"""Decides whether a draft is a deal of the field at all, or capital markets, schools, cities and software by other words.

The definition is that of deal databases: rights, equity, assets or paid research move between two named organisations, at
least one of them a drug, vaccine, biologics, cell or gene therapy, diagnostics or CXO company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.entities import Entity
from nlp.names.words import ENDS_LIKE_ORG, is_person
from nlp.records import DealType

_FINANCING = re.compile(
    r"增资扩股|配售|定增|可转债|回购|减持|询价转让|首次公开|招股|IPO|[A-HＡ-Ｈ]\d?\+?轮(?:融资)?|天使轮|融资租赁|员工持股|股权激励|公开征集|解禁|质押|科创债|中期票据|授信"
)
_TAKEOVER = re.compile(r"收购|受让(?!方)|并购|控股权|控制权|要约|参与[^,。]{0,24}融资|股权转让")
_FUND = re.compile(r"(?:产业|投资|创投|并购|私募|母|引导)基金")
_BUILD = re.compile(
    r"人才|就业|校企|产教|学科建设|专科联盟|专科联合体|医联体|防控中心|诊疗中心|分中心|云计算|政务|智慧城市|智慧医疗|智慧医院|算力|健康管理|体检|养老|康复中心|治疗中心|诊疗|义诊|培训|光伏|半导体|锂电|新能源|储能|"
    r"金融服务|保险|授信|招商|产业园|园区|生产基地|招商引资|投资协议|房屋|土地|拆迁|物业|手术机器人|仿生手|人机交互|AI医疗|医疗AI|病历|信息化|数字化转型|健康险|医疗服务|医院管理"
)
_DRUG_TOPIC = re.compile(
    r"代工|合同生产|药(?!店|监|监局|房|浴|膳|业(?:集团|股份|有限)|械)|疫苗|制剂|抗体|[单双三]抗|管线|[A-Z]{2,5}-?\d{2,}|临床|研发|注射|胶囊|片剂|细胞治疗|基因治疗|核酸|多肽|siRNA|ADC|原料药|CDMO|CRO|分子|靶点|实验室|动物|血浆|供浆|试剂|诊断试剂|成果转化|"
    r"分销|新品|供应合同|靶点|机制|产品(?:推广|销售|引进|线)|推广|经销|代理|商业化|许可|授权|平台|适应症|疗法|受体|抑制剂|激动剂|蛋白|里程碑|首付款|clinical|oncolog|biotech|pharma|medicine|inhal|patient|licens|rights|mileston|therap|drug|vaccine|antibod"
)
#: A drug itself, where no party is known to be of the field.
_DRUG = re.compile(
    r"药|疫苗|制剂|抗体|单抗|双抗|临床|注射|胶囊|细胞|基因|核酸|多肽|RNA|ADC|分子|靶点|适应症|疗法|受体|抑制剂|激动剂|蛋白|患者|治疗|血浆|试剂|实验室|[A-Z]{2,6}-?\d{2,}"
    r"|clinical|oncolog|biotech|pharma|medicin|therap|drug|vaccine|antibod|patient"
)
_OTHER_TRADE = re.compile(
    r"原药|农药|除草|杀菌剂|种业|种子|饲料|养殖|生猪|光伏|锂电|新能源|半导体|芯片|服务器|算力|宠物|矿业|股票型|游戏|影视|版权|房地产|水泥|钢铁|汽车|光模块|机器人|白酒|食品饮料|乳业|化肥|甾醇农|植物提取|太空|航天|卫星|空间站|仿生手|灵巧手|主权云|云服务|云解决方案|操作系统|包装|粮油|玉米"
)
_INVESTOR = re.compile(r"资本|创投|基金|投资(?:管理|中心|合伙)|Capital|Ventures|Partners|Brothers|Investments?\b")
_DRUG_TRADES = frozenset({"cn_pharma", "cn_biotech", "cxo", "mnc", "foreign_biotech", "newco"})
_DRUG_MAKER = re.compile(
    r"药|生物(?!材料|质|柴油|能源|饲料|燃料|农)|生科|制剂|疫苗|基因|细胞|血|抗体|诊断|肽|pharm|bio|therap|oncolog|immun|gene|vaccin|scien|medic",
    re.IGNORECASE,
)
_DRUG_WORDS = re.compile(
    r"新药|药物|药品|疫苗|原料药|制剂|抗体|中成药|药企|生物技术公司|生物科技公司|肉毒|biotech|therap|drug|antibod|pharmaceutical|medicine|clinical|license agreement"
)
_SOFTWARE = re.compile(r"AI医疗|人工智能医疗|医疗模型|云计算|算力|语言模型")
_GOVERNMENT = re.compile(r"^.{1,6}(?:省|市|县|自治区|自治州)$|政府|管委会|管理委员会|招商(?:局$|服务|中心)")
_SCHOOL = re.compile(r"(?:学院|学校|中学)$|职业")


def _may_be_person(entity: Entity) -> bool:
    """Whether a short name without a company's ending could be a person's (曾令明慧)."""
    name = entity.name
    return entity.kind == "person" or (2 <= len(name) <= 4 and is_person(name) and not ENDS_LIKE_ORG.search(name))


def _sellers(grantors: Sequence[Entity], stake: bool) -> Sequence[Entity]:
    """Who hands over: of shares not the company whose they are."""
    return grantors[1:] if stake and len(grantors) > 1 else grantors


def _only_care(entity: Entity) -> bool:
    """Whether nothing but 健康 in its names makes a company look medical (悦心健康, 斯米克健康科技)."""
    names = " ".join(entity.forms)
    return (
        entity.trade == ""
        and "健康" in names
        and not (_DRUG_MAKER.search(names) or re.search(r"医|诊|眼|齿|口腔", names))
    )


def _is_investor(entity: Entity) -> bool:
    return bool(_INVESTOR.search(entity.name)) or entity.trade == "fund"


def why_no_deal(
    title: str, near: str, words: str, kind: DealType, grantors: Sequence[Entity], partners: Sequence[Entity]
) -> str:
    """Why the draft is no deal of the field; empty where it is one.

    ``title``, ``near`` and ``words`` are the title, the sentences that hold the draft and all that tell of it, folded.
    """
    everyone = [*grantors, *partners]
    stake = kind in ("acquisition", "equity")
    bare = words
    for entity in everyone:
        for form in entity.forms:
            bare = bare.replace(form, "")
    if re.search(r"承诺函|择机|回购|购回|公开市场(?:上)?(?:购买|收购)|经营者集中|基金份额", near or words):
        return "a promise, a buy-back or a clearance of others"
    if re.search(r"放弃[^,。;]{0,8}优先(?:受让|购买)权", words) and all(_may_be_person(e) for e in partners):
        return "persons among themselves"
    if kind == "equity" and re.search(r"集中竞价|大宗交易|二级市场|私募证券投资基金|资管计划|信托计划", words):
        return "shares bought on the market or by a fund"
    if re.search(r"租赁|借款|贷款|担保|物业服务|保理|质押", title) and not re.search(
        r"收购|许可|授权|转让|合作", title
    ):
        return "a lease or a loan"
    if re.search(r"辟谣|报道不实|不属实|传闻不实|澄清[^,。;]{0,12}(?:未|不)", f"{title}\n{near}"):
        return "denied"
    if any(_GOVERNMENT.search(e.name) for e in everyone):
        return "with a government"
    if _FINANCING.search(title) and not _TAKEOVER.search(title):
        return "financing or trading of shares"
    if (
        kind == "equity"
        and all(e.kind == "person" for e in partners)
        and re.search(r"(?:为|系)(?:本?公司)?(?:的)?关联(?:方|人|自然人)", words)
    ):
        return "to a person of the house"
    if any(e.kind == "person" for e in partners) and re.search(r"其子|其女|之子|之女|配偶|继承|父亲|母亲|兄弟", words):
        return "within a family"
    if all(e.kind == "person" for e in partners) and not (stake and all(e.kind == "org" for e in grantors[:1])):
        return "persons among themselves"
    sellers = _sellers(grantors, stake)
    if all(e.kind == "person" for e in partners) and all(e.kind == "person" for e in sellers):
        return "persons among themselves"
    if any(e.kind == "person" for e in everyone) and not (stake or kind in ("asset_purchase", "newco")):
        return "a person is no party here"
    if _FUND.search(title) and not _TAKEOVER.search(title) and not re.search(r"收购|并购|转让", words):
        return "a fund is set up"
    if (
        kind == "equity"
        and not re.search(r"受让|收购|转让", words)
        and any(_is_investor(e) for e in everyone)
        and not any(e.medical and not _is_investor(e) and any(form in title for form in e.forms) for e in partners)
    ):
        return "a financing by investors"
    makers = any(e.trade in _DRUG_TRADES or _DRUG_MAKER.search(" ".join(e.forms)) for e in everyone)
    drugs = _DRUG_WORDS.search(title + bare) and not _SOFTWARE.search(title + bare)
    rights = kind in ("license", "option", "asset_purchase") and _DRUG.search(title + bare)
    if not stake and not makers and not drugs and not rights:
        return "no drug company"
    medical = [e for e in everyone if e.medical]
    if stake and medical and all(map(_only_care, medical)) and not _DRUG_WORDS.search(title + near):
        return "care or wellness, no medicine"
    if not any(e.medical for e in everyone):
        if stake and re.search(r"[子孙]公司", title + near) and re.search(r"药|医疗|生物", title):
            return ""  # a subsidiary of the medical company that announces it
        if stake and not re.search(
            r"药企|医药|生物(?:科技|技术|制药|医药)?公司|制药|医疗|疫苗|临床阶段|诊断|疾病|肿瘤|药物|biotech|clinical|medicin|therap|biolog",
            near,
        ):
            return "no medical company"
        if not stake and not (_DRUG_TOPIC.search(bare) and _DRUG.search(title + bare)):
            return "no medical company"
    if _OTHER_TRADE.search(bare) and not re.search(r"药物|医药|新药|临床|疫苗|抗体|药品|制药|患者|药用", bare):
        return "another trade"
    if not stake and kind not in ("license", "option", "asset_purchase"):
        if any(_SCHOOL.search(e.name) for e in everyone) and not re.search(r"研发|新药|药物|制剂|临床|靶点|分子", bare):
            return "with a school"
        if _BUILD.search(title + bare) and not re.search(
            r"新药|药物|药品|制剂|药企|疫苗|抗体|原料药|医药产品|CDMO|许可|商业化|靶点", title + bare
        ):
            return "services, cities or software"
        named = " ".join(form for e in everyone for form in e.forms)
        if not _DRUG_TOPIC.search(title + bare) and not re.search(r"疫苗|药物|新药", named):
            return "no drug, research or sales in it"
    return ""
