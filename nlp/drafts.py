"""Turns the frames of one story into draft deals: which parties, on which side, told as news or as history."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from nlp.entities import Entity, group_names
from nlp.frames import Frame, find_frames
from nlp.lexicon import Lexicon
from nlp.names import PLACE, PLACE_BEFORE, Name, find_party_names
from nlp.sections import Section
from nlp.skeleton import Skeleton, build_skeleton, party_ids
from nlp.text import Sentence
from nlp.timing import is_attribute, is_past

#: A draft below this is history or hearsay, not the article's news.
NEWS = 1.0
_GIVES = ("g", "t", "s")


@dataclass(slots=True)
class Told:
    """A frame where it stands: in which sentence, whether as history, and as part of which words."""

    frame: Frame
    sentence: int
    in_title: bool
    past: bool
    attribute: bool
    skeleton: Skeleton
    opening: str


@dataclass(slots=True)
class Draft:
    """A deal before its fields are read: entity indices of both sides and the frames that told of it."""

    grantors: list[int]
    partners: list[int]
    told: list[Told]
    news: float
    scores: dict[int, float] = field(default_factory=dict)
    #: One of several deals that the story tells as a group, each kept.
    member: bool = False

    @property
    def parties(self) -> set[int]:
        """Both sides."""
        return {*self.grantors, *self.partners}


@dataclass(slots=True)
class Story:
    """A section with what was found in it; what ``explain`` shows."""

    section: Section
    names: list[Name]
    entities: list[Entity]
    owners: dict[int, int]
    kin: dict[int, int]
    announcer: Entity | None
    skeletons: list[Skeleton]
    told: list[Told]
    drafts: list[Draft]
    places: dict[int, dict[str, str]]


def read_story(text: str, section: Section, day: date | None, lexicon: Lexicon) -> Story:
    """The draft deals of one section of folded ``text``."""
    start, end = section.start, section.end
    names = [
        Name(n.start + start, n.end + start, n.text, n.kind, n.source, n.company)
        for n in find_party_names(text[start:end], lexicon)
    ]
    entities = group_names(text, names)
    entity_of = {name.start: entity for entity in entities for name in entity.names}
    announcer = _announcer(text, section, names, entity_of)
    owners, kin = _owners(text, names, entity_of, announcer)
    skeletons: list[Skeleton] = []
    told: list[Told] = []
    recent: list[int] = []
    for i, sentence in enumerate(section.sentences):
        inside = [(n, entity_of[n.start]) for n in names if sentence.start <= n.start < sentence.end]
        speaker = _speaker(text, sentence, inside) or announcer
        skeleton = build_skeleton(text, sentence.start, sentence.end, inside, announcer=speaker, before=recent)
        skeleton = _joined(skeleton, owners)
        if announcer and not re.match("[\ue000-\ue7ff]", skeleton.text) and section.title is not sentence:
            skeleton = _with_subject(skeleton, announcer, text)
        for change in _CHANGES.finditer(skeleton.text):
            owners.setdefault(ord(change[1]) - 0xE000, ord(change[2] or change[3]) - 0xE000)
        skeletons.append(skeleton)
        recent = (recent + party_ids(skeleton.text))[-6:]
        for frame in find_frames(skeleton):
            told.append(_told(text, frame, i, sentence, section, skeleton, day))
    drafts = _drafts(
        told,
        entities,
        owners,
        _holders(text, names, entity_of, announcer),
        text[start:end],
        announcer.index if announcer else None,
    )
    places: dict[int, dict[str, str]] = {}
    for name in names:
        before = PLACE_BEFORE.search(text[max(start, name.start - 4) : name.start])
        if before and name.kind == "org":
            places.setdefault(entity_of[name.start].index, {})[name.text] = before[0]
    return Story(section, names, entities, owners, {**kin, **owners}, announcer, skeletons, told, drafts, places)


def _announcer(text: str, section: Section, names: list[Name], entity_of: dict[int, Entity]) -> Entity | None:
    """Who 公司 means: the company that the title's colon, the announcement's verb or the first name shows."""
    if section.title is not None:
        head = text[section.title.start : section.title.end]
        colon = head.find(":")
        if 0 < colon <= 24:
            for name in names:
                if name.start < section.title.start + colon <= name.end + 12 and name.kind == "org":
                    return entity_of[name.start]
    body = [n for n in names if section.title is None or n.start >= section.title.end]
    for name in body[:6]:
        after = re.sub(r"^\([^)]{0,30}\)", "", text[name.end : name.end + 48])
        if name.kind == "org" and re.match(
            r"[^,。;]{0,16}?(?:公告|宣布|发布|披露|消息|获悉|公开资料|微信公众号|在港交所|在联交所|发表声明)|(?:与|和)",
            after,
        ):
            return entity_of[name.start]
    orgs = [n for n in names if n.kind == "org"]
    return entity_of[orgs[0].start] if orgs else None


_ANNOUNCES = re.compile(r"(?:\([^)]{0,30}\))?[^,。;]{0,14}?(?:公告|宣布|发布)")


def _speaker(text: str, sentence: Sentence, inside: list[tuple[Name, Entity]]) -> Entity | None:
    """Who announces in this very sentence, where another company than the article's does."""
    for name, entity in inside:
        if name.kind == "org" and _ANNOUNCES.match(text[name.end : min(name.end + 40, sentence.end)]):
            return entity
    return None


_OWNED = re.compile(
    r"^(?:\([^)]{0,40}\))?(?:的|之)?(?:间接|直接)?(?:非)?(?:全资|控股|附属|下属|旗下|参股|间接全资|全资附属)?(?:的)?(?:核心|重要)?(?:子公司|孙公司|附属公司|下属公司|控股公司|全资子公司|控股子公司|控股孙公司|附属|旗下|下属|及(?:其)?(?:全资|控股)?(?:子公司|附属公司)|连同其附属公司)$"
)
_SELF_OWNED = re.compile(
    r"(?:公司|集团|旗下|其|:|,|^|\s)(?:的|之)?(?:间接|直接)?(?:非)?(?:全资|控股|附属|下属|旗下|间接全资|全资附属)?(?:的)?(?:子公司|孙公司|附属公司|下属公司|控股公司|附属|旗下)$"
)
_OBJECT = re.compile(
    r"(?:持有的?|收购|转让|出售|剥离|处置|受让|购买|增资|对|向|设立|挂牌|注销|所持|成立|将)[^,。;:与]{0,14}$"
)


def _owners(
    text: str, names: list[Name], entity_of: dict[int, Entity], announcer: Entity | None
) -> tuple[dict[int, int], dict[int, int]]:
    """Subsidiary to the company it acts for (公司全资子公司X, A旗下X, A的附属公司X), where it acts, and wherever it stands."""
    owners: dict[int, int] = {}
    kin: dict[int, int] = {}
    for i, name in enumerate(names):
        entity = entity_of[name.start]
        floor = names[i - 1].end if i else 0
        before = text[max(floor, name.start - 22) : name.start].split("\n")[-1]
        owner: Entity | None = None
        if i and name.start - names[i - 1].end <= 20 and _OWNED.match(text[names[i - 1].end : name.start]):
            owner = entity_of[names[i - 1].start]
        elif announcer and _SELF_OWNED.search(before):
            owner = announcer
        if owner is None or owner is entity or owner.kind == "person" or owners.get(owner.index) == entity.index:
            continue
        kin.setdefault(entity.index, owner.index)
        lead = text[max(0, name.start - 40) : name.start]
        lead = re.split(r"[,。;\n]", lead)[-1]
        if _OBJECT.search(
            re.sub(
                r"(?:公司)?(?:间接|直接)?(?:全资|控股|附属|下属|旗下)*(?:子公司|孙公司|附属公司|附属|旗下|下属)$",
                "",
                lead,
            )
        ):
            continue
        owners.setdefault(entity.index, owner.index)
        # 连同其附属公司X及Y与…: Y acts for the owner too
        for later in names[i + 1 : i + 4]:
            gap = text[name.end : later.start] if later.start > name.end else ""
            if gap in ("及", "、", "和", "以及") and re.match(r"W{0,4}与|就|同|及|、", text[later.end : later.end + 2]):
                owners.setdefault(entity_of[later.start].index, owner.index)
                name = later
    return owners, kin


_CHANGES = re.compile(
    r"([\ue000-\ue7ff])将?成为[\ue000-\ue7ff]?(?:的)?控股股东,[^。]{0,16}?(?:实际控制人将?变更为([\ue000-\ue7ff])|([\ue000-\ue7ff])将?成为[\ue000-\ue7ff]?(?:的)?实际控制人)"
)


def _joined(skeleton: Skeleton, owners: dict[int, int]) -> Skeleton:
    """The skeleton with 公司全资子公司X drawn together into X, who then acts for both."""
    if not owners:
        return skeleton
    text = skeleton.text
    drop: set[int] = set()
    for match in re.finditer(
        r"([\ue000-\ue7ff])?((?:的|之|及其?|连同其)?(?:间接|直接)?(?:非)?(?:全资|控股|附属|下属|旗下|参股)*(?:的)?(?:核心|重要)?(?:子公司|孙公司|附属公司|下属公司|控股公司|附属|旗下|下属))(?=([\ue000-\ue7ff]))",
        text,
    ):
        child = ord(match[3]) - 0xE000
        if child not in owners:
            continue
        if match[1] and ord(match[1]) - 0xE000 == owners[child]:
            drop.update(range(match.start(1), match.end(2)))
        elif not match[1]:
            drop.update(range(match.start(2), match.end(2)))
    if not drop:
        return skeleton
    keep = [i for i in range(len(text)) if i not in drop]
    return Skeleton(
        "".join(text[i] for i in keep),
        tuple(skeleton.offsets[i] for i in keep),
        tuple(skeleton.ends[i] for i in keep),
    )


def _with_subject(skeleton: Skeleton, announcer: Entity, text: str) -> Skeleton:
    """The skeleton of a sentence that begins without a party, with its understood subject put in front."""
    if not re.match(
        r"(?:已|拟|将|与|近日|日前|并|同时|此外|根据|据此|本次|此次|双方|据|\d|于|以|就|在)", skeleton.text
    ) or announcer.index in party_ids(skeleton.text[:60]):
        return skeleton
    at = skeleton.offsets[0]
    return Skeleton(chr(0xE000 + announcer.index) + skeleton.text, (at, *skeleton.offsets), (at, *skeleton.ends))


_DENIED = re.compile(r"没有|并未|未(?:与|就|有|曾|直接|间接|达成|签)|不存在|否认|暂无|尚无|不属实")


def _told(
    text: str, frame: Frame, i: int, sentence: Sentence, section: Section, skeleton: Skeleton, day: date | None
) -> Told:
    before = text[sentence.start : min(frame.end, sentence.end)]
    clause_start = max(before.rfind(";", 0, max(0, frame.start - sentence.start)), 0)
    before = before[clause_start:]
    after = text[frame.end : frame.end + 16]
    title = section.title is sentence
    opening = text[section.sentences[0].start : section.sentences[0].end]
    return Told(
        frame,
        i,
        title,
        (not title and is_past(before, day)) or bool(_DENIED.search(text[frame.start : frame.end])),
        _is_description(frame, after),
        skeleton,
        opening,
    )


def _is_description(frame: Frame, after: str) -> bool:
    """Only what ends in its verb can go on as a description of a noun: …与A合作|开发的某药."""
    return frame.rule.name.startswith("agree") and is_attribute(after)


_AGREEMENT = re.compile(
    r"协议|合同|合作|许可|授权|意向|备忘录|交易|伙伴|合约|大单|收购|并购|推广|代理|转让|引进|订单|合资|共同|联合|成立|设立|创立|NewCo|共建|agreement|collaborat|licens"
)


def _seed_sides(frame: Frame) -> tuple[list[int], list[int]] | None:
    roles = frame.roles
    if "x" in roles and "y" in roles:
        return roles["x"], roles["y"]
    gives = [i for role in _GIVES for i in roles.get(role, [])]
    takes = roles.get("r", [])
    return (gives, takes) if gives and takes else None


def _drafts(
    told: list[Told],
    entities: list[Entity],
    owners: dict[int, int],
    holders: dict[int, int],
    story: str,
    announcer: int | None,
) -> list[Draft]:
    drafts: list[Draft] = []
    ranked = sorted(
        (t for t in told if t.frame.rule.seed and _seed_sides(t.frame)),
        key=lambda t: (
            t.past or t.attribute,
            not t.in_title,
            t.sentence,
            -t.frame.rule.weight,
            -len(t.frame.parties),
            t.frame.end - t.frame.start,
        ),
    )
    for item in ranked:
        sides = _seed_sides(item.frame)
        assert sides is not None
        gives, takes = sides
        gives = [i for i in gives if i not in takes and not _related(i, takes, owners, entities)]
        if len(takes) > 1 and "y" in item.frame.roles and _each(item):
            for one in takes:
                if _home(drafts, gives, [one], entities) is None:
                    drafts.append(Draft(list(gives), [one], [item], _news(item)))
            continue
        if not gives or not takes:
            continue
        if item.frame.rule.name.startswith("agree") and not _is_agreement(item):
            continue
        news = _news(item)
        home = _home(drafts, gives, takes, entities)
        takeover = _stake_home(drafts, item, gives, takes)
        joined = takeover is not None and home in (None, takeover)
        if joined:
            home = takeover
            assert home is not None
            if set(gives) & set(home.partners):
                gives, takes = takes, gives
        if home is None:
            drafts.append(Draft(list(gives), list(takes), [item], news))
            continue
        home.told.append(item)
        home.news = max(home.news, news)
        for i in [*gives, *takes]:
            if i not in home.parties and (joined or _may_join(item, home, i)):
                (home.grantors if i in gives else home.partners).append(i)
    if not any(d.news > 0 for d in drafts):
        drafts += _from_cues(told, announcer)
    for draft in drafts:
        _vote(draft, told, owners, entities, story)
        _add_sides(draft, told, holders)
    drafts = _named_members(drafts, entities, told)
    _settle(drafts, entities)
    return drafts


_GROUP = re.compile(r"(?:\d{1,2}|[一两二三四五六七八九十])家")


def _named_members(drafts: list[Draft], entities: list[Entity], told: list[Told]) -> list[Draft]:
    """The purchases that a headline sums up (收购三家疫苗企业), one for each company that the story names."""
    for group in [d for d in drafts if d.news > 0]:
        if not all(_GROUP.match(entities[i].name) for i in group.grantors):
            continue
        listed = [i for t in told if t.frame.rule.name == "buy.group" for i in t.frame.roles.get("t", [])]
        named = [d for d in drafts if d is not group and set(d.partners) == set(group.partners) and not d.told[0].past]
        for i in listed:
            if not any(i in d.grantors for d in named):
                item = next(t for t in told if t.frame.rule.name == "buy.group")
                named.append(Draft([i], list(group.partners), [item], group.news, {}, member=True))
        named = [d for d in named if not any(_GROUP.match(entities[i].name) for i in d.grantors)]
        if len(named) >= 2:
            for draft in named:
                draft.news = max(draft.news, group.news)
                draft.member = True
            return [d for d in drafts if d is not group and d not in named] + named
    for draft in drafts:
        others = [i for i in draft.grantors if not _GROUP.match(entities[i].name)]
        if others:
            draft.grantors = others
    return drafts


_FURTHER = re.compile(r"一是|二是|其一|其二|同时|此外|另外|另,|;|还与|还将|分别|并与|并向|又与|访问期间|\d、")
_SURE = frozenset({"lexicon", "legal", "defined", "headed", "latin", "ner", "unnamed"})


_EVENT = re.compile(r"收到|终止|里程碑|行使|完成|收购|并购|受让|交割|生效|解除|退回|到账|涨|跌|异动|拉升")


def _promote(drafts: list[Draft]) -> None:
    """News of an older deal (paid, closed, ended): where nothing else is news and the opening tells an event, it is that deal's."""
    if any(d.news >= 1.0 for d in drafts) or not drafts:
        return
    best = max(drafts, key=lambda d: (d.news, sum(t.frame.rule.weight for t in d.told)))
    first = best.told[0]
    opening = first.opening
    if _EVENT.search(opening) and first.sentence <= 2 and not first.attribute:
        best.news = 1.5
        for item in best.told:
            item.past = False


def _settle(drafts: list[Draft], entities: list[Entity]) -> None:
    """Lets one story tell one deal, unless its words set a further one apart: what is left over becomes history."""
    _promote(drafts)
    ranked = sorted(drafts, key=lambda d: (-d.news, d.told[0].sentence, -sum(t.frame.rule.weight for t in d.told)))
    kept: list[Draft] = []
    for draft in ranked:
        if draft.news <= 0:
            continue
        sure = all(any(n.source in _SURE for n in entities[i].names) for i in draft.parties)
        if draft.member:
            kept.append(draft)
            continue
        rivals = [k for k in kept if k.parties & draft.parties]
        first = draft.told[0]
        at = next((i for i, o in enumerate(first.skeleton.offsets) if o >= first.frame.start), 0)
        apart = bool(_FURTHER.search(first.skeleton.text[max(0, at - 24) : at + 6]))
        beside = any(t.sentence == first.sentence for k in kept for t in k.told)
        lone = not rivals and first.frame.rule.weight < 2 and not apart and not beside
        if (kept and (not sure or (rivals and not apart) or lone)) or (
            kept and max(k.news for k in kept) >= 3 and not apart and draft.news < 1.9
        ):
            draft.news = min(draft.news, 0.0)
        else:
            kept.append(draft)


def _each(item: Told) -> bool:
    """Whether the text says that several agreements were signed, one with each (分别与A、B签订)."""
    at = next((k for k, o in enumerate(item.skeleton.offsets) if o >= item.frame.start), 0)
    return (
        bool(re.match(r"[\ue000-\ue7ff]{1,3}[^。;,]{0,12}?分别与", item.skeleton.text[at:]))
        and "分别委托" in item.skeleton.text
    )


def _related(i: int, others: Iterable[int], owners: dict[int, int], entities: list[Entity]) -> bool:
    return any(owners.get(i) == j or owners.get(j) == i for j in others)


def _is_agreement(item: Told) -> bool:
    """Whether two who are named together really agree on something in this sentence."""
    text = item.skeleton.text
    spot = next((k for k, o in enumerate(item.skeleton.offsets) if o >= item.frame.start), 0)
    return bool(_AGREEMENT.search(text[max(0, spot - 30) : spot + 260]))


_OTHER_EVENT = re.compile(
    r"获批|受理|注册证书|批件|上市申请|上市许可(?!持有人)|失败|临床(?!前|合作)|首例|入组|终点|业绩|财报|季报|年报|净利|营收|融资|纳入|医保|认证|获.{0,12}批准"
)
_DEAL_TITLE = re.compile(
    r"许可|授权|合作(?!产品|开发|伙伴)|协议|收购|并购|转让|受让|引进|出海|股权|控制权|控股|里程碑|首付款|预付款|终止|合同|签|携手|牵手|联手|拿下|大单|交易|合资|成立|设立|NewCo|亿美元|代理|要约|入股|增资|认购|投资"
)


def _news(item: Told) -> float:
    score = 3.0 if item.in_title else max(2.2 - 0.4 * item.sentence, 0.4)
    other = _OTHER_EVENT.search(item.opening) and not _DEAL_TITLE.search(item.opening.replace("上市许可", ""))
    if not item.in_title and other:
        score -= 1.3
    if item.past:
        score -= 3.0
    if item.attribute:
        score -= 2.5
    return score


def _akin(i: int, others: list[int], entities: list[Entity]) -> bool:
    """Whether an entity is one of the others or of their group by its name (贝达投资, 贝达药业)."""
    if i in others:
        return True
    head = entities[i].name[:2]
    if entities[i].kind != "org" or not re.fullmatch("[\u4e00-\u9fff]{2}", head) or PLACE.match(entities[i].name):
        return False
    return any(entities[j].name.startswith(head) for j in others)


def _home(drafts: list[Draft], gives: list[int], takes: list[int], entities: list[Entity]) -> Draft | None:
    """The draft that tells of the same pair, whichever way round."""
    for draft in drafts:
        straight = set(gives) & set(draft.grantors) and set(takes) & set(draft.partners)
        crossed = set(gives) & set(draft.partners) and set(takes) & set(draft.grantors)
        if straight or crossed:
            return draft
    for draft in drafts:
        for one, two in ((draft.grantors, draft.partners), (draft.partners, draft.grantors)):
            if any(_akin(i, one, entities) for i in gives) and any(_akin(i, two, entities) for i in takes):
                return draft
    everyone = {*gives, *takes}
    for draft in drafts:
        if everyone <= draft.parties:
            return draft
    return None


def _stake_home(drafts: list[Draft], item: Told, gives: list[int], takes: list[int]) -> Draft | None:
    """The takeover that this frame adds sellers or a target to: same company bought, or same buyer in the same sentence."""
    rule = item.frame.rule
    stake = (rule.kind or "").startswith("stake")
    if not stake and not (rule.name.startswith("agree") and not re.search(r"设立|成立", item.skeleton.text)):
        return None
    for draft in drafts:
        leads = [t for t in draft.told if (t.frame.rule.kind or "").startswith("stake")]
        if not leads or draft.news <= 0 or item.past != leads[0].past:
            continue
        bought = {i for t in leads for i in t.frame.roles.get("t", [])}
        mine = set(item.frame.roles.get("t", []))
        if stake and (mine & bought if mine and bought else set(gives) & set(draft.grantors)):
            return draft
        same_buyer = set(takes) & set(draft.partners) or (not stake and set(gives) & set(draft.partners))
        near = any(item.sentence == t.sentence or (t.in_title and not mine) for t in leads)
        if same_buyer and near and "分别" not in item.skeleton.text and ";" not in item.skeleton.text:
            return draft
    return None


def _may_join(item: Told, home: Draft, i: int) -> bool:
    """A further party joins a deal where a frame as newsworthy as the deal names it."""
    strong = item.frame.rule.weight >= 2.5 or item.frame.rule.name == "buy.shareholder"
    return strong and not item.past and not item.attribute


def _stands_for(i: int, scores: dict[int, float], owners: dict[int, int]) -> list[int]:
    """The deal's parties meant by entity ``i``: itself, or the subsidiaries that act for it."""
    return [i] if i in scores else [party for party in scores if owners.get(party) == i]


_TECHNOLOGY = re.compile(r"技术转让|专利(?:权)?转让|专利许可|技术许可")
_SERVICE = re.compile(r"委托|技术服务|研发服务|项目合作开发|技术开发|开发合同")
_SALES = re.compile(r"推广|经销|分销|流通|药房|零售|市场覆盖|代理|商业化合作")


def _lean(draft: Draft, scores: dict[int, float], entities: list[Entity], story: str) -> None:
    """What the trade of each party suggests, weaker than any wording: big pharma takes, its vendor gives."""
    stake = any((t.frame.rule.kind or "").startswith("stake") for t in draft.told)
    if stake:
        return
    words = story
    kinds = {i: entities[i].trade for i in draft.parties}
    for i, trade in kinds.items():
        others = {k for j, k in kinds.items() if j != i}
        if trade == "mnc" and "mnc" not in others:
            selling = _SALES.search(words) and not re.search(r"研发合作|授权|许可|药物发现", words)
            scores[i] += 0.5 if selling else -0.5
        if trade == "distributor" and others & {"cn_pharma", "cn_biotech", "mnc", "foreign_biotech"}:
            scores[i] -= 0.7
        if trade == "cxo" and "cxo" not in others and _SERVICE.search(words):
            scores[i] += 0.8
        if trade in ("institute", "university") and _TECHNOLOGY.search(words):
            scores[i] += 1.5


_HOLDER = re.compile(r"(?:控股股东|实际控制人|大股东)(?:、(?:实际控制人|董事长|一致行动人))*(?:为)?$")


def _holders(text: str, names: list[Name], entity_of: dict[int, Entity], announcer: Entity | None) -> dict[int, int]:
    """Controlling shareholder to the company whose shareholder the text calls it."""
    holders: dict[int, int] = {}
    for i, name in enumerate(names):
        lead = text[max(0, name.start - 16) : name.start]
        if _HOLDER.search(lead):
            near = names[i - 1] if i and name.start - names[i - 1].end <= 10 else None
            held = entity_of[near.start] if near else announcer
            if held and held is not entity_of[name.start]:
                holders.setdefault(entity_of[name.start].index, held.index)
    return holders


_ADDS = frozenset({"counterparty", "receiver", "fund.joint"})


def _add_sides(draft: Draft, told: list[Told], holders: dict[int, int]) -> None:
    """Sellers and buyers told in a sentence of their own; the company whose shareholder sells it."""
    stake = any((t.frame.rule.kind or "").startswith("stake") for t in draft.told)
    words = " ".join(t.skeleton.text for t in draft.told)
    if stake:
        for item in told:
            if item.frame.rule.name in _ADDS and not item.past:
                draft.grantors += [i for i in item.frame.roles.get("s", []) if i not in draft.parties]
                draft.partners += [i for i in item.frame.roles.get("r", []) if i not in draft.parties]
    if stake or re.search(r"控制权|控股权|股份转让|股权转让|控股股东", words):
        for i in list(draft.grantors):
            held = holders.get(i)
            if held is not None and held not in draft.parties:
                draft.grantors.insert(0, held)


_SELLING = re.compile(
    r"收回|权利|权益|选择权|行使|买下|入股|出海|海外|转让|出售|收购|受让|许可|授权|协议|合作|引进|终止|里程碑|首付款|签署|签订"
)


def _from_cues(told: list[Told], announcer: int | None) -> list[Draft]:
    """A draft from wordings that each show one side only, where the title says that there is a deal."""
    gives: dict[int, float] = {}
    takes: dict[int, float] = {}
    used = [t for t in told if not t.past and not t.attribute]
    for item in used:
        for role in _GIVES:
            for i in item.frame.roles.get(role, []):
                gives[i] = gives.get(i, 0) + item.frame.rule.weight
        for i in item.frame.roles.get("r", []):
            takes[i] = takes.get(i, 0) + item.frame.rule.weight
    g = [i for i in gives if gives[i] > takes.get(i, 0)]
    r = [i for i in takes if takes[i] > gives.get(i, 0)]
    if announcer is not None and announcer not in gives and announcer not in takes:
        g = g or ([announcer] if r else [])
        r = r or ([announcer] if g else [])
    if any(_OTHER_EVENT.search(t.opening) and not _DEAL_TITLE.search(t.opening.replace("权益", "")) for t in used):
        return []
    titled = any(_SELLING.search(t.opening) and t.sentence <= 1 for t in used)
    if not g or not r or not titled:
        return []
    return [Draft(g, r, used, 2.0)]


def _vote(draft: Draft, told: list[Told], owners: dict[int, int], entities: list[Entity], story: str) -> None:
    """Puts each party on the side that most wordings about it speak for; where nothing speaks, the first named gives."""
    scores = dict.fromkeys(draft.parties, 0.0)
    for i in draft.grantors:
        scores[i] += 0.2
    for i in draft.partners:
        scores[i] -= 0.2
    own = {id(t) for t in draft.told}
    for item in told:
        if (item.past or item.attribute) and id(item) not in own:
            continue
        outside = {i for i in item.frame.parties if not _stands_for(i, scores, owners)}
        if outside and id(item) not in own:
            continue
        weight = item.frame.rule.weight * (1.3 if item.in_title else 1.0)
        for role in _GIVES:
            for i in item.frame.roles.get(role, []):
                for party in _stands_for(i, scores, owners):
                    scores[party] += weight
        for i in item.frame.roles.get("r", []):
            for party in _stands_for(i, scores, owners):
                scores[party] -= weight
    _lean(draft, scores, entities, story)
    for item in draft.told:
        side = [i for i in item.frame.roles.get("y", []) if i in scores]
        if len(side) > 1:  # who is told together stands together
            mean = sum(scores[i] for i in side) / len(side)
            scores.update(dict.fromkeys(side, mean))
    ordered = sorted(draft.parties, key=lambda i: [*draft.grantors, *draft.partners].index(i))
    gives = [i for i in ordered if scores[i] > 0]
    takes = [i for i in ordered if scores[i] < 0]
    if not gives or not takes:
        one, two = draft.grantors, draft.partners
        lead = sum(scores[i] for i in one) / len(one) - sum(scores[i] for i in two) / len(two)
        gives, takes = (list(one), list(two)) if lead >= 0 else (list(two), list(one))
    draft.grantors, draft.partners, draft.scores = gives, takes, scores
