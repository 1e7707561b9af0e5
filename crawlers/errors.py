"""CrawlersError: what can go wrong between a source and an article."""

from __future__ import annotations

from errors import ChuhaiError


class CrawlersError(ChuhaiError):
    """A source could not be read as declared."""
