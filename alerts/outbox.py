"""Delivers the outbox: every mail is claimed by one process, sent, and accounted for whatever happens on the way.

May be called as often as one likes, by several processes, and killed at any moment: nothing is lost, and what may have
come twice carries the same Message-ID and says so.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from alerts.alerts import queue_alerts
from alerts.channels import send_to_channel
from alerts.confirmations import queue_confirmations
from alerts.due import Queued, queue_digests
from alerts.errors import ChannelError, ServerDown, SigningError
from alerts.message import build_message, message_bytes, sender_address
from alerts.smtp import Answer, Mailer
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.outbox import Letter
from storage.subscriptions import clear_bounces, record_bounce

__all__ = ["DeliveryReport", "Queued", "deliver_outbox", "queue_due_digests"]

_log = logging.getLogger("chuhai.alerts")
_LONGEST_WAIT = timedelta(hours=6)
#: the server as a whole is down: look again soon, whatever the mail's own history
_SERVER_WAIT = timedelta(minutes=1)


@dataclass
class DeliveryReport:
    """What became of the mails of one round; ``problems`` say why some still wait."""

    sent: int = 0
    retry: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, outcome: str) -> None:
        """Count one more."""
        setattr(self, outcome, getattr(self, outcome) + 1)


def queue_due_digests(db: Database, settings: Settings, now: datetime) -> list[Queued]:
    """Put everything that is to be told now into the outbox: digests that are due, alerts, questions to new addresses.

    Call it after every save and at least once a minute; what is in the outbox already is not put there again.
    """
    queue_confirmations(db, settings, now)
    alerts = queue_alerts(db, settings, now)
    for held in alerts.held:
        _log.info("alert of %d deals to %s held: %s", held.deals, held.subscription, held.reason)
    return [*alerts.queued, *queue_digests(db, settings, now)]


class _Stop(Exception):
    """No mail can leave now, whoever it is for."""


def deliver_outbox(
    db: Database, settings: Settings, now: datetime, *, enough: Callable[[], bool] = lambda: False
) -> DeliveryReport:
    """Send what is due; mails whose time has not come, and those after a failure of the whole server, wait.

    ``enough`` is asked before each mail: once true, the rest waits for the next call.
    """
    config, report = settings.alerts, DeliveryReport()
    round_ = _Round(db, settings, now, report)
    with db.write() as session:
        lost = outbox.recover(session, now=now, lease=timedelta(seconds=60 + 8 * config.smtp_timeout))
        report.unknown += lost[1]
        if config.unknown_retry:
            outbox.retry_unknown(session, now=now, after=timedelta(minutes=config.unknown_retry_after_minutes))
    with Mailer(config, password=os.environ.get("CHUHAI_SMTP_PASSWORD", "")) as mailer:
        while not enough() and (letter := round_.claim()):
            try:
                round_.deliver(letter, mailer)
            except _Stop:
                break
    return report


class _Round:
    """One call of ``deliver_outbox``; its clock begins at ``now`` and runs on."""

    def __init__(self, db: Database, settings: Settings, now: datetime, report: DeliveryReport) -> None:
        self._db = db
        self._settings = settings
        self._begin, self._began = now, time.monotonic()
        self._report = report

    @property
    def now(self) -> datetime:
        return self._begin + timedelta(seconds=time.monotonic() - self._began)

    def claim(self) -> Letter | None:
        with self._db.write() as session:
            return outbox.claim(session, now=self.now, due=self._begin)

    def deliver(self, letter: Letter, mailer: Mailer) -> None:
        if letter.channel == "channel":
            self._tell_channel(letter)
        elif not letter.token:
            self._settle(letter, "skipped", reason="unsubscribed or suspended since")
        elif self._settings.alerts.smtp_host:
            self._send(letter, mailer)
        else:
            path = write_eml(letter, self._settings)
            self._settle(letter, "sent", answer=f"written to {path}")

    def _send(self, letter: Letter, mailer: Mailer) -> None:
        config = self._settings.alerts
        sender = config.reply_address or sender_address(config.sender).addr_spec
        try:
            raw = message_bytes(build_message(letter, config), config)
            answer = mailer.send(sender, letter.address, raw, before_dot=lambda: self._hand_over(letter))
        except (ServerDown, SigningError) as error:
            self._report.problems.append(str(error))
            self._settle(letter, "pending", reason=str(error), wait=_SERVER_WAIT, counted=False)
            raise _Stop from None
        self._record(letter, answer)

    def _record(self, letter: Letter, answer: Answer) -> None:
        state: str = answer.outcome
        if state == "retry":
            self._put_off(letter, answer.code, str(answer))
            return
        self._settle(letter, state, code=answer.code, answer=str(answer))
        with self._db.write() as session:
            if answer.address_is_dead:
                dead_after = self._settings.alerts.dead_after
                record_bounce(
                    session,
                    letter.subscription,
                    letter.address,
                    now=self.now,
                    reason=str(answer),
                    dead_after=dead_after,
                )
            elif state == "sent":
                clear_bounces(session, letter.subscription, letter.address)

    def _tell_channel(self, letter: Letter) -> None:
        try:
            # Whoever dies from here on may have told: that is what ``handing`` says.
            self._hand_over(letter)
            answer = send_to_channel(letter, now_unix=int(self.now.timestamp()))
        except ChannelError as error:
            self._report.problems.append(str(error))
            self._put_off(letter, 0, str(error))
            return
        if answer.outcome == "retry":
            self._put_off(letter, answer.code, answer.text)
        else:
            self._settle(letter, answer.outcome, code=answer.code, answer=answer.text)

    def _hand_over(self, letter: Letter) -> None:
        with self._db.write() as session:
            outbox.hand_over(session, letter.id)

    def _put_off(self, letter: Letter, code: int, answer: str) -> None:
        """Try again after 1, 2, 4 … minutes, at most 6 hours; give up, visibly, after ``max_attempts``."""
        if letter.attempts >= self._settings.alerts.max_attempts:
            reason = f"given up after {letter.attempts} attempts"
            self._settle(letter, "failed", code=code, answer=answer, reason=reason)
            return
        wait = min(timedelta(minutes=2 ** min(letter.attempts - 1, 20)), _LONGEST_WAIT)
        self._settle(letter, "pending", code=code, answer=answer, wait=wait)

    def _settle(
        self, letter: Letter, state: str, *, code: int = 0, answer: str = "", reason: str = "",
        wait: timedelta | None = None, counted: bool = True,
    ) -> None:  # fmt: skip
        with self._db.write() as session:
            outbox.settle(
                session, letter.id, state, now=self.now, code=code, answer=answer, reason=reason,
                not_before=self.now + wait if wait else None, counted=counted,
            )  # fmt: skip
        self._report.add("retry" if state == "pending" else state)


def write_eml(letter: Letter, settings: Settings, folder: Path | None = None) -> Path:
    """Write a mail into the outbox folder; the same mail lands in the same file, whole or not at all."""
    folder = folder or settings.alerts.outbox
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]+", "-", f"{letter.period}-{letter.subscription_name}")
    path = folder / f"{name}-{sha256(letter.message_id.encode()).hexdigest()[:8]}.eml"
    partial = path.with_suffix(".partial")
    partial.write_bytes(message_bytes(build_message(letter, settings.alerts), settings.alerts))
    partial.replace(path)
    return path
