"""Finds the deals that a filter leaves, by their keys, in order, without ever scanning all deals.

The rarest tag (or the full text) leads, in the order asked for, and every other condition is looked up for each key it
gives: a page costs the same in a small and in a large database. ``order_key`` is the keyset. Only live deals have tags
and words, so nothing else asks for their state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf, prod
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    and_,
    func,
    or_,
    select,
    type_coerce,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from storage.filters import DealFilter, FilterError
from storage.fulltext import DEAL_TEXT, holds
from storage.lookup import TagGroup, tag_group, tag_groups
from storage.models import DealAmount, DealRow, DealTag, Tag, TagTotal
from storage.tags import STEPS

#: looking one deal up in the full text costs as much as reading so many of its hits
_ROW_BY_ROW = 400
_AMOUNTS = {"upfront": (DealRow.upfront_usd, ("upfront",)), "total": (DealRow.total_usd, ("total", "price"))}

#: a condition on the key of a deal, wherever the key stands
Condition = Callable[[SQLColumnExpression[int]], ColumnElement[bool]]


@dataclass(frozen=True, eq=False)
class Matching:
    """A filter made ready: tag groups that all must hold, other conditions, and what the full text must hold."""

    groups: tuple[TagGroup, ...]
    conditions: tuple[Condition, ...]
    text: ColumnElement[bool] | None

    @property
    def impossible(self) -> bool:
        """Whether a value is known and no deal has it."""
        return any(not group.ids for group in self.groups)


def prepare(session: Session, asked: DealFilter, today: date) -> Matching:
    """Resolve names and days; raises UnknownNameError or FilterError."""
    groups = tag_groups(session, asked)
    conditions: list[Condition] = []
    first, last = asked.days(today)
    if first:
        conditions.append(lambda key: key >= first.toordinal() << 32)
    if last:
        conditions.append(lambda key: key < (last.toordinal() + 1) << 32)
    for name in _AMOUNTS:
        _add_amount(session, asked, name, groups, conditions)
    if asked.min_confidence is not None:
        conditions.append(_deal_has(DealRow.confidence >= asked.min_confidence))
    text = holds(session, DEAL_TEXT, asked.text) if asked.text is not None else None
    if asked.text is not None and text is None:
        raise FilterError(f"nothing to search for in {asked.text!r}; give letters, digits or characters")
    if not groups and text is None:
        groups = [tag_group(session, "all", [""])]
    return Matching(tuple(groups), tuple(conditions), text)


def _add_amount(
    session: Session, asked: DealFilter, name: str, groups: list[TagGroup], conditions: list[Condition]
) -> None:
    low, high = getattr(asked, f"min_{name}"), getattr(asked, f"max_{name}")
    if low is None and high is None:
        return
    usd, kinds = _AMOUNTS[name]
    column: InstrumentedAttribute[Any] = usd if asked.currency == "USD" else DealAmount.value
    bounds = [column >= low] if low is not None else []
    bounds += [column <= high] if high is not None else []
    if asked.currency == "USD":
        reached = [step for step in STEPS if low is not None and step <= low]
        if reached:
            groups.append(tag_group(session, name, [str(reached[-1])]))
        conditions.append(_deal_has(column.is_not(None), *bounds))
    else:
        groups.append(tag_group(session, "currency", [asked.currency.lower()]))
        stated = select(DealAmount.deal_id).where(
            DealAmount.deal_id == DealRow.id, DealAmount.currency == asked.currency, DealAmount.kind.in_(kinds), *bounds
        )
        conditions.append(_deal_has(stated.exists()))


def _deal_has(*wanted: ColumnElement[bool]) -> Condition:
    return lambda key: select(DealRow.id).where(DealRow.order_key == key, *wanted).exists()


def newest_keys(
    session: Session, ready: Matching, limit: int, *, oldest: bool = False, after: int | None = None
) -> list[int]:
    """Keys of the matching deals by day, newest (or oldest) first, beyond the key ``after``."""
    if ready.impossible:
        return []
    conditions = list(ready.conditions)
    if after is not None:
        conditions.append(lambda key: key > after if oldest else key < after)
    parts = []
    for lead in _leads(session, ready):
        order = lead.key.asc() if oldest else lead.key.desc()
        parts.append(lead.keys(conditions).order_by(order).limit(limit))
    if len(parts) == 1:
        return list(session.scalars(parts[0]))
    both = union(*(select(part.subquery().c.k) for part in parts)).subquery()
    return list(session.scalars(select(both.c.k).order_by(both.c.k.asc() if oldest else both.c.k.desc()).limit(limit)))


def largest_keys(
    session: Session, ready: Matching, limit: int, name: str, after: tuple[int, int] | None = None
) -> list[tuple[int, int]]:
    """(cents, key) of the matching deals that disclose a sum, the largest first; ``name`` is upfront or total."""
    if ready.impossible:
        return []
    deal = aliased(DealRow)
    column = deal.upfront_usd if name == "upfront" else deal.total_usd
    cents = type_coerce(column, BigInteger)
    if ready.text is None and _walked(session, ready, limit, name) < _rarest(ready):
        conditions = [*map(_has_tag, ready.groups), *ready.conditions]
        found = select(cents, deal.order_key).where(*(condition(deal.order_key) for condition in conditions))
    else:
        keys = matching_keys(session, ready).subquery()
        found = select(cents, deal.order_key).join(keys, deal.order_key == keys.c.k)
    found = found.where(column.is_not(None))
    if after is not None:
        found = found.where(cents <= after[0], or_(cents < after[0], deal.order_key < after[1]))
    found = found.order_by(column.desc(), deal.order_key.desc()).limit(limit)
    return [(row[0], row[1]) for row in session.execute(found)]


def looked_at(session: Session, ready: Matching, limit: int, name: str) -> float:
    """How many deals ``largest_keys`` is likely to look at."""
    return min(_rarest(ready), _walked(session, ready, limit, name))


def _rarest(ready: Matching) -> float:
    return min((group.deals for group in ready.groups), default=inf)


def _walked(session: Session, ready: Matching, limit: int, name: str) -> float:
    """How many of the largest sums are passed until so many deals match, if tags fall independently."""
    disclosed = TagTotal.upfronts if name == "upfront" else TagTotal.totals
    every = select(TagTotal.deals, disclosed).join(Tag, Tag.id == TagTotal.tag_id)
    row = session.execute(every.where(Tag.kind == "all", TagTotal.period == "")).first()
    deals, sums = row if row is not None else (0, 0)
    share = prod(min(group.deals / deals, 1) for group in ready.groups) if deals else 1
    return min(float(sums), limit / share if share else inf)


def matching_keys(session: Session, ready: Matching, more: Sequence[Condition] = ()) -> Select[int]:
    """All matching keys as ``k``, in no order, to join with."""
    parts = [lead.keys([*ready.conditions, *more]) for lead in _leads(session, ready)]
    if len(parts) == 1:
        return parts[0]
    both = union(*parts).subquery()
    return select(both.c.k)


def among(session: Session, ready: Matching, keys: Sequence[int]) -> set[int]:
    """Which of a few keys match."""
    if ready.impossible or not keys:
        return set()
    conditions = [*map(_has_tag, ready.groups), *ready.conditions, *_has_text(ready)]
    deal = aliased(DealRow)
    found = select(deal.order_key).where(deal.order_key.in_(keys))
    return set(session.scalars(found.where(*(condition(deal.order_key) for condition in conditions))))


@dataclass(frozen=True)
class _Lead:
    """Where keys come from, and the conditions that are left to check for each."""

    rows: FromClause
    key: SQLColumnExpression[int]
    condition: ColumnElement[bool]
    others: tuple[Condition, ...]

    def keys(self, conditions: Iterable[Condition]) -> Select[int]:
        checks = [condition(self.key) for condition in (*self.others, *conditions)]
        return select(self.key.label("k")).select_from(self.rows).where(and_(self.condition, *checks))


def _leads(session: Session, ready: Matching) -> list[_Lead]:
    """The full text, or, where it has very many more hits, the rarest tags, one lead for each alternative."""
    groups = sorted(ready.groups, key=lambda group: group.deals)
    if ready.text is not None:
        most = groups[0].deals * _ROW_BY_ROW if groups else 0
        some = select(DEAL_TEXT.c.rowid).where(ready.text).limit(most + 1).subquery()
        if not groups or (session.scalar(select(func.count()).select_from(some)) or 0) <= most:
            return [_Lead(DEAL_TEXT, DEAL_TEXT.c.rowid, ready.text, tuple(map(_has_tag, groups)))]
    others = (*map(_has_tag, groups[1:]), *_has_text(ready))
    tagged = DealTag.__table__
    return [_Lead(tagged, tagged.c.order_key, tagged.c.tag_id == ident, others) for ident in groups[0].ids]


def _has_tag(group: TagGroup) -> Condition:
    other = aliased(DealTag)
    return lambda key: select(other.tag_id).where(other.order_key == key, other.tag_id.in_(group.ids)).exists()


def _has_text(ready: Matching) -> tuple[Condition, ...]:
    held = ready.text
    if held is None:
        return ()
    return (lambda key: select(DEAL_TEXT.c.rowid).where(held, DEAL_TEXT.c.rowid == key).exists(),)
