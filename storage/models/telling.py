"""Who is told what, and what became of it; written by ``alerts``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, JsonList, JsonObject
from storage.types import Money


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
