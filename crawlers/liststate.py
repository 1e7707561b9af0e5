"""What the next poll of a list needs to know of this one: how to ask for changes only, and whether the two join."""

from __future__ import annotations

import hashlib

from scrapy.http import Response

from crawlers.lists import Entry
from crawlers.records import PageState
from crawlers.urls import url_key

#: Entries that the next poll is compared with.
_SHOWN = 60


def state_of(response: Response) -> PageState:
    """The state of an answer as received, before its entries are read."""

    def header(name: str) -> str:
        return (response.headers.get(name) or b"").decode("latin-1")

    return PageState(
        etag=header("ETag"),
        last_modified=header("Last-Modified"),
        body_hash=hashlib.sha256(response.body).hexdigest()[:32],
    )


def with_entries(state: PageState, entries: list[Entry]) -> PageState:
    """The state with the marks of the list's first entries."""
    return state.model_copy(update={"shown": tuple(map(_mark, entries[:_SHOWN]))})


def joins(state: PageState | None, entries: list[Entry]) -> bool:
    """Whether a list has an entry that the last poll showed: then nothing between the two was missed."""
    shown = set(state.shown) if state else set()
    return any(_mark(entry) in shown for entry in entries)


def _mark(entry: Entry) -> str:
    """Few characters that stand for an entry."""
    return hashlib.sha256((url_key(entry.url) or entry.title).encode()).hexdigest()[:10]
