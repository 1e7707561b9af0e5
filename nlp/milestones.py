"""Finds milestones: what authorities abroad granted to Chinese companies, trials begun and products launched abroad.

A sentence tells one where an authority (or country) abroad and a word of the event stand together, nothing puts the event
into the future, the past or doubt, and the company whose product it is belongs to China.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from nlp.asset_names import candidates
from nlp.assets import AssetHit, find_assets
from nlp.entities import Entity
from nlp.lexicon import Lexicon, load_lexicon
from nlp.page import Page
from nlp.records import Asset, Milestone, Party
from nlp.regulators import AUTHORITY, PLACE, Marked, country_of, mark_authorities
from nlp.sections import Section, find_sections
from nlp.story import Story, read_story
from nlp.text import Sentence, guess_language

Kind = Literal["approval", "designation", "ind_clearance", "acceptance", "phase_start", "launch", "readout"]

#: Words without which no article is read for milestones.
CUES = (
    "获批", "批准", "受理", "认定", "许可", "临床", "510(k)", "首例", "给药", "入组", "注册证", "认证", "上市", "核准",
    "獲批", "認定", "許可", "臨床", "註冊", "approv", "clear", "designation", "accept", "IND", "dosed",
)  # fmt: skip

_A = rf"[{AUTHORITY}{PLACE}]"
_R = AUTHORITY
_LIST = rf"{_A}(?:[、,和及与以]{{1,2}}{_A})*"
_TRIAL = (
    r"(?:临床(?:试验|研究|研究用)|IND|研究性新药|新药研究|(?:[ⅠⅡⅢ]|[I1-3]{1,3}|一|二|三)[a-b]?(?:/[ⅡⅢIab23]{1,3})?期)"
)
_HONOUR = (
    r"(?P<detail>孤儿药|突破性(?:疗法|治疗|医疗器械|器械|设备)|快速通道|快速审评|优先审评|再生医学先进疗法|RMAT|PRIME|优先药物"
    r"|罕见儿科疾病|罕见病药物|QIDP|合格传染病产品|先驱审[评查]|加速审[评批]|创新通行证)"
)
_RULES: tuple[tuple[Kind, str], ...] = (
    ("designation", rf"(?:获|被|授予|取得|得到|收到)[^。;]{{0,24}}?{_LIST}[^。;]{{0,60}}?{_HONOUR}[^。;,]{{0,6}}?(?:资格|认定|称号|指定|品种)"),
    ("designation", rf"{_LIST}[^。;]{{0,30}}?(?:授予|给予|纳入|认定)[^。;]{{0,70}}?{_HONOUR}[^。;,]{{0,6}}?(?:资格|认定|称号|指定|品种)"),
    ("designation", rf"获[^。;]{{0,24}}?{_HONOUR}[^。;,]{{0,6}}?(?:资格|认定)[^。;]{{0,4}}?\({_LIST}"),
    ("acceptance", rf"(?:获|得到|收到)[^。;]{{0,10}}?{_LIST}[^。;,]{{0,44}}?受理(?!号)"),
    ("acceptance", rf"{_R}[^。;]{{0,70}}?(?:正式|已|确认并|获得?|被)*受理(?!号|的)"),
    ("ind_clearance", rf"(?:获|收到|取得|得到|经)[^。;,]{{0,8}}?{_LIST}[^。;]{{0,70}}?{_TRIAL}[^。;]{{0,44}}?(?:批准|许可|批件|同意|函告|准许|通知书|无异议)"),
    ("ind_clearance", rf"(?:获|收到|取得|得到|经)[^。;,]{{0,8}}?{_LIST}[^。;]{{0,60}}?(?:批准|许可|同意|准许|允许|默许|默示许可|clearance)[^。;]{{0,80}}?{_TRIAL}"),
    ("ind_clearance", rf"(?:获|收到|取得|得到|经)[^。;,]{{0,8}}?{_LIST}[^。;,]{{0,12}}?(?:批准|许可|同意|准许),?(?:并|可以|可|将)*(?:在[^,。;]{{0,6}})?(?:开展|进行|启动)"),
    ("ind_clearance", rf"{_TRIAL}(?:试验)?的?(?:申请|方案)[^。;]{{0,20}}?(?:获|取得|得到|收到|通过|经)[^。;,]{{0,8}}?{_LIST}[^。;,]{{0,20}}?(?:批准|许可|同意|准许|默示许可|审评|审查)"),
    ("ind_clearance", rf"{_R}[^。;,]{{0,14}}?(?:已|正式|同意|批准|许可|准许|允许){{1,2}}[^。;]{{0,70}}?{_TRIAL}"),
    ("ind_clearance", rf"(?:获批|获准|获得?批准|获得?许可)[^。;,]{{0,4}}?(?:在|于|向){_LIST}[^。;,]{{0,10}}?(?:境内|当地)?(?:开展|进行|启动|进入)[^。;,]{{0,44}}?{_TRIAL}"),
    ("ind_clearance", rf"(?:在|于){_LIST}[^。;,]{{0,30}}?{_TRIAL}[^。;,]{{0,16}}?(?:获批|获准|获得?(?:批准|许可))"),
    ("approval", rf"(?:获|收到|取得|得到|通过|经)[^。;,]{{0,10}}?{_LIST}[^。;]{{0,64}}?(?:上市|注册|销售|营销|进口|首仿)?(?:批准|核准|获批|许可(?!协议|引进|给)|批件|注册证书?|批准函|510(?:许可|审核|认证|清关|通过)?|认证|证书)"),
    ("approval", rf"{_R}[^。;,]{{0,12}}?(?:已|正式|近日|日前|宣布|加速|完全|附条件)*(?:批准|核准)(?!函|通知|的|文号)"),
    ("approval", rf"(?:获批|获准|获得?批准)可?(?:在|于|进入){_LIST}[^。;,]{{0,8}}?(?:上市|销售|注册|使用|市场)?"),
    ("approval", rf"(?:在|于){_LIST}[^。;,]{{0,6}}?(?:正式|成功|率先|首次|同步)?(?:获批|获准|获得?(?:上市)?(?:批准|许可))(?:上市|销售|注册)?(?!临床|开展)"),
    (
        "approval",
        rf"(?:在|于){_LIST}[^。;,]{{0,6}}?(?:取得|获得?|拿到)[^。;]{{0,40}}?(?:注册证书?|许可证|注册批件|上市许可)",
    ),
    ("approval", rf"{_A}获批(?:上市)?(?!的|后|开展|临床)"),
    ("phase_start", rf"(?:在|于){_LIST}[^。;]{{0,50}}?(?:完成|实现|成功)?(?:首例|首位|第一例)[^。;,]{{0,12}}?(?:患者|受试者|参与者|志愿者)[^。;,]{{0,12}}?(?:给药|入组|用药|注射|随机|接种)"),
    ("phase_start", rf"(?:在|于){_LIST}[^。;,]{{0,24}}?(?:正式|成功)?(?:启动|开展了?|进入)[^。;,]{{0,24}}?(?:[ⅠⅡⅢ]|I{{1,3}})(?:[a-b])?期?(?:临床)[^。;,]{{0,24}}?(?:首例|给药|入组)"),
    ("launch", rf"(?:在|于){_LIST}[^。;,]{{0,8}}?(?:正式|全面|成功|首次|率先)*(?:商业化上市|上市销售|商业上市|实现商业化|商业化发售|开出首[张批]处方|首发上市)"),
    ("launch", rf"(?:首[批张单])[^。;,]{{0,20}}?(?:发往|运抵|抵达|出口(?:至|到)?|登陆){_LIST}"),
    ("readout", rf"(?:在|于){_LIST}[^。;,]{{0,12}}?(?:开展|进行|完成)的?[^。;,]{{0,50}}?{_TRIAL}[^。;]{{0,80}}?(?:达到[^。;,]{{0,10}}?(?:终点|标准)|总结报告|试验报告|结果(?:显示|表明|积极))"),
)  # fmt: skip
_ENGLISH_HONOUR = (
    r"(?P<detail>orphan drug|orphan medicinal product|breakthrough therapy|breakthrough device|fast track|priority review|RMAT"
    r"|regenerative medicine advanced therapy|rare pediatric disease|PRIME|QIDP|SAKIGAKE)"
)
_ENGLISH: tuple[tuple[Kind, str], ...] = (
    ("designation", rf"(?i:{_A}[^.;]{{0,60}}?\b(?:granted|grants|awarded|awards)\b[^.;]{{0,90}}?{_ENGLISH_HONOUR}[^.;]{{0,12}}?(?:designation|status))"),
    ("designation", rf"(?i:\b(?:receives?|received|granted|obtains?|obtained|secures?|secured|wins?)\b[^.;]{{0,40}}?{_A}[^.;]{{0,12}}?{_ENGLISH_HONOUR}[^.;]{{0,12}}?(?:designation|status))"),
    ("designation", rf"(?i:\b(?:receives?|received|granted|obtains?|obtained)\b[^.;]{{0,20}}?{_ENGLISH_HONOUR}[^.;]{{0,12}}?(?:designation|status)[^.;]{{0,30}}?\b(?:from|by)\b[^.;]{{0,12}}?{_A})"),
    ("acceptance", rf"(?i:{_A}[^.;]{{0,24}}?\b(?:has |have |had )?(?:accepted|accepts|validated)\b[^.;]{{0,140}}?(?:application|BLA|NDA|MAA|filing))"),
    ("acceptance", rf"(?i:(?:application|BLA|NDA|MAA|sNDA|sBLA)\b[^.;]{{0,90}}?\baccepted\b[^.;]{{0,40}}?{_A})"),
    ("ind_clearance", rf"(?i:{_A}[^.;]{{0,40}}?\b(?:has |have )?(?:cleared|clears|approved|approves|granted)\b[^.;]{{0,90}}?(?:\bIND\b|investigational new drug|clinical trial (?:application|authori[sz]ation)))"),
    ("ind_clearance", rf"(?i:\b(?:receives?|received|obtains?|obtained|secures?|secured|announces?|announced)\b[^.;]{{0,20}}?{_A}[^.;]{{0,24}}?\b(?:IND|investigational new drug)\b[^.;]{{0,40}}?(?:clearance|approval))"),
    ("ind_clearance", rf"(?i:(?:\bIND\b|investigational new drug)[^.;]{{0,90}}?\b(?:cleared|approved)\b by[^.;]{{0,12}}?{_A})"),
    ("approval", rf"(?i:{_A}[^.;,]{{0,24}}?\b(?:has |have )?(?:approved|approves|granted (?:\w+ ){{0,2}}approval)\b)"),
    ("approval", rf"(?i:\b(?:receives?|received|obtains?|obtained|wins?|won|secures?|secured|gains?)\b[^.;]{{0,20}}?{_A}[^.;,]{{0,30}}?(?:approval|clearance|authori[sz]ation)\b)"),
    ("approval", rf"(?i:\bapproved (?:by|in)\b[^.;,]{{0,12}}?{_A})"),
    ("phase_start", rf"(?i:\bfirst (?:patient|participant|subject)s?\b[^.;]{{0,20}}?\b(?:dosed|enrolled|treated)\b[^.;]{{0,120}}?\bin\b[^.;,]{{0,12}}?{_A})"),
    ("launch", rf"(?i:\b(?:commercial launch|launched commercially|commercially launched|commercial availability)\b[^.;]{{0,80}}?\bin\b[^.;,]{{0,12}}?{_A})"),
)  # fmt: skip

#: Wanted, awaited, doubted or refused; asked, not granted.
_NOT_YET = re.compile(
    r"拟|计划|有望|预计|预期|期待|争取|力争|一旦|如果|倘若|若(?!干)|如[获经]|能否|或将|或可|即将|尚未|尚需|尚须|尚待|未能|未获|未[受批]|不予|拒绝|推迟|暂停|叫停|撤[回销]|取消"
    r"|正在(?:等待|接受|申请|推进|准备|寻求)|等待|筹备|准备|寻求|推荐|建议批准|积极(?:审评)?意见|目标|旨在|需要?(?:经|获|取得|得到)|须经|方可|才能|是否|可能|或于|将(?:于|在|向|获|被(?!列))|无需|并非|不代表|不能|风险"
    r"|传闻|据传|据悉将|冲刺|闯关|冲击|待[获批]|审批中|审评中|完整回复函|(?i:complete response|not yet|expects?\b|plans? to|if approved|seeking|pending|could|potential(?:ly)? approv|anticipat|refus|reject|subject to|would\b|once approved|upon approval)"
)
_BEFORE = re.compile(
    r"此前|先前|早前|早已|曾(?!用名|令|氏)|截至|目前[^。]{0,8}已|已有|继(?!续)|除[^,。]{0,12}外|除了|均已|已分别|自[^,。]{0,20}(?:以来|后)|迄今|累计|多个国家|多款|去年|前年|以往|历史|原研|参比制剂|主要(?:产品|用于)"
    r"|(?:作为|是)(?:中国|国内|全球|美国|目前|首[个款]|唯一|第[一二])|为(?:中国|国内|全球|目前|首[个款]|唯一)|(?i:previously|already approved|to date|was approved in|has been approved in)"
)
_PLANT = re.compile(r"GMP|质量管理规范|生产场地|现场检查|EIR")
_LONG_BEFORE = re.compile(r"此前|先前|早前|(?i:previously)")
_AT_HOME = re.compile(r"国家药品监督|国家药监|NMPA|CDE|药审中心|药品审评中心|中国药监")
_OTHER_MATTER = re.compile(
    r"经营者集中|反垄断|增发|配售|融资|收购|并购|合并|要约|交易获|重组|投资|股权|发行|境外上市|挂牌|IPO|招股|H股|纳斯达克|纽交所|港交所上市|进口(?:牛肉|大豆|煤)|现场检查|GMP|质量管理规范|场地|专利|商标|出口管制|关税|法案|议案|贷款|破产|债券"
    r"|(?i:merger|acquisition|takeover|antitrust|tariff)"
)
_DATE = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_OLD_YEAR = re.compile(r"(20\d\d)年")
#: What an event is about, where it bears no name that drugs bear: 电子血压计, NUMEN Helia弹簧圈栓塞系统.
_PRODUCT_BEFORE = re.compile(
    r"(?:自主研发|研发|开发|生产|申请|申报|产品|递交|代理|推出|旗下|[:,的])的?(?P<name>[^,。;:、的]{2,20}?)(?:近日|日前|于近日|今日|正式|已|顺利|成功|二类|三类|医疗器械|用于|新药|上市|注册|联合|治疗|的)*"
    r"(?:获|通过|取得|收到|得到|在|于)"
)
_RECENT_DAYS = 45
#: What runs on longer without a full stop is a list or a table.
_LONGEST = 1500


@dataclass(frozen=True, slots=True)
class _Event:
    """What a rule met: article offsets of the match, the authorities in it, the kind."""

    kind: Kind
    regulators: tuple[str, ...]
    start: int
    end: int
    detail: str
    spans: tuple[tuple[int, int], ...]


def may_tell_milestones(whole: str) -> bool:
    """Whether an article holds both a word of an event and a Latin or Han name of something abroad; microseconds."""
    return any(cue in whole for cue in CUES) and bool(_ABROAD.search(whole))


_ABROAD = re.compile(
    r"FDA|EMA|欧盟|欧洲|CE认证|MDR|PMDA|厚生|厚劳|MHRA|TGA|ANVISA|Anvisa|MFDS|HREC|510\(k\)|European|美国|英国|日本|韩国|澳大利亚|澳洲|加拿大|巴西"
    r"|印尼|印度|新加坡|马来西亚|泰国|菲律宾|越南|沙特|阿联酋|埃及|土耳其|俄罗斯|墨西哥|阿根廷|哥伦比亚|智利|秘鲁|南非|尼日利亚|巴基斯坦"
    r"|孟加拉|哈萨克|乌兹别克|瑞士|新西兰|世界卫生组织|东南亚|拉美|中东|非洲"
)


def find_milestones(page: Page, lexicon: Lexicon | None = None) -> list[Milestone]:
    """Every milestone that the article tells as news, each kind, authority and asset once."""
    lexicon = lexicon or load_lexicon()
    found: list[Milestone] = []
    for section in find_sections(page.text, page.title_end):
        events = [(sentence, event) for sentence in section.sentences for event in _events(page, sentence)]
        if not events:
            continue
        story = read_story(page.text, section, page.day, lexicon)
        assets = _Assets(page.text, story)
        for sentence, event in events:
            company = _company(page, story, sentence, event)
            if company is not None:
                opening = sentence in section.sentences[1:3] and section.title is not None
                for milestone in _milestones(page, sentence, event, company, assets):
                    _add(found, milestone, page.title_end if opening else 0)
    return found


def _add(found: list[Milestone], milestone: Milestone, title_end: int) -> None:
    """Put a milestone to the others unless they have it; the better named telling of one stays.

    ``title_end``: an opening says again what the title said, by whatever name of the product.
    """
    for i, other in enumerate(found):
        if (other.kind, other.company.name) != (milestone.kind, milestone.company.name):
            continue
        here, there = milestone.asset, other.asset
        told_again = other.evidence[0].end <= title_end
        if here and there and not told_again and here.name not in there.name and there.name not in here.name:
            continue
        mine, its = milestone.regulator, other.regulator
        if mine != its and mine != country_of(its) and its != country_of(mine):
            continue
        better = (bool(here), mine == its or its == country_of(mine)) > (
            bool(there),
            its == mine or mine == country_of(its),
        )
        if better:
            found[i] = milestone
        return
    found.append(milestone)


def _events(page: Page, sentence: Sentence) -> Iterator[_Event]:
    if not 8 <= sentence.end - sentence.start <= _LONGEST:
        return
    marked = mark_authorities(page.text, sentence.start, sentence.end)
    if marked is None:
        return
    english = guess_language(page.text[sentence.start : sentence.end]) == "en"
    taken: list[tuple[int, int]] = []
    settled: set[Kind] = set()
    for kind, pattern in _ENGLISH if english else _RULES:
        for match in re.finditer(pattern, marked.text):
            start, end = match.span()
            if any(a < end and start < b for a, b in taken) or _is_no_news(page, marked, start, end):
                continue
            if kind == "approval" and "ind_clearance" in settled and re.search(_TRIAL, match[0]):
                continue
            taken.append((start, end))
            settled.add(kind)
            names = [marked.names[i] for i in range(start, end) if marked.names[i]]
            regulators = _nearest(names, [c for c in match[0] if c in (AUTHORITY, PLACE)])
            limited = re.search(r"暂时批准|加速批准|附条件批准|(?i:tentative approval|accelerated approval)", match[0])
            detail = match.groupdict().get("detail") or (limited[0] if limited else "")
            spans = tuple((a, b) for a, b, name in zip(marked.offsets, marked.ends, marked.names, strict=True) if name)
            yield _Event(kind, regulators, marked.offsets[start], marked.ends[end - 1], detail, spans)


def _nearest(names: list[str], marks: list[str]) -> tuple[str, ...]:
    """The authorities of an event; a country beside a named authority only says where that sits."""
    authorities = [name for name, mark in zip(names, marks, strict=True) if mark == AUTHORITY]
    return tuple(dict.fromkeys(authorities or names))


def _is_no_news(page: Page, marked: Marked, start: int, end: int) -> bool:
    """Whether the clauses around the event put it into the future, the past or doubt, or tell of something else."""
    begin = max(max(marked.text.rfind(mark, 0, start) for mark in "。;,，\n") + 1, start - 80)
    lead = marked.text[begin:end]
    after = marked.text[end : end + 12]
    if _NOT_YET.search(lead) or re.match(r"的|(?:上市|临床|销售)的|[^,。;]{0,6}后(?!续)", after):
        return True
    if _BEFORE.search(marked.text[max(0, begin - 24) : end]) or _LONG_BEFORE.search(
        marked.text[max(0, end - 160) : end]
    ):
        return True
    if (
        _OTHER_MATTER.search(lead + after)
        or _PLANT.search(marked.text[begin : end + 30])
        or _AT_HOME.search(marked.text[start:end])
    ):
        return True
    return _is_old(marked.text[max(0, begin - 30) : end], page.day)


def _is_old(text: str, day: date | None) -> bool:
    if day is None:
        return False
    told = _told_day(text, day)
    if told is not None:
        return abs((day - told).days) > _RECENT_DAYS
    years = _OLD_YEAR.findall(text)
    return bool(years) and int(years[-1]) < day.year


def _told_day(text: str, day: date) -> date | None:
    """The last full date of the words, its year that of the article where none is printed."""
    for year, month, number in reversed(_DATE.findall(text)):
        try:
            told = date(int(year or day.year), int(month), int(number))
        except ValueError:
            continue
        if not year and (told - day).days > 60:
            told = told.replace(year=day.year - 1)
        return told
    return None


def _company(page: Page, story: Story, sentence: Sentence, event: _Event) -> Entity | None:
    """The Chinese company whose product it is: the sentence's subject, a subsidiary's parent, else the announcer."""
    entity_of = {name.start: entity for entity in story.entities for name in entity.names}
    low = max(page.text.rfind(";", sentence.start, event.start) + 1, sentence.start)
    before = [
        (name, entity_of[name.start])
        for name in story.names
        if name.kind == "org"
        and low <= name.start < event.end
        and name.source != "weak"
        and not any(a < name.end and name.start < b for a, b in event.spans)
    ]
    announcer = story.announcer
    if announcer is not None and _AUTHORITY_NAME.search(announcer.name):
        announcer = None
    said = page.text[sentence.start : sentence.end]
    of_announcer = announcer is not None and (
        any(entity is announcer for _, entity in before) or re.search(r"公司|集团|附属", said) is not None
    )
    for name, entity in before:
        if entity is announcer or _SUBSIDIARY.search(page.text, max(0, name.start - 12), name.start):
            continue
        if story.kin.get(entity.index) == (announcer.index if announcer else None):
            continue
        if _is_chinese(page.text, entity):
            return entity
        if not of_announcer:
            return None
    if announcer is None or not _is_chinese(page.text, announcer):
        return None
    return announcer if of_announcer or _tells_now(page, story.section, sentence) else None


_AUTHORITY_NAME = re.compile(r"药监局|药品监督|药品管理局|食药|卫生部|委员会|FDA|管理局|监督局")
_SUBSIDIARY = re.compile(r"(?:子公司|孙公司|附属|旗下|下属|控股|参股|合作伙伴|合作方|被许可方)[^,。;]{0,8}$")


def _tells_now(page: Page, section: Section, sentence: Sentence) -> bool:
    """Whether a sentence that names no company is the article's own news: its title, its opening, or a dated one."""
    said = page.text[sentence.start : sentence.end]
    return sentence in section.sentences[:3] or bool(re.search(r"近日|日前|今日|今天|当日", said))


def _is_chinese(text: str, entity: Entity) -> bool:
    """Whether it is surely a company, of China, and of the trade."""
    if entity.kind != "org" or entity.country not in ("CN", "HK") or entity.trade in _NO_MAKERS:
        return False
    known = any(name.company and name.source != "weak" for name in entity.names)
    announces = any(_ANNOUNCES.match(text, name.end) for name in entity.names)
    return known or announces or entity.medical or any(name.source == "legal" for name in entity.names)


_ANNOUNCES = re.compile(r"(?:\([^)]{0,24}\))?(?:在[^,。]{0,6})?(?:公告|宣布|发布公告)")
_NO_MAKERS = frozenset({"hospital", "university", "institute"})


class _Assets:
    """The names of drugs and devices in one section."""

    def __init__(self, text: str, story: Story) -> None:
        self._text, self._section, self._names = text, story.section, story.names
        found = find_assets(text[self._section.start : self._section.end])
        self._hits = [_beside_names(hit, story, self._section.start) for hit in found if hit.rule != "platform"]

    def of(self, sentence: Sentence, event: _Event) -> tuple[str, int, int, str] | None:
        """Name, offsets and rule of what an event is about: named in its sentence, else in the title."""
        start = self._section.start
        inside = [h for h in self._hits if sentence.start <= start + h.start < sentence.end]
        before = [h for h in inside if start + h.start < event.end]
        title = self._section.title
        heads = [h for h in self._hits if title is not None and start + h.end <= title.end]
        for hit in (*before[:1], *inside[:1], *heads[:1]):
            return _clean(hit), start + hit.start, start + hit.end, hit.rule
        for place in (title, sentence):
            product = _product(self._text, place) if place is not None else None
            if product and not any(n.start < product[2] and product[1] < n.end for n in self._names):
                return product
        return None


def _beside_names(hit: AssetHit, story: Story, base: int) -> AssetHit:
    """The asset without the company's name that runs into it: 百奥泰 + 托珠单抗."""
    over = [n.end - base for n in story.names if n.start - base <= hit.start < n.end - base < hit.end - 1]
    if not over:
        return hit
    text = hit.text[max(over) - hit.start :]
    return replace(hit, start=max(over), text=text, name=text)


def _clean(hit: AssetHit) -> str:
    """The name alone: the code or drug name inside a guess that took in the words around it."""
    if hit.rule in ("code", "lexicon", "non-proprietary name"):
        return hit.name
    inner = [
        hit.text[start:end]
        for start, end, rule in candidates(hit.text)
        if rule in ("code", "lexicon", "non-proprietary name")
    ]
    best = max(inner, key=len, default=_RUN_ON.sub("", hit.name)).strip("-")
    return best if 0 < len(best) < len(hit.name) else _LED.sub("", hit.name).strip("-") or hit.name


_RUN_ON = re.compile(r"(?<=.{2})(?:获|境[外内]|拟|用于|联合|新增|的).*$")
_LED = re.compile(r"^.*?(?:宣布|公告|激动剂|抑制剂|拮抗剂|新药|药物|产品)(?=[\u4e00-\u9fffA-Z])")


def _product(text: str, sentence: Sentence) -> tuple[str, int, int, str] | None:
    for match in _PRODUCT_BEFORE.finditer(text, sentence.start, sentence.end):
        name = match["name"]
        if not re.search(
            r"公司|集团|近日|日前|通知|注册|申请|管理局|监督|收到|宣布|获|生物$|药业$|^(?:美国|中国|欧洲|日本|海外)",
            name,
        ):
            return name, match.start("name"), match.end("name"), "milestone.product"
    return None


def _milestones(page: Page, sentence: Sentence, event: _Event, company: Entity, assets: _Assets) -> Iterator[Milestone]:
    found = assets.of(sentence, event)
    evidence = [page.evidence("kind", event.start, event.end, f"milestone.{event.kind}")]
    first = company.names[0]
    evidence.append(page.evidence("company", first.start, first.end, f"name.{first.source}"))
    asset = None
    if found:
        name, start, end, rule = found
        stated = page.evidence("asset", start, end, rule)
        asset = Asset(name=name, surface=(stated.text,))
        evidence.append(stated)
    names = tuple(dict.fromkeys(name.text for name in company.names))
    day = _told_day(page.text[sentence.start : event.end], page.day) if page.day else None
    for regulator in event.regulators:
        yield Milestone(
            company=Party(name=company.name, surface=names, company=company.company, country=company.country),
            asset=asset, regulator=regulator, kind=event.kind, detail=event.detail, day=day, evidence=tuple(evidence),
        )  # fmt: skip
