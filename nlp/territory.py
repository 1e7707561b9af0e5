"""Where the rights of a deal hold: places that a text ties to rights, as ISO 3166 codes and named regions."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick_rs

from nlp.text import Sentence, Span, fold, split_sentences

_LEXICON = Path(__file__).parent / "lexicon" / "countries.csv"
_GREATER_CHINA = {"CN", "HK", "MO", "TW"}
_REGIONS = {
    "world", "greater-china", "europe", "eu", "north-america", "latin-america", "asia", "asia-pacific",
    "southeast-asia", "middle-east", "north-africa", "africa", "cis", "oceania",
}  # fmt: skip

_AREA = (
    r"(?:等地|等|多个|多国|若干|部分|主要|其他|国家|地区|区域|市场|境内|范围|全境|各国|(?:和|及|与)(?:地区|国家"
    r"|区域)|国|之?内)"
)
_BRACKET = r"(?:\([^()]{0,80}\))"
_LINK = re.compile(
    rf"\((?:含|包括|包含)|\)?{_AREA}{{0,3}}\s?(?:、|/|和|及|与|以及|或者|或|and|, and)?\s?(?:\d{{1,3}}个|若干|部分|约定的|特定的?|指定的?|一些|某些|其他|主要|多个|全部|整个"
    rf"|其|中的|the|certain|parts of|in){{0,2}}\s?"
)
_LINK_LATIN = re.compile(r"\s?(?:,|, and|, or|and|or|&|/|as well as)\s?(?:the)?\s?")
_OUT_AFTER = re.compile(
    rf"\s?{_AREA}{{0,4}}\s?{_BRACKET}?\s?(?:之外|以外|除外|不(?:含|包括)?在(?:其|此)?[内列]|(?:excluded|excepted)"
    rf"|外(?![部资科周包贸企汇籍国商观泌用界交长围形]))"
)
_OUT_BEFORE = re.compile(
    r"(?:除了?|除去|不含|不包括|不包含|不涵盖|不覆盖|排除|剔除|剔除了|excluding|exclude|except for|except"
    r"|outside of|outside|other than|ex-|not including)"
    r"\s?(?:在|于|若干|部分|其|the|certain|of){0,2}\s?$",
    re.IGNORECASE,
)
_RIGHT = (
    r"(?:权益|权利|许可|授权|独家|独占|排他|商业化|商业运营|开发|代理|经销|分销|推广|销售|注册|进口|生产(?!车间|基地|工厂"
    r"|线)|研发|专利|使用权|市场权|rights?|licen[sc]e|commerciali[sz]\w*|develop\w*)"
)
# Behind the place: straight on the right (日本权益), or further on where the place is marked as one (在日本…开发).
_NEAR_RIGHT = re.compile(
    rf"\s?{_AREA}{{0,4}}\s?{_BRACKET}?\s?(?:上|中)?的?(?:独家|独占|排他性?|唯一|全部|所有|临床|相关|专有|完整|永久"
    rf"|市场|产品|、|和|及|与|\s){{0,6}}{_RIGHT}",
    re.IGNORECASE,
)
_FAR_RIGHT = re.compile(
    rf"\s?{_AREA}{{0,4}}\s?{_BRACKET}?(?:(?!签署|签订|达成|宣布|公告)[^,。;\n]){{0,44}}?{_RIGHT}", re.IGNORECASE
)
_MARKED_BEFORE = re.compile(
    r"(?:在|于|就|其|涵盖|覆盖|包括|为|区域[:为]|地区[:为]|in|throughout|across)\s?(?:the|整个|全部|若干|部分)?\s?$"
)
_MARKED_AFTER = re.compile(r"\s?(?:等)?(?:多个|若干|部分)?(?:国家|地区|区域|市场|境内|范围|全境|等)")
_RIGHT_WORD = re.compile(_RIGHT, re.IGNORECASE)
_COSTS = re.compile(r"[^,。;]{0,16}(?:成本|费用|分担|销售额|收入|患者)")
_TIED_BEFORE = re.compile(
    r"(?:(?:权益|权利|许可|授权|独家|独占|商业化|开发|经销|分销|推广|代理)[^,。;\n]{0,24}"
    r"|(?:rights?|licen[sc]e|commercialize|develop|distribute)\b[^,。;\n]{0,80})$",
    re.IGNORECASE,
)
_NO_RIGHT = re.compile(
    r"\s?(?:范围内?)?的?(?:领先|首[个款创家]|战略|多中心|[一二三ⅠⅡⅢI]{1,3}期|[一二三]{1,2}期|化(?!权)|最|总部|第"
    r"|患者|制药|知名|顶[尖级]|同步|供应链|药监|FDA|性|医药|市场规模|研发中心|生物|商业化能力"
    r"|领导|布局|竞争|研发布局|销售额|销售网络|临床试验|关键)"
)
_LEFT_OUT = re.compile(r",\s?但?(?=不包括|不含|不包含|除)")
_KEEPS = re.compile(r"(?:保留|保有|留有|retains?|retaining|keeps?)(?:(?!部分)[^,。;\n]){0,30}$", re.IGNORECASE)
_AIMED = re.compile(r"(?:面向|走向|布局|立足|服务|享誉|遍布)$")


@dataclass(frozen=True, slots=True)
class TerritoryHit:
    """The codes of the places included and excluded, and the characters ``start:end`` that say so."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in the text; codes as in ``countries.csv`` (several for 日韩, ``overseas`` for 海外)."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Places joined by 、 and 和, with one polarity."""

    start: int
    end: int
    codes: tuple[str, ...]
    out: bool
    kept: bool


@cache
def _names() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, ...]]]:
    with _LEXICON.open(encoding="utf-8", newline="") as lines:
        rows = [(row["name"], tuple(row["codes"].split())) for row in csv.DictReader(lines)]
    automaton = ahocorasick_rs.AhoCorasick(
        [name for name, _ in rows], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return automaton, [codes for _, codes in rows]


def find_places(text: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Every country and region named in ``text[start:end]``; agencies and companies that contain one are left out."""
    automaton, codes = _names()
    piece = fold(text)[start:end]
    places: list[Place] = []
    for index, begin, finish in automaton.find_matches_as_indexes(piece):
        if codes[index] == ("-",):
            continue
        if piece[begin].isascii() and _inside_word(piece, begin, finish):
            continue
        places.append(Place(start + begin, start + finish, codes[index]))
    return places


def _inside_word(text: str, begin: int, finish: int) -> bool:
    before, after = text[max(0, begin - 1) : begin], text[finish : finish + 1]
    return any(char.isascii() and char.isalnum() for char in (before, after) if char)


def find_territory(text: str, spans: Sequence[Span]) -> TerritoryHit | None:
    """The territory of the first rights that the spans tell, or None; what the grantor keeps is taken out of it."""
    folded = fold(text)
    found: list[TerritoryHit] = []
    kept: list[_Run] = []
    for start, end in spans:
        for sentence in split_sentences(text, start, end):
            groups = _expressions(folded, _runs(folded, sentence))
            for group in groups:
                if all(run.kept for run in group):
                    kept += group
                elif hit := _read(folded, group, sentence):
                    found.append(hit)
    if not found:
        return _complement(kept[0]) if kept else None
    return _settled(folded, found, kept)


#: 许可给美国上市公司X: where a party comes from is not where the rights hold.
_HOME = re.compile(
    r"[A-Z][a-z]{2,}(?! in\b)|(?:的)?(?:上市|新兴|知名|大型|初创|新|生物|创新|制药|医药|技术|科技){0,4}(?:公司|企业|药企|药厂|巨头)"
)


def _runs(text: str, sentence: Sentence) -> list[_Run]:
    places = [p for p in find_places(text, sentence.start, sentence.end) if not _HOME.match(text, p.end)]
    groups: list[list[Place]] = []
    for place in places:
        link = _LINK_LATIN if text[place.start].isascii() else _LINK
        if groups and link.fullmatch(text, groups[-1][-1].end, place.start):
            groups[-1].append(place)
        else:
            groups.append([place])
    runs: list[_Run] = []
    for group in groups:
        start, end = group[0].start, group[-1].end
        before = text[max(sentence.start, start - 34) : start]
        out = bool(_OUT_BEFORE.search(before) or _OUT_AFTER.match(text, end, min(len(text), end + 120)))
        if len(group) > 1 and text.startswith("等", group[-2].end) and set(group[-1].codes) <= _REGIONS:
            group = group[-1:]  # 墨西哥、巴西等拉丁美洲国家: the countries are examples of the region
        codes = tuple(dict.fromkeys(code for place in group for code in place.codes))
        runs.append(_Run(start, end, codes, out, bool(_KEEPS.search(before))))
    return runs


def _expressions(text: str, runs: list[_Run]) -> list[list[_Run]]:
    """Runs that belong to one statement: 除[大中华区]以外的[全球], [全球](不含[中国大陆])."""
    groups: list[list[_Run]] = []
    for run in runs:
        between = text[groups[-1][-1].end : run.start] if groups else ""
        joined = groups and len(between) <= 24 and not re.search(r"[,。;\n、]|或|保留", _LEFT_OUT.sub("", between))
        bracketed = (joined and between.lstrip(" ").startswith("(")) or (
            joined and re.match(rf"{_AREA}{{1,4}}\(", between)
        )
        if joined and (bracketed or groups[-1][-1].out != run.out):
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _read(text: str, group: list[_Run], sentence: Sentence) -> TerritoryHit | None:
    """The hit that a statement makes, or None where it speaks of no rights."""
    start, end = group[0].start, group[-1].end
    out = any(run.out for run in group)
    if out:
        around = text[max(0, start - 300) : sentence.end]
        tied = bool(_RIGHT_WORD.search(around)) and not _COSTS.match(text, end)
    else:
        tied = _is_tied(text, group[0], group[-1], sentence)
    if not tied:
        return None
    include: list[str] = []
    exclude: list[str] = []
    rule = "rights"
    for index, run in enumerate(group):
        between = text[group[index - 1].end : run.start] if index else ""
        if index and "(" in between and ")" not in between and not run.out:
            if re.search(r"多个|部分|若干|包括|如|即", between) and not set(include) & {"world", "greater-china", "CN"}:
                include = []
                rule = "rights, listed"
            elif {"HK", "TW"} <= set(run.codes) and set(include) | set(exclude) == {"CN"}:
                include = ["greater-china"] if include else include
                exclude = ["greater-china"] if exclude else exclude
                continue
            else:
                continue
        (exclude if run.out else include).extend(run.codes)
    if out and any(run.out and {"HK", "TW"} & set(run.codes) for run in group) and include == ["CN"]:
        exclude = []
    end_of = _OUT_AFTER.match(text, end) or _MARKED_AFTER.match(text, end)
    return _hit(include, exclude, start, end_of.end() if end_of else end, rule)


def _is_tied(text: str, first: _Run, last: _Run, sentence: Sentence) -> bool:
    if _NO_RIGHT.match(text, last.end) or _AIMED.search(text, max(0, first.start - 4), first.start):
        return False
    limit = min(sentence.end, last.end + 150)
    if _NEAR_RIGHT.match(text, last.end, limit):
        return True
    before = text[max(sentence.start, first.start - 100) : first.start]
    marked = bool(_MARKED_BEFORE.search(before) or _MARKED_AFTER.match(text, last.end))
    if marked and _FAR_RIGHT.match(text, last.end, limit):
        return True
    return marked and bool(_TIED_BEFORE.search(before))


def _hit(include: list[str], exclude: list[str], start: int, end: int, rule: str) -> TerritoryHit | None:
    if "overseas" in include:
        include = ["world", *(code for code in include if code not in ("overseas", "world"))]
        exclude = exclude or ["CN"]
    exclude = [code for code in exclude if code != "overseas"]
    include, exclude = _collapsed(include or ["world"]), _collapsed(exclude)
    if "world" in include:
        include = ["world"]
        exclude = [code for code in exclude if code != "world"]
    elif include == ["CN"]:
        exclude = []
    return TerritoryHit(tuple(include), tuple(exclude), start, end, rule)


def _collapsed(codes: list[str]) -> list[str]:
    """Each code once, with the mainland and its three neighbours told together as Greater China."""
    codes = list(dict.fromkeys(codes))
    if set(codes) >= _GREATER_CHINA or "greater-china" in codes:
        at = min(i for i, code in enumerate(codes) if code in _GREATER_CHINA or code == "greater-china")
        rest = [code for code in codes if code not in _GREATER_CHINA and code != "greater-china"]
        return [*rest[:at], "greater-china", *rest[at:]]
    return codes


def _complement(run: _Run) -> TerritoryHit | None:
    return _hit([], list(run.codes), run.start, run.end, "kept by the grantor")


def _settled(text: str, found: list[TerritoryHit], kept: list[_Run]) -> TerritoryHit:
    """The first statement, unless a later sentence lists its places or tells what the world leaves out."""
    first = found[0]
    end = re.search(r"[。!?\n]", text[first.end :])
    sentence_end = first.end + end.start() if end else len(text)
    abroad = first.include == ("world",) and first.exclude == ("CN",) and "海外" in text[first.start : first.end]
    for later in found[1:]:
        other_sentence = later.start > sentence_end
        if abroad and later.include == ("world",) and set(later.exclude) - {"CN"}:
            return later  # 海外权益 is told to the end: 全球，但中国内地和港澳台除外
        if (
            abroad
            and other_sentence
            and not later.exclude
            and not {"world", "greater-china", "CN"} & set(later.include)
        ):
            return later  # 海外 of a headline is told to the end: 美国、欧洲和日本
        if (
            first.include == ("world",) == later.include
            and not first.exclude
            and later.exclude
            and "或" not in text[first.end : later.start]
        ):
            return later  # 全球独家授权 is told to the end: 中国以外区域的权利
        if other_sentence and first.include == ("CN",) and {"HK", "MO", "greater-china"} & set(later.include):
            return later  # a headline's 中国 is told to the end further down: 中国境内及港澳地区
        if (
            other_sentence
            and first.end <= text.find("\n")
            and len(first.include) == 1
            and first.include[0] in _REGIONS - {"world", "greater-china"}
            and set(later.include) - _REGIONS
            and not later.exclude
        ):
            return later  # a headline's 拉美 is told to the end further down: 墨西哥、智利和哥伦比亚
        if other_sentence and set(first.include) < set(later.include) and later.exclude == first.exclude:
            return later  # a headline's 中东 is told to the end further down: 中东北非地区
        if later.rule == "rights, listed" and first.include and set(first.include) & _REGIONS and other_sentence:
            return later
        if (
            other_sentence
            and first.include == ("world",) == later.include
            and set(first.exclude) <= {"CN"}
            and set(later.exclude) - {"CN"}
        ):
            return later
    if (
        kept
        and first.include == ("world",)
        and set(first.exclude) <= {"CN"}
        and "greater-china" in _collapsed(list(kept[0].codes))
    ):
        return TerritoryHit(("world",), ("greater-china",), first.start, first.end, "rights, less what is kept")
    return first
