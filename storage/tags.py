"""Keeps the values that deals are cut by, their counts and their monthly totals in step with every change of a deal.

Filters, facets and league tables read these instead of scanning the deals; ``chuhai db check`` recounts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy import delete, insert, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nlp.lexicon.fold import fold
from nlp.records import Direction
from nlp.reports import asset_key
from storage.models import DealTag, Tag, TagTotal

#: kinds that league tables group by
GROUPED = (
    "type", "model", "direction", "status", "modality", "target", "phase", "country", "partner_country", "province",
    "city", "company", "grantor", "partner",
)  # fmt: skip
#: those that a deal is filed under once more with its direction, as ``out.province``: most questions name a direction
DIRECTED = ("type", "model", "modality", "partner_country", "province", "partner")
#: kinds with totals by month and year; ``all`` is every deal
TOTALLED = ("all", *GROUPED, *(f"{direction}.{kind}" for direction in get_args(Direction) for kind in DIRECTED))
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


def refile(session: Session, before: Counted, after: Counted, values: Iterable[TagValue]) -> None:
    """File a deal under its tags as it is now, instead of as it was; no values take it out of all."""
    old = set(session.scalars(select(DealTag.tag_id).where(DealTag.order_key == before.order_key)))
    new = _tag_ids(session, values)
    if old == new and before == after:
        return
    if old:
        session.execute(delete(DealTag).where(DealTag.order_key == before.order_key))
        _count(session, sorted(old), before, -1)
    if new:
        session.execute(insert(DealTag), [{"tag_id": ident, "order_key": after.order_key} for ident in sorted(new)])
        _count(session, sorted(new), after, 1)


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
    rows: list[dict[str, Any]] = [
        {"tag_id": ident, "period": period, **add}
        for ident in totalled
        for period in ("", counted.month[:4], counted.month)
    ]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(TagTotal)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tag_id", "period"],
            set_={name: TagTotal.__table__.c[name] + statement.excluded[name] for name in add},
        ),
        rows,
    )
    session.execute(delete(TagTotal).where(TagTotal.tag_id.in_(totalled), TagTotal.deals == 0))


def _tag_ids(session: Session, values: Iterable[TagValue]) -> set[int]:
    wanted = {(value.kind, value.value): value for value in values}
    if not wanted:
        return set()
    kinds: dict[str, list[str]] = {}
    for kind, value in wanted:
        kinds.setdefault(kind, []).append(value)
    # Kind by kind: SQLite looks pairs up by scanning the table.
    of_kind = select(Tag.id, Tag.kind, Tag.value)
    rows = union_all(*(of_kind.where(Tag.kind == kind, Tag.value.in_(named)) for kind, named in kinds.items()))
    known = {(kind, value): ident for ident, kind, value in session.execute(rows)}
    fresh = [Tag(kind=v.kind, value=v.value, label=v.label, deals=0) for key, v in wanted.items() if key not in known]
    session.add_all(fresh)
    session.flush()
    return {*known.values(), *(tag.id for tag in fresh)}
