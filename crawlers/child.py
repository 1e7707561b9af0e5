"""The process that crawls: ``python -m crawlers.child JOB OUT``; started, watched and ended by ``crawl.py``."""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

from crawlers.job import Job
from crawlers.report import Report
from crawlers.spider import NewsSpider


def scrapy_settings(job: Job) -> dict[str, Any]:
    """Every setting that differs from Scrapy's own; its defaults are made for other work."""
    crawlers = job.settings
    saving = {"crawlers.saved.Keeper": 585} if job.save else {}
    through = dict.fromkeys(("http", "https"), "crawlers.saved.Through") if job.through else {}
    return {
        "CHUHAI_SAVE": job.save,
        "CHUHAI_THROUGH": job.through,
        "DOWNLOAD_HANDLERS": through,
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": True,
        "CHUHAI_ALLOW_PRIVATE": crawlers.allow_private_hosts,
        "TWISTED_DNS_RESOLVER": (
            "scrapy.resolver.CachingThreadedResolver"
            if crawlers.allow_private_hosts or job.through
            else "crawlers.guard.PublicResolver"
        ),
        "DNS_TIMEOUT": 20,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_TIMEOUT": crawlers.download_timeout,
        "DOWNLOAD_MAXSIZE": crawlers.download_maxsize,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        "RETRY_GIVE_UP_LOG_LEVEL": "WARNING",
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 2.0,
        "COOKIES_ENABLED": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        # In the order of the list: where time runs out, the newest articles are there.
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
        # Scrapy starts this many workers for each answer, and reads the source of each callback.
        "CONCURRENT_ITEMS": 1,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawlers.guard.AddressGuard": 900,
            "crawlers.guard.Robots": 100,
            "crawlers.guard.Patience": 560,
            "crawlers.guard.WholeAnswer": 595,
            # What they do is not asked for here, and each costs every request.
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
            **saving,
        },
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        },
        "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": None, "crawlers.guard.Throttle": 0},
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
        },
    }


class _Errors(logging.Handler):
    """Errors of the log that no problem names: judged with the stats at the end."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the first lines; a thousand equal ones say no more."""
        if len(self.found) < 20:
            self.found.append(record.getMessage()[:300])


def main(job_file: str, out_file: str) -> None:
    """Crawl one job; ends when every source is done."""
    _die_with_parent()
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess

    job = Job.model_validate_json(Path(job_file).read_bytes())
    with Path(out_file).open("a", encoding="utf-8", buffering=1) as out:
        report = Report(out.write, list(job.sources), tell=job.sample > 0)
        process = AsyncCrawlerProcess(scrapy_settings(job))
        crawler = process.create_crawler(NewsSpider)
        errors = _Errors()
        logging.getLogger().addHandler(errors)
        # A robots.txt that cannot be had is named by the request that waited for it.
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)

        def crashed(failure: Any, response: Any, spider: NewsSpider) -> None:
            name = response.meta.get("source", "")
            message = f"{type(failure.value).__name__}: {failure.value}"
            report.problem(name, "crashed_callback", response.url, message)
            report.end_again(name)

        crawler.signals.connect(crashed, signals.spider_error)
        process.crawl(
            crawler,
            sources=list(job.sources),
            report=report,
            seen=frozenset(job.seen),
            states=job.states,
            since=job.since,
            refetch=job.refetch,
            sample=job.sample,
        )
        process.start()
        named = crawler.stats.get_value("spider_exceptions/count", 0) if crawler.stats else 0
        report.finish(errors.found[named:])


def _die_with_parent() -> None:
    """End at once when the service is gone: it holds the other end of our standard input."""

    def wait() -> None:
        # The descriptor, not sys.stdin: its lock would be held when Python shuts down.
        while os.read(0, 1024):
            pass
        os._exit(3)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
