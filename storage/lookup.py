"""Turns what people type (a company under any name, a province, a target) into tags; names the nearest if unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.lexicon import load_lexicon
from nlp.lexicon.fold import fold, name_key
from nlp.reports import asset_key
from storage.errors import UnknownNameError
from storage.filters import CLOSED, DealFilter
from storage.models import CompanyAlias, CompanyRow, Tag
from storage.places import PROVINCES, country_names, find_country, find_province
from storage.tags import DIRECTED

_SUGGESTIONS = 4
_LOOKED_AT = 40
_PROVINCES = (*PROVINCES, *PROVINCES.values())
_ROLE_FIELDS = ("company", "grantor", "partner")
_OPEN_FIELDS = ("modality", "target", "phase", "asset", "territory", "territory_excludes", "city")


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Alternatives of one field: ids of the tags that exist, and how many deals they have at most."""

    field: str
    ids: tuple[int, ...]
    deals: int


def tag_groups(session: Session, asked: DealFilter) -> list[TagGroup]:
    """The groups that all must hold; raises UnknownNameError. A group without ids leaves no deal.

    Of the deals of one direction, what they are filed under once more with it is one tag instead of two.
    """
    groups = []
    directed = f"{asked.direction[0]}." if len(asked.direction) == 1 else ""
    for field in (*CLOSED, *_ROLE_FIELDS, "country", "partner_country", "province", *_OPEN_FIELDS):
        typed: Sequence[str] = getattr(asked, field)
        if typed:
            values = [value for name in typed for value in _values(session, field, name)]
            groups.append(_group(session, f"{directed}{field}" if field in DIRECTED else field, values))
    if directed and any(group.field.startswith(directed) for group in groups):
        return [group for group in groups if group.field != "direction"]
    return groups


def tag_group(session: Session, field: str, values: Iterable[str]) -> TagGroup:
    """The group of folded values that are known to be right."""
    return _group(session, field, list(values))


def find_companies(session: Session, typed: str) -> list[CompanyRow]:
    """The companies that bear a name, id or ticker; those it means strongly, if any. Raises UnknownNameError."""
    exact = session.get(CompanyRow, typed.strip())
    if exact is not None:
        return [_merged(session, exact)]
    names = session.execute(
        select(CompanyAlias.company_id, CompanyAlias.weak).where(CompanyAlias.folded == name_key(typed))
    ).all()
    ids = {ident for ident, weak in names if not weak} or {ident for ident, _ in names}
    if not ids:
        ids = _by_ticker(session, typed) or {one.id for one, sure in load_lexicon().candidates(typed) if sure}
    if not ids:
        _unknown("company", typed, _company_names(session))
    rows = session.scalars(select(CompanyRow).where(CompanyRow.id.in_(ids)).order_by(CompanyRow.id))
    return list({row.id: row for row in (_merged(session, found) for found in rows)}.values())


def _merged(session: Session, row: CompanyRow) -> CompanyRow:
    return session.get_one(CompanyRow, row.merged_into) if row.merged_into else row


def _by_ticker(session: Session, typed: str) -> set[str]:
    """Who is listed under ``600276``, ``01276.HK`` or ``PFE``; bare letters are American before they are anything else."""
    code = typed.strip().upper().lstrip("0")
    rows = session.execute(select(CompanyRow.id, CompanyRow.tickers)).all()
    bearers = {ticker.lstrip("0"): ident for ident, tickers in rows for ticker in tickers}
    if found := bearers.get(code) or bearers.get(f"{code}.US"):
        return {found}
    return {ident for ticker, ident in bearers.items() if ticker.split(".")[0] == code}


def _company_names(session: Session) -> list[str]:
    """Every name, those of the companies with most deals first."""
    deals = select(Tag.value, Tag.deals).where(Tag.kind == "company").subquery()
    named = (
        select(CompanyAlias.alias)
        .outerjoin(deals, deals.c.value == CompanyAlias.company_id)
        .order_by(func.coalesce(deals.c.deals, 0).desc(), CompanyAlias.id)
    )
    return list(dict.fromkeys(session.scalars(named)))


def _values(session: Session, field: str, typed: str) -> list[str]:
    """The folded tag values that a typed value means."""
    if field in CLOSED:
        return [typed]
    if field in _ROLE_FIELDS:
        return [company.id for company in find_companies(session, typed)]
    if field in {"country", "partner_country"}:
        code = find_country(typed)
        return [fold(code)] if code else _unknown("country", typed, country_names())
    if field == "province":
        return [fold(find_province(typed) or _known(session, field, typed))]
    if field.startswith("territory"):
        code = find_country(typed)
        return [fold(code)] if code else [_known(session, field, typed)]
    return [_known(session, field, typed)]


def _known(session: Session, field: str, typed: str) -> str:
    value = asset_key(typed) if field == "asset" else fold(typed).strip()
    found = session.scalar(select(Tag.value).where(Tag.kind == field, Tag.value == value))
    if found is not None:
        return found
    near = select(Tag.label).where(Tag.kind == field, Tag.deals > 0).order_by(Tag.deals.desc()).limit(5_000)
    return _unknown(field, typed, [*session.scalars(near), *(_PROVINCES if field == "province" else ())])


def _unknown(what: str, typed: str, known: Sequence[str]) -> NoReturn:
    asked, folded = fold(typed), {fold(name): name for name in known}
    alike = JaroWinkler.normalized_similarity  # counts a common beginning, as names and codes have
    near = process.extract(asked, folded.keys(), scorer=alike, limit=_LOOKED_AT, score_cutoff=0.6)
    # Of names as near as each other, one that begins alike, then the one with most deals: the order that they came in.
    best = sorted(near, key=lambda each: -round(each[1], 2) - 0.05 * each[0].startswith(asked[:1]))[:_SUGGESTIONS]
    raise UnknownNameError(what, typed, [folded[name] for name, _, _ in best] or sorted(known)[:_SUGGESTIONS])


def _group(session: Session, field: str, values: list[str]) -> TagGroup:
    rows = session.execute(select(Tag.id, Tag.deals).where(Tag.kind == field, Tag.value.in_(values))).all()
    live = [(ident, deals) for ident, deals in rows if deals]
    return TagGroup(field, tuple(sorted(ident for ident, _ in live)), sum(deals for _, deals in live))
