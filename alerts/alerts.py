"""Immediate alerts: a matching deal above a threshold is told at once, but not at night and not without end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.digest import deal_data
from alerts.due import Queued, destinations
from alerts.leads import deal_line
from alerts.news import Newsdesk, ref_of
from alerts.page import card_of
from alerts.render import clean_line, render_mail
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.outbox import NewDigest, Told
from storage.schedule import QuietHours
from storage.subscriptions import SubscriptionView, subscriptions
from storage.views import DealView
from telling.words import Words

#: news older than this when it is read is told by the digest alone
_FRESH = timedelta(hours=24)
_MOST_CARDS = 5
#: alerts are due so long before anything else in the outbox: they do not queue behind ten thousand digests
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """Alerts that were not sent, and why; the digest tells these deals."""

    subscription: str
    deals: int
    reason: str


@dataclass(frozen=True, slots=True)
class AlertReport:
    """What one look for alerts did."""

    queued: tuple[Queued, ...]
    held: tuple[Held, ...]


def queue_alerts(db: Database, settings: Settings, now: datetime) -> AlertReport:
    """Put an alert into the outbox for every subscriber who asked for one and has a new deal to be told of."""
    with db.read() as session:
        eager = [s for s in subscriptions(session, active_only=True) if s.alert_usd is not None and s.reachable]
        if not eager:
            return AlertReport((), ())
        desk = Newsdesk(session, now, min_confidence=settings.alerts.min_confidence)
        found: list[tuple[SubscriptionView, NewDigest]] = []
        held: list[Held] = []
        for subscriber in eager:
            deals = _alarming(desk, subscriber, now)
            if not deals:
                continue
            if reason := _hold(session, subscriber, now):
                held.append(Held(subscriber.name, len(deals), reason))
            else:
                found.append((subscriber, _compose(desk, subscriber, deals, settings, now)))
    queued = [stored for subscriber, alert in found if (stored := _store(db, subscriber, alert, settings, now))]
    return AlertReport(tuple(queued), tuple(held))


def _alarming(desk: Newsdesk, subscriber: SubscriptionView, now: datetime) -> list[DealView]:
    threshold = subscriber.alert_usd or 0
    return desk.fresh_deals(
        subscriber, now - _FRESH,
        worth=lambda deal: not threshold or max(deal.upfront_usd or 0, deal.total_usd or 0) >= threshold,
    )  # fmt: skip


def _hold(session: Session, subscriber: SubscriptionView, now: datetime) -> str:
    """Why nothing is to be sent now; empty where it may."""
    options = subscriber.options
    if options.quiet_hours:
        quiet = QuietHours.parse(options.quiet_hours, subscriber.timezone)
        if over := quiet.ends(now):
            return f"quiet hours until {over.astimezone(ZoneInfo(subscriber.timezone)):%H:%M}"
    midnight = now.astimezone(ZoneInfo(subscriber.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    if outbox.count_alerts(session, subscriber.id, since=midnight) >= options.alerts_per_day:
        return f"{options.alerts_per_day} alerts today already"
    return ""


def _compose(
    desk: Newsdesk, subscriber: SubscriptionView, deals: list[DealView], settings: Settings, now: datetime
) -> NewDigest:
    words = Words(subscriber.language)
    base_url = settings.alerts.base_url.rstrip("/")
    cards = [card_of(desk, deal, words, base_url, full=number < _MOST_CARDS) for number, deal in enumerate(deals)]
    lead = clean_line(deal_line(deals[0], words))
    rendered = render_mail(
        "alert", words=words, language="en" if words.language == "en" else "zh-CN", lead=lead,
        cards=cards[:_MOST_CARDS], more=cards[_MOST_CARDS:], base_url=base_url, subscription=subscriber.name,
    )  # fmt: skip
    return NewDigest(
        subscription=subscriber.id,
        period=f"alert:{now.astimezone(ZoneInfo(subscriber.timezone)):%Y-%m-%dT%H:%M:%S}",
        kind="alert",
        since=now - _FRESH,
        until=now,
        late=False,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        chart=None,
        data={"empty": False, "failing": 0, "deals": [deal_data(card) for card in cards]},
        items=tuple(Told(ref_of("alert", deal)) for deal in deals),
    )


def _store(
    db: Database, subscriber: SubscriptionView, alert: NewDigest, settings: Settings, now: datetime
) -> Queued | None:
    try:
        with db.write() as session:
            to = destinations(subscriber, alert.period, settings, now - _AHEAD)
            if outbox.store_digest(session, alert, to, now=now) is None:
                return None
    except IntegrityError:
        return None  # another process alerted of the same deal in this very moment
    return Queued(subscriber.name, alert.period, alert.subject, len(alert.items), False, len(to))
