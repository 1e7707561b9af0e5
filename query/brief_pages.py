"""The brief and the measures as pages and over the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as Param
from pydantic import Field

from query.api import Ident, Read, answer
from query.asks import Asked, asked_filter
from query.measure_tables import group_label, say_value
from query.openapi import errors, shows
from query.pages import asked_of
from query.rendering import language_of, render
from query.rows import GroupBy
from storage.filters import DealFilter, today
from storage.measures import MEASURES, Likeness, Measure, MeasureTable
from storage.query import Query
from storage.scratch import article_alone, stored_article
from telling.brief import Brief, compose_brief, write_numbers
from telling.words import Words

api = APIRouter(prefix="/api", responses=errors(404, 422, 429, 503))
pages = APIRouter()

Language = Literal["zh", "en"]
_BY: dict[Measure, GroupBy] = {
    "upfront_share": "year", "median_upfront": "modality", "newcos": "year", "return_rate": "year",
}  # fmt: skip


class AskedBrief(Asked):
    """A filter, and the language of the brief."""

    language: Language = Field("zh", description="of the brief; quotes stay as printed")


class AskedMeasure(Asked):
    """A filter, and what to group by."""

    by: GroupBy = "year"


@api.get("/brief", responses=shows("Brief", Brief))
def brief(request: Request, session: Read, asked: Annotated[AskedBrief, Param()]) -> Response:
    """The cited brief of what a query leaves; every line ends in the numbers of its sources."""
    given = asked.model_dump(exclude={"language"}, exclude_defaults=True)
    made = compose_brief(Query(session), asked_filter(session, given), Words(asked.language), today=today())
    return answer(request, made)


@api.get("/articles/{ident}/brief", responses=shows("Brief", Brief))
def article_brief(
    request: Request, session: Read, ident: Annotated[int, Path(ge=1, le=2**31)], language: Language = "zh"
) -> Response:
    """The cited brief of one article of the database."""
    article = stored_article(session, ident)
    with article_alone(article) as query:
        made = compose_brief(query, DealFilter(), Words(language), today=article.day.date(), title=article.title)
    return answer(request, made)


@api.get("/measures/{name}", responses=shows("Measures", MeasureTable))
def measure(request: Request, session: Read, name: Measure, asked: Annotated[AskedMeasure, Param()]) -> Response:
    """Upfront share, median upfront, NewCos or return rate by group, with what the number means."""
    given = asked.model_dump(exclude={"by"}, exclude_defaults=True)
    return answer(request, Query(session).measure(name, asked.by, asked_filter(session, given)))


@api.get("/deals/{ident}/comparables", responses=shows("Comparables", Likeness))
def comparables(request: Request, session: Read, ident: Ident) -> Response:
    """The deals most like one, and their median sums with n."""
    return answer(request, Query(session).comparables(ident))


@pages.get("/brief")
def brief_page(request: Request, session: Read) -> Response:
    """The brief of a query; of the last month where no day is asked."""
    asked = asked_of(request, session)
    if not asked.since and not asked.until:
        first, last = last_month(today())
        asked = asked.model_copy(update={"since": first.isoformat(), "until": last.isoformat()})
    made = compose_brief(Query(session), asked, Words(language_of(request)), today=today())
    return _page(request, made, asked)


@pages.get("/articles/{ident}/brief")
def article_brief_page(request: Request, session: Read, ident: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    """The brief of one article."""
    article = stored_article(session, ident)
    words = Words(language_of(request))
    with article_alone(article) as query:
        made = compose_brief(query, DealFilter(), words, today=article.day.date(), title=article.title)
    return _page(request, made, None)


@pages.get("/measures")
def measures_page(request: Request, session: Read) -> Response:
    """The four measures of what a query leaves, each with its definition and n."""
    asked, query, words = asked_of(request, session), Query(session), Words(language_of(request))
    tables = [query.measure(name, _BY[name], asked) for name in MEASURES]
    return render(
        request,
        "measures.html",
        tables=tables,
        asked=asked,
        say=say_value,
        label=lambda row, by: group_label(row, by, words),
    )


def _page(request: Request, made: Brief, asked: DealFilter | None) -> Response:
    return render(request, "brief.html", brief=made, asked=asked, numbers=write_numbers)


def last_month(day: date) -> tuple[date, date]:
    """First and last day of the month before."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
