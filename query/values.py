"""A deal's field in words, whatever its shape; for the terminal and the pages."""

from __future__ import annotations

from decimal import Decimal

from telling.amounts import format_money
from telling.words import Language, Words

_CLOSED = ("type", "status", "direction", "model", "modality", "phase")


def said(value: object, field: str, language: Language) -> str:
    """The value of a field for reading; empty where no report states it."""
    if value in (None, [], (), "", {}):
        return ""
    return Words(language)(f"{field}.{value}") if field in _CLOSED else _plain(value, language)


def _plain(value: object, language: Language) -> str:
    words = Words(language)
    if isinstance(value, dict):
        if "include" in value:
            return words.territory(value.get("include") or (), value.get("exclude") or ())
        if "currency" in value:
            bound = str(value.get("bound", "exact"))
            return format_money(Decimal(str(value["value"])), str(value["currency"]), language, bound)
        return str(value.get("name") or ", ".join(f"{key} {_plain(each, language)}" for key, each in value.items()))
    if isinstance(value, list | tuple):
        return words.join(_plain(each, language) for each in value)
    if isinstance(value, bool):
        return words.pick("是", "yes") if value else words.pick("否", "no")
    return str(value)
