"""Text as the readers see it: folded one character to one, so that every offset holds in the article as stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from opencc import OpenCC

Span = tuple[int, int]
Language = Literal["zh", "zh-Hant", "en"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SINGLE = {
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u202f\u3000\ufeff\t\r\u2028", " "),
    **dict.fromkeys("‐‑‒–—―−─－﹣", "-"),
    **dict.fromkeys("“”„‟〝〞「」『』＂", '"'),
    **dict.fromkeys("‘’‚‛＇", "'"),
    **dict.fromkeys("・•‧∙●", "·"),
    **dict.fromkeys("〜∼～", "~"),
    "￥": "¥",
    "￡": "£",
    "﹑": "、",
    "､": "、",
    "．": ".",
    "〔": "(",
    "〕": ")",
    "﹙": "(",
    "﹚": ")",
}

# 億(yì)美元: a script converter's reading aid behind a Han character.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(
    rf"(?<=[{_HAN}])\((?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?[aeiouüv{_TONED}]{{1,3}}(?:ng|n|r)?\)(?=[{_HAN}，。、,.])"
)
_ENDS = re.compile(
    r"[。!?\n]+[\"')\]]{0,2}|(?<=[a-z0-9)%])(?<!Pte)(?<!Inc)(?<!Ltd)(?<!Co)(?<!Corp)(?<!Dr)(?<!No)(?<!St)(?<!Feb)(?<!Jan)(?<!Aug)(?<!Sept)(?<!Oct)(?<!Nov)(?<!Dec)(?<!Mar)(?<!Apr)(?<!Lda)\.(?=\s{1,3}[A-Z\"])|\.{3,6}(?=\s)"
    # The items of one announcement: …;二、…
    r"|;(?=\s?(?:[二三四五六]、|其[二三四](?:[,，是为]|$)|第[二三四五][项笔份,，]|[②③④⑤⑥]|[(（][二三四五六2-6][)）]))"
)
_CLAUSE_ENDS = re.compile(r"[。!?\n;,]|(?<=[a-z)])\.(?=\s)")
_OUTLET = (
    "财联社|新浪财经|上证报|证券时报|界面新闻|界面|澎湃新闻|智通财经|格隆汇|证券日报|中国网财经|人民财讯|e公司|央视新闻|新华社|第一财经|每经AI快讯"
    "|每日经济新闻|金十数据|观点网|中新社|中证网|同花顺|科创板日报|中国证券报|中证金牛座|东方财富|云财经"
)
_BOILERPLATE = (
    re.compile(rf"(?:{_OUTLET})\"?[^,。\n]{{0,12}}?(?:电|讯|消息|报道)[,:]"),
    re.compile(
        rf"\((?:(?:{_OUTLET})[^()\n]{{0,16}}|(?:本报)?(?:记者|作者|编辑|来源|文章来源|实习记者|责任编辑)[^()\n]{{0,20}})\)\s{{0,8}}$",
        re.MULTILINE,
    ),
    re.compile(r"(?:原标题|文章来源|责任编辑|本文来源|本文作者|来源)[:][^\n]{0,80}"),
    re.compile(r"(?:免责声明|风险提示|郑重声明|特别声明|版权声明|声明)[:][^\n]*"),
    re.compile(r"Armstrong技术全梳理系列[^\n]*"),
    re.compile(r"Forward[- ]Looking Statements[^\n]*|About [A-Z][^\n.]{1,60}(?=\n)"),
)  # fmt: skip
# What GBK text looks like after a wrong decoding: replacement marks and rare blocks that no article uses.
_MOJIBAKE = re.compile(r"[\ufffd\ue000-\uf8ff\u0080-\u009f]|锟斤拷|烫烫烫|ï¿½|â€|Ã[\u0080-\u00bf]|[ÀÃÂÐÊÎÓÖØÈ]{1}[¡-¿]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``start:end`` of the text, without white space at its edges."""

    start: int
    end: int


@cache
def _table() -> dict[int, str]:
    """Code point to the one character it is read as: half width, Simplified, one dash and one quote."""
    table = {0xFF01 + i: chr(0x21 + i) for i in range(0x5E)}
    han = [chr(code) for block in (range(0x3400, 0x4DC0), range(0x4E00, 0xA000)) for code in block]
    simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table |= {ord(old): new for old, new in zip(han, simplified, strict=True) if old != new and len(new) == 1}
    return table | {ord(old): new for old, new in _SINGLE.items()}


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """The text in half width and Simplified script, of the same length, with pinyin reading aids blanked."""
    folded = text.translate(_table())
    return _PINYIN.sub(lambda match: " " * len(match[0]), folded) if "(" in folded else folded


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of ``text[start:end]``, in order; a line break always ends one, a decimal point never."""
    return list(_split(fold(text), _ENDS, start, len(text) if end is None else end))


def split_clauses(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The parts of ``text[start:end]`` between full stops, semicolons and commas (not 、)."""
    return list(_split(fold(text), _CLAUSE_ENDS, start, len(text) if end is None else end))


def split_paragraphs(text: str) -> list[Sentence]:
    """The lines of the text that are not blank."""
    return list(_split(text, re.compile(r"\n"), 0, len(text)))


def _split(text: str, ends: re.Pattern[str], start: int, end: int) -> Iterator[Sentence]:
    begin = start
    for match in ends.finditer(text, start, end):
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left < len(piece):
        yield Sentence(start + left, start + len(piece.rstrip()))


def strip_boilerplate(text: str, title: str = "") -> list[Span]:
    """Spans to ignore: a title repeated in 【】 or at the start, bylines, sources, disclaimers, series adverts."""
    folded = fold(text)
    spans = [match.span() for pattern in _BOILERPLATE for match in pattern.finditer(folded)]
    head = len(folded) - len(folded.lstrip())
    bracket = re.compile(r"【[^】\n]{4,120}】").match(folded, head)
    if bracket:
        spans.append(bracket.span())
    elif title and folded.startswith(fold(title.strip()), head):
        spans.append((head, head + len(title.strip())))
    return merge_spans(spans)


def merge_spans(spans: list[Span]) -> list[Span]:
    """The same characters as sorted spans that neither touch nor overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def is_mojibake(text: str) -> bool:
    """Whether the text was decoded with the wrong character set (more than one mark in two hundred characters)."""
    return bool(text) and len(_MOJIBAKE.findall(text)) * 200 > len(text)


def guess_language(text: str) -> Language:
    """English where Latin letters outnumber Han characters six to one, else Chinese by its script."""
    han = len(re.findall(rf"[{_HAN}]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    if latin > 6 * han:
        return "en"
    table = _table()
    traditional = sum(ord(char) in table for char in text if "\u3400" <= char <= "\u9fff")
    return "zh-Hant" if traditional * 20 > han else "zh"
