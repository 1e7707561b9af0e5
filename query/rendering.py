"""Templates become pages in the reader's language; the language is chosen by link, cookie, then browser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from query.asks import filter_query
from query.guard import is_local
from query.wording import FILTERS
from query.words import PageWords
from telling.amounts import format_money
from telling.cards import format_day, format_time, headline, route, summary
from telling.sources import trouble

PageLanguage = Literal["zh", "en"]
_COOKIE = "lang"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape(),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"headline": headline, "summary": summary, "route": route, "trouble": trouble}
    environment.filters |= {each.__name__: each for each in FILTERS} | {"pairs": filter_query}
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
        values, words=words, local=is_local(request), w=words, language=language, request=request, path=request.url.path,
        other_language=_link(request, lang="zh" if language == "en" else "en"), link=lambda **new: _link(request, **new),
        money=lambda value, currency="USD", bound="exact": format_money(value, currency, language, bound),
        day=lambda value, precision="day": format_day(value, words, precision),
        time=lambda value, precision="second": format_time(value, words, precision),
    )  # fmt: skip
    response = HTMLResponse(html, status)
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie(_COOKIE, language, max_age=31_536_000, samesite="lax", httponly=True)
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def render_error(request: Request, status: int, message: str, suggestions: Sequence[str], wrong: str) -> Response:
    """The error as a page: what is wrong, what the reader may have meant, and where that leads."""
    near = [(each, instead(request, wrong, each)) for each in suggestions]
    return render(request, "error.html", status=status, code=status, message=message, wrong=wrong, suggestions=near)


def instead(request: Request, wrong: str, right: str) -> str:
    """This page asked with another value in the place of one that nobody knows."""
    pairs = [(name, right if value.strip() == wrong else value) for name, value in request.query_params.multi_items()]
    path = request.url.path
    return f"{path}?{urlencode(pairs)}" if pairs else path.replace(quote(wrong), quote(right)).replace(wrong, right)


def _link(request: Request, **new: object) -> str:
    """This page with other parameters: a value replaces, None removes, a list sets all of them."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in new]
    for name, value in new.items():
        if isinstance(value, list | tuple):
            pairs += [(name, str(each)) for each in value]
        elif value is not None:
            pairs.append((name, str(value)))
    return f"{request.url.path}?{urlencode(pairs)}" if pairs else request.url.path
