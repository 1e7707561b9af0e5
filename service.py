"""The background service: the line on a clock, the web page and API, and the lease that keeps it alone on its database.

APScheduler only ticks; what is due is looked up in the database, so a missed or killed tick costs nothing.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from types import FrameType
from uuid import uuid4

import uvicorn
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import delete

from crawlers.source import Source
from errors import ChuhaiError, UsageError
from query.listening import listen, web_server
from scheduler import RunReport, chosen_sources, run_once, tick
from settings import Settings
from storage.engine import Database, open_database
from storage.models import Lease
from storage.schedule import Schedule

log = logging.getLogger("chuhai")

#: a service that was killed on another machine keeps others out for so long
_LEASE = timedelta(seconds=60)
_RENEW_SECONDS = 15.0
#: how long a turn may go on after SIGTERM; what it leaves undone the next service completes
_GRACE_SECONDS = 20.0


class AlreadyRunningError(UsageError):
    """Another service works on this database."""

    def __init__(self, database: str, holder: str, left: timedelta) -> None:
        super().__init__(
            f"{database}: another `chuhai run` ({holder}) works on it; stop that one, or, if its machine is gone, "
            f"wait {left.seconds + 1} s"
        )


def serve(settings: Settings, *, sources: Sequence[Source] | None = None) -> None:
    """Run until SIGTERM or Ctrl-C; raises AlreadyRunningError or PortInUseError before anything is started.

    ``sources`` stands for those that the settings choose.
    """
    check_settings(settings)
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    listener = listen(settings.query.host, settings.query.port)
    with closing(listener), closing(open_database(settings.storage.url)) as db, lease(db) as renew:
        busy = Lock()

        def turn() -> None:
            with busy:
                try:
                    _log(tick(settings, datetime.now(UTC), sources=sources, stop=stop))
                except ChuhaiError as error:
                    log.warning("%s; tried again in a minute", error)

        ticker = start_ticker(settings, turn)
        web = _start_web(settings, listener)
        log.info("http://%s:%s; every minute a look at what is due; Ctrl-C stops", *listener.getsockname()[:2])
        while not stop.wait(_RENEW_SECONDS):
            renew()
        log.info("stopping")
        ticker.pause()
        web.should_exit = True
        # A turn that does not end in time ends with the process; the next service does it again.
        busy.acquire(timeout=_GRACE_SECONDS)
    log.info("stopped")


def run_alone(settings: Settings, now: datetime) -> RunReport:
    """One turn of the line, alone on the database; raises AlreadyRunningError."""
    check_settings(settings)
    with closing(open_database(settings.storage.url)) as db, lease(db):
        return run_once(settings, now)


def check_settings(settings: Settings) -> None:
    """Raise what a later turn would raise; better now than every minute."""
    Schedule(settings.scheduler.crawl, settings.scheduler.timezone)
    Schedule(settings.scheduler.digest, settings.scheduler.timezone)
    chosen_sources(settings)


def _log(report: RunReport) -> None:
    if report.sources or report.saved.read or report.queued or report.delivered.sent:
        log.info("%s", report)
    for problem in report.problems:
        log.warning("%s", problem)


def start_ticker(settings: Settings, turn: Callable[[], None]) -> BackgroundScheduler:
    """Call ``turn`` now and at every full minute, one at a time, in the ticker's own daemon thread."""
    zone = settings.scheduler.timezone
    ticker = BackgroundScheduler(timezone=zone, executors={"default": DebugExecutor()}, daemon=True)
    ticker.add_job(
        turn, CronTrigger(second=0, timezone=zone), next_run_time=datetime.now(UTC), coalesce=True, max_instances=1,
        misfire_grace_time=None,
    )  # fmt: skip
    ticker.start()
    return ticker


def _start_web(settings: Settings, listener: socket.socket) -> uvicorn.Server:
    """The page and the API in a thread of their own."""
    server = web_server(settings)
    Thread(target=server.run, args=([listener],), daemon=True).start()
    return server


# --- the lease ---


@contextmanager
def lease(db: Database) -> Iterator[Callable[[], None]]:
    """Be the only service on a database for the length of a block, which renews it; raises AlreadyRunningError."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
    _take(db, holder, datetime.now(UTC))
    try:
        yield lambda: _take(db, holder, datetime.now(UTC))
    finally:
        with db.write() as session:
            session.execute(delete(Lease).where(Lease.name == "service", Lease.holder == holder))


def _take(db: Database, holder: str, now: datetime) -> None:
    with db.write() as session:
        row = session.get(Lease, "service")
        if row is None:
            session.add(Lease(name="service", holder=holder, until=now + _LEASE))
        elif row.holder == holder or row.until <= now or _is_dead(row.holder):
            row.holder, row.until = holder, now + _LEASE
        else:
            raise AlreadyRunningError(db.where, row.holder, row.until - now)


def _is_dead(holder: str) -> bool:
    """Whether the holder was a process of this machine that is gone; one of another machine is waited for."""
    host, _, rest = holder.partition(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(rest.partition(":")[0]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
