"""Loads milestones, facts and insights as views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from storage.deal_views import SOURCE_COLUMNS, source_view
from storage.models import ArticleRow, CompanyRow, FactRow, InsightRow, MilestoneRow
from storage.places import province_label
from storage.views import FactView, InsightView, MilestoneView

_Rows = Select[*tuple[Any, ...]]


def load_milestones(
    session: Session,
    since: date | None = None,
    until: date | None = None,
    companies: Sequence[str] | None = None,
    province: str | None = None,
    regulator: str | None = None,
    limit: int = 100,
) -> list[MilestoneView]:
    """Milestones by day, newest first; ``since`` and ``until`` are the first and last day."""
    found: _Rows = (
        select(MilestoneRow, CompanyRow, *SOURCE_COLUMNS)
        .join(CompanyRow, CompanyRow.id == MilestoneRow.company_id)
        .join(ArticleRow, ArticleRow.id == MilestoneRow.article_id)
        .where(MilestoneRow.same_as.is_(None))
    )
    if companies is not None:
        found = found.where(MilestoneRow.company_id.in_(companies))
    if province:
        found = found.where(CompanyRow.province == province)
    if regulator:
        found = found.where(func.lower(MilestoneRow.regulator) == regulator.lower())
    found = _between(found, MilestoneRow, since, until).limit(limit)
    return [
        MilestoneView(
            id=row.id, company=company.id, company_name=company.name_zh or company.name_en,
            company_name_en=company.name_en or company.name_zh, province=company.province, asset=row.asset,
            regulator=row.regulator, kind=row.kind, detail=row.detail, day=row.day, sentence=row.sentence,
            source=source_view(source),
        )
        for row, company, *source in session.execute(found)
    ]  # fmt: skip


def load_facts(
    session: Session, since: date | None, until: date | None, subject: str | None, province: str | None, limit: int
) -> list[FactView]:
    """Figures by day, newest first; those of a province are its own and its companies'."""
    found: _Rows = select(FactRow, *SOURCE_COLUMNS).join(ArticleRow, ArticleRow.id == FactRow.article_id)
    if subject:
        found = found.where(FactRow.subject == subject)
    if province:
        own = or_(CompanyRow.name_zh == FactRow.subject, CompanyRow.name_en == FactRow.subject)
        there = select(CompanyRow.id).where(CompanyRow.province == province, own).exists()
        found = found.where(or_(FactRow.subject == province_label(province), there))
    return [
        FactView(row.id, row.subject, row.metric, row.period, row.value, row.unit, row.scope, row.day, row.sentence,
                 source_view(source))
        for row, *source in session.execute(_between(found, FactRow, since, until).limit(limit))
    ]  # fmt: skip


def load_insights(
    session: Session, since: date | None, until: date | None, label: str | None, province: str | None, limit: int
) -> list[InsightView]:
    """Sentences by day, newest first; one that stands in several articles once, from the best source.

    Those of a province name it or are a policy that holds there.
    """
    found: _Rows = select(InsightRow, *SOURCE_COLUMNS).join(ArticleRow, ArticleRow.id == InsightRow.article_id)
    found = found.where(ArticleRow.copy_of.is_(None))
    if label:
        found = found.where(InsightRow.label == label)
    if province:
        name = province_label(province)
        found = found.where(or_(InsightRow.topic == name, InsightRow.sentence.contains(name)))
    views: dict[str, InsightView] = {}
    for row, *source in session.execute(_between(found, InsightRow, since, until).limit(3 * limit)):
        view = InsightView(row.id, row.label, row.topic, row.speaker, row.confidence, row.day, row.sentence,
                           source_view(source))  # fmt: skip
        known = views.get(view.sentence)
        if known is None or view.source.tier < known.source.tier:
            views[view.sentence] = view
    return list(views.values())[:limit]


def _between(found: _Rows, table: Any, since: date | None, until: date | None) -> _Rows:
    if since is not None:
        found = found.where(table.day >= since)
    if until is not None:
        found = found.where(table.day <= until)
    return found.order_by(table.day.desc(), table.id.desc())
