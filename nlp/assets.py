"""Names of drugs, vaccines and platforms: codes, non-proprietary names, brands, and which of them are one asset."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.asset_names import FORM, candidates, known_drugs, name_key
from nlp.text import Span, fold, split_sentences, strip_boilerplate

_RIGHTS = re.compile(
    r"授予|许可|授权|引进|引入|权益|权利|转让|受让|收购|协议|合作|委托|推广|经销|代理|独家|商业化|选择权|共同开发|联合开发|供应|采购|首付|里程碑"
    r"|licen[sc]|rights|acqui|agreement|collaborat|option|commerciali",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:对照|头对头|相比于?|优于|劣于|竞品|媲美|超越|不同于|区别于|类似于?|[现原]有的?)[^,。;]{0,6}$"
)
_NICKED = re.compile(r"[®™\"'\s]")


@dataclass(frozen=True, slots=True)
class AssetHit:
    """An asset's name at ``start:end``; hits of one ``group`` are forms of one asset, ``rule`` is how it was found."""

    start: int
    end: int
    text: str
    name: str
    group: str
    rule: str


@lru_cache(maxsize=4)  # every deal of an article asks for the whole article's
def find_assets(text: str) -> tuple[AssetHit, ...]:
    """Every name of an asset in the text, in order; targets, tickers, trials and dates are none."""
    folded = fold(text)
    plain = strip_boilerplate(text)
    chosen: list[tuple[int, int, str]] = []
    end = 0
    for start, stop, rule in sorted(_free(list(candidates(folded))), key=lambda item: (item[0], -item[1])):
        if start >= end and not any(begin <= start < finish for begin, finish in plain):
            chosen.append((start, stop, rule))
            end = stop
    hits = [AssetHit(s, e, text[s:e], text[s:e], "", rule) for s, e, rule in chosen]
    return tuple(_grouped(folded, hits))


def _free(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Guesses that run over a name of the lexicon give way to it, unless it is only a part of a longer product name."""
    known = sorted((start, stop) for start, stop, rule in found if rule == "lexicon")
    starts = [start for start, _ in known]
    kept = []
    for start, stop, rule in found:
        at = bisect_right(starts, stop - 1) - 1
        over = at >= 0 and known[at][1] > start and (start, stop) != known[at]
        if rule not in ("non-proprietary name", "named", "platform") or not over:
            kept.append((start, stop, rule))
    return kept


def find_deal_assets(text: str, spans: Sequence[Span]) -> list[AssetHit]:
    """The assets that the spans of one deal hand over, with every form of them in the whole text.

    Where some are named in a sentence of rights, the others (comparators, what a company is known for) are left out.
    """
    folded = fold(text)
    hits = find_assets(text)
    inside = [hit for hit in hits if any(start <= hit.start < end for start, end in spans)]
    sentences = [sentence for start, end in spans for sentence in split_sentences(text, start, end)]
    told = {
        hit.group
        for hit in inside
        if not _COMPARED.search(folded, max(0, hit.start - 12), hit.start)
        and any(_RIGHTS.search(folded, s.start, s.end) for s in sentences if s.start <= hit.start < s.end)
    }
    groups = told or {hit.group for hit in inside}
    return [hit for hit in hits if hit.group in groups]


_ROOT = re.compile(
    rf"^(?:注射用|重组人(?=[\u4e00-\u9fff]{{3}})|重组|枸橼酸|盐酸|甲磺酸|马来酸|富马酸|苯磺酸|对甲苯磺酸|甲苯磺酸|磷酸|硫酸|琥珀酸|己二酸|酒石酸"
    rf"|氢溴酸)+|(?:眼内|玻璃体内|皮下|静脉|鞘内|吸入用)?(?:{FORM}|口服)$|[®™]|\([^()]{{0,40}}\)$"
)
_VACCINE_WORDS = re.compile(r"重组|冻干|吸附|病毒|候选")
_ALIAS_OPEN = re.compile(
    r"\s?(?:项目|产品)?[®™]?\)?\s?\((?:以下)?(?:商品名|通用名|英文名|曾用名|研发代[号码]|代号|又称|又名|即|亦称"
    r"|简称|也称|原名|原|欧洲商品名|中文名)?(?:称|为)?[::]?\s?\"?$"
)
#: A name that a code right behind it belongs to (阿柏西普眼内注射液9MW0813).
_SPOKEN = frozenset({"dosage form", "non-proprietary name", "injected", "lexicon"})
_ALIAS_NEXT = re.compile(
    r"[^,、()。;]{0,2}(?:,|、|/|;)\s?(?:商品名|通用名|英文名|曾用名|研发代[号码]|代号|又称|又名|即|亦称|也称|原名"
    r"|原)?(?:为)?[::]?\s?\"?$|\s?/\s?$|,?\s?(?:研发)?(?:代号|又称|又名|即|亦称|商品名)(?:为)?[::]?\s?\"?$"
)


def _grouped(text: str, hits: list[AssetHit]) -> list[AssetHit]:
    """The hits named and grouped: same root, same lexicon entry, or one given as the other's alias in brackets."""
    _, _, known = known_drugs()
    roots = [_root(fold(hit.text)) for hit in hits]
    parent: dict[str, str] = {}

    def top(key: str) -> str:
        while parent.get(key, key) != key:
            key = parent[key]
        return key

    keys = [
        name_key(known.get(root.lower(), known.get(fold(hit.text).lower(), root)))
        for root, hit in zip(roots, hits, strict=True)
    ]
    inside = -1
    for index in range(1, len(hits)):
        between = text[hits[index - 1].end : hits[index].start]
        if _ALIAS_OPEN.fullmatch(between) or (inside >= 0 and index == inside + 1 and _ALIAS_NEXT.fullmatch(between)):
            inside = index
            parent[top(keys[index])] = top(keys[index - 1])
        elif ((between in ("", " ") or _LIKE.fullmatch(between)) and _is_code_of(hits[index - 1], hits[index])) or (
            re.fullmatch(r"[®™]?\s?/\s?", between) and "code" in (hits[index].rule, hits[index - 1].rule)
        ):
            parent[top(keys[index])] = top(keys[index - 1])
    for short, long in _longer(keys, hits):
        parent[top(long)] = top(short)
    names: dict[str, str] = {}
    for hit, root, key in zip(hits, roots, keys, strict=True):
        names.setdefault(top(key), root or hit.text)
    return [replace(hit, group=top(key), name=names[top(key)]) for hit, key in zip(hits, keys, strict=True)]


def _is_code_of(name: AssetHit, code: AssetHit) -> bool:
    if name.rule == "vaccine":
        return code.text[0].isascii()
    return name.rule in _SPOKEN and code.rule == "code"


#: 司库奇尤单抗类似药CMAB015 is one asset.
_LIKE = re.compile(r"(?:的)?(?:生物)?类似(?:药物?)\s?")


def _root(name: str) -> str:
    while (shorter := _ROOT.sub("", name)) != name and len(shorter) >= 2:
        name = shorter
    if name.endswith("疫苗"):
        name = _VACCINE_WORDS.sub("", name)
    return _NICKED.sub("", name) or name


def _longer(keys: Sequence[str], hits: Sequence[AssetHit]) -> list[tuple[str, str]]:
    """Keys of one asset printed shorter and longer: TT-00973 and TT-00973-MS."""
    codes = sorted({key for key, hit in zip(keys, hits, strict=True) if hit.rule == "code"})
    return [
        (short, long)
        for short, long in itertools.pairwise(codes)
        if long.startswith(short) and long[len(short) :].isalpha()
    ]
