"""A digest of any day for the eye, or as a copy for its readers: nothing counts as told."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from alerts.digest import compose_digest
from alerts.due import destinations
from alerts.message import build_message, message_id
from alerts.news import Newsdesk
from alerts.render import UNSUBSCRIBE
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.filters import DealFilter
from storage.outbox import Letter, NewDigest
from storage.schedule import Schedule
from storage.subscriptions import SECTIONS, Language, Options, SubscriptionView, subscription


@dataclass(frozen=True, slots=True)
class Preview:
    """A digest that was not sent."""

    digest: NewDigest
    letter: Letter
    settings: Settings

    @property
    def subject(self) -> str:
        return self.digest.subject

    @property
    def text(self) -> str:
        return self.digest.text.replace(UNSUBSCRIBE, "-")

    @property
    def data(self) -> dict[str, Any]:
        """The digest as JSON."""
        return {"subject": self.digest.subject, "period": self.digest.period, **self.digest.data, "text": self.text}

    def as_file(self, ending: str) -> bytes:
        """The mail, or its text (``.txt``) or HTML part (``.html``, with the chart inside) alone."""
        if ending == ".txt":
            return self.text.encode()
        if ending == ".html":
            picture = base64.b64encode(self.digest.chart or b"").decode()
            html = self.digest.html.replace("cid:chart", f"data:image/png;base64,{picture}")
            return html.replace(UNSUBSCRIBE, "#").encode()
        return build_message(self.letter, self.settings.alerts).as_bytes()


def preview_mail(
    db: Database, settings: Settings, *, day: date, now: datetime, name: str | None, language: str | None
) -> Preview:
    """What was first seen on a day (Asia/Shanghai, or the subscription's zone) as a digest; ``now`` bounds today."""
    with db.read() as session:
        subscriber = subscription(session, name) if name else _everybody(now)
        if language:
            subscriber = replace(subscriber, language=cast(Language, language))
        begin = datetime.combine(day, time(0), Schedule(subscriber.schedule, subscriber.timezone).zone)
        end = min(begin + timedelta(days=1), max(now, begin))
        desk = Newsdesk(session, end, min_confidence=settings.alerts.min_confidence, untold=False)
        digest = compose_digest(desk, subscriber, since=begin, due=begin, base_url=settings.alerts.base_url)
    return Preview(digest, _letter(digest, subscriber, settings, end), settings)


def queue_copy(db: Database, settings: Settings, *, day: date, now: datetime, name: str) -> int:
    """Put the digest of a past day into the outbox for all readers of a subscription, once; how many will get it."""
    mail = preview_mail(db, settings, day=day, now=now, name=name, language=None)
    copy = replace(mail.digest, period=f"copy:{day}", kind="copy", items=())
    with db.write() as session:
        to = destinations(subscription(session, name), copy.period, settings, now)
        return len(to) if outbox.store_digest(session, copy, to, now=now) is not None else 0


def _everybody(now: datetime) -> SubscriptionView:
    return SubscriptionView(
        id=0, name="preview", language="zh", schedule="30 7 * * *", timezone="Asia/Shanghai", query=DealFilter(),
        sections=SECTIONS, channels=(), alert_usd=None, options=Options(), active=True, created=now, since=now,
        recipients=(),
    )  # fmt: skip


def _letter(digest: NewDigest, subscriber: SubscriptionView, settings: Settings, created: datetime) -> Letter:
    address = subscriber.recipients[0].address if subscriber.recipients else "reader@localhost"
    return Letter(
        id=0, digest=0, subscription=subscriber.id, subscription_name=subscriber.name, address=address, channel="mail",
        token="", message_id=message_id(subscriber.id, digest.period, address, settings.alerts.sender), attempts=0,
        lost_answers=0, kind="digest", period=digest.period, language=subscriber.language, subject=digest.subject,
        text=digest.text, html=digest.html, chart=digest.chart, data=digest.data, created=created,
    )  # fmt: skip
