"""Names that begin like what is being typed, and the company that a whole text names."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from nlp.lexicon.fold import fold, name_key
from nlp.reports import asset_key
from storage.company_views import company_view
from storage.models import CompanyAlias, CompanyRow, Tag
from storage.views import CompanyView

_MOST = 8


def names_like(session: Session, typed: str, *, companies_only: bool = False) -> list[str]:
    """Companies, then drugs and targets, whose name begins so; those with most deals first."""
    key = name_key(typed)
    if not key:
        return []
    deals = func.max(func.coalesce(Tag.deals, 0))
    companies = (
        select(CompanyAlias.alias)
        .outerjoin(Tag, (Tag.kind == "company") & (Tag.value == CompanyAlias.company_id))
        .where(CompanyAlias.folded >= key, CompanyAlias.folded < _after(key))
        .group_by(CompanyAlias.alias)
        .order_by(deals.desc(), CompanyAlias.alias)
        .limit(_MOST)
    )
    found = list(session.scalars(companies))
    if companies_only or len(found) >= _MOST:
        return found
    begins = [
        and_(Tag.kind == kind, Tag.value >= value, Tag.value < _after(value))
        for kind, value in (("asset", asset_key(typed)), ("target", fold(typed).strip()))
        if value
    ]
    tags = (
        select(Tag.label)
        .where(or_(*begins), Tag.deals > 0)
        .order_by(Tag.deals.desc(), Tag.label)
        .limit(_MOST - len(found))
    )
    return list(dict.fromkeys([*found, *session.scalars(tags)]))


def _after(text: str) -> str:
    """What comes after every text that begins with ``text``."""
    return text + "\U0010ffff"


def named_company(session: Session, text: str) -> CompanyView | None:
    """The company that a text is a strong name of; of several the one with most deals."""
    key = name_key(text)
    if not key:
        return None
    deals = func.coalesce(Tag.deals, 0)
    found = (
        select(CompanyRow, deals)
        .join(CompanyAlias, CompanyAlias.company_id == CompanyRow.id)
        .outerjoin(Tag, (Tag.kind == "company") & (Tag.value == CompanyRow.id))
        .where(CompanyAlias.folded == key, CompanyAlias.weak.is_(False), CompanyRow.merged_into.is_(None))
        .order_by(deals.desc())
        .limit(1)
    )
    row = session.execute(found).first()
    return company_view(row[0], row[1]) if row else None
