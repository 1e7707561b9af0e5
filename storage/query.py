"""The one ``Query``: every reader of the deals, from command line to digest, asks here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from storage.filters import DealFilter
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
)


class Query:
    """Answers over one session (``db.read()``). ``today`` (Asia/Shanghai) is what relative dates count back from.

    An unknown company, province, modality, target … raises ``errors.UnknownValueError`` with the nearest known ones; an
    empty page therefore always means "no such deal".
    """

    def __init__(self, session: Session, *, today: date | None = None) -> None:
        raise NotImplementedError

    def deals(self, asked: DealFilter | None = None) -> Page[DealView]:
        """The deals that ``asked`` leaves, in its order, ``asked.limit`` at a time."""
        raise NotImplementedError

    def deal(self, ident: str) -> DealDetail:
        """One deal by its id (``D123``); a merged one answers as the deal it became. Raises NoSuchRowError."""
        raise NotImplementedError

    def deals_by_id(self, idents: Sequence[str]) -> list[DealView]:
        """Deals in the order given; raises NoSuchRowError."""
        raise NotImplementedError

    def companies(
        self, text: str | None = None, *, country: str | None = None, province: str | None = None,
        provisional: bool | None = None, limit: int = 50,
    ) -> list[CompanyView]:  # fmt: skip
        """Companies, those with most deals first; ``text`` matches any name or ticker."""
        raise NotImplementedError

    def company(self, name_or_id: str) -> CompanyDetail:
        """One company by id, name, alias or ticker; raises UnknownValueError with the nearest names."""
        raise NotImplementedError

    def stats(self, group_by: str, asked: DealFilter | None = None, *, period: str | None = None) -> StatsTable:
        """Totals by ``group_by`` (type, model, direction, status, modality, target, phase, country, partner_country,
        province, city, company, grantor, partner; or year, quarter, month), each group also by ``period``
        (year, quarter, month) where given. Rows by deals, largest first; by time, oldest first."""
        raise NotImplementedError

    def events(
        self, *, since: datetime | None = None, until: datetime | None = None, asked: DealFilter | None = None,
        kinds: Sequence[str] = (), news_only: bool = False, limit: int = 200,
    ) -> list[EventView]:  # fmt: skip
        """Events recorded in ``since <= t < until``, newest first, of the deals that ``asked`` leaves."""
        raise NotImplementedError

    def new_deals(self, *, since: datetime, until: datetime, asked: DealFilter | None = None) -> list[DealView]:
        """Deals first told as news in ``since <= t < until`` that ``asked`` leaves, oldest first."""
        raise NotImplementedError

    def new_deals_for(self, subscription_id: int, *, until: datetime) -> list[DealView]:
        """News deals up to ``until`` that match the subscription's query and were never told to it, oldest first."""
        raise NotImplementedError

    def new_events_for(self, subscription_id: int, *, until: datetime) -> list[EventView]:
        """Events told as news up to ``until`` on matching deals, never told to it, without announcements."""
        raise NotImplementedError

    def milestones(
        self, *, since: date | None = None, until: date | None = None, company: str | None = None,
        province: str | None = None, regulator: str | None = None, limit: int = 100,
    ) -> list[MilestoneView]:  # fmt: skip
        """Milestones by day, newest first, each told once."""
        raise NotImplementedError

    def facts(
        self, *, since: date | None = None, until: date | None = None, subject: str | None = None, limit: int = 100
    ) -> list[FactView]:
        """Reported figures, newest first."""
        raise NotImplementedError

    def insights(
        self, *, since: date | None = None, until: date | None = None, label: str | None = None, limit: int = 100
    ) -> list[InsightView]:
        """Sentences worth quoting, newest first, each sentence once."""
        raise NotImplementedError

    def facets(self, asked: DealFilter | None = None) -> Facets:
        """Counts of each field's values over the deals that ``asked`` leaves."""
        raise NotImplementedError

    def search(self, text: str, *, limit: int = 20, articles: bool = True) -> list[SearchHit]:
        """Deals, then articles that hold all the words (one- and two-character words too), best first."""
        raise NotImplementedError

    def sources(self) -> list[SourceHealth]:
        """Every source that has run, by name."""
        raise NotImplementedError
