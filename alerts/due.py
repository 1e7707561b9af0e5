"""Which digests are due, and their way into the outbox: each (subscription, period) once, late ones marked as such."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.digest import compose_digest
from alerts.message import build_message, message_id
from alerts.news import Newsdesk
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.outbox import Destination, NewDigest
from storage.schedule import Schedule
from storage.subscriptions import (
    DEFAULT_QUERY,
    HEAD_START,
    NewSubscription,
    SubscriptionView,
    add_subscription,
    subscriptions,
)

#: a digest that leaves so long after its time says that it is late
LATE_AFTER = timedelta(minutes=60)
#: digests written in one transaction: no other writer waits for more
_BATCH = 25

_log = logging.getLogger("chuhai.alerts")


@dataclass(frozen=True, slots=True)
class Queued:
    """A digest that went into the outbox; ``destinations`` is 0 where there was nothing to send."""

    subscription: str
    period: str
    subject: str
    deals: int
    late: bool
    destinations: int


@dataclass(frozen=True, slots=True)
class _Due:
    subscriber: SubscriptionView
    at: datetime
    since: datetime
    late: bool


def queue_digests(db: Database, settings: Settings, now: datetime) -> list[Queued]:
    """Render every digest that fell due up to ``now`` and was not yet, and put it into the outbox.

    After downtime the digests missed become one, marked as late. Calling it again adds nothing.
    """
    ensure_subscription(db, settings, now)
    queued: list[Queued] = []
    while True:
        # One view of the database for all: what subscribers share is read and rendered once.
        with db.read() as session:
            due = list(_find_due(session, now))
            desk = Newsdesk(session, now, min_confidence=settings.alerts.min_confidence)
            try:
                for first in range(0, len(due), _BATCH):
                    composed = [(each, _compose(desk, each, settings)) for each in due[first : first + _BATCH]]
                    queued += _store(db, composed, settings, now)
                return queued
            except IntegrityError:
                _log.info("something was told by another process meanwhile: the rest is composed anew")


def ensure_subscription(db: Database, settings: Settings, now: datetime) -> None:
    """Where there is no subscription, begin the default one: ``DEFAULT_QUERY``, in Chinese, at ``scheduler.digest``.

    It goes to ``alerts.default_recipient``; without a mail server, to the outbox folder under a name of this machine.
    """
    recipient = settings.alerts.default_recipient or ("" if settings.alerts.smtp_host else "reader@localhost")
    if not recipient:
        return
    with db.read() as session:
        if subscriptions(session):
            return
    new = NewSubscription(
        name="default", recipients=(recipient,), schedule=settings.scheduler.digest,
        timezone=settings.scheduler.timezone, query=DEFAULT_QUERY,
    )  # fmt: skip
    with db.write() as session:
        if not subscriptions(session):
            add_subscription(session, new, now=now, confirmed=True, since=now - HEAD_START)


def digest_for_day(db: Database, settings: Settings, subscriber: SubscriptionView, day: date) -> EmailMessage | None:
    """The mail of one past day, stored as told; None where the day had no news. The same mail again when asked again.

    For a clock that follows archived items: call it once a day is complete, days in order.
    """
    at = datetime.combine(day, time(23, 59), Schedule(subscriber.schedule, subscriber.timezone).zone)
    with db.read() as session:
        stored = outbox.find_digest(session, subscriber.id, _period(at))
        if stored is None:
            last = outbox.last_period(session, subscriber.id)
            # Days may come out of order: an older archive after a newer one.
            since = min(last.until, at - timedelta(days=1)) if last else subscriber.since
            desk = Newsdesk(session, at + timedelta(minutes=1), min_confidence=settings.alerts.min_confidence)
            new = compose_digest(desk, subscriber, since=since, due=at, base_url=settings.alerts.base_url)
            if new.data["empty"]:
                return None
    with db.write() as session:
        if stored is None:
            outbox.store_digest(session, new, (), now=at)
        address = subscriber.recipients[0].address if subscriber.recipients else "reader@localhost"
        ident = message_id(subscriber.id, _period(at), address, settings.alerts.sender)
        letter = outbox.letter_of(session, subscriber.id, _period(at), address, ident)
    return build_message(letter, settings.alerts)


def destinations(subscriber: SubscriptionView, period: str, settings: Settings, now: datetime) -> list[Destination]:
    """Everybody who is to be told: confirmed addresses and channels."""
    sender = settings.alerts.sender
    addresses = [each.address for each in subscriber.recipients if each.state == "confirmed"]
    return [
        Destination(address, kind, message_id(subscriber.id, period, address, sender), now)
        for kind, names in (("mail", addresses), ("channel", subscriber.channels))
        for address in names
    ]


def _find_due(session: Session, now: datetime) -> Iterator[_Due]:
    last = outbox.last_digests(session)
    for subscriber in subscriptions(session, active_only=True):
        schedule = Schedule(subscriber.schedule, subscriber.timezone, subscriber.options.working_days)
        at = schedule.last_due(now)
        _, told_until = last.get(subscriber.id, ("", subscriber.created))
        if at is not None and at > told_until and subscriber.reachable:
            since = told_until if subscriber.id in last else subscriber.since
            yield _Due(subscriber, at, since, late=now - at > LATE_AFTER)


def _compose(desk: Newsdesk, due: _Due, settings: Settings) -> NewDigest:
    return compose_digest(
        desk, due.subscriber, since=due.since, due=due.at, base_url=settings.alerts.base_url, late=due.late
    )


def _store(db: Database, composed: Sequence[tuple[_Due, NewDigest]], settings: Settings, now: datetime) -> list[Queued]:
    """Write some digests in one transaction; those that another process wrote first are left out."""
    queued = []
    with db.write() as session:
        for due, digest in composed:
            nothing = digest.data["empty"] and not digest.data["failing"] and due.subscriber.options.skip_empty
            to = [] if nothing else destinations(due.subscriber, digest.period, settings, now)
            if outbox.store_digest(session, digest, to, now=now) is not None:
                deals = len(digest.data["deals"])
                queued.append(Queued(due.subscriber.name, digest.period, digest.subject, deals, digest.late, len(to)))
    return queued


def _period(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")
