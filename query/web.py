"""The web application: API and pages over one database, with one shape of error and strict headers."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Lock

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from errors import ChuhaiError, UsageError
from query import api, api_write, brief_pages, mail_pages, pages, review_pages
from query.openapi import describe
from query.rendering import render_error
from settings import Settings
from storage.engine import Database, open_database
from storage.errors import LockedDatabaseError, NoSuchRowError, UnknownNameError

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send our own forms with Origin: null
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(settings: Settings, database: Database | None = None) -> FastAPI:
    """The application on the settings' database (or an open one, which stays open)."""
    db = database or open_database(settings.storage.url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if database is None:
            db.close()

    app = FastAPI(
        title="chuhai", version="1", summary="Deals of Chinese biopharma, each field with the sentence that says so.",
        docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=lifespan,
    )  # fmt: skip
    app.state.db, app.state.settings = db, settings
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    for router in (api.router, api_write.router, brief_pages.api):
        app.include_router(router)
    for router in (pages.router, review_pages.router, mail_pages.router, brief_pages.pages):
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    _handle_errors(app)
    limiter = Limiter(settings.query.rate_limit_per_minute)

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        client = request.client.host if request.client else ""
        wait = limiter.wait(client, time.monotonic())
        response = _error(request, 429, "too_many_requests", f"too many requests; try again in {wait} s") if wait else (
            await call_next(request)
        )  # fmt: skip
        if wait:
            response.headers["Retry-After"] = str(wait)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app


class Limiter:
    """At most so many requests a minute from one address; addresses that have gone quiet are forgotten."""

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._seen: dict[str, deque[float]] = {}
        self._lock = Lock()

    def wait(self, client: str, now: float) -> int:
        """Seconds to wait before the next request; 0 where it may come now."""
        with self._lock:
            times = self._seen.setdefault(client, deque())
            while times and times[0] <= now - 60:
                times.popleft()
            if len(times) >= self._most:
                return max(1, round(60 - (now - times[0])))
            times.append(now)
            if len(self._seen) > 10_000:
                self._seen = {name: kept for name, kept in self._seen.items() if kept and kept[-1] > now - 60}
            return 0


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(ChuhaiError)
    async def named(request: Request, error: ChuhaiError) -> Response:
        if isinstance(error, NoSuchRowError):
            return _error(request, 404, "not_found", str(error))
        if isinstance(error, UnknownNameError):
            return _error(request, 404, "unknown_name", str(error), list(error.suggestions), wrong=error.value)
        if isinstance(error, LockedDatabaseError):
            return _error(request, 503, "busy", str(error))
        usage = isinstance(error, UsageError) or error.exit_code == 2
        return _error(request, 422 if usage else 500, "bad_request" if usage else "failed", str(error))

    @app.exception_handler(Exception)
    async def crashed(request: Request, error: Exception) -> Response:
        return _error(request, 500, "failed", "chuhai failed here; its log says why")

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        return _error(request, 422, "bad_request", f"{where}: {first['msg']}" if where else str(first["msg"]))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        response = _error(request, error.status_code, "http_error", str(error.detail))
        response.headers.update(error.headers or {})
        return response


def _error(
    request: Request, status: int, code: str, message: str, suggestions: Sequence[str] = (), wrong: str = ""
) -> Response:
    """``{"error": {"code", "message", "suggestions"}}`` for programs, a page for people."""
    if request.url.path.startswith("/api"):
        body = {"error": {"code": code, "message": message, "suggestions": list(suggestions)}}
        return JSONResponse(body, status)
    return render_error(request, status, message, suggestions, wrong)
