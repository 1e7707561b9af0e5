"""Finds insights: sentences on the industry's way abroad that are worth quoting, with their kind, topic and speaker.

A rule must find the words of a kind and the trained classifier (``models/insights``) must agree; where either is unsure
the sentence is left out. ``docs/reference/brief.md`` defines the kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from nlp.page import Page
from nlp.records import Insight
from nlp.sections import find_sections
from nlp.text import Sentence

Label = Literal["trend", "model", "challenge", "policy", "outlook"]
LABELS: tuple[Label, ...] = get_args(Label)
MODEL = Path(__file__).parent / "models" / "insights"
#: The classifier must be this sure; a sentence that may as well be none is not quoted.
_SURE, _NONE = 0.5, 0.25
_SHORTEST, _LONGEST = 16, 200

#: Words without which no article is read for insights.
CUES = (
    "创新药", "药企", "生物医药", "医药产业", "医药企业", "新药", "医疗器械", "创新药械", "生物制药", "生物科技公司", "制药公司", "医疗创新",
    "药品", "創新藥", "藥企", "生物醫藥", "NewCo", "icense-out", "对外授权", "生物安全法", "医药行业", "制药企业",
)  # fmt: skip

_TRADE = re.compile(
    r"创新药|药企|医药|新药(?!业)|生物制药|生物科技|制药|医疗器械|药械|生物技术|药品|[Ll]icen[sc]e[- ]?[Oo]ut|NewCo|生物类似药|疫苗|双抗|ADC|医疗创新|MNC"
)
_ABROAD = re.compile(
    r"出海|国际化|全球化|走出去|走向(?:海外|全球|世界|国际)|海外|境外|对外授权|对外许可|授权(?:合作|交易|许可|模式)|跨国(?:药企|制药|公司|巨头)|[Ll]icen[sc]e[- ]?[Oo]ut|BD|NewCo|MNC"
    r"|国际(?:市场|认可|竞争|影响|合作|多中心|性的|舞台)|全球(?:竞争|份额|市场|第一梯队|价值|在研|创新|临床|约|分工|影响|新药|制药)|欧美|美国|欧盟|欧洲|出口|跨境|[Cc]o-?[Dd]ev"
)
#: Other trades go abroad too; a sentence that mixes them is not of ours.
_OTHER_TRADE = re.compile(
    r"网文|短剧|游戏|汽车|光伏|储能|机器人|文旅|芯片|半导体|算力|锂电|家电|电网|航天|脑机接口|化妆品|保龄|消费电子|低空"
)
_MARKET_TALK = re.compile(
    r"ETF|涨停|跌停|涨超|跌超|涨幅|跌幅|收盘|盘中|早盘|午后|个股|成份股|成分股|指数|净买入|净流入|持仓|成交额|板块(?:走|领|大|持续走|内)|概念(?:股|持续|盘)|目标价|评级"
    r"|受益(?!者)|这(?:几)?家(?:公司|企业)|产业链中|主题基金|买入|回购|减持|增持|定增|募集资金|询价|IPO|招股|上市公司股东|敬请|投资者注意|不构成|股票代码|关注函"
)
_ONE_COMPANY = re.compile(
    r"公告|本公司|公司(?:拟|将|已|预计|与|获|收到|近日)|^公司|首付款(?:为)?\d|签署(?:了)?(?:独家|许可|协议|战略)|授予|子公司|临床试验申请|注射液|胶囊|片(?:剂)?(?:获|用于|的)|III?期|Ⅲ期|适应症"
)
_DANGLING = re.compile(
    r"^(?:这|那|该|其(?!中)|上述|此|他|她|它|前者|后者|对此|因此|为此|据此|一是|二是|三是|四是|一方面|另一方面|[①-⑳]|\d{1,2}[、.])"
)
_ANNOUNCED_BY = re.compile(
    r"^【[^】]*】|^▎[A-Za-z]+\s*|^(?:消息面上|据了解|据悉|值得注意的是|值得一提的是|同时|此外|另外|不过|其中),|^[^,。]{0,12}\d{1,2}月\d{1,2}日(?:电|讯|消息)[,:]?"
)

_OFFICIAL = re.compile(r"欢迎|十五五|十四五|下一步|指导思想|会议(?:要求|指出|强调)")

_RULES: dict[Label, re.Pattern[str]] = {
    "trend": re.compile(
        r"呈现|成为[^,。]{0,18}?(?:渠道|来源|主流|常态|力量|市场|主题|方向|共识|趋势|选择)|迎来|进入|迈入|迈向|步入|驶入|加快|加速|持续(?:火热|高热|升温|增长|攀升|提升|提高|突破)|日益|越来越多|转向|转变|走向|升级|崛起|爆发|井喷|屡创新高|常态|趋势"
        r"|深水区|新阶段|拐点|转折|由跟|从[^,。]{1,24}?(?:到|向|转|迈)[^,。]{1,24}|凸显|显著提升|多元|新周期|热潮|占比[^,。]{0,8}(?:上升|提高|攀升)"
    ),
    "model": re.compile(
        r"借船出海|造船出海|自主出海|轻装|光荣退出|NewCo|[Ll]icen[sc]e[- ]?[Oo]ut|[Cc]o-?[Dd]ev|共同开发|联合开发|(?:出海|合作|交易|授权)(?:的)?(?:模式|路径|方式)|模式"
    ),
    "challenge": re.compile(
        r"挑战|难题|难点|痛点|短板|瓶颈|掣肘|壁垒|制约|不足|受阻|缺乏|缺少|缺口|门槛|低估|贱卖|隐忧|不确定性|压力|风险|困难|障碍|滞后|薄弱|激烈|承压|难以|严苛|趋严|蒙上阴影|遭遇|折价|受挫|被退回"
    ),
    "policy": re.compile(
        r"印发|发布|出台|公布|提出|明确|推出|施行|实施|缩短|优化|支持|鼓励|推动|下发|签署|通过|加征|启动|给予|完善|构建"
    ),
    "outlook": re.compile(
        r"预计|有望|预期|未来|展望|预测|看好|期待|前景|将(?:会|继续|进一步|持续|迎来|成为|迈向|保持|加速|更多)"
    ),
}  # fmt: skip
_PROVINCES = "北京|上海|天津|重庆|江苏|浙江|广东|山东|四川|湖北|湖南|安徽|福建|河北|河南|江西|陕西|辽宁|吉林|黑龙江|海南|云南|贵州|广西|山西|甘肃|内蒙古|宁夏|青海|新疆|西藏"
_CITIES = {
    "苏州": "江苏", "南京": "江苏", "无锡": "江苏", "泰州": "江苏", "连云港": "江苏", "深圳": "广东", "广州": "广东", "珠海": "广东",
    "杭州": "浙江", "宁波": "浙江", "成都": "四川", "武汉": "湖北", "浦东": "上海", "张江": "上海", "合肥": "安徽", "济南": "山东",
    "青岛": "山东", "烟台": "山东", "厦门": "福建", "长沙": "湖南", "西安": "陕西",
}  # fmt: skip
_LOCAL = rf"(?:{_PROVINCES}|{'|'.join(_CITIES)})(?:省|市|自治区|新区)?"
_ISSUER = re.compile(
    r"(?P<who>国务院(?:办公厅|常务会议)?|国家(?:药品监督管理局|药监局|医疗保障局|医保局|卫生健康委(?:员会)?|卫健委|发展改革委|发改委|知识产权局)|工业和信息化部|工信部|商务部|科技部|财政部|海关总署"
    rf"|{_LOCAL}(?:(?:人民)?政府(?:办公厅)?|药品监督管理局|药监局|药品监管局|医疗保障局|医保局|商务厅|商务局|卫健委|科技厅|科委|经信厅|经信委|工信厅)"
    rf"|{_LOCAL}(?=(?:近日|日前|今日|昨日|正式|还|已|将|先后)*(?:发布|印发|出台|推出|启动|公布))|(?<=《){_LOCAL}(?=[^》]{{2,40}}》(?:近日|日前|正式)?(?:发布|印发|出台|公布|提出|明确))"
    r"|地方政府|各地政府|多地政府|美国(?:国会|众议院|参议院|政府|总统|商务部|贸易代表办公室|食品药品监督管理局)|欧盟(?:委员会|理事会)|欧洲药品管理局|日本厚生劳动省)(?:等)?(?:[一二三四五六七八九十\d]{1,2}(?:个)?部门)?"
)
#: 《方案》提出…: what a paper says after the sentence that named who issued it.
_CONTINUES = re.compile(
    r"^(?:其中(?:,|)|)(?:《[^》]{2,60}》|方案|措施|意见|通知|规划|计划|条例|政策)(?:还|同时|要求)?(?:提出|明确|指出|强调|支持|围绕)"
)
_POLICY_MATTER = re.compile(
    r"创新药|生物医药|医药产业|医药健康|药械|临床试验|数据保护|审评审批|国际市场|国际多中心|出海|境外|跨境|出口|海外|进出口|新药(?!业)|生物技术|专利药|药品法规|互认"
)
_HOME_AFFAIR = re.compile(
    r"进口|医保(?:药品)?目录|药品目录|目录调整|初步形式审查|初审|网络销售|GMP|说明书|通知书|注册证|举报|一致性评价|受理|告知书|医疗保险|特例单议|养老|中医药?(?!企业)|药店|技术审评过程|年度报告|审评报告|进展(?:年度)?报告|名单|公示|白皮书|品种名单|价格项目|耗材"
)
_PAPER = re.compile(
    r"《[^》]*(?:药|医|生物|临床|器械|健康)[^》]*》|(?:措施|方案|计划|意见|通知|规划|政策|办法|规定|法案|条例|细则|试点|改革|机制|目录)|关税|审评|审批|监管|保护期|通关|奖励|资金支持|体系"
)
_APPROVES_ONE = re.compile(
    r"批准[^,。]{2,40}?(?:上市|注册|开展)|附条件批准|受理号|中选|集采|飞行检查|召回|抽检|处罚|约谈|不合格|商务考察"
)
_SAYS = re.compile(
    r"(?:^|[,。;:\"])(?:对此,|据|记者从|有|多位)?(?P<who>[^,。;:\"]{2,36}?)(?:在[^,。]{2,30}?(?:上|中|时))?(?:最新)?(?:研报|研究报告|报告)?(?:\d{1,2}日)?(?:向记者|对记者|进一步|同时|也|均|还|近日|日前|此前|强烈|首次)?"
    r"(?P<verb>认为|表示(?!乐观|欢迎|感谢|满意|关注|赞|支持)|指出|坦言|强调|称|直言|判断|建议|透露|介绍|分析|预计|说|提到|看来)[,:]?"
)
_SPOKEN_BY = re.compile(r"\"[,]?(?P<who>[^,。;:\"]{2,30}?)(?:说|表示|称|认为|指出|坦言)")
_NO_SPEAKER = re.compile(
    r"^(?:消息面上|据介绍|有分析|市场|同时|此外|其中|公告|可以|普遍|并|也|还|他|她|其|这|公司|双方|该|如果|相关(?:数据|研究)|数据|报道|值得|一般|被|人|所|名|堪)|(?:公告|消息|报道|名|宣|简|自|号|俗)$"
)
_TOPICS: tuple[tuple[str, str], ...] = (
    ("patents", r"专利|知识产权|侵权|数据保护"), ("talent", r"人才|团队|人员|跨文化"),
    ("geopolitics", r"地缘|关税|生物安全法|制裁|贸易(?:摩擦|战)|限制措施|脱钩"),
    ("regulation", r"监管|审批|审评|法规|注册|伦理|合规|FDA|EMA|检查|临床试验|人群数据|种族"),
    ("valuation", r"估值|定价|低估|贱卖|折价|议价|首付款占比"), ("funding", r"资金|融资|现金流|资本寒冬|成本|费用"),
    ("competition", r"竞争|内卷|同质化|扎堆"), ("market access", r"准入|医保|支付|渠道|市场空间|认知度|门槛"),
)  # fmt: skip
_MODELS: tuple[tuple[str, str], ...] = (
    ("newco", r"NewCo|Newco|新公司|轻装"), ("borrowed_ship", r"借船|[Ll]icen[sc]e[- ]?[Oo]ut|授权|许可"),
    ("co_development", r"共同开发|联合开发|[Cc]o-?[Dd]ev|利润共享"), ("self_going", r"自主出海|造船|自建|自营"),
    ("exit", r"光荣退出|被(?:跨国)?[^,。]{0,6}(?:收购|并购)|并购退出"), ("service", r"CRO|CDMO|CXO|服务输出"),
)  # fmt: skip


def may_tell_insights(whole: str) -> bool:
    """Whether an article is of the trade and talks of the world beyond one deal; microseconds."""
    return any(cue in whole for cue in CUES)


def find_insights(page: Page) -> list[Insight]:
    """Every sentence of the body that is worth quoting, in order."""
    picked: list[tuple[Sentence, list[Label], str]] = []
    for section in find_sections(page.text, page.title_end):
        issuer = ""
        for sentence in section.sentences:
            said = _plain(page.text[sentence.start : sentence.end])
            own = _issuer(said)
            issuer = own or issuer
            labels = _by_rule(said, own or (issuer if _CONTINUES.match(said) else ""))
            if labels and sentence is not section.title:
                picked.append((sentence, labels, issuer))
    if not picked:
        return []
    found: list[Insight] = []
    seen: set[str] = set()
    texts = [_plain(page.text[s.start : s.end]) for s, _, _ in picked]
    for (sentence, labels, issuer), sure, text in zip(picked, _classified(texts), texts, strict=True):
        label = max(labels, key=lambda name: sure[name])
        if sure[label] < _SURE or sure["none"] > _NONE or text in seen:
            continue
        seen.add(text)
        start = sentence.end - len(text) if page.text[sentence.start : sentence.end].endswith(text) else sentence.start
        found.append(
            Insight(
                label=label, topic=_topic(text, label, issuer), speaker=_speaker(text, label, issuer), confidence=round(sure[label], 3),
                evidence=(page.evidence("sentence", start, sentence.end, f"insight.{label}"),),
            )
        )  # fmt: skip
    return found


def _plain(said: str) -> str:
    """The sentence without a dateline or a bracketed title before it."""
    while match := _ANNOUNCED_BY.match(said):
        if match.end() == 0:
            break
        said = said[match.end() :]
    return said


def _by_rule(said: str, issuer: str) -> list[Label]:
    """The kinds whose words a sentence has; none where it tells of the stock market or of one deal, or hangs on another."""
    if not _SHORTEST <= len(said) <= _LONGEST or not _TRADE.search(said) or said.endswith(("?", ":", "...")):
        return []
    if _MARKET_TALK.search(said) or _DANGLING.match(said) or said.count("、") > 12 or said.count('"') % 2:
        return []
    if _OTHER_TRADE.search(said):
        return []
    if issuer and _RULES["policy"].search(said) and _PAPER.search(said):
        wanted = _POLICY_MATTER.search(said) and not (_HOME_AFFAIR.search(said) or _APPROVES_ONE.search(said))
        return ["policy"] if wanted and not _ONE_COMPANY.search(said) else []
    if _ONE_COMPANY.search(said) or _OFFICIAL.search(said) or not _ABROAD.search(said):
        return []
    return [label for label in LABELS if label != "policy" and _RULES[label].search(said)]


def _issuer(said: str) -> str:
    match = _ISSUER.search(said)
    return match["who"] if match else ""


@cache
def _pipeline() -> Any:
    import spacy

    import nlp.ner  # noqa: F401  registers the tokenizer of characters

    return spacy.load(MODEL)


def _classified(texts: Iterable[str]) -> list[dict[str, float]]:
    """Each sentence's probability of each kind and of none."""
    return [dict(doc.cats) for doc in _pipeline().pipe(texts)]


def _topic(said: str, label: Label, issuer: str) -> str:
    """What a challenge is about, which models are meant, or where a policy holds (a province as printed, or a country)."""
    if label == "challenge":
        return ", ".join(topic for topic, words in _TOPICS if re.search(words, said))
    if label == "model":
        return ", ".join(model for model, words in _MODELS if re.search(words, said))
    return _place(issuer, said) if label == "policy" else ""


def _place(issuer: str, said: str) -> str:
    """The province that the issuer is of, or that a paper of the state is for; else the country."""
    zone = re.search(rf"中国\(({_PROVINCES})\)", said)
    if zone:
        return zone[1]
    if province := re.search(_PROVINCES, issuer):
        return province[0]
    if city := next((place for place in _CITIES if place in issuer), ""):
        return _CITIES[city]
    abroad = re.match(r"美国|欧盟|欧洲|日本", issuer)
    if abroad:
        return "欧盟" if abroad[0] == "欧洲" else abroad[0]
    return "" if issuer.endswith("地政府") or issuer == "地方政府" else "中国"


def _speaker(said: str, label: Label, issuer: str) -> str:
    """Who says so, as printed; of a policy, who issued it."""
    if label == "policy":
        return issuer
    for match in (_SPOKEN_BY.search(said), *_SAYS.finditer(said)):
        if match and not _NO_SPEAKER.search(match["who"]) and not re.fullmatch(r"机构|未来|行业|企业", match["who"]):
            return match["who"]
    return ""
