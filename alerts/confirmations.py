"""Asks the owner of a new address whether the mails are wanted; until then nothing else goes there."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import cast

from alerts.message import message_id
from alerts.render import render_mail
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.outbox import Destination, NewDigest
from telling.words import Language, Words


def queue_confirmations(db: Database, settings: Settings, now: datetime) -> int:
    """Put one question into the outbox for every address that waits to be confirmed; how many."""
    with db.read() as session:
        if not outbox.unasked(session):
            return 0
    with db.write() as session:
        waiting = outbox.unasked(session)
        for subscription, recipient in waiting:
            words = Words(cast(Language, subscription.language))
            rendered = render_mail(
                "confirmation", words=words, language="en" if words.language == "en" else "zh-CN",
                subscription=subscription.name,
            )  # fmt: skip
            asked = sha256(f"{recipient.token}{recipient.changed.isoformat()}".encode()).hexdigest()[:12]
            period = f"confirmation:{asked}"
            question = NewDigest(
                subscription=subscription.id, period=period, kind="confirmation", since=now, until=now, late=False,
                subject=rendered.subject, text=rendered.text, html=rendered.html, chart=None, data={}, items=(),
            )  # fmt: skip
            ident = message_id(subscription.id, period, recipient.address, settings.alerts.sender)
            outbox.store_digest(session, question, [Destination(recipient.address, "mail", ident, now)], now=now)
    return len(waiting)
