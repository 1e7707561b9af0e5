"""A sentence as rules read it: parties as letters, pronouns as who they stand for."""

from __future__ import annotations

from nlp.entities import Entity
from nlp.names import Name
from nlp.skeleton import PARTY, Skeleton, build_skeleton, party_ids

A, B = chr(PARTY), chr(PARTY + 1)


def _skeleton(text: str, *names: str, announcer: int | None = None, before: tuple[int, ...] = ()) -> Skeleton:
    entities = [Entity(i, "org") for i in range(len(names))]
    found = []
    for i, word in enumerate(names):
        at = text.find(word)
        while at >= 0:
            found.append((Name(at, at + len(word), word, "org", "lexicon"), entities[i]))
            at = text.find(word, at + 1)
    found.sort(key=lambda pair: pair[0].start)
    speaker = entities[announcer] if announcer is not None else None
    return build_skeleton(text, 0, len(text), found, announcer=speaker, before=before)


def test_parties_become_letters() -> None:
    skeleton = _skeleton("甲药业与乙生物签署协议", "甲药业", "乙生物")
    assert skeleton.text == f"{A}与{B}签署协议"
    assert party_ids(skeleton.text) == [0, 1]


def test_the_company_is_who_announces() -> None:
    assert _skeleton("甲药业公告,公司将获得首付款", "甲药业", announcer=0).text.count(A) == 2


def test_the_latter_and_the_former() -> None:
    text = "甲药业与乙生物签约,后者付款,前者供货"
    assert _skeleton(text, "甲药业", "乙生物").text == f"{A}与{B}签约,{B}付款,{A}供货"


def test_the_latter_may_be_of_the_sentence_before() -> None:
    assert _skeleton("后者将支付首付款", "甲药业", "乙生物", before=(0, 1)).text.startswith(B)


def test_offsets_lead_back() -> None:
    text = "日前,甲药业与乙生物签署协议"
    skeleton = _skeleton(text, "甲药业", "乙生物")
    at = skeleton.text.index(A)
    assert text[slice(*skeleton.span(at, at + 3))] == "甲药业与乙生物"
