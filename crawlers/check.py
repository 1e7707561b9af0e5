"""One source tried live, step by step, and its answers saved as a fixture."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from crawlers.crawl import crawl, user_agent
from crawlers.records import CrawlResult, ProblemCode
from crawlers.source import Source
from settings import CrawlersSettings

_SECONDS = 180.0
_WHAT_TO_DO: dict[ProblemCode, str] = {
    "unreachable": "no connection to the host: is this machine online, and is the host's name still right?",
    "timeout": "no answer in time; a mainland site may be slow or closed from abroad",
    "robots_closed": "the site does not want this address crawled: leave it, or ask its owner",
    "blocked": "the site refuses programs: leave it, or ask its owner; nothing is disguised here",
    "not_found": "the address moved: look for the new one in a browser and change the declaration",
    "changed_page": "the site was redesigned: mend what is named above in crawlers/sources/",
    "broken_answer": "the answer is not of the declared kind: look at it in a browser",
}


def check_source(source: Source, settings: CrawlersSettings, say: Callable[[str], None], through: str = "") -> bool:
    """Crawl a sample and say every step; whether an article came and nothing was lost."""
    say(f"{source.name}: {source.title}, kind {source.kind}, every {source.poll_minutes} min, access {source.access}")
    if source.terms:
        say(f"terms: {source.terms}")
    if source.access == "restricted":
        say("restricted: listed so that nobody plans on it; nothing is fetched")
        return False
    say(f"asking as {user_agent(settings)!r}, {source.delay_seconds:g} s between two requests to a host")
    result = crawl([source], settings=settings, sample=2, deadline=_SECONDS, through=through)
    return _tell(source, result, say)


def _tell(source: Source, result: CrawlResult, say: Callable[[str], None]) -> bool:
    for step in result.steps:
        say(step)
    for problem in result.problems:
        say(f"problem: {problem}")
    run = result.runs[0]
    good = run.ok and bool(result.articles)
    if good:
        say(f"ok: {run.listed} entries listed, {run.new} articles read; set verified=True in the declaration")
    elif run.ok:
        say(f"nothing to read: {run.listed} entries listed, none wanted by keep={source.keep!r}")
        return run.listed > 0
    else:
        codes = sorted({problem.code for problem in run.problems})
        say(f"not ok: {', '.join(codes)}")
        for code in codes:
            if code in _WHAT_TO_DO:
                say(f"{code}: {_WHAT_TO_DO[code]}")
    return good


def record_source(
    source: Source, settings: CrawlersSettings, into: Path, pages: int, say: Callable[[str], None], through: str = ""
) -> bool:
    """Save a source's answers below ``into``; an older fixture is replaced only where an article could be read."""
    with tempfile.TemporaryDirectory(prefix="chuhai-record-") as folder:
        kept = Path(folder) / source.name
        result = crawl([source], settings=settings, sample=pages, deadline=_SECONDS, save=kept, through=through)
        good = _tell(source, result, say)
        if not good:
            say("nothing saved: a fixture of a bad day would teach the tests that it is right")
            return False
        target = into / source.name
        target.mkdir(parents=True, exist_ok=True)
        for old in target.iterdir():
            old.unlink()
        for file in sorted(kept.iterdir()):
            (target / file.name).write_bytes(file.read_bytes())
            say(f"saved {target / file.name}")
    return True
