"""Crawl sources in a process of their own, with a deadline; judge the run by what it wrote, not by its exit code."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from crawlers.job import Job
from crawlers.records import Article, CrawlResult, PageState, Problem, ProblemCode, SourceRun
from crawlers.source import Source
from settings import CrawlersSettings

#: Seconds between asking a process to end and ending it.
_GRACE = 5.0
#: What is run, before and after the job's two files.
CHILD: tuple[str, ...] = ("-m", "crawlers.child")
CHILD_TAIL: tuple[str, ...] = ()


def crawl(
    sources: Sequence[Source],
    *,
    settings: CrawlersSettings,
    seen: Collection[str] = (),
    states: Mapping[str, Mapping[str, PageState]] | None = None,
    since: datetime | None = None,
    deadline: float | None = None,
    refetch: Mapping[str, Iterable[str]] | None = None,
    sample: int = 0,
    save: Path | None = None,
    through: str = "",
) -> CrawlResult:
    """Fetch what is new on every source.

    ``seen`` are the addresses of known articles, ``states`` those of the last ``SourceRun`` of each source, ``since``
    (aware) reads back in time, ``refetch`` names known articles to read once more. ``sample`` follows a few articles
    only and fills ``steps``, ``save`` keeps the answers, ``through`` asks one server in place of every host. Never
    raises for what happens on the web: each source has a ``SourceRun`` with its problems, whatever became of it.
    """
    wanted = [source for source in sources if source.access != "restricted"]
    started = datetime.now(UTC)
    job = Job(
        sources=tuple(wanted),
        settings=settings,
        user_agent=user_agent(settings),
        seen=tuple(url.partition("://")[2] for url in seen),
        states={name: dict(pages) for name, pages in (states or {}).items()},
        since=since,
        refetch={name: list(urls) for name, urls in (refetch or {}).items()},
        sample=sample,
        save=str(save or ""),
        through=through,
    )
    if not wanted:
        return CrawlResult()
    with tempfile.TemporaryDirectory(prefix="chuhai-crawl-") as folder:
        out = Path(folder) / "out.jsonl"
        job_file = Path(folder) / "job.json"
        job_file.write_text(job.model_dump_json(), encoding="utf-8")
        log = Path(folder) / "log.txt"
        ending = _run_child([str(job_file), str(out)], log, deadline or settings.deadline_seconds)
        return _judge(wanted, _lines(out), started, ending)


def user_agent(settings: CrawlersSettings) -> str:
    """Who is asking, and how to reach them."""
    try:
        number = version("chuhai")
    except PackageNotFoundError:
        number = "0"
    return f"chuhai/{number} (+{settings.contact})" if settings.contact else f"chuhai/{number}"


def _run_child(arguments: list[str], log: Path, seconds: float) -> tuple[ProblemCode, str] | None:
    """Run the crawling process to its end; None where it ended by itself and well."""
    with log.open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, *CHILD, *arguments, *CHILD_TAIL],
            stdin=subprocess.PIPE,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
            cwd=Path(__file__).parent.parent,
        )
        try:
            code = child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return "deadline", f"not finished after {seconds:g} s"
        finally:
            _end(child)
    if code == 0:
        return None
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    why = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
    return "dead_child", f"{why}: {last[-1][:300]}" if last else why


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the whole process group, politely first; a process that has ended already is only reaped."""
    for number, grace in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, _GRACE)):
        if child.poll() is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=grace)
    if child.stdin:
        child.stdin.close()


def _lines(out: Path) -> list[dict[str, Any]]:
    """Every whole line; the one in flight when a process was killed is lost, and only that one."""
    if not out.exists():
        return []
    lines = []
    for line in out.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return lines


def _judge(
    sources: Sequence[Source], lines: list[dict[str, Any]], started: datetime, ending: tuple[ProblemCode, str] | None
) -> CrawlResult:
    articles = [Article.model_validate(line["value"]) for line in lines if line["kind"] == "article"]
    # The last run line of a source counts: a late crash adds to the first.
    runs = {line["value"]["source"]: SourceRun.model_validate(line["value"]) for line in lines if line["kind"] == "run"}
    told = [Problem.model_validate(line["value"]) for line in lines if line["kind"] == "problem"]
    finish = [line["value"] for line in lines if line["kind"] == "finish"]
    steps = [line["value"] for line in lines if line["kind"] == "step"]
    result = CrawlResult(articles=articles, steps=steps)
    for source in sources:
        run = runs.get(source.name)
        if run is None:
            code, message = ending or ("dead_child", "the process ended without a word on this source")
            problems = [problem for problem in told if problem.source == source.name]
            run = SourceRun(
                source=source.name,
                started=started,
                ended=datetime.now(UTC),
                new=sum(article.source == source.name for article in articles),
                problems=(*problems, Problem(source=source.name, code=code, message=message)),
            )
        for error in finish[0]["errors"] if finish else ():
            problem = Problem(source=source.name, code="crashed_callback", message=error)
            run.problems = (*run.problems, problem)
        result.runs.append(run)
    return result
