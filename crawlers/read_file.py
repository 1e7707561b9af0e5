"""A saved page to what the reader makes of it; the declaration of its host is used where there is one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers.article import ReadPage, read_article_page
from crawlers.errors import PageFileError
from crawlers.source import Page
from crawlers.urls import canonical_url

_LARGEST = 20_000_000
#: Where a saved page says what it is a copy of: the browser's remark, or the page's own word.
_COPY_OF = re.compile(
    rb"""saved from url=\(\d+\)(http\S+)|<link[^>]+canonical[^>]+href=["']?(http[^"'\s>]+)"""
    rb"""|<meta[^>]+og:url["'][^>]+content=["'](http[^"']+)""",
    re.IGNORECASE,
)


def read_file(path: Path, url: str, content_type: str = "") -> dict[str, Any]:
    """Title, published, author, outlet, text and how they were found; raises PageFileError."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise PageFileError(path, f"{error.strerror or error}; check the path") from None
    if not body.strip():
        raise PageFileError(path, "the file is empty")
    if len(body) > _LARGEST:
        raise PageFileError(path, f"{len(body):,} bytes; pages of up to {_LARGEST:,} bytes are read")
    if body.lstrip()[:5] == b"%PDF-":
        return _filing(path, body, url)
    if not url and (match := _COPY_OF.search(body[:100_000])):
        url = next(filter(None, match.groups())).decode("utf-8", "replace")
    return _plain(_read(body, url, {"Content-Type": content_type}))


def _read(body: bytes, url: str, headers: dict[str, str]) -> ReadPage:
    """The page as its host's declaration says, else, where it is older or newer than that, as the general reader can."""
    if declared := _declared(url):
        try:
            found = read_article_page(body, url, headers, page=declared)
        except ValueError:  # no state in the page
            found = None
        if found and found.title and found.text and found.published:
            return found
    return read_article_page(body, url, headers)


def _filing(path: Path, body: bytes, url: str) -> dict[str, Any]:
    from crawlers.pdf import BrokenPdfError, ScannedPdfError, read_pdf

    try:
        text = read_pdf(body)
    except (BrokenPdfError, ScannedPdfError) as error:
        raise PageFileError(path, f"no text in this PDF: {error}") from None
    title = text.splitlines()[0] if text else ""
    return {"url": url, "title": title, "published": None, "precision": "unknown", "author": "", "outlet": "",
            "text": text, "how": "pdf", "encoding": "", "unreadable": False}  # fmt: skip


def _plain(found: ReadPage) -> dict[str, Any]:
    published = found.published
    return {
        "url": found.url,
        "title": found.title,
        "published": published.value.isoformat() if published else None,
        "precision": published.precision if published else "unknown",
        "raw_date": published.raw if published else "",
        "author": found.author,
        "outlet": found.outlet,
        "text": found.text,
        "how": found.how,
        "encoding": found.encoding,
        "unreadable": found.unreadable,
    }


def _declared(url: str) -> Page | None:
    """The page declaration of the source whose articles have such an address."""
    from crawlers.sources import load_sources

    if not url:
        return None
    address = canonical_url(url)
    host = urlsplit(address).hostname or ""
    for source in load_sources().values():
        ours = source.page is not None and source.page.kind in ("html", "state") and not source.page.url
        if ours and source.article_url and source.matches(address):
            return source.page
        if ours and not source.article_url and host in source.hosts:
            return source.page
    return None
