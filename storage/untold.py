"""What may be told: new deals and events of a span, and which of them a filter leaves; read once for all subscriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.filters import DealFilter
from storage.matching import among, prepare
from storage.models import DealRow, DigestItem, EventRow
from storage.views import deal_public_id

#: events that are the deal itself, which its card tells
_NO_NEWS = ("announced", "proposed")


@dataclass(frozen=True, slots=True)
class _New:
    """A deal or an event: ``key`` is its deal's, ``ref`` what a digest item calls it."""

    ident: int
    ref: str
    key: int
    seen: datetime


class Untold:
    """New deals and events of ``since <= t < until``."""

    def __init__(self, session: Session, *, since: datetime, until: datetime, today: date) -> None:
        self._session = session
        self._today = today
        deals = session.execute(
            select(DealRow.id, DealRow.order_key, DealRow.first_seen)
            .where(DealRow.news, DealRow.state == "live", DealRow.first_seen >= since, DealRow.first_seen < until)
            .order_by(DealRow.first_seen, DealRow.id)
        )
        self._deals = [_New(ident, f"deal:{ident}", key, seen) for ident, key, seen in deals]
        events = session.execute(
            select(EventRow.id, DealRow.order_key, EventRow.recorded)
            .join(DealRow, DealRow.id == EventRow.deal_id)
            .where(
                EventRow.news, DealRow.state == "live", EventRow.kind.not_in(_NO_NEWS),
                EventRow.recorded >= since, EventRow.recorded < until,
            )
            .order_by(EventRow.recorded, EventRow.id)
        )  # fmt: skip
        self._events = [_New(ident, f"event:{ident}", key, seen) for ident, key, seen in events]
        self._formerly = _former_refs(session, [deal.ident for deal in self._deals])

    @property
    def refs(self) -> set[str]:
        """Every ref under which one of the new deals may have been told."""
        return {deal.ref for deal in self._deals}.union(*self._formerly.values())

    def deals(self, asked: DealFilter, *, since: datetime, told: set[str]) -> list[str]:
        """Public ids of the deals that ``asked`` leaves and that were not told, under this or an id merged into it.

        Raises UnknownNameError where ``asked`` names what nobody knows.
        """
        untold = [
            deal
            for deal in self._deals
            if deal.seen >= since and deal.ref not in told and not told & self._formerly.get(deal.ident, set())
        ]
        return [deal_public_id(deal.ident) for deal in self._matching(asked, untold)]

    def events(self, asked: DealFilter, *, since: datetime, told: set[str]) -> set[int]:
        """Ids of the events on deals that ``asked`` leaves and that were not told."""
        untold = [event for event in self._events if event.seen >= since and event.ref not in told]
        return {event.ident for event in self._matching(asked, untold)}

    def _matching(self, asked: DealFilter, found: list[_New]) -> list[_New]:
        if asked.is_empty or not found:
            return found
        keys = sorted({each.key for each in found})
        left = among(prepare(self._session, asked, self._today), keys)
        return [each for each in found if each.key in left]


def told_to(session: Session, subscription: int, among: Iterable[str] | None = None) -> set[str]:
    """The refs of everything that was told to a subscription, or of some things only."""
    told = select(DigestItem.ref).where(DigestItem.subscription_id == subscription)
    return set(session.scalars(told if among is None else told.where(DigestItem.ref.in_(sorted(among)))))


def _former_refs(session: Session, deals: Iterable[int]) -> dict[int, set[str]]:
    """The refs under which a deal may have been told before other deals were merged into it."""
    owner = {deal: deal for deal in deals}
    former: dict[int, set[str]] = {}
    frontier = set(owner)
    while frontier:
        merged = session.execute(
            select(DealRow.id, DealRow.merged_into).where(DealRow.merged_into.in_(frontier), DealRow.state == "merged")
        )
        owner_of = {ident: owner[into] for ident, into in merged if into is not None}
        for ident, deal in owner_of.items():
            former.setdefault(deal, set()).add(f"deal:{ident}")
        owner |= owner_of
        frontier = set(owner_of)
    return former
