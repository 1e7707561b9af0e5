"""What happened to a company's deals, and its milestones, as one story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.query import Query
from storage.views import CompanyDetail, EventView, MilestoneView, SourceView


@dataclass(frozen=True, slots=True)
class Moment:
    """One day of a company: an event of a deal (``deal``, ``title``), or a milestone (``asset``, ``regulator``)."""

    day: date
    kind: str
    sentence: str
    source: SourceView | None
    deal: str = ""
    title: str = ""
    asset: str = ""
    regulator: str = ""


def company_timeline(query: Query, found: CompanyDetail) -> list[Moment]:
    """The newest first: events of the deals shown, and milestones abroad."""
    events = query.events_of([deal.id for deal in found.deals.items])
    moments = [*map(_of_event, events), *map(_of_milestone, found.milestones)]
    return sorted(moments, key=lambda moment: moment.day, reverse=True)


def _of_event(event: EventView) -> Moment:
    return Moment(event.day, event.kind, event.sentence, event.source, deal=event.deal, title=event.deal_title)


def _of_milestone(each: MilestoneView) -> Moment:
    return Moment(each.day, each.kind, each.sentence, each.source, asset=each.asset, regulator=each.regulator)
