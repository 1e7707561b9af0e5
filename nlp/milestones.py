"""Finds milestones: what authorities abroad granted to Chinese companies, trials begun and products launched abroad.

A sentence tells one where an authority (or country) abroad and a word of the event stand together, nothing puts the event
into the future, the past or doubt, and the company whose product it is belongs to China.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlp.asset_names import candidates
from nlp.assets import AssetHit, find_assets
from nlp.entities import Entity
from nlp.lexicon import Lexicon, load_lexicon
from nlp.milestone_rules import (
    AT_HOME,
    BEFORE,
    ENGLISH,
    LONG_BEFORE,
    NOT_YET,
    OTHER_MATTER,
    PLANT,
    RULES,
    TRIAL,
    Kind,
)
from nlp.page import Page
from nlp.records import Asset, Milestone, Party
from nlp.regulators import AUTHORITY, PLACE, Marked, country_of, mark_authorities
from nlp.sections import Section, find_sections
from nlp.story import Story, read_story
from nlp.text import Sentence, guess_language

#: Words without which no article is read for milestones.
CUES = (
    "获批", "批准", "受理", "认定", "许可", "临床", "510(k)", "首例", "给药", "入组", "注册证", "认证", "上市", "核准",
    "獲批", "認定", "許可", "臨床", "註冊", "approv", "clear", "designation", "accept", "IND", "dosed",
)  # fmt: skip

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
    for kind, pattern in ENGLISH if english else RULES:
        for match in re.finditer(pattern, marked.text):
            start, end = match.span()
            if (
                (kind in settled and kind == "designation")
                or any(a < end and start < b for a, b in taken)
                or _is_no_news(page, marked, start, end)
            ):
                continue
            if kind == "approval" and "ind_clearance" in settled and re.search(TRIAL, match[0]):
                continue
            if kind != "designation":
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
    if NOT_YET.search(lead) or re.match(
        r"的(?!通知|函|批准|许可|文件|批件|公告|批复|默示)|(?:上市|临床|销售)的|[^,。;]{0,6}后(?!续)", after
    ):
        return True
    if BEFORE.search(marked.text[max(0, begin - 24) : end]) or LONG_BEFORE.search(marked.text[max(0, end - 160) : end]):
        return True
    if (
        OTHER_MATTER.search(lead + after)
        or PLANT.search(marked.text[begin : end + 30])
        or AT_HOME.search(marked.text[start:end])
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
    if said.isascii() and any(e.kind == "org" and e.country not in ("CN", "HK") for _, e in before):
        return None  # Zai Lab's partner argenx said …: English names no subsidiary without its country
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
        base = self._section.start
        drugs = [
            hit for hit in found
            if hit.rule != "platform"
            and not any(n.start <= base + hit.start and base + hit.end <= n.end for n in story.names)
        ]  # fmt: skip
        self._hits = [_beside_names(hit, story, base) for hit in drugs]

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
