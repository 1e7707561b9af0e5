"""Turns what somebody asks (command line, address of a page, arguments of a tool) into a ``DealFilter``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from errors import UnknownValueError
from storage.filters import CLOSED, DealFilter, FilterError

#: Fields that take several values.
MANY = frozenset(
    name for name, field in DealFilter.model_fields.items() if field.default == () and name not in ("cursor",)
)


def read_filter(given: Mapping[str, Any]) -> DealFilter:
    """The filter of these fields, empty ones left out; raises FilterError or UnknownValueError naming the field.

    Values of a closed list may also be written in one: ``type=license,option``.
    """
    asked: dict[str, Any] = {}
    for name, value in given.items():
        if name not in DealFilter.model_fields:
            raise UnknownValueError("filter", name, list(DealFilter.model_fields))
        if name in MANY:
            values = [value] if isinstance(value, str) else list(value or ())
            # a company's name may hold a comma, a closed list's value cannot
            several = name in CLOSED
            parts = [part.strip() for each in values for part in (str(each).split(",") if several else [str(each)])]
            parts = [part for part in parts if part]
            if name in CLOSED:
                for part in parts:
                    if part not in CLOSED[name]:
                        raise UnknownValueError(name, part, list(CLOSED[name]))
            if parts:
                asked[name] = parts
        elif value not in (None, ""):
            asked[name] = value
    try:
        return DealFilter.model_validate(asked)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise FilterError(f"{name.replace('_', ' ')} {asked.get(str(first['loc'][0]))!r}: {why}") from None


def filter_query(asked: DealFilter) -> list[tuple[str, str]]:
    """The fields of a filter that are set, as pairs for an address."""
    pairs: list[tuple[str, str]] = []
    for name, value in asked.model_dump(mode="json", exclude_defaults=True).items():
        pairs += [(name, str(each)) for each in value] if isinstance(value, list) else [(name, str(value))]
    return pairs
