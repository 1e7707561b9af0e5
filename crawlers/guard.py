"""What every request and answer of a crawl passes: safe addresses, robots, waiting as asked, whole answers."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawlers.urls import is_public_address

#: A site that asks for a longer pause gets it: its source is left alone until then.
LONGEST_WAIT = 60.0


class UnsafeAddressError(IgnoreRequest):
    """An address of this machine or network, or of a scheme that is not followed."""


class StoppedError(IgnoreRequest):
    """The source was stopped in this run, so its further requests are not sent."""


class NoRobotsError(IgnoreRequest):
    """A site's robots.txt could not be asked for, so nothing else is asked there; ``cause`` says why."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class PublicResolver(CachingThreadedResolver):
    """Names that lead to loopback, private or link-local addresses are refused at the moment they are resolved."""

    #: Name to address; Twisted swallows the reason of a failed look-up, so it is kept here.
    refused: ClassVar[dict[str, str]] = {}

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        """The address of a name; the look-up fails where it is not a public one."""

        def check(address: str) -> str:
            if not is_public_address(address):
                self.refused[name] = address
                raise DNSLookupError(f"{name} is {address}")
            return address

        return super().getHostByName(name, timeout).addCallback(check)


class AddressGuard:
    """Refuses requests, redirected ones too, whose scheme or literal address must not be followed."""

    def __init__(self, allow_private: bool) -> None:
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Any) -> AddressGuard:
        """Made by Scrapy."""
        return cls(crawler.settings.getbool("CHUHAI_ALLOW_PRIVATE"))

    def process_exception(self, request: Any, exception: Exception) -> None:
        """A look-up that was refused is no network trouble: name it, and do not try again."""
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in PublicResolver.refused:
            address = PublicResolver.refused[host]
            raise UnsafeAddressError(f"{host} is {address}, an address of this machine or network")

    def process_request(self, request: Any) -> None:
        """Raise UnsafeAddressError before anything is sent."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            raise UnsafeAddressError(f"{parts.scheme}: is not followed")
        # An address in figures needs no resolver, so that one never sees it.
        if not self.allow_private and not is_public_address(parts.hostname or ""):
            raise UnsafeAddressError(f"{parts.hostname} is an address of this machine or network")


class Patience:
    """Waits as long as a 429 or 503 asks with Retry-After; a wait that is too long stops the source."""

    def __init__(self, spider_of: Any) -> None:
        self._crawler = spider_of
        self._resume: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Patience:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Hold a request until its host may be asked again."""
        spider = self._crawler.spider
        if request.meta.get("source") in spider.stopped:
            raise StoppedError("the source was stopped in this run")
        pause = self._resume.get(urlsplit(request.url).netloc, 0.0) - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)

    def process_response(self, request: Any, response: Any) -> Any:
        """Note what the site asks for before the retry middleware sees the answer."""
        if response.status in (429, 503) and (asked := response.headers.get("Retry-After")):
            seconds = _seconds(asked.decode("latin-1"))
            if seconds > LONGEST_WAIT:
                self._crawler.spider.ask_later(request, seconds)
                request.meta["dont_retry"] = True
            elif seconds > 0:
                self._resume[urlsplit(request.url).netloc] = time.monotonic() + seconds
        return response


def _seconds(value: str) -> float:
    if value.strip().isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


class WholeAnswer:
    """Keeps the length that a gzip answer promises, so that a cut one is told from a whole one."""

    def process_response(self, request: Any, response: Any) -> Any:
        """Runs before decompression; Scrapy itself gives out the part of a cut gzip answer that it could read."""
        request.meta.pop("promised", None)
        if response.headers.get("Content-Encoding", b"").strip().lower() in (b"gzip", b"x-gzip"):
            body = response.body
            request.meta["promised"] = int.from_bytes(body[-4:], "little") if len(body) >= 18 else -1
        return response


def is_truncated(request: Any, body: bytes) -> bool:
    """Whether an answer is shorter than its gzip trailer promised."""
    promised = request.meta.get("promised")
    return promised is not None and promised != len(body) % 2**32


class Robots(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 has it: 4xx allows all, an unreachable or failing one allows nothing; Crawl-delay kept."""

    _REFUSE = b"User-agent: *\nDisallow: /"

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unasked: dict[str, Exception] = {}

    def process_request_2(self, rp: Any, request: Any) -> None:
        """Tell a site that does not let us in from one that is not there."""
        if cause := self._unasked.get(urlsplit(request.url).netloc):
            raise NoRobotsError(cause)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        spider: Any = self.crawler.spider
        spider.report.step(f"robots.txt of {netloc}: HTTP {response.status}")
        if response.status >= 500 or response.status == 429:
            response = response.replace(body=self._REFUSE)
        elif response.status >= 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._keep_delay(netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        waiting = self._parsers[netloc]
        if isinstance(exc, UnsafeAddressError):
            # The page itself will be refused with the better reason.
            super()._robots_error(exc, netloc)
            return
        self._unasked[netloc] = exc
        refuse = self._parserimpl.from_crawler(self.crawler, self._REFUSE)
        self._parsers[netloc] = refuse
        if isinstance(waiting, Deferred):
            waiting.callback(refuse)

    def _keep_delay(self, netloc: str, request: Any) -> None:
        """Crawl-delay becomes the least pause of the host."""
        parser = getattr(self._parsers[netloc], "rp", None)
        agent = self.crawler.settings["USER_AGENT"]
        asked = parser.crawl_delay(agent) if parser is not None else None
        spider: Any = self.crawler.spider
        if asked:
            spider.least_delay(request.url, min(float(asked), LONGEST_WAIT))


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle with each host's own least pause."""

    def _adjust_delay(self, slot: Any, latency: float, response: Any) -> None:
        host = urlsplit(response.url).hostname or ""
        configured = self.crawler.engine.downloader.per_slot_settings.get(host, {})
        self.mindelay = float(configured.get("delay", self._min_delay()))
        super()._adjust_delay(slot, latency, response)
