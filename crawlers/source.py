"""What a source is: a value that checks itself when it is made, so that a wrong declaration cannot be imported.

A selector is CSS where the answer is HTML (``h2 a::attr(href)``; without ``::`` it means the element's text) and a path
where it is JSON (``data.list``; ``*`` takes each element, a string on the way is decoded as JSON, ``a|b`` takes the
first that holds something). A ``url`` with braces is a template over the item: ``https://example.com/{id}.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from string import Formatter
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml.cssselect import CSSSelector, SelectorError
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Kind = Literal["feed", "json", "html", "state", "sitemap"]
#: Conditional: open to readers under conditions that ``terms`` names. Restricted: listed and not crawled.
Access = Literal["open", "conditional", "restricted"]

#: What a request may name in braces: the query window (aware, in the source's zone), the page, the search word.
PLACEHOLDERS = frozenset({"start", "end", "page", "keyword", "cursor", "now_ms"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Part):
    """Where and when the address, key or selector was documented."""

    where: str = Field(min_length=3, description="public repository and path, a page, or 'own knowledge'")
    on: date | None = None
    note: str = ""


class Item(_Part):
    """Where a list's entry keeps its parts; an empty selector means that the list does not have that part."""

    title: str = ""
    url: str = ""
    date: str = ""
    text: str = Field("", description="full text or excerpt; HTML is turned into plain text")
    id: str = ""
    author: str = ""
    outlet: str = Field("", description="original medium")


class Page(_Part):
    """How an entry's own page is read; what is left empty is found by the general reader."""

    kind: Literal["html", "json", "state", "pdf"] = "html"
    url: str = Field("", description="template over the list's entry, where the text is not at the entry's address")
    title: str = ""
    date: str = ""
    text: str = ""
    author: str = ""
    outlet: str = ""
    remove: tuple[str, ...] = Field((), description="CSS of parts inside the text that do not belong to it")


class Session(_Part):
    """A step before the list: open a page and submit its form, cookies kept for this source alone."""

    url: str
    form: dict[str, str] = Field(default_factory=dict, description="fields to submit beside the form's hidden ones")


class Source(_Part):
    """One place where news appears."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="the file's name")
    title: str = Field(min_length=1, description="as people call it")
    kind: Kind
    urls: tuple[str, ...] = Field(
        (), description="addresses of the lists; may hold {page}, {keyword}, {start:%Y-%m-%d}"
    )
    language: Literal["zh", "zh-Hant", "en"]
    tier: int = Field(ge=1, le=5, description="1 exchange filing, 2 company, 3 wire or press, 4 portal, 5 copy")
    timezone: str = "Asia/Shanghai"

    method: Literal["GET", "POST"] = "GET"
    form: dict[str, str] = Field(default_factory=dict, description="fields of a form POST; placeholders as in urls")
    body: dict[str, Any] = Field(default_factory=dict, description="JSON of a POST; placeholders as in urls")
    headers: dict[str, str] = Field(default_factory=dict)
    session: Session | None = None
    keywords: tuple[str, ...] = Field((), description="one list request for each, where a request holds {keyword}")
    max_pages: int = Field(1, ge=1, le=100, description="list pages read in one poll, where a request holds {page}")
    cursor: str = Field("", description="path of the value for the next request's {cursor}")
    window_days: int = Field(2, ge=1, le=31, description="days of one query, where a request holds {start} and {end}")

    items: tuple[str, ...] = Field((), description="selectors of the list's entries; together they are the list")
    may_be_null: bool = Field(False, description="null instead of a list means 'nothing', not 'changed'")
    item: Item = Item()
    drop: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="entries whose value is one of these")
    keep: str = Field("", description="regular expression: only entries whose title or text has it are followed")
    article_url: str = Field("", description="regular expression that an entry's address must match")
    page: Page | None = Field(None, description="None: the list holds the text and pages are not fetched")

    poll_minutes: int = Field(60, ge=1)
    expect_per_day: float = Field(gt=0, description="entries on an ordinary working day, for the health check")
    on_topic: float = Field(0.0, ge=0, le=1, description="least share of entries with a health word")
    delay_seconds: float = Field(2.0, ge=0, description="least pause between two requests to one host")
    max_articles: int = Field(200, ge=1, description="pages followed in one poll")

    access: Access = "open"
    terms: str = Field("", description="what is known of the terms of use, refusals and limits")
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    verified: bool = Field(False, description="someone has seen this declaration work on the live site")
    enabled: bool = True

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone {value!r}; use a name such as Asia/Shanghai") from None
        return value

    @field_validator("keep", "article_url")
    @classmethod
    def _expression_compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression: {error}") from None
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.enabled and self.access == "restricted":
            raise ValueError("a restricted source is listed, not crawled: set enabled=False")
        if self.access == "restricted" and not self.terms:
            raise ValueError("say in terms why it is restricted")
        if self.enabled and not self.urls:
            raise ValueError("urls is empty: an enabled source needs a list to read")
        for url in self.urls:
            if urlsplit(url).scheme not in ("http", "https"):
                raise ValueError(f"{url}: only http and https are followed")
        if unknown := self.placeholders - PLACEHOLDERS:
            raise ValueError(f"unknown placeholder {sorted(unknown)}; known: {sorted(PLACEHOLDERS)}")
        if ("keyword" in self.placeholders) != bool(self.keywords):
            raise ValueError("{keyword} in the request and keywords go together")
        if ("start" in self.placeholders) != ("end" in self.placeholders):
            raise ValueError("{start} and {end} go together")
        if (self.form or self.body) and self.method != "POST":
            raise ValueError("form and body need method='POST'")
        if self.enabled and self.kind in ("json", "html", "state"):
            if not self.items:
                raise ValueError(f"kind {self.kind!r} needs items, the selector of the list's entries")
            if not self.item.url:
                raise ValueError("item.url is needed: without an address nothing can be seen again or cited")
            if not (self.item.title or self.item.text or self.page):
                raise ValueError("item.title, item.text or page is needed: nothing to read otherwise")
        return self

    @model_validator(mode="after")
    def _selectors_are_css(self) -> Self:
        for selector in self._css():
            for one in selector.split("|"):
                try:
                    CSSSelector(one.partition("::")[0].strip() or "*", translator="html")
                except SelectorError as error:
                    raise ValueError(f"{one!r} is no CSS selector: {error}") from None
        return self

    def _css(self) -> Iterator[str]:
        """The selectors of HTML lists and pages; what holds a brace is the template of an address."""
        parts: list[str] = []
        if self.kind == "html":
            parts += [*self.items, *self.item.model_dump().values()]
        if self.page and self.page.kind == "html":
            page = self.page
            parts += [page.title, page.date, page.text, page.author, page.outlet, *page.remove]
        return (part for part in parts if part and "{" not in part)

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces of the list requests."""
        names: set[str] = set()
        for text in (*self.urls, *self.form.values(), *_strings(self.body)):
            names.update(name for _, name, _, _ in Formatter().parse(text) if name)
        return frozenset(names)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times printed without one."""
        return ZoneInfo(self.timezone)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the lists."""
        return frozenset(urlsplit(url).hostname or "" for url in self.urls)

    def matches(self, url: str) -> bool:
        """Whether an entry's address is one of an article."""
        return not self.article_url or re.search(self.article_url, url) is not None

    def wants(self, text: str) -> bool:
        """Whether an entry is worth a look at its page."""
        return not self.keep or re.search(self.keep, text, re.IGNORECASE) is not None

    def now(self) -> datetime:
        """The present time in the source's zone."""
        return datetime.now(UTC).astimezone(self.zone)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _strings(part)]
    return []
