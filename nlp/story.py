"""Reads one story: its names, who speaks, its sentences as skeletons, the frames met in them, the drafts they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlp.drafts import make_drafts
from nlp.entities import Entity, group_names
from nlp.frames import find_frames
from nlp.lexicon import Lexicon
from nlp.names import PLACE_BEFORE, Name, find_party_names
from nlp.owners import CONTROL_CHANGES, KIND_OF_CHILD, find_holders, find_owners
from nlp.sections import Section
from nlp.skeleton import Skeleton, build_skeleton, party_ids
from nlp.text import Sentence
from nlp.told import Draft, Told, tell


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
    # Who 公司 means was said in the first piece.
    announcer = None if section.continued else _announcer(text, section, names, entity_of)
    owners, kin = find_owners(text, names, entity_of, announcer)
    for child, owner in owners.items():
        if entities[child].company is None and entities[owner].country:
            entities[child].country = entities[owner].country  # RNAimmune is as Chinese as the company it acts for
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
        for change in CONTROL_CHANGES.finditer(skeleton.text):
            owners.setdefault(ord(change[1]) - 0xE000, ord(change[2] or change[3]) - 0xE000)
        skeletons.append(skeleton)
        recent = (recent + party_ids(skeleton.text))[-6:]
        told += [tell(text, frame, i, sentence, section, skeleton, day) for frame in find_frames(skeleton)]
    drafts = make_drafts(
        told,
        entities,
        owners,
        find_holders(text, names, entity_of, announcer),
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
        if _WITH.search(text[max(0, name.start - 8) : name.start]):
            continue
        if name.kind == "org" and re.match(
            r"[^,。;]{0,16}?(?:公告|宣布|发布|披露|消息|获悉|公开资料|微信公众号|在港交所|在联交所|发表声明)|(?:与|和)",
            after,
        ):
            return entity_of[name.start]
    orgs = [n for n in names if n.kind == "org"]
    opening = next((n for n in body if n.kind == "org" and section.title is not None), None)
    if (
        opening
        and section.title
        and opening.start - section.title.end <= 12
        and "公司" in text[opening.end : section.end]
    ):
        return entity_of[opening.start]  # who the text begins with is who its 公司 means
    return entity_of[orgs[0].start] if orgs else None


#: Who is announced together with (同A联合宣布) is not who says 公司 of itself.
_WITH = re.compile(r"(?:与|同|和|跟)[^,。;]{0,7}$")
_ANNOUNCES = re.compile(r"(?:\([^)]{0,30}\))?[^,。;]{0,14}?(?:公告|宣布|发布)")


def _speaker(text: str, sentence: Sentence, inside: list[tuple[Name, Entity]]) -> Entity | None:
    """Who announces in this very sentence, where another company than the article's does."""
    for name, entity in inside:
        together = _WITH.search(text[max(sentence.start, name.start - 8) : name.start])
        if name.kind == "org" and not together and _ANNOUNCES.match(text[name.end : min(name.end + 40, sentence.end)]):
            return entity
    return None


def _joined(skeleton: Skeleton, owners: dict[int, int]) -> Skeleton:
    """The skeleton with 公司全资子公司X drawn together into X, who then acts for both."""
    if not owners and "母公司" not in skeleton.text:
        return skeleton
    text = skeleton.text
    drop = {i for match in _MOTHER.finditer(text) for i in range(*match.span())}
    for match in re.finditer(
        r"([\ue000-\ue7ff])?((?:的|之|及其?|连同其)?(?:间接|直接)?(?:非)?(?:全资|控股|附属|下属|旗下|参股)*(?:的)?(?:"
        + KIND_OF_CHILD
        + r")?(?:子公司|孙公司|附属公司|下属公司|控股公司|附属|旗下(?:[\u4e00-\u9fff]{2,8}公司|的)?|下属))(?=([\ue000-\ue7ff]))",
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


#: 谷歌母公司Alphabet is Alphabet.
_MOTHER = re.compile("[\ue000-\ue7ff](?:的)?母公司(?=[\ue000-\ue7ff])")


def _with_subject(skeleton: Skeleton, announcer: Entity, text: str) -> Skeleton:
    """The skeleton of a sentence that begins without a party, with its understood subject put in front."""
    if not re.match(
        rf"(?:{_NUMBERED.pattern})|(?:已|拟|将|与|近日|日前|并|同时|此外|根据|据此|本次|此次|双方|据|依照|按照?|依据|\d|于|以|就|在)",
        skeleton.text,
    ) or announcer.index in party_ids(skeleton.text[:60]):
        return skeleton
    numbered = _NUMBERED.match(skeleton.text)  # 第一项,与A签… : the subject stands behind the number
    place = numbered.end() if numbered else 0
    at = skeleton.offsets[place]
    return Skeleton(
        skeleton.text[:place] + chr(0xE000 + announcer.index) + skeleton.text[place:],
        (*skeleton.offsets[:place], at, *skeleton.offsets[place:]),
        (*skeleton.ends[:place], at, *skeleton.ends[place:]),
    )


_NUMBERED = re.compile(
    r"(?:[一二三四五]、|第[一二三四五](?:项|笔|份|桩)|其[一二三四]|[一二两三四]是|另一(?:项|笔|份|桩)|同日),?(?=与|同|和|将|向|从|以|拟|受让|收购|引进|获)"
)
