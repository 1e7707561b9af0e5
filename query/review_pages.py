"""The review queue and the subscriptions: pages that change something."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from errors import UsageError
from query.api import Read
from query.api_write import Decision, take_decision
from query.guard import is_local, local_form
from query.rendering import render
from storage import decisions
from storage.deal_views import load_decisions
from storage.reviews import open_reviews
from storage.subscribe import begin_subscription
from storage.subscriptions import subscriptions

router = APIRouter()
_AUTHOR = "page"


@router.get("/review")
def queue(request: Request, session: Read) -> Response:
    """What waits for a person, and what was decided last."""
    return render(
        request, "review.html", reviews=open_reviews(session, limit=100), decisions=load_decisions(session, limit=20),
        local=is_local(request),
    )  # fmt: skip


@router.post("/review", dependencies=[Depends(local_form)])
async def decide(request: Request) -> Response:
    """Take a decision, then show the deal it is about."""
    form = await request.form()
    given = {name: str(value) for name, value in form.items() if str(value).strip() and name != "reports"}
    try:
        decision = Decision.model_validate(given | {"reports": form.getlist("reports")})
    except ValidationError as error:
        raise UsageError(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}") from None
    with request.app.state.db.write() as session:
        take_decision(session, decision, _AUTHOR)
    gone = decision.action in ("reject", "merge")
    return RedirectResponse("/review" if gone else f"/deals/{decision.deal}", 303)


@router.post("/review/{ident}/undo", dependencies=[Depends(local_form)])
def undo(request: Request, ident: Annotated[int, Path(ge=1, le=10**9)]) -> Response:
    """Take a decision back."""
    with request.app.state.db.write() as session:
        decisions.undo(session, ident, author=_AUTHOR)
    return RedirectResponse("/review", 303)


@router.get("/subscriptions")
def show_subscriptions(request: Request, session: Read) -> Response:
    """Who is told what; addresses are shown on this machine only."""
    return render(
        request, "subscriptions.html", subscriptions=subscriptions(session) if is_local(request) else [],
        local=is_local(request), asked=request.query_params.get("asked", ""),
        query=request.query_params.get("query", ""),
    )  # fmt: skip


@router.post("/subscriptions", dependencies=[Depends(local_form)])
def subscribe(
    request: Request, email: Annotated[str, Form(max_length=254)], name: Annotated[str, Form(max_length=80)] = "",
    language: Annotated[str, Form()] = "zh", schedule: Annotated[str, Form(max_length=60)] = "30 7 * * *",
    query: Annotated[str, Form(max_length=1000)] = "",
) -> Response:  # fmt: skip
    """Begin a subscription; the address is asked by mail first."""
    begin_subscription(
        request.app.state.db, now=datetime.now(UTC), confirmed=False, name=name or None, recipients=(email,),
        language=language, schedule=schedule, timezone="Asia/Shanghai", filters=tuple(query.split()), sections=(), channels=(), alert_usd=None, options={},
    )  # fmt: skip
    return RedirectResponse("/subscriptions?asked=1", 303)
