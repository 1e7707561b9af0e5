"""What the spider costs over a bare Scrapy spider that only downloads the same pages.

    python bench/crawl_overhead.py [PAGES]

Serves PAGES article pages of about 20 kB on loopback. CPU seconds (user and system) of the crawling process alone, as
the kernel counts them: a bare spider that fetches every address, ours without and with reading the pages.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawlers.job import Job
from crawlers.source import Evidence, Item, Page, Source
from settings import CrawlersSettings
from tests.crawlers.web import Answer, Asked, serve

BARE = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, callback=self.parse)
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "COOKIES_ENABLED": False})
process.crawl(Bare)
process.start()
"""
UNREAD = """
import sys
from crawlers import child, spider

def unread(self, response, source, entry, part, before):
    self.report.run(source.name).fetched += 1
    self.report.article(source, entry, None)
    return iter(())

spider.NewsSpider._read_page = unread
child.main(sys.argv[1], sys.argv[2])
"""
PARAGRAPH = (
    "<p>　　公司公告{0}，与合作方就在研抗体偶联药物签订许可协议，首付款一千万美元，里程碑付款最高三亿美元。</p>\n"
)
FURNITURE = "".join(
    f'<li><a href="/x/{n}.html">另一条新闻的标题第{n}号</a><span>{n}小时前</span></li>' for n in range(60)
)


def page(number: int) -> bytes:
    """One article of the size and make of a Chinese news page."""
    head = f"<title>许可协议第{number}号_某网</title><style>{'.a{color:red}' * 200}</style>"
    # No two paragraphs are equal, on this page or another: what is remembered of lines must not help.
    text = "".join(PARAGRAPH.format(40 * number + line) for line in range(40))
    body = f"<h1>许可协议第{number}号</h1><div class=t>2026-11-20 10:00</div><div class=c>{text}</div>"
    html = f"<!DOCTYPE html><html><head>{head}</head><body><ul>{FURNITURE}</ul>{body}<ul>{FURNITURE}</ul></body></html>"
    return html.encode()


def reply(asked: Asked) -> Answer:
    """The list as JSON, and the pages."""
    if asked.url.startswith("/a/"):
        return Answer(page(int(asked.url[3:-5])))
    if asked.url.startswith("/list"):
        count = int(asked.url.partition("=")[2])
        items = [
            {"title": f"许可协议第{n}号", "url": f"/a/{n}.html", "time": "2026-11-20 10:00:00", "text": "药物许可。"}
            for n in range(count)
        ]
        return Answer(json.dumps({"data": items}).encode(), headers={"Content-Type": "application/json"})
    return Answer(status=404)


def cpu_of(command: list[str]) -> float:
    """User and system seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Our child ends when its standard input does: keep it open until the end.
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=Path(__file__).parent.parent) as process:
        if process.wait():
            raise SystemExit(f"{command[1:3]} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def ours(
    folder: Path, address: str, count: int, reads: Page, start: tuple[str, ...] = ("-m", "crawlers.child")
) -> float:
    """CPU seconds of our crawling process; the number of articles is checked."""
    source = Source(
        name="bench", title="bench", kind="json", urls=(f"{address}/list?n={count}",), language="zh", tier=3,
        items=("data",), item=Item(title="title", url="url", date="time", text="text"), page=reads,
        delay_seconds=0, expect_per_day=10, evidence=(Evidence(where="bench"),), max_articles=count,
    )  # fmt: skip
    job = Job(sources=(source,), settings=CrawlersSettings(allow_private_hosts=True), user_agent="chuhai/bench")
    (folder / "job.json").write_text(job.model_dump_json())
    out = folder / f"out-{os.urandom(4).hex()}.jsonl"
    seconds = cpu_of([sys.executable, *start, str(folder / "job.json"), str(out)])
    articles = sum('"kind": "article"' in line for line in out.read_text().splitlines())
    if articles != count:
        raise SystemExit(f"{articles} of {count} articles arrived")
    return seconds


def main(count: int) -> None:
    """Measure the three and print the shares."""
    with serve(reply) as web, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "urls.json").write_text(json.dumps([f"{web.address}/a/{n}.html" for n in range(count)]))
        (folder / "bare.py").write_text(BARE)
        bare = cpu_of([sys.executable, str(folder / "bare.py"), str(folder / "urls.json")])
        unread = ours(folder, web.address, count, Page(), ("-c", UNREAD))
        declared = ours(folder, web.address, count, Page(title="h1", date=".t", text=".c", author=".t", outlet=".t"))
        general = ours(folder, web.address, count, Page())
    print(f"{count} pages of {len(page(1)):,} bytes; CPU seconds of the crawling process, its start included")
    print(f"bare Scrapy spider, download only      {bare:6.2f} s")
    print(f"ours, pages fetched but not read       {unread:6.2f} s  {unread / bare - 1:+.0%}")
    print(f"ours, declared selectors               {declared:6.2f} s  {declared / bare - 1:+.0%}")
    print(f"ours, general reader on every page     {general:6.2f} s  {general / bare - 1:+.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
