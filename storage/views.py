"""What ``Query`` answers with: frozen values, ready for tables, templates and JSON. Never a whole article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from crawlers.health import Health, State
from storage.errors import NoSuchRowError

T = TypeVar("T")


def deal_public_id(deal_id: int) -> str:
    """``D123``: how a deal is named everywhere outside the tables; stable for ever."""
    return f"D{deal_id}"


def deal_id(public: str) -> int:
    """The row behind ``D123``; raises NoSuchRowError where it is no deal's id."""
    digits = public.strip().removeprefix("D").removeprefix("d")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 9:
        raise NoSuchRowError("deal", public, "a deal's id looks like D123; `chuhai deals` lists them")
    return int(digits)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, where to go on, and how many there are (``count_is_floor``: at least that many)."""

    items: tuple[T, ...]
    next_cursor: str | None
    count: int
    count_is_floor: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """A company as a party of a deal; ``name`` as the registry has it, ``printed`` as the article does."""

    company: str
    name: str
    name_en: str
    printed: str
    country: str | None
    province: str
    city: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class AmountView:
    """A sum as stated, and in US dollars at the rate of a day."""

    kind: str
    currency: str
    value: Decimal
    bound: str
    usd: Decimal | None
    rate: Decimal | None
    rate_date: date | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where something is said: enough to cite it."""

    article: int
    title: str
    url: str
    source: str
    outlet: str
    tier: int
    published: datetime | None
    precision: str
    day: datetime
    copy_of: int | None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The words ``text`` at ``start`` of ``sentence`` that state ``field``, and who says so."""

    field: str
    text: str
    sentence: str
    start: int
    rule: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class DealView:
    """One deal as a row of a list."""

    id: str
    title: str
    type: str
    direction: str
    status: str
    model: str | None
    modality: str | None
    phase: str | None
    announced: date
    announced_precision: str
    grantors: tuple[PartyView, ...]
    partners: tuple[PartyView, ...]
    assets: tuple[str, ...]
    targets: tuple[str, ...]
    indications: tuple[str, ...]
    territory: dict[str, list[str]] | None
    royalty: str | None
    option: bool
    exclusive: bool | None
    amounts: tuple[AmountView, ...]
    upfront_usd: Decimal | None
    total_usd: Decimal | None
    confidence: float
    confirmed: bool
    conflicts: tuple[str, ...]  # names of the fields that reports disagree on
    news: bool
    reports: int
    first_seen: datetime
    updated: datetime
    source: SourceView | None  # the best report
    sentence: str = ""  # its sentence that tells the deal

    def amount(self, kind: str) -> AmountView | None:
        """The chosen sum of a kind."""
        return next((amount for amount in self.amounts if amount.kind == kind), None)


@dataclass(frozen=True, slots=True)
class OtherValue:
    """What another report says instead."""

    value: Any
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a deal, why it says so, and who disagrees. ``source`` is None where a person corrected it."""

    field: str
    value: Any
    confidence: float
    corrected: bool
    source: SourceView | None
    evidence: tuple[EvidenceView, ...]
    others: tuple[OtherValue, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One moment of a deal's life."""

    id: int
    deal: str
    deal_title: str
    kind: str
    day: date
    sentence: str
    news: bool
    recorded: datetime
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """One article's telling of a deal."""

    id: int
    mention: str
    type: str
    status: str
    confidence: float
    extractor: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a person decided."""

    id: int
    action: str
    subject: str
    details: dict[str, Any]
    author: str
    note: str
    decided: datetime
    undone: datetime | None
    undone_by: str


@dataclass(frozen=True, slots=True)
class DealDetail:
    """One deal with its evidence, reports, timeline and decisions."""

    deal: DealView
    fields: tuple[FieldView, ...]
    reports: tuple[ReportView, ...]
    timeline: tuple[EventView, ...]
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A company as a row of a list."""

    id: str
    name: str
    name_en: str
    country: str | None
    province: str
    city: str
    kind: str
    parent: str | None
    tickers: tuple[str, ...]
    provisional: bool
    deals: int


@dataclass(frozen=True, slots=True)
class CompanyDetail:
    """A company with its names, group, newest deals and milestones."""

    company: CompanyView
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    subsidiaries: tuple[CompanyView, ...]
    deals: Page[DealView]
    milestones: tuple[MilestoneView, ...]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """An approval, designation, clearance, launch and the like."""

    id: int
    company: str
    company_name: str
    company_name_en: str
    province: str
    asset: str
    regulator: str
    kind: str
    detail: str
    day: date
    sentence: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class FactView:
    """A reported figure with its definition."""

    id: int
    subject: str
    metric: str
    period: str
    value: Decimal
    unit: str
    scope: str
    day: date
    sentence: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class InsightView:
    """A sentence worth quoting."""

    id: int
    label: str
    topic: str
    speaker: str
    confidence: float
    day: date
    sentence: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class StatsRow:
    """Totals of one group: ``upfront_usd`` is the sum over the ``upfronts`` deals (of ``deals``) that disclose one."""

    value: str
    label: str
    label_en: str
    period: str
    deals: int
    upfronts: int
    upfront_usd: Decimal
    totals: int
    total_usd: Decimal


@dataclass(frozen=True, slots=True)
class StatsTable:
    """A league table or time series, with what its numbers mean."""

    group_by: str
    period: str | None
    rows: tuple[StatsRow, ...]
    overall: StatsRow
    definition: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of the deals asked for have a value."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by field over the deals asked for; over the newest ``sample`` of them where ``is_sample``."""

    fields: dict[str, tuple[FacetValue, ...]]
    sample: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A deal or article that holds the words; ``marks`` are the (start, end) of the words in ``excerpt``."""

    kind: str  # deal · article
    id: str
    title: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    day: date
    deal: DealView | None = None
    source: SourceView | None = None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is doing."""

    source: str
    last_run: datetime | None
    last_good: datetime | None
    newest_item: datetime | None
    failing_since: datetime | None
    problem: str
    health: Health | None = None

    @property
    def state(self) -> State:
        """What its last run showed; a run that failed since is said first."""
        if self.health is None:
            return "failing" if self.failing_since else "good"
        return "failing" if self.failing_since and self.health.state == "good" else self.health.state

    @property
    def in_trouble(self) -> bool:
        """Whether its silence is no news: it fails, was refused, changed or stands still.

        One that brings less than its declaration expects (``thin``) is not: what is usual of a source is an estimate.
        """
        return bool(self.failing_since) or self.state not in ("good", "never", "thin")


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Something uncertain that waits for a person."""

    id: int
    kind: str
    subject: str
    question: str
    details: dict[str, Any]
    state: str
    created: datetime
