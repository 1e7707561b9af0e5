"""What people decided about a deal, applied over what its reports say: holds whatever is extracted later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.records import Amount, Deal
from storage.errors import DecisionError
from storage.models import DealRow, ReviewDecision

#: fields that a person may correct, beside ``amounts.<kind>``, ``announced``, ``grantors`` and ``partners``
_PLAIN = frozenset({
    "type", "direction", "status", "model", "modality", "phase", "royalty", "exclusive", "option", "targets",
    "indications", "territory", "assets",
})  # fmt: skip


@dataclass(frozen=True)
class Corrections:
    """The decisions in force on one deal."""

    values: dict[str, Any] = field(default_factory=dict)
    confirmed: bool = False
    rejected: bool = False

    @property
    def announced(self) -> date | None:
        return date.fromisoformat(self.values["announced"]) if "announced" in self.values else None

    def companies(self, role: str) -> list[str] | None:
        """Ids of the companies that a person put on a side; None where nobody did."""
        return self.values.get({"grantor": "grantors", "partner": "partners"}[role])

    def apply(self, deal: Deal) -> Deal:
        """The deal with the corrected values; raises DecisionError where a value does not fit its field."""
        changes: dict[str, Any] = {name: value for name, value in self.values.items() if name in _PLAIN}
        amounts = deal.amounts
        for name, value in self.values.items():
            if name.startswith("amounts."):
                kind = name.removeprefix("amounts.")
                stated = [Amount(kind=kind, **value)] if value else []
                amounts = (*(amount for amount in amounts if amount.kind != kind), *stated)
        try:
            return Deal.model_validate(deal.model_dump() | changes | {"amounts": amounts})
        except ValidationError as error:
            first = error.errors()[0]
            raise DecisionError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def is_correctable(name: str) -> bool:
    """Whether a person may correct the field."""
    return name in _PLAIN or name in {"announced", "grantors", "partners"} or name.startswith("amounts.")


def corrections_of(session: Session, deal_id: int) -> Corrections:
    """The decisions in force on a deal and on the deals that were merged into it, the latest last."""
    ids = [deal_id, *session.scalars(select(DealRow.id).where(DealRow.merged_into == deal_id))]
    decisions = session.scalars(
        select(ReviewDecision)
        .where(ReviewDecision.subject.in_([f"deal:{ident}" for ident in ids]), ReviewDecision.undone.is_(None))
        .order_by(ReviewDecision.id)
    ).all()
    return combine(decisions)


def combine(decisions: Sequence[ReviewDecision]) -> Corrections:
    """Decisions in the order in which they were taken: the last word on a field counts."""
    values = {d.details["field"]: d.details["value"] for d in decisions if d.action == "correct"}
    verdicts = [d.action for d in decisions if d.action in {"confirm", "reject"}]
    return Corrections(values, "confirm" in verdicts[-1:], "reject" in verdicts[-1:])
