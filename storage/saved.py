"""Queries saved under a name: shared by link, feed and subscription."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import UnknownValueError, UsageError
from storage.filters import DealFilter
from storage.models import SavedQuery
from storage.query import Query

_NAME = re.compile(r"[\w.+-]+( [\w.+-]+)*")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query and its name."""

    name: str
    query: DealFilter
    author: str
    created: datetime


def save_query(session: Session, name: str, query: DealFilter, *, author: str, now: datetime) -> SavedView:
    """Keep a query under a name, in the place of an older one; its limit and cursor are not kept.

    Raises UsageError for a name that no link could carry, UnknownNameError for a company that nobody knows.
    """
    name = name.strip()
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise UsageError(f"{name!r} cannot name a query; take letters, digits, - and _, at most {_LONGEST}")
    Query(session).deals(query.model_copy(update={"limit": 1, "cursor": None}))
    row = session.get(SavedQuery, name) or SavedQuery(name=name)
    row.query = query.model_dump(mode="json", exclude_defaults=True, exclude={"limit", "cursor"})
    row.author, row.created = author, now
    session.add(row)
    session.flush()
    return _view(row)


def saved_queries(session: Session) -> list[SavedView]:
    """All of them by name."""
    return [_view(row) for row in session.scalars(select(SavedQuery).order_by(SavedQuery.name))]


def saved_query(session: Session, name: str) -> SavedView:
    """The query of a name; raises UnknownValueError with the nearest names."""
    row = session.get(SavedQuery, name.strip())
    if row is None:
        raise UnknownValueError("saved query", name, list(session.scalars(select(SavedQuery.name))))
    return _view(row)


def remove_query(session: Session, name: str) -> None:
    """Forget a saved query; subscriptions made from it go on."""
    session.delete(session.get(SavedQuery, saved_query(session, name).name))


def _view(row: SavedQuery) -> SavedView:
    return SavedView(row.name, DealFilter.model_validate(row.query), row.author, row.created)
