"""Training sentences: a template picked, its choices made, its slots filled; out come a text and its labelled spans."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import opencc

from nlp.train.names import MAKERS, Name, coined_word
from nlp.train.words import WORDS, common_word

_NAME_SLOT = re.compile(rf"({'|'.join(MAKERS)})(\d?)(\.s)?")
_SHARES = {"deal": 0.5, "news": 0.31, "market": 0.1, "english": 0.09}
_TRADITIONAL = 0.05
_BLANKS = 0.03


@dataclass(frozen=True)
class Sample:
    """A text and where its names are: (start, end, label)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass
class _Draft:
    """A sample while it is put together."""

    rng: Random
    names: dict[str, Name] = field(default_factory=dict)
    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, text: str, label: str = "") -> None:
        if label:
            self.spans.append((len(self.text), len(self.text) + len(text), label))
        self.text += text


Part = str | list["Part"]
"""A literal, or a choice: a list of alternatives, each a list of parts."""


def _parse(line: str, at: int = 0, inside: bool = False) -> tuple[list[list[Part]], int]:
    """Read alternatives from ``at`` up to the closing brace; braces nest."""
    alternatives: list[list[Part]] = [[]]
    literal = ""
    while at < len(line):
        mark = line[at]
        if mark in "{}" or (mark == "|" and inside):
            if literal:
                alternatives[-1].append(literal)
                literal = ""
            if mark == "{":
                choice, at = _parse(line, at + 1, inside=True)
                alternatives[-1].append([list(option) for option in choice])
            elif mark == "|":
                alternatives.append([])
            else:
                return alternatives, at
        else:
            literal += mark
        at += 1
    if literal:
        alternatives[-1].append(literal)
    return alternatives, at


@cache
def templates() -> dict[str, list[list[Part]]]:
    """The parsed lines of ``templates.txt`` by section."""
    sections: dict[str, list[list[Part]]] = defaultdict(list)
    section = ""
    for line in Path(__file__).with_name("templates.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            sections[section].append(_parse(line)[0][0])
    return dict(sections)


def _common(kind: str, rng: Random) -> str:
    """A word of daily or, for nouns, of the trade's language."""
    if kind == "n" and rng.random() < 0.35:
        return str(rng.choice(WORDS["fill"]["topic"]))
    return common_word(kind, rng)


def _money(rng: Random) -> str:
    figures = (
        str(rng.randint(1, 990)),
        f"{rng.uniform(0.5, 99):.2f}",
        f"{rng.uniform(1, 99):.1f}",
        f"{rng.randint(1, 99)},{rng.randint(100, 999)}",
    )
    unit = rng.choice(("万", "亿", "亿", "百万", ""))
    currency = rng.choice(("元", "元", "美元", "美元", "欧元", "港元", "元人民币", "日元", "英镑", "美金"))
    return rng.choice(("", "", "", "", "人民币", "约", "逾", "最高")) + rng.choice(figures) + unit + currency


def _day(rng: Random) -> str:
    month_day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    full = f"{rng.randint(2018, 2026)}年{month_day}"
    return rng.choice((month_day, month_day, full, "近日", "日前", "当地时间周一", "今日"))


def _ticker(rng: Random) -> str:
    number = rng.randint(100, 999)
    quote = f"{rng.uniform(3, 90):.3f},{rng.uniform(-3, 3):.2f},{rng.uniform(-9, 9):.2f}%"
    codes = (f"600{number}.SH", f"688{number}.SH", f"300{number}.SZ", f"0{number}0.HK", f"{number}.HK", f"600{number}")
    code = rng.choice((*codes, quote))
    return rng.choice(("", "", f"({code})", f"（{code}）"))


def _lead(rng: Random) -> str:
    day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    wire = rng.choice(WORDS["name"]["auspicious"]) + rng.choice("联通讯华新闻") + "社"
    pen = rng.choice((rng.choice(WORDS["name"]["latin_given"]), coined_word(rng)))
    leads = (
        f"{wire}{day}电，", f"{day}，", f"{day}晚间，", f"{wire}{day}讯，", f"《早参考》{day}讯，", "原标题：",
        "快讯：", f"▎{pen} {day}，", f"{pen}{day}， ", "【】", "午间公告一览：", f"{rng.randint(1, 30)}、",
    )  # fmt: skip
    return rng.choice(leads) if rng.random() < 0.6 else ""


def _number(rng: Random) -> str:
    year = str(rng.randint(1990, 2026))
    return rng.choice(
        (str(rng.randint(1, 99)), f"{rng.uniform(1, 3000):.2f}", year, rng.choice("一二三四五六七八九十"))
    )


def _dollars(rng: Random) -> str:
    return rng.choice(
        (f"${rng.randint(1, 950)} million", f"US${rng.uniform(1, 12):.1f} billion", f"${rng.randint(5, 90)}M")
    )


def _letters(rng: Random, size: int) -> str:
    return "".join(rng.choices("ABCDEFGHIKLMNOPRSTUVXYZ", k=size))


_DATELINES = ("SHANGHAI", "SUZHOU, China", "BEIJING", "CAMBRIDGE, Mass.", "SAN DIEGO", "BASEL, Switzerland", "BOSTON")
FILLERS: dict[str, Callable[[Random], str]] = {
    "money": _money,
    "day": _day,
    "tick": _ticker,
    "lead": _lead,
    "pct": lambda rng: f"{rng.choice((str(rng.randint(1, 100)), f'{rng.uniform(0, 100):.2f}'))}%",
    "num": _number,
    "usd": _dollars,
    "place": lambda rng: rng.choice(WORDS["name"]["places"] + WORDS["name"]["abroad"]),
    "PLACE": lambda rng: rng.choice(_DATELINES),
    "CODE": lambda rng: _letters(rng, 4),
    "trial": lambda rng: f"{_letters(rng, rng.randint(4, 7))}{rng.choice(('', '-'))}{rng.randint(1, 9)}",
    "n": lambda rng: _common("n", rng),
    "v": lambda rng: _common("v", rng),
    "a": lambda rng: _common("a", rng),
}


def _fill(part: Part, draft: _Draft) -> None:
    """Write one literal or one choice; an alternative that is the name of a slot is that slot."""
    rng = draft.rng
    if isinstance(part, str):
        draft.add(part)
        return
    option = rng.choice(part)
    assert isinstance(option, list)
    if len(option) == 1 and isinstance(option[0], str) and not option[0].startswith("?"):
        _fill_word(option[0], draft)
        return
    if option and isinstance(option[0], str) and option[0].startswith("?"):
        if rng.random() < 0.5:
            return
        rest = option[0][1:]
        if len(option) == 1:
            _fill_word(rest, draft)
            return
        option = [rest, *option[1:]]
    for inner in option:
        _fill(inner, draft)


def _fill_word(word: str, draft: _Draft) -> None:
    rng = draft.rng
    if match := _NAME_SLOT.fullmatch(word):
        kind, digit, short = match.groups()
        name = draft.names.get(kind + digit) if digit else None
        if name is None:
            name = MAKERS[kind](rng)
            draft.names[kind + digit] = name
        blank = " " if rng.random() < _BLANKS else ""
        draft.add(blank + name.before)
        draft.add(name.short if short else name.text, name.label)
        draft.add(blank if short else name.after + blank)
    elif word.startswith("w:"):
        lists: dict[str, list[str]] = {**WORDS["name"], **WORDS["fill"]}
        draft.add(rng.choice(lists[word[2:]]))
    elif word in FILLERS:
        draft.add(FILLERS[word](rng))
    else:
        draft.add(word)


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def make_sample(rng: Random) -> Sample:
    """One to three sentences that need not belong together, sometimes in Traditional script."""
    draft = _Draft(rng)
    sections, shares = list(_SHARES), list(_SHARES.values())
    for number in range(rng.choice((1, 1, 2, 3))):
        if number and draft.text[-1:] not in "。”！：":
            draft.add(rng.choice(("。", "；", " ", "，")))
        if rng.random() < 0.5:
            draft.names.clear()
        for part in rng.choice(templates()[rng.choices(sections, shares)[0]]):
            _fill(part, draft)
    text = draft.text
    if rng.random() < _TRADITIONAL:
        converted = _traditional().convert(text)
        text = converted if len(converted) == len(text) else text
    return Sample(text, tuple(draft.spans))


def make_samples(seed: int) -> Iterator[Sample]:
    """Samples without end, the same for the same seed."""
    rng = Random(seed)  # noqa: S311 - training data, no secret
    while True:
        yield make_sample(rng)
