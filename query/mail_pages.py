"""Where the links of mails lead: confirming and ending a subscription.

Opening a link changes nothing, since mail scanners open links; the button does. One-click unsubscribing (RFC 8058) posts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import select

from query.api import Read
from query.rendering import render
from storage.models import Recipient
from storage.subscriptions import SubscriptionView, confirm, subscription, unsubscribe

router = APIRouter(prefix="/subscriptions")
Token = Annotated[str, Path(min_length=10, max_length=100, pattern=r"^[\w-]+$")]


@router.get("/confirm/{token}")
def ask_confirm(request: Request, session: Read, token: Token) -> Response:
    """Asks whether the mails are wanted."""
    return _ask(request, session, token, "confirm")


@router.post("/confirm/{token}")
def confirm_it(request: Request, token: Token) -> Response:
    """The mails are wanted."""
    return _do(request, token, confirm, "mail.confirmed")


@router.get("/unsubscribe/{token}")
def ask_unsubscribe(request: Request, session: Read, token: Token) -> Response:
    """Asks whether the mails shall end."""
    return _ask(request, session, token, "unsubscribe")


@router.post("/unsubscribe/{token}")
def unsubscribe_it(request: Request, token: Token) -> Response:
    """No more mails to this address."""
    return _do(request, token, unsubscribe, "mail.unsubscribed")


def _ask(request: Request, session: Any, token: str, action: str) -> Response:
    ident = session.scalar(select(Recipient.subscription_id).where(Recipient.token == token))
    if ident is None:
        return render(request, "mail.html", status=404, action="", name="", done="mail.unknown")
    return render(request, "mail.html", action=action, name=subscription(session, ident).name, done="")


def _do(request: Request, token: str, change: Callable[..., SubscriptionView | None], done: str) -> Response:
    with request.app.state.db.write() as session:
        found = change(session, token, now=datetime.now(UTC))
    if found is None:
        return render(request, "mail.html", status=404, action="", name="", done="mail.unknown")
    return render(request, "mail.html", action="", name=found.name, done=done)
