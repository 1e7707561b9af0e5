"""Archived items through the line as if they were crawled: the clock follows them, each day ends with its digest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import select

from crawlers.archive import Skipped, read_archive
from crawlers.records import Article
from scheduler import BEIJING, SavedCounts, read_waiting, save_readings
from settings import Settings
from storage.articles import save_article
from storage.engine import Database, open_database
from storage.models import Report
from storage.views import deal_public_id

#: items in one transaction
_BATCH = 500


@dataclass(slots=True)
class ReplayReport:
    """What a replay did; ``skipped`` are the lines that were no articles."""

    items: int = 0
    new_articles: int = 0
    saved: SavedCounts = field(default_factory=SavedCounts)
    digests: int = 0
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
            "digests": self.digests,
            "mails": self.mails,
            "seconds": round(self.seconds, 1),
        }

    @property
    def text(self) -> str:
        """The report in one line for people."""
        return (
            f"{self.items:,} items, {self.new_articles:,} of them new, {len(self.skipped):,} lines skipped; "
            f"{self.saved.relevant:,} tell deals, {self.saved.new_deals:,} deals are new; "
            f"{self.digests} digests, {self.mails} mails; {self.seconds:.1f} s"
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
    with closing(open_database(settings.storage.url)) as db:
        save_readings(db, read_waiting(db))  # what an interrupted replay left unread
        for day, batch in _batches(archive, report.skipped):
            told += _keep(db, batch, report)
            progress(day, report.items)
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
        kept = [save_article(session, article) for article in batch]
    report.items += len(batch)
    report.new_articles += sum(each.is_new for each in kept)
    report.saved += save_readings(db, read_waiting(db))
    return [(article.item_id, each.id) for article, each in zip(batch, kept, strict=True)]


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
                    deals.setdefault(article, []).append({**data, "deal_key": deal_public_id(deal)})
            for ident, article in chunk:
                found = deals.get(article, [])
                relevant = any(deal["mention"] == "primary" for deal in found)
                out.write(json.dumps({"id": ident, "relevant": relevant, "deals": found}, ensure_ascii=False) + "\n")
        for each in skipped:
            if each.id:
                line = {"id": each.id, "relevant": False, "deals": [], "skipped": each.reason}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
