"""500 crawls from one process: are memory and file descriptors flat, and is no child left behind?

    python bench/crawl_runs.py [RUNS]

Serves a list and its articles on loopback, crawls them again and again as the service does, every tenth time with a
source that hangs until the deadline, and prints memory (RSS) and descriptors after the first 50 runs and at the end.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawlers.crawl import crawl
from crawlers.records import PageState
from crawlers.source import Evidence, Item, Page, Source
from settings import CrawlersSettings
from tests.crawlers.web import Answer, Asked, serve

ENTRIES = 5


def reply(asked: Asked) -> Answer:
    """A list that changes at every poll, its articles, and one address that never answers in time."""
    if asked.url == "/robots.txt":
        return Answer(status=404)
    if asked.url == "/hang":
        return Answer(b"late", wait=12)  # later than the deadline and the grace after it
    if asked.url == "/list":
        stamp = int(time.time() * 10)
        links = "".join(f'<li><a href="/a/{stamp + n}.html">临床新药许可协议第{n}号</a></li>' for n in range(ENTRIES))
        return Answer(f"<ul>{links}</ul>".encode())
    text = "<p>公司公告，与合作方就在研药物签订许可协议，首付款一千万美元。</p>" * 5
    return Answer(f"<h1>临床新药许可协议</h1><p>2026-11-20 10:00</p><div class=c>{text}</div>".encode())


def source(address: str, path: str) -> Source:
    """One HTML list."""
    return Source(
        name="bench", title="bench", kind="html", urls=(address + path,), language="zh", tier=3, items=("li",),
        item=Item(title="a", url="a::attr(href)"), page=Page(text=".c"), delay_seconds=0, expect_per_day=10,
        evidence=(Evidence(where="bench"),),
    )  # fmt: skip


def main(runs: int) -> None:
    """Crawl, measure, judge."""
    me = psutil.Process()
    settings = CrawlersSettings(allow_private_hosts=True)
    measured: list[tuple[int, int]] = []
    states: dict[str, dict[str, PageState]] = {}
    articles = deadlines = 0
    started = time.monotonic()
    with serve(reply) as web:
        good, hanging = source(web.address, "/list"), source(web.address, "/hang")
        for number in range(1, runs + 1):
            if number % 10:
                result = crawl([good], settings=settings, states=states, deadline=60)
                states = {"bench": result.runs[0].states}
                articles += len(result.articles)
            else:
                result = crawl([hanging], settings=settings, deadline=3)
                deadlines += any(problem.code == "deadline" for problem in result.problems)
            web.asked.clear()
            measured.append((me.memory_info().rss, me.num_fds()))
            if number % 50 == 0:
                rss, fds = measured[-1]
                print(
                    f"{number:4} runs  {rss / 1e6:7.2f} MB  {fds} descriptors  {len(me.children())} children",
                    flush=True,
                )
    later = measured[49:]
    base_rss, base_fds = later[0]
    worst = max(abs(rss / base_rss - 1) for rss, _ in later)
    fds = {count for _, count in later}
    print(f"{runs} runs in {time.monotonic() - started:.0f} s, {articles} articles, {deadlines} ended at the deadline")
    print(f"memory within ±{worst:.1%} of {base_rss / 1e6:.1f} MB, descriptors {sorted(fds)} (base {base_fds})")
    print(f"children left: {len(me.children(recursive=True))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
