"""What can go wrong between a source and an article, where a user can act on it.

CrawlersError
├── SourceError        a declaration in crawlers/sources/ does not hold together
├── PageFileError      a saved page cannot be read
└── RatesError         exchange rates could not be fetched
What goes wrong on the web is no exception but a ``Problem`` of the crawl's result (``records.py``).
"""

from __future__ import annotations

from errors import ChuhaiError, UsageError


class CrawlersError(ChuhaiError):
    """A source could not be read as declared."""


class SourceError(CrawlersError):
    """A declaration that does not hold together; names the file and what to change."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}; docs/how-to/add-a-source.md shows a declaration that works")


class PageFileError(UsageError):
    """A saved page that is missing or holds nothing to read."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"{path}: {why}")


class RatesError(CrawlersError):
    """The exchange rates could not be fetched; the ones that are known go on being used."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url}: {why}; sums are turned into dollars at the latest rates that are known")
