"""The JSON API; read-only but for decisions, which need a token of scope write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi import Query as Param
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from errors import UsageError
from query import exports
from query.feed import write_feed
from query.rows import COLUMNS, STATS_COLUMNS, GroupBy, Period, deal_row, stats_rows, to_json
from query.tokens import require
from storage import decisions
from storage.filters import DealFilter
from storage.query import Query
from storage.reviews import open_reviews
from storage.views import deal_id


class Problem(BaseModel):
    """What went wrong."""

    code: str
    message: str
    suggestions: list[str] = []


class ErrorBody(BaseModel):
    """The one shape of every error."""

    error: Problem


_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody, "description": text}
    for status, text in ((404, "Not there"), (422, "Not understood"), (429, "Too many requests"), (503, "Busy"))
}
router = APIRouter(prefix="/api", responses=_ERRORS)


def asked_session(request: Request) -> Iterator[Session]:
    """A session that reads one moment of the database."""
    with request.app.state.db.read() as session:
        yield session


Read = Annotated[Session, Depends(asked_session)]
Filter = Annotated[DealFilter, Param()]
Ident = Annotated[str, Path(max_length=12, pattern=r"^[Dd]?\d{1,9}$", description="D123")]
Text = Annotated[str | None, Param(max_length=200)]
Limit = Annotated[int, Param(ge=1, le=1000)]


def answer(request: Request, value: Any) -> Response:
    """JSON with an ETag; 304 where the asker has it already."""
    body = json.dumps(to_json(value), ensure_ascii=False).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    if tag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/json", headers={"ETag": tag, "Cache-Control": "no-cache"})


def _wanted(accept: str) -> str:
    """The format that an Accept header asks for: json, csv or xlsx."""
    for form in ("xlsx", "csv", "jsonl"):
        if exports.MEDIA[form].split(";")[0] in accept:
            return form
    return "json"


@router.get("/deals")
def deals(request: Request, session: Read, asked: Filter, accept: Annotated[str, Header()] = "") -> Response:
    """Deals, newest first, ``limit`` at a time; ``next_cursor`` leads on. Accept chooses JSON, JSON Lines, CSV or XLSX."""
    page = Query(session).deals(asked)
    form = _wanted(accept)
    if form == "json":
        return answer(request, page)
    if form == "jsonl":
        return Response(exports.write_jsonl(to_json(deal) for deal in page.items), media_type=exports.MEDIA[form])
    rows = [deal_row(deal) for deal in page.items]
    content = exports.write_csv(rows, COLUMNS) if form == "csv" else exports.write_xlsx(rows, COLUMNS)
    headers = {"Content-Disposition": f'attachment; filename="deals.{form}"'}
    return Response(content, media_type=exports.MEDIA[form], headers=headers)


@router.get("/deals/{ident}")
def deal(request: Request, session: Read, ident: Ident) -> Response:
    """One deal: fields with evidence, reports, timeline, decisions."""
    return answer(request, Query(session).deal(ident))


@router.get("/feed.atom", response_class=Response)
def feed(request: Request, session: Read, asked: Filter) -> Response:
    """New deals of a query as an Atom feed."""
    page = Query(session).deals(asked.model_copy(update={"sort": "newest", "cursor": None}))
    base = request.app.state.settings.alerts.base_url
    return Response(write_feed(page.items, base, str(request.url.query)), media_type="application/atom+xml")


@router.get("/facets")
def facets(request: Request, session: Read, asked: Filter) -> Response:
    """How many of the deals asked for have each value."""
    return answer(request, Query(session).facets(asked))


@router.get("/stats")
def stats(
    request: Request, session: Read, asked: Filter, by: GroupBy = "year", period: Period | None = None,
    accept: Annotated[str, Header()] = "",
) -> Response:  # fmt: skip
    """League tables and time series; every sum says over how many of the deals it is."""
    table = Query(session).stats(by, asked, period=period)
    if _wanted(accept) == "csv":
        return Response(exports.write_csv(stats_rows(table), STATS_COLUMNS), media_type=exports.MEDIA["csv"])
    return answer(request, table)


@router.get("/companies")
def companies(
    request: Request, session: Read, text: Text = None, country: Text = None, province: Text = None, limit: Limit = 50
) -> Response:
    """Companies, those with most deals first."""
    return answer(request, Query(session).companies(text, country=country, province=province, limit=limit))


@router.get("/companies/{name}")
def company(request: Request, session: Read, name: Annotated[str, Path(max_length=200)]) -> Response:
    """One company by id, name, alias or ticker: names, group, deals, milestones."""
    return answer(request, Query(session).company(name))


@router.get("/search")
def search(
    request: Request, session: Read, text: Annotated[str, Param(min_length=1, max_length=200)], articles: bool = True,
    limit: Annotated[int, Param(ge=1, le=200)] = 20,
) -> Response:  # fmt: skip
    """Deals, then articles that hold all the words; Chinese and English, one character up."""
    return answer(request, Query(session).search(text, limit=limit, articles=articles))


@router.get("/milestones")
def milestones(
    request: Request,
    session: Read,
    company: Text = None,
    province: Text = None,
    regulator: Text = None,
    limit: Limit = 100,
) -> Response:
    """Approvals, designations, clearances and launches abroad, newest first."""
    found = Query(session).milestones(company=company, province=province, regulator=regulator, limit=limit)
    return answer(request, found)


@router.get("/facts")
def facts(request: Request, session: Read, subject: Text = None, limit: Limit = 100) -> Response:
    """Reported figures with their definitions, newest first."""
    return answer(request, Query(session).facts(subject=subject, limit=limit))


@router.get("/insights")
def insights(
    request: Request, session: Read, label: Literal["trend", "model", "challenge", "policy", "outlook"] | None = None,
    limit: Limit = 100,
) -> Response:  # fmt: skip
    """Sentences worth quoting, newest first."""
    return answer(request, Query(session).insights(label=label, limit=limit))


@router.get("/sources")
def sources(request: Request, session: Read) -> Response:
    """How each source is doing."""
    return answer(request, Query(session).sources())


@router.get("/reviews")
def reviews(request: Request, session: Read, limit: Limit = 50) -> Response:
    """What waits for a person, the oldest first."""
    return answer(request, open_reviews(session, limit=limit))


class Decision(BaseModel):
    """What a person decides about a deal; ``field`` and ``value`` for correct, ``into`` for merge, ``reports`` for split."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["confirm", "reject", "correct", "merge", "split"]
    deal: str = Field(pattern=r"^[Dd]?\d{1,9}$")
    field: str = Field("", max_length=60)
    value: str = Field("", max_length=2000)
    into: str = Field("", pattern=r"^([Dd]?\d{1,9})?$")
    reports: list[int] = []
    note: str = Field("", max_length=2000)


@router.post("/decisions", status_code=201)
def decide(request: Request, decision: Decision, author: Annotated[str, Depends(require("write"))]) -> dict[str, Any]:
    """Take a decision; needs a token of scope write."""
    with request.app.state.db.write() as session:
        return take_decision(session, decision, author)


@router.delete("/decisions/{ident}")
def undo(
    request: Request, ident: Annotated[int, Path(ge=1, le=10**9)], author: Annotated[str, Depends(require("write"))]
) -> dict[str, Any]:
    """Take a decision back; needs a token of scope write."""
    with request.app.state.db.write() as session:
        made = decisions.undo(session, ident, author=author)
        return {"id": made.id, "action": made.action, "subject": made.subject, "undone_by": author}


def take_decision(session: Session, decision: Decision, author: str) -> dict[str, Any]:
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
    return {"id": made.id, "action": made.action, "subject": made.subject}
