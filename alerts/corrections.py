"""What was told before and is no longer true: the figures as told against the deal as it is known now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from storage.views import AmountView, DealView


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: ``kind`` is an amount kind, ``partners``, ``grantors`` or ``retracted``."""

    kind: str
    before: tuple[AmountView, ...] | tuple[str, ...] = ()
    after: tuple[AmountView, ...] | tuple[str, ...] = ()


def figures_told(deal: DealView) -> dict[str, Any]:
    """What a mail says of a deal that could turn out wrong, as JSON."""
    return {
        "amounts": [[amount.kind, amount.currency, str(amount.value), amount.bound] for amount in deal.amounts],
        "grantors": [[party.company, party.name, party.printed] for party in deal.grantors],
        "partners": [[party.company, party.name, party.printed] for party in deal.partners],
    }


def title_told(told: dict[str, Any]) -> str:
    """Whose deal was told, where it is one no more."""
    sides = ["、".join(row[1] or row[2] for row in told.get(side, [])) for side in ("grantors", "partners")]
    return " → ".join(side for side in sides if side)


def find_changes(told: dict[str, Any], deal: DealView) -> tuple[Change, ...]:
    """The changes since ``told``; a company under another of its names and a sum with another hedge are none."""
    before = [_amount(*row) for row in told.get("amounts", [])]
    kinds = dict.fromkeys(amount.kind for amount in (*before, *deal.amounts))
    changes = [
        Change(kind, old, new)
        for kind in kinds
        if _sums(old := _of(before, kind)) != _sums(new := _of(deal.amounts, kind))
    ]
    for side in ("grantors", "partners"):
        parties = getattr(deal, side)
        names_now = {name for party in parties for name in (party.company, party.name, party.printed)}
        told_now = told.get(side, [])
        if told_now and parties and not any(names_now & set(row) for row in told_now):
            changes.append(Change(side, tuple(row[1] for row in told_now), tuple(party.name for party in parties)))
    return tuple(changes)


def _amount(kind: str, currency: str, value: str, bound: str) -> AmountView:
    return AmountView(kind, currency, Decimal(value), bound, None, None, None)


def _of(amounts: list[AmountView] | tuple[AmountView, ...], kind: str) -> tuple[AmountView, ...]:
    return tuple(amount for amount in amounts if amount.kind == kind)


def _sums(amounts: tuple[AmountView, ...]) -> set[tuple[str, Decimal]]:
    return {(amount.currency, amount.value) for amount in amounts}
