"""Numbers written in Chinese characters (七十四点三四亿, 壹亿, 二百余万), read to a Decimal."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

# Scale words behind digits: 950.92百万, 1.11 billion.
SCALES = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
    "trillion": Decimal(10**12),
    "tn": Decimal(10**12),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
    "b": Decimal(10**9),
    "million": Decimal(10**6),
    "mn": Decimal(10**6),
    "mm": Decimal(10**6),
    "m": Decimal(10**6),
    "thousand": Decimal(10**3),
    "k": Decimal(10**3),
}


def read_chinese(number: str) -> Decimal | None:
    """The value of a Chinese numeral; None where it only tells an order of size (数千万) or is malformed."""
    if any(mark in number for mark in "数几"):
        return None
    whole, point, fraction = number.replace("余", "").replace("多", "").partition("点")
    if not point:
        return _whole(whole)
    digits = fraction.rstrip("十百千万亿拾佰仟")
    if not digits or not all(char in _DIGITS for char in digits):
        return None
    base = _whole(whole)
    scale = _whole("一" + fraction[len(digits) :]) if fraction[len(digits) :] else Decimal(1)
    if base is None or scale is None:
        return None
    return (base + Decimal("0." + "".join(str(_DIGITS[char]) for char in digits))) * scale


def _whole(number: str) -> Decimal | None:
    total = section = digit = 0
    seen = False
    for char in number:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if seen and digit else _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        elif char in _LARGE:
            section += digit
            if section == 0 and total == 0:
                section = 1
            whole = char == "亿" or section == 0
            total = (total + section) * _LARGE[char] if whole else total + section * _LARGE[char]
            section = digit = 0
        else:
            return None
        seen = True
    return Decimal(total + section + digit) if seen else None
