"""When the steps of the line run. ``run_once()`` is one turn: crawl, read, save, digest, deliver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.outbox import DeliveryReport, Queued, deliver_outbox, queue_due_digests
from crawlers.health import Health
from crawlers.records import SourceRun
from crawlers.source import Source
from crawlers.sources import load_sources
from errors import UnknownValueError
from line import SavedCounts, crawl_sources, due_sources, read_waiting, refresh_rates, save_readings
from settings import Settings
from storage.engine import Database, open_database
from storage.models import DueJob
from storage.schedule import Schedule
from storage.source_runs import source_health

#: a slow mail server must not keep the service from its next crawl and its next alert
_MAIL_SECONDS = 45


@dataclass(slots=True)
class RunReport:
    """What one turn did."""

    sources: list[SourceRun] = field(default_factory=list)
    saved: SavedCounts = field(default_factory=SavedCounts)
    queued: list[Queued] = field(default_factory=list)
    delivered: DeliveryReport = field(default_factory=DeliveryReport)

    @property
    def problems(self) -> list[str]:
        """What went wrong at the sources (notes left out), in reading and in sending, a line each."""
        told = [str(problem) for run in self.sources if not run.ok for problem in run.problems]
        return told + self.saved.crashes + self.delivered.problems

    @property
    def ok(self) -> bool:
        """Whether every source and article was read and every mail that was due went out."""
        return not (self.problems or self.delivered.retry or self.delivered.failed or self.delivered.unknown)

    @property
    def counts(self) -> dict[str, Any]:
        """The report as ``--json`` prints it."""
        return {
            "sources": len(self.sources),
            "failed_sources": sum(not run.ok for run in self.sources),
            "new_articles": sum(run.new for run in self.sources),
            "read": self.saved.read,
            "relevant": self.saved.relevant,
            "new_deals": self.saved.new_deals,
            "digests": sum(digest.destinations > 0 for digest in self.queued),
            "mails": self.delivered.sent,
            "problems": self.problems,
        }

    def __str__(self) -> str:
        count = self.counts
        return (
            f"{count['sources']} sources, {count['failed_sources']} of them failed; "
            f"{count['new_articles']} new articles, {count['relevant']} tell deals, {count['new_deals']} new deals; "
            f"{count['digests']} digests, {count['mails']} mails sent"
        )


def run_once(
    settings: Settings, now: datetime, *, sources: Sequence[Source] | None = None, stop: Event | None = None
) -> RunReport:
    """One turn of the line: what is due at ``now`` (aware), and whatever an interrupted turn left undone.

    ``sources`` are crawled whether due or not; without them those of the settings that are due. ``stop`` ends the turn
    before the next batch of articles and the next mail.
    """
    with closing(open_database(settings.storage.url)) as db:
        wanted = due_sources(db, chosen_sources(settings), now) if sources is None else sources
        if sources is None:
            refresh_rates(db, settings, now)
        runs = crawl_sources(db, settings, wanted, now)
        readings = read_waiting(db, stop)
        saved = save_readings(db, readings)
        queued = queue_due_digests(db, settings, now)
        delivered = deliver_outbox(db, settings, now, enough=_enough(stop))
    return RunReport(runs, saved, queued, delivered)


def tick(
    settings: Settings, now: datetime, *, sources: Sequence[Source] | None = None, stop: Event | None = None
) -> RunReport:
    """What a minute of the service does: a turn where the clock has reached one, else only the mail that is due.

    A turn is a row of ``due_job``: one that was missed or died is done by the next tick, one that is done never again.
    """
    schedule = Schedule(settings.scheduler.crawl, settings.scheduler.timezone)
    with closing(open_database(settings.storage.url)) as db:
        due = schedule.last_due(now)
        if due is not None and _begin(db, "crawl", due, now):
            wanted = due_sources(db, chosen_sources(settings) if sources is None else sources, now)
            if sources is None:
                refresh_rates(db, settings, now)
            report = run_once(settings, now, sources=wanted, stop=stop)
            if stop is None or not stop.is_set():
                _end(db, "crawl", due, str(report))
            return report
        queued = queue_due_digests(db, settings, now)
        return RunReport(queued=queued, delivered=deliver_outbox(db, settings, now, enough=_enough(stop)))


def _enough(stop: Event | None) -> Callable[[], bool]:
    """When to leave the rest of the mail to the next minute; never where there is no service to take it up."""
    if stop is None:
        return lambda: False
    end = monotonic() + _MAIL_SECONDS
    return lambda: stop.is_set() or monotonic() > end


def crawl_now(settings: Settings, names: Sequence[str], since: datetime | None = None) -> list[SourceRun]:
    """Crawl the named sources, else those that the settings choose; raises UnknownValueError."""
    sources = find_sources(names) if names else chosen_sources(settings)
    with closing(open_database(settings.storage.url)) as db:
        return crawl_sources(db, settings, sources, datetime.now(UTC), since)


def health_now(settings: Settings) -> list[Health]:
    """How every declared source is doing."""
    with closing(open_database(settings.storage.url)) as db, db.read() as session:
        return source_health(session, load_sources().values(), datetime.now(UTC))


def chosen_sources(settings: Settings) -> list[Source]:
    """The sources that the settings name, else every enabled one; raises UnknownValueError."""
    if settings.scheduler.sources:
        return find_sources(settings.scheduler.sources)
    return [source for source in load_sources().values() if source.enabled]


def find_sources(names: Sequence[str]) -> list[Source]:
    """Sources by name; raises UnknownValueError with the nearest known ones."""
    known = load_sources()
    for name in names:
        if name not in known:
            raise UnknownValueError("source", name, list(known))
    return [known[name] for name in names]


def _begin(db: Database, job: str, due: datetime, now: datetime) -> bool:
    """Whether the job of that moment is still to be done; marks it as running."""
    with db.write() as session:
        row = _job(session, job, due)
        if row is None:
            row = DueJob(job=job, due_at=due, state="due")
            session.add(row)
        if row.state == "done":
            return False
        row.state, row.started = "running", now
        return True


def _end(db: Database, job: str, due: datetime, reason: str) -> None:
    with db.write() as session:
        row = _job(session, job, due)
        if row is not None:
            row.state, row.ended, row.reason = "done", datetime.now(due.tzinfo), reason


def _job(session: Session, job: str, due: datetime) -> DueJob | None:
    return session.scalar(select(DueJob).where(DueJob.job == job, DueJob.due_at == due))
