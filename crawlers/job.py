"""What the crawling process is told, as one JSON file."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crawlers.records import PageState
from crawlers.source import Source
from settings import CrawlersSettings


class Job(BaseModel):
    """One crawl; ``seen`` holds addresses without their scheme (``urls.url_key``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[Source, ...]
    settings: CrawlersSettings
    user_agent: str
    seen: tuple[str, ...] = ()
    states: dict[str, dict[str, PageState]] = {}
    since: AwareDatetime | None = None
    refetch: dict[str, list[str]] = {}
    sample: int = Field(0, ge=0, description="follow only so many articles of each source and tell every step")
    save: str = Field("", description="folder for the answers as received, to make a fixture of")
    through: str = Field("", description="address of a server that answers for every host, from saved answers")
