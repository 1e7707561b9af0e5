"""The one ``Query``: every reader of the deals, from command line to digest, asks here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from errors import UnknownValueError
from nlp.lexicon.fold import fold
from storage import measures, totals
from storage.company_views import company_views, load_company
from storage.deal_views import load_deals, load_detail, load_events
from storage.errors import NoSuchRowError
from storage.filters import EVENT_KINDS, DealFilter, today
from storage.fulltext import row_id
from storage.lookup import find_companies
from storage.matching import Matching, among, matching_keys, prepare
from storage.measures import Likeness, MeasureTable
from storage.models import CompanyAlias, CompanyRow, DealRow, EventRow, SourceState, Tag
from storage.paging import Pages, lone_tag
from storage.places import find_country, find_province
from storage.remark_views import load_facts, load_insights, load_milestones
from storage.searching import search
from storage.source_runs import kept_health
from storage.tags import TOTALLED
from storage.views import (
    CompanyDetail,
    CompanyView,
    DealDetail,
    DealView,
    EventView,
    Facets,
    FactView,
    InsightView,
    MilestoneView,
    Page,
    SearchHit,
    SourceHealth,
    StatsTable,
    deal_id,
)

#: where a filter leaves fewer deals than this, only their events are read
_MANY = 20_000
#: events checked against a filter at a time
_LOOKED_AT = 500
_EVERYTHING = DealFilter()


class Query:
    """Answers over one session (``db.read()``). ``today`` (Asia/Shanghai) is what relative dates count back from.

    An unknown company, province, modality, target … raises ``UnknownNameError`` with the nearest known ones; an empty
    page therefore always means "no such deal".
    """

    def __init__(self, session: Session, *, today: date | None = None) -> None:
        self._session = session
        self._today = today
        self._ready: dict[DealFilter, Matching] = {}
        self._views: dict[int, DealView] = {}
        self._pages = Pages(session)

    def deals(self, asked: DealFilter | None = None) -> Page[DealView]:
        """The deals that ``asked`` leaves, in its order, ``asked.limit`` at a time.

        Sorted by upfront or total, only deals that disclose one are listed.
        """
        asked = asked or _EVERYTHING
        found = self._pages.page(asked, self._prepare(asked))
        return Page(tuple(self._load(found.items)), found.next_cursor, found.count, found.count_is_floor)

    def deal(self, ident: str) -> DealDetail:
        """One deal by its id (``D123``); a merged one answers as the deal it became. Raises NoSuchRowError."""
        row = self._session.get(DealRow, deal_id(ident))
        while row is not None and row.merged_into is not None:
            row = self._session.get(DealRow, row.merged_into)
        if row is None or row.state == "withdrawn":
            raise NoSuchRowError("deal", ident, "`chuhai deals` lists the ids")
        return load_detail(self._session, row.id)

    def deals_by_id(self, idents: Sequence[str]) -> list[DealView]:
        """Deals in the order given; raises NoSuchRowError."""
        ids = [deal_id(ident) for ident in idents]
        found = {view.id: view for view in self._load_ids(ids)}
        for ident, number in zip(idents, ids, strict=True):
            if f"D{number}" not in found:
                raise NoSuchRowError("deal", ident)
        return [found[f"D{number}"] for number in ids]

    def companies(
        self, text: str | None = None, *, country: str | None = None, province: str | None = None,
        provisional: bool | None = None, limit: int = 50,
    ) -> list[CompanyView]:  # fmt: skip
        """Companies, those with most deals first; ``text`` matches any part of a name, or a ticker."""
        deals = func.coalesce(Tag.deals, 0)
        found = (
            select(CompanyRow, deals)
            .outerjoin(Tag, (Tag.kind == "company") & (Tag.value == CompanyRow.id))
            .where(CompanyRow.merged_into.is_(None))
            .order_by(deals.desc(), CompanyRow.id)
            .limit(limit)
        )
        if text:
            part = f"%{fold(text).strip()}%"
            named = select(CompanyAlias.company_id).where(
                or_(CompanyAlias.folded.like(part), func.lower(CompanyAlias.alias).like(part))
            )
            own = [func.lower(column).like(part) for column in (CompanyRow.name_zh, CompanyRow.name_en)]
            found = found.where(or_(CompanyRow.id.in_(named), *own, CompanyRow.id == text))
        if country:
            found = found.where(CompanyRow.country == (find_country(country) or country))
        if province:
            found = found.where(CompanyRow.province == (find_province(province) or province))
        if provisional is not None:
            found = found.where(CompanyRow.provisional == provisional)
        return company_views(self._session.execute(found).tuples())

    def company(self, name_or_id: str) -> CompanyDetail:
        """One company by id, name, alias or ticker; raises UnknownNameError with the nearest names.

        Of several that bear the name, the one with most deals.
        """
        rows = find_companies(self._session, name_or_id)
        tags = select(Tag.value, Tag.deals).where(Tag.kind == "company", Tag.value.in_([row.id for row in rows]))
        deals = dict(self._session.execute(tags).tuples().all())
        row = max(rows, key=lambda row: deals.get(row.id, 0))
        newest = self.deals(DealFilter(company=(row.id,), limit=50))
        return load_company(self._session, row, newest)

    def stats(
        self, group_by: str, asked: DealFilter | None = None, *, period: str | None = None, limit: int | None = None
    ) -> StatsTable:
        """Totals by ``group_by`` (type, model, direction, status, modality, target, phase, country, partner_country,
        province, city, company, grantor, partner; or year, quarter, month), each group also by ``period``
        (year, quarter, month) where given. Rows by deals, largest first (only the ``limit`` groups with most deals);
        by time, oldest first."""
        asked = asked or _EVERYTHING
        days, ready = asked.days(self._day), self._prepare(asked)
        scope = self._scope(asked.model_copy(update={"since": None, "until": None}))
        return totals.stats(self._session, group_by, period, ready, days, scope=scope, limit=limit)

    def _scope(self, asked: DealFilter) -> totals.Scope:
        """What totals are kept of the deals asked for, whatever the days."""
        if asked.is_empty:
            return "all"
        if asked.model_copy(update={"direction": ()}).is_empty and len(asked.direction) == 1:
            return asked.direction[0]
        lone = lone_tag(self._prepare(asked))
        return lone.ids[0] if lone is not None and lone.field in TOTALLED else None

    def measure(self, name: str, group_by: str = "year", asked: DealFilter | None = None) -> MeasureTable:
        """A measure (``storage/measures.py``: upfront_share, median_upfront, newcos, return_rate) by group."""
        return measures.measure(self._session, name, group_by, self._prepare(asked or _EVERYTHING))

    def comparables(self, ident: str) -> Likeness:
        """The deals most like one, and what they paid; raises NoSuchRowError."""
        return measures.comparables(self._session, deal_id(self.deal(ident).deal.id))

    def events(
        self, *, since: datetime | None = None, until: datetime | None = None, asked: DealFilter | None = None,
        kinds: Sequence[str] = (), news_only: bool = False, limit: int = 200,
    ) -> list[EventView]:  # fmt: skip
        """Events recorded in ``since <= t < until``, newest first, of the deals that ``asked`` leaves."""
        found = (
            select(EventRow.id, EventRow.deal_id, DealRow.order_key)
            .join(DealRow, DealRow.id == EventRow.deal_id)
            .where(DealRow.state == "live")
            .order_by(EventRow.recorded.desc(), EventRow.id.desc())
        )
        if since is not None:
            found = found.where(EventRow.recorded >= since)
        if until is not None:
            found = found.where(EventRow.recorded < until)
        if kinds:
            found = found.where(EventRow.kind.in_(kinds))
        if news_only:
            found = found.where(EventRow.news)
        if asked is None or asked.is_empty:
            rows = self._session.execute(found.limit(limit)).tuples().all()
        else:
            rows = self._session.execute(found).tuples().all()
            matching = among(self._prepare(asked), [row[2] for row in rows])
            rows = [row for row in rows if row[2] in matching][:limit]
        return self._events(rows)

    def happened(self, asked: DealFilter | None = None, *, kinds: Sequence[str] = ()) -> list[EventView]:
        """What happened from ``asked.since`` to ``asked.until``, newest first, to the deals that the rest leaves.

        Raises UnknownValueError for a kind that no event has.
        """
        asked = asked or _EVERYTHING
        since, until = asked.days(self._day)
        found = select(EventRow.id, EventRow.deal_id).where(*_between(since, until))
        if kinds:
            found = found.where(EventRow.kind.in_([_event_kind(kind) for kind in kinds]))
        ready = self._prepare(asked.model_copy(update={"since": None, "until": None}))
        if ready.impossible:
            return []
        if min((group.deals for group in ready.groups), default=_MANY) < _MANY:  # few deals: theirs alone
            of_them = select(DealRow.id).where(DealRow.order_key.in_(matching_keys(ready)))
            found = found.where(EventRow.deal_id.in_(of_them))
        found = found.order_by(EventRow.day.desc(), EventRow.kind.desc(), EventRow.id.desc())  # as the index has them
        kept: list[tuple[int, int]] = []
        for chunk in self._session.execute(found.execution_options(yield_per=_LOOKED_AT)).tuples().partitions():
            live = select(DealRow.id, DealRow.order_key).where(
                DealRow.id.in_([row[1] for row in chunk]), DealRow.state == "live"
            )
            key_of = dict(self._session.execute(live).tuples().all())
            matching = among(ready, list(key_of.values()))
            kept += [row for row in chunk if key_of.get(row[1]) in matching]
            if len(kept) >= asked.limit:
                break
        views = self._events([(ident, deal, 0) for ident, deal in kept[: asked.limit]])
        return sorted(views, key=lambda event: event.day, reverse=True)

    def events_of(self, idents: Sequence[str]) -> list[EventView]:
        """What happened to these deals, the oldest first."""
        return load_events(self._session, [deal_id(ident) for ident in idents])

    def _events(self, rows: Sequence[tuple[int, int, int]]) -> list[EventView]:
        ids = [row[0] for row in rows]
        views = {view.id: view for view in load_events(self._session, [row[1] for row in rows], ids)}
        return [views[ident] for ident in ids]

    def announced_deals(self, asked: DealFilter) -> list[DealView]:
        """The deals of a page whose announcement is told, as news or by an imported table.

        Of a deal that articles only look back on nobody says the day; it is in no period.
        """
        deals = self.deals(asked).items
        ids = [deal_id(deal.id) for deal in deals]
        announced = EventRow.kind.in_(("announced", "proposed"))
        told = set(self._session.scalars(select(EventRow.deal_id).where(EventRow.deal_id.in_(ids), announced)))
        return [deal for deal, ident in zip(deals, ids, strict=True) if ident in told]

    def new_deals(self, *, since: datetime, until: datetime, asked: DealFilter | None = None) -> list[DealView]:
        """Deals first told as news in ``since <= t < until`` that ``asked`` leaves, oldest first."""
        return self._load(self._news(since, until, asked))

    def _news(self, since: datetime, until: datetime, asked: DealFilter | None) -> list[int]:
        found = (
            select(DealRow.order_key)
            .where(DealRow.news, DealRow.state == "live", DealRow.first_seen >= since, DealRow.first_seen < until)
            .order_by(DealRow.first_seen, DealRow.id)
        )
        keys = list(self._session.scalars(found))
        if asked is None or asked.is_empty:
            return keys
        matching = among(self._prepare(asked), keys)
        return [key for key in keys if key in matching]

    def milestones(
        self, *, since: date | None = None, until: date | None = None, company: str | None = None,
        province: str | None = None, regulator: str | None = None, limit: int = 100,
    ) -> list[MilestoneView]:  # fmt: skip
        """Milestones by day, newest first, each told once."""
        companies = [row.id for row in find_companies(self._session, company)] if company else None
        return load_milestones(self._session, since, until, companies, _province(province), regulator, limit)

    def facts(
        self, *, since: date | None = None, until: date | None = None, subject: str | None = None,
        province: str | None = None, limit: int = 100,
    ) -> list[FactView]:  # fmt: skip
        """Reported figures, newest first."""
        return load_facts(self._session, since, until, subject, _province(province), limit)

    def insights(
        self, *, since: date | None = None, until: date | None = None, label: str | None = None,
        province: str | None = None, limit: int = 100,
    ) -> list[InsightView]:  # fmt: skip
        """Sentences worth quoting, newest first, each sentence once."""
        return load_insights(self._session, since, until, label, _province(province), limit)

    def facets(self, asked: DealFilter | None = None, *, kinds: Sequence[str] = totals.FACETS) -> Facets:
        """Counts of the values of each of ``kinds`` over the deals that ``asked`` leaves."""
        asked = asked or _EVERYTHING
        return totals.facets(self._session, None if asked.is_empty else self._pages.newest(self._prepare(asked)), kinds)

    def search(self, text: str, *, limit: int = 20, articles: bool = True) -> list[SearchHit]:
        """Deals, then articles that hold all the words (one- and two-character words too), best first."""
        return search(self._session, text, limit, articles=articles)

    def sources(self) -> list[SourceHealth]:
        """Every source that has run, by name."""
        return [
            SourceHealth(
                row.source,
                row.last_run,
                row.last_good,
                row.newest_item,
                row.failing_since,
                row.problem,
                kept_health(row),
            )
            for row in self._session.scalars(select(SourceState).order_by(SourceState.source))
        ]

    @property
    def _day(self) -> date:
        return self._today or today()

    def _prepare(self, asked: DealFilter) -> Matching:
        plain = asked.model_copy(update={"limit": 1, "cursor": None, "sort": "newest"})
        if plain not in self._ready:
            self._ready[plain] = prepare(self._session, plain, self._day)
        return self._ready[plain]

    def _load(self, keys: Sequence[int]) -> list[DealView]:
        return self._load_ids([row_id(key) for key in keys])

    def _load_ids(self, ids: Sequence[int]) -> list[DealView]:
        missing = [ident for ident in ids if ident not in self._views]
        if missing:
            self._views |= {deal_id(view.id): view for view in load_deals(self._session, missing)}
        return [self._views[ident] for ident in ids if ident in self._views]


def _between(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    days = [EventRow.day >= since] if since else []
    return [*days, EventRow.day <= until] if until else days


def _event_kind(typed: str) -> str:
    if typed not in EVENT_KINDS:
        raise UnknownValueError("event", typed, list(EVENT_KINDS))
    return typed


def _province(name: str | None) -> str | None:
    """The registry's name of a province as typed."""
    return (find_province(name) or name) if name else None
