"""What there is to tell one subscriber: everything that a digest shows, before any word of it is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from alerts.corrections import Change, find_changes, title_told
from errors import UsageError
from storage.filters import DealFilter, FilterError
from storage.outbox import ToldDeal, told_deals
from storage.query import Query
from storage.subscriptions import SubscriptionView
from storage.untold import Untold, told_to
from storage.views import (
    DealDetail,
    DealView,
    EventView,
    FactView,
    InsightView,
    MilestoneView,
    SourceHealth,
)
from telling.brief_lines import is_alike


class Identified(Protocol):
    """Anything with a number of its own."""

    @property
    def id(self) -> int | str: ...


SHANGHAI = ZoneInfo("Asia/Shanghai")

T = TypeVar("T")
Thing = TypeVar("Thing", bound=Identified)

#: more new deals than this in one mail are told by the next one
MOST_DEALS = 200
MOST_MILESTONES = 12
#: what a reader who watches China's deals abroad wants to see first
_WAYS = ("out", "in", "foreign", "domestic")
#: a query that says more than this is about deals: to its reader milestones of just anybody are noise
_ABOUT_COMPANIES = frozenset(
    {"company", "grantor", "province", "direction", "min_confidence", "sort", "limit", "currency"}
)
_MILESTONES = ("approval", "launch", "readout", "designation", "acceptance", "phase_start", "ind_clearance")
_LARGE_MARKETS = frozenset({"FDA", "EC", "EMA", "PMDA", "MHLW", "MHRA"})
MOST_INSIGHTS = 6
MOST_INSIGHTS_OF_ONE_ARTICLE = 2
MOST_REVIEWS = 8
#: news of a day may be read days later; what was told is not told again
LOOK_BACK = timedelta(days=3)
#: what was first seen so long before the last digest and not told then (too uncertain, say) is news no more
NEWS_FOR = timedelta(days=30)
#: a change of a deal told longer ago than this is history, not a correction
CORRECTIONS_FOR = timedelta(days=120)
CHART_WEEKS = 8
#: a source that was not read for so long is shown as failing, whatever its last run said
STALE_AFTER = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Correction:
    """A deal told before whose facts have changed; ``deal`` is None where it turned out to be none."""

    ident: str
    title: str  # as it was told
    deal: DealView | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A company of the watch list and what was new about it."""

    company: str
    deals: tuple[DealView, ...]
    milestones: tuple[MilestoneView, ...]
    known: bool = True  # to the registry


@dataclass(frozen=True, slots=True)
class Week:
    """How many deals of each direction were new in the week that began on ``label`` (``5/18``)."""

    label: str
    out: int
    other: int


@dataclass(frozen=True, slots=True)
class News:
    """All of it, for one subscription and one period."""

    since: datetime
    until: datetime
    new: tuple[DealView, ...] = ()
    other: tuple[DealView, ...] = ()
    waiting: int = 0
    corrections: tuple[Correction, ...] = ()
    events: tuple[EventView, ...] = ()
    covered: tuple[EventView, ...] = ()  # events of deals that are themselves new: their cards tell them
    about: tuple[DealView, ...] = ()  # the deals of the events
    milestones: tuple[MilestoneView, ...] = ()
    facts: tuple[FactView, ...] = ()
    insights: tuple[InsightView, ...] = ()
    twins: tuple[InsightView, ...] = ()  # say what ``insights`` say: told with them
    watched: tuple[Watched, ...] = ()
    review: tuple[DealView, ...] = ()
    failing: tuple[SourceHealth, ...] = ()
    sources: int = 0
    weeks: tuple[Week, ...] = ()
    problem: str = ""  # why the subscription's query cannot be answered

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that happened in the world."""
        return not (self.new or self.other or self.corrections or self.events or self.milestones)


class Newsdesk:
    """Gathers the news of many subscriptions at one moment; what they share is asked for once.

    With ``untold`` (as digests are sent) everything that was not told yet counts; without (a preview of any day) what
    was first seen in the time asked for, told or not.
    """

    def __init__(self, session: Session, now: datetime, *, min_confidence: float, untold: bool = True) -> None:
        self._session = session
        self._query = Query(session, today=now.astimezone(SHANGHAI).date())
        self._now = now
        self._min_confidence = min_confidence
        self._untold_only = untold
        self._shared: dict[object, Any] = {}

    def detail(self, deal: DealView) -> DealDetail:
        """A deal with its evidence and reports."""
        return self.once(("detail", deal.id), lambda: self._query.deal(deal.id))

    def gather(self, subscriber: SubscriptionView, since: datetime, *, most_deals: int = MOST_DEALS) -> News:
        """Everything that the sections of a subscription show of the time since its last digest.

        A query that names what nobody knows any more leaves ``problem`` for the reader, who can change it.
        """
        wanted = set(subscriber.sections)
        told = told_to(self._session, subscriber.id) if self._untold_only else set()
        problem = ""
        try:
            found, unsure = self._new_deals(subscriber, since, told)
            events = self._events(subscriber, since, told) if "events" in wanted else ()
            milestones = self._milestones(subscriber, since, told) if "milestones" in wanted else ()
        except (UsageError, FilterError) as error:
            found, unsure, events, milestones, problem = [], [], (), (), str(error)
        sure = [deal for deal in found if ("new" if deal.direction == "out" else "other") in wanted]
        now = sure[:most_deals]
        new = {deal.id for deal in now}
        events_apart = sorted((event for event in events if event.deal not in new), key=self._way)
        insights, twins = self._insights(since, told) if "insights" in wanted else ([], [])
        failing, sources = self._health()
        return News(
            since=since,
            until=self._now,
            new=tuple(deal for deal in now if deal.direction == "out"),
            other=tuple(deal for deal in now if deal.direction != "out"),
            waiting=len(sure) - len(now),
            corrections=self._corrections(subscriber, told) if "corrections" in wanted else (),
            events=tuple(events_apart),
            about=tuple(self._deal(ident) for ident in dict.fromkeys(event.deal for event in events_apart)),
            covered=tuple(event for event in events if event.deal in new),
            milestones=milestones,
            facts=self._facts(since, told) if "insights" in wanted else (),
            insights=tuple(insights),
            twins=tuple(twins),
            watched=self._watched(subscriber, since) if "watch" in wanted else (),
            review=_untold("review", unsure, told)[:MOST_REVIEWS] if "review" in wanted else (),
            failing=failing if "health" in wanted else (),
            sources=sources,
            weeks=self._weeks() if "chart" in wanted else (),
            problem=problem,
        )

    def fresh_deals(
        self, subscriber: SubscriptionView, since: datetime, *, worth: Callable[[DealView], bool]
    ) -> list[DealView]:
        """Deals first seen since then that match, are sure enough, worth it and told in no digest or alert; best first.

        None for a query that nobody understands. Asked every minute for everybody: what is cheap is asked first.
        """
        fresh = self.once(("fresh", since), lambda: self._look_since(since))
        deals = [deal for deal in self.once(("sure", since), lambda: self._sure(fresh)) if worth(deal)]
        alerts = {ref_of("alert", deal): deal.id for deal in deals}
        told = told_to(self._session, subscriber.id, fresh.refs | alerts.keys()) if deals else set()
        if not alerts.keys() - told:
            return []
        try:
            matching = set(fresh.deals(subscriber.query, since=max(subscriber.since, since), told=told))
        except (UsageError, FilterError):
            return []
        return [deal for deal in deals if deal.id in matching and ref_of("alert", deal) not in told]

    def _look_since(self, since: datetime) -> Untold:
        today = self._now.astimezone(SHANGHAI).date()
        return Untold(self._session, since=since, until=self._now, today=today)

    def _sure(self, fresh: Untold) -> list[DealView]:
        everything = fresh.deals(DealFilter(), since=datetime.min.replace(tzinfo=UTC), told=set())
        deals = self._query.deals_by_id(everything)
        return sorted((deal for deal in deals if self._is_sure(deal)), key=_most_telling)

    def _is_sure(self, deal: DealView) -> bool:
        return deal.confirmed or deal.confidence >= self._min_confidence

    def _new_deals(
        self, subscriber: SubscriptionView, since: datetime, told: set[str]
    ) -> tuple[list[DealView], list[DealView]]:
        asked = subscriber.query
        if self._untold_only:
            begin = max(subscriber.since, since - NEWS_FOR)
            found = self._query.deals_by_id(self._untold(begin).deals(asked, since=begin, told=told))
        else:
            found = self._query.new_deals(since=since, until=self._now, asked=asked)
        sure = [deal for deal in found if self._is_sure(deal)]
        unsure = [deal for deal in found if not self._is_sure(deal)]
        return sorted(sure, key=_most_telling), unsure

    def _untold(self, begin: datetime) -> Untold:
        """What is new since about then: one look for all subscriptions whose time begins in the same month."""
        month = begin.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return self.once(("untold", month), lambda: self._look_since(month))

    def _corrections(self, subscriber: SubscriptionView, told: set[str]) -> tuple[Correction, ...]:
        if not any(ref.startswith("deal:") for ref in told):
            return ()
        changed = told_deals(self._session, subscriber.id, since=self._now - CORRECTIONS_FOR)
        found = [self._correction(each) for each in changed if each.state != "merged"]
        return tuple(correction for correction in found if correction is not None)

    def _correction(self, told: ToldDeal) -> Correction | None:
        if told.state != "live":
            retracted = Correction(told.deal, title_told(told.figures), None, (Change("retracted"),))
            return None if told.figures.get("retracted") else retracted
        deal = self._query.deals_by_id([told.deal])[0]
        changes = find_changes(told.figures, deal)
        return Correction(deal.id, deal.title, deal, changes) if changes else None

    def _events(self, subscriber: SubscriptionView, since: datetime, told: set[str]) -> tuple[EventView, ...]:
        begin = max(subscriber.since, since - NEWS_FOR) if self._untold_only else since
        wanted = self._untold(begin).events(subscriber.query, since=begin, told=told)
        if not wanted:
            return ()
        month = begin.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        views = self.once(
            ("events", month),
            lambda: self._query.events(since=month, until=self._now, news_only=True, limit=10_000),
        )
        return tuple(event for event in reversed(views) if event.id in wanted)

    def _milestones(self, subscriber: SubscriptionView, since: datetime, told: set[str]) -> tuple[MilestoneView, ...]:
        first = self._first_day(since)
        asked = subscriber.query
        if not asked.model_dump(exclude_defaults=True).keys() <= _ABOUT_COMPANIES:
            return ()
        found: list[MilestoneView] = []
        for province in asked.province or (None,):
            for company in (*asked.company, *asked.grantor) or (None,):
                ask = partial(self._query.milestones, since=first, province=province, company=company)
                found += self.once(("milestones", first, province, company), ask)
        seen = {milestone.id: milestone for milestone in found if milestone.source.day <= self._now}
        untold = _untold("milestone", list(seen.values()), told)
        return tuple(sorted(untold, key=_weight)[:MOST_MILESTONES])

    def _first_day(self, since: datetime) -> date:
        return ((since - LOOK_BACK) if self._untold_only else since).date()

    def _insights(self, since: datetime, told: set[str]) -> tuple[list[InsightView], list[InsightView]]:
        first = self._first_day(since)
        found = self.once(("insights", first), lambda: self._query.insights(since=first))
        untold = _untold("insight", [each for each in found if each.source.day <= self._now], told)
        return self.once(("chosen", *(each.id for each in untold)), lambda: _most_quotable(untold))

    def _facts(self, since: datetime, told: set[str]) -> tuple[FactView, ...]:
        first = self._first_day(since)
        found = self.once(("facts", first), lambda: self._query.facts(since=first))
        return _untold("fact", [each for each in found if each.source.day <= self._now], told)[:MOST_INSIGHTS]

    def _watched(self, subscriber: SubscriptionView, since: datetime) -> tuple[Watched, ...]:
        return tuple(self._watch(company, since) for company in subscriber.options.watch)

    def _watch(self, company: str, since: datetime) -> Watched:
        return self.once(("watch", company, since), lambda: self._look_for(company, since))

    def _look_for(self, company: str, since: datetime) -> Watched:
        """What was new about a company; one that nobody knows any more must not hold up everybody's digest."""
        asked = DealFilter(company=(company,))
        try:
            deals = tuple(self._query.new_deals(since=since, until=self._now, asked=asked))
            return Watched(company, deals, tuple(self._query.milestones(since=since.date(), company=company)))
        except UsageError:
            return Watched(company, (), (), known=False)

    def _way(self, event: EventView) -> int:
        return _WAYS.index(self._deal(event.deal).direction)

    def _deal(self, ident: str) -> DealView:
        return self.once(("deal", ident), lambda: self._query.deals_by_id([ident])[0])

    def _health(self) -> tuple[tuple[SourceHealth, ...], int]:
        sources = self.once("sources", self._query.sources)
        failing = [source for source in sources if source.in_trouble or source.problem or self._is_stale(source)]
        return tuple(failing), len(sources)

    def _is_stale(self, source: SourceHealth) -> bool:
        return source.last_run is not None and self._now - source.last_run > STALE_AFTER

    def _weeks(self) -> tuple[Week, ...]:
        return self.once("weeks", self._count_weeks)

    def _count_weeks(self) -> tuple[Week, ...]:
        today = self._now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        first = today - timedelta(days=today.weekday(), weeks=CHART_WEEKS - 1)
        deals = self._query.new_deals(since=first, until=self._now)
        weeks = []
        for number in range(CHART_WEEKS):
            begin = first + timedelta(weeks=number)
            within = [deal for deal in deals if begin <= deal.first_seen < begin + timedelta(weeks=1)]
            out = sum(deal.direction == "out" for deal in within)
            weeks.append(Week(f"{begin.month}/{begin.day}", out, len(within) - out))
        return tuple(weeks)

    def once(self, key: object, ask: Callable[[], T]) -> T:
        """What ``ask`` gives, kept under ``key`` for all subscribers of this moment."""
        if key not in self._shared:
            self._shared[key] = ask()
        return cast(T, self._shared[key])


def ref_of(kind: str, what: Identified) -> str:
    """What is told once: ``deal:12``, ``review:12``, ``event:7``, ``milestone:3``."""
    return f"{kind}:{str(what.id).removeprefix('D')}"


def _untold(kind: str, found: Sequence[Thing], told: set[str]) -> tuple[Thing, ...]:
    return tuple(each for each in found if ref_of(kind, each) not in told)


def _weight(milestone: MilestoneView) -> tuple[int, bool]:
    """On the market first, then on the way there; the largest markets first."""
    return _MILESTONES.index(milestone.kind), milestone.regulator not in _LARGE_MARKETS


def _most_quotable(found: Sequence[InsightView]) -> tuple[list[InsightView], list[InsightView]]:
    """The sentences most worth quoting, and those that say the same in about the same words elsewhere."""
    of_article: Counter[int] = Counter()
    chosen: list[InsightView] = []
    twins: list[InsightView] = []
    for insight in sorted(found, key=lambda insight: -insight.confidence):
        if any(is_alike(insight.sentence, other.sentence) for other in chosen):
            twins.append(insight)
        elif of_article[insight.source.article] < MOST_INSIGHTS_OF_ONE_ARTICLE and len(chosen) < MOST_INSIGHTS:
            of_article[insight.source.article] += 1
            chosen.append(insight)
    return chosen, twins


def _most_telling(deal: DealView) -> tuple[int, bool, float, str]:
    """Out of China first, into it second, within it last; then the largest upfront (else a tenth of the total) first."""
    size = deal.upfront_usd or (deal.total_usd / 10 if deal.total_usd else None)
    return _WAYS.index(deal.direction), size is None, -float(size or 0), deal.id
