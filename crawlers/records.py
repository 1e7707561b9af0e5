"""What a crawl gives out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Precision = Literal["second", "minute", "day", "unknown"]


ProblemCode = Literal[
    "http_error",       # an answer that is no success
    "not_found",        # 404 or 410: the address moved
    "blocked",          # 401, 403, 405, 412 or a challenge page: the site refuses, and we stop
    "rate_limited",     # 429, or 503 with Retry-After
    "robots_closed",    # robots.txt does not allow it, or could not be read
    "unreachable",      # no such host, connection refused, TLS
    "timeout",
    "unsafe_address",   # loopback, private or link-local, or a scheme that is not http(s)
    "redirect_loop",
    "too_large",
    "truncated",        # the answer ended early
    "too_many",         # an endless list
    "wrong_charset",    # declared charset is not the real one; the text was read all the same
    "mojibake",         # no charset gives readable text
    "changed_page",     # the declared key or selector is not there, or no entry where there should be some
    "broken_answer",    # neither JSON, XML nor HTML as declared
    "empty_titles", "empty_texts", "empty_dates",
    "off_topic",        # too few entries have a health word
    "stale",            # the newest entry is older than it should be
    "gap",              # no overlap with the last poll: entries may have been missed
    "scanned_pdf", "broken_pdf",
    "crashed_callback",
    "deadline",
    "dead_child",
]  # fmt: skip


class Problem(BaseModel):
    """What went wrong at one address of one source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    code: ProblemCode
    url: str = ""
    message: str = ""

    def __str__(self) -> str:
        """One line: source, code, what, where."""
        return " ".join(part for part in (f"{self.source}:", self.code, self.message, self.url) if part)


class PageState(BaseModel):
    """What the next conditional request for a list needs to know of the last answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    shown: tuple[str, ...] = Field(
        (), description="marks of the entries it listed, so that the next one is known to join"
    )


class SourceRun(BaseModel):
    """What one crawl of one source brought; kept by the caller, who gives ``states`` back at the next crawl."""

    model_config = ConfigDict(extra="forbid")

    source: str
    started: AwareDatetime
    ended: AwareDatetime
    fetched: int = Field(0, description="answers received, lists and pages")
    unchanged: int = Field(0, description="lists that had not changed since the last poll")
    listed: int = Field(0, description="entries on the lists")
    known: int = Field(0, description="of these, seen before")
    new: int = Field(0, description="articles given out")
    empty_titles: int = 0
    empty_dates: int = 0
    empty_texts: int = 0
    off_topic: int = Field(0, description="listed entries without a health word")
    newest: AwareDatetime | None = Field(None, description="time of the newest entry")
    not_before: AwareDatetime | None = Field(None, description="the site asked not to come back earlier")
    states: dict[str, PageState] = Field(default_factory=dict, description="by address of the list")
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the lists were read and nothing was lost; a note such as wrong_charset does not count."""
        return all(problem.code in NOTES for problem in self.problems)


#: Problems that cost no article.
NOTES: frozenset[str] = frozenset({"wrong_charset", "off_topic", "stale"})


class Article(BaseModel):
    """One news item, filing or press release as published.

    ``published`` is aware (None where the page states no time) and true to ``precision``; ``raw_date`` keeps the string
    it was read from. ``text`` is plain, paragraphs separated by a line feed. Copies are found in storage, not here.
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


class CrawlResult(BaseModel):
    """What one crawl of several sources brought: the articles, and for each source how it went."""

    model_config = ConfigDict(extra="forbid")

    articles: list[Article] = Field(default_factory=list)
    runs: list[SourceRun] = Field(default_factory=list)
    steps: list[str] = Field(default_factory=list, description="what was done, where a sample was asked for")

    @property
    def problems(self) -> list[Problem]:
        """Every problem of every source."""
        return [problem for run in self.runs for problem in run.problems]
