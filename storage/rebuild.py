"""Reads every stored report anew against the registry of today: after the registry has changed with an upgrade."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.records import Deal
from nlp.resolve import ArticleContext
from storage.companies import Registry, load_registry, resolve
from storage.deals import index_reports, remerge
from storage.engine import Database
from storage.models import ArticleRow, Report
from storage.tellings import load_tellings, reports_of

_BATCH = 100


def rebuild(database: Database, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Resolve the parties of every report and merge anew; gives the number of articles. Safe to stop and repeat."""
    with database.read() as session:
        articles = list(session.scalars(select(Report.article_id).distinct().order_by(Report.article_id)))
    for merging in (False, True):
        # All parties first: a report is merged among reports that know the same companies.
        for start in range(0, len(articles), _BATCH):
            with database.write() as session:
                registry = load_registry(session)
                for article_id in articles[start : start + _BATCH]:
                    _remerge(session, article_id, registry) if merging else _resolve(session, article_id, registry)
            progress(min(start + _BATCH, len(articles)) + len(articles) * merging, 2 * len(articles))
    return len(articles)


def _resolve(session: Session, article_id: int, registry: Registry) -> None:
    article = session.get_one(ArticleRow, article_id)
    context = ArticleContext.of(f"{article.title}\n{article.text}", registry.lexicon)
    reports = reports_of(session, article_id)
    for report in reports:
        deal = Deal.model_validate(report.data)
        parties = (*deal.grantors, *deal.partners)
        report.parties = {party.name: resolve(session, party, context, registry) for party in parties}
    session.flush()
    index_reports(session, load_tellings(session, [report.id for report in reports], registry))


def _remerge(session: Session, article_id: int, registry: Registry) -> None:
    remerge(session, [report.id for report in reports_of(session, article_id)], registry)
