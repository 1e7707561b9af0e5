"""Subscriptions as people describe them become a checked row, or a line that says why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from errors import UnknownValueError
from storage.engine import Database
from storage.errors import SubscriptionError
from storage.filters import DealFilter
from storage.query import Query
from storage.saved import saved_query
from storage.schedule import QuietHours, Schedule
from storage.subscriptions import (
    DEFAULT_QUERY,
    HEAD_START,
    SECTIONS,
    NewSubscription,
    SubscriptionView,
    add_subscription,
    confirm,
    unsubscribe,
    unsubscribe_address,
)

_SAVED = "saved="


def begin_subscription(
    db: Database, *, now: datetime, confirmed: bool, name: str | None, recipients: Iterable[str], language: str,
    schedule: str, timezone: str, filters: Iterable[str], sections: Iterable[str], channels: Iterable[str],
    alert_usd: int | None, options: dict[str, Any],
) -> SubscriptionView:  # fmt: skip
    """Check and add a subscription; raises SubscriptionError, ScheduleError or UnknownValueError.

    Without ``filters`` it asks for ``DEFAULT_QUERY``.
    """
    to, other, asked = tuple(recipients), tuple(channels), tuple(filters)
    if not to and not other:
        raise SubscriptionError("nobody to tell; give an e-mail address or --channel NAME")
    Schedule(schedule, timezone)
    if options.get("quiet_hours"):
        QuietHours.parse(options["quiet_hours"], timezone)
    wanted = tuple(sections) or SECTIONS
    for section in wanted:
        if section not in SECTIONS:
            raise UnknownValueError("section", section, list(SECTIONS))
    try:
        query = DealFilter.model_validate(_with_saved(db, asked)) if asked else DEFAULT_QUERY
        new = NewSubscription.model_validate(
            {
                "name": name or (to or other)[0], "recipients": to, "language": language, "schedule": schedule,
                "timezone": timezone, "query": query, "sections": wanted, "channels": other, "alert_usd": alert_usd,
                "options": options,
            }
        )  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
        raise SubscriptionError(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None
    with db.read() as session:
        deals = Query(session, today=now.date()).deals  # refuses names that nobody knows
        deals(query.model_copy(update={"limit": 1}))
        for company in new.options.watch:
            deals(DealFilter(company=(company,), limit=1))
    with db.write() as session:
        return add_subscription(session, new, now=now, confirmed=confirmed, since=now - HEAD_START)


def _with_saved(db: Database, pairs: Iterable[str]) -> dict[str, Any]:
    """``read_filters`` on top of the saved queries that ``saved=NAME`` names; raises UnknownValueError."""
    given = list(pairs)
    names = [pair.removeprefix(_SAVED) for pair in given if pair.startswith(_SAVED)]
    fields: dict[str, Any] = {}
    with db.read() as session:
        for name in names:
            fields |= saved_query(session, name).query.model_dump(exclude_defaults=True)
    return fields | read_filters(pair for pair in given if not pair.startswith(_SAVED))


def read_filters(pairs: Iterable[str]) -> dict[str, Any]:
    """``["province=江苏", "province=上海", "min_upfront=1000000"]`` as the fields of a ``DealFilter``."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        field = field.strip().replace("-", "_")
        if not equals or not value.strip():
            raise SubscriptionError(f"--query {pair!r}: write it as field=value, for example province=江苏")
        if field not in DealFilter.model_fields:
            raise UnknownValueError("query field", field, list(DealFilter.model_fields))
        found.setdefault(field, []).append(value.strip())
    return {field: values if len(values) > 1 else values[0] for field, values in found.items()}


def describe_query(query: DealFilter) -> str:
    """What a query leaves, about as it was typed: ``province=江苏 · direction=out|in``."""
    asked = query.model_dump(mode="json", exclude_defaults=True)
    return " · ".join(f"{field}={'|'.join(map(str, v)) if isinstance(v, list) else v}" for field, v in asked.items())


def use_token(db: Database, token: str, what: Literal["confirm", "unsubscribe"], *, now: datetime) -> str:
    """Confirm or end by a token (or, to end, by an address); gives the subscription's name or the address."""
    with db.write() as session:
        if what == "unsubscribe" and "@" in token:
            if not unsubscribe_address(session, token, now=now, reason="by the operator"):
                raise SubscriptionError(f"no live subscription of {token!r}; see `chuhai subscriptions list`")
            return token
        found = (confirm if what == "confirm" else unsubscribe)(session, token, now=now)
        if found is None:
            raise SubscriptionError("no address has that token, or it was ended; subscribe again")
        return found.name
