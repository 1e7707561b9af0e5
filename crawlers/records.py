"""What a crawl gives out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Precision = Literal["second", "minute", "day", "unknown"]


class Article(BaseModel):
    """One news item, filing or press release as published.

    ``published`` is aware (None where the page states no time) and true to ``precision``; ``raw_date`` keeps the string it
    was read from. ``text`` is plain, paragraphs separated by a line feed. ``copy_of`` is set in storage, not here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1, description="name of the source declaration, or the outlet of an archived item")
    url: str = Field(description="canonical address; empty for archived items without one")
    title: str
    text: str
    published: AwareDatetime | None = None
    precision: Precision = "unknown"
    raw_date: str = ""
    fetched: AwareDatetime
    language: Literal["zh", "zh-Hant", "en", "und"] = "und"
    tier: int = Field(3, ge=1, le=5, description="1 exchange filing, 2 company, 3 wire or press, 4 portal, 5 copy")
    author: str = ""
    outlet: str = Field("", description="original medium, where the page names one")
    item_id: str = Field("", description="the source's own id of the item, where it has one")

    @property
    def day(self) -> datetime:
        """The time that says when this was news: published, else fetched."""
        return self.published or self.fetched
