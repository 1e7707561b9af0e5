"""Money as a reader of each language writes it: 1.12亿美元, US$112 million. Exact; nothing is converted or guessed."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal, get_currency_name

from telling.words import Language

#: English deal news writes these; any other currency is written with its ISO code.
_SYMBOLS = {"USD": "US$", "HKD": "HK$", "AUD": "A$", "CAD": "C$", "TWD": "NT$", "EUR": "€", "GBP": "£", "CNY": "RMB "}
_BOUNDS = {
    "exact": ("", ""),
    "max": ("最高", "up to "),
    "min": ("超过", "more than "),
    "approx": ("约", "about "),
}
_CHINESE = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_ENGLISH = ((Decimal(10**9), " billion"), (Decimal(10**6), " million"))


@lru_cache(maxsize=4096)
def format_money(value: Decimal, currency: str, language: Language, bound: str = "exact") -> str:
    """One sum in one language; ``both`` gives the Chinese form, then the English one."""
    if language == "both":
        return f"{format_money(value, currency, 'zh', bound)} · {format_money(value, currency, 'en', bound)}"
    chinese = language == "zh"
    number, unit = _scaled(value, _CHINESE if chinese else _ENGLISH)
    before = _BOUNDS[bound][0 if chinese else 1]
    if not chinese:
        return (
            f"{before}{_SYMBOLS.get(currency, currency + ' ')}{format_decimal(number, '#,##0.#########', 'en')}{unit}"
        )
    name = "元人民币" if currency == "CNY" else get_currency_name(currency, locale="zh_Hans")
    pattern = "#,##0.#########" if not unit else "0.#########"
    return f"{before}{format_decimal(number, pattern, 'zh_Hans')}{unit}{name}"


def _scaled(value: Decimal, units: tuple[tuple[Decimal, str], ...]) -> tuple[Decimal, str]:
    for size, name in units:
        if abs(value) >= size:
            return value / size, name
    return value, ""
