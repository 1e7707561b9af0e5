"""Makes one deal of the reports of a transaction: the best value of every field, what contradicts it, and its life.

A value is chosen by source tier (exchange filing before company, wire, portal, copy), then by how many reports of that
tier agree on it, then by time; values that disagree are kept with the reports that tell them, never averaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from nlp.records import Amount, AmountKind, Asset, Deal, Evidence
from nlp.reports import PartyRef, ReportFacts, asset_key, blocking_keys, report_facts, same_party
from nlp.same import cluster_reports, same_transaction, story_order

__all__ = [
    "Event", "MergedDeal", "PartyRef", "ReportFacts", "Told", "blocking_keys", "cluster_reports", "deal_key",
    "merge_reports", "report_facts", "same_transaction",
]  # fmt: skip

_LIFE = ("proposed", "announced", "completed", "exercised", "milestone", "terminated")
_PLAIN_FIELDS = (
    "type", "direction", "territory", "model", "targets", "modality", "indications", "phase", "royalty", "exclusive",
)  # fmt: skip
#: fields of several values, where a short list that many print is no better than a long one that the first prints
_LISTS = frozenset(("assets", "targets", "indications"))
_SAME_EVENT_DAYS = 10


@dataclass(frozen=True)
class Told:
    """A value of a field and the reports that tell it, the best source first; of a field's values the chosen one is first."""

    field: str
    value: object
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """A step in a deal's life; ``day`` is when it was first reported, None where no report has a date."""

    kind: str
    day: date | None
    amounts: tuple[Amount, ...]
    reports: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class MergedDeal:
    """One transaction: ``deal`` holds the chosen values, ``told`` every value that any report gave.

    ``announced`` is the day of the first news of the agreement itself; None where all reports tell of later events.
    ``grantors`` and ``partners`` are the resolved parties, with relatives that other reports name as issuers;
    ``reports`` begin with the first that told.
    """

    announced: date | None
    first_seen: date | None
    deal: Deal
    grantors: tuple[PartyRef, ...]
    partners: tuple[PartyRef, ...]
    told: tuple[Told, ...]
    events: tuple[Event, ...]
    reports: tuple[str, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Names of the fields on which reports disagree."""
        names = [told.field for told in self.told]
        return tuple(dict.fromkeys(name for name in names if names.count(name) > 1))


def deal_key(merged: MergedDeal) -> str:
    """A name for the deal that stays while its first report stays; later reports and better values do not change it."""
    day = f"{merged.first_seen:%Y%m%d}" if merged.first_seen else "undated"
    return f"{day}-{hashlib.sha256(merged.reports[0].encode()).hexdigest()[:12]}"


def merge_reports(reports: Sequence[ReportFacts]) -> MergedDeal:
    """The deal that the reports of one transaction tell; their order and repetition change nothing.

    Takes the reports of one set of ``cluster_reports``, at least one.
    """
    unique = {report.report: report for report in reports}.values()
    best, story = sorted(unique, key=_worth), sorted(unique, key=story_order)
    told = [value for field in (*_PLAIN_FIELDS, "assets", *_amount_fields()) for value in _told(field, best)]
    first = {value.field: value.value for value in reversed(told)}
    grantors, partners = _parties([r.grantors for r in best]), _parties([r.partners for r in best])
    deal = best[0].deal.model_copy(
        update={name: first[name] for name in _PLAIN_FIELDS if name in first}
        | {
            "mention": "primary" if any(r.deal.mention == "primary" for r in best) else "background",
            "status": _status(story),
            "assets": _assets(best),
            "amounts": tuple(a for field in _amount_fields() for a in _as_amounts(first.get(field))),
            "option": any(r.deal.option for r in best),
            "confidence": max(r.deal.confidence for r in best),
        }
    )
    days = [report.day for report in story if report.day]
    return MergedDeal(
        announced=min((r.day for r in story if r.opening and r.day), default=None),
        first_seen=min(days, default=None),
        deal=deal,
        grantors=grantors,
        partners=partners,
        told=tuple(told),
        events=_events(story),
        reports=tuple(report.report for report in story),
    )


def _worth(report: ReportFacts) -> tuple[tuple[bool, bool, int], date, str]:
    """Sorts the report to believe first: by rank, then by time."""
    return _rank(report), report.day or date.max, report.report


def _rank(report: ReportFacts) -> tuple[bool, bool, int]:
    """How far a report is believed, the lowest most: news before history, agreement before later events, then tier."""
    return report.deal.mention != "primary", not report.opening, report.tier


def _amount_fields() -> tuple[str, ...]:
    return tuple(f"amounts.{kind}" for kind in get_args(AmountKind))


def _as_amounts(value: object) -> tuple[Amount, ...]:
    return value if isinstance(value, tuple) else ()


def _told(field: str, best: Sequence[ReportFacts]) -> list[Told]:
    """Every value that the reports give a field, the one to believe first; an empty value says nothing.

    Believed is what most reports of the best rank say, so that one hasty report does not outweigh all that followed.
    """
    tellers: dict[Hashable, list[ReportFacts]] = {}
    for report in best:
        value = _value(report, field)
        if value is not None and value not in ((), ""):
            tellers.setdefault(_compared(report, field, value), []).append(report)
    told = list(tellers.values())
    if told and field not in _LISTS:
        rank = _rank(told[0][0])
        told.sort(key=lambda reports: -sum(_rank(report) == rank for report in reports))  # stable: the first of equals
    return [Told(field, _value(reports[0], field), tuple(r.report for r in reports)) for reports in told]


def _compared(report: ReportFacts, field: str, value: object) -> Hashable:
    """What two reports must have in common to say the same: of sums the figure, not how it is hedged."""
    if field == "assets":
        return report.assets
    if field.startswith("amounts."):
        return tuple((amount.currency, amount.value) for amount in _as_amounts(value))
    return value if isinstance(value, Hashable) else repr(value)


def _value(report: ReportFacts, field: str) -> object:
    if not field.startswith("amounts."):
        return getattr(report.deal, field)
    kind = field.removeprefix("amounts.")
    return tuple(sorted((a for a in report.deal.amounts if a.kind == kind), key=lambda a: (a.currency, -a.value)))


def _status(story: Sequence[ReportFacts]) -> str:
    """The latest step of the life that a report has news of; of one day's steps the furthest."""
    news = [report for report in story if report.deal.mention == "primary" and not report.amends] or list(story)
    return max(news, key=lambda r: (r.day or date.min, _LIFE.index(r.deal.status))).deal.status


def _parties(sides: Sequence[tuple[PartyRef, ...]]) -> tuple[PartyRef, ...]:
    """The best report's parties, joined by relatives that other reports name: one deal may have several issuers."""
    named = [side for side in sides if any(not party.anonymous for party in side)] or [side for side in sides if side]
    chosen = list(named[0]) if named else []
    groups = {party.group for party in chosen if party.group}
    for party in (party for side in named[1:] for party in side):
        if party.group in groups and not any(same_party(party, other) for other in chosen):
            chosen.append(party)
    return tuple(chosen)


def _assets(best: Sequence[ReportFacts]) -> tuple[Asset, ...]:
    """The best report's assets under every form that any report prints."""
    chosen = next((report.deal.assets for report in best if report.deal.assets), ())
    everything = [asset for report in best for asset in report.deal.assets]
    return tuple(_with_all_forms(asset, everything) for asset in chosen)


def _with_all_forms(asset: Asset, others: Sequence[Asset]) -> Asset:
    keys = {asset_key(form) for form in (asset.name, *asset.surface)}
    same = [other for other in others if keys & {asset_key(form) for form in (other.name, *other.surface)}]
    return asset.model_copy(update={"surface": tuple(dict.fromkeys(f for o in same for f in (o.name, *o.surface)))})


def _events(story: Sequence[ReportFacts]) -> tuple[Event, ...]:
    """The steps of the life by day; reports of one step within days of each other are one event."""
    steps: list[list[ReportFacts]] = []
    for report in sorted(story, key=lambda r: (r.day or date.max, r.report)):
        if report.deal.mention != "primary":
            continue
        last = next((step for step in reversed(steps) if step[0].step == report.step), None)
        if last and _days_apart(last[-1], report) <= _SAME_EVENT_DAYS:
            last.append(report)
        else:
            steps.append([report])
    return tuple(
        Event(
            kind=step[0].step,
            day=step[0].day,
            amounts=tuple(dict.fromkeys(a for r in step for a in r.deal.amounts if a.kind in {"paid", "option_fee"})),
            reports=tuple(r.report for r in step),
            evidence=tuple(e for r in step for e in r.deal.evidence if e.field == "status"),
        )
        for step in steps
    )


def _days_apart(one: ReportFacts, two: ReportFacts) -> int:
    return abs((two.day - one.day).days) if one.day and two.day else 0
