"""One page of the deals that a filter leaves: their keys in order, where the next page begins, and how many there are."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.filters import DealFilter, FilterError
from storage.lookup import TagGroup
from storage.matching import Matching, largest_keys, newest_keys
from storage.views import Page

#: deals are counted up to here
MOST_COUNTED = 1_000
#: among more deals than this, those that disclose a sum are not counted beyond the page
_MANY = 20_000


class Pages:
    """Pages of keys over one session; the newest keys of a filter, which its counts and facets share, are found once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._newest: dict[Matching, list[int]] = {}

    def page(self, asked: DealFilter, ready: Matching) -> Page[int]:
        """The keys of one page; raises FilterError for a cursor of another query."""
        after = _read_cursor(asked)
        if asked.sort in ("newest", "oldest"):
            return self._by_day(asked, ready, after[0] if after else None)
        return self._by_sum(asked, ready, after)

    def newest(self, ready: Matching) -> list[int]:
        """The newest keys, one more than are counted."""
        if ready not in self._newest:
            self._newest[ready] = newest_keys(ready, MOST_COUNTED + 1)
        return self._newest[ready]

    def _by_day(self, asked: DealFilter, ready: Matching, after: int | None) -> Page[int]:
        lone = lone_tag(ready)
        if asked.sort == "newest" and after is None and lone is None:
            keys = self.newest(ready)[: asked.limit + 1]  # from those that are counted anyway
        else:
            keys = newest_keys(ready, asked.limit + 1, oldest=asked.sort == "oldest", after=after)
        more = len(keys) > asked.limit
        cursor = f"{asked.sort}.{keys[asked.limit - 1]}" if more else None
        if after is None and not more:
            return _page(asked, keys, cursor, len(keys), most=len(keys))
        if lone is not None:
            return _page(asked, keys, cursor, lone.deals, most=lone.deals)
        return _page(asked, keys, cursor, len(self.newest(ready)), most=MOST_COUNTED)

    def _by_sum(self, asked: DealFilter, ready: Matching, after: tuple[int, ...] | None) -> Page[int]:
        name = asked.sort
        few = ready.read(MOST_COUNTED + 1, name) <= _MANY
        most = max(MOST_COUNTED, asked.limit) if few else asked.limit
        first = largest_keys(ready, most + 1, name) if after is None or few else []
        if after is None:
            pairs = first[: asked.limit + 1]
        else:
            pairs = largest_keys(ready, asked.limit + 1, name, after=(after[0], after[1]))
        cents, key = pairs[asked.limit - 1] if len(pairs) > asked.limit else (0, 0)
        cursor = f"{name}.{cents}.{key}" if key else None
        found = len(first) if first else most + 1
        return _page(asked, [key for _, key in pairs], cursor, found, most=most)


def _page(asked: DealFilter, keys: list[int], cursor: str | None, found: int, *, most: int) -> Page[int]:
    return Page(tuple(keys[: asked.limit]), cursor, min(found, most), found > most)


def lone_tag(ready: Matching) -> TagGroup | None:
    """The one tag that a filter comes down to, if it does."""
    if len(ready.groups) == 1 and len(ready.groups[0].ids) == 1 and not ready.conditions and ready.text is None:
        return ready.groups[0]
    return None


def _read_cursor(asked: DealFilter) -> tuple[int, ...] | None:
    """Where the page before ended; a cursor of another order is refused."""
    if asked.cursor is None:
        return None
    sort, *numbers = asked.cursor.split(".")
    wanted = 1 if asked.sort in ("newest", "oldest") else 2
    if sort != asked.sort or len(numbers) != wanted or not all(n.isdecimal() and len(n) < 20 for n in numbers):
        raise FilterError(f"cursor {asked.cursor!r} is of another query; take next_cursor of the page before")
    return tuple(int(number) for number in numbers)
