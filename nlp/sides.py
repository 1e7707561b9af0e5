"""Decides who gives and who takes: the votes of every wording, the trade of each party where wording is silent."""

from __future__ import annotations

import re

from nlp.entities import Entity
from nlp.told import GIVES, Draft, Told


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
            selling = _SALES.search(words) and not re.search(r"研发|授权|许可|药物发现", words)
            scores[i] += 0.5 if selling else -0.5
        if trade == "distributor" and others & {"cn_pharma", "cn_biotech", "mnc", "foreign_biotech"}:
            scores[i] -= 0.7
        if trade == "cxo" and "cxo" not in others and _SERVICE.search(words):
            scores[i] += 0.8
        if trade in ("institute", "university") and _TECHNOLOGY.search(words):
            scores[i] += 1.5


_ADDS = frozenset({"counterparty", "receiver", "fund.joint"})


#: What tells a NewCo from a licence to a company that somebody once founded.
_NEW_HOUSE = re.compile(r"NewCo|新成立|新设|成立|设立|\d%[^。;,]{0,6}股[权份]")


def add_sides(draft: Draft, told: list[Told], holders: dict[int, int]) -> None:
    """Sellers and buyers told in a sentence of their own; the company whose shareholder sells it."""
    stake = any((t.frame.rule.kind or "").startswith("stake") for t in draft.told)
    words = " ".join(t.skeleton.text for t in draft.told)
    told_words = "".join(t.skeleton.text for t in draft.told)
    for item in told:
        backers = item.frame.roles.get("r", []) if item.frame.rule.name == "newco.backers" and not item.past else []
        if backers and backers[0] in draft.partners and _NEW_HOUSE.search(told_words):
            draft.partners += [i for i in backers[1:] if i not in draft.parties]
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


def vote(draft: Draft, told: list[Told], owners: dict[int, int], entities: list[Entity], story: str) -> None:
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
        for role in GIVES:
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
    for child, owner in owners.items():  # who acts for another stands on its side
        if child in scores and owner in scores:
            scores[child] = scores[owner] = scores[child] + scores[owner]
    ordered = sorted(draft.parties, key=lambda i: [*draft.grantors, *draft.partners].index(i))
    gives = [i for i in ordered if scores[i] > 0]
    takes = [i for i in ordered if scores[i] < 0]
    if not gives or not takes:
        one, two = draft.grantors, draft.partners
        lead = sum(scores[i] for i in one) / len(one) - sum(scores[i] for i in two) / len(two)
        gives, takes = (list(one), list(two)) if lead >= 0 else (list(two), list(one))
    draft.grantors, draft.partners, draft.scores = gives, takes, scores
