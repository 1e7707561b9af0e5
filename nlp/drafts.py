"""Gathers frames into draft deals: which belong to one deal, which are news, which history."""

from __future__ import annotations

import re

from nlp.entities import Entity
from nlp.owners import are_akin, are_related
from nlp.sides import add_sides, vote
from nlp.told import (
    DEAL_TITLE,
    GIVES,
    OTHER_EVENT,
    ROUND_UP,
    Draft,
    Told,
    is_agreement,
    is_one_each,
    newsworthiness,
    seed_sides,
)

#: Who signs such an agreement with the buyer sells; what is bought is told where the buying is.
_OF_SHARES = re.compile(r"(?:股份|股权|产权)(?:转让|收购|购买)(?:意向|框架|补充)?(?:协议|合同|意向书)")
#: What was agreed before and is now called off is told as history.
_CALLED_OFF = re.compile(r"终止|告吹|叫停|放弃|取消|流产")


def make_drafts(
    told: list[Told],
    entities: list[Entity],
    owners: dict[int, int],
    holders: dict[int, int],
    story: str,
    announcer: int | None,
) -> list[Draft]:
    drafts: list[Draft] = []
    ranked = sorted(
        (t for t in told if t.frame.rule.seed and seed_sides(t.frame)),
        key=lambda t: (
            t.past or t.attribute,
            not t.in_title,
            t.sentence + (1.5 if _OF_SHARES.search(t.skeleton.text) and t.frame.rule.name.startswith("agree.") else 0),
            -t.frame.rule.weight,
            -len(t.frame.parties),
            t.frame.end - t.frame.start,
        ),
    )
    for item in ranked:
        sides = seed_sides(item.frame)
        assert sides is not None
        gives, takes = sides
        gives = [i for i in gives if i not in takes and not are_related(i, takes, owners, entities)]
        if len(takes) > 1 and "y" in item.frame.roles and is_one_each(item):
            for one in takes:
                if _home(drafts, gives, [one], entities) is None:
                    drafts.append(Draft(list(gives), [one], [item], newsworthiness(item)))
            continue
        if not gives or not takes:
            continue
        if item.frame.rule.name.startswith("agree") and not is_agreement(item):
            continue
        news = newsworthiness(item)
        home = _home(drafts, gives, takes, entities) or _owners_home(drafts, gives, takes, owners)
        takeover = _stake_home(drafts, item, gives, takes) or _nameless_home(drafts, item, gives, takes, entities)
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
            owner = owners.get(i)
            if i not in home.parties and owner in home.parties:
                (home.grantors if owner in home.grantors else home.partners).append(i)
            elif i not in home.parties and (joined or _may_join(item, home, i)):
                (home.grantors if i in gives else home.partners).append(i)
    if not any(d.news > 0 for d in drafts):
        drafts += _from_cues(told, announcer, owners, entities)
    for draft in drafts:
        vote(draft, told, owners, entities, story)
        add_sides(draft, told, holders)
    drafts = _named_members(drafts, entities, told)
    _settle(drafts, entities)
    return drafts


_ONE = re.compile(r"(?:某|一家)")
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
        draft.grantors = _with_names(draft.grantors, entities)
        draft.partners = _with_names(draft.partners, entities)
    return drafts


def _with_names(side: list[int], entities: list[Entity]) -> list[int]:
    return [i for i in side if not _GROUP.match(entities[i].name)] or side


_FURTHER = re.compile(
    r"[一二三四五]、|[一二两三四]是|其[一二三四]|第[一二三四五](?:项|笔|份|桩|个)|另一(?:项|笔|份|桩)|同时|此外|另外|另,|;|还与|还将|分别|并与|并向|又与|访问期间|\d、"
)
_SURE = frozenset({"lexicon", "legal", "defined", "headed", "latin", "ner", "unnamed"})
_EVENT = re.compile(r"收到|终止|里程碑|行使|完成|收购|并购|受让|交割|生效|解除|退回|到账|涨|跌|异动|拉升")


_RECEIVED = re.compile(r"收到|到账|触发|获付")


def _promote(drafts: list[Draft]) -> None:
    """News of an older deal (paid, closed, ended): where nothing else is news and the opening tells an event, it is that deal's."""
    if any(d.news >= 1.0 for d in drafts) or not drafts:
        return
    best = max(drafts, key=lambda d: (d.news, sum(t.frame.rule.weight for t in d.told)))
    first = best.told[0]
    opening = first.opening
    # 根据与A签署的协议 describes the agreement, but what was received under it is the news.
    if _EVENT.search(opening) and first.sentence <= 2 and (not first.attribute or _RECEIVED.search(opening)):
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
        summed_up = bool(ROUND_UP.search(first.opening))
        lone = not summed_up and not rivals and first.frame.rule.weight < 2 and not apart and not beside
        if (kept and (not sure or (rivals and not apart) or lone)) or (
            kept and max(k.news for k in kept) >= 3 and not apart and draft.news < 1.9
        ):
            draft.news = min(draft.news, 0.0)
        else:
            kept.append(draft)


def _home(drafts: list[Draft], gives: list[int], takes: list[int], entities: list[Entity]) -> Draft | None:
    """The draft that tells of the same pair, whichever way round."""
    for draft in drafts:
        straight = set(gives) & set(draft.grantors) and set(takes) & set(draft.partners)
        crossed = set(gives) & set(draft.partners) and set(takes) & set(draft.grantors)
        if straight or crossed:
            return draft
    for draft in drafts:
        for one, two in ((draft.grantors, draft.partners), (draft.partners, draft.grantors)):
            if any(are_akin(i, one, entities) for i in gives) and any(are_akin(i, two, entities) for i in takes):
                return draft
    everyone = {*gives, *takes}
    for draft in drafts:
        if everyone <= draft.parties:
            return draft
    return None


#: 以7亿收购A，将斥资15亿收购B: each bought by itself, at a price of its own.
_SERIES = re.compile(
    r"收购[\ue000-\ue7ff],[^\ue000-\ue7ff。;]{0,40}?\d[^\ue000-\ue7ff。;]{0,16}?元[^\ue000-\ue7ff。;]{0,24}?收购[\ue000-\ue7ff]"
)


def _owners_home(drafts: list[Draft], gives: list[int], takes: list[int], owners: dict[int, int]) -> Draft | None:
    """The draft of a rights deal in which the company that one side acts for stands (正大天晴 for 中国生物制药)."""

    def means(side: list[int]) -> set[int]:
        return {*side, *(owners[i] for i in side if i in owners)}

    for draft in drafts:
        if any((t.frame.rule.kind or "").startswith("stake") for t in draft.told):
            continue
        straight = means(gives) & means(draft.grantors) and means(takes) & means(draft.partners)
        crossed = means(gives) & means(draft.partners) and means(takes) & means(draft.grantors)
        if straight or crossed:
            return draft
    return None


def _nameless_home(
    drafts: list[Draft], item: Told, gives: list[int], takes: list[int], entities: list[Entity]
) -> Draft | None:
    """The headline's deal with a house that it does not name (拿下一家原料药企业), which the body does."""

    def nobody(side: list[int]) -> bool:
        return all(_ONE.match(entities[i].name) for i in side)

    for draft in drafts:
        if not draft.told[0].in_title or item.past:
            continue
        if nobody(draft.grantors) and set(takes) & set(draft.partners) and not nobody(gives):
            return draft
        if nobody(draft.partners) and set(gives) & set(draft.grantors) and not nobody(takes):
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
        called_off = _CALLED_OFF.search(item.opening)
        if not leads or draft.news <= 0 or (item.past != leads[0].past and not called_off):
            continue
        bought = {i for t in leads for i in t.frame.roles.get("t", [])}
        mine = set(item.frame.roles.get("t", []))
        if stake and (mine & bought if mine and bought else set(gives) & set(draft.grantors)):
            return draft
        same_buyer = set(takes) & set(draft.partners) or (not stake and set(gives) & set(draft.partners))
        beside = 1 if _OF_SHARES.search(item.skeleton.text) else 0
        near = any(abs(item.sentence - t.sentence) <= beside or (t.in_title and not mine) for t in leads)
        if (
            same_buyer
            and near
            and "分别" not in item.skeleton.text
            and ";" not in item.skeleton.text
            and not _SERIES.search(item.skeleton.text)
        ):
            return draft
    return None


def _may_join(item: Told, home: Draft, i: int) -> bool:
    """A further party joins a deal where a frame as newsworthy as the deal names it."""
    strong = item.frame.rule.weight >= 2.5 or item.frame.rule.name == "buy.shareholder"
    return strong and not item.past and not item.attribute


_SELLING = re.compile(
    r"收回|权利|权益|选择权|行使|买下|卖给|拿下|拿到|取得|授予|归还|交给|推广|商业化|大单|亿美元|入股|出海|海外|转让|出售|收购|受让|许可|授权|协议|合作|引进|终止|里程碑|首付款|签署|签订"
)


def _from_cues(told: list[Told], announcer: int | None, owners: dict[int, int], entities: list[Entity]) -> list[Draft]:
    """A draft from wordings that each show one side only, where the title says that there is a deal."""
    gives: dict[int, float] = {}
    takes: dict[int, float] = {}
    used = [t for t in told if not t.past and not t.attribute]
    for item in used:
        for role in GIVES:
            for i in item.frame.roles.get(role, []):
                gives[i] = gives.get(i, 0) + item.frame.rule.weight
        for i in item.frame.roles.get("r", []):
            takes[i] = takes.get(i, 0) + item.frame.rule.weight
    g = [i for i in gives if gives[i] > takes.get(i, 0)]
    r = [i for i in takes if takes[i] > gives.get(i, 0)]
    if announcer is not None and announcer not in gives and announcer not in takes:
        g = g or ([announcer] if r else [])
        r = r or ([announcer] if g else [])
    if any(OTHER_EVENT.search(t.opening) and not DEAL_TITLE.search(t.opening.replace("权益", "")) for t in used):
        return []
    titled = any(_SELLING.search(t.opening) and t.sentence <= 2 for t in used)
    if not g or not r or not titled or any(are_related(i, r, owners, entities) for i in g):
        return []
    return [Draft(g, r, used, 2.0)]
