"""The child's only way out: JSON Lines, one for each article, problem and finished source, flushed one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from crawlers.article import ReadPage
from crawlers.dates import FoundDate
from crawlers.lists import Entry
from crawlers.records import NOTES, Article, PageState, Precision, Problem, ProblemCode, SourceRun
from crawlers.source import Source

#: Of the same problem at many pages this many are told one by one; the run's counts hold them all.
_SAME = 20
#: One of these says it all: what a site does on one page it does on every page.
_ONCE = frozenset({"wrong_charset", "too_many", "gap"})
#: With fewer entries a share says nothing.
_ENOUGH = 5


class Report:
    """Collects what each source brought and writes it out."""

    def __init__(self, write: Callable[[str], object], sources: list[Source], *, tell: bool = False) -> None:
        self._write = write
        self._tell = tell
        self._sources = {source.name: source for source in sources}
        self._runs: dict[str, SourceRun] = {}
        self._problems: dict[str, dict[tuple[str, str], Problem]] = {}
        self._states: dict[str, dict[str, PageState]] = {}
        self._ended: set[str] = set()

    def begin(self, name: str) -> None:
        """A source starts."""
        now = datetime.now(UTC)
        self._runs[name] = SourceRun(source=name, started=now, ended=now)
        self._problems[name] = {}
        self._states[name] = {}

    def run(self, name: str) -> SourceRun:
        """The counters of a source's run."""
        return self._runs[name]

    def keep_state(self, name: str, key: str, state: PageState) -> None:
        """What the next conditional request of a list will need, if nothing of it is lost."""
        self._states[name][key] = state

    def problem(self, name: str, code: ProblemCode, url: str, message: str) -> None:
        """Something went wrong at one address; the same thing at the same address is told once."""
        problems = self._problems.setdefault(name, {})
        same = sum(1 for known, _ in problems if known == code)
        if (code, url) in problems or same >= (1 if code in _ONCE else _SAME):
            return
        problem = Problem(source=name, code=code, url=url, message=message[:500])
        problems[code, url] = problem
        self._line("problem", problem.model_dump(mode="json"))

    def count(self, name: str, entry: Entry) -> None:
        """One entry of a list, for the health of the source."""
        run = self._runs[name]
        run.listed += 1
        run.off_topic += not entry.on_topic
        if entry.date and (run.newest is None or entry.date.value > run.newest):
            run.newest = entry.date.value.astimezone(UTC)

    def article(self, source: Source, entry: Entry, page: ReadPage | None, url: str = "") -> None:
        """An article from a list's entry and its page; one without text is a problem, not an article."""
        title, text, author, outlet = entry.title, entry.text, entry.author, entry.outlet
        published, raw = entry.date, entry.raw_date
        if page is not None:
            title = _longer_title(entry.title, page.title, declared=bool(source.page and source.page.title))
            text = page.text or entry.text
            author, outlet = page.author or author, page.outlet or outlet
            published = _better_date(entry.date, page.published, source)
            raw = published.raw if published and published is page.published else raw
        self._give(source, entry, title, text, published, raw, author, outlet, url or entry.url)
        if page is not None and not page.text:
            self.problem(source.name, "empty_texts", url or entry.url, "no text found on the page")

    def filing(self, source: Source, entry: Entry, text: str) -> None:
        """An article from a filing's text, or its title alone where the text could not be read."""
        text = text or entry.text or entry.title
        self._give(source, entry, entry.title, text, entry.date, entry.raw_date, entry.author, entry.outlet, entry.url)

    def _give(
        self, source: Source, entry: Entry, title: str, text: str, published: FoundDate | None, raw: str, author: str,
        outlet: str, url: str,
    ) -> None:  # fmt: skip
        run = self._runs[source.name]
        if not title:
            run.empty_titles += 1
            self.problem(source.name, "empty_titles", url, "no title found")
            title = (re.match(r"[^。！？\n]{0,80}", text) or [""])[0]
        if published is None:
            run.empty_dates += 1
            self.problem(source.name, "empty_dates", url, "no date found")
        if not text:
            run.empty_texts += 1
            self.problem(source.name, "empty_texts", url, "no text found")
            return
        precision: Precision = published.precision if published else "unknown"
        article = Article(
            source=source.name,
            url=entry.url or url,
            title=title or "(no title)",
            text=text,
            published=published.value.astimezone(UTC) if published else None,
            precision=precision,
            raw_date=raw,
            fetched=datetime.now(UTC),
            language=source.language,
            tier=source.tier,
            author=author,
            outlet=outlet,
            item_id=entry.id,
        )
        run.new += 1
        when = f"{article.published:%Y-%m-%d %H:%M} UTC ({precision})" if article.published else "no date"
        self.step(f"article: {article.title[:60]} | {when} | {len(text)} characters | {article.url}")
        self._line("article", article.model_dump(mode="json"))

    def end(self, name: str) -> None:
        """A source is finished: judge the whole and write its run."""
        if name in self._ended:
            return
        self._ended.add(name)
        run, source = self._runs[name], self._sources[name]
        if source.on_topic and run.listed >= _ENOUGH and run.listed - run.off_topic < source.on_topic * run.listed:
            share = f"{run.listed - run.off_topic} of {run.listed} entries have a health word"
            self.problem(name, "off_topic", source.urls[0], f"{share}: the address may lead to another list")
        run.ended = datetime.now(UTC)
        run.problems = tuple(self._problems[name].values())
        # A list whose articles did not all come must be read again, so its state is not kept.
        lost = any(problem.code not in NOTES | {"gap", "empty_titles", "empty_dates"} for problem in run.problems)
        run.states = {} if lost else self._states[name]
        self._line("run", run.model_dump(mode="json"))

    def end_again(self, name: str) -> None:
        """Something came to light after the end: write the run once more, the last one counts."""
        if name in self._ended:
            self._ended.discard(name)
            self.end(name)

    def step(self, text: str) -> None:
        """One thing that was done, for ``sources check``."""
        if self._tell:
            self._write(json.dumps({"kind": "step", "value": text}, ensure_ascii=False) + "\n")

    def finish(self, errors: list[str]) -> None:
        """The child ends by itself; ``errors`` are those of the log that no problem names."""
        self._line("finish", {"errors": errors})

    def _line(self, kind: str, value: dict[str, Any]) -> None:
        self._write(json.dumps({"kind": kind, "value": value}, ensure_ascii=False) + "\n")


def _longer_title(listed: str, read: str, *, declared: bool) -> str:
    """The page's title where it is declared or completes the list's, which may be cut or only an anchor's word."""
    if not listed or not read:
        return listed or read
    start = re.sub(r"(?:\.{2,}|…+)$", "", listed).strip()
    if declared or (start != listed and read.startswith(start[:20])) or listed in read:
        return read
    return listed


def _better_date(listed: FoundDate | None, read: FoundDate | None, source: Source) -> FoundDate | None:
    if listed is None or read is None:
        return listed or read
    if source.kind == "html":
        # A list prints "3小时前" or a day; the page knows better unless it has only a day itself.
        return read if read.precision != "day" or listed.precision == "day" else listed
    return read if listed.precision == "day" and read.precision != "day" else listed
