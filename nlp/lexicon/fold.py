"""Folds text for comparison (width, case, accents, traditional characters), one character for one: offsets hold."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_HAN = range(0x4E00, 0xA000)
_SPACES = "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000\t"
_SAME = {"’": "'", "‘": "'", "＇": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "•": "·", "・": "·", "‧": "·"}


_MANY = 60


@cache
def folding() -> dict[str, str]:
    """Every character that has a plainer form: A to a, Ａ to a, é to e, 藥 to 药, （ to (; all values one character."""
    from opencc import OpenCC

    # A line for each character keeps OpenCC from reading neighbours as phrases.
    han = "\n".join(map(chr, _HAN))
    table: dict[str, str] = {old: new for old, new in zip(han, OpenCC("t2s").convert(han), strict=True) if old != new}
    for code in (*range(0x41, 0x250), *range(0xFF01, 0xFF5F)):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if base != chr(code) and len(base) == 1:
            table[chr(code)] = base
    return table | dict.fromkeys(_SPACES, " ") | _SAME


def fold(text: str) -> str:
    """``text`` with every character in its plainest form; the length does not change."""
    table = folding()
    odd = table.keys() & set(text)
    if len(odd) > _MANY:
        return text.translate({ord(char): table[char] for char in odd})
    # A handful of replacements is four times as fast as looking every character up.
    for char in odd:
        text = text.replace(char, table[char])
    return text


_LEGAL_ZH = re.compile(
    r"(?:(?:\([^()]{1,8}\))?(?:集团)?(?:控股)?(?:股份)?(?:有限责任公司|有限公司|责任公司|公司|株式会社)|合伙企业)?(?:\([^()]{1,8}\))?$"
)
_LEGAL_EN = re.compile(
    r"(?:\s{0,4}\((?:us|usa|china|cayman|hong kong|hk|shanghai|suzhou|beijing)\))?"
    r"(?:[\s,.]{1,4}(?:incorporated|inc|ltd|limited|llc|llp|lp|corp|corporation|co|company|plc|ag|gmbh|s\.?a|n\.?v|b\.?v|ab|a/s|"
    r"s\.?p\.?a|s\.?r\.?l|se|kgaa|kk|k\.k|oy|asa|pty|pte)){0,6}[\s.]{0,4}$"
)
_SHARE_CLASS = re.compile(r"-(?:u|b|w|s|p|sw|ub|uw)$")


def name_key(name: str) -> str:
    """The form under which two spellings of a name are equal: folded, no spaces, no legal form, no share class.

    ``恒瑞医药股份有限公司`` and ``恒瑞医药`` give one key, so do ``Zai Lab (US) LLC`` and ``ZaiLab``.
    """
    key = _SHARE_CLASS.sub("", fold(name).strip().lstrip("*"))
    # KGaA is what tells Merck of Darmstadt from Merck & Co.
    bare = _LEGAL_EN.sub("", key) if not key.startswith("merck") else key
    bare = _LEGAL_ZH.sub("", bare.strip()) or bare
    return re.sub(r"[\s,.·'\"]+", "", bare if len(bare) > 1 else key)
