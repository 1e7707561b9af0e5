"""Reads stored articles again with today's reader, and shows what would change before it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.records import Deal, Reading
from storage.deals import save_reading
from storage.engine import Database
from storage.models import ArticleRow, Report
from storage.tellings import HISTORY, SHANGHAI

_BATCH = 200
#: not worth telling: where a value stands, and how sure the reader is
_QUIET = {"evidence", "confidence", "confidences"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a deal that is read differently."""

    deal: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What one article says differently: deals ``found`` now, ``gone`` now, and fields ``changed``."""

    article: int
    title: str
    found: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[FieldChange, ...]


def reread(
    database: Database, *, apply: bool = False, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[Change]:
    """Every stored article that today's reader reads differently; kept where ``apply`` is set, each as it is given out.

    What people decided holds (see ``decisions.py``). Safe to stop and repeat.
    """
    from nlp.reader import EXTRACTOR, read_article  # loads jieba and spaCy

    with database.read() as session:
        wanted = select(ArticleRow.id).where(ArticleRow.read_by != "", ArticleRow.source != HISTORY)
        ids = list(session.scalars(wanted.order_by(ArticleRow.id)))
    for start in range(0, len(ids), _BATCH):
        for article, before in _stored(database, ids[start : start + _BATCH]):
            day = article.published.astimezone(SHANGHAI).date() if article.published else None
            reading = read_article(article.title, article.text, day, source=article.source)
            change = compare(article, before, reading)
            if apply and (change or before or reading.deals):
                with database.write() as session:
                    save_reading(session, article.id, reading, extractor=EXTRACTOR)
            if change:
                yield change
        progress(min(start + _BATCH, len(ids)), len(ids))


def _stored(database: Database, ids: Sequence[int]) -> list[tuple[ArticleRow, list[Deal]]]:
    with database.read() as session:
        rows = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids)).order_by(ArticleRow.id)).all()
        found = [(row, _deals(session, row.id)) for row in rows]
        session.expunge_all()
    return found


def _deals(session: Session, article_id: int) -> list[Deal]:
    data = session.scalars(select(Report.data).where(Report.article_id == article_id).order_by(Report.seq))
    return [Deal.model_validate(each) for each in data]


def compare(article: ArticleRow, before: Sequence[Deal], reading: Reading) -> Change | None:
    """How a reading differs from the stored one; None where it says the same. Deals are paired by their parties."""
    left, found, changed = list(before), list[str](), list[FieldChange]()
    for deal in reading.deals:
        old = max(left, key=lambda other: len(_names(other) & _names(deal)), default=None)
        if old is None or not _names(old) & _names(deal):
            found.append(_shown(deal))
            continue
        left.remove(old)
        was, now = old.model_dump(mode="json", exclude=_QUIET), deal.model_dump(mode="json", exclude=_QUIET)
        changed += [FieldChange(_shown(deal), name, was[name], now[name]) for name in now if was[name] != now[name]]
    gone = tuple(_shown(deal) for deal in left)
    if not (found or gone or changed):
        return None
    return Change(article.id, article.title, tuple(found), gone, tuple(changed))


def _names(deal: Deal) -> set[str]:
    return {party.name for party in (*deal.grantors, *deal.partners)}


def _shown(deal: Deal) -> str:
    sides = ("＋".join(party.name for party in side) or "？" for side in (deal.grantors, deal.partners))
    return " → ".join(sides) + f" ({deal.type}, {deal.mention})"
