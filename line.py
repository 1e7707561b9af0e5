"""The steps of the line over one database: crawl, read, save. Each looks up what is left, so a killed one is redone.

``scheduler.py`` says when they run, ``replay.py`` runs them over archives.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crawlers.crawl import crawl
from crawlers.errors import RatesError
from crawlers.rates import fetch_rates
from crawlers.records import Article, SourceRun
from crawlers.source import Source
from nlp.records import Reading
from settings import Settings
from storage import source_runs
from storage.articles import SavedArticle
from storage.bulk import save_articles
from storage.deals import save_reading
from storage.engine import Database
from storage.models import ArticleRow
from storage.rates import ask_today, keep_rates

log = logging.getLogger("chuhai")

BEIJING = ZoneInfo("Asia/Shanghai")
#: an address that a source showed longer ago than this is fetched again if it comes back
_REMEMBERED = timedelta(days=60)
#: how many times longer than a poll reading back may take
_BACKFILL = 12
_CRASHED = "the reader crashed: "
#: articles read between two commits: what a kill costs at most
_BATCH = 50


@dataclass(slots=True)
class SavedCounts:
    """How many articles were read, in how many the gate saw nothing, how many told deals, and how many were new.

    ``crashes`` names the articles that the reader failed on: a bug to report, and no reason to stop.
    """

    read: int = 0
    passed_over: int = 0
    relevant: int = 0
    new_deals: int = 0
    crashes: list[str] = field(default_factory=list)

    def __iadd__(self, other: SavedCounts) -> Self:
        self.read += other.read
        self.passed_over += other.passed_over
        self.relevant += other.relevant
        self.new_deals += other.new_deals
        self.crashes += other.crashes
        return self


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored article that nobody has read yet, in this version."""

    id: int
    title: str
    text: str
    published: datetime | None
    source: str
    version: int
    read_version: int


# --- crawl ---


def due_sources(db: Database, sources: Iterable[Source], now: datetime) -> list[Source]:
    """Those whose pause between two polls is over."""
    with db.read() as session:
        return source_runs.due_sources(session, sources, now)


def crawl_sources(
    db: Database, settings: Settings, sources: Sequence[Source], now: datetime, since: datetime | None = None
) -> list[SourceRun]:
    """Crawl and keep what came, together with what the next crawl must know; ``since`` reads back in time."""
    names = [source.name for source in sources]
    with db.read() as session:
        seen = session.scalars(
            select(ArticleRow.url).where(ArticleRow.source.in_(names), ArticleRow.day > (since or now) - _REMEMBERED)
        ).all()
        pages = source_runs.page_states(session, names)
        again = {} if since else source_runs.to_recheck(session, names, now)
    # Months of filings take their time; nobody waits for the next poll meanwhile.
    deadline = settings.crawlers.deadline_seconds * (_BACKFILL if since else 1)
    result = crawl(
        sources, settings=settings.crawlers, seen=seen, states=pages, since=since, refetch=again, deadline=deadline
    )
    declared = {source.name: source for source in sources}
    for run in result.runs:
        # Readers know a medium by its title: where the page names no other, that of the source.
        articles = [
            a.model_copy(update={"outlet": a.outlet or declared[a.source].title})
            for a in result.articles
            if a.source == run.source
        ]
        _keep(db, run, articles, again.get(run.source, ()), declared[run.source])
    return result.runs


def _keep(db: Database, run: SourceRun, articles: Sequence[Article], rechecked: Sequence[str], source: Source) -> None:
    """Articles and the state of their source in one transaction: a state kept alone would hide what was lost."""
    with db.write() as session:
        saved = keep_articles(session, articles)
        source_runs.keep_run(session, run, sum(each.is_new for each in saved), rechecked, source)


def keep_articles(session: Session, articles: Sequence[Article]) -> list[SavedArticle]:
    """Keep articles; an edited one waits to be read like a new one."""
    saved = save_articles(session, articles)
    changed = [each.id for each in saved if each.is_changed]
    if changed:
        session.execute(update(ArticleRow), [{"id": ident, "read_by": ""} for ident in changed])
    return saved


def refresh_rates(db: Database, settings: Settings, now: datetime) -> str:
    """Fetch exchange rates where that was not tried yet today; what went wrong, or nothing. Known rates go on being used."""
    with db.write() as session:
        if not settings.storage.rates_url or not ask_today(session, now):
            return ""
    try:
        days = fetch_rates(settings.storage.rates_url)
    except RatesError as error:
        log.warning("%s", error)
        return str(error)
    with db.write() as session:
        keep_rates(session, days)
    return ""


# --- read and save ---


def read_waiting(db: Database, stop: Event | None = None) -> Iterator[list[tuple[Waiting, Reading]]]:
    """Read every stored article that nobody has read, oldest first, a batch at a time."""
    last = 0
    while batch := _waiting(db, last):
        if stop is not None and stop.is_set():
            return
        last = batch[-1].id
        yield [(waiting, _read(waiting)) for waiting in batch]


def _read(waiting: Waiting) -> Reading:
    """The article's reading; one that the reader fails on must not hold up all that come after it, day after day."""
    from nlp.reader import read_article  # loads jieba and spaCy: only where something is read

    day = waiting.published.astimezone(BEIJING).date() if waiting.published else None
    try:
        return read_article(waiting.title, waiting.text, day, source=waiting.source)
    except Exception as error:
        log.exception("article %s: the reader crashed", waiting.id)
        return Reading(skipped=f"{_CRASHED}{type(error).__name__}: {error}")


def _waiting(db: Database, after: int) -> list[Waiting]:
    row = ArticleRow
    asked = select(row.id, row.title, row.text, row.published, row.source, row.version, row.read_version)
    with db.read() as session:
        rows = session.execute(asked.where(row.read_by == "", row.id > after).order_by(row.id).limit(_BATCH))
        return [Waiting(*each) for each in rows]


def save_readings(db: Database, batches: Iterable[list[tuple[Waiting, Reading]]]) -> SavedCounts:
    """Keep what the articles say, each batch whole or not at all."""
    from nlp.reader import EXTRACTOR

    counts = SavedCounts()
    for batch in batches:
        silent = [_says_nothing(waiting, reading) for waiting, reading in batch]
        with db.write() as session:
            _pass_over(session, [pair for pair, nothing in zip(batch, silent, strict=True) if nothing], EXTRACTOR)
            for (waiting, reading), nothing in zip(batch, silent, strict=True):
                if not nothing:
                    reports = save_reading(session, waiting.id, reading, extractor=EXTRACTOR)
                    counts.relevant += reading.relevant
                    counts.new_deals += sum(report.is_new_deal for report in reports)
        counts.read += len(batch)
        counts.passed_over += sum(silent)
        counts.crashes += [f"article {each.id}: {r.skipped}" for each, r in batch if r.skipped.startswith(_CRASHED)]
    return counts


def _says_nothing(waiting: Waiting, reading: Reading) -> bool:
    """Whether the gate held the article back and no earlier version of it said anything."""
    return bool(reading.skipped) and waiting.read_version == 0


def _pass_over(session: Session, silent: list[tuple[Waiting, Reading]], extractor: str) -> None:
    """Nineteen of twenty articles are no news of ours: one statement for all of them."""
    if silent:
        session.execute(
            update(ArticleRow),
            [
                {"id": each.id, "read_by": extractor, "read_version": each.version, "skipped": reading.skipped}
                for each, reading in silent
            ],
        )
