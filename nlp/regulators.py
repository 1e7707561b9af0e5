"""Authorities and countries abroad in a sentence, each folded into one character so that rules can speak of them.

The authorities are listed in ``lexicon/regulators.csv``; where a text names only the country, the country stands for its own.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.territory import find_places

AUTHORITY, PLACE = "\uf000", "\uf001"
#: Not abroad, or no place that approves anything.
_HOME = frozenset({"CN", "HK", "MO", "TW", "-", "world", "greater-china", "asia", "asia-pacific", "overseas"})
_BRACKET = re.compile(r"\([^()\n]{0,60}\)")
_QUIET = frozenset("\"'®™")
#: 哥伦比亚 + 国家药品和食品监督管理局, 白俄罗斯 + 共和国卫生部.
_OFFICE = re.compile(
    r"(?:共和国|王国|联邦)?(?:国家|中央)?(?:药品|食品|卫生|医疗|健康|药物|药监|医药)[^,。;获收已在]{0,16}?(?:管理局|监督局|监管局|总局|署|委员会|管理处|卫生部|安全部|药监局|药管局|(?<=卫生)部)"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with authorities and countries as single characters; ``names[i]`` is what character *i* stands for."""

    text: str
    names: tuple[str, ...]
    offsets: tuple[int, ...]
    ends: tuple[int, ...]


@cache
def _rows() -> list[dict[str, str]]:
    with (Path(__file__).parent / "lexicon" / "regulators.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _authorities() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern over every word, and word to name; of a word with a plus (CE+认证) what follows the plus must follow."""
    words = {word: row["name"] for row in _rows() for word in row["words"].split(";")}
    patterns = []
    for word in sorted(words, key=len, reverse=True):
        own, _, after = word.partition("+")
        ahead = rf"(?={re.escape(after)})" if after else "(?![A-Za-z])"
        patterns.append(rf"(?<![A-Za-z]){re.escape(own)}{ahead}")
    return re.compile("|".join(patterns)), {word.partition("+")[0]: name for word, name in words.items()}


def country_of(regulator: str) -> str:
    """The country or region (as ``find_regulator`` names it) that an authority decides for; empty for the WHO."""
    return next((_country(row["country"]) for row in _rows() if row["name"] == regulator and row["country"]), "")


@cache
def _country(code: str) -> str:
    from babel import Locale

    if not code.isupper():
        return "European Union" if code == "eu" else code.replace("-", " ").title()
    return str(Locale.parse("en").territories.get(code, code))


def _office_of(code: str) -> str:
    """The authority of a country where the table has one, else the country itself."""
    own = [row["name"] for row in _rows() if row["country"] == code]
    return own[0] if len(own) == 1 else _country(code)


def mark_authorities(text: str, start: int, end: int) -> Marked | None:
    """The sentence ``text[start:end]`` (folded) with what is abroad marked; None where it names nothing abroad."""
    pattern, names = _authorities()
    found = {m.start(): (m.end(), AUTHORITY, names[m[0]]) for m in pattern.finditer(text, start, end)}
    taken = [(at, stop) for at, (stop, _, _) in found.items()]
    for place in find_places(text, start, end):
        if any(at < place.end and place.start < stop for at, stop in taken):
            continue
        if len(place.codes) == 1 and place.codes[0] not in _HOME:
            office = _OFFICE.match(text, place.end, end)
            if office:
                found[place.start] = (office.end(), AUTHORITY, _office_of(place.codes[0]))
            else:
                found[place.start] = (place.end, PLACE, _country(place.codes[0]))
    return _folded(text, start, end, found) if found else None


def _folded(text: str, start: int, end: int, found: dict[int, tuple[int, str, str]]) -> Marked:
    chars: list[str] = []
    names: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    at = start
    while at < end:
        stop, char, name = found.get(at, (at + 1, text[at], ""))
        if not name and char == "(" and (bracket := _BRACKET.match(text, at, end)):
            at = bracket.end()
            continue
        if name or char not in _QUIET:
            chars.append(char)
            names.append(name)
            offsets.append(at)
            ends.append(stop)
        at = max(stop, at + 1)
    return Marked("".join(chars), tuple(names), tuple(offsets), tuple(ends))
