"""One whole cycle over the sample newsroom: real HTTP, a real database, a real mail server, all on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from newsroom.mailbox import Mailbox, open_mailbox, read_mail
from newsroom.server import Newsroom
from newsroom.sources import newsroom_sources
from scheduler import RunReport, run_once
from settings import AlertsSettings, CrawlersSettings, Settings
from storage.engine import open_database
from storage.filters import DealFilter
from storage.query import Query
from storage.subscriptions import NewSubscription, Options, add_subscription, subscriptions
from storage.views import DealView

#: the newsroom comes back at the same address, so that its articles are the same articles
PORT = 8766
READER = "reader@localhost"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the cycle did, and what there is to see."""

    turn: RunReport
    pages: int
    mails: list[tuple[Path, EmailMessage]]
    deals: list[DealView]
    database: Path
    config: Path


def run_demo(folder: Path, say: Callable[[str], None], *, now: datetime | None = None) -> DemoReport:
    """Crawl the newsroom into ``folder/demo.db`` and mail the digest; a second run there sends nothing twice."""
    now = now or datetime.now(UTC)
    database = folder / "demo.db"
    with _open_newsroom() as newsroom, open_mailbox(folder / "mail") as mailbox:
        settings = _settings(database, mailbox)
        _subscribe(settings, now)
        outlets = newsroom_sources(newsroom.base)
        say(f"newsroom   {newsroom.base}  ({len(outlets)} outlets, real HTTP)")
        say(f"mailbox    smtp://127.0.0.1:{mailbox.port}  (a real SMTP server)")
        say(f"database   {database}")
        say("crawling, reading, storing, mailing …")
        turn = run_once(settings, now, sources=outlets)
        mails = [(path, read_mail(path)) for path in mailbox.files]
        pages = len(newsroom.requests)
    with closing(open_database(database)) as db, db.read() as session:
        deals = list(Query(session).deals(DealFilter(limit=100)).items)
    config = folder / "chuhai.toml"
    config.write_text(
        f"# The demo's database, for: chuhai --config {config} …\n[storage]\nurl = {json.dumps(f'sqlite:///{database}')}\n",
        encoding="utf-8",
    )
    return DemoReport(turn, pages, mails, deals, database, config)


@contextmanager
def _open_newsroom() -> Iterator[Newsroom]:
    try:
        newsroom = Newsroom(port=PORT)
    except OSError:
        newsroom = Newsroom()
    try:
        yield newsroom
    finally:
        newsroom.stop()


def _settings(database: Path, mailbox: Mailbox) -> Settings:
    return Settings(
        crawlers=CrawlersSettings(allow_private_hosts=True),
        alerts=AlertsSettings(smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none"),
    ).with_database(database)


def _subscribe(settings: Settings, now: datetime) -> None:
    """One reader of everything, whose digest is always due and who wants no empty ones."""
    yesterday = now - timedelta(days=1)
    with closing(open_database(settings.storage.url)) as db, db.write() as session:
        if not subscriptions(session):
            new = NewSubscription(
                name="demo", recipients=(READER,), schedule="* * * * *", options=Options(skip_empty=True)
            )
            add_subscription(session, new, now=yesterday, confirmed=True, since=yesterday)
