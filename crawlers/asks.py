"""From a declaration to the requests of one poll: search words, query windows and pages filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from crawlers.source import Source


@dataclass(frozen=True)
class Ask:
    """One request for a list; ``key`` is the address that its state is kept under."""

    template: str
    keyword: str = ""
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    cursor: str = ""

    @property
    def key(self) -> str:
        """The list's name in the state of the next conditional request: the same at every poll."""
        return f"{self.template}#{self.keyword}" if self.keyword else self.template

    def next(self, cursor: str) -> Ask:
        """The same list, one page on."""
        return replace(self, page=self.page + 1, cursor=cursor)


def list_asks(source: Source, now: datetime, since: datetime | None) -> Iterator[Ask]:
    """The first page of every list of a source, one query window after the other where it has any."""
    windows: list[tuple[datetime | None, datetime | None]] = [(None, None)]
    if "start" in source.placeholders:
        windows = list(_windows(source, now, since))
    for template in source.urls:
        for keyword in source.keywords or ("",):
            for start, end in windows:
                yield Ask(template, keyword, start, end)


def _windows(source: Source, now: datetime, since: datetime | None) -> Iterator[tuple[datetime, datetime]]:
    """Spans of at most ``window_days``, the newest first: what is new must come even if time runs out."""
    today = now.astimezone(source.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    # Filings of the evening carry the next day's date.
    end = today + timedelta(days=1)
    first = since.astimezone(source.zone) if since else end - timedelta(days=source.window_days - 1)
    while end >= first:
        start = max(first, end - timedelta(days=source.window_days - 1))
        yield start, end
        end = start.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)


@dataclass(frozen=True)
class Filled:
    """A request ready to be sent."""

    url: str
    method: str
    body: bytes
    headers: dict[str, str]


def fill_ask(source: Source, ask: Ask, now: datetime) -> Filled:
    """The request of an ask; words are percent-encoded in addresses and left as they are in forms and JSON."""
    values: dict[str, Any] = {
        "start": ask.start,
        "end": ask.end,
        "page": ask.page,
        "cursor": ask.cursor,
        "now_ms": int(now.timestamp() * 1000),
    }
    url = ask.template.format(**values, keyword=quote(ask.keyword))
    headers = dict(source.headers)
    body = b""
    plain = values | {"keyword": ask.keyword}
    if source.body:
        body = json.dumps(_formatted(source.body, plain), ensure_ascii=False).encode()
        headers.setdefault("Content-Type", "application/json")
    elif source.form:
        body = urlencode({name: value.format(**plain) for name, value in source.form.items()}).encode()
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
    return Filled(url, source.method, body, headers)


def _formatted(value: Any, values: dict[str, Any]) -> Any:
    if isinstance(value, str):
        # A page number stays a number where the whole value is one.
        return values["page"] if value == "{page}" else value.format(**values)
    if isinstance(value, dict):
        return {key: _formatted(inner, values) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_formatted(inner, values) for inner in value]
    return value
