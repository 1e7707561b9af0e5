"""Every fixed word of a mail in Chinese and English, from ``words.csv``, and the names of places."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale

Language = Literal["zh", "en", "both"]


@cache
def _table() -> dict[str, tuple[str, str]]:
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


def known_words() -> list[str]:
    """Every key of the table."""
    return list(_table())


@cache
def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


@dataclass(frozen=True)
class Words:
    """The words of one language; ``both`` puts the Chinese before the English."""

    language: Language

    def __call__(self, key: str) -> str:
        """The word of a key; a value outside the table (a new phase, a rare modality) is shown as it is."""
        pair = _table().get(key)
        if pair is None:
            return key.partition(".")[2].replace("_", " ") or key
        return self.pick(*pair)

    def pick(self, chinese: str, english: str, *, between: str = " ") -> str:
        """One of two texts, or both where they differ."""
        if self.language == "both" and chinese != english:
            return f"{chinese}{between}{english}"
        return english if self.language == "en" else chinese

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return ": " if self.language == "en" else "："

    def country(self, code: str | None) -> str:
        """Where a company is at home, as ISO 3166 alpha-2; empty where unknown."""
        return self._place(code, "place") if code else ""

    def territory(self, include: Iterable[str], exclude: Iterable[str]) -> str:
        """Where rights hold: 全球（不含大中华区） / worldwide excluding Greater China."""
        inside, outside = _together(include), _together(exclude)
        if not inside:
            return ""
        return self.pick(
            _territory(inside, outside, Words("zh")), _territory(inside, outside, Words("en")), between=" · "
        )

    def join(self, parts: Iterable[str]) -> str:
        """A list as the language writes it; names are never bilingual twice, so ``both`` takes the Chinese comma."""
        return (", " if self.language == "en" else "、").join(part for part in parts if part)

    def _place(self, code: str, kind: str) -> str:
        for key in (f"{kind}.{code}", f"region.{code}"):
            if key in _table():
                return self(key)
        return self.pick(_territories("zh_Hans").get(code, code), _territories("en").get(code, code))


def _together(codes: Iterable[str]) -> list[str]:
    """The codes, with the four that make up Greater China as one."""
    given = list(dict.fromkeys(codes))
    if not {"CN", "HK", "MO", "TW"} <= set(given):
        return given
    return ["greater-china", *(code for code in given if code not in ("CN", "HK", "MO", "TW", "greater-china"))]


def _territory(include: list[str], exclude: list[str], words: Words) -> str:
    inside = words.join(words._place(code, "region") for code in include)
    if words.language == "en":
        inside = inside[:1].upper() + inside[1:]
    if not exclude:
        return inside
    outside = words.join(words._place(code, "region") for code in exclude)
    return f"{inside}（不含{outside}）" if words.language == "zh" else f"{inside} excluding {outside}"
