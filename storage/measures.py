"""What one number says of many deals: upfront share, median upfront, NewCos, return rate; and the deals like a given one.

Each row says over how many deals it is; ``DEFINITIONS`` says what the number means. Imported and background deals count
like others: a measure is of deals, not of news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import UnknownValueError
from storage.matching import Matching, matching_keys
from storage.models import DealRow, DealTag, Tag
from storage.totals import GROUPS, PERIODS, group_labels

Measure = Literal["upfront_share", "median_upfront", "newcos", "return_rate"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
DEFINITIONS: dict[Measure, tuple[str, str]] = {
    "upfront_share": (
        "首付款占比：同时披露首付款与总额的交易中，首付款之和除以总额之和（均按公告当月汇率折算成美元）",
        "upfront share: over the deals that disclose both, the sum of upfronts divided by the sum of totals (US dollars at "
        "the rate of the month of announcement)",
    ),
    "median_upfront": (
        "首付款中位数：披露首付款的交易之首付款（美元）中位数",
        "median upfront: the median of the upfronts in US dollars, over the deals that disclose one",
    ),
    "newcos": (
        "NewCo 数：以设立海外新公司并持股方式出海的交易数，及其占交易数的比例",
        "NewCos: deals in which assets go into a new company abroad against a share of it, and their part of all deals",
    ),
    "return_rate": (
        "退回率：该时段签署的交易中，至今已终止（含退回）者所占比例",
        "return rate: of the deals signed in the period, those that have been terminated or handed back since",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One group: ``value`` over ``known`` of its ``deals``; None where no deal discloses what it takes."""

    group: str
    label: str
    label_en: str
    deals: int
    known: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """A measure by group, largest groups first (oldest first by time), and over all deals."""

    measure: Measure
    group_by: str
    rows: tuple[MeasureRow, ...]
    overall: MeasureRow
    definition: str
    definition_en: str


@dataclass(frozen=True, slots=True)
class _Deal:
    upfront: Decimal | None
    total: Decimal | None
    model: str | None
    status: str


def _share(deals: Sequence[_Deal]) -> tuple[int, Decimal | None]:
    both = [(d.upfront, d.total) for d in deals if d.upfront is not None and d.total]
    return len(both), sum(u for u, _ in both) / Decimal(sum(t for _, t in both)) if both else None


def _median(deals: Sequence[_Deal]) -> tuple[int, Decimal | None]:
    known = [d.upfront for d in deals if d.upfront is not None]
    return len(known), Decimal(median(known)) if known else None


def _part(holds: Callable[[_Deal], bool]) -> Callable[[Sequence[_Deal]], tuple[int, Decimal | None]]:
    def count(deals: Sequence[_Deal]) -> tuple[int, Decimal | None]:
        n = sum(1 for deal in deals if holds(deal))
        return n, Decimal(n) / len(deals) if deals else None

    return count


_COMPUTE: dict[Measure, Callable[[Sequence[_Deal]], tuple[int, Decimal | None]]] = {
    "upfront_share": _share,
    "median_upfront": _median,
    "newcos": _part(lambda deal: deal.model == "newco"),
    "return_rate": _part(lambda deal: deal.status == "terminated"),
}


def measure(session: Session, name: str, group_by: str, ready: Matching) -> MeasureTable:
    """A measure of the deals that ``ready`` leaves, by a period or by any field that deals are counted by."""
    if name not in _COMPUTE:
        raise UnknownValueError("measure", name, list(MEASURES))
    if group_by not in (*PERIODS, *GROUPS):
        raise UnknownValueError("grouping", group_by, [*PERIODS, *GROUPS])
    compute = _COMPUTE[name]
    groups, labels = _grouped(session, group_by, ready)
    rows = [
        MeasureRow(group, *labels.get(group, (group, group)), len(deals), *compute(list(deals.values())))
        for group, deals in groups.items()
        if group
    ]
    by_time = group_by in PERIODS
    rows.sort(key=lambda row: (row.group,) if by_time else (-row.deals, row.group))
    everything = list(groups.get("", {}).values())
    overall = MeasureRow("", "", "", len(everything), *compute(everything))
    return MeasureTable(name, group_by, tuple(rows), overall, *DEFINITIONS[name])


def _grouped(
    session: Session, group_by: str, ready: Matching
) -> tuple[dict[str, dict[int, _Deal]], dict[str, tuple[str, str]]]:
    """Each group's deals by id, all of them under the empty name; and the labels of the groups."""
    groups: dict[str, dict[int, _Deal]] = defaultdict(dict)
    if ready.impossible:
        return groups, {}
    keys = matching_keys(ready).subquery()
    columns = (DealRow.id, DealRow.upfront_usd, DealRow.total_usd, DealRow.model, DealRow.status, DealRow.announced)
    rows: Any = session.execute(select(*columns).join(keys, DealRow.order_key == keys.c.k)).tuples()
    for ident, upfront, total, model, status, announced in rows:
        groups[""][ident] = _Deal(upfront, total, model, status)
        if group_by in PERIODS:
            groups[_period(announced, group_by)][ident] = groups[""][ident]
    if group_by in PERIODS:
        return groups, {}
    found: dict[str, str] = {}
    tagged: Any = session.execute(
        select(DealRow.id, Tag.value, Tag.label)
        .join(keys, DealRow.order_key == keys.c.k)
        .join(DealTag, DealTag.order_key == DealRow.order_key)
        .join(Tag, Tag.id == DealTag.tag_id)
        .where(Tag.kind == group_by)
    ).tuples()
    for ident, value, label in tagged:
        found[value] = label
        groups[label][ident] = groups[""][ident]
    labels = group_labels(session, group_by, found)
    return groups, {found[value]: pair for value, pair in labels.items()}


def _period(day: Any, period: str) -> str:
    if period == "year":
        return f"{day.year}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if period == "quarter" else f"{day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Deals like a given one: how many agree in ``alike`` (the fields compared), and what they paid where disclosed."""

    alike: tuple[str, ...]
    ids: tuple[int, ...]
    deals: int
    upfronts: int
    median_upfront_usd: Decimal | None
    totals: int
    median_total_usd: Decimal | None


def comparables(session: Session, deal_id: int, *, least: int = 3) -> Likeness:
    """Other live deals of the same type, direction, modality, phase and a shared indication.

    Where fewer than ``least`` agree in all, indication, then phase, then modality is let go; ``alike`` says what is left.
    """
    own = session.get_one(DealRow, deal_id)
    fields = [name for name in ("modality", "phase", "indications") if getattr(own, name)]
    found = _like(session, own, fields)
    while len(found) < least and fields:
        fields.pop()
        found = _like(session, own, fields)
    upfronts = [upfront for _, upfront, _ in found if upfront is not None]
    totals = [total for _, _, total in found if total is not None]
    return Likeness(
        ("type", "direction", *fields), tuple(ident for ident, _, _ in found), len(found),
        len(upfronts), Decimal(median(upfronts)) if upfronts else None,
        len(totals), Decimal(median(totals)) if totals else None,
    )  # fmt: skip


def _like(session: Session, own: DealRow, fields: Sequence[str]) -> list[tuple[int, Decimal | None, Decimal | None]]:
    """Id, upfront and total of the other deals that agree in type, direction and these fields, newest first."""
    found = (
        select(DealRow.id, DealRow.upfront_usd, DealRow.total_usd, DealRow.indications)
        .where(DealRow.state == "live", DealRow.id != own.id)
        .where(DealRow.type == own.type, DealRow.direction == own.direction)
        .order_by(DealRow.order_key.desc())
    )
    if "modality" in fields:
        found = found.where(DealRow.modality == own.modality)
    if "phase" in fields:
        found = found.where(DealRow.phase == own.phase)
    area = set(own.indications) if "indications" in fields else set()
    return [
        (ident, upfront, total)
        for ident, upfront, total, indications in session.execute(found).tuples()
        if not area or area & set(indications)
    ]
