"""Shared by the tests that send: a digest in the outbox for some addresses, settings for a server, and the counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from alerts.due import destinations
from alerts.render import UNSUBSCRIBE
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.outbox import DeliveryView, NewDigest
from storage.subscriptions import NewSubscription, SubscriptionView, add_subscription
from tests.alerts.examples import NOW, SINCE

PERIOD = "2026-06-03T07:30"


def settings_for(folder: Path, port: int, **alerts: object) -> Settings:
    """Settings that send to a server on loopback."""
    server = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_timeout": 0.5}
    return Settings.model_validate(
        {"alerts": {"outbox": str(folder / "outbox"), "base_url": "https://chuhai.example.com", **server, **alerts}}
    )


def put_digest(
    db: Database, settings: Settings, addresses: Iterable[str], *, now: datetime = NOW, period: str = PERIOD,
    channels: tuple[str, ...] = (),
) -> SubscriptionView:  # fmt: skip
    """A subscription of these addresses with one digest in the outbox."""
    new = NewSubscription(name="bd-team", recipients=tuple(addresses), channels=channels)
    with db.write() as session:
        subscriber = add_subscription(session, new, now=SINCE, confirmed=True)
        put_again(db, settings, subscriber, session=session, now=now, period=period)
    return subscriber


def put_again(
    db: Database, settings: Settings, subscriber: SubscriptionView, *, session: object, now: datetime, period: str
) -> None:
    """One more digest of a subscription."""
    digest = NewDigest(
        subscription=subscriber.id, period=period, kind="digest", since=SINCE, until=now, late=False,
        subject="出海日报 6月3日：无新交易", text=f"正文\n{UNSUBSCRIBE}\n",
        html=f'<p><a href="{UNSUBSCRIBE}">退订</a></p>',
        chart=None, data={"deals": [], "empty": True}, items=(),
    )  # fmt: skip
    outbox.store_digest(session, digest, destinations(subscriber, period, settings, now), now=now)  # type: ignore[arg-type]


def mails(db: Database) -> dict[str, DeliveryView]:
    """The deliveries by address."""
    with db.read() as session:
        return {each.address: each for each in outbox.deliveries(session, limit=10_000)}
