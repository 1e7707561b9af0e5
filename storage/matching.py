"""Finds the deals that a filter leaves, by their keys, in order, without ever scanning all deals.

The rarest tag (or the full text) leads, in the order asked for, and every other condition is looked up for each key it
gives: a page costs the same in a small and in a large database. ``order_key`` is the keyset. Only live deals have tags
and words, so nothing else asks for their state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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

#: reading a hit of the full text and looking its tags up costs as much as setting so many hits aside to look deals up in
_SET_ASIDE = 3
#: looking one deal up in the full text costs at worst as much as setting so many hits aside
_LOOKED_UP = 3_000
_AMOUNTS = {"upfront": (DealRow.upfront_usd, ("upfront",)), "total": (DealRow.total_usd, ("total", "price"))}

#: a condition on the key of a deal, wherever the key stands
Condition = Callable[[SQLColumnExpression[int]], ColumnElement[bool]]


@dataclass(frozen=True, eq=False)
class Matching:
    """A filter made ready: tag groups that all must hold, other conditions, and what the full text must hold.

    Its estimates, by which the quickest way to the deals is chosen, take tags and words to fall independently.
    """

    session: Session
    groups: tuple[TagGroup, ...]
    conditions: tuple[Condition, ...]
    text: ColumnElement[bool] | None

    @property
    def impossible(self) -> bool:
        """Whether a value is known and no deal has it."""
        return any(not group.ids for group in self.groups)

    @cached_property
    def every(self) -> tuple[int, int, int]:
        """How many deals there are, and how many of them disclose an upfront and a total."""
        kept = select(TagTotal.deals, TagTotal.upfronts, TagTotal.totals).join(Tag, Tag.id == TagTotal.tag_id)
        row = self.session.execute(kept.where(Tag.kind == "all", TagTotal.period == "")).first()
        return row._tuple() if row is not None else (0, 0, 0)

    @property
    def share(self) -> float:
        """Which part of all deals the tags leave."""
        deals = self.every[0]
        return prod(min(group.deals / deals, 1) for group in self.groups) if deals else 1

    @cached_property
    def hits(self) -> float:
        """How many deals hold the words; all, where none are asked for."""
        return self.hits_up_to(inf) if self.text is not None else inf

    def hits_up_to(self, most: float) -> int:
        """How many deals hold the words, counted no further than ``most``."""
        assert self.text is not None
        if self._counted and (self._counted[-1][1] < self._counted[-1][0] or self._counted[-1][0] >= most):
            return int(min(self._counted[-1][1], most))
        held = select(DEAL_TEXT.c.rowid).where(self.text)
        some = held if most > self.every[0] else held.limit(int(most))
        found = self.session.scalar(select(func.count()).select_from(some.subquery())) or 0
        self._counted.append((most, found))
        return found

    @cached_property
    def _counted(self) -> list[tuple[float, int]]:
        """How far hits were counted, and how many were found; each time further."""
        return []

    @property
    def fewest(self) -> float:
        """How many deals the tag, or the words, with the fewest deals leave."""
        return min([self.hits, *(group.deals for group in self.groups)])

    def passed(self, limit: int, name: str) -> float:
        """How many of the largest sums are passed until so many deals match."""
        deals, upfronts, totals = self.every
        share = self.share * min(self.hits / deals, 1) if deals else 0
        return min(upfronts if name == "upfront" else totals, limit / share if share else inf)

    def read(self, limit: int, name: str) -> float:
        """How many rows it takes to find so many of the largest sums."""
        return min(self.fewest, self.passed(limit, name)) + (self.hits / _SET_ASIDE if self.text is not None else 0)


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
    return Matching(session, tuple(groups), tuple(conditions), text)


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
        if high is not None or low not in STEPS:  # a step's tag says it all
            conditions.append(_deal_has(column.is_not(None), *bounds))
    else:
        groups.append(tag_group(session, "currency", [asked.currency.lower()]))
        stated = select(DealAmount.deal_id).where(
            DealAmount.deal_id == DealRow.id, DealAmount.currency == asked.currency, DealAmount.kind.in_(kinds), *bounds
        )
        conditions.append(_deal_has(stated.exists()))


def _deal_has(*wanted: ColumnElement[bool]) -> Condition:
    return lambda key: select(DealRow.id).where(DealRow.order_key == key, *wanted).exists()


def newest_keys(ready: Matching, limit: int, *, oldest: bool = False, after: int | None = None) -> list[int]:
    """Keys of the matching deals by day, newest (or oldest) first, beyond the key ``after``."""
    if ready.impossible:
        return []
    conditions = list(ready.conditions)
    if after is not None:
        conditions.append(lambda key: key > after if oldest else key < after)
    parts = []
    for lead in _leads(ready, limit):
        order = lead.key.asc() if oldest else lead.key.desc()
        parts.append(lead.keys(conditions).order_by(order).limit(limit))
    if len(parts) == 1:
        return list(ready.session.scalars(parts[0]))
    both = union(*(select(part.subquery().c.k) for part in parts)).subquery()
    return list(
        ready.session.scalars(select(both.c.k).order_by(both.c.k.asc() if oldest else both.c.k.desc()).limit(limit))
    )


def largest_keys(ready: Matching, limit: int, name: str, after: tuple[int, int] | None = None) -> list[tuple[int, int]]:
    """(cents, key) of the matching deals that disclose a sum, the largest first; ``name`` is upfront or total."""
    if ready.impossible:
        return []
    deal = aliased(DealRow)
    column = deal.upfront_usd if name == "upfront" else deal.total_usd
    cents = type_coerce(column, BigInteger)
    found = select(cents, deal.order_key).where(column.is_not(None)).order_by(column.desc(), deal.order_key.desc())
    if after is not None:
        found = found.where(cents <= after[0], or_(cents < after[0], deal.order_key < after[1]))
    if ready.passed(limit, name) < ready.fewest:
        with_words = limit * ready.every[0] / ready.hits  # of the deals that have all tags, so many are looked at
        conditions = [*map(_has_tag, ready.groups), *ready.conditions, *_has_words(ready, with_words)]
        walk = found.where(*(condition(deal.order_key) for condition in conditions)).limit(limit)
        # Tags and words may avoid each other: the walk ends where reading all matching deals would have been less work.
        end = ready.session.scalar(found.with_only_columns(cents).offset(int(ready.fewest)).limit(1))
        first = ready.session.execute(walk if end is None else walk.where(cents >= end)).tuples().all()
        if end is None or len(first) == limit:
            return list(first)
    keys = matching_keys(ready).subquery()
    return list(ready.session.execute(found.join(keys, deal.order_key == keys.c.k).limit(limit)).tuples())


def matching_keys(ready: Matching, more: Sequence[Condition] = ()) -> Select[int]:
    """All matching keys as ``k``, in no order, to join with."""
    parts = [lead.keys([*ready.conditions, *more]) for lead in _leads(ready, inf)]
    if len(parts) == 1:
        return parts[0]
    both = union(*parts).subquery()
    return select(both.c.k)


def among(ready: Matching, keys: Sequence[int]) -> set[int]:
    """Which of a few keys match."""
    if ready.impossible or not keys:
        return set()
    conditions = [*map(_has_tag, ready.groups), *ready.conditions, *_has_words(ready, len(keys))]
    deal = aliased(DealRow)
    found = select(deal.order_key).where(deal.order_key.in_(keys))
    return set(ready.session.scalars(found.where(*(condition(deal.order_key) for condition in conditions))))


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


def _leads(ready: Matching, limit: float) -> list[_Lead]:
    """The words or the rarest tags, whichever finds so many keys with less work; a lead for each alternative tag."""
    groups = sorted(ready.groups, key=lambda group: group.deals)
    if ready.text is not None and (not groups or _words_lead(ready, limit)):
        return [_Lead(DEAL_TEXT, DEAL_TEXT.c.rowid, ready.text, tuple(map(_has_tag, groups)))]
    others = (*map(_has_tag, groups[1:]), *_has_words(ready, ready.share * ready.every[0]))
    tagged = DealTag.__table__
    return [_Lead(tagged, tagged.c.order_key, tagged.c.tag_id == ident, others) for ident in groups[0].ids]


def _words_lead(ready: Matching, limit: float) -> bool:
    """Whether hits are fewer than the deals of the rarest tag, or enough of the first hits have all tags."""
    fewest = min(group.deals for group in ready.groups)
    enough = _SET_ASIDE * limit / ready.share if ready.share else inf
    hits = ready.hits_up_to(max(fewest, enough) + 1)
    return hits <= fewest or hits > enough


def _has_tag(group: TagGroup) -> Condition:
    other = aliased(DealTag)
    return lambda key: select(other.tag_id).where(other.order_key == key, other.tag_id.in_(group.ids)).exists()


def _has_words(ready: Matching, deals: float) -> tuple[Condition, ...]:
    """Whether the full text holds the words: few deals are looked up one by one, for more the hits are set aside first."""
    held = ready.text
    if held is None:
        return ()
    if ready.hits_up_to(deals * _LOOKED_UP + 1) > deals * _LOOKED_UP:
        return (lambda key: select(DEAL_TEXT.c.rowid).where(held, DEAL_TEXT.c.rowid == key).exists(),)
    hits = select(DEAL_TEXT.c.rowid).where(held)
    return (lambda key: (key + 0).in_(hits),)  # + 0: or SQLite would let the hits lead
