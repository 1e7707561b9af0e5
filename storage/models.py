"""Every table. Money is Decimal (see ``types.py``), times are aware UTC; ``docs/reference/tables.md`` describes them.

Who writes: articles, reports, deals and what hangs on them only ``storage`` itself; subscriptions, digests and
deliveries ``alerts``; runs, states, leases and due jobs the scheduler.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Exact, Money, UtcTime

JsonObject = dict[str, Any]
JsonList = list[Any]


class Base(DeclarativeBase):
    """The registry of all tables; constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime,
        JsonObject: JSON,
        JsonList: JSON,
        str: Text,
    }


# --- what came in ----------------------------------------------------------------------------------------------------


class ArticleRow(Base):
    """One item as published, kept for evidence; ``copy_of`` names the article that it repeats."""

    __tablename__ = "article"
    __table_args__ = (
        Index("uq_article_item", "source", "item_id", unique=True, sqlite_where=text("item_id <> ''")),
        Index("ix_article_url", "url"),
        Index("ix_article_content_hash", "content_hash"),
        Index("ix_article_day", "day"),
        Index("ix_article_unread", "read_by", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    item_id: Mapped[str] = mapped_column(default="")
    url: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    published: Mapped[datetime | None]
    precision: Mapped[str]
    raw_date: Mapped[str] = mapped_column(default="")
    fetched: Mapped[datetime]
    day: Mapped[datetime]  # published, else fetched: when it was news
    language: Mapped[str]
    tier: Mapped[int]
    author: Mapped[str] = mapped_column(default="")
    outlet: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("article.id"), index=True)
    read_by: Mapped[str] = mapped_column(default="")  # extractor version; empty: not yet read
    read_version: Mapped[int] = mapped_column(default=0)  # the article's version that was read
    skipped: Mapped[str] = mapped_column(default="")  # why nothing was read


class ArticleVersion(Base):
    """What an edited article said before."""

    __tablename__ = "article_version"
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    content_hash: Mapped[str]
    fetched: Mapped[datetime]


class ArticleBand(Base):
    """One band of an article's MinHash: articles that share a band may be copies."""

    __tablename__ = "article_band"
    __table_args__ = ({"sqlite_with_rowid": False},)
    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, index=True)


class Report(Base):
    """One deal as one article tells it; ``data`` is the ``nlp`` record as extracted."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("article_id", "seq"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    article_version: Mapped[int]
    seq: Mapped[int]
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)  # null only within a transaction
    data: Mapped[JsonObject]
    parties: Mapped[JsonObject]  # name of a party as printed -> company id
    born_deal: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)  # the deal it was first put into
    mention: Mapped[str]
    confidence: Mapped[float]
    headline: Mapped[str]  # the sentence that tells the deal
    extractor: Mapped[str]
    lexicon: Mapped[str]
    pinned: Mapped[bool] = mapped_column(default=False)  # a person said which deal it belongs to
    created: Mapped[datetime]


class ReportKey(Base):
    """A blocking key of a report: only reports that share one are compared."""

    __tablename__ = "report_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    key: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, index=True)


class EvidenceRow(Base):
    """The characters that state one field of one report, and the sentence around them (at most 200 characters)."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    field: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    sentence: Mapped[str]
    sentence_start: Mapped[int]
    rule: Mapped[str]


class MilestoneRow(Base):
    """A going-global event that is no deal."""

    __tablename__ = "milestone"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    asset: Mapped[str] = mapped_column(default="")
    regulator: Mapped[str]
    kind: Mapped[str]
    detail: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    sentence: Mapped[str]
    same_as: Mapped[int | None] = mapped_column(
        ForeignKey("milestone.id"), index=True
    )  # told before by another article


class FactRow(Base):
    """A reported figure with its definition."""

    __tablename__ = "fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    subject: Mapped[str] = mapped_column(index=True)
    metric: Mapped[str]
    period: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Exact)
    unit: Mapped[str]
    scope: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    sentence: Mapped[str]


class InsightRow(Base):
    """A sentence worth quoting."""

    __tablename__ = "insight"
    __table_args__ = (Index("ix_insight_label_day", "label", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    label: Mapped[str]
    topic: Mapped[str]
    speaker: Mapped[str]
    confidence: Mapped[float]
    day: Mapped[date]
    sentence: Mapped[str]


# --- deals -----------------------------------------------------------------------------------------------------------


class DealRow(Base):
    """One transaction through its whole life; its columns are the values chosen from its reports.

    ``order_key`` is ``announced.toordinal() << 32 | id``: one integer that sorts by day, then id, and serves as keyset.
    ``state``: live · merged (see ``merged_into``) · rejected (a person said it is none) · withdrawn (no report left).
    """

    __tablename__ = "deal"
    __table_args__ = (
        Index("ix_deal_upfront", "upfront_usd", "order_key"),
        Index("ix_deal_total", "total_usd", "order_key"),
        Index("ix_deal_first_seen", "first_seen"),
        Index("ix_deal_updated", "updated"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    order_key: Mapped[int] = mapped_column(BigInteger, unique=True)
    key: Mapped[str] = mapped_column(String(24), index=True)  # names the deal by its first report, in every database
    state: Mapped[str] = mapped_column(String(10), default="live")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    title: Mapped[str]
    type: Mapped[str]
    direction: Mapped[str]
    status: Mapped[str]
    model: Mapped[str | None]
    modality: Mapped[str | None]
    phase: Mapped[str | None]
    announced: Mapped[date]
    announced_precision: Mapped[str] = mapped_column(default="day")  # day · month · year
    territory: Mapped[JsonObject | None]
    targets: Mapped[JsonList]
    indications: Mapped[JsonList]
    royalty: Mapped[str | None]
    option: Mapped[bool]
    exclusive: Mapped[bool | None]
    upfront_usd: Mapped[Decimal | None] = mapped_column(Money)
    total_usd: Mapped[Decimal | None] = mapped_column(Money)
    confidence: Mapped[float]
    confirmed: Mapped[bool] = mapped_column(default=False)
    news: Mapped[bool]  # a first announcement was reported as news (not as background, not by import)
    report_id: Mapped[int | None]  # the best report (no foreign key: reports point here)
    reports: Mapped[int]
    first_seen: Mapped[datetime]  # the article's time of the first report that tells it as news
    created: Mapped[datetime]
    updated: Mapped[datetime]
    search_text: Mapped[str]


class DealField(Base):
    """The chosen value of one field, the report it came from, and the others' values where they disagree."""

    __tablename__ = "deal_field"
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[JsonObject]  # {"value": …}
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)  # None: a person corrected it
    confidence: Mapped[float]
    conflicting: Mapped[bool]
    others: Mapped[JsonList]  # [{"value": …, "report": id}]


class DealParty(Base):
    """A company on one side of a deal."""

    __tablename__ = "deal_party"
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)  # grantor · partner
    position: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str]
    country: Mapped[str | None]


class DealAsset(Base):
    """A drug, programme or platform of a deal."""

    __tablename__ = "deal_asset"
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    surface: Mapped[JsonList]


class DealAmount(Base):
    """A sum of a deal as stated, and in US dollars at a dated rate."""

    __tablename__ = "deal_amount"
    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    kind: Mapped[str]
    currency: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Money)
    bound: Mapped[str]
    usd: Mapped[Decimal | None] = mapped_column(Money)
    rate: Mapped[Decimal | None] = mapped_column(Exact)  # dollars for one unit
    rate_date: Mapped[date | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)


class EventRow(Base):
    """One moment of a deal's life: announced, effective, upfront_received, milestone, option_exercised, amended,
    terminated, closed."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_recorded", "recorded"),
        Index("ix_event_deal", "deal_id", "day"),
        Index("ix_event_day_kind", "day", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    kind: Mapped[str]
    day: Mapped[date]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    sentence: Mapped[str]
    news: Mapped[bool]  # told as news, not as background
    recorded: Mapped[datetime]  # the article's time of the report that told it first


class Tag(Base):
    """One value that deals can be cut by (kind ``company``, ``province``, ``model``, …), with the count of deals."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("kind", "value"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    value: Mapped[str]  # folded
    label: Mapped[str]  # as shown
    deals: Mapped[int] = mapped_column(default=0)


class DealTag(Base):
    """A deal under a tag, in the deals' order: filters and facets read this."""

    __tablename__ = "deal_tag"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, autoincrement=False)
    order_key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)


class TagTotal(Base):
    """Totals of the deals under a tag announced in one month (``2026-06``), in one year (``2026``), or ever (empty)."""

    __tablename__ = "tag_total"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    deals: Mapped[int]
    upfronts: Mapped[int]  # deals whose upfront is disclosed
    upfront_usd: Mapped[Decimal] = mapped_column(Money)
    totals: Mapped[int]
    total_usd: Mapped[Decimal] = mapped_column(Money)


class Note(Base):
    """A value that the database remembers about itself, as the version of the registry it was filled from."""

    __tablename__ = "note"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


# --- companies -------------------------------------------------------------------------------------------------------


class CompanyRow(Base):
    """An organisation: a row of the registry, or a provisional one that waits for a person (``provisional``)."""

    __tablename__ = "company"
    id: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    country: Mapped[str | None]
    province: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("company.id"), index=True)
    tickers: Mapped[JsonList]
    provisional: Mapped[bool] = mapped_column(default=False, index=True)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("company.id"), index=True)


class CompanyAlias(Base):
    """A name of a company; ``folded`` is its comparable form. A weak one needs support to be believed."""

    __tablename__ = "company_alias"
    __table_args__ = (UniqueConstraint("company_id", "alias"), Index("ix_company_alias_folded", "folded"))
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"))
    alias: Mapped[str]
    folded: Mapped[str]
    weak: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str]  # registry · review · article


# --- review ----------------------------------------------------------------------------------------------------------


class Review(Base):
    """Something uncertain that waits for a person; ``subject`` is ``deal:12`` or ``company:p-…``."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("ix_review_state", "state", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # unknown_company · conflict · low_confidence · possible_duplicate
    subject: Mapped[str]
    question: Mapped[str]
    details: Mapped[JsonObject]
    state: Mapped[str] = mapped_column(default="open")  # open · decided · gone (no longer uncertain)
    created: Mapped[datetime]


class ReviewDecision(Base):
    """What a person decided; holds until undone, whatever is extracted later. ``before`` is what undoing restores."""

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_subject", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]  # confirm · correct · merge · split · reject · alias · confirm_company
    subject: Mapped[str]
    details: Mapped[JsonObject]
    before: Mapped[JsonObject]
    author: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    decided: Mapped[datetime]
    undone: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")


# --- telling (written by alerts) -------------------------------------------------------------------------------------


class Subscription(Base):
    """Who is told what, when: ``query`` is a ``DealFilter`` as JSON, ``schedule`` a cron line in ``timezone``."""

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="zh")  # zh · en · both
    schedule: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    query: Mapped[JsonObject]
    sections: Mapped[JsonList]
    channels: Mapped[JsonList]  # names of other channels (Apprise); their secrets are in the environment
    alert_usd: Mapped[Decimal | None] = mapped_column(Money)  # immediate alert from this upfront or total on
    options: Mapped[JsonObject]
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime]
    since: Mapped[datetime]  # nothing seen before this time is told


class Recipient(Base):
    """An address of a subscription, with the token that confirms or unsubscribes it."""

    __tablename__ = "recipient"
    __table_args__ = (UniqueConstraint("subscription_id", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"))
    address: Mapped[str]
    state: Mapped[str]  # pending · confirmed · unsubscribed · suspended
    token: Mapped[str] = mapped_column(unique=True)
    bounces: Mapped[int] = mapped_column(default=0)  # digests running that were refused for good
    reason: Mapped[str] = mapped_column(default="")  # why it is in this state
    changed: Mapped[datetime]


class Digest(Base):
    """A mail of one subscription for one period (``2026-06-02``, ``alert:2026-06-02T09:31``), rendered once."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("subscription_id", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"))
    period: Mapped[str]
    kind: Mapped[str]  # digest · alert · confirmation
    since: Mapped[datetime]
    until: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    chart: Mapped[bytes | None] = mapped_column(LargeBinary)  # PNG shown in the HTML
    data: Mapped[JsonObject]
    created: Mapped[datetime]


class DigestItem(Base):
    """A deal, event or correction told to a subscription; ``ref`` (``deal:12``, ``event:7``) once for each."""

    __tablename__ = "digest_item"
    __table_args__ = (UniqueConstraint("subscription_id", "ref"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"))
    ref: Mapped[str]
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    told: Mapped[JsonObject]  # the figures as told, so that a later change is told as a correction


class Delivery(Base):
    """One digest on its way to one address: pending → claimed → handing → sent · unknown · failed · skipped.

    ``claimed`` has not reached the final dot of the mail, ``handing`` may have: after a crash the one is safe to
    repeat, the other is ``unknown``. ``log`` has every attempt with the server's answer.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("digest_id", "address"), Index("ix_delivery_state", "state", "not_before"))
    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"))
    address: Mapped[str]
    channel: Mapped[str] = mapped_column(default="mail")
    state: Mapped[str] = mapped_column(default="pending")
    message_id: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    claimed: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    smtp_code: Mapped[int | None]
    smtp_answer: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    log: Mapped[JsonList] = mapped_column(default=list)


# --- running (written by the scheduler) ------------------------------------------------------------------------------


class SourceState(Base):
    """The health of one source and what the next crawl needs (``validators``: ETag and the like, by address)."""

    __tablename__ = "source_state"
    source: Mapped[str] = mapped_column(primary_key=True)
    validators: Mapped[JsonObject]
    last_run: Mapped[datetime | None]
    last_good: Mapped[datetime | None]
    newest_item: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    data: Mapped[JsonObject]


class SourceRun(Base):
    """One crawl of one source, and what went wrong in it."""

    __tablename__ = "source_run"
    __table_args__ = (Index("ix_source_run_source", "source", "started"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    started: Mapped[datetime]
    ended: Mapped[datetime]
    outcome: Mapped[str]  # good · problem · failed
    items: Mapped[int]
    new_items: Mapped[int]
    problems: Mapped[JsonList]
    stats: Mapped[JsonObject]


class Seen(Base):
    """An item that a source has shown before, under its id or address."""

    __tablename__ = "seen"
    __table_args__ = ({"sqlite_with_rowid": False},)
    source: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    first_seen: Mapped[datetime]
    refetch_at: Mapped[datetime | None]


class DueJob(Base):
    """A piece of work (``crawl:hkexnews``, ``digest:3``) that became due at a moment; done at most once."""

    __tablename__ = "due_job"
    __table_args__ = (UniqueConstraint("job", "due_at"), Index("ix_due_job_state", "state", "due_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]  # due · running · done · failed
    holder: Mapped[str] = mapped_column(default="")
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class Lease(Base):
    """Who alone may do something (``scheduler``) until when."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


# --- asking ----------------------------------------------------------------------------------------------------------


class SavedQuery(Base):
    """A ``DealFilter`` under a name."""

    __tablename__ = "saved_query"
    name: Mapped[str] = mapped_column(primary_key=True)
    query: Mapped[JsonObject]
    author: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]


class ApiToken(Base):
    """A key to the API, kept as its SHA-256; ``scope`` is read, write or admin."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[str]
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
