"""Loads companies as views."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import CompanyAlias, CompanyRow, Tag
from storage.remark_views import load_milestones
from storage.views import CompanyDetail, CompanyView, DealView, Page


def company_view(row: CompanyRow, deals: int) -> CompanyView:
    """A company with its number of deals, those of its subsidiaries included."""
    return CompanyView(
        id=row.id, name=row.name_zh or row.name_en, name_en=row.name_en or row.name_zh, country=row.country,
        province=row.province, city=row.city, kind=row.kind, parent=row.parent_id, tickers=tuple(row.tickers),
        provisional=row.provisional, deals=deals,
    )  # fmt: skip


def company_views(rows: Iterable[tuple[CompanyRow, int]]) -> list[CompanyView]:
    """Companies in the order given."""
    return [company_view(row, deals) for row, deals in rows]


def load_company(session: Session, row: CompanyRow, deals: Page[DealView]) -> CompanyDetail:
    """A company with its names, group and milestones."""
    names = session.scalars(
        select(CompanyAlias).where(CompanyAlias.company_id == row.id).order_by(CompanyAlias.id)
    ).all()
    below = session.execute(
        select(CompanyRow, Tag.deals)
        .outerjoin(Tag, (Tag.kind == "company") & (Tag.value == CompanyRow.id))
        .where(CompanyRow.parent_id == row.id)
        .order_by(CompanyRow.id)
    ).tuples()
    return CompanyDetail(
        company=company_view(row, deals.count),
        aliases=tuple(name.alias for name in names if not name.weak),
        weak_aliases=tuple(name.alias for name in names if name.weak),
        subsidiaries=tuple(company_view(child, count or 0) for child, count in below),
        deals=deals,
        milestones=tuple(load_milestones(session, companies=[row.id])),
    )
