"""The line: crawl, read, save, digest, deliver. ``run_once()`` is one turn of it; ``service.py`` turns it for ever.

Each step looks up in the database what is left to do, so that an interrupted turn is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crawlers.crawl import crawl
from crawlers.records import Article, PageState, SourceRun
from crawlers.source import Source
from crawlers.sources import load_sources
from errors import UnknownValueError
from nlp.reader import EXTRACTOR, read_article
from nlp.records import Reading
from settings import Settings
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import Database, open_database
from storage.models import ArticleRow, SourceState
from storage.models import SourceRun as SourceRunRow

BEIJING = ZoneInfo("Asia/Shanghai")
#: an address that a source showed longer ago than this is fetched again if it comes back
_REMEMBERED = timedelta(days=60)
#: articles read between two commits: what a kill costs at most
_BATCH = 50


@dataclass(slots=True)
class SavedCounts:
    """How many articles were read, in how many the gate saw nothing, how many told deals, and how many were new."""

    read: int = 0
    passed_over: int = 0
    relevant: int = 0
    new_deals: int = 0

    def __iadd__(self, other: SavedCounts) -> Self:
        self.read += other.read
        self.passed_over += other.passed_over
        self.relevant += other.relevant
        self.new_deals += other.new_deals
        return self


@dataclass(slots=True)
class RunReport:
    """What one turn did."""

    sources: list[SourceRun] = field(default_factory=list)
    new_articles: int = 0
    saved: SavedCounts = field(default_factory=SavedCounts)

    @property
    def ok(self) -> bool:
        """Whether every source was read and every mail that was due went out."""
        return all(run.ok for run in self.sources)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored article that nobody has read yet."""

    id: int
    title: str
    text: str
    day: datetime
    source: str
    version: int
    read_version: int


def run_once(
    settings: Settings, now: datetime, *, sources: Sequence[Source] | None = None, stop: Event | None = None
) -> RunReport:
    """One turn of the line: what is due at ``now`` (aware), and whatever an interrupted turn left undone.

    ``sources`` are crawled whether due or not; without them those of the settings that are due. ``stop`` ends the turn
    at the next article.
    """
    with closing(open_database(settings.storage.url)) as db:
        runs = crawl_due(db, settings, now, sources)
        readings = read_waiting(db, stop)
        saved = save_readings(db, readings)
    return RunReport(sources=runs, new_articles=sum(run.new for run in runs), saved=saved)


# --- crawl ---


def crawl_due(db: Database, settings: Settings, now: datetime, sources: Sequence[Source] | None) -> list[SourceRun]:
    """Crawl what is due and keep the articles together with what the next crawl must know."""
    with db.read() as session:
        states = {row.source: row for row in session.scalars(select(SourceState))}
        wanted = (
            [s for s in chosen_sources(settings) if _is_due(s, states.get(s.name), now)] if sources is None else sources
        )
        seen = session.scalars(
            select(ArticleRow.url).where(
                ArticleRow.source.in_([s.name for s in wanted]), ArticleRow.day > now - _REMEMBERED
            )
        ).all()
    pages = {
        name: {url: PageState.model_validate(page) for url, page in row.validators.items()}
        for name, row in states.items()
    }
    result = crawl(wanted, settings=settings.crawlers, seen=seen, states=pages)
    for run in result.runs:
        _keep(db, run, [article for article in result.articles if article.source == run.source])
    return result.runs


def chosen_sources(settings: Settings) -> list[Source]:
    """The sources that the settings name, else every enabled one; raises UnknownValueError."""
    known = load_sources()
    for name in settings.scheduler.sources:
        if name not in known:
            raise UnknownValueError("source", name, list(known))
    if settings.scheduler.sources:
        return [known[name] for name in settings.scheduler.sources]
    return [source for source in known.values() if source.enabled]


def _is_due(source: Source, state: SourceState | None, now: datetime) -> bool:
    if state is None or state.last_run is None:
        return True
    not_before = state.data.get("not_before")
    if not_before and datetime.fromisoformat(not_before) > now:
        return False
    # A cron tick comes a second early or late: half a minute must not cost a whole turn.
    return now - state.last_run >= timedelta(minutes=source.poll_minutes) - timedelta(seconds=30)


def _keep(db: Database, run: SourceRun, articles: Iterable[Article]) -> None:
    """Articles and the state of their source in one transaction: a state kept alone would hide what was lost."""
    with db.write() as session:
        new = sum(save_article(session, article).is_new for article in articles)
        state = session.get(SourceState, run.source)
        if state is None:
            state = SourceState(source=run.source, validators={}, data={})
            session.add(state)
        failed = not run.ok
        state.last_run = run.started
        state.last_good = state.last_good if failed else run.ended
        state.failing_since = (state.failing_since or run.started) if failed else None
        state.problem = str(next((p for p in run.problems), "")) if failed else ""
        state.newest_item = max(filter(None, (state.newest_item, run.newest)), default=None)
        state.validators = {**state.validators, **{url: page.model_dump() for url, page in run.states.items()}}
        state.data = {"not_before": run.not_before.isoformat() if run.not_before else None}
        session.add(
            SourceRunRow(
                source=run.source, started=run.started, ended=run.ended,
                outcome="good" if run.ok else "problem" if run.listed else "failed",
                items=run.listed, new_items=new, problems=[problem.model_dump(mode="json") for problem in run.problems],
                stats=run.model_dump(mode="json", include={"fetched", "unchanged", "known", "off_topic"}),
            )
        )  # fmt: skip


# --- read and save ---


def read_waiting(db: Database, stop: Event | None = None) -> Iterator[list[tuple[Waiting, Reading]]]:
    """Read every stored article that nobody has read, oldest first, a batch at a time."""
    last = 0
    while batch := _waiting(db, last):
        if stop is not None and stop.is_set():
            return
        last = batch[-1].id
        yield [(w, read_article(w.title, w.text, w.day.astimezone(BEIJING).date(), source=w.source)) for w in batch]


def _waiting(db: Database, after: int) -> list[Waiting]:
    with db.read() as session:
        rows = session.execute(
            select(
                ArticleRow.id,
                ArticleRow.title,
                ArticleRow.text,
                ArticleRow.day,
                ArticleRow.source,
                ArticleRow.read_version,
            )
            .where(ArticleRow.read_by == "", ArticleRow.id > after)
            .order_by(ArticleRow.id)
            .limit(_BATCH)
        )
        return [Waiting(*row) for row in rows]


def save_readings(db: Database, batches: Iterable[list[tuple[Waiting, Reading]]]) -> SavedCounts:
    """Keep what the articles say, each batch whole or not at all."""
    counts = SavedCounts()
    for batch in batches:
        with db.write() as session:
            _pass_over(
                session,
                [pair for pair in batch if _says_nothing(*pair)],
            )
            for waiting, reading in batch:
                if _says_nothing(waiting, reading):
                    continue
                reports = save_reading(session, waiting.id, reading, extractor=EXTRACTOR)
                counts.relevant += reading.relevant
                counts.new_deals += sum(report.is_new_deal for report in reports)
        counts.read += len(batch)
        counts.passed_over += sum(bool(reading.skipped) for _, reading in batch)
    return counts


def _says_nothing(waiting: Waiting, reading: Reading) -> bool:
    """Whether the gate held the article back and no earlier version of it said anything."""
    return bool(reading.skipped) and waiting.read_version == 0


def _pass_over(session: Session, silent: list[tuple[Waiting, Reading]]) -> None:
    """Nineteen of twenty articles are no news of ours: one statement for all of them."""
    if silent:
        session.execute(
            update(ArticleRow),
            [
                {"id": each.id, "read_by": EXTRACTOR, "read_version": each.version, "skipped": reading.skipped}
                for each, reading in silent
            ],
        )
