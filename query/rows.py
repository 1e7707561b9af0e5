"""Deals as plain JSON values and as flat rows of a spreadsheet; what the API, MCP and exports give out."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from storage.views import DealView, EventView, PartyView, StatsTable

#: Columns of an exported deal, in order: key and what stands above it.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", "ID"), ("announced", "Announced"), ("grantors", "Licensor / seller"), ("partners", "Licensee / buyer"),
    ("grantor_country", "From"), ("partner_country", "To"), ("province", "Province"), ("type", "Type"),
    ("direction", "Direction"), ("status", "Status"), ("model", "Going-global model"), ("assets", "Assets"),
    ("modality", "Modality"), ("targets", "Targets"), ("indications", "Indications"), ("phase", "Phase"),
    ("territory", "Territory"), ("territory_excludes", "Territory excludes"), ("currency", "Currency"),
    ("upfront", "Upfront"), ("near_term", "Upfront and near-term"), ("milestone", "Milestones"), ("total", "Total"),
    ("equity", "Equity"), ("price", "Price"), ("option_fee", "Option fee"), ("paid", "Paid"),
    ("bounds", "Bounds"), ("upfront_usd", "Upfront (USD)"), ("total_usd", "Total (USD)"), ("royalty", "Royalty"),
    ("option", "Option"), ("exclusive", "Exclusive"), ("confidence", "Confidence"), ("confirmed", "Confirmed"),
    ("reports", "Reports"), ("outlet", "Outlet"), ("link", "Source"), ("sentence", "Evidence"),
)  # fmt: skip

#: Columns that hold sums of money.
MONEY = frozenset(
    ("upfront", "near_term", "milestone", "total", "equity", "price", "option_fee", "paid", "upfront_usd", "total_usd")
)

STATS_COLUMNS = (
    ("value", "Value"), ("label", "Name"), ("label_en", "Name (English)"), ("period", "Period"), ("deals", "Deals"),
    ("upfronts", "Upfronts disclosed"), ("upfront_usd", "Upfront (USD)"), ("totals", "Totals disclosed"),
    ("total_usd", "Total (USD)"),
)  # fmt: skip

EVENT_COLUMNS = (
    ("day", "Day"), ("kind", "What"), ("deal", "Deal"), ("deal_title", "Parties and asset"), ("sentence", "Evidence"),
    ("outlet", "Outlet"), ("link", "Source"),
)  # fmt: skip

#: What statistics can be grouped by.
GroupBy = Literal[
    "type", "model", "direction", "status", "modality", "target", "phase", "country", "partner_country", "province", "city",
    "company", "grantor", "partner", "year", "quarter", "month",
]  # fmt: skip
Period = Literal["year", "quarter", "month"]
EventKind = Literal[
    "announced", "proposed", "effective", "closed", "upfront_received", "milestone", "option_exercised", "terminated"
]

Cell = str | int | float | bool | date | None


def to_json(value: Any) -> Any:
    """A view as JSON values: sums as numbers, days and times in ISO form."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): to_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(each) for each in value]
    return value


def deal_row(deal: DealView) -> dict[str, Cell]:
    """One deal as a flat row under the keys of ``COLUMNS``; what no report states is None."""
    sums = {amount.kind: amount for amount in deal.amounts}
    territory = deal.territory or {}
    row: dict[str, Cell] = {
        "id": deal.id,
        "announced": deal.announced,
        "grantors": _names(deal.grantors),
        "partners": _names(deal.partners),
        "grantor_country": _joined(party.country for party in deal.grantors),
        "partner_country": _joined(party.country for party in deal.partners),
        "province": _joined(party.province for party in (*deal.grantors, *deal.partners)),
        "type": deal.type,
        "direction": deal.direction,
        "status": deal.status,
        "model": deal.model,
        "assets": _joined(deal.assets),
        "modality": deal.modality,
        "targets": _joined(deal.targets),
        "indications": _joined(deal.indications),
        "phase": deal.phase,
        "territory": _joined(territory.get("include", ())),
        "territory_excludes": _joined(territory.get("exclude", ())),
        "currency": _joined(amount.currency for amount in deal.amounts),
        "bounds": _joined(f"{a.kind} {_BOUNDS[a.bound]}" for a in deal.amounts if a.bound in _BOUNDS),
        "upfront_usd": _number(deal.upfront_usd),
        "total_usd": _number(deal.total_usd),
        "royalty": deal.royalty,
        "option": deal.option,
        "exclusive": deal.exclusive,
        "confidence": deal.confidence,
        "confirmed": deal.confirmed,
        "reports": deal.reports,
        "outlet": deal.source.outlet if deal.source else None,
        "link": deal.source.url if deal.source else None,
        "sentence": deal.sentence or None,
    }
    for kind in ("upfront", "near_term", "milestone", "total", "equity", "price", "option_fee", "paid"):
        row[kind] = _number(sums[kind].value) if kind in sums else None
    return row


def event_row(event: EventView) -> dict[str, Cell]:
    """One event as a flat row under the keys of ``EVENT_COLUMNS``."""
    return {
        "day": event.day,
        "kind": event.kind,
        "deal": event.deal,
        "deal_title": event.deal_title,
        "sentence": event.sentence,
        "outlet": event.source.outlet if event.source else None,
        "link": event.source.url if event.source else None,
    }


def stats_rows(table: StatsTable) -> list[dict[str, Cell]]:
    """The rows of a league table or time series, the whole last."""
    rows = []
    for row in (*table.rows, table.overall):
        plain: dict[str, Any] = asdict(row)
        plain["upfront_usd"] = _number(row.upfront_usd)
        plain["total_usd"] = _number(row.total_usd)
        rows.append(plain)
    return rows


_BOUNDS = {"max": "at most", "min": "at least", "approx": "about"}


def _names(parties: tuple[PartyView, ...]) -> str | None:
    return _joined(party.name for party in parties)


def _joined(values: Any) -> str | None:
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
