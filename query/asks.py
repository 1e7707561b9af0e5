"""Turns what somebody asks (command line, address of a page, arguments of a tool) into a ``DealFilter``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy.orm import Session

from errors import UnknownValueError
from query.values import CLOSED_WORDS
from storage.filters import CLOSED, DealFilter, FilterError
from storage.saved import saved_query
from telling.words import Words, known_words

#: how a saved query is named where it is asked
SAVED = "saved"


class Asked(DealFilter):
    """A filter that may begin with a saved one; what is given besides takes the place of the saved fields."""

    saved: str | None = Field(None, max_length=80, description="name of a saved query to begin with")

    def filter(self, session: Session) -> DealFilter:
        """The two as one."""
        given = self.model_dump(exclude_unset=True)
        return asked_filter(session, {name: value for name, value in given.items() if name in _ASKED})


_ASKED = frozenset((*DealFilter.model_fields, SAVED))

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
            parts = [_value(name, part) for part in parts if part]
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


def _value(field: str, typed: str) -> str:
    """The value that a word means, as 双抗 or "out-licensing" do; what is no such word stays as typed."""
    return _meant().get((field, typed.casefold()), typed) if field in CLOSED_WORDS else typed


@cache
def _meant() -> dict[tuple[str, str], str]:
    found = {}
    for key in known_words():
        field, _, value = key.partition(".")
        if field in CLOSED_WORDS:
            for language in ("zh", "en"):
                found[field, Words(language)(key).casefold()] = value
    return found


def asked_filter(session: Session, given: Mapping[str, Any]) -> DealFilter:
    """``read_filter`` on top of the saved query that ``saved`` names, if any; raises UnknownValueError."""
    fields = dict(given)
    name = fields.pop(SAVED, None)
    if not name:
        return read_filter(fields)
    saved = saved_query(session, name).query.model_dump(exclude_defaults=True)
    return read_filter(saved | {field: value for field, value in fields.items() if value not in (None, "", (), [])})


def filter_query(asked: DealFilter) -> list[tuple[str, str]]:
    """The fields of a filter that are set, as pairs for an address."""
    pairs: list[tuple[str, str]] = []
    for name, value in asked.model_dump(mode="json", exclude_defaults=True).items():
        pairs += [(name, str(each)) for each in value] if isinstance(value, list) else [(name, str(value))]
    return pairs
