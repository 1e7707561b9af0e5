"""What a page says about itself outside the article's text: JSON-LD, meta tags, scripts, the block under the title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from lxml import etree

from crawlers.dates import FoundDate, find_date
from crawlers.paths import first
from crawlers.render import Run, class_words, clean, clean_title, text_of

_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "webpage")
_DATE_META = (
    "article:published_time", "og:published_time", "bytedance:published_time", "datepublished", "publishdate",
    "publish_date", "pubdate", "publishtime", "pub_date", "publish-date", "apub:time", "weibo:article:create_at",
    "weibo: article:create_at", "article:create_at", "og:release_date", "release_date", "dc.date.issued", "dc.date",
    "dcterms.created", "sailthru.date", "parsely-pub-date", "firstpublishedtime", "date", "og:time", "mediatime",
)  # fmt: skip
_SCRIPT_DATE = re.compile(
    r"""(?:["']?(?:pubDate|datePublished|publish_?[tT]ime|publishDate|pub_?[tT]ime|ptime|createTime|oriCreateTime)["']?\s*[:=]\s*"""
    r"""|\bvar\s+(?:ct|publish_time|pubtime|s_timestamp)\s*=\s*)["']?(?P<date>\d{10}(?:\d{3})?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'<;,}]{0,16})"""
)
_URL_DATE = re.compile(
    r"(?<!\d)(20\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?([0-2]\d|3[01])(?!\d)|(?<!\d)(20\d{2})/(\d{1,2})/(\d{1,2})/"
)
_SITE = re.compile(
    r"(?:网|网站|新闻|财经|频道|在线|官网|快讯|日报|晚报|早报|时报|周刊|杂志|公司|集团|资讯|头条|客户端|门户|媒体|中心|证券|[协学促进]+会|委员会|官方"
    r"|\.(?:com|cn|net|org)\b|Newswire|News|Inc\.?|Limited|[A-Za-z]+\.com)[\w—·-]*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:_{1,2}|\||｜|——|--|–|—|\s-\s|\s·\s|-(?=[^-]*$))\s*")
_OUTLET = re.compile(
    r"(?:文章|稿件|信息|本文)?(?:来源|來源|稿源|出处)(?:\s*[:：]\s*|于\s+)(?P<name>[^\s|｜：:，,。）)】\]]{2,24})"
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|记者|本报记者|文)\s*[:：/／丨|]\s*(?P<name>[\u4e00-\u9fa5·]{2,5}"
    r"(?:[、，, ]+(?!责编|编辑|来源|校对|摄影|日期|时间)[\u4e00-\u9fa5·]{2,4}(?![\u4e00-\u9fa5:：]))*"
    r"|[A-Za-z][\w .]{1,30})"
)
_HEADED = ("h2", "h3", "div", "p", "span", "td", "strong")
_SENTENCE = re.compile(r"[。！？]")
_TIME_CLASS = re.compile(r"time|date|pub|info|source|meta|riqi|shijian|from|ly", re.IGNORECASE)


@dataclass
class Head:
    """What was found in a page's head, empty where nothing was."""

    title: str = ""
    site: str = ""
    dates: list[FoundDate] = field(default_factory=list)
    author: str = ""
    outlet: str = ""
    text: str = ""


def read_head(tree: etree._Element, html: str, now: datetime, tz: tzinfo) -> Head:
    """Title, dates, author and outlet from JSON-LD, meta tags and scripts, in this order of trust."""
    head = Head()
    meta = _meta(tree)
    for thing in _json_ld(html):
        head.title = head.title or clean_title(first(thing, "headline"))
        head.author = head.author or clean(first(thing, "author.name|author.*.name|author"))
        head.outlet = head.outlet or clean(first(thing, "sourceOrganization.name|publisher.name"))
        head.text = max(head.text, first(thing, "articleBody"), key=len)
        for key in ("datePublished", "pubDate"):
            _add(head.dates, find_date(first(thing, key), now, tz))
    for name in _DATE_META:
        _add(head.dates, find_date(meta.get(name, ""), now, tz))
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        _add(head.dates, find_date(element.get("content") or element.get("datetime") or text_of(element), now, tz))
    for match in _SCRIPT_DATE.finditer(html):
        _add(head.dates, find_date(match["date"], now, tz))
        break
    head.title = head.title or clean_title(meta.get("og:title", "") or meta.get("twitter:title", ""))
    head.site = clean(meta.get("og:site_name", ""))
    head.author = head.author or clean(meta.get("author", "") or meta.get("article:author", ""))
    head.outlet = clean(meta.get("mediaid", "") or meta.get("source", "")) or head.outlet
    return head


def find_title(tree: etree._Element, head: Head, body: etree._Element | None = None) -> str:
    """The heading that the page's <title> begins with, else meta, else <title> without the site's name."""
    page = clean_title(next((text_of(element) for element in tree.iterfind(".//title")), ""))
    headings = _headings(tree)
    texts = [text for _, text in headings]
    bare = _squeeze(page)
    for text in texts:
        if bare and len(text) >= 6 and bare.startswith(_squeeze(text)):
            return text
    contained = [text for text in texts if len(text) >= 8 and _squeeze(text) in bare]
    if contained:
        return max(contained, key=len)
    stated = strip_site(head.title, head.site)
    if stated and (not bare or _squeeze(stated) in bare or bare in _squeeze(stated)):
        return stated
    # A cut <title> ("……") or a rewritten one: the heading that resembles it most.
    close = [(SequenceMatcher(None, _squeeze(text), bare).ratio(), text) for text in texts[:12]]
    if close and max(close)[0] >= 0.6:
        return max(close)[1]
    if stated:
        return stated
    # Company sites give every page the same <title>: then it is the last heading before the text.
    bracketed = re.fullmatch(r"【([^】]+)】", strip_site(page, head.site))
    return _heading_above(headings, tree, body) or (bracketed[1] if bracketed else strip_site(page, head.site))


def _headings(tree: etree._Element) -> list[tuple[etree._Element, str]]:
    marked = (
        element
        for element in tree.iter(*_HEADED)
        if element.tag == "h2" or "title" in f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    )
    elements = [*tree.iterfind(".//h1"), *islice(marked, 60)]
    found = [(element, clean_title(text_of(element))) for element in elements]
    return [(element, text) for element, text in found if 4 <= len(text) <= 200]


def _heading_above(
    headings: list[tuple[etree._Element, str]], tree: etree._Element, body: etree._Element | None
) -> str:
    if body is None or not headings:
        return ""
    place = {element: number for number, element in enumerate(tree.iter())}
    titled = {element for element, _ in headings}
    long = (element for element in body.iter() if len((element.text or "").strip()) > 30 and element not in titled)
    first = min((place[element] for element in long), default=place[body])
    above = [(place[element], text) for element, text in headings if place[element] < first and len(text) >= 8]
    return max(above)[1] if above else ""


def strip_site(title: str, site: str = "") -> str:
    """A <title> without the site's name at the end; a hyphen inside a drug's name is no end."""
    while True:  # a page may add channel and site one after the other
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        last = cuts[-1]
        rest, tail = title[: last.start()].strip(), title[last.end() :].strip()
        named = bool(site) and (tail in site or site in tail)
        sure = last[0].strip() in ("_", "__", "|", "｜") and len(tail) <= 20
        if rest and len(rest) >= 6 and (named or sure or (len(tail) <= 16 and _SITE.search(tail))):
            title = rest
            continue
        return title


def header_block(everything: list[Run], title: str, body: etree._Element | None) -> list[Run]:
    """The runs around the title: from a little before it to the first sentences of the body."""
    squeezed = _squeeze(title)
    inside = set(body.iter()) if body is not None else set()
    start = next((i for i, run in enumerate(everything) if squeezed and _squeeze(run.text) == squeezed), -1)
    if start < 0 and len(squeezed) > 5:
        start = next((i for i, run in enumerate(everything) if squeezed in _squeeze(run.text)), -1)
    begin = next((i for i, run in enumerate(everything) if run.block in inside), len(everything))
    if start < 0:
        start = max(0, begin - 12)
    stop = max(begin + 4, start + 1) if begin > start else start + 14
    return everything[start : min(stop, start + 40)]


def find_header_date(block: list[Run], now: datetime, tz: tzinfo) -> FoundDate | None:
    """The date printed beside the title; short lines only, so that no sentence's date is taken."""
    day = None
    for run in block:
        if len(run.text) > 160 or (len(run.text) > 40 and _SENTENCE.search(run.text)):
            continue
        for stamp in run.block.iter("time"):
            words = class_words(stamp.get("class") or "")
            if "updated" not in words and (found := find_date(stamp.get("datetime") or "", now, tz)):
                return found
        found = find_date(run.spaced, now, tz)
        if found and found.precision != "day" and (_about_time(run) or len(run.text) <= 100):
            return found
        if found and len(run.text) <= 80:
            day = day or found
    return day


_POSTED = re.compile(r"发布于|發布於|发表于|发布时间|发布日期|编辑于|发稿时间|发表时间|Posted|Published|日期|时间")


def find_footer_date(everything: list[Run], now: datetime, tz: tzinfo) -> FoundDate | None:
    """A date that says of itself that it is the day of publication, anywhere on the page."""
    for run in everything:
        if len(run.text) <= 80 and _POSTED.search(run.text) and (found := find_date(run.spaced, now, tz)):
            return found
    return None


def find_credits(block: list[Run]) -> tuple[str, str]:
    """Author and original outlet as the header block prints them."""
    text = "  ".join(run.spaced for run in block if len(run.text) <= 160)
    author, outlet = _AUTHOR.search(text), _OUTLET.search(text)
    return (
        author["name"].strip() if author else "",
        outlet["name"].strip() if outlet else _marked_source(block),
    )


def _marked_source(block: list[Run]) -> str:
    """The short text of an element that is called source: some pages print the outlet without a word before it."""
    for run in block:
        if len(run.text) > 160:
            continue
        for element in run.block.iter("span", "a", "div", "em", "i"):
            words = class_words(f"{element.get('class') or ''} {element.get('id') or ''}")
            if "source" in words and 2 <= len(text := text_of(element)) <= 20 and not find_digits(text):
                return text
    return ""


def find_digits(text: str) -> bool:
    """Whether a text has a number in it, as no outlet's name in a source element has."""
    return re.search(r"\d{2}", text) is not None


def url_date(url: str, now: datetime, tz: tzinfo) -> FoundDate | None:
    """The day in an address such as ``/2026-06-12/doc-x`` or ``/t20260403_1``."""
    for match in _URL_DATE.finditer(url):
        parts = [part for part in match.groups() if part]
        if found := find_date("-".join(parts), now, tz):
            return found
    return None


def _about_time(run: Run) -> bool:
    names = f"{run.block.get('class') or ''} {run.block.get('id') or ''}"
    return _TIME_CLASS.search(names) is not None or len(run.text) <= 40


def _add(dates: list[FoundDate], found: FoundDate | None) -> None:
    if found is not None:
        dates.append(found)


def _meta(tree: etree._Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if name and element.get("content"):
            values.setdefault(name, element.get("content") or "")
    return values


_LD = re.compile(r"<script[^>]+ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def _json_ld(html: str) -> Iterator[dict[str, Any]]:
    for body in _LD.findall(html):
        try:
            # strict=False: line breaks inside strings are common.
            value = json.loads(
                re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", body.strip()), strict=False
            )
        except ValueError:
            continue
        queue = [value]
        while queue:
            thing = queue.pop(0)
            if isinstance(thing, list):
                queue.extend(thing)
            elif isinstance(thing, dict):
                kind = thing.get("@type", "")
                kinds = [kind] if isinstance(kind, str) else [str(one) for one in kind]
                if any(one.lower() in _ARTICLE_TYPES for one in kinds) or "pubDate" in thing or "headline" in thing:
                    yield thing
                queue.extend(thing.get("@graph", []) if isinstance(thing.get("@graph"), list) else [])


def _squeeze(text: str) -> str:
    return "".join(text.split())
