"""Archived items through the line as if they were crawled: the clock follows them, each day ends with its digest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import select, update

from alerts.due import digest_for_day
from crawlers.archive import Skipped, read_archive
from crawlers.records import Article
from line import BEIJING, SavedCounts, keep_articles, read_waiting, save_readings
from nlp.records import Deal
from settings import Settings
from storage.engine import Database, open_database
from storage.models import Report, Subscription
from storage.subscriptions import NewSubscription, SubscriptionView, add_subscription, set_active, subscriptions
from storage.views import deal_public_id

#: items in one transaction
_BATCH = 500
_READER = "replay"


@dataclass(slots=True)
class ReplayReport:
    """What a replay did; ``skipped`` are the lines that were no articles."""

    items: int = 0
    new_articles: int = 0
    saved: SavedCounts = field(default_factory=SavedCounts)
    days_with_news: int = 0
    mails: int = 0
    seconds: float = 0.0
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, Any]:
        """The report as ``--json`` prints it."""
        return {
            "items": self.items,
            "skipped": dict(Counter(each.reason for each in self.skipped)),
            "new_articles": self.new_articles,
            "read": self.saved.read,
            "relevant": self.saved.relevant,
            "new_deals": self.saved.new_deals,
            "crashes": self.saved.crashes,
            "days_with_news": self.days_with_news,
            "mails": self.mails,
            "seconds": round(self.seconds, 1),
        }

    def __str__(self) -> str:
        return (
            f"{self.items:,} items, {self.new_articles:,} of them new, {len(self.skipped):,} lines skipped; "
            f"{self.saved.relevant:,} tell deals, {self.saved.new_deals:,} deals are new; "
            f"{self.days_with_news} days with news, {self.mails} new mails; {self.seconds:.1f} s"
        )


def replay_files(
    files: Iterable[Path],
    settings: Settings,
    *,
    digests: Path | None = None,
    reports: Path | None = None,
    workers: int = 1,
    progress: Callable[[date, int], None] = lambda day, items: None,
) -> ReplayReport:
    """Read archives into the database of the settings; raises MissingFileError.

    With ``digests`` each day that has news is told by one mail in that folder; with ``reports`` every item is a line of
    that file with the deals it tells, each under the key of the deal that it was merged into.
    """
    begun = perf_counter()
    report = ReplayReport()
    archive = read_archive(files)
    told: list[tuple[str, int]] = []
    today: date | None = None
    with closing(open_database(settings.storage.url)) as db:
        save_readings(db, read_waiting(db))  # what an interrupted replay left unread
        for day, batch in _batches(archive, report.skipped):
            if today and day != today and digests is not None:
                _tell(db, settings, today, digests, report)
            today = day
            told += _keep(db, batch, report)
            progress(day, report.items)
        if today and digests is not None:
            _tell(db, settings, today, digests, report)
        if reports is not None:
            _write_reports(db, told, report.skipped, reports)
    report.seconds = perf_counter() - begun
    return report


def _batches(archive: Iterator[Article | Skipped], skipped: list[Skipped]) -> Iterator[tuple[date, list[Article]]]:
    """Articles in the order of the files, never two days in one batch."""
    batch: list[Article] = []
    day = date.min
    for item in archive:
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        today = item.day.astimezone(BEIJING).date()
        if batch and (today != day or len(batch) == _BATCH):
            yield day, batch
            batch = []
        day = today
        batch.append(item)
    if batch:
        yield day, batch


def _keep(db: Database, batch: list[Article], report: ReplayReport) -> list[tuple[str, int]]:
    with db.write() as session:
        kept = keep_articles(session, batch)
    report.items += len(batch)
    report.new_articles += sum(each.is_new for each in kept)
    report.saved += save_readings(db, read_waiting(db))
    return [(article.item_id, each.id) for article, each in zip(batch, kept, strict=True)]


def _tell(db: Database, settings: Settings, day: date, folder: Path, report: ReplayReport) -> None:
    """Write the day's mail, if the day had news; the same mail again where a replay before this one told it."""
    mail = digest_for_day(db, settings, _reader(db, day), day)
    if mail is None:
        return
    report.days_with_news += 1
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{day}.eml"
    if not path.exists():
        partial = path.with_suffix(".partial")
        partial.write_bytes(mail.as_bytes())
        partial.replace(path)
        report.mails += 1


def _reader(db: Database, day: date) -> SubscriptionView:
    """The subscription that replays tell; the service passes it over."""
    begin = datetime.combine(day, time(0), BEIJING)
    with db.write() as session:
        for each in subscriptions(session):
            if each.name == _READER:
                # An older archive after a newer one is news to this reader, too.
                session.execute(
                    update(Subscription)
                    .where(Subscription.id == each.id, Subscription.since > begin)
                    .values(since=begin)
                )
                return each
        new = NewSubscription(name=_READER, recipients=("reader@localhost",), schedule="59 23 * * *")
        made = add_subscription(session, new, now=begin, confirmed=True, since=begin)
        set_active(session, made.id, False)
        return made


def _write_reports(db: Database, told: list[tuple[str, int]], skipped: list[Skipped], path: Path) -> None:
    """A line for each item, also for one that could not be read but says who it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out, db.read() as session:
        for start in range(0, len(told), _BATCH):
            chunk = told[start : start + _BATCH]
            deals: dict[int, list[dict[str, Any]]] = {}
            rows = session.execute(
                select(Report.article_id, Report.data, Report.deal_id)
                .where(Report.article_id.in_([article for _, article in chunk]))
                .order_by(Report.article_id, Report.seq)
            )
            for article, data, deal in rows:
                if deal is not None:
                    told_deal = Deal.model_validate(data)
                    if told_deal.mention == "primary":
                        deals.setdefault(article, []).append({**told_deal.to_json(), "deal_key": deal_public_id(deal)})
            for ident, article in chunk:
                found = deals.get(article, [])
                out.write(json.dumps({"id": ident, "relevant": bool(found), "deals": found}, ensure_ascii=False) + "\n")
        for each in skipped:
            if each.id:
                line = {"id": each.id, "relevant": False, "deals": [], "skipped": each.reason}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
