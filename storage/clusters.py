"""Finds the reports that could be one deal with some others, clusters them, and says which deal each cluster is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from nlp.merge import cluster_reports
from nlp.same import story_order
from storage.companies import Registry
from storage.models import DealRow, Report, ReportKey
from storage.tellings import Telling, load_tellings

__all__ = ["Telling", "cluster_around", "load_tellings", "owners_of", "reach"]

#: so many reports are followed to the end of their net; of a denser one only the direct neighbours are compared
_MOST_REACHED = 120
#: newest reports under one key that are looked at
_UNDER_ONE_KEY = 60
_OF_REPORTS = select(ReportKey.key).where(ReportKey.report_id.in_(bindparam("ids", expanding=True))).distinct()
_UNDER_KEY = (
    select(ReportKey.report_id)
    .where(ReportKey.key == bindparam("key"))
    .order_by(ReportKey.report_id.desc())
    .limit(_UNDER_ONE_KEY)
)


def reach(session: Session, reports: Iterable[Report]) -> list[Report]:
    """All reports that some reach over shared blocking keys, directly or over others, themselves included.

    With each report comes the whole of its deal.
    """
    start = {report.id for report in reports}
    direct = _neighbours(session, start, set())
    found, edge, asked = start | direct, direct - start, set[str]()
    while edge and len(found) <= _MOST_REACHED:
        edge = _neighbours(session, edge, asked) - found
        found |= edge
    if len(found) > _MOST_REACHED:
        found = start | direct
    deals = {report.deal_id for report in _rows(session, found) if report.deal_id is not None}
    siblings = session.scalars(select(Report.id).where(Report.deal_id.in_(deals))) if deals else ()
    return _rows(session, found | set(siblings))


def _neighbours(session: Session, ids: set[int], asked: set[str]) -> set[int]:
    """The reports under the keys of some; keys that were ``asked`` already are left out, the others added to them."""
    keys = set(session.scalars(_OF_REPORTS, {"ids": sorted(ids)})) - asked if ids else set()
    asked |= keys
    return {ident for key in sorted(keys) for ident in session.scalars(_UNDER_KEY, {"key": key})}


def _rows(session: Session, ids: Iterable[int]) -> list[Report]:
    return list(session.scalars(select(Report).where(Report.id.in_(sorted(ids))).order_by(Report.id)))


def cluster_around(session: Session, tellings: Sequence[Telling], registry: Registry) -> list[list[Telling]]:
    """The reports of each transaction among the given ones and all they reach, as reading and people say."""
    wider = load_tellings(session, [r.id for r in reach(session, [t.row for t in tellings])], registry)
    clusters = [[wider[place] for place in sorted(places)] for places in cluster_reports([t.facts for t in wider])]
    return _respect_people(clusters)


def _respect_people(clusters: list[list[Telling]]) -> list[list[Telling]]:
    """Reports that a person put into a deal stay there; the rest of a cluster follows its first such report."""
    pinned: dict[int, list[Telling]] = {}
    free: list[list[Telling]] = []
    for cluster in clusters:
        fixed = sorted((t for t in cluster if t.row.pinned), key=lambda t: story_order(t.facts))
        for telling in fixed:
            pinned.setdefault(telling.row.deal_id or 0, []).append(telling)
        rest = [telling for telling in cluster if not telling.row.pinned]
        if not fixed:
            free.append(rest)
        else:
            pinned[fixed[0].row.deal_id or 0] += rest
    return [*free, *pinned.values()]


def owners_of(session: Session, clusters: Sequence[Sequence[Telling]]) -> list[int]:
    """The deal id of each cluster: its oldest deal where no other cluster holds more of it, a revived or a new one."""
    owner: dict[int, int] = {}
    for deal_id in sorted({t.row.deal_id for cluster in clusters for t in cluster if t.row.deal_id is not None}):
        holders = [
            (not any(t.row.pinned for t in held), min(t.row.id for t in held), place)
            for place, cluster in enumerate(clusters)
            if place not in owner and (held := [t for t in cluster if t.row.deal_id == deal_id])
        ]
        if holders:
            owner[min(holders)[2]] = deal_id
    following = (session.scalar(select(func.max(DealRow.id))) or 0) + 1
    for place, cluster in enumerate(clusters):
        if place in owner:
            continue
        born = {t.row.born_deal for t in cluster if t.row.born_deal is not None} - set(owner.values())
        retired = session.scalars(
            select(DealRow.id).where(DealRow.id.in_(born), DealRow.state != "live").order_by(DealRow.id).limit(1)
        ).first()
        if retired is None:
            retired, following = following, following + 1
        owner[place] = retired
    return [owner[place] for place in range(len(clusters))]
