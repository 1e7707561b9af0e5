"""Writes one merged deal: its row, fields, parties, assets, amounts, events, tags and full text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from nlp.merge import MergedDeal, PartyRef, deal_key, merge_reports
from nlp.records import Amount, Deal
from storage import tags
from storage.companies import UNDISCLOSED, Registry
from storage.corrections import Corrections, corrections_of
from storage.fulltext import DEAL_TEXT, drop_text, index_text
from storage.fx import Rates, to_usd
from storage.models import CompanyRow, DealAmount, DealAsset, DealField, DealParty, DealRow, EventRow
from storage.rates import kept_rates
from storage.tellings import SHANGHAI, Telling

#: tellings of one step of a life within this time are one event, whatever day is now believed
_SAME_EVENT = timedelta(days=30)
_CLOSINGS = {"acquisition", "equity", "asset_purchase"}


@dataclass(frozen=True)
class _Member:
    """A company on one side of the deal, as printed and as the registry knows it."""

    role: str
    printed: str
    row: CompanyRow


def write_deal(session: Session, deal_id: int, tellings: Sequence[Telling], registry: Registry) -> list[EventRow]:
    """Make the deal's rows say what its reports say and people decided; gives the events that were not there before."""
    merged = merge_reports([telling.facts for telling in tellings])
    by_report = {telling.facts.report: telling for telling in tellings}
    decided = corrections_of(session, deal_id)
    deal = decided.apply(merged.deal)
    row = session.get(DealRow, deal_id) or _new_row(deal_id, tellings)
    before = _indexed(row)

    members = _members(session, merged, tellings, decided, registry)
    rates = kept_rates(session)
    _fill(row, deal, merged, decided, tellings, members, rates)
    row.report_id = by_report[next(told.reports[0] for told in merged.told if told.field == "type")].row.id
    session.add(row)
    _write_children(session, row, deal, merged, by_report, decided, members, rates)
    events = _write_events(session, row, merged, by_report)
    _reindex(session, row, before, _tag_values(row, deal, members, registry))
    return events


def retire(session: Session, row: DealRow, into: int | None) -> None:
    """Take a deal without reports out of every list; its id keeps answering (``into``: as which deal)."""
    before = _indexed(row)
    for table in (DealField, DealParty, DealAsset, DealAmount, EventRow):
        session.execute(delete(table).where(table.deal_id == row.id))
    row.state, row.merged_into, row.reports, row.search_text = ("merged" if into else "withdrawn"), into, 0, ""
    row.report_id = None
    _reindex(session, row, before, [])


def clear_children(session: Session, deal_ids: Iterable[int]) -> None:
    """Remove what points at reports, before reports change hands; ``write_deal`` writes it anew (events stay)."""
    ids = list(deal_ids)
    for table in (DealField, DealAmount):
        session.execute(delete(table).where(table.deal_id.in_(ids)))


def _new_row(deal_id: int, tellings: Sequence[Telling]) -> DealRow:
    return DealRow(
        id=deal_id, order_key=-deal_id, state="new", created=min(t.article.fetched for t in tellings), search_text="",
        confirmed=False, upfront_usd=None, total_usd=None, announced=date.min,
    )  # fmt: skip


@dataclass(frozen=True)
class _Indexed:
    """What the indexes hold of a deal; ``text`` is empty where it is not in the full text."""

    counted: tags.Counted
    text: str


def _indexed(row: DealRow) -> _Indexed:
    counted = tags.Counted(row.order_key, f"{row.announced:%Y-%m}", row.upfront_usd, row.total_usd)
    return _Indexed(counted, row.search_text)


def _members(
    session: Session, merged: MergedDeal, tellings: Sequence[Telling], decided: Corrections, registry: Registry
) -> list[_Member]:
    """The parties of both sides as company rows, each company once a side."""
    resolved = {name: ident for telling in tellings for name, ident in telling.row.parties.items()}

    def of(role: str, parties: Iterable[PartyRef]) -> Iterable[tuple[str, str, str]]:
        given = decided.companies(role)
        if given is not None:
            return [(role, "", ident) for ident in given]
        return [(role, party.name, party.company or resolved.get(party.name, UNDISCLOSED)) for party in parties]

    found: dict[tuple[str, str], _Member] = {}
    for role, printed, ident in (*of("grantor", merged.grantors), *of("partner", merged.partners)):
        company = session.get_one(CompanyRow, registry.merged.get(ident, ident))
        name = printed or company.name_zh or company.name_en
        distinct = printed if company.id == UNDISCLOSED else company.id
        found.setdefault((role, distinct), _Member(role, name, company))
    return list(found.values())


def _fill(
    row: DealRow,
    deal: Deal,
    merged: MergedDeal,
    decided: Corrections,
    tellings: Sequence[Telling],
    members: Sequence[_Member],
    rates: Rates,
) -> None:
    news = [t for t in tellings if t.facts.opening and not t.is_history]
    first = min(t.article.day for t in news or tellings)
    row.key = deal_key(merged)
    row.state, row.merged_into = ("rejected" if decided.rejected else "live"), None
    row.type, row.direction, row.status = deal.type, deal.direction, deal.status
    row.model, row.modality, row.phase = deal.model, deal.modality, deal.phase
    row.announced = decided.announced or merged.announced or merged.first_seen or first.astimezone(SHANGHAI).date()
    row.announced_precision = _precision(row.announced, merged, tellings, decided)
    row.territory = to_jsonable_python(deal.territory)
    row.targets, row.indications = list(deal.targets), list(deal.indications)
    row.royalty, row.option, row.exclusive = deal.royalty, deal.option, deal.exclusive
    row.upfront_usd = _dollars(deal, ("upfront",), row.announced, rates)
    row.total_usd = _dollars(deal, ("total", "price"), row.announced, rates)
    row.confidence = 1.0 if decided.confirmed else deal.confidence
    row.confirmed, row.news, row.reports = (
        decided.confirmed,
        bool(news) and not any(t.is_history for t in tellings),
        len(tellings),
    )
    row.first_seen, row.updated = first, max(t.article.fetched for t in tellings)
    row.title = _title(members, deal)
    row.search_text = _search_text(row, deal, members, tellings) if row.state == "live" else ""
    row.order_key = row.announced.toordinal() << 32 | row.id


def _precision(announced: date, merged: MergedDeal, tellings: Sequence[Telling], decided: Corrections) -> str:
    """How exact the day is: imported history may know the month or year only (said in the article's raw date)."""
    exact = decided.announced or any(t.facts.day == announced and not t.is_history for t in tellings)
    raw = [t.article.raw_date for t in tellings if t.is_history and t.facts.day == announced]
    if exact or not raw:
        return "day"
    return {4: "year", 7: "month"}.get(len(raw[0]), "day")


def _dollars(deal: Deal, kinds: Sequence[str], on: date, rates: Rates) -> Decimal | None:
    """The largest sum of the first kind that is stated, in dollars."""
    for kind in kinds:
        stated = [to_usd(a.value, a.currency, on, rates) for a in deal.amounts if a.kind == kind]
        known = [usd.value for usd in stated if usd]
        if known:
            return max(known)
    return None


def _title(members: Sequence[_Member], deal: Deal) -> str:
    sides = ["＋".join(_shown(m) for m in members if m.role == role)[:60] or "？" for role in ("grantor", "partner")]
    assets = "、".join(asset.name for asset in deal.assets[:3])
    return " → ".join(sides) + (f"：{assets}" if assets else "")


def _shown(member: _Member) -> str:
    if member.row.id == UNDISCLOSED:
        return member.printed
    return member.row.name_zh or member.row.name_en or member.printed


def _search_text(row: DealRow, deal: Deal, members: Sequence[_Member], tellings: Sequence[Telling]) -> str:
    parts = [row.title]
    for member in members:
        parts += [member.printed, member.row.name_zh, member.row.name_en]
    for telling in tellings:
        parts += [form for side in (telling.facts.deal.grantors, telling.facts.deal.partners) for party in side
                  for form in (party.name, party.name_en or "", *party.surface)]  # fmt: skip
    parts += [form for asset in deal.assets for form in (asset.name, *asset.surface)]
    parts += [*deal.targets, *deal.indications, deal.modality or "", deal.royalty or ""]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _write_children(
    session: Session,
    row: DealRow,
    deal: Deal,
    merged: MergedDeal,
    by_report: dict[str, Telling],
    decided: Corrections,
    members: Sequence[_Member],
    rates: Rates,
) -> None:
    session.flush()
    for table in (DealField, DealParty, DealAsset, DealAmount):
        session.execute(delete(table).where(table.deal_id == row.id))
    _insert(session, DealParty, [
        {"deal_id": row.id, "role": m.role, "position": place, "company_id": m.row.id, "name": m.printed,
         "country": m.row.country}
        for place, m in enumerate(members)
    ])  # fmt: skip
    _insert(session, DealAsset, [
        {"deal_id": row.id, "position": place, "name": asset.name, "surface": list(asset.surface)}
        for place, asset in enumerate(deal.assets)
    ])  # fmt: skip
    fields = _fields(deal, merged, by_report, decided)
    _insert(session, DealField, [{"deal_id": row.id, **found} for found in fields])
    tellers = {found["field"]: found["report_id"] for found in fields}
    _insert(session, DealAmount, [_amount(row, a, tellers.get(f"amounts.{a.kind}"), rates) for a in deal.amounts])


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _amount(row: DealRow, amount: Amount, report_id: int | None, rates: Rates) -> dict[str, Any]:
    usd = to_usd(amount.value, amount.currency, row.announced, rates)
    return {
        "deal_id": row.id, "kind": amount.kind, "currency": amount.currency, "value": amount.value,
        "bound": amount.bound, "usd": usd and usd.value, "rate": usd and usd.rate, "rate_date": usd and usd.rate_date,
        "report_id": report_id,
    }  # fmt: skip


def _fields(
    deal: Deal, merged: MergedDeal, by_report: dict[str, Telling], decided: Corrections
) -> list[dict[str, Any]]:
    """Every field with its chosen value, the report that it is from, and what other reports say."""
    told: dict[str, list[tuple[Any, int]]] = {}
    for value in merged.told:
        told.setdefault(value.field, []).append((to_jsonable_python(value.value), by_report[value.reports[0]].row.id))
    found = []
    for name in dict.fromkeys([*told, *decided.values]):
        values = told.get(name, [])
        corrected = name in decided.values
        chosen = decided.values[name] if corrected else values[0][0]
        others = [{"value": value, "report": ident} for value, ident in (values if corrected else values[1:])]
        found.append({
            "field": name, "value": {"value": chosen}, "report_id": None if corrected else values[0][1],
            "confidence": 1.0 if corrected else deal.confidences.get(name, deal.confidence),
            "conflicting": bool(others) and not corrected, "others": others,
        })  # fmt: skip
    return found


def _write_events(session: Session, row: DealRow, merged: MergedDeal, by_report: dict[str, Telling]) -> list[EventRow]:
    """Bring the event rows to the merged story; an event keeps its row while its kind and rough day stay."""
    old = list(session.scalars(select(EventRow).where(EventRow.deal_id == row.id).order_by(EventRow.id)))
    added = []
    for event in merged.events:
        tellers = [by_report[report] for report in event.reports]
        first = min(tellers, key=lambda t: (t.article.day, t.facts.report))
        day = event.day or first.article.day.astimezone(SHANGHAI).date()
        kind = _event_kind(event.kind, row.type, event.amounts, tellers)
        match = next((e for e in old if e.kind == kind and abs(e.day - day) <= _SAME_EVENT), None)
        if match is None:
            match = EventRow(deal_id=row.id, kind=kind)
            session.add(match)
            added.append(match)
        else:
            old.remove(match)
        match.day, match.report_id, match.recorded = day, first.row.id, first.article.day
        match.news = not all(t.is_history for t in tellers)
        match.sentence = first.row.headline
    for gone in old:
        session.delete(gone)
    session.flush()
    return added


def _event_kind(status: str, deal_type: str, amounts: Sequence[Amount], tellers: Sequence[Telling]) -> str:
    if status == "completed":
        return "closed" if deal_type in _CLOSINGS else "effective"
    if status == "milestone":
        received = {amount.kind for teller in tellers for amount in teller.facts.deal.amounts}
        return "upfront_received" if "upfront" in received and "milestone" not in received else "milestone"
    return {"exercised": "option_exercised"}.get(status, status)


def _tag_values(row: DealRow, deal: Deal, members: Sequence[_Member], registry: Registry) -> list[tags.TagValue]:
    of = tags.tag_value
    found = [of("all", ""), of("type", row.type), of("direction", row.direction), of("status", row.status)]
    found += [of(kind, value) for kind in ("model", "modality", "phase") if (value := getattr(row, kind))]
    found += [of("target", target) for target in deal.targets]
    found += [of("asset", form) for asset in deal.assets for form in (asset.name, *asset.surface)]
    if deal.territory:
        found += [of("territory", place) for place in deal.territory.include]
        found += [of("territory_excludes", place) for place in deal.territory.exclude]
    for member in members:
        if member.row.id == UNDISCLOSED:
            continue
        for ident in registry.ancestors(member.row.id):
            found += [tags.TagValue(kind, ident, ident) for kind in ("company", member.role)]
        if member.row.country:
            found.append(of("country", member.row.country))
        if member.row.country and member.role == "partner":
            found.append(of("partner_country", member.row.country))
        if member.row.province:
            found.append(of("province", member.row.province))
        if member.row.city:
            found.append(of("city", member.row.city))
    found += [replace(value, kind=f"{row.direction}.{value.kind}") for value in found if value.kind in tags.DIRECTED]
    found += [of("currency", amount.currency) for amount in deal.amounts]
    found += [*tags.step_tags("upfront", row.upfront_usd), *tags.step_tags("total", row.total_usd)]
    return [value for value in found if value.value or value.kind == "all"]


def _reindex(session: Session, row: DealRow, before: _Indexed, values: list[tags.TagValue]) -> None:
    session.flush()
    tags.refile(session, before.counted, _indexed(row).counted, values if row.state == "live" else [])
    if (before.counted.order_key, before.text) == (row.order_key, row.search_text):
        return
    if before.text:
        drop_text(session, DEAL_TEXT, before.counted.order_key, before.text)
    if row.search_text:
        index_text(session, DEAL_TEXT, row.order_key, row.search_text)
