"""The pages that only read: deals, one deal, companies, overview, milestones, search, sources."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from fastapi import Query as Param

from query import exports
from query.api import Ident, Read
from query.asks import filter_query, read_filter
from query.charts import Bar, columns
from query.rendering import language_of, render
from query.rows import COLUMNS, deal_row, to_json
from query.words import PageWords
from storage.filters import DealFilter, today
from storage.query import Query
from storage.reviews import open_reviews
from storage.views import DealDetail, DealView, StatsTable

router = APIRouter()

_FACETS = ("direction", "type", "model", "status", "province", "partner_country", "modality", "phase", "target")
_OWN = frozenset(("lang",))


@router.get("/")
def deals(request: Request, session: Read) -> Response:
    """The list of deals with what it can be narrowed by."""
    asked = asked_of(request)
    query = Query(session)
    page = query.deals(asked)
    return render(
        request, "deals.html", asked=asked, page=page, facets=query.facets(asked), facet_names=_FACETS,
        pairs=filter_query(asked), export=filter_query(asked.model_copy(update={"limit": 1000, "cursor": None})),
    )  # fmt: skip


def asked_of(request: Request) -> DealFilter:
    """The filter in the page's address; empty fields of the form are left out."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if value.strip() and name not in _OWN:
            given.setdefault(name, []).append(value.strip())
    many = {name for name, field in DealFilter.model_fields.items() if field.default == ()}
    return read_filter({name: values if name in many else values[-1] for name, values in given.items()})


@router.get("/export.{form}")
def export(request: Request, session: Read, form: Literal["csv", "xlsx", "json", "jsonl"]) -> Response:
    """The same list as a file, at most 1,000 deals a file."""
    found = Query(session).deals(asked_of(request)).items
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
        request, "deal.html", detail=detail, deal=detail.deal, alike=alike, alike_count=count, shown=_shown(detail)
    )


def _shown(detail: DealDetail) -> list[object]:
    """The fields that have a value, or that others disagree on."""
    return [field for field in detail.fields if field.value not in (None, [], (), "", {}, False) or field.others]


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
    found = Query(session).companies(text or None, province=province or None, limit=200)
    return render(request, "companies.html", companies=found, text=text)


@router.get("/companies/{name}")
def company(request: Request, session: Read, name: str) -> Response:
    """One company by id or any name."""
    return render(request, "company.html", found=Query(session).company(name))


@router.get("/dashboard")
def dashboard(request: Request, session: Read) -> Response:
    """What is new, and how the deals out of China divide."""
    query, day = Query(session), today()
    words = PageWords(language_of(request))
    first = day.replace(year=day.year - 1)
    out = DealFilter(direction="out", since=first.isoformat())
    recent = DealFilter(since=(day - timedelta(days=30)).isoformat(), limit=8)
    months = query.stats("month", out)
    return render(
        request, "dashboard.html", since=first, recent=query.deals(recent), overall=months.overall,
        months=columns([Bar(row.value[2:], row.deals, str(row.deals)) for row in months.rows], words("dash.months")),
        charts=[
            (name, _bars(query.stats(by, out), words, by, first.isoformat()))
            for name, by in (
                ("dash.provinces", "province"), ("dash.models", "model"), ("dash.partners", "partner_country"),
                ("dash.modalities", "modality"),
            )
        ],
        waiting=len(open_reviews(session, limit=100)),
        failing=[source for source in query.sources() if source.failing_since],
        definition=months.definition,
    )  # fmt: skip


def _bars(table: StatsTable, words: PageWords, by: str, since: str) -> list[Bar]:
    """The ten largest groups, each leading to its deals."""
    rows = []
    for row in table.rows[:10]:
        if by == "model":
            label = words(f"model.{row.value}")
        elif by == "partner_country":
            label = words.country(row.value)
        else:
            label = row.label_en if words.language == "en" and row.label_en else row.label
        rows.append(Bar(label, row.deals, str(row.deals), f"/?{by}={row.value}&direction=out&since={since}"))
    return rows


@router.get("/milestones")
def milestones(request: Request, session: Read, company: str = "", province: str = "") -> Response:
    """Approvals, designations, clearances and launches abroad."""
    found = Query(session).milestones(company=company or None, province=province or None, limit=200)
    return render(request, "milestones.html", milestones=found)


@router.get("/search")
def search(request: Request, session: Read, text: Annotated[str, Param(max_length=200)] = "") -> Response:
    """Deals and articles that hold the words; a company's name leads to the company."""
    hits = Query(session).search(text, limit=40) if text.strip() else []
    return render(request, "search.html", hits=hits, text=text)


@router.get("/sources")
def sources(request: Request, session: Read) -> Response:
    """How each source is doing."""
    return render(request, "sources.html", sources=Query(session).sources())
