"""Names what a deal is: its legal type, direction, status and going-global model, from its words and its parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.entities import Entity
from nlp.records import DealType, Direction, Model, Status

CHINA = frozenset({"CN", "HK", "MO", "TW"})

# -- type ---------------------------------------------------------------------------------------------------------------
_BOUGHT = re.compile(
    r"(?P<n>\d{1,3}(?:\.\d+)?)%(?:的)?(?:股权|股份|权益|已发行股本|股本|出资|财产份额|控股权)|(?:股权|股份|总股本)(?:的)?(?P<m>\d{1,3}(?:\.\d+)?)%"
)
_CONTROL = re.compile(
    r"控股权|控制权|变为[^,。;]{0,8}(?:附属|子)公司|持股过半|实控人[^,。;]{0,6}变更|将成控股股东|拟控股|拟[^,。;]{1,12}元控股(?!股|子|权|孙)|持股(?:比例)?(?:将)?(?:升至|增至|达到?)5[0-5](?:\.\d+)?%|成为[^,。;]{0,8}控股子公司|(?:控股股东|实际控制人)[^,。;]{0,12}变更|成为[^,。;]{0,10}(?:控股股东|实际控制人)|要约收购|私有化|取得控制|吸收合并|全部股权|全部股份|剩余股权"
)
_WHOLE = re.compile(r"100%|成为[^,。;]{0,8}(?:全资|控股)子公司|纳入[^,。;]{0,8}合并|并表|全资收购")
_STAKE = re.compile(r"股权|股份|股本|认购|增资|入股|参股|注册资本|普通股|优先股|出资额|控制权|控股权|实际控制人")
_TAKEOVER = re.compile(r"收购|并购|要约|私有化|买下|acqui|merger")
_ASSET_THING = r"(?:批件|批准文号|上市许可|MAH|注册证书|专利|品种|产品线|批文|药品技术|生产技术|知识产权|技术(?!平台|公司|有限|集团|企业|研究)|商标|资产)"
_ASSET = re.compile(
    rf"(?:转让|受让|购买|购入|收购|转给)[^。;,]{{0,30}}?{_ASSET_THING}|(?:取得|引进)[^。;,]{{0,40}}?(?:上市许可(?!申请)|生产技术|专利和技术|技术秘密)|(?:业务|产品线|品种|管线)[^。;,]{{0,6}}?(?:卖给|出售给|售予)|{_ASSET_THING}[^。;,]{{0,12}}?(?:转让|受让|收购)"
    r"|(?:收购|买下|购买|受让)[^。;,]{0,24}?(?:产品|品种|管线|药物)[^。;,]{0,12}?(?:权益|权利)"
    r"|对[^。;,]{0,40}?(?:产品|品种|管线)[^。;,]{0,20}?的收购"
    r"|(?:收购|接管|接手|买下|购买)[^。;,%股]{0,24}?(?:药厂|工厂|生产厂|生产基地|厂房|生产设施|生产线)(?![^。;,]{0,4}股)"
)
_NEWCO = re.compile(
    r"NewCo|(?:设立|成立|组建|创立|组成|合建|注册|出资)[^。;]{0,30}?(?:合资公司|合营公司|合资企业)|(?:合资公司|合营公司|合资企业)[^,。;]{0,16}?(?:设立|成立|组建|注册|出资|股权|名为|由|将|中|计划)|(?:组建|设立|成立)(?:一家)?新公司|联合创立|共同(?:出资|投资)?(?:设立|成立|创立|组建)|联合(?:设立|成立|组建)|设立[^,。;]{0,12}(?<!子)公司|成立(?!的)[^,。;]{0,8}(?<!子)公司|成立[^,。;]{0,12}合资"
)
_EQUITY_FOR_RIGHTS = re.compile(
    r"\+[\d.]+%股权|(?:获得|包括|包含|持有|取得|授予|收取|收到|换取?得?|换来)[^。;]{0,40}?\d%[^。;,]{0,6}?(?:股权|股份)|(?<!合计)持股约?\d"
)
_SALES = re.compile(
    r"经销|代理权|代理(?:协议|合同)|(?:独家|总)(?:代理|推广|分销)|分销|推广(?:权|协议|合作|服务)|(?:独家|(?<![及与和、])(?:学术|市场)|负责|包下|请)[^,。;开研许授]{0,16}?推广|推广[^,。;开研许授]{0,6}?(?:交给|交由|签给)|商业化合作|商业化协议|供货|采购|原料药(?!企业|公司|厂|业务|巨头)|零售渠道|独家经销|销售合作|供浆|独家销售|进口权|市场覆盖|流通资源|药房|商业合作|商业运营|(?<!及)(?<!和)(?<!、)供应(?:协议|合同)|购销|订单(?!规模|总额|金额)"
)
_SALES_RIGHT = re.compile(r"(?:经销|代理|分销|推广|销售)[^,。;]{0,4}?(?:授权)?(?:协议|合同|权(?!益))")
_LICENCE = re.compile(r"许可|授权|引进|权益|独家[^,。;]{0,80}权利|license|Licens|LICENS|转授|买断|独占")
_NAMED_LICENCE = re.compile(
    r"许可(?:及|与|和)?[^,。;]{0,6}?(?:协议|合同)|授权(?:许可)?(?:及|与|和)?[^,。;]{0,6}?(?:协议|合同)|独家许可|独占许可|授权给|许可给|license agreement"
)
_SHARED = re.compile(
    r"分担|分摊|共同商业化|共同开发并商业化|共同开发/商业化|利润(?:共享|平分|分成比例)|五五|50/50|profit shar|co-commerciali[sz]"
)
_CODEV = re.compile(
    r"共同开发|联合开发|合作开发|共同研发|联合研发|共同推进|co-?develop|联合用药|联合治疗|临床合作|供药|临床研究合作|联合申报|协同研发|产业化平台"
)
_SERVICE = re.compile(
    r"研发合作|研究合作|(?:抗体|分子|药物|蛋白)设计|合作研究|合作研发|药物发现|委托(?:生产|开发|研发|加工|其|[^,。;]{0,10}进行)|CDMO|CRO|CMO|技术服务|技术开发|联合实验室|服务协议|服务合同|开发合同|research collaboration|drug discovery"
)
#: What is built together is no medicine: 共同开发AI基础模型.
_BUILT = re.compile(
    r"(?:共同|联合|合作)(?:开发|研发|打造|构建|建立)[^,。;]{0,24}?(?:模型|平台|算法|数据库|数据产品|系统|软件)"
)
_OPTION = re.compile(r"选择权|期权|option")
_CONTRACT_MAKING = re.compile(r"CDMO|(?:生产|开发|制造|测试)服务|委托(?:生产|加工)")
_NAMED_OPTION = re.compile(
    r"(?<!行使)选择权(?:及|与|和|暨)?(?:独家)?(?:许可|授权|合作)?(?:及|与|和)?[^,。;]{0,4}?(?:协议|合同)|(?:拿到|取得|获得|获|给予|授予|签)[^,。;]{0,24}?(?:独家|海外)?选择权(?!费|付)|option (?:and |to |agreement|deal)"
)
#: Rights bought outright are no licence: 收购其CN201的全球全部权利.
_ALL_RIGHTS = re.compile(
    r"(?:收购|买下|买断|购买)[^。;,]{0,40}?(?:全部|所有)(?:权利|权益|知识产权)|转让[^。;,]{0,30}?权益[^。]{0,60}?(?:技术)?转让(?:协议|合同)"
)
#: A headline's 买下X海外权益 of what the text calls a licence.
_RIGHTS_BOUGHT = re.compile(r"(?:买下|买走|拿下|收购)[^,。;%]{2,40}?(?:权益|权利)(?!变动)")
_TRANSFER = re.compile(r"专利(?:权)?(?:及[^,。;]{0,4})?转让|技术转让(?:合同|协议)")
_SALES_ONLY = re.compile(r"^[^开研授]*(?<![及与和、])商业化权[^开研授]*$")
_SERVICE_TRADES = frozenset({"cxo", "institute", "university"})


def deal_type(
    near: str, words: str, title: str, hints: Sequence[str | None], parties: Sequence[Entity]
) -> tuple[DealType, str]:
    """The legal type and what said it: the title decides where it says, then the rules that found the deal, then its words.

    ``near`` are the sentences in which the deal was found, ``words`` all that tell of it; names of parties are blanked.
    ``hints`` are the kinds of the rules. What said it is one of title, near, words, rule, subject.
    """
    stake = sum(h is not None and h.startswith("stake") for h in hints)
    both = f"{title}\n{near}"
    if stake and ("stake" not in hints or "license" in hints) and _paid_for_rights(both):
        stake = 0
    if (not stake or "license" in hints) and _LICENCE.search(both) and _EQUITY_FOR_RIGHTS.search(both):
        return "newco", "near"
    for name, source in (("title", title), ("near", near), ("words", words)):
        found = _said(source, both, stake, name == "title", hints, both + words)
        if found:
            return found, name
    if stake:
        return _stake_type(both, hints), "rule"
    for hint, kind in _HINTED.items():
        if hint in hints:
            return kind, "rule"
    return _by_subject(words, parties), "subject"


_HINTED: dict[str, DealType] = {
    "license": "license", "newco": "newco", "asset": "asset_purchase", "research": "research",
}  # fmt: skip


def _said(
    source: str, both: str, stake: int, is_title: bool, hints: Sequence[str | None], shared: str
) -> DealType | None:
    """The type that one piece of text says in so many words."""
    if not source.strip():
        return None
    if is_title and _RIGHTS_BOUGHT.search(source) and not _STAKE.search(source):
        if re.search(r"许可|授权", both):
            return "license"
        if "商业化权" in both and not re.search(r"开发|研发", both):
            return "commercialization"
    if is_title and "引进" in source and _TRANSFER.search(both) and not re.search(r"许可", both):
        return "asset_purchase"
    if is_title and _SALES_ONLY.search(source) and not _NAMED_LICENCE.search(both):
        return "commercialization"
    if (_ASSET.search(source) and not _STAKE.search(source)) or (not stake and _ALL_RIGHTS.search(source)):
        return "asset_purchase"
    if _NEWCO.search(source) and not re.search(r"基金|出售[^,。;]{0,20}股权|股权(?:买卖|转让)", both) and not stake:
        return "newco"
    paid_for_rights = _paid_for_rights(both)
    if (
        re.search(r"股权收购|股份收购", source)
        or (stake and (_STAKE.search(source) or _TAKEOVER.search(source)))
        or (
            is_title
            and not (
                paid_for_rights and re.search(r"授权|许可|权利|权益|授予", source) and not _TAKEOVER.search(source)
            )
            and (
                _TAKEOVER.search(source)
                or re.search(r"股权(?!证|激励)|股份(?!有限)|控制权|控股权|实际控制人|控股股东", source)
            )
        )
    ):
        return _stake_type(both, hints)
    if _CONTRACT_MAKING.search(source) and not _NAMED_LICENCE.search(both):
        return "research"
    named = _NAMED_LICENCE.search(source) or (is_title and (_NAMED_OPTION.search(both) or _NAMED_LICENCE.search(both)))
    if re.search(r"CDMO|CRO(?!S)|CMO|定制研发", source) and re.search(r"订单|服务", source):
        return "research"
    if _SALES_RIGHT.search(source) or (_SALES.search(source) and not named):
        return "commercialization"
    if _SHARED.search(shared) and not _NAMED_LICENCE.search(both.replace("授权给", "")):
        return "co_development"
    if _NAMED_OPTION.search(source) and not _EXERCISED.search(source):
        return "option"
    paid_rights = re.search(r"独家(?:权益|权利|许可)", source) and re.search(r"首付款|预付款", source)
    if paid_rights and not re.search(r"平台|靶点|委托", source):
        return "license"
    if _SERVICE.search(source) or _BUILT.search(source):
        return "research"
    if _LICENCE.search(source) and not (is_title and stake and "license" not in hints and _STAKE.search(both)):
        return (
            "option" if _OPTION.search(both) and not _NAMED_LICENCE.search(both) and "引进" not in source else "license"
        )
    if _CODEV.search(source) and not _NAMED_LICENCE.search(both) and "引进" not in both:
        return "co_development"
    return None


def _paid_for_rights(words: str) -> bool:
    """Whether the words tell of payments for rights, beside which shares are only a part of the price."""
    paid = re.search(r"首付款|里程碑|独家[^。;]{0,16}?(?:权利|权益|许可)", words)
    return bool(paid and re.search(r"权利|权益|许可", words))


def _stake_type(words: str, hints: Sequence[str | None]) -> DealType:
    """Acquisition for control or at least half, else equity."""
    if _CONTROL.search(words):
        return "acquisition"
    shares = [float(m["n"] or m["m"]) for m in _BOUGHT.finditer(words)]
    if shares:
        return "acquisition" if shares[0] >= 50 else "equity"
    if _WHOLE.search(words):
        return "acquisition"
    if re.search(r"认购|增资|入股|参股(?!公司|子公司)|(?<!现金)部分股权|万股|B轮|A轮|C轮", words):
        return "equity"
    if "stake.equity" in hints and not _TAKEOVER.search(words):
        return "equity"
    return "acquisition"


def _by_subject(words: str, parties: Sequence[Entity]) -> DealType:
    if re.search(r"首付款|里程碑付?款|里程碑(?=[,，。]|$)", words):
        return "license"
    if any(e.trade in _SERVICE_TRADES for e in parties) and not re.search(r"推广|销售|供药|联合用药", words):
        return "research"
    if re.search(r"研发|临床研究", words) and not re.search(r"经销|分销|代理|供货|采购|销售", words):
        return "co_development"
    if re.search(r"推广|销售|商业化", words) or _SALES.search(words) or any(e.trade == "distributor" for e in parties):
        return "commercialization"
    if re.search(r"平台|AI|人工智能", words):
        return "research"
    return "co_development"


# -- status -------------------------------------------------------------------------------------------------------------
_TERMINATED = re.compile(
    r"(?<!等待期)(?<!等待期已)终止(?!开发|研发|临床|日)|解除(?:协议|合作|合同)|解约|(?<!可)(?<!予)(?<!得)(?<!需)(?<!须)退回|交还|(?<!可)(?<!需)(?<!予)(?<!须)(?<!不)退还|收回(?!款|成本)|告吹|流产|(?<!将)结束(?:了)?(?:与[^,。;]{1,24}?(?:合作|协议)|[^,。;]{0,20}?(?:合作|推广))|不再续(?:签|约)|不(?:再)?行使|放弃行使|取消(?:收购|合作|交易)|不再推进|terminat"
)
_COMPLETED = re.compile(
    r"(?:已|完成|办理完)[^,。;]{0,14}?(?:交割|过户|工商变更)(?!后)|(?:转让|过户|交割|变更)手续|(?<!拟)(?<!将)完成(?!后)[^,。;]{0,40}?(?:收购|股权转让|交易)(?!后)|(?:收购|交易)(?:已)?完成(?!后)|已成交|转让[^,。;]{0,24}已完成|(?:协议|合同|合作|交易)(?:已|现已|即告|即|正式){1,2}生效(?!后)|completed the acquisition"
)
#: 预计本季度完成交割 is not yet closed.
_EXPECTED = re.compile(r"(?:预计|有望|预期|计划|尚需|expected to)[^,。;]{0,20}?(?:完成|交割|close)[^,。;]{0,8}")
_EXERCISED = re.compile(
    r"(?<![可将若如后])行使[^,。;不]{0,10}选择权,(?:获得|取得|并|以)|(?:宣布|决定|已|正式|通知)[^。;,不]{0,10}行使[^。;,]{0,24}?(?:选择权|期权|独家权)|(?:选择权|期权)(?:已|获)(?:被)?行使|exercis(?:es|ed) (?:its|the) option"
)
_EXERCISED_TITLE = re.compile(r"(?<!是否)(?<!不)行使[^。;,]{0,24}?(?:选择权|期权)(?!合作|协议|费)")
_PAID = re.compile(
    r"(?<![将可权格能需])(?:收到|已收到|获付|已收)[^。;]{0,60}?(?:首付款|预付款|里程碑|许可费|款项)|(?<!可能)(?<!后续)(?<![若如将可])触发[^。;,]{0,30}?(?:里程碑|付款)|达成里程碑|付款[^。;,]{0,16}?由此触发|达到[^。;,]{0,4}付款条件|里程碑(?:付款)?(?:已)?(?:到账|收讫|达成)(?!后)|达成[^。;,]{0,8}?里程碑(?:事件|节点)(?!后)|首付款[^,。;]{0,16}?(?:已)?到账|received[^.]{0,30}(?:milestone|upfront) payment|made an? [^.]{0,24}(?:milestone|upfront) payment|reached an? (?:payment )?milestone|triggered[^.]{0,40}payment"
)
_PROPOSED = re.compile(
    r"意向书|备忘录|意向性|框架(?:服务|供应|采购|供货|推广|生产)?(?:协议|合同)|合作框架|意向协议|达成[^,。;]{0,6}意向|合作意向|筹划|洽谈|洽购|(?<!优先)谈判(?!权)|磋商|据报道|传闻|被传|或将|或考虑|有意|提出(?![^,。;]{0,10}(?:自愿|现金|全面))[^,。;]{0,8}(?:收购)?(?:要约|提议|报价)|知情人士|消息人士|"
    r"预计构成|尚在(?:筹划|论证)|框架性质|初步(?:协商|意向)|意向金|letter of intent|in talks|memorandum|non-binding|framework agreement|不具(?:有)?(?:法律)?(?:约束|拘束)力|条款清单|term sheet|即将以|商谈|接洽|洽购|据报|接近(?:敲定|达成)|(?:^|\n)传(?!统|承|染|奇|媒)"
)


#: Shares are handed over wherever the article says so.
_HANDED_OVER = re.compile(r"(?:过户|交割|变更)(?:登记)?(?:手续)?(?:已|均已)[^,。;]{0,16}?(?:办理完毕|完成|办妥)")


def deal_status(near: str, title: str, kind: DealType, words: str = "") -> Status:
    """Where the deal stands, told by its title, the sentences in which it was found, and all its words (a handing over)."""
    stake = kind in ("acquisition", "equity", "asset_purchase")
    for source in (title, near):
        if _TERMINATED.search(source):
            return "terminated"
        if _EXERCISED.search(source) or (source is title and _EXERCISED_TITLE.search(source)):
            return "exercised"
        if not stake and _PAID.search(source):
            return "milestone"
        if _PROPOSED.search(source):
            return "proposed"
        if _COMPLETED.search(_EXPECTED.sub("", source)) or (stake and _HANDED_OVER.search(words)):
            return "completed"
    return "announced"


# -- direction and model ------------------------------------------------------------------------------------------------
_FOREIGNER = re.compile(r"国际|跨国|海外|境外|国外|全球|欧洲|美国|日本|韩国|外资")
_ABROAD = re.compile(r"海外|境外|国际市场|出口|美国|欧洲|欧盟|日本|跨国")


def deal_direction(grantors: Sequence[Entity], partners: Sequence[Entity], words: str) -> Direction:
    """Out, in, domestic or foreign, by the first party of each side whose country is known.

    A party without a name counts as a foreigner where the deal's words look abroad, else as a countryman of the other side.
    """
    giver = next((e.country for e in grantors if e.country and e.kind != "unnamed"), None)
    taker = next((e.country for e in partners if e.country and e.kind != "unnamed"), None)
    if giver is None and all(e.kind == "unnamed" for e in grantors):
        giver = taker
    if taker is None and all(e.kind == "unnamed" for e in partners):
        named = " ".join(form for e in partners for form in e.forms)
        taker = "XX" if giver in CHINA and (_ABROAD.search(words) or _FOREIGNER.search(named)) else giver
    gives_china = giver is None or giver in CHINA
    takes_china = taker is None or taker in CHINA
    if gives_china:
        return "domestic" if takes_china else "out"
    return "in" if takes_china else "foreign"


def deal_model(kind: DealType, direction: Direction) -> Model | None:
    """The going-global model of a deal that goes out; None for every other direction."""
    if direction != "out":
        return None
    models: dict[DealType, Model] = {
        "license": "borrowed_ship", "option": "borrowed_ship", "commercialization": "borrowed_ship",
        "asset_purchase": "borrowed_ship", "co_development": "co_development", "newco": "newco",
        "acquisition": "exit", "equity": "exit", "research": "service",
    }  # fmt: skip
    return models[kind]
