"""Who acts for whom: subsidiaries, controlling shareholders, groups by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.entities import Entity
from nlp.names import PLACE, Name

#: What a subsidiary may be called before the word itself: 其瑞士子公司X.
KIND_OF_CHILD = "核心|重要|境外|海外|美国|瑞士|德国|日本|香港|新加坡|爱尔兰"
_OWNED = re.compile(
    r"^(?:\([^)]{0,40}\)|\))?(?:的|之)?(?:间接|直接)?(?:非)?(?:全资|控股|附属|下属|旗下|间接全资|全资附属)?(?:的)?(?:"
    + KIND_OF_CHILD
    + r")?(?:子公司|孙公司|附属公司|下属公司|控股公司|全资子公司|控股子公司|控股孙公司|附属|旗下|下属|旗下[\u4e00-\u9fff]{2,8}公司|及(?:其)?(?:全资|控股)?(?:子公司|附属公司)|连同其附属公司)$|^(?:\([^)]{0,40}\))?(?:全资|直接|间接)*(?:控股|附属|全资)的$"
)
_SELF_OWNED = re.compile(
    r"(?:公司|集团|旗下|其|:|,|。|^|\s|[两二三四五六]家)(?:的|之)?(?:间接|直接)?(?:非)?(?:全资|控股|附属|下属|旗下|间接全资|全资附属)?(?:的)?(?:子公司|孙公司|附属公司|下属公司|控股公司|附属|旗下)$|(?:,|。|^)(?:全资|控股|间接|直接)*(?:附属|控股|全资)的$"
)
_OBJECT = re.compile(
    r"(?:持有的?|收购|转让|出售|剥离|处置|受让|购买|增资|对|向|设立|挂牌|注销|所持|成立|将)[^,。;:与]{0,14}$"
)


def find_owners(
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
        if owner is None or owner.kind == "person" or owners.get(owner.index) == entity.index:
            continue
        if owner is not entity:
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
        if owner is not entity:
            owners.setdefault(entity.index, owner.index)
        # 连同其附属公司X及Y与…: Y acts for the owner too
        for later in names[i + 1 : i + 4]:
            gap = text[name.end : later.start] if later.start > name.end else ""
            child = entity_of[later.start]
            if (
                gap in ("及", "、", "和", "以及")
                and re.match(r"[^,。;]{0,4}?[与就同及、]", text[later.end : later.end + 6])
                and child not in (owner, entity)
            ):
                owners.setdefault(child.index, owner.index)
                name = later
    return owners, kin


CONTROL_CHANGES = re.compile(
    r"([\ue000-\ue7ff])将?成为[\ue000-\ue7ff]?(?:的)?控股股东,[^。]{0,16}?(?:实际控制人将?变更为([\ue000-\ue7ff])|([\ue000-\ue7ff])将?成为[\ue000-\ue7ff]?(?:的)?实际控制人)"
)


def are_related(i: int, others: Iterable[int], owners: dict[int, int], entities: list[Entity]) -> bool:
    return any(owners.get(i) == j or owners.get(j) == i for j in others)


def are_akin(i: int, others: list[int], entities: list[Entity]) -> bool:
    """Whether an entity is one of the others or of their group by its name (贝达投资, 贝达药业)."""
    if i in others:
        return True
    head = entities[i].name[:2]
    if entities[i].kind != "org" or not re.fullmatch("[\u4e00-\u9fff]{2}", head) or PLACE.match(entities[i].name):
        return False
    return any(entities[j].name.startswith(head) for j in others)


_HOLDER = re.compile(r"(?:控股股东|实际控制人|大股东)(?:、(?:实际控制人|董事长|一致行动人))*(?:为)?$")


def find_holders(
    text: str, names: list[Name], entity_of: dict[int, Entity], announcer: Entity | None
) -> dict[int, int]:
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
