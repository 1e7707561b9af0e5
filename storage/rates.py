"""Keeps the daily exchange rates that came after the shipped table of months."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.fx import Rates, load_rates
from storage.models import Note

_DAY, _ASKED = "rates of ", "rates asked"


def keep_rates(session: Session, days: Mapping[date, Mapping[str, Decimal]]) -> int:
    """Keep the days later than the shipped table, and say how many of them are new; a kept day never changes."""
    last = max(months[-1][0] for months in load_rates().values())
    known = set(session.scalars(select(Note.name).where(Note.name.startswith(_DAY))))
    new = [
        day for day in sorted(days) if (day.year, day.month) > (last.year, last.month) and _DAY + f"{day}" not in known
    ]
    session.add_all(
        Note(name=f"{_DAY}{day}", value=json.dumps({code: str(rate) for code, rate in sorted(days[day].items())}))
        for day in new
    )
    session.flush()
    return len(new)


def ask_today(session: Session, now: datetime) -> bool:
    """Whether nobody has asked for rates on this day yet; it is marked as asked."""
    note = session.get(Note, _ASKED)
    if note is not None and note.value == f"{now:%Y-%m-%d}":
        return False
    session.merge(Note(name=_ASKED, value=f"{now:%Y-%m-%d}"))
    return True


def kept_rates(session: Session) -> Rates:
    """Currency to its (day, dollars for one unit), oldest first: the shipped months, then the kept days."""
    rows = session.execute(select(Note.name, Note.value).where(Note.name.startswith(_DAY)).order_by(Note.name))
    return _parsed(tuple((name, value) for name, value in rows.tuples()))


@lru_cache(maxsize=2)
def _parsed(rows: tuple[tuple[str, str], ...]) -> Rates:
    rates = {code: list(months) for code, months in load_rates().items()}
    for name, value in rows:
        for code, rate in json.loads(value).items():
            rates.setdefault(code, []).append((date.fromisoformat(name.removeprefix(_DAY)), Decimal(rate)))
    return rates
