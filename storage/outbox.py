"""The outbox: digests rendered once, what each told, and each mail on its way to one address.

A digest, its items and its deliveries are written in one transaction; a delivery is claimed by an UPDATE that only one
process can win. Nothing here sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, insert, select, update
from sqlalchemy.orm import Session

from storage.models import DealRow, Delivery, Digest, DigestItem, Recipient, Subscription
from storage.views import deal_public_id


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a digest tells: ``ref`` (``deal:12``, ``event:7``) is told once to a subscription."""

    ref: str
    deal: int | None = None
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldDeal:
    """A deal as last told to a subscription, and the state it is in now."""

    deal: str
    figures: dict[str, Any]
    state: str
    changed: bool  # the deal's row was written since


@dataclass(frozen=True, slots=True)
class NewDigest:
    """A rendered digest on its way into the outbox."""

    subscription: int
    period: str
    kind: str
    since: datetime
    until: datetime
    late: bool
    subject: str
    text: str
    html: str
    chart: bytes | None
    data: dict[str, Any]
    items: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery with all that is needed to write and send its mail."""

    id: int
    digest: int
    subscription: int
    subscription_name: str
    address: str
    channel: str
    token: str
    message_id: str
    attempts: int
    lost_answers: int
    kind: str
    period: str
    language: str
    subject: str
    text: str
    html: str
    chart: bytes | None
    data: dict[str, Any]
    created: datetime


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a digest goes: an address, or a channel by its name."""

    address: str
    channel: str
    message_id: str
    not_before: datetime


def last_period(session: Session, subscription: int) -> Digest | None:
    """The newest digest of a subscription (alerts do not count)."""
    return session.scalar(
        select(Digest)
        .where(Digest.subscription_id == subscription, Digest.kind == "digest")
        .order_by(Digest.until.desc(), Digest.id.desc())
        .limit(1)
    )


def last_digests(session: Session) -> dict[int, tuple[str, datetime]]:
    """For each subscription the newest digest's period and end, in one query."""
    newest = (
        select(Digest.subscription_id, func.max(Digest.id).label("id"))
        .where(Digest.kind == "digest")
        .group_by(Digest.subscription_id)
        .subquery()
    )
    rows = session.execute(
        select(Digest.subscription_id, Digest.period, Digest.until).join(newest, Digest.id == newest.c.id)
    )
    return {subscription: (period, until) for subscription, period, until in rows}


def find_digest(session: Session, subscription: int, period: str) -> Digest | None:
    """The stored digest of a period."""
    return session.scalar(select(Digest).where(Digest.subscription_id == subscription, Digest.period == period))


def told_deals(session: Session, subscription: int, *, since: datetime) -> list[ToldDeal]:
    """The deals told since a time whose rows were written after they were last told, each as it was told last."""
    rows = session.execute(
        select(DigestItem.deal_id, DigestItem.told, DealRow.state, DealRow.updated > Digest.created)
        .join(Digest, Digest.id == DigestItem.digest_id)
        .join(DealRow, DealRow.id == DigestItem.deal_id)
        .where(
            DigestItem.subscription_id == subscription,
            DigestItem.ref.startswith("deal:") | DigestItem.ref.startswith("correction:"),
            Digest.created >= since,
        )
        .order_by(DigestItem.id)
    )
    last = {deal: ToldDeal(deal_public_id(deal), told, state, changed) for deal, told, state, changed in rows if deal}
    return [told for told in last.values() if told.changed]


def store_digest(session: Session, new: NewDigest, destinations: Sequence[Destination], *, now: datetime) -> int | None:
    """Write a digest with its items and deliveries; None where the period has one already.

    Raises IntegrityError where an item was told in the meantime: gather again.
    """
    if find_digest(session, new.subscription, new.period) is not None:
        return None
    row = Digest(
        subscription_id=new.subscription, period=new.period, kind=new.kind, since=new.since, until=new.until,
        late=new.late, subject=new.subject, text=new.text, html=new.html, chart=new.chart, data=new.data, created=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if new.items:
        session.execute(
            insert(DigestItem),
            [
                {"digest_id": row.id, "subscription_id": new.subscription, "ref": item.ref, "deal_id": item.deal,
                 "told": item.figures}
                for item in new.items
            ],
        )  # fmt: skip
    if destinations:
        session.execute(
            insert(Delivery),
            [
                {"digest_id": row.id, "address": to.address, "channel": to.channel, "message_id": to.message_id,
                 "not_before": to.not_before, "state": "pending", "attempts": 0, "smtp_answer": "", "reason": "",
                 "log": []}
                for to in destinations
            ],
        )  # fmt: skip
    return row.id


def recover(session: Session, *, now: datetime, lease: timedelta) -> tuple[int, int]:
    """Deliveries of a process that died: before the final dot they are pending again, after it ``unknown``."""
    stale = Delivery.claimed < now - lease
    safe = session.execute(
        update(Delivery)
        .where(Delivery.state == "claimed", stale)
        .values(state="pending", reason="process died before sending")
    )
    rows = session.scalars(select(Delivery).where(Delivery.state == "handing", stale)).all()
    for row in rows:
        row.log = [*row.log, _entry(now, "unknown", 0, "process died after handing over")]
        row.state, row.finished, row.reason = "unknown", now, "process died after handing over"
    return cast(CursorResult[Any], safe).rowcount, len(rows)


def retry_unknown(session: Session, *, now: datetime, after: timedelta) -> int:
    """Give each delivery whose answer was lost one more try, with the same Message-ID; how many."""
    rows = session.scalars(select(Delivery).where(Delivery.state == "unknown", Delivery.finished <= now - after)).all()
    again = [row for row in rows if lost_answers(row.log) == 1]
    for row in again:
        row.state, row.finished, row.not_before = "pending", None, now
    return len(again)


def lost_answers(log: list[dict[str, Any]]) -> int:
    """How often nobody knows whether the server took the mail."""
    return sum(entry["outcome"] == "unknown" for entry in log)


def claim(session: Session, *, now: datetime, due: datetime) -> Letter | None:
    """Take the delivery that was due first, if any was due at ``due``; no other process can take it too."""
    waiting = select(Delivery.id).where(Delivery.state == "pending", Delivery.not_before <= due)
    ident = session.scalar(waiting.order_by(Delivery.not_before, Delivery.id).limit(1))
    if ident is None:
        return None
    taken = session.execute(
        update(Delivery)
        .where(Delivery.id == ident, Delivery.state == "pending")
        .values(state="claimed", claimed=now, attempts=Delivery.attempts + 1)
    )
    return _letter(session, ident) if cast(CursorResult[Any], taken).rowcount == 1 else None


def hand_over(session: Session, ident: int) -> None:
    """From here on the server may have the mail."""
    session.execute(update(Delivery).where(Delivery.id == ident, Delivery.state == "claimed").values(state="handing"))


def settle(
    session: Session, ident: int, state: str, *, now: datetime, code: int = 0, answer: str = "", reason: str = "",
    not_before: datetime | None = None, counted: bool = True,
) -> None:  # fmt: skip
    """Record what became of an attempt: sent · unknown · failed · skipped, or pending again from ``not_before``.

    ``counted=False``: it was no attempt at this mail, nothing could be sent at all.
    """
    row = session.get_one(Delivery, ident)
    row.state, row.reason = state, reason
    row.smtp_code, row.smtp_answer = code or None, answer
    row.log = [*row.log, _entry(now, "retry" if state == "pending" else state, code, answer or reason)]
    if not_before is not None:
        row.not_before = not_before
    row.finished = None if state == "pending" else now
    row.attempts -= not counted


def _entry(now: datetime, outcome: str, code: int, answer: str) -> dict[str, Any]:
    return {"at": now.isoformat(), "outcome": outcome, "code": code, "answer": answer}


def letter_of(session: Session, subscription: int, period: str, address: str, message_id: str) -> Letter:
    """A stored digest as it would go to an address, without a delivery."""
    digest, row = session.execute(
        select(Digest, Subscription)
        .join(Subscription, Subscription.id == Digest.subscription_id)
        .where(Digest.subscription_id == subscription, Digest.period == period)
    ).one()
    return _make_letter(digest, row, address, "mail", _live_token(session, row.id, address), message_id)


def _letter(session: Session, ident: int) -> Letter:
    delivery, digest, row = session.execute(
        select(Delivery, Digest, Subscription)
        .join(Digest, Digest.id == Delivery.digest_id)
        .join(Subscription, Subscription.id == Digest.subscription_id)
        .where(Delivery.id == ident)
    ).one()
    token = _live_token(session, row.id, delivery.address)
    letter = _make_letter(digest, row, delivery.address, delivery.channel, token, delivery.message_id)
    return replace(letter, id=delivery.id, attempts=delivery.attempts, lost_answers=lost_answers(delivery.log))


def _live_token(session: Session, subscription: int, address: str) -> str:
    """The token of an address that still wants mail; empty where it does not."""
    return (
        session.scalar(
            select(Recipient.token).where(
                Recipient.subscription_id == subscription,
                Recipient.address == address,
                Recipient.state.in_(("pending", "confirmed")),
            )
        )
        or ""
    )


def _make_letter(digest: Digest, row: Subscription, address: str, channel: str, token: str, message_id: str) -> Letter:
    return Letter(
        id=0, digest=digest.id, subscription=row.id, subscription_name=row.name, address=address, channel=channel,
        token=token, message_id=message_id, attempts=0, lost_answers=0, kind=digest.kind, period=digest.period,
        language=row.language, subject=digest.subject, text=digest.text, html=digest.html, chart=digest.chart,
        data=digest.data, created=digest.created,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One mail's way to one address, for the reader of tables."""

    subscription: str
    period: str
    kind: str
    address: str
    state: str
    attempts: int
    lost_answers: int
    code: int | None
    answer: str
    reason: str
    message_id: str


def deliveries(session: Session, *, subscription: int | None = None, limit: int = 200) -> list[DeliveryView]:
    """The newest deliveries with what each server answered."""
    asked = (
        select(Delivery, Digest.period, Digest.kind, Subscription.name)
        .join(Digest, Digest.id == Delivery.digest_id)
        .join(Subscription, Subscription.id == Digest.subscription_id)
        .order_by(Delivery.id.desc())
        .limit(limit)
    )
    if subscription is not None:
        asked = asked.where(Digest.subscription_id == subscription)
    return [
        DeliveryView(
            name, period, kind, row.address, row.state, row.attempts, lost_answers(row.log), row.smtp_code,
            row.smtp_answer, row.reason, row.message_id,
        )
        for row, period, kind, name in session.execute(asked)
    ]  # fmt: skip


def unasked(session: Session) -> list[tuple[Subscription, Recipient]]:
    """Addresses that wait for confirmation and were not yet sent the mail that asks for it."""
    asked = (
        select(Delivery.id)
        .join(Digest, Digest.id == Delivery.digest_id)
        .where(
            Digest.kind == "confirmation",
            Digest.subscription_id == Recipient.subscription_id,
            Delivery.address == Recipient.address,
            Digest.created >= Recipient.changed,
        )
        .exists()
    )
    rows = session.execute(
        select(Subscription, Recipient)
        .join(Recipient, Recipient.subscription_id == Subscription.id)
        .where(Recipient.state == "pending", ~asked)
    )
    return [(subscription, recipient) for subscription, recipient in rows]


def count_alerts(session: Session, subscription: int, *, since: datetime) -> int:
    """How many alerts a subscription got since a time."""
    return (
        session.scalar(
            select(func.count(Digest.id)).where(
                Digest.subscription_id == subscription, Digest.kind == "alert", Digest.created >= since
            )
        )
        or 0
    )
