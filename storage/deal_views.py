"""Loads deals as views: a page of them in a handful of queries, one of them with all that is known about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from storage.models import (
    ArticleRow,
    CompanyRow,
    DealAmount,
    DealAsset,
    DealField,
    DealParty,
    DealRow,
    EventRow,
    EvidenceRow,
    Report,
    ReviewDecision,
)
from storage.views import (
    AmountView,
    DealDetail,
    DealView,
    DecisionView,
    EventView,
    EvidenceView,
    FieldView,
    OtherValue,
    PartyView,
    ReportView,
    SourceView,
    deal_public_id,
)

#: order in which amounts are shown
_AMOUNT_ORDER = ("upfront", "near_term", "option_fee", "equity", "price", "milestone", "total", "paid")
_FIELD_ORDER = ("grantors", "partners", "type", "direction", "status", "model", "assets", "territory")
#: the columns of an article that cite it; never its text
SOURCE_COLUMNS = (
    ArticleRow.id, ArticleRow.title, ArticleRow.url, ArticleRow.source, ArticleRow.outlet, ArticleRow.tier,
    ArticleRow.published, ArticleRow.precision, ArticleRow.day, ArticleRow.copy_of,
)  # fmt: skip


def source_view(row: Row[Any] | Sequence[Any]) -> SourceView:
    """An article as a source, from ``SOURCE_COLUMNS``."""
    return SourceView(*row)


def load_sources(session: Session, article_ids: Iterable[int]) -> dict[int, SourceView]:
    """Articles by id, as sources."""
    rows = session.execute(select(*SOURCE_COLUMNS).where(ArticleRow.id.in_(set(article_ids))))
    return {row[0]: source_view(row) for row in rows}


def load_deals(session: Session, deal_ids: Sequence[int]) -> list[DealView]:
    """Deals in the order given; ids that are not there are left out."""
    rows = {row.id: row for row in session.scalars(select(DealRow).where(DealRow.id.in_(deal_ids)))}
    parties, assets, amounts = _parties(session, deal_ids), _assets(session, deal_ids), _amounts(session, deal_ids)
    conflicts: dict[int, list[str]] = defaultdict(list)
    disagreed = select(DealField.deal_id, DealField.field).where(DealField.deal_id.in_(deal_ids), DealField.conflicting)
    for deal_id, name in session.execute(disagreed.order_by(DealField.field)):
        conflicts[deal_id].append(name)
    best = _best_reports(session, rows.values())
    return [
        _view(row, parties[row.id], assets[row.id], amounts[row.id], tuple(conflicts[row.id]), best.get(row.report_id))
        for deal_id in deal_ids
        if (row := rows.get(deal_id)) is not None
    ]


def _view(
    row: DealRow,
    parties: Sequence[tuple[str, PartyView]],
    assets: Sequence[str],
    amounts: Sequence[AmountView],
    conflicts: tuple[str, ...],
    best: tuple[str, SourceView] | None,
) -> DealView:
    return DealView(
        id=deal_public_id(row.id), title=row.title, type=row.type, direction=row.direction, status=row.status,
        model=row.model, modality=row.modality, phase=row.phase, announced=row.announced,
        announced_precision=row.announced_precision,
        grantors=tuple(party for role, party in parties if role == "grantor"),
        partners=tuple(party for role, party in parties if role == "partner"),
        assets=tuple(assets), targets=tuple(row.targets), indications=tuple(row.indications), territory=row.territory,
        royalty=row.royalty, option=row.option, exclusive=row.exclusive, amounts=tuple(amounts),
        upfront_usd=row.upfront_usd, total_usd=row.total_usd, confidence=row.confidence, confirmed=row.confirmed,
        conflicts=conflicts, news=row.news, reports=row.reports, first_seen=row.first_seen, updated=row.updated,
        sentence=best[0] if best else "", source=best[1] if best else None,
    )  # fmt: skip


def _parties(session: Session, deal_ids: Sequence[int]) -> dict[int, list[tuple[str, PartyView]]]:
    found: dict[int, list[tuple[str, PartyView]]] = defaultdict(list)
    rows = session.execute(
        select(DealParty, CompanyRow)
        .join(CompanyRow, CompanyRow.id == DealParty.company_id)
        .where(DealParty.deal_id.in_(deal_ids))
        .order_by(DealParty.deal_id, DealParty.position)
    )
    for party, company in rows:
        view = PartyView(
            company=company.id, name=company.name_zh or company.name_en, name_en=company.name_en or company.name_zh,
            printed=party.name, country=party.country, province=company.province, city=company.city,
            provisional=company.provisional,
        )  # fmt: skip
        found[party.deal_id].append((party.role, view))
    return found


def _assets(session: Session, deal_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = select(DealAsset.deal_id, DealAsset.name).where(DealAsset.deal_id.in_(deal_ids))
    for deal_id, name in session.execute(rows.order_by(DealAsset.deal_id, DealAsset.position)):
        found[deal_id].append(name)
    return found


def _amounts(session: Session, deal_ids: Sequence[int]) -> dict[int, list[AmountView]]:
    found: dict[int, list[AmountView]] = defaultdict(list)
    rows = select(DealAmount).where(DealAmount.deal_id.in_(deal_ids)).order_by(DealAmount.deal_id, DealAmount.id)
    for row in session.scalars(rows):
        found[row.deal_id].append(
            AmountView(row.kind, row.currency, row.value, row.bound, row.usd, row.rate, row.rate_date)
        )
    for amounts in found.values():
        amounts.sort(key=lambda amount: _AMOUNT_ORDER.index(amount.kind))
    return found


def _best_reports(session: Session, deals: Iterable[DealRow]) -> dict[int | None, tuple[str, SourceView]]:
    ids = [deal.report_id for deal in deals if deal.report_id is not None]
    rows = session.execute(
        select(Report.id, Report.headline, *SOURCE_COLUMNS)
        .join(ArticleRow, ArticleRow.id == Report.article_id)
        .where(Report.id.in_(ids))
    )
    return {row[0]: (row[1], source_view(row[2:])) for row in rows}


def load_detail(session: Session, deal_id: int) -> DealDetail:
    """One deal with evidence, reports, timeline and decisions."""
    (deal,) = load_deals(session, [deal_id])
    reports = list(session.scalars(select(Report).where(Report.deal_id == deal_id).order_by(Report.id)))
    sources = load_sources(session, [report.article_id for report in reports])
    by_report = {report.id: sources[report.article_id] for report in reports}
    told = [
        ReportView(report.id, report.mention, report.data["type"], report.data["status"], report.confidence,
                   report.extractor, by_report[report.id])
        for report in reports
    ]  # fmt: skip
    told.sort(key=lambda report: (report.source.day, report.id))
    return DealDetail(
        deal=deal,
        fields=_fields(session, deal, deal_id, by_report),
        reports=tuple(told),
        timeline=tuple(load_events(session, [deal_id])),
        decisions=tuple(load_decisions(session, [f"deal:{deal_id}"])),
    )


def _fields(session: Session, deal: DealView, deal_id: int, by_report: dict[int, SourceView]) -> tuple[FieldView, ...]:
    evidence: dict[str, list[EvidenceView]] = defaultdict(list)
    rows = select(EvidenceRow).where(EvidenceRow.report_id.in_(by_report)).order_by(EvidenceRow.id)
    for row in session.scalars(rows):
        evidence[row.field].append(
            EvidenceView(row.field, row.text, row.sentence, row.start - row.sentence_start, row.rule,
                         by_report[row.report_id])
        )  # fmt: skip
    for told in evidence.values():
        told.sort(key=lambda shown: (shown.source.tier, shown.source.day))
    fields = [
        FieldView(
            field=row.field, value=row.value["value"], confidence=row.confidence, corrected=row.report_id is None,
            source=by_report.get(row.report_id or 0), evidence=tuple(evidence.get(row.field, ())),
            others=tuple(OtherValue(o["value"], by_report.get(o["report"])) for o in row.others),
        )
        for row in session.scalars(select(DealField).where(DealField.deal_id == deal_id))
    ]  # fmt: skip
    named = {shown.field for shown in fields}
    for role, parties in (("grantors", deal.grantors), ("partners", deal.partners)):
        if role not in named:
            sentences = tuple(evidence.get(role, ()))
            source = sentences[0].source if sentences else deal.source
            names = [party.name for party in parties]
            fields.append(FieldView(role, names, deal.confidence, False, source, sentences, ()))
    return tuple(sorted(fields, key=_field_order))


def _field_order(shown: FieldView) -> tuple[int, str]:
    place = _FIELD_ORDER.index(shown.field) if shown.field in _FIELD_ORDER else len(_FIELD_ORDER)
    return place, shown.field


def load_events(session: Session, deal_ids: Sequence[int], event_ids: Sequence[int] | None = None) -> list[EventView]:
    """The events of some deals (or only those asked for), the oldest first."""
    statement = (
        select(EventRow, DealRow.title, *SOURCE_COLUMNS)
        .join(DealRow, DealRow.id == EventRow.deal_id)
        .outerjoin(Report, Report.id == EventRow.report_id)
        .outerjoin(ArticleRow, ArticleRow.id == Report.article_id)
        .where(EventRow.deal_id.in_(deal_ids))
        .order_by(EventRow.day, EventRow.id)
    )
    if event_ids is not None:
        statement = statement.where(EventRow.id.in_(event_ids))
    return [
        EventView(
            id=row[0].id, deal=deal_public_id(row[0].deal_id), deal_title=row[1], kind=row[0].kind, day=row[0].day,
            sentence=row[0].sentence, news=row[0].news, recorded=row[0].recorded,
            source=source_view(row[2:]) if row[2] is not None else None,
        )
        for row in session.execute(statement)
    ]  # fmt: skip


def load_decisions(session: Session, subjects: Sequence[str] | None = None, limit: int = 1_000) -> list[DecisionView]:
    """What people decided (about some subjects), the latest first."""
    found = select(ReviewDecision).order_by(ReviewDecision.id.desc()).limit(limit)
    rows = session.scalars(found if subjects is None else found.where(ReviewDecision.subject.in_(subjects)))
    return [
        DecisionView(row.id, row.action, row.subject, row.details, row.author, row.note, row.decided, row.undone,
                     row.undone_by)
        for row in rows
    ]  # fmt: skip
