"""The company registry in the database: filled from the lexicon, extended by what people confirm, and by provisional
companies for parties that nobody knows yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from nlp.lexicon import Company, Lexicon, lexicon_version, load_lexicon
from nlp.lexicon.fold import name_key
from nlp.lexicon.lexicon import NOT_COMPANIES
from nlp.records import Party
from nlp.reports import PartyRef
from nlp.resolve import ArticleContext, resolve_party
from storage.models import CompanyAlias, CompanyRow, Note

#: the company of parties that stand under a designation only (某跨国药企)
UNDISCLOSED = "undisclosed"
_FILLED_FROM = "registry"


@dataclass(frozen=True)
class Registry:
    """The lexicon as people have extended it, with where merged companies went."""

    lexicon: Lexicon
    merged: dict[str, str]

    def group_of(self, company: str) -> str:
        """The topmost parent of a company, or itself."""
        return self.ancestors(company)[-1]

    def ancestors(self, company: str) -> list[str]:
        """The company itself, then its parents upwards."""
        line = [self.merged.get(company, company)]
        while (known := self.lexicon.companies.get(line[-1])) and known.parent and known.parent not in line:
            line.append(known.parent)
        return line


def load_registry(session: Session) -> Registry:
    """The registry as it is now; fills the tables from the lexicon where its version is not yet in them."""
    note = session.get(Note, _FILLED_FROM)
    if note is None or note.value != lexicon_version():
        fill_from_lexicon(session)
    reviewed = session.execute(
        select(CompanyAlias.company_id, CompanyAlias.alias)
        .where(CompanyAlias.origin == "review")
        .order_by(CompanyAlias.id)
    ).all()
    merged = session.execute(
        select(CompanyRow.id, CompanyRow.merged_into).where(CompanyRow.merged_into.is_not(None)).order_by(CompanyRow.id)
    ).all()
    return _registry(tuple((row[0], row[1]) for row in reviewed), tuple((row[0], row[1] or "") for row in merged))


@lru_cache(maxsize=4)
def _registry(reviewed: tuple[tuple[str, str], ...], merged: tuple[tuple[str, str], ...]) -> Registry:
    lexicon, into = load_lexicon(), dict(merged)
    if not reviewed:
        return Registry(lexicon, into)
    companies = dict(lexicon.companies)
    for company_id, alias in reviewed:
        if company := companies.get(company_id):
            companies[company_id] = replace(company, aliases=(*company.aliases, alias))
    lines = NOT_COMPANIES.read_text(encoding="utf-8").splitlines()
    extended = Lexicon(companies.values(), [line for line in lines if line and not line.startswith("#")])
    return Registry(extended, into)


def fill_from_lexicon(session: Session) -> None:
    """Bring company and alias rows to the shipped lexicon; what people and articles added stays."""
    companies = load_lexicon().companies
    known = set(session.scalars(select(CompanyRow.id)))
    rows = [
        {
            "id": company.id, "name_zh": company.name_zh, "name_en": company.name_en, "kind": company.kind,
            "country": company.country or None, "province": company.province, "city": company.city,
            "tickers": list(company.tickers), "provisional": False, "parent_id": None,
        }
        for company in companies.values()
    ]  # fmt: skip
    new, old = [row for row in rows if row["id"] not in known], [row for row in rows if row["id"] in known]
    if new:
        session.execute(insert(CompanyRow), new)
    if old:
        session.execute(update(CompanyRow), old)
    parents = [{"id": c.id, "parent_id": c.parent} for c in companies.values() if c.parent in companies]
    if parents:
        session.execute(update(CompanyRow), parents)
    session.execute(delete(CompanyAlias).where(CompanyAlias.origin == "registry"))
    kept = set(session.execute(select(CompanyAlias.company_id, CompanyAlias.alias)).tuples())
    session.execute(insert(CompanyAlias), [
        {"company_id": company.id, "alias": name, "folded": name_key(name), "weak": weak, "origin": "registry"}
        for company in companies.values()
        for name, weak in _names(company)
        if (company.id, name) not in kept
    ])  # fmt: skip
    session.merge(Note(name=_FILLED_FROM, value=lexicon_version()))
    session.flush()


def _names(company: Company) -> Iterable[tuple[str, bool]]:
    names = dict.fromkeys(company.strong_names, False) | dict.fromkeys(company.weak_aliases, True)
    return names.items()


def resolve(session: Session, party: Party, context: ArticleContext, registry: Registry) -> str:
    """The id of the company that a party is; an unknown one becomes a provisional company under its name."""
    if party.company and party.company in registry.lexicon.companies:
        return party.company
    found = resolve_party(party, context, registry.lexicon)
    if found.company_id:
        return found.company_id
    if PartyRef(party.name, frozenset()).anonymous:
        return _row_of(session, UNDISCLOSED, "未披露", "undisclosed", None)
    return _provisional(session, party, registry)


def _provisional(session: Session, party: Party, registry: Registry) -> str:
    keys = list(
        dict.fromkeys(key for form in (party.name, party.name_en or "", *party.surface) if (key := name_key(form)))
    )
    key = keys[0] if keys else party.name
    known = session.scalars(
        select(CompanyAlias.company_id)
        .join(CompanyRow, CompanyRow.id == CompanyAlias.company_id)
        .where(CompanyAlias.folded == key, CompanyAlias.origin != "registry", CompanyRow.provisional)
        .limit(1)
    ).first()
    if known:
        return registry.merged.get(known, known)
    latin = party.name.isascii()
    ident = provisional_id(key)
    _row_of(session, ident, "" if latin else party.name, party.name if latin else party.name_en or "", party.country)
    if session.scalar(select(func.count()).where(CompanyAlias.company_id == ident)) == 0:
        session.add(CompanyAlias(company_id=ident, alias=party.name, folded=key, weak=False, origin="article"))
        session.flush()
    return registry.merged.get(ident, ident)


def provisional_id(key: str) -> str:
    """The id of the provisional company of a normalised name: the same in every database."""
    return f"new-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def _row_of(session: Session, ident: str, name_zh: str, name_en: str, country: str | None) -> str:
    if session.get(CompanyRow, ident) is None:
        session.add(
            CompanyRow(id=ident, name_zh=name_zh, name_en=name_en, country=country, tickers=[],
                       provisional=ident != UNDISCLOSED)
        )  # fmt: skip
        session.flush()
    return ident
