"""Reads report rows as the facts that merging compares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.merge import ReportFacts, report_facts
from nlp.records import Deal, Party
from storage.companies import Registry
from storage.models import ArticleRow, Report

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: source of the articles that ``import-history`` writes: known deals, never news
HISTORY = "history"
_COPY_TIER = 5


@dataclass(frozen=True)
class Telling:
    """A report with its article, and as merging sees it."""

    row: Report
    article: ArticleRow
    facts: ReportFacts

    @property
    def is_history(self) -> bool:
        return self.article.source == HISTORY


def telling(row: Report, article: ArticleRow, registry: Registry) -> Telling:
    """The facts of one report; its companies are those resolved when it was saved, wherever they were merged since."""
    deal = Deal.model_validate(row.data)
    companies = {name: registry.merged.get(ident, ident) for name, ident in row.parties.items()}

    def resolved(party: Party) -> Party:
        known = companies[party.name]
        # A provisional company is known by its names only, so that its several spellings can still meet.
        return party.model_copy(update={"company": known if known in registry.lexicon.companies else None})

    deal = deal.model_copy(
        update={"grantors": tuple(map(resolved, deal.grantors)), "partners": tuple(map(resolved, deal.partners))}
    )
    facts = report_facts(
        deal,
        article=article_key(article),
        index=row.seq,
        source=article.source,
        tier=_COPY_TIER if article.copy_of else article.tier,
        published=article.published,
        group_of=registry.group_of,
        title=article.title,
    )
    return Telling(row, article, facts)


def article_key(article: ArticleRow) -> str:
    """What names an article whatever the order in which articles came."""
    return f"{article.source}:{article.item_id or article.url or article.content_hash}"


def load_tellings(session: Session, report_ids: Iterable[int], registry: Registry) -> list[Telling]:
    """The tellings of stored reports."""
    rows = session.execute(
        select(Report, ArticleRow)
        .join(ArticleRow, ArticleRow.id == Report.article_id)
        .where(Report.id.in_(sorted(report_ids)))
        .order_by(Report.id)
    ).all()
    return [telling(report, article, registry) for report, article in rows]


def reports_of(session: Session, article_id: int) -> list[Report]:
    """The reports of an article, in its order."""
    return list(session.scalars(select(Report).where(Report.article_id == article_id).order_by(Report.seq)))
