"""Templates become pages in the reader's language; the language is chosen by link, cookie, then browser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from query.asks import filter_query
from query.charts import bars
from query.values import said
from query.words import PageWords
from storage.views import EvidenceView, SearchHit
from telling.amounts import format_money
from telling.cards import format_day, format_time, headline, route, summary

PageLanguage = Literal["zh", "en"]
_COOKIE = "lang"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape(),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"headline": headline, "summary": summary, "route": route, "bars": bars}
    environment.filters |= {
        "marked": _marked, "marks": _marks, "safe_link": _safe_link, "said": said, "pairs": filter_query,
    }  # fmt: skip
    return environment


def language_of(request: Request) -> PageLanguage:
    """``?lang=en``, else the cookie, else what the browser asks for, else Chinese."""
    chosen = request.query_params.get("lang") or request.cookies.get(_COOKIE)
    if chosen in ("zh", "en"):
        return "en" if chosen == "en" else "zh"
    return "en" if request.headers.get("accept-language", "zh").lower().startswith("en") else "zh"


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page; a language chosen by link is remembered for a year."""
    language = language_of(request)
    words = PageWords(language)
    html = _environment().get_template(template).render(
        values, words=words, w=words, language=language, request=request, path=request.url.path,
        other_language=_link(request, lang="zh" if language == "en" else "en"), link=lambda **new: _link(request, **new),
        money=lambda value, currency="USD", bound="exact": format_money(value, currency, language, bound),
        day=lambda value, precision="day": format_day(value, words, precision),
        time=lambda value, precision="second": format_time(value, words, precision),
    )  # fmt: skip
    response = HTMLResponse(html, status)
    if "lang" in request.query_params:
        response.set_cookie(_COOKIE, language, max_age=31_536_000, samesite="lax", httponly=True)
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def render_error(request: Request, status: int, message: str, suggestions: Sequence[str]) -> Response:
    """The error as a page, with what the reader may have meant."""
    return render(request, "error.html", status=status, message=message, suggestions=suggestions)


def _link(request: Request, **new: object) -> str:
    """This page with other parameters: a value replaces, None removes, a list sets all of them."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in new]
    for name, value in new.items():
        if isinstance(value, list | tuple):
            pairs += [(name, str(each)) for each in value]
        elif value is not None:
            pairs.append((name, str(value)))
    return f"{request.url.path}?{urlencode(pairs)}" if pairs else request.url.path


def _marked(evidence: EvidenceView) -> Markup:
    """The sentence with the words that state the field marked."""
    sentence, start = evidence.sentence, evidence.start
    end = start + len(evidence.text)
    if sentence[start:end] != evidence.text:
        return escape(sentence)
    return Markup("{}<mark>{}</mark>{}").format(sentence[:start], evidence.text, sentence[end:])


def _marks(hit: SearchHit) -> Markup:
    """The excerpt with the words found marked."""
    parts, at = [Markup()], 0
    for start, end in sorted(hit.marks):
        if start >= at:
            parts.append(Markup("{}<mark>{}</mark>").format(hit.excerpt[at:start], hit.excerpt[start:end]))
            at = end
    return Markup().join([*parts, escape(hit.excerpt[at:])])


def _safe_link(url: str) -> str:
    """The address where it is one of the web, else nothing."""
    return url if url.startswith(("https://", "http://")) else ""
