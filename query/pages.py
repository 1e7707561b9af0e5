"""The pages that only read: deals, one deal, companies, overview, milestones, search, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Request, Response
from fastapi import Query as Param
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from sqlalchemy.orm import Session

from query import exports
from query.api import Ident, Name, Read
from query.asks import MANY, SAVED, asked_filter, filter_query
from query.dashboard import Measure, leagues, series, unit
from query.gather import gather
from query.rendering import language_of, render
from query.rows import COLUMNS, GroupBy, Period, deal_row, to_json
from query.timeline import company_timeline
from query.values import in_order
from query.words import PageWords
from storage.filters import EVENT_KINDS, DealFilter, today
from storage.naming import named_company, names_like
from storage.query import Query
from storage.reviews import open_reviews
from storage.views import DealDetail, DealView, Facets, FieldView

router = APIRouter()

_FACETS = ("direction", "type", "model", "province", "partner_country", "modality", "phase", "target", "status")
_OWN = frozenset(("lang",))
_MOST_EXPORTED = 20_000


@router.get("/")
def deals(request: Request, session: Read) -> Response:
    """The list of deals with what it can be narrowed by."""
    asked = asked_of(request, session)
    query = Query(session)
    page = query.deals(asked)
    following = asked.cursor is not None and "hx-request" in request.headers  # the next rows only, no facets
    return render(
        request, "deals.html", asked=asked, page=page, facet_names=_FACETS, pairs=filter_query(asked),
        facets=Facets({}, 0, False) if following else query.facets(asked, kinds=_FACETS),
        export=filter_query(asked.model_copy(update={"limit": 20, "cursor": None})),
        saved=request.query_params.get(SAVED, ""),
    )  # fmt: skip


def asked_of(request: Request, session: Session, *, but: Sequence[str] = ()) -> DealFilter:
    """The filter in the page's address; empty fields of the form are left out."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if value.strip() and name not in _OWN and name not in but:
            given.setdefault(name, []).append(value.strip())
    return asked_filter(session, {name: values if name in MANY else values[-1] for name, values in given.items()})


@router.get("/export.{form}")
def export(request: Request, session: Read, form: Literal["csv", "xlsx", "json", "jsonl"]) -> Response:
    """The same list as a file, whole up to 20,000 deals."""
    found = gather(Query(session), asked_of(request, session), _MOST_EXPORTED).items
    rows = [deal_row(deal) for deal in found]
    content: str | bytes
    if form == "csv":
        content = exports.write_csv(rows, COLUMNS, bom=True)
    elif form == "xlsx":
        content = exports.write_xlsx(rows, COLUMNS)
    else:
        content = (exports.write_json if form == "json" else exports.write_jsonl)(to_json(deal) for deal in found)
    headers = {"Content-Disposition": f'attachment; filename="deals.{form}"'}
    return Response(content, media_type=exports.MEDIA[form], headers=headers)


@router.get("/deals/{ident}")
def deal(request: Request, session: Read, ident: Ident) -> Response:
    """One deal."""
    query = Query(session)
    detail = query.deal(ident)
    alike, count = comparables(query, detail.deal)
    return render(
        request, "deal.html", detail=detail, deal=detail.deal, alike=alike, alike_count=count, shown=_shown(detail),
        correctable=_CORRECTABLE,
    )  # fmt: skip


_CORRECTABLE = (
    "amounts.upfront", "amounts.milestone", "amounts.total", "amounts.price", "amounts.equity", "grantors", "partners",
    "assets", "type", "status", "direction", "territory", "modality", "phase", "announced",
)  # fmt: skip


def _shown(detail: DealDetail) -> list[FieldView]:
    """The fields that have a value, or that others disagree on."""
    fields = in_order(detail.fields)
    return [field for field in fields if field.value not in (None, [], (), "", {}, False) or field.others]


def comparables(query: Query, deal: DealView) -> tuple[list[DealView], int]:
    """Up to five other deals of the same type, direction and modality, newest first, and how many there are in all."""
    if not deal.modality:
        return [], 0
    found = query.deals(DealFilter(type=deal.type, direction=deal.direction, modality=deal.modality, limit=6))
    others = [each for each in found.items if each.id != deal.id]
    return others[:5], max(found.count - 1, 0)


@router.get("/companies")
def companies(
    request: Request, session: Read, text: Annotated[str, Param(max_length=200)] = "",
    province: Annotated[str, Param(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Companies, those with most deals first."""
    found = Query(session).companies(text or None, province=province or None, limit=100)
    return render(request, "companies.html", companies=found, text=text, province=province)


@router.get("/companies/{name}")
def company(request: Request, session: Read, name: Name) -> Response:
    """One company by id or any name: what it did, year by year."""
    query, words = Query(session), PageWords(language_of(request))
    found = query.company(name)
    of_it = DealFilter(company=(found.company.id,))
    return render(
        request, "company.html", found=found, overall=query.stats("year", of_it).overall,
        moments=company_timeline(query, found),
        series=series(query, of_it, "year", "deals", words, words("company.years"), today()),
    )  # fmt: skip


@router.get("/dashboard")
def dashboard(request: Request, session: Read, measure: Measure = "deals", period: Period = "month") -> Response:
    """What is new, and how the deals out of China divide."""
    query, day, words = Query(session), today(), PageWords(language_of(request))
    first = _year_before(day)
    out = DealFilter(direction=("out",))
    of_year = out.model_copy(update={"since": first.isoformat()})
    title = words(f"dash.series.{period}", measure=words(f"measure.{measure}"), unit=unit(measure, words))
    return render(
        request, "dashboard.html", since=first, overall=query.stats("year", of_year).overall,
        series=series(query, out, period, measure, words, title, day),
        charts=leagues(query, of_year, measure, words), measure=measure, period=period,
        recent=query.deals(DealFilter(limit=6)), waiting=len(open_reviews(session, limit=100)),
        failing=[source for source in query.sources() if source.in_trouble],
    )  # fmt: skip


def _year_before(day: date) -> date:
    """The first of the month a year ago: whole months have kept totals."""
    return date(day.year - 1, day.month, 1)


@router.get("/events")
def events(request: Request, session: Read) -> Response:
    """What happened to deals, newest first."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name == "kind" and value]
    asked = asked_of(request, session, but=("kind",))
    kinds = [value for _, value in given]
    found = Query(session).happened(asked.model_copy(update={"limit": max(asked.limit, 50)}), kinds=kinds)
    return render(request, "events.html", events=found, asked=asked, kinds=kinds, known=EVENT_KINDS)


@router.get("/stats")
def stats(request: Request, session: Read, by: GroupBy = "year", period: Period | None = None) -> Response:
    """League tables and time series over the deals of a filter."""
    asked = asked_of(request, session, but=("by", "period"))
    table = Query(session).stats(by, asked, period=period)
    return render(
        request, "stats.html", table=table, asked=asked, by=by, period=period, groups=get_args(GroupBy),
        pairs=filter_query(asked),
    )  # fmt: skip


@router.get("/milestones")
def milestones(
    request: Request, session: Read, company: Annotated[str, Param(max_length=200)] = "",
    province: Annotated[str, Param(max_length=40)] = "",
) -> Response:  # fmt: skip
    """Approvals, designations, clearances and launches abroad."""
    found = Query(session).milestones(company=company or None, province=province or None, limit=100)
    return render(request, "milestones.html", milestones=found, company=company, province=province)


@router.get("/search")
def search(request: Request, session: Read, text: Annotated[str, Param(max_length=200)] = "") -> Response:
    """The company of that name, then deals and articles that hold the words."""
    query = Query(session)
    hits = query.search(text, limit=40) if text.strip() else []
    return render(request, "search.html", hits=hits, text=text, company=named_company(session, text))


@router.get("/suggest")
def suggest(
    session: Read, text: Annotated[str, Param(max_length=200)] = "",
    same_as: Annotated[str, Param(max_length=200)] = "", only: Literal["", "companies"] = "",
) -> Response:  # fmt: skip
    """Names that begin like what is being typed, as options of a list."""
    found = names_like(session, text or same_as, companies_only=bool(only))
    return HTMLResponse(Markup().join(Markup('<option value="{}"></option>').format(each) for each in found))


@router.get("/api/docs")
def docs(request: Request) -> Response:
    """The API for people."""
    return render(request, "docs.html", document=request.app.openapi())


@router.get("/sources")
def sources(request: Request, session: Read) -> Response:
    """How each source is doing."""
    return render(request, "sources.html", sources=Query(session).sources())
