"""The JSON API, the writing part: decisions, saved queries, subscriptions; each needs a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from errors import UsageError
from query.api import Name, Read, Saved, answer, saved_answer
from query.openapi import errors, shows
from query.tokens import require
from storage import decisions
from storage.filters import DealFilter
from storage.models import ReviewDecision
from storage.saved import remove_query, save_query
from storage.subscribe import begin_subscription
from storage.subscriptions import SubscriptionView, remove_subscription, subscription, subscriptions
from storage.views import deal_id

router = APIRouter(prefix="/api", responses=errors(400, 401, 403, 404, 422, 429, 503))
Writer = Annotated[str, Depends(require("write"))]
Admin = Annotated[str, Depends(require("admin"))]


class Decision(BaseModel):
    """What a person decides about a deal; ``field`` and ``value`` for correct, ``into`` for merge, ``reports`` for split."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["confirm", "reject", "correct", "merge", "split"]
    deal: str = Field(pattern=r"^[Dd]?[0-9]{1,9}$")
    field: str = Field("", max_length=60)
    value: str = Field("", max_length=2000)
    into: str = Field("", pattern=r"^([Dd]?[0-9]{1,9})?$")
    reports: list[Annotated[int, Field(ge=1, le=10**9)]] = Field([], max_length=1000)
    note: str = Field("", max_length=2000)


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as it was taken; ``id`` takes it back."""

    id: int
    action: str
    subject: str


@router.post("/decisions", status_code=201, responses=shows("Decided", Taken, status=201))
def decide(request: Request, decision: Decision, author: Writer) -> Taken:
    """Take a decision; needs a token of scope write."""
    with request.app.state.db.write() as session:
        return take_decision(session, decision, author)


@router.delete("/decisions/{ident}", responses=shows("Undone", Taken))
def undo(request: Request, ident: Annotated[int, Path(ge=1, le=10**9)], author: Writer) -> Taken:
    """Take a decision back; needs a token of scope write."""
    with request.app.state.db.write() as session:
        return _taken(decisions.undo(session, ident, author=author))


def take_decision(session: Session, decision: Decision, author: str) -> Taken:
    """Apply a decision of the page or the API; raises DecisionError or NoSuchRowError."""
    ident, note = deal_id(decision.deal), decision.note
    if decision.action == "correct":
        made = decisions.correct(session, ident, decision.field, decision.value, author=author, note=note)
    elif decision.action == "merge":
        if not decision.into:
            raise UsageError("merge needs into: the deal that stays")
        made = decisions.merge(session, ident, deal_id(decision.into), author=author, note=note)
    elif decision.action == "split":
        made = decisions.split(session, ident, decision.reports, author=author, note=note)
    elif decision.action == "confirm":
        made = decisions.confirm(session, ident, author=author, note=note)
    else:
        made = decisions.reject(session, ident, author=author, note=note)
    session.flush()
    return _taken(made)


def _taken(made: ReviewDecision) -> Taken:
    return Taken(made.id, made.action, made.subject)


@router.put("/queries/{name}", responses=shows("QuerySaved", Saved))
def save(request: Request, name: Name, asked: DealFilter, author: Writer) -> Response:
    """Save a query under a name, in the place of an older one; needs a token of scope write."""
    with request.app.state.db.write() as session:
        return answer(request, saved_answer(save_query(session, name, asked, author=author, now=datetime.now(UTC))))


@router.delete("/queries/{name}", status_code=204)
def forget(request: Request, name: Name, author: Writer) -> None:
    """Forget a saved query; needs a token of scope write."""
    with request.app.state.db.write() as session:
        remove_query(session, name)


class NewSubscription(BaseModel):
    """Who is to be told what, and when; addresses are asked by mail first unless ``confirmed``."""

    model_config = ConfigDict(extra="forbid")

    recipients: list[Annotated[str, Field(min_length=3, max_length=254)]] = Field(min_length=1, max_length=50)
    name: str = Field("", max_length=80)
    language: Literal["zh", "en", "both"] = "zh"
    schedule: str = Field("30 7 * * *", max_length=60)
    timezone: str = Field("Asia/Shanghai", max_length=60)
    query: list[Annotated[str, Field(max_length=300)]] = Field(
        [], max_length=50, description='as ["direction=out", "province=江苏"] or ["saved=NAME"]'
    )
    alert_usd: int | None = Field(None, ge=0, le=10**12)
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription, without the secrets of its addresses."""

    id: int
    name: str
    language: str
    schedule: str
    timezone: str
    query: dict[str, Any]
    active: bool
    recipients: dict[str, str]  # address to state


@router.get("/subscriptions", responses=shows("Subscriptions", list[Subscribed]))
def list_subscriptions(request: Request, session: Read, author: Admin) -> Response:
    """Who is told what; needs a token of scope admin, since addresses are personal."""
    return answer(request, [_subscribed(each) for each in subscriptions(session)])


@router.post("/subscriptions", status_code=201, responses=shows("Subscribed", Subscribed, status=201))
def subscribe(request: Request, wanted: NewSubscription, author: Admin) -> Subscribed:
    """Begin a subscription; needs a token of scope admin."""
    return _subscribed(
        begin_subscription(
            request.app.state.db, now=datetime.now(UTC), confirmed=wanted.confirmed, name=wanted.name or None,
            recipients=wanted.recipients, language=wanted.language, schedule=wanted.schedule,
            timezone=wanted.timezone, filters=wanted.query, sections=(), channels=(), alert_usd=wanted.alert_usd,
            options={},
        )
    )  # fmt: skip


@router.delete("/subscriptions/{ident}", status_code=204)
def unsubscribe(request: Request, ident: Annotated[int, Path(ge=1, le=10**9)], author: Admin) -> None:
    """End a subscription for all its addresses; needs a token of scope admin."""
    with request.app.state.db.write() as session:
        remove_subscription(session, subscription(session, ident).id)


def _subscribed(each: SubscriptionView) -> Subscribed:
    return Subscribed(
        each.id, each.name, each.language, each.schedule, each.timezone,
        each.query.model_dump(mode="json", exclude_defaults=True), each.active,
        {to.address: to.state for to in each.recipients},
    )  # fmt: skip
