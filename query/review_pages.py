"""The review queue, the subscriptions and the saved queries: pages that change something."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi import Query as Param
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from errors import UsageError
from query.api import Read
from query.api_write import Decision, take_decision
from query.asks import MANY, asked_filter
from query.guard import is_local, local_form
from query.rendering import render
from query.wording import SCHEDULES
from storage import decisions
from storage.deal_views import load_decisions
from storage.query import Query
from storage.reviews import count_reviews, open_reviews
from storage.saved import remove_query, save_query, saved_queries
from storage.subscribe import begin_subscription
from storage.subscriptions import subscriptions

router = APIRouter()
_AUTHOR = "page"
_SHOWN = 50


@router.get("/review")
def queue(
    request: Request, session: Read, kind: Annotated[str, Param(max_length=40)] = "",
    done: Annotated[int | None, Param(ge=1, le=10**9)] = None,
) -> Response:  # fmt: skip
    """What waits for a person, what was decided last, and what was decided just now, to take back."""
    latest = load_decisions(session, limit=20)
    return render(
        request, "review.html", reviews=open_reviews(session, kind=kind or None, limit=_SHOWN), decisions=latest,
        kinds=count_reviews(session), kind=kind, done=next((each for each in latest if each.id == done), None),
    )  # fmt: skip


@router.post("/review", dependencies=[Depends(local_form)])
async def decide(request: Request) -> Response:
    """Take a decision about a deal."""
    form = await request.form()
    given = {name: str(value) for name, value in form.items() if str(value).strip() and name != "reports"}
    try:
        decision = Decision.model_validate(given | {"reports": form.getlist("reports")})
    except ValidationError as error:
        raise UsageError(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}") from None
    with request.app.state.db.write() as session:
        taken = take_decision(session, decision, _AUTHOR)
    return RedirectResponse(f"/review?done={taken.id}", 303)


@router.post("/review/company", dependencies=[Depends(local_form)])
def decide_company(
    request: Request, company: Annotated[str, Form(max_length=200)], same_as: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """An unknown company is one of its own, or one that is known under another name."""
    with request.app.state.db.write() as session:
        if same_as.strip():
            query = Query(session)
            known, unknown = query.company(same_as).company, query.company(company).company
            made = decisions.add_alias(session, known.id, unknown.name, author=_AUTHOR)
        else:
            made = decisions.confirm_company(session, company, author=_AUTHOR)
        session.flush()
        ident = made.id
    return RedirectResponse(f"/review?done={ident}", 303)


@router.post("/review/{ident}/undo", dependencies=[Depends(local_form)])
def undo(
    request: Request, ident: Annotated[int, Path(ge=1, le=10**9)],
    back: Annotated[str, Form(pattern=r"^/deals/D[0-9]{1,9}$")] = "",
) -> Response:  # fmt: skip
    """Take a decision back."""
    with request.app.state.db.write() as session:
        decisions.undo(session, ident, author=_AUTHOR)
    return RedirectResponse(back or f"/review?done={ident}", 303)


@router.get("/subscriptions")
def show_subscriptions(
    request: Request, session: Read, query: Annotated[str, Param(max_length=1000)] = "", asked: str = ""
) -> Response:
    """Saved queries, and who is told what; addresses are shown on this machine only."""
    return render(
        request, "subscriptions.html", subscriptions=subscriptions(session) if is_local(request) else [],
        asked=asked, query=query, saved=saved_queries(session), schedules=SCHEDULES,
    )  # fmt: skip


@router.post("/subscriptions", dependencies=[Depends(local_form)])
def subscribe(
    request: Request, email: Annotated[str, Form(max_length=254)], name: Annotated[str, Form(max_length=80)] = "",
    language: Annotated[str, Form()] = "zh", schedule: Annotated[str, Form(max_length=60)] = SCHEDULES[0],
    query: Annotated[str, Form(max_length=1000)] = "",
) -> Response:  # fmt: skip
    """Begin a subscription; the address is asked by mail first."""
    begin_subscription(
        request.app.state.db, now=datetime.now(UTC), confirmed=False, name=name or None, recipients=(email,),
        language=language, schedule=schedule, timezone="Asia/Shanghai", channels=(), alert_usd=None, options={},
        filters=tuple(line.strip() for line in query.splitlines() if line.strip()), sections=(),
    )  # fmt: skip
    return RedirectResponse("/subscriptions?asked=1", 303)


@router.post("/queries", dependencies=[Depends(local_form)])
def keep(
    request: Request, name: Annotated[str, Form(max_length=80)], query: Annotated[str, Form(max_length=2000)]
) -> Response:
    """Save the query of a list under a name."""
    given: dict[str, list[str]] = {}
    for field, value in parse_qsl(query):
        given.setdefault(field, []).append(value)
    with request.app.state.db.write() as session:
        fields = {field: values if field in MANY else values[-1] for field, values in given.items()}
        save_query(session, name, asked_filter(session, fields), author=_AUTHOR, now=datetime.now(UTC))
    return RedirectResponse("/subscriptions", 303)


@router.post("/queries/remove", dependencies=[Depends(local_form)])
def forget(request: Request, name: Annotated[str, Form(max_length=80)]) -> Response:
    """Forget a saved query."""
    with request.app.state.db.write() as session:
        remove_query(session, name)
    return RedirectResponse("/subscriptions", 303)
