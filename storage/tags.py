"""Keeps the values that deals are cut by, their counts and their monthly totals in step with every change of a deal.

Filters, facets and league tables read these instead of scanning the deals; ``chuhai db check`` recounts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nlp.lexicon.fold import fold
from nlp.reports import asset_key
from storage.models import DealTag, Tag, TagMonth

#: kinds with monthly totals, for league tables and time series; ``all`` is every deal
TOTALLED = (
    "all", "type", "model", "direction", "status", "modality", "target", "phase", "country", "partner_country",
    "province", "city", "company", "grantor", "partner",
)  # fmt: skip
#: a deal carries the tag of every step that its upfront or total reaches, so that "at least" has an index
STEPS = tuple(Decimal(10) ** power * factor for power in range(6, 11) for factor in (1, 3))


@dataclass(frozen=True, slots=True)
class TagValue:
    """A kind, the folded value that is looked up and the label that is shown."""

    kind: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a deal adds to the totals."""

    order_key: int
    month: str
    upfront: Decimal | None
    total: Decimal | None


def tag_value(kind: str, label: str) -> TagValue:
    """The tag of a value as printed: PD-1 and pd-1 are one."""
    return TagValue(kind, asset_key(label) if kind == "asset" else fold(label).strip(), label)


def step_tags(kind: str, usd: Decimal | None) -> Iterable[TagValue]:
    """The steps (1, 3, 10, 30 million …) that a sum reaches."""
    return (TagValue(kind, str(step), str(step)) for step in STEPS if usd is not None and usd >= step)


def take_out(session: Session, counted: Counted) -> None:
    """Undo what ``put_in`` did for a deal as it was."""
    ids = list(session.scalars(select(DealTag.tag_id).where(DealTag.order_key == counted.order_key)))
    if not ids:
        return
    session.execute(delete(DealTag).where(DealTag.order_key == counted.order_key))
    _count(session, ids, counted, -1)


def put_in(session: Session, counted: Counted, values: Iterable[TagValue]) -> None:
    """File a deal under its tags and add it to their totals."""
    ids = [_tag_id(session, value) for value in dict.fromkeys(values)]
    session.execute(insert(DealTag), [{"tag_id": ident, "order_key": counted.order_key} for ident in sorted(set(ids))])
    _count(session, sorted(set(ids)), counted, 1)


def _count(session: Session, ids: list[int], counted: Counted, sign: int) -> None:
    session.execute(update(Tag).where(Tag.id.in_(ids)).values(deals=Tag.deals + sign))
    totalled = list(session.scalars(select(Tag.id).where(Tag.id.in_(ids), Tag.kind.in_(TOTALLED)).order_by(Tag.id)))
    add = {
        "deals": sign,
        "upfronts": sign if counted.upfront is not None else 0,
        "upfront_usd": sign * (counted.upfront or Decimal(0)),
        "totals": sign if counted.total is not None else 0,
        "total_usd": sign * (counted.total or Decimal(0)),
    }
    rows: list[dict[str, Any]] = [{"tag_id": ident, "month": counted.month, **add} for ident in totalled]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(TagMonth)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tag_id", "month"],
            set_={name: TagMonth.__table__.c[name] + statement.excluded[name] for name in add},
        ),
        rows,
    )
    session.execute(delete(TagMonth).where(TagMonth.tag_id.in_(totalled), TagMonth.deals == 0))


def _tag_id(session: Session, value: TagValue) -> int:
    found = session.scalar(select(Tag.id).where(Tag.kind == value.kind, Tag.value == value.value))
    if found is not None:
        return found
    tag = Tag(kind=value.kind, value=value.value, label=value.label, deals=0)
    session.add(tag)
    session.flush()
    return tag.id
