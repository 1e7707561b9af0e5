"""Bad days: whatever a site or a process does, the problem has a name and the good articles still arrive."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from crawlers.crawl import crawl
from crawlers.records import CrawlResult, PageState, SourceRun
from crawlers.source import Evidence, Item, Kind, Page, Source
from settings import CrawlersSettings
from tests.crawlers.web import Answer, Asked, Web, serve

LOCAL = CrawlersSettings(allow_private_hosts=True, download_timeout=2, deadline_seconds=60)
TEXT = "<p>岚溪生物公告，与北境制药签订许可协议，授予对方在研药物的海外权益。</p>" * 4
HTML = {"Content-Type": "text/html; charset=utf-8"}


def source(web: Web, name: str, path: str = "", kind: Kind = "html", **more: object) -> Source:
    """A source of this test's web; HTML lists of links unless told otherwise."""
    values: dict[str, object] = {
        "name": name, "title": name, "kind": kind, "urls": (f"{web.address}{path or '/' + name}",), "language": "zh",
        "tier": 3, "delay_seconds": 0.0, "expect_per_day": 5, "evidence": (Evidence(where="this test"),),
    }  # fmt: skip
    if kind == "html":
        values |= {"items": ("li",), "item": Item(title="a", url="a::attr(href)"), "page": Page(text=".c")}
    if kind == "json":
        values |= {"items": ("data.list",), "item": Item(title="title", url="url", date="time", text="text")}
    return Source.model_validate(values | more)


def links(*paths: str) -> bytes:
    return ("<ul>" + "".join(f'<li><a href="{p}">许可协议 {p}</a></li>' for p in paths) + "</ul>").encode()


def article(path: str) -> bytes:
    return (
        f"<html><body><h1>许可协议 {path}</h1><p>2026-11-20 10:00</p><div class=c>{TEXT}</div></body></html>".encode()
    )


def codes(run: SourceRun) -> set[str]:
    return {problem.code for problem in run.problems}


def one(result: CrawlResult) -> SourceRun:
    assert len(result.runs) == 1
    return result.runs[0]


def bad_days(asked: Asked) -> Answer:
    """A web on which nearly every source has a bad day; ``/a/…`` are good articles."""
    path = asked.url
    answers: dict[str, Answer] = {
        "/robots.txt": Answer(status=404),
        "/good": Answer(links("/a/1", "/a/2")),
        "/redesigned": Answer(b"<div class=new><a href='/a/9'>x</a></div>"),
        "/empty_list": Answer(json.dumps({"data": {"list": []}}).encode(), headers={"Content-Type": "application/json"}),
        "/lost_key": Answer(b'{"data": {"items": []}}', headers={"Content-Type": "application/json"}),
        "/error503": Answer(b"down", 503),
        "/error404": Answer(b"gone", 404),
        "/refused": Answer(b"no", 403),
        "/shield": Answer(b"<html><script>var arg1='x';document.cookie='acw_sc__v2=1'</script></html>"),
        "/too_many_requests": Answer(b"slow down", 429, {"Retry-After": "3600"}),
        "/charset": Answer(
            links("/charset/1").decode().encode("gb18030"), headers={"Content-Type": "text/html; charset=utf-8"}
        ),
        "/charset/1": Answer(article("/charset/1").decode().encode("gb18030"), headers=HTML),
        "/cut_gzip": Answer(gzip.compress(links("/a/3") * 50)[:-40], headers=HTML | {"Content-Encoding": "gzip"}),
        "/cut_body": Answer(links("/a/3"), announce=5000),
        "/hanging": Answer(b"late", wait=6),
        "/huge": Answer(b"<ul>" + b"x" * 300_000, headers=HTML),
        "/bomb": Answer(gzip.compress(b"0" * 3_000_000), headers=HTML | {"Content-Encoding": "gzip"}),
        "/broken_json": Answer(b'{"data": {"list": [', headers={"Content-Type": "application/json"}),
        "/broken_feed": Answer(b"<html>maintenance</html>", headers={"Content-Type": "application/rss+xml"}),
        "/entities": Answer(
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM '
            b'"file:///etc/passwd">]><rss version="2.0"><channel><item><title>&b;&x;</title><link>http://e.com/1</link>'
            b"<description>&x;text</description></item></channel></rss>",
            headers={"Content-Type": "application/rss+xml"},
        ),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/partly": Answer(links("/a/4", "/gone/1", "/a/5", "/empty/1")),
        "/empty/1": Answer(b"<html><h1>t</h1></html>"),
        "/scanned": Answer(links("/scan.pdf")),
        "/scan.pdf": Answer(b"%PDF-1.4 not really", headers={"Content-Type": "application/pdf"}),
        "/blank_date": Answer(links("/undated")),
        "/undated": Answer(f"<h1>许可协议没有日期</h1><div class=c>{TEXT}</div>".encode()),
    }  # fmt: skip
    if path.startswith("/a/"):
        return Answer(article(path))
    return answers.get(path, Answer(b"nothing", 404))


BAD: dict[str, tuple[str, ...]] = {
    "redesigned": ("changed_page",),
    "empty_list": ("changed_page",),
    "lost_key": ("changed_page",),
    "error503": ("http_error",),
    "error404": ("not_found",),
    "refused": ("blocked",),
    "shield": ("blocked",),
    "too_many_requests": ("rate_limited",),
    "charset": ("wrong_charset",),
    "cut_gzip": ("truncated",),
    "cut_body": ("truncated",),
    "hanging": ("timeout",),
    "huge": ("too_large",),
    "bomb": ("too_large",),
    "broken_json": ("broken_answer",),
    "broken_feed": ("broken_answer",),
    "loop": ("redirect_loop",),
    "partly": ("changed_page", "empty_dates", "empty_texts", "not_found"),
    "scanned": ("broken_pdf", "empty_dates"),
    "blank_date": ("empty_dates",),
}
KINDS: dict[str, Kind] = {"empty_list": "json", "lost_key": "json", "broken_json": "json", "broken_feed": "feed"}


@pytest.fixture(scope="module")
def bad_result() -> CrawlResult:
    settings = LOCAL.model_copy(update={"download_maxsize": 200_000})
    with serve(bad_days) as web:
        sources = [source(web, name, kind=KINDS.get(name, "html")) for name in BAD]
        sources += [source(web, "good"), source(web, "entities", kind="feed")]
        return crawl(sources, settings=settings)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_day_has_a_name(name: str, bad_result: CrawlResult) -> None:
    run = next(run for run in bad_result.runs if run.source == name)
    assert tuple(sorted(codes(run))) == BAD[name], run.problems
    assert all(problem.url.startswith("http") for problem in run.problems)


def test_good_articles_still_arrive(bad_result: CrawlResult) -> None:
    by_source = {run.source: run.new for run in bad_result.runs}
    assert by_source["good"] == 2
    assert by_source["partly"] == 2
    assert by_source["charset"] == 1
    assert by_source["blank_date"] == 1
    text = next(article.text for article in bad_result.articles if article.source == "charset")
    assert "岚溪生物" in text and "\ufffd" not in text


def test_a_list_that_lost_an_article_is_read_again(bad_result: CrawlResult) -> None:
    states = {run.source: run.states for run in bad_result.runs}
    assert states["good"] and not states["partly"]


def test_a_long_retry_after_is_told(bad_result: CrawlResult) -> None:
    run = next(run for run in bad_result.runs if run.source == "too_many_requests")
    assert run.not_before is not None and run.not_before > datetime.now(UTC) + timedelta(minutes=50)


def test_entities_are_not_expanded(bad_result: CrawlResult) -> None:
    found = [article for article in bad_result.articles if article.source == "entities"]
    assert "root:" not in str(found) and "aaaaaaaaaaaaaaaaaaaa" not in str(found)


def test_robots_are_obeyed_and_a_failing_robots_closes_the_site() -> None:
    def reply(asked: Asked) -> Answer:
        if asked.url == "https://down.example.com/robots.txt":
            return Answer(b"down", 503)
        if asked.url.endswith("/robots.txt"):
            return Answer(b"User-agent: *\nDisallow: /private", headers={"Content-Type": "text/plain"})
        return Answer(links("/private/1", "/a/1")) if asked.url.endswith("/list") else Answer(article(asked.url))

    with serve(reply) as web:
        lists = {"half": "https://a.example.com/list", "shut": "https://a.example.com/private/list",
                 "down": "https://down.example.com/list"}  # fmt: skip
        sources = [source(web, name).model_copy(update={"urls": (url,)}) for name, url in lists.items()]
        result = crawl(sources, settings=LOCAL, through=web.address)
        assert {run.source: codes(run) for run in result.runs} == {name: {"robots_closed"} for name in lists}
        assert [article.url for article in result.articles] == ["https://a.example.com/a/1"]
        fetched = [url for url in web.urls() if not url.endswith("/robots.txt")]
        assert sorted(fetched) == ["https://a.example.com/a/1", "https://a.example.com/list"]


def test_a_short_retry_after_is_waited_for() -> None:
    tries: list[float] = []

    def reply(asked: Asked) -> Answer:
        if asked.url != "/list":
            return bad_days(asked)
        tries.append(asked.at)
        return Answer(b"wait", 503, {"Retry-After": "1"}) if len(tries) == 1 else Answer(links("/a/1"))

    with serve(reply) as web:
        run = one(crawl([source(web, "s", "/list")], settings=LOCAL))
    assert run.new == 1 and run.ok
    assert tries[1] - tries[0] >= 0.95


def test_one_request_at_a_time_with_the_declared_pause() -> None:
    with serve(bad_days) as web:
        crawl([source(web, "s", "/good", delay_seconds=0.4)], settings=LOCAL)
        times = [asked.at for asked in web.asked if asked.url != "/robots.txt"]
    # Scrapy varies a pause by half, so that a crawl does not tick like a clock.
    assert min(later - before for before, later in pairwise(times)) >= 0.19


def test_private_addresses_are_refused_by_figure_by_name_and_after_a_redirect() -> None:
    with serve(bad_days) as web:
        figures = source(web, "figures", "/good")
        named = figures.model_copy(update={"name": "named", "urls": (f"http://localhost:{web.port}/good",)})
        odd = figures.model_copy(update={"name": "odd", "urls": (f"http://2130706433:{web.port}/good",)})
        result = crawl([figures, named, odd], settings=CrawlersSettings(download_timeout=5))
        assert [codes(run) for run in result.runs] == [{"unsafe_address"}] * 3, result.problems
        assert web.asked == []

    def redirecting(asked: Asked) -> Answer:
        if asked.url.endswith("/robots.txt"):
            return Answer(status=404)
        return Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})

    with serve(redirecting) as web:
        away = source(web, "away", "/x").model_copy(update={"urls": ("https://news.example.com/list",)})
        run = one(crawl([away], settings=CrawlersSettings(), through=web.address))
        assert codes(run) == {"unsafe_address"}
        assert not [url for url in web.urls() if "169.254" in url]


def test_unchanged_lists_are_not_read_again_and_known_articles_not_fetched() -> None:
    def reply(asked: Asked) -> Answer:
        if asked.url == "/etag":
            if asked.headers.get("If-None-Match") == '"v1"':
                return Answer(status=304)
            return Answer(links("/a/1"), headers=HTML | {"ETag": '"v1"'})
        return bad_days(asked)

    with serve(reply) as web:
        both = [source(web, "etag"), source(web, "good")]
        first = crawl(both, settings=LOCAL)
        assert [run.new for run in first.runs] == [1, 2]
        states = {run.source: run.states for run in first.runs}
        seen = [article.url for article in first.articles]
        web.asked.clear()
        second = crawl(both, settings=LOCAL, seen=seen, states=states)
        assert [(run.new, run.unchanged, run.ok) for run in second.runs] == [(0, 1, True), (0, 1, True)]
        assert {run.source: run.states for run in second.runs} == states
        assert sorted(web.urls()) == ["/etag", "/good", "/robots.txt"]
        third = crawl(both, settings=LOCAL, seen=seen, refetch={"good": [f"{web.address}/a/2"]})
        assert [(run.new, run.known) for run in third.runs] == [(0, 1), (1, 1)]
        assert [article.url for article in third.articles] == [f"{web.address}/a/2"]


def test_no_overlap_with_the_last_poll_is_a_gap() -> None:
    with serve(bad_days) as web:
        rolling = source(web, "good")
        polled = {"good": {f"{web.address}/good": PageState(body_hash="of the last poll")}}
        run = one(crawl([rolling], settings=LOCAL, seen=[f"{web.address}/a/old"], states=polled))
    assert codes(run) == {"gap"} and run.new == 2


def test_lists_join_over_entries_that_were_not_wanted() -> None:
    """A filtered source keeps few entries; what it passed over shows all the same that nothing is missing."""
    shown = [links("/a/1", "/a/2"), links("/a/3", "/a/2")]

    def reply(asked: Asked) -> Answer:
        return Answer(shown.pop(0)) if asked.url == "/list" else bad_days(asked)

    with serve(reply) as web:
        picky = source(web, "picky", "/list", keep="/a/[13]")
        first = one(crawl([picky], settings=LOCAL))
        second = one(crawl([picky], settings=LOCAL, states={"picky": first.states}))
    assert [(run.new, run.known, codes(run)) for run in (first, second)] == [(1, 0, set()), (1, 0, set())]


def test_a_site_that_is_not_there_is_told_from_one_that_is_closed() -> None:
    with serve(bad_days) as web:
        gone = source(web, "gone", "/x").model_copy(update={"urls": ("http://127.0.0.1:9/list",)})
    run = one(crawl([gone], settings=LOCAL))
    assert [problem.code for problem in run.problems] == ["unreachable"]
    assert "refused" in run.problems[0].message


def test_pages_are_turned_until_known_entries_and_an_endless_list_ends() -> None:
    def reply(asked: Asked) -> Answer:
        path, _, number = asked.url.partition("?p=")
        if path not in ("/pages", "/later"):
            return bad_days(asked)
        page, day = int(number), 20 if path == "/pages" else 10
        entries = [
            {"title": f"许可 {page}-{n}", "url": f"/p/{page}-{n}", "time": f"2026-11-{day} 10:00", "text": "药物许可。"}
            for n in range(3)
        ]
        return Answer(json.dumps({"data": {"list": entries}}).encode(), headers={"Content-Type": "application/json"})

    with serve(reply) as web:
        paged = source(web, "paged", "/pages?p={page}", kind="json", max_pages=2)
        known = source(web, "known", "/pages?p=0{page}", kind="json", max_pages=4)
        limited = paged.model_copy(update={"name": "limited", "max_articles": 5})
        runs = crawl([paged, known, limited], settings=LOCAL, seen=[f"{web.address}/p/3-1"]).runs
        assert (runs[0].listed, runs[0].known) == (6, 0)
        assert (runs[1].listed, runs[1].known) == (9, 1)
        assert codes(runs[2]) == {"too_many"} and runs[2].new == 5
        late = source(web, "late", "/later?p={page}", kind="json")
        back = crawl([paged, late], settings=LOCAL, since=datetime(2026, 11, 19, tzinfo=UTC)).runs
        assert back[0].new == 200 and codes(back[0]) == {"too_many"}
        assert (back[1].listed, back[1].new) == (3, 0)


def test_articles_in_parts_are_joined_and_other_links_are_not() -> None:
    def reply(asked: Asked) -> Answer:
        parts = {
            "/n/5.html": "第一部分药物许可。",
            "/n/5_2.html": "第二部分首付款。",
            "/n/5_3.html": "第三部分里程碑。",
        }
        if asked.url == "/list":
            return Answer(links("/n/5.html"))
        if asked.url in parts:
            nav = '<a href="/n/5_2.html">2</a><a href="/n/5_3.html">下一页</a><a href="/n/6.html">下一篇</a>'
            body = f"<h1>许可协议分三页</h1><p>2026-11-20</p><div class=c><p>{parts[asked.url]}</p></div>{nav}"
            return Answer(body.encode())
        return Answer(status=404)

    with serve(reply) as web:
        result = crawl([source(web, "s", "/list")], settings=LOCAL)
        assert result.articles[0].text.split("\n") == ["第一部分药物许可。", "第二部分首付款。", "第三部分里程碑。"]
        assert "/n/6.html" not in web.urls()


def test_a_feed_of_other_news_is_off_topic() -> None:
    items = "".join(f"<item><title>Bond auction {n}</title><link>http://e.com/{n}</link></item>" for n in range(8))
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()

    def reply(asked: Asked) -> Answer:
        return Answer(feed, headers={"Content-Type": "text/xml"}) if asked.url == "/feed" else Answer(status=404)

    with serve(reply) as web:
        wire = source(web, "wire", "/feed", kind="feed", on_topic=0.5)
        assert "off_topic" in codes(one(crawl([wire], settings=LOCAL)))


CRASHES = """
import sys
from crawlers import child, spider
def crash(self, *_):
    raise RuntimeError("a bug in a callback")
if sys.argv[3] == "crash":
    spider.NewsSpider._read_page = crash
if sys.argv[3] == "hang":
    import time
    spider.NewsSpider._read_page = lambda self, *_: time.sleep(600)
if sys.argv[3] == "die":
    import os
    spider.NewsSpider._read_page = lambda self, *_: os._exit(7)
child.main(sys.argv[1], sys.argv[2])
"""


def with_child(how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the crawling process be one with a bug: the same code, started from a script that breaks a callback."""
    script = tmp_path / "broken_child.py"
    script.write_text(CRASHES)
    monkeypatch.setattr("crawlers.crawl.CHILD", (str(script),))
    monkeypatch.setattr("crawlers.crawl.CHILD_TAIL", (how,))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent.parent))


@pytest.mark.parametrize(("how", "code"), [("crash", "crashed_callback"), ("hang", "deadline"), ("die", "dead_child")])
def test_a_crawl_that_breaks_says_so(how: str, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_child(how, monkeypatch, tmp_path)
    # Other tests of this process may have left a browser's driver running: only what the crawl adds is its own.
    others = set(psutil.Process().children(recursive=True))
    with serve(bad_days) as web:
        result = crawl(
            [source(web, "listed", "/good"), source(web, "wire", "/wire", kind="json")],
            settings=LOCAL,
            deadline=8 if how == "hang" else 40,
        )
    assert codes(next(run for run in result.runs if run.source == "listed")) == {code}
    assert set(psutil.Process().children(recursive=True)) <= others


def test_articles_read_before_a_kill_are_kept() -> None:
    def reply(asked: Asked) -> Answer:
        if asked.url == "/list":
            return Answer(links("/a/1", "/a/2", "/slow/1", "/a/3"))
        return Answer(b"late", wait=20) if asked.url.startswith("/slow") else bad_days(asked)

    patient = LOCAL.model_copy(update={"download_timeout": 30})
    with serve(reply) as web:

        def kill() -> None:
            while not any(url.startswith("/slow") for url in web.urls()):
                time.sleep(0.05)
            time.sleep(1.5)  # what came before it is being read
            for process in psutil.Process().children():
                if "crawlers.child" in " ".join(process.cmdline()):
                    os.killpg(process.pid, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        result = crawl([source(web, "s", "/list")], settings=patient)
    assert {article.url[-4:] for article in result.articles} == {"/a/1", "/a/2"}
    assert codes(one(result)) == {"dead_child"} and not one(result).states


def test_the_child_ends_with_its_parent() -> None:
    with serve(lambda asked: Answer(b"late", wait=30)) as web:
        code = (
            "from crawlers.crawl import crawl; from settings import CrawlersSettings;"
            "from crawlers.source import Source;"
            f"s = Source.model_validate_json({source(web, 'x').model_dump_json()!r});"
            "crawl([s], settings=CrawlersSettings(allow_private_hosts=True))"
        )
        parent = subprocess.Popen([sys.executable, "-c", code])
        child: psutil.Process | None = None
        for _ in range(200):
            children = psutil.Process(parent.pid).children()
            if children and web.asked:
                child = children[0]
                break
            time.sleep(0.05)
        assert child is not None
        parent.kill()
        parent.wait()
        psutil.wait_procs([child], timeout=10)
        assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_cookies_of_a_session_stay_with_their_source() -> None:
    def reply(asked: Asked) -> Answer:
        if asked.url == "/start":
            form = '<form method=post action="/start"><input type=hidden name=token value=42></form>'
            headers = HTML | {"Set-Cookie": "session=s1; Path=/"}
            return Answer(form.encode(), headers=headers)
        if asked.url == "/answer" and asked.method == "GET":
            inside = "session=s1" in asked.headers.get("Cookie", "")
            return Answer(links("/a/1")) if inside else Answer(b"login", 403)
        return bad_days(asked)

    from crawlers.source import Session

    with serve(reply) as web:
        formed = source(
            web, "formed", "/answer", session=Session(url=f"{web.address}/start", form={"from": "20261101"})
        )
        result = crawl([formed, source(web, "good")], settings=LOCAL)
        assert [run.ok for run in result.runs] == [True, True], result.problems
        posts = [asked for asked in web.asked if asked.method == "POST"]
        assert [post.body for post in posts] == [b"token=42&from=20261101"]
        assert all("Cookie" not in asked.headers for asked in web.asked if asked.url == "/good")


def test_nothing_is_asked_of_a_restricted_source() -> None:
    with serve(bad_days) as web:
        shut = source(web, "good", access="restricted", enabled=False, terms="login")
        assert crawl([shut], settings=LOCAL).runs == []
        assert web.asked == []
