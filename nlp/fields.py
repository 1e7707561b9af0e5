"""Names what a deal is: its legal type, direction, status and going-global model, from its words and its parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.entities import Entity
from nlp.records import DealType, Direction, Model, Status

CHINA = frozenset({"CN", "HK", "MO", "TW"})

_PERCENT = re.compile(
    r"(?P<more>超过|超|逾|不低于|不超过)?(?P<n>\d{1,3}(?:\.\d+)?)%(?:的)?(?:股权|股份|权益|已发行股本|股本|出资|财产份额|控股权)?"
)
_CONTROL = re.compile(
    r"控股权|控制权|控股股东|实际控制人|全部股权|全部股份|全资收购|私有化|要约收购|100%|吸收合并|并表|纳入[^,。;]{0,8}合并|成为[^,。;]{0,8}(?:全资|控股)子公司|控股子公司|取得控制"
)
_STAKE = re.compile(r"股权|股份|股本|认购|增资|入股|参股|注册资本|普通股|优先股|出资额")
_ASSET = re.compile(
    r"批件|批准文号|上市许可持有人(?!委托)|MAH|药品注册证书|专利(?:权)?转让|技术转让|专利权的|资产收购|资产购买|知识产权转让|品种转让|药品技术|产品线|转让合同|资产转让|生产技术"
)
_NEWCO = re.compile(
    r"NewCo|合资公司|合营公司|合资企业|联合创立|共同(?:出资|投资)?(?:设立|成立|创立|组建)|联合(?:设立|成立|组建)|新公司|设立[^,。;]{0,12}公司|成立[^,。;]{0,12}合资"
)
_COMMERCIAL = re.compile(
    r"经销|代理|推广|分销|商业化合作|独家商业化|销售合作|市场推广|供货|采购|供应|销售权|进口|供浆|流通|市场覆盖|渠道|药房|零售|商业合作|原料药|订单|购销|集采"
)
_LICENSE = re.compile(r"授权|许可|license|License|权益|引进|授予|独占|专有权|受让[^,。;]{0,12}权益|买断")
_CODEV = re.compile(
    r"共同开发|联合开发|合作开发|共同研发|联合研发|共同推进|co-?develop|分担|联合用药|联合治疗|临床合作|供药|共同承担|临床研究合作|共同商业化|共建|联合申报|协同研发|合作研究"
)
_RESEARCH = re.compile(
    r"研发合作|药物发现|平台|AI|人工智能|委托|CDMO|CRO|CMO|技术服务|技术开发|联合实验室|研究合作|服务协议|服务合同|委托生产|研究院|科研|靶点|早期研发|临床前|筛选|选择权|基础研究|成果转化|研发服务|中成药研发|开发合同|战略合作"
)
_OPTION = re.compile(r"选择权|期权|option")

_TERMINATED = re.compile(r"终止|解除|解约|退回|退还|收回(?!款)|告吹|流产|取消(?:收购|合作|交易)|不再推进|terminat")
_COMPLETED = re.compile(
    r"(?:已|完成|办理完|正式)[^,。;]{0,14}(?:交割|过户|工商变更)|完成[^,。;]{0,16}(?:收购|转让手续|转让|交易|股权收购)|成交|已完成|(?:协议|合同)(?:已|已经)(?:正式)?生效|收购完成|支付[^,。;]{0,10}股权收购价款"
)
_EXERCISED = re.compile(r"(?<!不)行使[^,。;]{0,24}选择权|(?:选择权|期权)[^,。;]{0,6}(?:已)?行使|行权")
_MILESTONE = re.compile(
    r"(?:(?<!将)(?<!有权)(?<!资格)(?<!可)(?<!能)收到|已收|到账|触发|达成)[^。;]{0,40}?(?:首付款|预付款|里程碑|款项)|里程碑付款(?:已)?(?:到账|收讫)|收到[^。;]{0,30}(?:付款|首付款)"
)
_PROPOSED = re.compile(
    r"意向书|备忘录|意向性|框架协议|合作框架|框架合同|意向协议|达成[^,。;]{0,6}意向|合作意向|筹划|洽谈|谈判|磋商|据报道|据悉|传闻|被传|或将|考虑|有意|拟议|知情人士|消息人士|"
    r"预计构成|尚在(?:筹划|论证)|初步(?:协商|意向)|意向金|letter of intent|in talks|memorandum|non-binding|即将以|商谈|接洽"
)
_PLANNED = re.compile(r"拟(?:以)?[^,。;]{0,24}(?:收购|购买|受让)")


def deal_type(near: str, words: str, title: str, hints: Sequence[str | None]) -> DealType:
    """The legal type: the title decides where it says, then the rules that found the deal (``hints``), then its words.

    ``near`` are the sentences in which the deal was found, ``words`` all that tell of it.
    """
    stake = sum(h is not None and h.startswith("stake") for h in hints)
    if re.search(r"\d%[^。;]{0,4}股权|\+[\d.]+%股权|(?:获得|持有|取得)[^。;,]{0,24}\d%[^。;,]{0,4}(?:股权|股份)", title + near) and re.search(r"授权|许可", title + near) and not stake:
        return "newco"
    for source in (title, near):
        if not source:
            continue
        if _ASSET.search(source) and not re.search(r"股权|股份", source):
            return "asset_purchase"
        if _NEWCO.search(source) and not re.search(r"基金", source) and not stake:
            return "newco"
        if re.search(r"收购|并购|要约|控制权|控股权|股权|股份|私有化|实际控制人|控股股东|acqui", source) and (stake or source is title):
            return _stake_type(title + near, hints)
        if re.search(r"经销|代理|分销|推广(?:权|协议|合作)|商业化合作|商业化协议|供货|采购|原料药|销售合作|供浆|独家销售", source) and not re.search(
            r"独家许可|授权许可|许可协议|授权协议|授权给", source
        ):
            return "commercialization"
        if re.search(r"许可|授权|引进|license", source) and not re.search(r"研发合作|研究合作|合作研发", source):
            return "option" if _OPTION.search(source) and not re.search(r"许可协议|授权许可|引进", source) else "license"
        if re.search(r"研发合作|研究合作|药物发现|技术服务|委托|CDMO|CRO|联合实验室|技术开发|开发合同", source):
            return "research"
        if _CODEV.search(source):
            return "co_development"
        if re.search(r"AI|人工智能|平台|深化战略合作|研究", source) and source is title:
            return "research"
    if stake:
        return _stake_type(near, hints)
    if any(h == "license" for h in hints):
        return "license"
    if any(h == "newco" for h in hints):
        return "newco"
    if _ASSET.search(words) and not _STAKE.search(words):
        return "asset_purchase"
    if _COMMERCIAL.search(words):
        return "commercialization"
    if _CODEV.search(words):
        return "co_development"
    if _RESEARCH.search(words):
        return "research"
    return "co_development"


def _stake_type(words: str, hints: Sequence[str | None]) -> DealType:
    """Acquisition for control or at least half, else equity."""
    shares = [
        float(m["n"])
        for m in _PERCENT.finditer(words)
        if 0 < float(m["n"]) <= 100
        and (re.search("股|权益|份额", m[0]) or "股" in words[max(0, m.start() - 8) : m.start()])
    ]
    if _CONTROL.search(words):
        return "acquisition"
    if shares:
        return "acquisition" if max(shares) >= 50 else "equity"
    if any(h == "stake.equity" for h in hints) or re.search(r"认购|增资|入股|参股", words):
        return "equity"
    return "acquisition"


def deal_status(words: str, title: str, kind: DealType) -> Status:
    """Where the deal stands, told by the sentences that tell it; the title decides where it says."""
    for source in (title, words):
        if not source:
            continue
        if _TERMINATED.search(source):
            return "terminated"
        if _EXERCISED.search(source):
            return "exercised"
        if _MILESTONE.search(source) and kind not in ("acquisition", "equity", "asset_purchase"):
            return "milestone"
    if _PROPOSED.search(title):
        return "proposed"
    if _COMPLETED.search(title) or _COMPLETED.search(words):
        return "completed"
    if _PROPOSED.search(words):
        return "proposed"
    return "announced"


def deal_direction(grantors: Sequence[Entity], partners: Sequence[Entity]) -> Direction:
    """Out, in, domestic or foreign, by the first party of each side whose country is known."""
    giver = next((e.country for e in grantors if e.country), None)
    taker = next((e.country for e in partners if e.country), None)
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
