"""A deal's field in words, whatever its shape; for the terminal and the pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlsplit

from storage.views import FieldView, SourceView
from telling.amounts import format_money
from telling.words import Language, Words

#: fields whose values have words of their own
CLOSED_WORDS = ("type", "status", "direction", "model", "modality", "phase")

_ORDER = (
    "grantors", "partners", "assets", "amounts.upfront", "amounts.near_term", "amounts.price", "amounts.equity",
    "amounts.option_fee", "amounts.milestone", "amounts.total", "amounts.paid", "royalty", "territory", "type",
    "direction", "model", "status", "announced", "targets", "modality", "indications", "phase",
)  # fmt: skip


def said(value: object, field: str, language: Language) -> str:
    """The value of a field for reading; empty where no report states it."""
    if value in (None, [], (), "", {}):
        return ""
    return Words(language)(f"{field}.{value}") if field in CLOSED_WORDS else _plain(value, language)


def in_order(fields: Iterable[FieldView]) -> list[FieldView]:
    """The parties, what it is, the sums as they fall due, then the rest as it comes."""
    return sorted(fields, key=lambda each: _ORDER.index(each.field) if each.field in _ORDER else len(_ORDER))


def field_name(field: str, language: Language) -> str:
    """What a field is called: 首付款 of ``amounts.upfront``."""
    kind, _, of = field.partition(".")
    return Words(language)(f"amount.{of}" if kind == "amounts" and of else f"field.{field}")


def outlet(source: SourceView) -> str:
    """Who says it: the medium by its title, else the host of its address."""
    return source.outlet or (urlsplit(source.url).hostname or source.source).removeprefix("www.")


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
