"""One answer of a list to its entries: feed, JSON, HTML, embedded state or sitemap, all into the same ``Entry``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import feedparser
from lxml import etree

from crawlers import topics
from crawlers.article import select_text
from crawlers.dates import FoundDate, find_date
from crawlers.decode import Decoded
from crawlers.paths import fill, first, read_json, read_state, walk
from crawlers.render import clean, clean_title, parse_html, plain_text, select
from crawlers.source import Item, Source
from crawlers.urls import canonical_url

_HEALTH = re.compile(topics.HEALTH, re.IGNORECASE)
_FEED = Item(
    title="title",
    url="link|links.0.href",
    date="published|updated|created|dc_date",
    text="content.0.value|summary",
    id="id",
    author="author",
)


class BrokenAnswerError(ValueError):
    """An answer that is not what its kind declares."""


class ChangedPageError(ValueError):
    """An answer of the right kind in which a declared key or selector is missing."""


@dataclass(frozen=True)
class Entry:
    """One line of a list; ``data`` is what it was read from, for templates."""

    url: str
    title: str = ""
    text: str = ""
    date: FoundDate | None = None
    raw_date: str = ""
    id: str = ""
    author: str = ""
    outlet: str = ""
    data: Any = None

    @property
    def on_topic(self) -> bool:
        """Whether the entry has a health word."""
        return _HEALTH.search(self.title + self.text) is not None


@dataclass
class ListPage:
    """The entries of one answer; ``cursor`` asks for the next, ``notes`` say what was odd but did no harm."""

    entries: list[Entry] = field(default_factory=list)
    dropped: int = 0
    cursor: str = ""
    notes: list[str] = field(default_factory=list)


def read_list(source: Source, page: Decoded, url: str, now: datetime) -> ListPage:
    """The entries of one answer; a broken or changed one raises rather than giving an empty list."""
    if source.kind == "feed":
        return _read_feed(source, page, url, now)
    if source.kind == "sitemap":
        return _read_sitemap(source, page, url, now)
    if source.kind == "html":
        return _read_html(source, page, url, now)
    return _read_data(source, page, url, now)


def _read_data(source: Source, page: Decoded, url: str, now: datetime) -> ListPage:
    try:
        data = read_json(page.text) if source.kind == "json" else read_state(page.text)
    except ValueError as error:
        raise BrokenAnswerError(f"no {source.kind} in the answer: {error}") from None
    raw: list[Any] = []
    there = False
    for path in source.items:
        for found in walk(data, path):
            value = _unwrapped(found)
            if value is None and source.may_be_null:
                there = True
            elif isinstance(value, list):
                there = True
                raw.extend(_flat(value))
            elif isinstance(value, dict) and path.endswith("*"):
                there = True
                raw.append(value)
    if not there:
        raise ChangedPageError(f"no list at {' or '.join(source.items)}")
    listed = ListPage(cursor=first(data, source.cursor))
    for item in raw:
        if any(first(item, path) in values for path, values in source.drop.items()):
            listed.dropped += 1
            continue
        listed.entries.append(_entry(source.item, item, source, url, now))
    return listed


def _read_html(source: Source, page: Decoded, url: str, now: datetime) -> ListPage:
    tree = parse_html(page.text)
    listed = ListPage()
    found = [element for css in source.items for element in select(tree, css)]
    if not found:
        raise ChangedPageError(f"nothing matches {' or '.join(source.items)}")
    for element in found:
        part = {name: select_text(element, css) if css else "" for name, css in source.item if "{" not in css}
        if "{" in source.item.url:
            part["url"] = fill(source.item.url, part)
        if any(select_text(element, css) in values for css, values in source.drop.items()):
            listed.dropped += 1
            continue
        listed.entries.append(_made(part, part, source, url, now))
    listed.entries = _merged(listed.entries)
    if not any(entry.url for entry in listed.entries):
        raise ChangedPageError(f"no address at {source.item.url} in {len(found)} entries")
    return listed


def _read_feed(source: Source, page: Decoded, url: str, now: datetime) -> ListPage:
    # A doctype is where entities come from; feeds need none.
    text = re.sub(r"<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", "", page.text[:5000], flags=re.DOTALL) + page.text[5000:]
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    feed = feedparser.parse(text.encode(), response_headers={"content-type": "application/xml; charset=utf-8"})
    if not feed.version and not feed.entries:
        raise BrokenAnswerError("neither RSS nor Atom")
    listed = ListPage()
    if feed.bozo and not feed.entries:
        raise BrokenAnswerError(f"broken XML: {feed.get('bozo_exception')}")
    if feed.bozo:
        listed.notes.append(f"broken XML after {len(feed.entries)} entries: {feed.get('bozo_exception')}")
    paths = _FEED.model_copy(update={name: value for name, value in source.item if value})
    listed.entries = [_entry(paths, entry, source, url, now) for entry in feed.entries]
    return listed


def _read_sitemap(source: Source, page: Decoded, url: str, now: datetime) -> ListPage:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page.text).strip().encode() or b"<empty/>", parser)
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise BrokenAnswerError("no sitemap")
    listed = ListPage()
    for node in root:
        if not isinstance(node.tag, str):
            continue
        values = {
            etree.QName(inner).localname: (inner.text or "").strip()
            for inner in node.iterdescendants()
            if isinstance(inner.tag, str)
        }
        date = values.get("publication_date") or values.get("lastmod") or ""
        part = {"url": values.get("loc", ""), "title": values.get("title", ""), "date": date}
        listed.entries.append(_made(part, values, source, url, now))
    if not listed.entries:
        raise ChangedPageError("an empty sitemap")
    return listed


def _entry(paths: Item, item: Any, source: Source, url: str, now: datetime) -> Entry:
    part = {name: first(item, path) for name, path in paths if path and "{" not in path}
    if "{" in paths.url:
        part["url"] = fill(paths.url, item)
    return _made(part, item, source, url, now)


def _made(part: dict[str, str], item: Any, source: Source, url: str, now: datetime) -> Entry:
    raw_date = clean(part.get("date", ""))
    title = clean_title(part.get("title", ""))
    text = plain_text(part.get("text", ""))
    title, text = _headline(title, text)
    return Entry(
        url=_same_scheme(canonical_url(part.get("url", ""), url), url) if part.get("url") else "",
        title=title,
        text=text,
        date=find_date(raw_date, now, source.zone) if raw_date else None,
        raw_date=raw_date,
        id=part.get("id", ""),
        author=clean(part.get("author", "")),
        outlet=clean(part.get("outlet", "")),
        data=item,
    )


def _headline(title: str, text: str) -> tuple[str, str]:
    """Wires put the title into the text as 【title】, or leave it out: then the first sentence is the title."""
    bracket = re.match(r"^【([^】]{4,120})】\s*", text)
    if bracket and (not title or title.strip("【】") == bracket[1]):
        return bracket[1], text[bracket.end() :]
    if not title and text:
        sentence = re.match(r"[^。！？\n]{1,120}", text)
        return (sentence[0] if sentence else text[:60]), text
    return title.strip() if not title.startswith("【") else title.strip("【】"), text


def _same_scheme(link: str, base: str) -> str:
    """Lists that are served over https often still link to themselves over http."""
    if base.startswith("https://") and link.startswith("http://"):
        host = base.split("/")[2]
        return link.replace("http://", "https://", 1) if link.split("/")[2] == host else link
    return link


def _unwrapped(value: Any) -> Any:
    """A list that was put into the answer as a JSON string, as one exchange does (the string ``null`` too)."""
    if not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except ValueError:
        return value


def _merged(entries: list[Entry]) -> list[Entry]:
    """One entry for each address: lists link an article from its picture, its headline and its excerpt."""
    by_url: dict[str, Entry] = {}
    for entry in entries:
        known = by_url.get(entry.url)
        if known is None or (len(entry.title) > len(known.title) and entry.url):
            by_url[entry.url] = entry
    return list(by_url.values())


def _flat(value: list[Any]) -> list[Any]:
    """A list of lists (as one exchange answers) as one list."""
    return [inner for one in value for inner in (_flat(one) if isinstance(one, list) else [one])]
