"""The one spider: follows any declared source from its lists to its articles and reports every step that fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import FormRequest, Request, Response

from crawlers.article import ReadPage, read_article_page
from crawlers.asks import Ask, fill_ask, list_asks
from crawlers.decode import Decoded, decode_page
from crawlers.guard import is_truncated
from crawlers.lists import BrokenAnswerError, ChangedPageError, Entry, ListPage, read_list
from crawlers.liststate import joins, state_of, with_entries
from crawlers.paths import fill
from crawlers.pdf import BrokenPdfError, ScannedPdfError, read_pdf
from crawlers.problems import challenge_in, name_failure
from crawlers.records import PageState
from crawlers.report import Report
from crawlers.source import Page, Source
from crawlers.urls import canonical_url, url_key

#: Parts of one article that are read; a longer one is an index, not an article.
_MAX_PARTS = 10
#: Pages of a list when reading back in time.
_BACKFILL_PAGES = 100
_PAGES_BLOCKED = 3


class NewsSpider(scrapy.Spider):
    """Made by ``child.py`` with the job it has to do."""

    name = "news"

    def __init__(
        self,
        sources: list[Source],
        report: Report,
        seen: frozenset[str],
        states: dict[str, dict[str, PageState]],
        since: datetime | None,
        refetch: dict[str, list[str]],
        sample: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sources = {source.name: source for source in sources}
        self.report = report
        self.seen = seen
        self.states = states
        self.since = since
        self.sample = sample
        self.refetch = {name: {url_key(url): url for url in urls} for name, urls in refetch.items()}
        self.stopped: set[str] = set()
        self.pending: dict[str, int] = dict.fromkeys(self.sources, 0)
        self.queued: dict[str, set[str]] = {name: set() for name in self.sources}
        self.followed: dict[str, int] = dict.fromkeys(self.sources, 0)
        self.blocked_pages: dict[str, int] = dict.fromkeys(self.sources, 0)

    async def start(self) -> AsyncIterator[Any]:
        """The first requests of every source."""
        for source in self.sources.values():
            self.report.begin(source.name)
            for request in self._first_requests(source):
                yield request
        for source in self.sources.values():
            if not self.pending[source.name]:
                self.report.end(source.name)

    def _first_requests(self, source: Source) -> Iterator[Any]:
        now = source.now()
        if source.session:
            yield self._send(source, Request(source.session.url, headers=source.headers), self.on_session)
            return
        yield from self._list_requests(source, now)

    def _list_requests(self, source: Source, now: datetime) -> Iterator[Any]:
        asks = list(list_asks(source, now, self.since))
        for ask in asks[:1] if self.sample else asks:
            yield self._list_request(source, ask, now)
        for url in self.refetch.get(source.name, {}).values():
            if source.page is not None and "{" not in source.page.url:
                entry = Entry(url=canonical_url(url))
                self.queued[source.name].add(url_key(entry.url))
                yield self._page_request(source, entry, entry.url)

    # Requests

    def _send(self, source: Source, request: Any, callback: Any, **more: Any) -> Any:
        """One request of a source: counted, polite to its host, cookies only where a session needs them."""
        self.pending[source.name] += 1
        self.least_delay(request.url, source.delay_seconds)
        request.meta["source"] = source.name
        if source.session:
            request.meta["cookiejar"] = source.name
        else:
            request.meta["dont_merge_cookies"] = True
        return request.replace(
            callback=callback,
            errback=self.on_failure,
            dont_filter=True,
            cb_kwargs={"source": source, **more},
        )

    def least_delay(self, url: str, seconds: float) -> None:
        """A host waits at least the longest pause that one of its sources, or its robots.txt, asks for."""
        downloader = self.crawler.engine.downloader
        host = urlsplit(url).hostname or ""
        now = downloader.per_slot_settings.setdefault(host, {"concurrency": 1, "delay": 0.0})
        now["delay"] = max(now["delay"], seconds)
        if host in downloader.slots:
            downloader.slots[host].delay = max(downloader.slots[host].delay, now["delay"])

    def _list_request(self, source: Source, ask: Ask, now: datetime) -> Any:
        filled = fill_ask(source, ask, now)
        headers: dict[str, str] = dict(filled.headers)
        state = self.states.get(source.name, {}).get(ask.key)
        if state and ask.page == 1 and not self.since and not self.refetch.get(source.name):
            headers |= {"If-None-Match": state.etag} if state.etag else {}
            headers |= {"If-Modified-Since": state.last_modified} if state.last_modified else {}
        request = Request(
            filled.url,
            method=filled.method,
            body=filled.body,
            headers=headers,
            meta={"handle_httpstatus_list": [304]},
            # Lists of one source in order, and all lists before the first page: a gap is worse than a late page.
            priority=10,
        )
        return self._send(source, request, self.on_list, ask=ask)

    def _page_request(self, source: Source, entry: Entry, url: str) -> Any:
        return self._send(source, Request(url, headers=source.headers), self.on_page, entry=entry)

    # Answers

    def on_session(self, response: Any, source: Source) -> Iterator[Any]:
        """The page before the list: submit its form where one is declared, then ask for the lists."""
        try:
            self.report.run(source.name).fetched += 1
            if source.session and source.session.form and not response.meta.get("submitted"):
                try:
                    form = FormRequest.from_response(
                        response,
                        formdata=source.session.form,
                        formxpath="//form[.//input[@type='hidden']]",
                        meta={"submitted": True},
                    )
                except ValueError as error:
                    self.report.problem(source.name, "changed_page", response.url, f"session form: {error}")
                    return
                yield self._send(source, form, self.on_session)
                return
            yield from self._list_requests(source, source.now())
        finally:
            self._done(source)

    def on_list(self, response: Any, source: Source, ask: Ask) -> Iterator[Any]:
        """One list: its new entries become articles or page requests."""
        try:
            yield from self._read_list(response, source, ask)
        finally:
            self._done(source)

    def _read_list(self, response: Response, source: Source, ask: Ask) -> Iterator[Any]:
        run = self.report.run(source.name)
        run.fetched += 1
        before = self.states.get(source.name, {}).get(ask.key)
        if response.status == 304:
            run.unchanged += 1
            if before:
                self.report.keep_state(source.name, ask.key, before)
            return
        state = state_of(response)
        first_page = ask.page == 1 and not self.since
        if first_page and before and before.body_hash == state.body_hash and not self.refetch.get(source.name):
            run.unchanged += 1
            self.report.keep_state(source.name, ask.key, state.model_copy(update={"shown": before.shown}))
            return
        self.report.step(f"list: HTTP {response.status}, {len(response.body)} bytes from {response.url}")
        decoded = self._decode(response, source)
        if decoded is None:
            return
        try:
            page = read_list(source, decoded, response.url, source.now())
        except BrokenAnswerError as error:
            self.report.problem(source.name, "broken_answer", response.url, str(error))
            return
        except ChangedPageError as error:
            if ask.page == 1:
                self.report.problem(source.name, "changed_page", response.url, str(error))
            return
        for note in page.notes:
            self.report.problem(source.name, "truncated", response.url, note)
        if first_page:
            self.report.keep_state(source.name, ask.key, with_entries(state, page.entries))
        yield from self._follow(page, response, source, ask, before)

    def _follow(
        self, page: ListPage, response: Response, source: Source, ask: Ask, before: PageState | None
    ) -> Iterator[Any]:
        """Sort a list's entries into known, unwanted and new ones, and go on to its next page where that is needed."""
        run = self.report.run(source.name)
        queued = self.queued[source.name]
        known = fresh = older = repeated = 0
        searched = bool(source.placeholders & {"start", "keyword"})
        if not page.entries and not page.dropped and ask.page == 1 and not searched and not source.may_be_null:
            self.report.problem(source.name, "changed_page", response.url, "the list is there, but it has no entry")
        for entry in page.entries:
            key = url_key(entry.url)
            if not key and not entry.title:
                continue  # a card that only groups others
            if not key:
                self.report.problem(source.name, "changed_page", response.url, f"no address at {source.item.url}")
                continue
            if key in queued:
                repeated += 1
                continue
            if not source.matches(entry.url):
                continue
            queued.add(key)
            self.report.count(source.name, entry)
            again = key in self.refetch.get(source.name, {})
            if key in self.seen and not again:
                known += 1
                continue
            if self.since and entry.date and entry.date.value < self.since:
                older += 1
                continue
            fresh += 1
            if not source.wants(entry.title + "\n" + entry.text):
                continue
            if self.sample and self.followed[source.name] >= self.sample:
                break
            if self.followed[source.name] >= source.max_articles:
                self.report.problem(
                    source.name, "too_many", response.url, f"more than {source.max_articles} new articles in one poll"
                )
                return
            self.followed[source.name] += 1
            yield from self._entry(source, entry, response.url)
        run.known += known
        joined = known > 0 or joins(before, page.entries)
        yield from self._turn(page, response, source, ask, fresh, older, before, joined=joined)
        self.report.step(f"list: {len(page.entries)} entries, {fresh} new, {known} known, {page.dropped} dropped")

    def _turn(
        self, page: ListPage, response: Response, source: Source, ask: Ask, fresh: int, older: int,
        before: PageState | None, *, joined: bool,
    ) -> Iterator[Any]:  # fmt: skip
        """The next page, unless the last poll's entries are reached; without either, some may be missing."""
        if self.sample:
            return
        can_turn = bool(source.placeholders & {"page", "cursor"}) and (not source.cursor or bool(page.cursor))
        limit = _BACKFILL_PAGES if self.since else source.max_pages
        # A poll stops at what it knows; reading back goes past it, to the day that was asked for.
        if can_turn and not older and ((fresh and not joined) or (self.since and (fresh or joined))):
            if ask.page < limit:
                yield self._list_request(source, ask.next(page.cursor), source.now())
                return
            if self.since:
                self.report.problem(source.name, "too_many", response.url, f"still more after {limit} list pages")
                return
        if before and fresh and not joined and not self.since and not source.keywords and ask.start is None:
            self.report.problem(
                source.name, "gap", response.url, "nothing on the list was seen at the last poll: some may be missing"
            )

    def _entry(self, source: Source, entry: Entry, list_url: str) -> Iterator[Any]:
        if source.page is None:
            self.report.article(source, entry, None)
            return
        url = entry.url
        if source.page.url:
            url = canonical_url(fill(source.page.url, entry.data) or "", list_url)
        if not url:
            self.report.problem(source.name, "changed_page", list_url, f"no value for {source.page.url}")
            return
        yield self._page_request(source, entry, url)

    def on_page(
        self, response: Any, source: Source, entry: Entry, part: int = 1, before: ReadPage | None = None
    ) -> Iterator[Any]:
        """One article's page, or a later part of it."""
        try:
            yield from self._read_page(response, source, entry, part, before)
        finally:
            self._done(source)

    def _read_page(
        self, response: Response, source: Source, entry: Entry, part: int, before: ReadPage | None
    ) -> Iterator[Any]:
        self.report.run(source.name).fetched += 1
        self.report.step(f"page: HTTP {response.status}, {len(response.body)} bytes from {response.url}")
        declared = source.page or Page()
        if response.body[:1024].lstrip()[:5] == b"%PDF-" or declared.kind == "pdf":
            self._read_filing(response, source, entry)
            return
        decoded = self._decode(response, source)
        if decoded is None:
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            page = read_article_page(
                response.body,
                response.url,
                {"Content-Type": content_type},
                page=declared,
                now=datetime.now(UTC),
                tz=source.zone,
                decoded=decoded,
            )
        except ValueError as error:
            self.report.problem(source.name, "broken_answer", response.url, str(error))
            return
        if page.missing and part == 1:
            self.report.problem(source.name, "changed_page", response.url, f"nothing at {', '.join(page.missing)}")
        if before is not None:
            page = replace(
                before, text=f"{before.text}\n{page.text}", next_pages=(*before.next_pages, *page.next_pages)
            )
        asked = {canonical_url(response.url), *response.meta.get("parts", ())}
        more = next((link for link in page.next_pages if link not in asked), "")
        if more and part < _MAX_PARTS:
            request = Request(more, headers=source.headers, meta={"parts": asked})
            yield self._send(source, request, self.on_page, entry=entry, part=part + 1, before=page)
            return
        self.report.article(source, entry, page, response.url)

    def _read_filing(self, response: Response, source: Source, entry: Entry) -> None:
        try:
            text = read_pdf(response.body)
        except ScannedPdfError as error:
            self.report.problem(source.name, "scanned_pdf", response.url, str(error))
            text = ""
        except BrokenPdfError as error:
            self.report.problem(source.name, "broken_pdf", response.url, str(error))
            text = ""
        self.report.filing(source, entry, text)

    def _decode(self, response: Response, source: Source) -> Decoded | None:
        """The text of an answer; None (and a problem) for a refusal, a cut answer or one that cannot be read."""
        name, url = source.name, response.url
        if is_truncated(response.request, response.body):
            self.report.problem(name, "truncated", url, "the compressed answer ends early")
            return None
        decoded = decode_page(response.body, (response.headers.get("Content-Type") or b"").decode("latin-1"))
        if challenge := challenge_in(decoded.text):
            self.report.problem(name, "blocked", url, f"a challenge instead of the page: {challenge}")
            self.stopped.add(name)
            return None
        if decoded.misdeclared:
            self.report.problem(name, "wrong_charset", url, f"declared {decoded.declared}, is {decoded.encoding}")
        if decoded.unreadable:
            self.report.problem(name, "mojibake", url, f"unreadable characters as {decoded.encoding}")
        return decoded

    def on_failure(self, failure: Any) -> None:
        """A request without a usable answer becomes a problem with a name."""
        request = failure.request
        source: Source = request.cb_kwargs["source"]
        code, message = name_failure(failure)
        page = "entry" in request.cb_kwargs
        if code == "not_found" and not page and getattr(request.cb_kwargs.get("ask"), "page", 1) > 1:
            code = None  # the list has no such page: it ends with the one before
        if code:
            self.report.problem(source.name, code, request.url, message)
        if code == "blocked":
            self.blocked_pages[source.name] += 1
            # One refused article may be for subscribers only; a refused list, or several articles, mean us.
            if not page or self.blocked_pages[source.name] >= _PAGES_BLOCKED:
                self.stopped.add(source.name)
        self._done(source)

    def ask_later(self, request: Any, seconds: float) -> None:
        """A site asked for a long pause: its source is left alone until then."""
        name = request.meta["source"]
        self.report.run(name).not_before = datetime.now(UTC) + timedelta(seconds=min(seconds, 86400))
        self.stopped.add(name)

    def _done(self, source: Source) -> None:
        self.pending[source.name] -= 1
        # Requests that a callback yields are counted before this runs, so zero means that the source is finished.
        if not self.pending[source.name]:
            self.report.end(source.name)
