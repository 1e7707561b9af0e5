"""What an asset is and how it is licensed: target, modality, indication, phase, royalty, option, exclusivity, date."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick_rs

from nlp.text import Sentence, Span, fold, split_sentences

_LEXICON = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Finding:
    """A value and the characters ``start:end`` that say so."""

    value: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no and the characters ``start:end`` that say so."""

    value: bool
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A lexicon file as an automaton; ``values`` and ``forms`` are in the automaton's order."""

    automaton: ahocorasick_rs.AhoCorasick
    values: tuple[str, ...]
    forms: tuple[str, ...]


@cache
def _table(file: str) -> _Table:
    with (_LEXICON / file).open(encoding="utf-8", newline="") as lines:
        header, *rows = list(csv.reader(lines))
    pairs: dict[str, str] = {}
    for value, words in rows:
        forms = words.split(";") if header[0] == "value" and header[1] == "words" else []
        if file != "modalities.csv":
            forms = [value, *words.split(";")]
        for form in forms:
            if form:
                pairs.setdefault(form, value)
    automaton = ahocorasick_rs.AhoCorasick(list(pairs), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return _Table(automaton, tuple(pairs.values()), tuple(pairs))


def _lookup(text: str, spans: Sequence[Span], file: str) -> Iterator[Finding]:
    table = _table(file)
    folded = fold(text)
    for start, end in spans:
        piece = folded[start:end]
        for index, begin, finish in table.automaton.find_matches_as_indexes(piece):
            form = table.forms[index]
            if form[0].isascii() and _alnum(piece[begin - 1 : begin]):
                continue
            if form[-1].isascii() and _alnum(piece[finish : finish + 1]):
                continue
            yield Finding(table.values[index], start + begin, start + finish, file.removesuffix(".csv"))


def _alnum(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _first_each(found: Iterator[Finding]) -> list[Finding]:
    seen: dict[str, Finding] = {}
    for item in found:
        seen.setdefault(item.value, item)
    return list(seen.values())


def find_targets(text: str, spans: Sequence[Span]) -> list[Finding]:
    """The molecular targets named in the spans, each once under its usual name."""
    return _first_each(
        item for item in _lookup(text, spans, "targets.csv") if item.value not in {"AR", "ER", "GK", "XO"}
    )


def find_modality(text: str, spans: Sequence[Span]) -> Finding | None:
    """The kind of medicine, the most specific where the spans name several (``modalities.csv`` is in that order)."""
    order = {value: rank for rank, value in enumerate(dict.fromkeys(_table("modalities.csv").values))}
    return min(_lookup(text, spans, "modalities.csv"), key=lambda item: (order[item.value], item.start), default=None)


def find_indications(text: str, spans: Sequence[Span]) -> list[Finding]:
    """The diseases named in the spans, each once; a general word (肿瘤, 自身免疫) only where no disease is named."""
    found = _first_each(_lookup(text, spans, "indications.csv"))
    named = [item for item in found if item.value not in _GENERAL]
    return named or found


_GENERAL = {
    "肿瘤",
    "实体瘤",
    "自身免疫性疾病",
    "炎症性疾病",
    "心血管疾病",
    "代谢性疾病",
    "中枢神经系统疾病",
    "眼科疾病",
    "皮肤疾病",
    "呼吸系统疾病",
    "罕见病",
}

# A numbered stage is one of trials where a Roman numeral or a word of trials says so: 最近一期 and 第二期 are none.
_TRIAL = r"\s?期(?=[^,。;]{0,8}(?:临床|试验|研究|数据|结果|阶段|患者|入组|开发|[、和/]))"
_PHASES = (
    ("phase_2_3", rf"(?:2|二)[ab]?\s?[/至和-]\s?(?:3|三){_TRIAL}"
     r"|(?:II|Ⅱ)[ab]?\s?[/至和-]\s?(?:III|Ⅲ)\s?期|phase (?:2/3|II/III)"),
    ("phase_1_2", rf"(?:1|一)[ab]?\s?[/至和-]\s?(?:2|二)[ab]?{_TRIAL}"
     r"|(?:I|Ⅰ)[ab]?\s?[/至和-]\s?(?:II|Ⅱ)[ab]?\s?期|phase (?:1/2|I/II)"),
    ("approved", r"已(?:获批|上市|获准)|获批上市|已在[^,。;]{1,20}(?:获批|上市)|批准上市|商业化阶段"
     r"|has been approved|approved by"),
    ("filed", r"上市(?:许可)?申请|新药申请|生物制品许可申请|(?<![A-Za-z])(?:NDA|BLA|MAA)(?![A-Za-z])"),
    ("phase_3", rf"(?<![第近])(?:3|三)[ab]?{_TRIAL}|(?:III|Ⅲ)[ab]?\s?期|关键性临床|注册性临床|phase (?:3|III)"),
    ("phase_2", rf"(?<![第近0-9])(?:2|二)[ab]?{_TRIAL}|(?<!I)(?:II|Ⅱ)[ab]?\s?期|phase (?:2|II)[ab]?\b"),
    ("phase_1", rf"(?<![第近0-9])(?:1|一)[ab]?{_TRIAL}|(?<!I)(?:I|Ⅰ)[ab]?\s?期|首次人体|phase (?:1|I)[ab]?\b"),
    ("ind", r"临床试验(?:申请|批件|批准|许可)|新药临床试验|(?<![A-Za-z])IND(?![A-Za-z])|获批临床"),
    ("preclinical", r"临床前|先导化合物|候选化合物|发现阶段|早期研发|早期管线|pre-?clinical|discovery[- ]stage"),
)  # fmt: skip
_PHASE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _PHASES), re.IGNORECASE)
_STANDS = re.compile(r"(?:处于|正在|目前|已进入|进入|推进|开展|启动|currently|ongoing)[^。;]{0,30}$")


def find_phase(text: str, spans: Sequence[Span]) -> Finding | None:
    """The stage of development: where the text says 处于 or 正在 it is that one, else the first named."""
    folded = fold(text)
    first: Finding | None = None
    for start, end in spans:
        for match in _PHASE.finditer(folded, start, end):
            found = Finding(match.lastgroup or "", match.start(), match.end(), "phase")
            if _STANDS.search(folded, max(start, match.start() - 34), match.start()):
                return Finding(found.value, found.start, found.end, "stands at phase")
            first = first or found
    return first


_ROYALTY = re.compile(
    r"特许权使用费|特许使用费|特许权费|使用费|销售提成|销售分成|收入分成|净销售额提成|利润分成|提成|分成|版税"
    r"|royalt(?:y|ies)",
    re.IGNORECASE,
)
_SHARE_WORDS = re.compile(
    r"[0-9.]{1,5}%|高?中?低?个位数|[高中低]?双位数|[高中低]?[两二]位数|十位数|百分之|百分比|分级|分层|阶梯|梯度"
    r"|递增|一定(?:比例|百分比|金额)|比例|净销售额|年度净|销售净额|最高|tiered|single[- ]digit|double[- ]digit|mid"
    r"|low|high"
)
_BEHIND = re.compile(
    r"[,:(]?\s?(?:介乎|介于|为|比例|费率|从|自|in the|of|on|at)[^,。;()]{0,30}?(?:%|位数|百分比"
    r"|之间)(?:[^,。;、]{0,8}(?:%|之间|百分比))?"
)


def find_royalty(text: str, spans: Sequence[Span]) -> Finding | None:
    """The royalty as printed, with the rate that belongs to it."""
    folded = fold(text)
    for start, end in spans:
        for match in _ROYALTY.finditer(folded, start, end):
            if folded.startswith("率", match.end()):
                continue
            before = folded[max(start, match.start() - 48) : match.start()]
            cut = max((before.rfind(mark) for mark in "。;,，、(\n"), default=-1)
            words = [word.start() for word in _SHARE_WORDS.finditer(before) if word.start() > cut]
            begin = match.start() - (len(before) - words[0]) if words else match.start()
            behind = _BEHIND.match(folded, match.end(), end)
            stop = behind.end() if behind else match.end()
            return Finding(text[begin:stop], begin, stop, "royalty")
    return None


_OPTION = re.compile(
    r"(?<!股票)(?<!购股)(?:独家|独占)?(?:选择权|优先选择权)|期权(?=[^,。;]{0,8}许可)"
    r"|(?<!stock )(?<!share )\boption (?:to|for|agreement|right)|exclusive option",
    re.IGNORECASE,
)
_EXCLUSIVE = re.compile(
    r"(?P<no>非独家|非独占|非排他|non-?exclusive)|(?P<yes>独家|独占|排他|专有许可|\bexclusive)", re.IGNORECASE
)


def is_option(text: str, spans: Sequence[Span]) -> Flag | None:
    """True and where, if the spans give an option to rights; None if they do not say."""
    folded = fold(text)
    for start, end in spans:
        if match := _OPTION.search(folded, start, end):
            return Flag(True, *match.span(), "option")
    return None


def is_exclusive(text: str, spans: Sequence[Span]) -> Flag | None:
    """Whether the rights are exclusive, and where it says so; None if the spans do not say."""
    folded = fold(text)
    for start, end in spans:
        if match := _EXCLUSIVE.search(folded, start, end):
            return Flag(match["yes"] is not None, *match.span(), "exclusive")
    return None


_DATE = re.compile(
    r"(?:20[0-9]{2}年)?(?:1[0-2]|0?[1-9])月(?:3[01]|[12][0-9]|0?[1-9])日|20[0-9]{2}年(?:1[0-2]|0?[1-9])月"
    r"|20[0-9]{2}-[01][0-9]-[0-3][0-9]"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) [0-3]?[0-9], 20[0-9]{2}"
    r"|近日|日前|今日|昨日|当日|近期"
)
_SIGNED = re.compile(r"签署|签订|订立|达成|签约|宣布|签定|公告|signed|entered into|announced")


def find_date_text(text: str, spans: Sequence[Span]) -> Finding | None:
    """The date of signing as printed: the first date of a sentence that signs, a calendar date before 近日."""
    found: list[tuple[int, Finding]] = []
    for start, end in spans:
        for sentence in split_sentences(text, start, end):
            found += _dates(text, sentence)
    return min(found, key=lambda item: item[0], default=(0, None))[1]


def _dates(text: str, sentence: Sentence) -> Iterator[tuple[int, Finding]]:
    folded = fold(text)
    for match in _DATE.finditer(folded, sentence.start, sentence.end):
        ahead = _SIGNED.search(folded, match.end(), min(sentence.end, match.end() + 80))
        byline = re.match(r"(?:电|讯|消息|报道)", folded[match.end() : match.end() + 2])
        rank = (0 if ahead else 4) + (0 if match[0][0].isdigit() or match[0][0].isascii() else 1) + (2 if byline else 0)
        yield rank, Finding(text[match.start() : match.end()], match.start(), match.end(), "date")
