"""What a page says about itself outside the article's text: JSON-LD, meta tags, scripts, <title> and headings."""

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

from crawlers.boilerplate import is_dated
from crawlers.dates import FoundDate, find_date
from crawlers.paths import first
from crawlers.render import Run, clean, clean_title, text_of

_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "webpage")
_DATE_META = (
    "article:published_time", "og:published_time", "bytedance:published_time", "datepublished", "publishdate",
    "publish_date", "pubdate", "publishtime", "pub_date", "publish-date", "apub:time", "weibo:article:create_at",
    "weibo: article:create_at", "article:create_at", "og:release_date", "release_date", "dc.date.issued", "dc.date",
    "dcterms.created", "sailthru.date", "parsely-pub-date", "firstpublishedtime", "date", "og:time", "mediatime",
)  # fmt: skip
_SCRIPT_DATE = re.compile(
    r"""(?:["']?(?:pubDate|datePublished|publish_?[tT]ime|publishDate|pub_?[tT]ime|ptime|[cC]reate_?[tT]ime|oriCreateTime|ctime|add_?[tT]ime|publishAt|published_?[aA]t|created_?[aA]t)["']?\s*[:=]\s*"""
    r"""|\bvar\s+(?:ct|publish_time|pubtime|s_timestamp)\s*=\s*)["']?(?P<date>\d{10}(?:\d{3})?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'<;,}]{0,16})"""
)
_URL_DATE = re.compile(
    r"(?<!\d)(20\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?([0-2]\d|3[01])(?!\d)|(?<!\d)(20\d{2})/(\d{1,2})/(\d{1,2})/"
)
_SITE = re.compile(
    r"(?:网|网站|新闻|财经|频道|在线|官网|快讯|日报|晚报|早报|时报|周刊|杂志|公司|集团|资讯|头条|客户端|门户|媒体|中心|证券|[协学促进]+会|委员会|官方"
    r"|^\w{1,7}[社报刊网圈谷汇氪]"
    r"|\.(?:com|cn|net|org)\b|Newswire|News|Inc\.?|Limited|[A-Za-z]+\.com)[\w—·-]*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:_{1,2}|\||｜|——|--|–|—|\s-\s|\s·\s|-(?=[^-]*$))\s*")
#: What a forum or a portal puts before a title.
_TAG = re.compile(r"^[\[【(（]?\s*(?:转帖|转载|原创|置顶|推荐|独家|图文|组图|视频|快讯|标题)\s*[\]】)）|｜:：\s]\s*")
#: A <title> that greets, or names a kind of page.
_GENERIC = re.compile(
    r"欢迎|官网|官方网站|首页|详情|新闻中心|公司新闻|资讯中心|歡迎|官網|首頁|詳情|新聞中心|公司新聞|資訊中心|news details?|^(?:company )?(?:announcements?|news|press releases?|home)$|^[\W_]*$",
    re.IGNORECASE,
)
_HEADED = ("h2", "h3", "div", "p", "span", "td", "strong")


@dataclass
class Head:
    """What was found in a page's head, empty where nothing was."""

    title: str = ""
    site: str = ""
    dates: list[FoundDate] = field(default_factory=list)
    script_date: FoundDate | None = None
    author: str = ""
    outlet: str = ""
    text: str = ""


def read_head(tree: etree._Element, now: datetime, tz: tzinfo) -> Head:
    """Title, dates, author and outlet from JSON-LD and meta tags, in this order of trust, and the date in a script."""
    head = Head()
    meta = _meta(tree)
    scripts = [(script.get("type") or "", script.text or "") for script in tree.iter("script")]
    for thing in _json_ld(body for kind, body in scripts if "ld+json" in kind.lower()):
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
    found = (match for kind, body in scripts if "ld+json" not in kind.lower() and (match := _SCRIPT_DATE.search(body)))
    if match := next(found, None):
        head.script_date = find_date(match["date"], now, tz)
    head.title = head.title or clean_title(meta.get("og:title", "") or meta.get("twitter:title", ""))
    head.site = clean(meta.get("og:site_name", ""))
    named = (head.author, clean(meta.get("author", "")), clean(meta.get("article:author", "")))
    # Many pages name themselves as their author, or an address.
    head.author = next((name for name in named if name and "://" not in name and not _SITE.search(name)), "")
    head.outlet = clean(meta.get("mediaid", "") or meta.get("source", "")) or head.outlet
    return head


def find_title(tree: etree._Element, head: Head, everything: list[Run]) -> tuple[str, bool]:
    """The line that the page's <title> begins with, else meta, else <title> without the site's name.

    False beside it: the <title> may be that of every page of the site, and ``title_above`` knows better.
    """
    page = clean_title(next((text_of(element) for element in tree.iterfind(".//title")), ""))
    texts = [text for _, text in _headings(tree)]
    bare = squeeze(page)
    for text in (without for heading in texts for without in (heading, _TAG.sub("", heading))):
        if bare and len(text) >= 6 and bare.startswith(squeeze(text)):
            return text, True
    contained = [text for text in texts if len(text) >= 8 and squeeze(text) in bare]
    if contained:
        return max(contained, key=len), True
    printed = [run.text for run in everything[:200] if 8 <= len(run.text) <= 120 and 2 * run.linked < len(run.text)]
    if starting := [text for text in printed if bare.startswith(squeeze(text))]:
        return max(starting, key=len), True
    # The site's name may come first.
    most = [text for text in printed if squeeze(text) in bare and 2 * len(squeeze(text)) > len(bare)]
    if most := [text for text in most if not _SITE.search(text)]:
        return max(most, key=len), True
    stated = strip_site(head.title, head.site)
    if stated and (not bare or squeeze(stated) in bare or bare in squeeze(stated)):
        return stated, True
    # A cut <title> ("……") or a rewritten one: the heading that resembles it most.
    close = [(SequenceMatcher(None, squeeze(text), bare).ratio(), text) for text in texts[:12]]
    if close and max(close)[0] >= 0.6:
        return max(close)[1], True
    if stated:
        return stated, True
    own = strip_site(page, head.site)
    bracketed = re.fullmatch(r"【([^】]+)】", own)
    return (bracketed[1] if bracketed else own), False


def names_page(tree: etree._Element, title: str) -> bool:
    """Whether a title may be the page's: <title> holds it or begins with the same words, or says nothing itself."""
    page = squeeze(next((text_of(element) for element in tree.iterfind(".//title")), ""))
    bare = squeeze(title)
    return not page or bare in page or page[:8] in bare or bare[:8] in page


def title_above(tree: etree._Element, everything: list[Run], body: etree._Element | None, page: str) -> str:
    """The title of a page whose <title> names no article: the last heading before the text, else the line above it."""
    if body is None:
        return page
    place = {element: number for number, element in enumerate(tree.iter())}
    headings = _headings(tree)
    titled = {element for element, _ in headings}
    long = (element for element in body.iter() if len((element.text or "").strip()) > 30 and element not in titled)
    first = min((place[element] for element in long), default=place[body])
    above = [(place[element], text) for element, text in headings if place[element] < first and len(text) >= 8]
    if above:
        return _TAG.sub("", max(above)[1])
    if not _GENERIC.search(page) and len(page) >= 12:
        return page
    lines = [run for run in everything if place[run.block] <= first and 8 <= len(run.text) <= 100]
    plain = [
        run.text for run in lines[-8:] if not run.linked and not is_dated(run.text) and not run.text.endswith("。")
    ]
    return _TAG.sub("", plain[-1]) if plain else page


def _headings(tree: etree._Element) -> list[tuple[etree._Element, str]]:
    marked = (
        element
        for element in tree.iter(*_HEADED)
        if element.tag == "h2" or "title" in f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    )
    elements = [*tree.iterfind(".//h1"), *islice(marked, 60)]
    found = [(element, clean_title(text_of(element))) for element in elements]
    return [(element, text) for element, text in found if 4 <= len(text) <= 200]


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


def url_date(url: str, now: datetime, tz: tzinfo) -> FoundDate | None:
    """The day in an address such as ``/2026-06-12/doc-x`` or ``/t20260403_1``."""
    for match in _URL_DATE.finditer(url):
        parts = [part for part in match.groups() if part]
        if found := find_date("-".join(parts), now, tz):
            return found
    return None


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


def _json_ld(scripts: Iterator[str]) -> Iterator[dict[str, Any]]:
    for body in scripts:
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


def squeeze(text: str) -> str:
    """A text without its white space, for comparing."""
    return "".join(text.split())
