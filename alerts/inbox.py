"""Reads what comes back to the reply address: bounces, and people who answer that they want no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import Literal, cast

from sqlalchemy.orm import Session

from storage.subscriptions import bounce_address, unsubscribe, unsubscribe_address

_TOKEN = re.compile(r"\bunsubscribe[ +]+([\w-]{20,64})", re.IGNORECASE)
_STOP = re.compile(
    r"^\s*(?:re:\s*|回复[:：]\s*)*(unsubscribe|stop|退订|取消订阅|td)\s*[.。!！]?\s*$", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Received:
    """What a mail turned out to be, and what was done about it."""

    kind: Literal["bounce", "unsubscribe", "other"]
    address: str
    done: str


def receive(session: Session, raw: bytes, *, now: datetime, dead_after: int) -> Received:
    """Act on one mail. Only a bounce of status 5.x.x and a clear wish to stop change anything."""
    mail = message_from_bytes(raw, policy=policy.default)
    if mail.get_content_type() == "multipart/report":
        return _bounce(session, mail, now, dead_after)
    sender = parseaddr(str(mail.get("From", "")))[1]
    if str(mail.get("Auto-Submitted", "no")).lower() != "no":
        return Received("other", sender, "an automatic answer: nothing done")
    subject = str(mail.get("Subject", ""))
    addressed = f"{subject}\n{mail.get('To', '')}"
    if found := _TOKEN.search(addressed):
        ended = unsubscribe(session, found[1], now=now, reason="by mail")
        done = f"unsubscribed from {ended.name}" if ended else "the token is of no subscription: nothing done"
        return Received("unsubscribe", sender, done)
    if _STOP.search(subject) or _STOP.search(_first_lines(mail)):
        count = unsubscribe_address(session, sender, now=now, reason="by mail")
        return Received("unsubscribe", sender, f"unsubscribed from {count} subscription{'s' * (count != 1)}")
    return Received("other", sender, "neither a bounce nor a wish to stop: nothing done")


def _bounce(session: Session, mail: EmailMessage, now: datetime, dead_after: int) -> Received:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in cast(list[Message], part.get_payload()):
            address = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip()
            status, action = str(block.get("Status", "")), str(block.get("Action", "")).lower()
            if not address:
                continue
            if action != "failed" or not status.startswith("5"):
                return Received("bounce", address, f"{action or 'no action'} {status}: not for good, nothing done")
            diagnostic = " ".join(str(block.get("Diagnostic-Code", status)).split())[:200]
            states = bounce_address(session, address, now=now, reason=diagnostic, dead_after=dead_after)
            return Received("bounce", address, ", ".join(states) or "no such recipient: nothing done")
    return Received("bounce", "", "a report without a recipient: nothing done")


def _first_lines(mail: EmailMessage) -> str:
    """What the person wrote: the text above the quotation, three lines at most."""
    body = mail.get_body(preferencelist=("plain",))
    if body is None:
        return ""
    written = [line for line in str(body.get_content()).splitlines() if line.strip() and not line.startswith(">")]
    return "\n".join(written[:3])
