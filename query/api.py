"""The JSON API, the reading part: one ``Query`` behind every address, no token needed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Param
from pydantic import Field
from sqlalchemy.orm import Session

from query import exports
from query.asks import Asked
from query.feed import write_feed
from query.openapi import errors, shows
from query.rows import (
    COLUMNS,
    EVENT_COLUMNS,
    STATS_COLUMNS,
    EventKind,
    GroupBy,
    Period,
    deal_row,
    event_row,
    stats_rows,
    to_json,
)
from query.timeline import Moment, company_timeline
from storage.query import Query
from storage.reviews import open_reviews
from storage.saved import SavedView, saved_queries, saved_query
from storage.views import (
    CompanyDetail,
    CompanyView,
    DealDetail,
    DealView,
    EventView,
    Facets,
    FactView,
    InsightView,
    MilestoneView,
    Page,
    ReviewView,
    SearchHit,
    SourceHealth,
    StatsTable,
)

router = APIRouter(prefix="/api", responses=errors(404, 422, 429, 503))


def asked_session(request: Request) -> Iterator[Session]:
    """A session that reads one moment of the database."""
    with request.app.state.db.read() as session:
        yield session


class AskedStats(Asked):
    """A filter, and what to count the deals by."""

    by: GroupBy = "year"
    period: Period | None = Field(None, description="each group also by period")


class AskedEvents(Asked):
    """A filter, and what is to have happened."""

    kind: tuple[EventKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A query under a name; ``query`` holds the fields of its filter."""

    name: str
    query: dict[str, Any]
    author: str
    created: datetime


Read = Annotated[Session, Depends(asked_session)]
Ident = Annotated[str, Path(max_length=12, pattern=r"^[Dd]?[0-9]{1,9}$", description="D123")]
Name = Annotated[str, Path(min_length=1, max_length=200)]
Text = Annotated[str | None, Param(max_length=200)]
Limit = Annotated[int, Param(ge=1, le=1000)]


def answer(request: Request, value: Any) -> Response:
    """JSON with an ETag; 304 where the asker has it already."""
    body = json.dumps(to_json(value), ensure_ascii=False).encode()
    return _tagged(request, body, exports.MEDIA["json"])


def _tagged(request: Request, body: bytes, media: str, **headers: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers |= {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


def _wanted(request: Request) -> str:
    """The format that the Accept header names first: json, jsonl, csv or xlsx."""
    media = {exports.MEDIA[form].partition(";")[0]: form for form in exports.FORMATS}
    for asked in request.headers.get("accept", "").split(","):
        form = media.get(asked.partition(";")[0].strip().lower())
        if form:
            return form
    return "json"


@router.get("/deals", responses=shows("Deals", Page[DealView], "jsonl", "csv", "xlsx"))
def deals(request: Request, session: Read, asked: Annotated[Asked, Param()]) -> Response:
    """Deals, newest first, ``limit`` at a time; ``next_cursor`` leads on. Accept: JSON, JSON Lines, CSV or XLSX."""
    wanted = asked.filter(session)
    page = Query(session).deals(wanted)
    form = _wanted(request)
    if form == "json":
        return answer(request, page)
    headers = {}
    if page.next_cursor:
        following = request.url.include_query_params(cursor=page.next_cursor)
        headers["Link"] = f'<{following}>; rel="next"'
    if form == "jsonl":
        lines = exports.write_jsonl(to_json(deal) for deal in page.items)
        return _tagged(request, lines.encode(), exports.MEDIA[form], **headers)
    rows = [deal_row(deal) for deal in page.items]
    content = exports.write_csv(rows, COLUMNS).encode() if form == "csv" else exports.write_xlsx(rows, COLUMNS)
    headers["Content-Disposition"] = f'attachment; filename="deals.{form}"'
    return _tagged(request, content, exports.MEDIA[form], **headers)


@router.get("/deals/{ident}", responses=shows("Deal", DealDetail))
def deal(request: Request, session: Read, ident: Ident) -> Response:
    """One deal: fields with evidence and what others say, reports, timeline, decisions."""
    return answer(request, Query(session).deal(ident))


@router.get(
    "/feed.atom",
    response_class=Response,
    responses={200: {"content": {"application/atom+xml": {"schema": {"type": "string"}}}}},
)
def feed(request: Request, session: Read, asked: Annotated[Asked, Param()]) -> Response:
    """New deals of a query as an Atom feed; ``saved`` names a saved query."""
    wanted = asked.filter(session)
    page = Query(session).deals(wanted.model_copy(update={"sort": "newest", "cursor": None}))
    base = request.app.state.settings.alerts.base_url
    body = write_feed(page.items, base, str(request.url.query), asked.saved or "")
    newest = max((each.updated for each in page.items), default=datetime(2000, 1, 1, tzinfo=UTC))
    modified = format_datetime(newest.astimezone(UTC), usegmt=True)
    return _tagged(request, body, "application/atom+xml", **{"Last-Modified": modified})


@router.get("/facets", responses=shows("Facets", Facets))
def facets(request: Request, session: Read, asked: Annotated[Asked, Param()]) -> Response:
    """How many of the deals asked for have each value."""
    return answer(request, Query(session).facets(asked.filter(session)))


@router.get("/stats", responses=shows("Stats", StatsTable, "csv"))
def stats(request: Request, session: Read, asked: Annotated[AskedStats, Param()]) -> Response:
    """League tables and time series; every sum says over how many of the deals it is."""
    table = Query(session).stats(asked.by, asked.filter(session), period=asked.period)
    if _wanted(request) == "csv":
        return _tagged(request, exports.write_csv(stats_rows(table), STATS_COLUMNS).encode(), exports.MEDIA["csv"])
    return answer(request, table)


@router.get("/events", responses=shows("Events", list[EventView], "csv"))
def events(request: Request, session: Read, asked: Annotated[AskedEvents, Param()]) -> Response:
    """What happened to deals, newest first; ``since`` and ``until`` are days of the event."""
    found = Query(session).happened(asked.filter(session), kinds=asked.kind)
    if _wanted(request) == "csv":
        rows = [event_row(event) for event in found]
        return _tagged(request, exports.write_csv(rows, EVENT_COLUMNS).encode(), exports.MEDIA["csv"])
    return answer(request, found)


@router.get("/companies", responses=shows("Companies", list[CompanyView]))
def companies(
    request: Request, session: Read, text: Text = None, country: Text = None, province: Text = None, limit: Limit = 50
) -> Response:
    """Companies, those with most deals first."""
    return answer(request, Query(session).companies(text, country=country, province=province, limit=limit))


@router.get("/companies/{name}", responses=shows("Company", CompanyDetail))
def company(request: Request, session: Read, name: Name) -> Response:
    """One company by id, name, alias or ticker: names, group, newest deals, milestones."""
    return answer(request, Query(session).company(name))


@router.get("/companies/{name}/timeline", responses=shows("Timeline", list[Moment]))
def timeline(request: Request, session: Read, name: Name) -> Response:
    """What happened to a company's newest deals, and its milestones abroad, newest first."""
    query = Query(session)
    return answer(request, company_timeline(query, query.company(name)))


@router.get("/search", responses=shows("Hits", list[SearchHit]))
def search(
    request: Request, session: Read, text: Annotated[str, Param(min_length=1, max_length=200)], articles: bool = True,
    limit: Annotated[int, Param(ge=1, le=200)] = 20,
) -> Response:  # fmt: skip
    """Deals, then articles that hold all the words; Chinese and English, one character up."""
    return answer(request, Query(session).search(text, limit=limit, articles=articles))


@router.get("/milestones", responses=shows("Milestones", list[MilestoneView]))
def milestones(
    request: Request, session: Read, company: Text = None, province: Text = None, regulator: Text = None,
    limit: Limit = 100,
) -> Response:  # fmt: skip
    """Approvals, designations, clearances and launches abroad, newest first."""
    found = Query(session).milestones(company=company, province=province, regulator=regulator, limit=limit)
    return answer(request, found)


@router.get("/facts", responses=shows("Facts", list[FactView]))
def facts(request: Request, session: Read, subject: Text = None, province: Text = None, limit: Limit = 100) -> Response:
    """Reported figures with their definitions, newest first."""
    return answer(request, Query(session).facts(subject=subject, province=province, limit=limit))


@router.get("/insights", responses=shows("Insights", list[InsightView]))
def insights(
    request: Request, session: Read, label: Literal["trend", "model", "challenge", "policy", "outlook"] | None = None,
    province: Text = None, limit: Limit = 100,
) -> Response:  # fmt: skip
    """Sentences worth quoting, newest first."""
    return answer(request, Query(session).insights(label=label, province=province, limit=limit))


@router.get("/sources", responses=shows("Sources", list[SourceHealth]))
def sources(request: Request, session: Read) -> Response:
    """How each source is doing."""
    return answer(request, Query(session).sources())


@router.get("/reviews", responses=shows("Reviews", list[ReviewView]))
def reviews(request: Request, session: Read, limit: Limit = 50) -> Response:
    """What waits for a person, the oldest first."""
    return answer(request, open_reviews(session, limit=limit))


@router.get("/queries", responses=shows("SavedQueries", list[Saved]))
def queries(request: Request, session: Read) -> Response:
    """The saved queries."""
    return answer(request, [saved_answer(each) for each in saved_queries(session)])


@router.get("/queries/{name}", responses=shows("SavedQuery", Saved))
def query(request: Request, session: Read, name: Name) -> Response:
    """One saved query; ``/api/deals?saved=NAME`` answers it, ``/api/feed.atom?saved=NAME`` follows it."""
    return answer(request, saved_answer(saved_query(session, name)))


def saved_answer(saved: SavedView) -> Saved:
    """A saved query with the fields of its filter that are set."""
    return Saved(saved.name, saved.query.model_dump(mode="json", exclude_defaults=True), saved.author, saved.created)
