"""League tables and time series over deals, and counts by field: from kept totals, or summed over what a filter leaves.

Every sum says over how many deals it is: ``upfront_usd`` is over the ``upfronts`` of ``deals`` that disclose one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, func, literal, select, text
from sqlalchemy.orm import Session

from errors import UnknownValueError
from nlp.records import Direction
from storage.matching import Condition, Matching, matching_keys
from storage.models import CompanyRow, DealRow, DealTag, Tag, TagTotal
from storage.places import country_label, province_label
from storage.tags import DIRECTED, GROUPED
from storage.views import Facets, FacetValue, StatsRow, StatsTable

PERIODS = ("year", "quarter", "month")
GROUPS = GROUPED
#: what totals are kept of: every deal, the deals of a direction, or those under the tag of an id; None: of nothing
Scope = Literal["all"] | Direction | int | None
FACETS = ("type", "model", "direction", "status", "modality", "phase", "target", "country", "partner_country",
          "province", "company")  # fmt: skip
DEFINITION = (
    "deals: live deals announced in the period, each counted once in every group it belongs to; upfront_usd: sum of "
    "the upfronts stated, in US dollars at the rate of the month of announcement, over the `upfronts` deals of `deals` "
    "that disclose one; total_usd: likewise for the stated total or price, payments that may never fall due included"
)
#: facets of a filter are counted over at most this many of its newest deals
SAMPLE = 500
_FACET_VALUES = 15
_Sums = Select[*tuple[Any, ...]]
_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass
class _Sum:
    deals: int = 0
    upfronts: int = 0
    upfront_usd: Decimal = Decimal(0)
    totals: int = 0
    total_usd: Decimal = Decimal(0)

    def add(self, row: Sequence[Any]) -> None:
        self.deals += row[0]
        self.upfronts += row[1]
        self.upfront_usd += row[2] or 0
        self.totals += row[3]
        self.total_usd += row[4] or 0

    def row(self, value: str, labels: tuple[str, str], period: str) -> StatsRow:
        return StatsRow(
            value, *labels, period, self.deals, self.upfronts, self.upfront_usd, self.totals, self.total_usd
        )


def stats(
    session: Session,
    group_by: str,
    period: str | None,
    ready: Matching,
    days: tuple[date | None, date | None],
    *,
    scope: Scope,
    limit: int | None = None,
) -> StatsTable:
    """Totals of the deals that ``ready`` leaves; where but for a span of days these are a scope, from its kept sums.

    ``limit`` keeps the groups with most deals.
    """
    by_time = group_by in PERIODS
    if group_by not in (*PERIODS, *GROUPS):
        raise UnknownValueError("grouping", group_by, [*PERIODS, *GROUPS])
    if period is not None and period not in PERIODS:
        raise UnknownValueError("period", period, list(PERIODS))
    kind, period = ("all", group_by) if by_time else (group_by, period)

    def summed(wanted: str, by: str | None) -> dict[tuple[int, str], _Sum]:
        sums: dict[tuple[int, str], _Sum] = defaultdict(_Sum)
        kept = _kept_tags(wanted, scope)
        directed = scope in get_args(Direction) and wanted in DIRECTED
        for statement in _statements(session, f"{scope}.{wanted}" if directed else wanted, by, ready, days, kept):
            for tag, moment, *numbers in session.execute(statement):
                whole = 0 if wanted == "all" else tag  # kept under any tag, the deals of a time are those of the time
                sums[whole, _quarter(moment) if by == "quarter" else moment].add(numbers)
        return sums

    # Only the groups that are shown need their names.
    sums = summed(kind, period)
    deals = dict(sorted(_deals_of(sums).items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
    tags = {row.id: row for row in session.execute(select(Tag.id, Tag.value, Tag.label).where(Tag.id.in_(deals)))}
    labels = group_labels(session, kind, {tag.value: tag.label for tag in tags.values()})
    rows = [
        found.row(moment, (moment, moment), moment)
        if by_time
        else found.row(tags[tag].label, labels[tags[tag].value], moment)
        for (tag, moment), found in sums.items()
        if tag in deals
    ]
    rows.sort(key=lambda row: (row.period, -row.deals, row.value) if period else (-row.deals, row.value))
    overall = next(iter(summed("all", None).values()), _Sum()).row("", ("", ""), "")
    return StatsTable(group_by, None if by_time else period, tuple(rows), overall, DEFINITION)


def _deals_of(sums: dict[tuple[int, str], _Sum]) -> dict[int, int]:
    deals: dict[int, int] = defaultdict(int)
    for (tag, _), found in sums.items():
        deals[tag] += found.deals
    return deals


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _kept_tags(kind: str, scope: Scope) -> Select[int] | None:
    """The tags whose kept totals answer; None where none do."""
    found = select(Tag.id)
    if scope == "all":
        return found.where(Tag.kind == kind)
    if isinstance(scope, str) and kind in DIRECTED:
        return found.where(Tag.kind == f"{scope}.{kind}")
    if kind != "all" or scope is None:
        return None
    return found.where(Tag.id == scope) if isinstance(scope, int) else found.where(
        Tag.kind == "direction", Tag.value == scope
    )  # fmt: skip


def _statements(
    session: Session,
    kind: str,
    period: str | None,
    ready: Matching,
    days: tuple[date | None, date | None],
    kept: Select[int] | None,
) -> Iterable[_Sums]:
    if ready.impossible:
        return
    if kept is None:
        yield _summed_now(session, kind, period, ready, ())
        return
    if days == (None, None) and period in (None, "year"):
        ever, a_year = TagTotal.period == "", func.length(TagTotal.period) == 4
        yield _kept(kept, TagTotal.period.expression).where(ever if period is None else a_year)
        return
    first, last = days[0] or _EARLIEST, days[1] or _LATEST
    whole_from = first if first.day == 1 else _next_month(first)
    whole_to = _next_month(last) if (last + timedelta(days=1)).day == 1 else last.replace(day=1)
    if whole_from >= whole_to:
        yield _summed_now(session, kind, period, ready, ())
        return
    within = TagTotal.period.between(f"{whole_from:%Y-%m}", f"{whole_to - timedelta(days=1):%Y-%m}")
    yield _kept(kept, _moment(TagTotal.period.expression, period)).where(within, func.length(TagTotal.period) == 7)
    if first < whole_from:
        yield _summed_now(session, kind, period, ready, (lambda key: key < whole_from.toordinal() << 32,))
    if last >= whole_to:
        yield _summed_now(session, kind, period, ready, (lambda key: key >= whole_to.toordinal() << 32,))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _moment(month: ColumnElement[str], period: str | None) -> ColumnElement[str]:
    """The period of a month (``2026-06``) as far as SQL can say it; a quarter is left as its months."""
    if period is None:
        return literal("")
    return func.substr(month, 1, 4) if period == "year" else month


def _kept(tags: Select[int], moment: ColumnElement[str]) -> _Sums:
    numbers = (TagTotal.deals, TagTotal.upfronts, TagTotal.upfront_usd, TagTotal.totals, TagTotal.total_usd)
    sums: _Sums = select(TagTotal.tag_id, moment.label("moment"), *map(func.sum, numbers))
    return sums.where(TagTotal.tag_id.in_(tags)).group_by(TagTotal.tag_id, text("moment"))


def _summed_now(session: Session, kind: str, period: str | None, ready: Matching, more: Sequence[Condition]) -> _Sums:
    keys = matching_keys(ready, more).subquery()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    month = func.substr(DealRow.announced, 1, 7) if is_sqlite else func.to_char(DealRow.announced, "YYYY-MM")
    sums: _Sums = select(
        DealTag.tag_id, _moment(month, period).label("moment"), func.count(), func.count(DealRow.upfront_usd),
        func.sum(DealRow.upfront_usd), func.count(DealRow.total_usd), func.sum(DealRow.total_usd),
    )  # fmt: skip
    return (
        sums.select_from(keys)
        .join(DealRow, DealRow.order_key == keys.c.k)
        .join(DealTag, DealTag.order_key == keys.c.k)
        # + 0: or SQLite would look every tag of the kind up for every deal, thousands of companies among them
        .where((DealTag.tag_id + 0).in_(select(Tag.id).where(Tag.kind == kind)))
        .group_by(DealTag.tag_id, text("moment"))
    )


def group_labels(session: Session, kind: str, found: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Value to its Chinese and English label."""
    if kind in {"company", "grantor", "partner"}:
        rows = session.execute(
            select(CompanyRow.id, CompanyRow.name_zh, CompanyRow.name_en).where(CompanyRow.id.in_(found))
        )
        return {ident: (zh or en, en or zh) for ident, zh, en in rows}
    if kind in {"country", "partner_country"}:
        return {value: (country_label(label), country_label(label, "en")) for value, label in found.items()}
    if kind == "province":
        return {value: (province_label(label), label) for value, label in found.items()}
    return {value: (label, label) for value, label in found.items()}


def facets(session: Session, keys: Sequence[int] | None, kinds: Sequence[str] = FACETS) -> Facets:
    """Counts of each field's values: over the first SAMPLE of some deals' keys, newest first, or exact over all deals."""
    if keys is None:
        largest = select(Tag.kind, Tag.value, Tag.label, Tag.deals).order_by(Tag.deals.desc()).limit(_FACET_VALUES)
        rows = [row for kind in kinds for row in session.execute(largest.where(Tag.kind == kind, Tag.deals > 0))]
        return _facets(session, kinds, (row._tuple() for row in rows), sample=0, is_sample=False)
    counted = select(DealTag.tag_id, func.count().label("deals")).where(DealTag.order_key.in_(keys[:SAMPLE]))
    counts = counted.group_by(DealTag.tag_id).subquery()
    values = select(Tag.kind, Tag.value, Tag.label, counts.c.deals).join(counts, counts.c.tag_id == Tag.id)
    found = session.execute(values.where(Tag.kind.in_(kinds))).tuples()
    return _facets(session, kinds, found, min(len(keys), SAMPLE), is_sample=len(keys) > SAMPLE)


def _facets(
    session: Session, kinds: Sequence[str], rows: Iterable[tuple[str, str, str, int]], sample: int, *, is_sample: bool
) -> Facets:
    by_kind: dict[str, list[tuple[int, str, str]]] = {kind: [] for kind in kinds}
    for kind, value, label, count in rows:
        by_kind[kind].append((-count, value, label))
    fields = {}
    for kind, found in by_kind.items():
        best = sorted(found)[:_FACET_VALUES]
        labels = group_labels(session, kind, {value: label for _, value, label in best})
        fields[kind] = tuple(FacetValue(label, labels[value][0], -count) for count, value, label in best)
    return Facets(fields, sample, is_sample)
