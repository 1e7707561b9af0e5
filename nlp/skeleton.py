"""A sentence with each party folded into one character, so that rules can speak of parties as of letters.

Party *i* becomes ``chr(PARTY + i)``; brackets are dropped, pronouns (公司, 后者, 对方) become the party they stand for. Every
character knows the offsets of the article that it covers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.entities import Entity
from nlp.names import Name

PARTY = 0xE000
PARTY_MAX = 0xE7FF
#: Regex class of one party character.
P = "[\ue000-\ue7ff]"

_PRONOUN = re.compile(
    r"(?:(?<=[,。、;:\s》与向由给予对和及为使系除并故的得至])|^|(?<=授权)|(?<=支付)|(?<=以及)|(?<=通过)|(?<=根据)|(?<=如果)|(?<=本次)|(?<=目前)|(?<=此前)|(?<=届时))"
    r"(?<!标的)(?<!目标)(?:本公司|上市公司|本集团|公司方面|公司|集团)(?!章程|法|债|名称|登记|类型|制|股票代码)"
    r"|(?:(?<=收购)|(?<=受让)|(?<=认购)|(?<=转让)|(?<=持有))(?<!特殊目的收购)公司(?=[^,。;]{0,8}(?:\d|股份|股权|控制权))"
)
_MARK = re.compile("[(（.,\\s\u3000“”\"'®™]")
_LATTER = re.compile(r"后者|(?<!交易)(?<!合同)(?<!相)对方|(?:(?<=授予)|(?<=给)|(?<=予))(?:这|该)家[^,。;\s]{0,12}?公司")
_THAT = re.compile(r"(?<=收购|并购|投资|入股|控股|买下)(?:该公司|这家公司)")
_FORMER = re.compile(r"前者")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """``text`` with parties as single characters; ``offsets[i]`` is where its character *i* begins in the article."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Article offsets of skeleton characters ``start:end``."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.ends[end - 1]


def party_ids(text: str) -> list[int]:
    """The entities that a piece of skeleton names, in order, each once."""
    seen: dict[int, None] = {}
    for char in text:
        if PARTY <= ord(char) <= PARTY_MAX:
            seen[ord(char) - PARTY] = None
    return list(seen)


def build_skeleton(
    text: str,
    start: int,
    end: int,
    names: Sequence[tuple[Name, Entity]],
    *,
    announcer: Entity | None,
    before: Sequence[int] = (),
) -> Skeleton:
    """The skeleton of ``text[start:end]``.

    ``names`` are the names inside it with their entities, in order; ``announcer`` is who 公司 means; ``before`` the entities
    named just before this sentence, latest last (who 后者 means where the sentence names nobody yet).
    """
    chars: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []

    def put(char: str, at: int, to: int) -> None:
        chars.append(char)
        offsets.append(at)
        ends.append(to)

    position = start
    recent = list(before)
    pronouns = {m.start(): m for m in _PRONOUN.finditer(text, start, end)} if announcer else {}
    latter = {m.start(): m for m in _LATTER.finditer(text, start, end)}
    former = {m.start(): m for m in _FORMER.finditer(text, start, end)}
    that = {m.start(): m for m in _THAT.finditer(text, start, end)}
    starts = {name.start: (name, entity) for name, entity in names}
    # Between names, pronouns, brackets and marks the text is copied in one piece.
    marks = {match.start() for match in _MARK.finditer(text, start, end)}
    stops = sorted({*starts, *pronouns, *latter, *former, *that, *marks, end})
    while position < end:
        stop = stops[bisect_left(stops, position)]
        if stop > position:
            chars.extend(text[position:stop])
            offsets.extend(range(position, stop))
            ends.extend(range(position + 1, stop + 1))
            position = stop
            continue
        if position in starts:
            name, entity = starts[position]
            put(chr(PARTY + entity.index), name.start, name.end)
            recent = [e for e in recent if e != entity.index] + [entity.index]
            position = name.end
            continue
        # 新成立的公司X: the word says what X is, not who speaks.
        appositive = (
            text[position - 1 : position] == "的" and position in pronouns and pronouns[position].end() in starts
        )
        if position in pronouns and announcer is not None and not appositive:
            put(chr(PARTY + announcer.index), position, pronouns[position].end())
            recent = [e for e in recent if e != announcer.index] + [announcer.index]
            position = pronouns[position].end()
            continue
        if position in latter and recent:
            # 公司收到对方支付的款项: the other side is not who the clause has just named.
            clause = "".join(chars[-40:]).rpartition(",")[2]
            told = party_ids(clause.rpartition("。")[2])
            other = latter[position][0] == "对方" and len(recent) > 1 and told[-1:] == recent[-1:]
            put(chr(PARTY + recent[-2 if other else -1]), position, latter[position].end())
            position = latter[position].end()
            continue
        if position in that and len(recent) >= 2:
            put(chr(PARTY + recent[-2]), position, that[position].end())
            position = that[position].end()
            continue
        if position in former and len(recent) >= 2:
            put(chr(PARTY + recent[-2]), position, former[position].end())
            position = former[position].end()
            continue
        if (
            text[position] == "."
            and chars
            and PARTY <= ord(chars[-1]) <= PARTY_MAX
            and re.match("[(,)、\u4e00-\u9fff]", text[position + 1 : position + 2])
        ):
            position += 1  # the dot of Inc.
            continue
        if text[position] in "(（":
            close = _closing(text, position, end)
            inner = text[position + 1 : close]
            named = any(position < name.start < close for name, _ in names)
            if (
                close > position
                and (
                    not named
                    or re.match(r"\s*(?:以下|下称|简称|\"|“)", inner)
                    or _PARTY_LAST.search("".join(chars[-3:]))
                )
                and len(inner) <= 120
            ):
                position = close + 1
                continue
        if (
            text[position] == ","
            and text[position - 1 : position].isdigit()
            and text[position + 1 : position + 2].isdigit()
        ):
            position += 1  # 14,100万 is one number
            continue
        if text[position] not in " \u3000“”\"'®™":
            put(text[position], position, position + 1)
        position += 1
    chars, offsets, ends = _collapsed(chars, offsets, ends)
    if len(chars) > 1 and PARTY <= ord(chars[0]) <= PARTY_MAX and chars[1] == ":":
        # 某某公司:与…签署… is a sentence whose subject stands before a colon.
        del chars[1], offsets[1], ends[1]
    return Skeleton("".join(chars), tuple(offsets), tuple(ends))


#: BioNTech公司(BioNTech): what the bracket says again is no second party.
_PARTY_LAST = re.compile(rf"{P}(?:公司|集团)?$")
#: What an associate does, the company that holds a part of it does not: 参股公司与A签署许可.
_ASSOCIATE = re.compile(rf"{P}(?=:?(?:的)?参股(?:子|孙)?公司)")
_OF_ITSELF = re.compile(
    rf"({P})(?:的|之)?(?:间接|直接)?(?:全资|控股|附属|旗下|下属|成员)*(?:子公司|孙公司|附属公司|旗下|公司|集团)(?=\1)"
)


def _collapsed(chars: list[str], offsets: list[int], ends: list[int]) -> tuple[list[str], list[int], list[int]]:
    """Without the first of 默克子公司EMD Serono where both are one entity: rules see it once."""
    text = "".join(chars)
    drop = {i for match in _OF_ITSELF.finditer(text) for i in range(match.start(), match.end())}
    drop |= {match.start() for match in _ASSOCIATE.finditer(text)}
    keep = [i for i in range(len(chars)) if i not in drop]
    return [chars[i] for i in keep], [offsets[i] for i in keep], [ends[i] for i in keep]


def _closing(text: str, start: int, end: int) -> int:
    """Offset of the bracket that closes the one at ``start``; ``start`` itself where none does."""
    depth = 0
    for i in range(start, min(end, start + 200)):
        if text[i] in "(（":
            depth += 1
        elif text[i] in ")）":
            depth -= 1
            if depth == 0:
                return i
    return start
