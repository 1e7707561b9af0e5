"""One page to one article: from what is declared, else from what pages have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from lxml import etree

from crawlers.body import Body, find_body, select_body
from crawlers.boilerplate import trim
from crawlers.byline import (
    dateline_author,
    find_credits,
    find_footer_date,
    find_header_date,
    find_stamped_date,
    header_block,
    is_relative,
    title_line,
    with_year,
)
from crawlers.dates import FoundDate, find_date, month_first
from crawlers.decode import Decoded, decode_page
from crawlers.head import Head, find_title, names_page, read_head, title_above, url_date
from crawlers.hidden import Hidden, find_hidden
from crawlers.paths import first, read_json, read_state
from crawlers.render import Run, attributes, clean, clean_title, parse_html, plain_text, runs, select, text_of
from crawlers.source import Page
from crawlers.urls import canonical_url, next_page_of

_NUMBERED = re.compile(r"[_-]\d{1,2}(?:\.\w{3,5})?$|[?&]page=\d{1,2}(?:&|$)")
#: Fewer characters that nobody declared to be the text are a heading or a button.
_LEAST = 20
#: With as many no second reader is asked.
_ENOUGH = 200
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class ReadPage:
    """What one page holds; ``how`` is the way the text was found, ``missing`` the declared selectors that failed."""

    url: str
    title: str
    text: str
    published: FoundDate | None
    author: str
    outlet: str
    encoding: str
    misdeclared: bool
    unreadable: bool
    how: str
    missing: tuple[str, ...] = ()
    next_pages: tuple[str, ...] = ()


def read_article_page(
    html: str | bytes,
    url: str,
    headers: dict[str, str] | None = None,
    *,
    page: Page | None = None,
    now: datetime | None = None,
    tz: tzinfo = SHANGHAI,
    decoded: Decoded | None = None,
) -> ReadPage:
    """Read a saved or fetched page; ``headers`` as received (any case), ``now`` is when it was fetched.

    Raises ValueError where ``page`` declares JSON and there is none.
    """
    content_type = next((v for k, v in (headers or {}).items() if k.lower() == "content-type"), "")
    if decoded is None:
        decoded = Decoded(html, "", "") if isinstance(html, str) else decode_page(html, content_type)
    now = now or datetime.now(UTC)
    page = page or Page()
    if page.kind in ("json", "state"):
        return _read_data(decoded, url, page, now, tz)
    return _read_html(decoded, url, page, now, tz)


def _read_html(decoded: Decoded, url: str, page: Page, now: datetime, tz: tzinfo) -> ReadPage:
    tree = parse_html(decoded.text)
    missing: list[str] = []

    def declared(name: str, css: str) -> str:
        value = select_text(tree, css) if css else ""
        if css and not value:
            missing.append(f"page.{name}")
        return value

    title = clean_title(declared("title", page.title))
    if title and not names_page(tree, title):
        # The selector finds something else on this page, such as the site's name: the general reader looks as well.
        other, sure = find_title(tree, read_head(tree, now, tz), runs(tree))
        title = other if sure else title
    raw_date = declared("date", page.date)
    author, outlet = declared("author", page.author), declared("outlet", page.outlet)
    body = select_body(tree, page.text, page.remove, title) if page.text else None
    if page.text and (body is None or not body.text):
        missing.append("page.text")
    published = find_date(raw_date, now, tz) if raw_date else None
    how = "declared"
    if not (title and published and body and body.text and author and outlet):
        head = read_head(tree, now, tz)
        everything = runs(tree)
        stated, sure = (title, True) if title else find_title(tree, head, everything)
        hidden: Hidden | None = None
        if not (body and body.text):
            body = find_body(tree, everything, stated if sure else "") or find_body(tree, runs(tree, hidden=True))
            hidden = _hidden(body, everything, stated, tree, now, tz)
            body, how = _best_body(body, tree, decoded.text, stated, head.text, hidden)
        if not sure:
            stated = (hidden.title if hidden else "") or title_above(
                tree, everything, body.element if body else None, stated
            )
        title = title or stated
        block = header_block(everything, title, body.element if body else None)
        published = published or _date_of(tree, head, everything, block, url, hidden, now, tz)
        found_author, found_outlet = find_credits(block)
        author = author or found_author or head.author or (hidden.author if hidden else "")
        author = author or dateline_author(body.text if body else "")
        outlet = outlet or found_outlet or head.outlet or (hidden.outlet if hidden else "")
    lines = _without_title(body, title, how)
    return ReadPage(
        url=_own_address(tree, url),
        title=title,
        text="\n".join(lines),
        published=published,
        author=clean(author)[:80],
        outlet=clean(re.sub(r"^(?:文章)?(?:来源|來源|稿源)\s*[:：]\s*", "", outlet))[:80],
        encoding=decoded.encoding,
        misdeclared=decoded.misdeclared,
        unreadable=decoded.unreadable,
        how=how,
        missing=tuple(missing),
        next_pages=_next_pages(tree, url),
    )


def _without_title(body: Body | None, title: str, how: str) -> list[str]:
    """The lines, trimmed once more where the title was found only after them."""
    if body is None:
        return []
    return list(body.lines) if how == "declared" else trim(list(body.lines), title)


def _hidden(
    body: Body | None, everything: list[Run], title: str, tree: etree._Element, now: datetime, tz: tzinfo
) -> Hidden | None:
    """What scripts and templates hold, where the page itself shows little text or not even the title."""
    shown = len(body.text) if body else 0
    if shown >= _ENOUGH and (shown >= 5 * _ENOUGH or title_line(everything, title) >= 0):
        return None
    found = find_hidden(tree, now, tz)
    return found if found and len(found.text) > 2 * shown else None


def _best_body(
    body: Body | None, tree: etree._Element, html: str, title: str, announced: str, hidden: Hidden | None
) -> tuple[Body | None, str]:
    """What the page shows, unless a second reader, its JSON-LD or its scripts have far more."""
    text = body.text if body else ""
    if len(text) < _LEAST:
        body, text = None, ""
    if body and len(text) >= _ENOUGH and not hidden:
        return body, body.how
    others = {"json-ld": plain_text(announced), "hidden": hidden.text if hidden else ""}
    if body is None and not any(others.values()):
        others["trafilatura"] = _trafilatura(html)
    how, longest = max(others.items(), key=lambda other: len(other[1]))
    if body and len(text) >= 0.5 * len(longest):
        return body, body.how
    if len(longest) < _LEAST:
        return None, "none"
    return Body(tuple(trim(longest.splitlines(), title)), tree, how), how


def _trafilatura(html: str) -> str:
    import trafilatura

    found = trafilatura.extract(html, favor_precision=True, include_comments=False, deduplicate=False)
    return found or ""


def _date_of(
    tree: etree._Element, head: Head, everything: list[Run], block: list[Run], url: str, hidden: Hidden | None,
    now: datetime, tz: tzinfo,
) -> FoundDate | None:  # fmt: skip
    """When the article was published: as the head states or the byline prints it, else from ever less sure places."""
    day = url_date(url, now, tz)
    printed = find_header_date(block, now, tz)
    if printed and (tree.get("lang") or "").lower() == "en-us":
        printed = month_first(printed, now)
    stamped = find_stamped_date(tree, block, now, tz) if printed is None or is_relative(printed) else None
    printed = printed and with_year(printed, day or head.script_date or stamped)
    found = _refined(_agree(head.dates, printed), head.script_date)
    return found or (hidden.published if hidden else None) or stamped or find_footer_date(everything, now, tz) or day


def _agree(stated: list[FoundDate], printed: FoundDate | None) -> FoundDate | None:
    """One date of those that the head states and the one printed beside the title."""
    if not stated:
        return printed
    best = stated[0]
    if printed is None:
        return best
    # A head that gives only the day, or marks Beijing time as UTC: the printed time is right.
    same_clock = best.value.astimezone(UTC).replace(tzinfo=None) == printed.value.replace(tzinfo=None)
    same_day = best.value.date() == printed.value.date()
    if printed.precision != "day" and ((best.precision == "day" and same_day) or same_clock):
        return printed
    return best


def _refined(found: FoundDate | None, script: FoundDate | None) -> FoundDate | None:
    """A date with the time that a script has for the same day; alone, a script's may be that of other news."""
    if found is None or script is None:
        return found or script
    same_day = found.value.date() == script.value.date()
    return script if same_day and found.precision == "day" and script.precision != "day" else found


def _read_data(decoded: Decoded, url: str, page: Page, now: datetime, tz: tzinfo) -> ReadPage:
    """A page whose article is JSON: an API's answer, or the state inside the page."""
    data = read_json(decoded.text) if page.kind == "json" else read_state(decoded.text)
    values = {name: first(data, getattr(page, name)) for name in ("title", "date", "text", "author", "outlet")}
    missing = tuple(f"page.{name}" for name, value in values.items() if getattr(page, name) and not value)
    title = clean_title(values["title"])
    return ReadPage(
        url=url,
        title=title,
        text="\n".join(trim(plain_text(values["text"]).splitlines(), title)),
        published=find_date(values["date"], now, tz) if values["date"] else None,
        author=clean(values["author"])[:80],
        outlet=clean(values["outlet"])[:80],
        encoding=decoded.encoding,
        misdeclared=decoded.misdeclared,
        unreadable=decoded.unreadable,
        how=page.kind,
        missing=missing,
    )


def select_text(tree: etree._Element, css: str) -> str:
    """The first text or attribute (``::attr(name)``) that a CSS selector finds; ``a|b``: the first that has one."""
    for one in css.split("|"):
        query, _, pseudo = one.strip().partition("::")
        name = pseudo.removeprefix("attr(").rstrip(")") if pseudo else ""
        for found in select(tree, query):
            if value := clean(found.get(name) or "") if name else text_of(found):
                return value
    return ""


def _own_address(tree: etree._Element, url: str) -> str:
    """The page's own canonical address where it names one on the same host, else the one it was fetched from."""
    for link in tree.iterfind(".//link[@rel='canonical']"):
        own = canonical_url(link.get("href") or "", url)
        # Careless pages name the home page.
        if own and own.split("/")[2:3] == canonical_url(url).split("/")[2:3] and len(own.split("/", 3)[-1]) > 1:
            return own
    return canonical_url(url)


def _next_pages(tree: etree._Element, url: str) -> tuple[str, ...]:
    # Few links end in a page's number; only those are worth a closer look.
    numbered = {href for href in attributes(tree, "href") if _NUMBERED.search(href)}
    if not numbered:
        return ()
    own = canonical_url(url)
    later = {link for href in numbered if (link := canonical_url(href, url)) and next_page_of(own, link)}
    return tuple(sorted(later, key=lambda link: (len(link), link)))[:20]
