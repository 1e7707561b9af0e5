"""More deals than one page holds, for tables and files."""

from __future__ import annotations

from dataclasses import replace

from storage.filters import DealFilter
from storage.query import Query
from storage.views import DealView, Page

_PAGE = 1000


def gather(query: Query, asked: DealFilter, most: int) -> Page[DealView]:
    """Up to ``most`` deals, from as many pages as that takes."""
    page = following = query.deals(asked.model_copy(update={"limit": min(most, _PAGE)}))
    items = list(page.items)
    while following.next_cursor and len(items) < most:
        step = {"limit": min(most - len(items), _PAGE), "cursor": following.next_cursor}
        following = query.deals(asked.model_copy(update=step))
        items += following.items
    return replace(page, items=tuple(items), next_cursor=following.next_cursor)
